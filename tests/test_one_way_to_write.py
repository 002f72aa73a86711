"""No module writes a file in a way of its own: the ways there are stand in this table, and each says why."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WRITERS: dict[str, frozenset[str]] = {
    # The ways themselves: an empty private file beside a name, and that name given to it.
    "balie/store/aside.py": frozenset({"os.open", "os.fdopen"}),
    "balie/store/output.py": frozenset({"open", "os.link", "os.replace"}),
    # A store, in files of SQLite: made, copied, filled and put in place.
    "balie/store/connection.py": frozenset({"os.replace", "sqlite3.connect"}),
    "balie/store/connecting.py": frozenset({"sqlite3.connect"}),
    "balie/store/copying.py": frozenset({"os.open", "os.replace", "sqlite3.connect", "backup"}),
    "balie/store/restore.py": frozenset({"open", "os.link", "os.replace", "sqlite3.connect"}),
    "balie/store/building.py": frozenset({"os.replace", "open", "sqlite3.connect", "shutil.copyfile", "backup"}),
    "balie/store/staging.py": frozenset({"os.replace", "open", "sqlite3.connect"}),
    # Locks, which are held and hold nothing.
    "balie/store/turnstile.py": frozenset({"os.open"}),
    "balie/correspondence/one_sender.py": frozenset({"os.open"}),
    # A file for the bank gets its name when it is booked: it is written with `put` before.
    "balie/finance/collection/folder.py": frozenset({"os.replace"}),
    # What waits to be judged, in a file without a name.
    "balie/finance/bank/waiting.py": frozenset({"tempfile.TemporaryFile"}),
    # A pipe is read into a file without a name.
    "balie/importing/input_file.py": frozenset({"os.fdopen", "tempfile.TemporaryFile", "shutil.copyfileobj"}),
    # Where output goes when nobody reads it any more.
    "balie/commands/streams.py": frozenset({"os.open"}),
    # The log of mistakes in the program is added to.
    "screens/program/crash.py": frozenset({"os.open", "os.fdopen"}),
    # The manual, the table of keys and the pictures of the README, made by who changes Balie.
    "scripts/handleiding.py": frozenset({"write_text", "tempfile.TemporaryDirectory"}),
    "scripts/keys.py": frozenset({"write_text"}),
    "scripts/recording.py": frozenset({"write_text", "tempfile.TemporaryDirectory"}),
    "scripts/picture.py": frozenset({"write_text", "tempfile.TemporaryDirectory"}),
}
_OF_OS = frozenset(
    {
        "open",
        "replace",
        "rename",
        "renames",
        "link",
        "symlink",
        "truncate",
        "mkfifo",
        "mknod",
        "fdopen",
        "copy_file_range",
    }
)
_OF_PATHS = frozenset({"write_text", "write_bytes", "rename", "touch", "hardlink_to", "symlink_to", "link_to"})
_MODULES = frozenset({"shutil", "tempfile"})
_READING = frozenset({"r", "rb", "rt"})


def sources() -> list[Path]:
    return [path for folder in ("balie", "screens", "scripts") for path in sorted((ROOT / folder).rglob("*.py"))]


def writing_calls(text: str) -> set[str]:
    """What of a module can write a file, by name: `os.replace`, `open`, `write_text`, `shutil.copy`."""
    found = set(_writing(ast.parse(text)))
    # A screen opens and replaces pages; what has the name of no path cannot do so with files.
    return found if "Path" in text or "import os" in text else found - {"open", "replace"}


def _writing(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in {*_MODULES, "os"} and node.module != "os":
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            yield from (f"os.{name.name}" for name in node.names if name.name in _OF_OS)
        elif isinstance(node, ast.Call) and (found := _call(node)):
            yield found


def _call(node: ast.Call) -> str | None:
    function = node.func
    if isinstance(function, ast.Name):
        return "open" if function.id == "open" and not _only_reads(node, 1) else None
    if not isinstance(function, ast.Attribute):
        return None
    owner = function.value.id if isinstance(function.value, ast.Name) else ""
    name = function.attr
    if owner == "os":
        return f"os.{name}" if name in _OF_OS and not _opens_a_folder(node) else None
    if owner in _MODULES:
        return f"{owner}.{name}"
    if owner == "sqlite3" and name == "connect":
        return None if _reads_a_store(node) else "sqlite3.connect"
    if name == "open" and owner not in {"gzip", "io"}:
        return None if _only_reads(node, 0) else "open"
    if name == "replace" and len(node.args) == 1 and not node.keywords:
        return "replace"
    return name if name in {*_OF_PATHS, "backup"} else None


def _only_reads(node: ast.Call, place: int) -> bool:
    mode = next((word.value for word in node.keywords if word.arg == "mode"), None)
    if mode is None and len(node.args) > place:
        mode = node.args[place]
    if mode is None or isinstance(mode, ast.Constant):
        return mode is None or mode.value in _READING
    # What is no word is a page that is opened, unless it is called a mode.
    return place == 0 and "mode" not in ast.unparse(mode)


def _opens_a_folder(node: ast.Call) -> bool:
    """Or reads a file: without a word of writing or making."""
    text = ast.unparse(node)
    return text.startswith("os.open(") and "O_RDONLY" in text and "O_CREAT" not in text


def _reads_a_store(node: ast.Call) -> bool:
    text = ast.unparse(node)
    return ":memory:" in text or "mode=ro" in text or "file_uri(path, options)" in text


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_nobody_writes_a_file_in_another_way(path: Path) -> None:
    allowed = WRITERS.get(str(path.relative_to(ROOT)), frozenset())

    assert writing_calls(path.read_text(encoding="utf-8")) <= allowed


def test_the_table_names_what_is_there() -> None:
    for name, calls in WRITERS.items():
        assert writing_calls((ROOT / name).read_text(encoding="utf-8")) == calls, name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Path\nopen('x', 'w')", {"open"}),
        ("import os\nopen('x', mode=mode)", {"open"}),
        ("Path('x').open('a')", {"open"}),
        ("Path\npath.open(mode='r+')", {"open"}),
        ("Path\napp.open(page)", set()),
        ("path.open()", set()),
        ("open('x', 'rb')", set()),
        ("os.open(path, os.O_WRONLY)", {"os.open"}),
        ("os.open(path, flags)", {"os.open"}),
        ("os.open(path, os.O_RDONLY | os.O_DIRECTORY)", set()),
        ("path.write_text('x')", {"write_text"}),
        ("path.write_bytes(b'x')", {"write_bytes"}),
        ("path.rename(other)", {"rename"}),
        ("Path\npath.replace(other)", {"replace"}),
        ("text.replace('a', 'b')", set()),
        ("replace(fees, price=1)", set()),
        ("os.rename(a, b)", {"os.rename"}),
        ("import shutil\nshutil.copy(a, b)", {"shutil.copy"}),
        ("from shutil import copy", {"shutil.copy"}),
        ("from os import replace", {"os.replace"}),
        ("tempfile.NamedTemporaryFile()", {"tempfile.NamedTemporaryFile"}),
        ("sqlite3.connect(path)", {"sqlite3.connect"}),
        ("sqlite3.connect(file_uri(path, 'mode=ro'), uri=True)", set()),
        ("sqlite3.connect(':memory:')", set()),
        ("source.backup(copy)", {"backup"}),
    ],
)
def test_the_walk_sees_every_way_of_writing(text: str, found: set[str]) -> None:
    assert writing_calls(text) == found
