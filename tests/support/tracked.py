"""The files of the project as text: what a test reads that is about the project itself."""

from __future__ import annotations

from pathlib import Path

TOP = Path(__file__).parents[2]
"""The folder of the project."""

_ROOMS = ("balie", "screens", "tests", "scripts", "data", "docs")
_SUFFIXES = {".py", ".toml", ".md", ".txt", ".j2"}


def tracked_texts() -> dict[str, str]:
    """Per path from the top its text: code, data, docs and the pages at the top."""
    pages = [path for room in _ROOMS for path in sorted((TOP / room).rglob("*"))]
    pages += [*TOP.glob("*.md"), TOP / "Makefile", TOP / "pyproject.toml", TOP / ".ci" / "run"]
    return {
        path.relative_to(TOP).as_posix(): path.read_text("utf-8")
        for path in pages
        if path.is_file()
        and "__pycache__" not in path.parts
        and (path.suffix in _SUFFIXES or path.name in {"Makefile", "run"})
    }
