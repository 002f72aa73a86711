"""What the tests of the store share: a stamp, stores of other versions, and Python in a process of its own."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from balie.store.connection import Stamp, create_store
from balie.store.migrations import apply_pending
from balie.store.schema import STEPS, VERSION

ROOT = Path(__file__).parents[2]
NOBODY = 65534
Snapshot = dict[str, str]


@pytest.fixture
def stamp() -> Stamp:
    return Stamp(staff="ebt", branch="9428", at=datetime(2024, 4, 9, 8, 15, tzinfo=UTC), working_date=date(2024, 4, 9))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store of this version, made and closed."""
    path = tmp_path / "bibliotheek.balie"
    create_store(path, {"library": "biblionet-drenthe"}).close()
    return path


@pytest.fixture
def newer(path: Path) -> Path:
    """A store that a later version made."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    path.with_name(path.name + ".lock").unlink()
    return path


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A store that has had the first step only, with a setting in it."""
    path = tmp_path / "oud.balie"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        apply_pending(connection, STEPS[:1])
        connection.execute("INSERT INTO setting VALUES ('library', 'achterhoekse-poort')")
    return path


def _has_contents(file: Path) -> bool:
    """A lock file only tells who has a store open at this moment."""
    return file.is_file() and file.suffix != ".lock"


@pytest.fixture
def snapshot() -> Callable[[Path], Snapshot]:
    """Takes down a folder: every file in it with the hash of its bytes."""

    def take(folder: Path) -> Snapshot:
        return {
            file.name: hashlib.sha256(file.read_bytes()).hexdigest() if _has_contents(file) else "-"
            for file in sorted(folder.iterdir())
        }

    return take


@pytest.fixture
def spawn() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts Python on a piece of code, with arguments, stdin and stdout as text; ended with the test."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str, *arguments: object) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


AS_SOMEBODY = """
import os, sys
from pathlib import Path
import json
from balie.refusal import Refusal
from balie.store import backup, check, connection, copying, errors, inspection, migrations, place, restore
from balie.store.connection import create_store, open_store
from tests.support.written import every_file_is_accounted_for as every_file_is_accounted_for
if os.getuid() == 0:
    os.setgid(NOBODY)
    os.setuid(NOBODY)
path = Path(sys.argv[1])
try:
    STATEMENT
except Refusal as refusal:
    print(refusal)
else:
    print("niet geweigerd")
""".replace("NOBODY", str(NOBODY))


@pytest.fixture
def say_as_nobody() -> Callable[[str, Path], str]:
    """Runs a statement on `path` without the rights of root, and gives the refusal it ends in."""

    def run(statement: str, path: Path) -> str:
        command = [sys.executable, "-c", AS_SOMEBODY.replace("STATEMENT", statement), str(path)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()

    return run


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may reach (pytest's own is closed to others)."""
    with tempfile.TemporaryDirectory(prefix="balie-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture
def store_of_nobody(open_folder: Path) -> Path:
    """A store in a folder of its own, both owned by the user that `say_as_nobody` runs as."""
    folder = open_folder / "map"
    create_store(folder / "bibliotheek.balie").close()
    if os.getuid() == 0:
        for file in (folder, *folder.iterdir()):
            os.chown(file, NOBODY, NOBODY)
    return folder / "bibliotheek.balie"
