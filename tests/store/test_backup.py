"""A backup is a sound copy made under the work, and never writes over anything it should not."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from balie.refusal import Refusal
from balie.store.backup import backup
from balie.store.connection import Stamp, borrow, open_store

Spawn = Callable[..., "subprocess.Popen[str]"]
Take = Callable[[Path], dict[str, str]]

WRITE = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from balie.store.connection import Stamp, open_store
stamp = Stamp("x", "9428", datetime.now(UTC), date(2024, 4, 9))
with open_store(Path(sys.argv[1])) as store:
    while True:
        with store.transaction(stamp) as tx:
            (number,) = tx.read_one("UPDATE counter SET next = next + 1 RETURNING next - 1")
            tx.journal("counted", customer_id=number)
        if number == 1:
            print("aan het werk", flush=True)
"""


@pytest.fixture
def big(path: Path, stamp: Stamp) -> Path:
    """A store of some thousands of pages: several steps of a backup."""
    with open_store(path) as store, store.transaction(stamp) as tx:
        tx.execute("INSERT INTO counter VALUES ('n', 1)")
        for number in range(100):
            tx.execute("INSERT INTO setting VALUES (?, ?)", (f"key {number}", "x" * 100_000))
    return path


def test_a_backup_is_one_private_sound_file_with_everything_in_it(path: Path, stamp: Stamp, tmp_path: Path) -> None:
    target = tmp_path / "usb" / "kopie.balie"
    target.parent.mkdir()
    with open_store(path) as store:
        with store.transaction(stamp) as tx:
            tx.execute("INSERT INTO counter VALUES ('n', 7)")  # still in the log, not in the file
        backup(path, target)
        assert store.read_one("SELECT next FROM counter") == (7,)
    assert list(target.parent.iterdir()) == [target]
    assert target.stat().st_mode & 0o777 == 0o600
    with open_store(target) as copy:
        assert copy.read("SELECT name, next FROM counter") == [("n", 7)]
        assert copy.read("PRAGMA integrity_check") == [("ok",)]


def test_a_backup_can_be_read_from_a_disk_that_cannot_be_written(path: Path, tmp_path: Path) -> None:
    backup(path, tmp_path / "kopie.balie")
    with closing(sqlite3.connect(f"file:{tmp_path}/kopie.balie?mode=ro", uri=True)) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_backup_comes_to_an_end_while_another_desk_writes_without_pause(big: Path, spawn: Spawn) -> None:
    desk = spawn(WRITE, big)
    assert desk.stdout
    assert desk.stdout.readline().strip() == "aan het werk"
    seen: list[tuple[int, int]] = []
    numbers: list[int] = []
    with open_store(big) as store:

        def pause() -> None:
            """Between two steps of the copy the other desk commits something, every time."""
            (before,) = store.read_one("SELECT next FROM counter") or (0,)
            while (store.read_one("SELECT next FROM counter") or (0,))[0] == before:
                assert desk.poll() is None
            numbers.append(before)

        target = big.with_name("kopie.balie")
        backup(big, target, progress=lambda done, total: seen.append((done, total)), pause=pause)
    assert desk.poll() is None
    desk.kill()
    assert len(numbers) >= 3
    # It never began again: what was done only grew.
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})
    assert seen[-1][0] == seen[-1][1]
    with borrow(target) as opened:
        assert opened.connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        (following,) = opened.connection.execute("SELECT next FROM counter").fetchone()
        assert (
            opened.connection.execute("SELECT count(*), max(customer_id) FROM journal").fetchone()
            == (following - 1,) * 2
        )
        assert following <= numbers[0] + 1


def test_a_backup_of_an_older_store_leaves_both_of_that_version(older: Path) -> None:
    target = older.with_name("kopie.balie")
    backup(older, target)
    for file in (older, target):
        with borrow(file) as opened:
            assert opened.connection.execute("PRAGMA user_version").fetchone() == (1,)


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm", ".lock"])
@pytest.mark.parametrize("overwrite", [False, True])
def test_a_store_is_not_backed_up_onto_itself(path: Path, stamp: Stamp, suffix: str, overwrite: bool) -> None:
    with open_store(path) as store, store.transaction(stamp) as tx:
        tx.execute("INSERT INTO counter VALUES ('n', 1)")  # so that there is a log
    with open_store(path), pytest.raises(Refusal, match="van Balie zelf"):
        backup(path, path.with_name(path.name + suffix), overwrite=overwrite)


@pytest.mark.parametrize("link", [Path.symlink_to, Path.hardlink_to])
def test_a_store_is_known_under_another_name(path: Path, link: Callable[[Path, Path], None]) -> None:
    other = path.with_name("anders.balie")
    link(other, path)
    with pytest.raises(Refusal, match="van Balie zelf"):
        backup(path, other, overwrite=True)


def test_a_file_is_only_replaced_when_told(path: Path) -> None:
    target = path.with_name("kopie.balie")
    target.write_text("van gisteren")
    with pytest.raises(Refusal, match="bestaat al"):
        backup(path, target)
    assert target.read_text() == "van gisteren"
    backup(path, target, overwrite=True)
    open_store(target).close()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nergens/kopie.balie", "De map van"),
        ("map", "is een map"),
        ("pijp", "geen gewoon bestand"),
        ("x" * 300, "lang"),
    ],
)
def test_a_target_that_cannot_be_is_refused(path: Path, name: str, reason: str) -> None:
    path.with_name("map").mkdir()
    os.mkfifo(path.with_name("pijp"))
    with pytest.raises(Refusal, match=reason):
        backup(path, path.parent / name, overwrite=True)


def test_a_target_somebody_works_in_is_refused(path: Path) -> None:
    target = path.with_name("ander.balie")
    target.write_bytes(b"x")
    path.with_name("ander.balie-wal").write_bytes(b"x")
    with pytest.raises(Refusal, match="waarmee wordt gewerkt"):
        backup(path, target, overwrite=True)


def test_a_backup_that_is_broken_off_leaves_nothing(big: Path, snapshot: Take) -> None:
    before = snapshot(big.parent)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup(big, big.with_name("kopie.balie"), progress=stop)
    after = snapshot(big.parent)
    assert set(after) == set(before)
    assert after[big.name] == before[big.name]


FULL = """
import resource, sys
from pathlib import Path
from balie.refusal import Refusal
from balie.store.backup import backup
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))
try:
    backup(Path(sys.argv[1]), Path(sys.argv[2]))
except Refusal as refusal:
    print(refusal)
"""


def test_a_target_without_room_is_told_and_leaves_nothing(big: Path, tmp_path: Path, spawn: Spawn) -> None:
    target = tmp_path / "usb" / "kopie.balie"
    target.parent.mkdir()
    told = spawn(FULL, big, target).communicate()[0]
    assert "De schijf met" in told
    assert str(target) in told
    assert list(target.parent.iterdir()) == []


def test_a_damaged_store_gives_no_backup_that_looks_sound(path: Path) -> None:
    with open_store(path) as store:
        (root,) = store.read_one("SELECT rootpage FROM sqlite_schema WHERE name = 'counter'") or (0,)
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xaa" * 4096)
    target = path.with_name("kopie.balie")
    with pytest.raises(Refusal, match=r"niet goed|beschadigd"):
        backup(path, target)
    assert not target.exists()
