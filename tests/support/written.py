"""Watches every file that the program writes while tests run in this process: its name, its mode, and who wrote it."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

from balie.store.written_files import kinds_of

ROOT = f"{Path(__file__).parents[2]}{os.sep}"
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_NAMELESS = getattr(os, "O_TMPFILE", 0)
_NAMED = frozenset({"os.rename", "os.link"})
_OURS = ("balie/", "screens/")

unaccounted: list[str] = []
"""What was written that is of no kind in the list, or may be read by others."""
seen: set[str] = set()
"""The kinds that were written."""


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: called for everything the interpreter does that others may want to know of."""
    if event == "open":
        path, _, flags = arguments
        if not isinstance(flags, int) or not flags & _WRITES or (_NAMELESS and flags & _NAMELESS == _NAMELESS):
            return
        if isinstance(path, str | bytes | os.PathLike):
            _account(os.fsdecode(path), None)
    elif event in _NAMED:
        source, target = arguments[:2]
        if isinstance(source, str | bytes | os.PathLike) and isinstance(target, str | bytes | os.PathLike):
            _account(os.fsdecode(target), os.fsdecode(source))


def _account(path: str, source: str | None) -> None:
    # A folder is opened for writing only where a file without a name is made in it.
    if path.startswith("/dev/") or ".pyc" in path or os.path.isdir(path):
        return
    writer = _writer(sys._getframe(2))
    if writer is None:
        return
    name = os.path.basename(path)
    kinds = kinds_of(name, writer)
    seen.update(kind.name for kind in kinds)
    if not kinds:
        unaccounted.append(f"{writer} wrote {name}")
    elif source is not None:
        mode = stat.S_IMODE(os.stat(source).st_mode)
        if mode & 0o007 or not any(mode & ~0o060 == kind.mode for kind in kinds):
            unaccounted.append(f"{writer} wrote {name} with mode {mode:o}")


def _writer(frame: FrameType | None) -> str | None:
    """`balie/store/output.py:put`, the nearest of our own code; None where a test writes."""
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(ROOT) and "/.venv/" not in file:
            inside = file.removeprefix(ROOT)
            return f"{inside}:{frame.f_code.co_name}" if inside.startswith(_OURS) else None
        frame = frame.f_back
    return None


@pytest.fixture(autouse=True)
def every_file_is_accounted_for() -> Iterator[None]:
    """Whatever the program writes in a test is in the list of files it ever writes, for its owner alone."""
    unaccounted.clear()
    yield
    assert unaccounted == []
