"""A restored backup is checked first, and what stood in its place is always kept."""

from __future__ import annotations

import errno
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from balie.refusal import Refusal
from balie.store.backup import backup
from balie.store.check import Invariant
from balie.store.connection import Stamp, create_store, open_store
from balie.store.restore import restore
from balie.store.schema import VERSION

Take = Callable[[Path], dict[str, str]]
KEPT = "bibliotheek.voor-herstel.20240409-081500.balie"


def now() -> datetime:
    return datetime(2024, 4, 9, 8, 15, tzinfo=UTC)


def count(path: Path) -> list[tuple[object, ...]]:
    with open_store(path) as store:
        return store.read("SELECT name, next FROM counter")


@pytest.fixture
def saved(path: Path, stamp: Stamp) -> Path:
    """A backup with counter 1 in it, of a store that has gone on to 2."""
    saved = path.with_name("kopie.balie")
    with open_store(path) as store:
        with store.transaction(stamp) as tx:
            tx.execute("INSERT INTO counter VALUES ('n', 1)")
        backup(path, saved)
        with store.transaction(stamp) as tx:
            tx.execute("UPDATE counter SET next = 2")
    return saved


def test_the_backup_stands_in_the_place_and_what_stood_there_is_kept(path: Path, saved: Path) -> None:
    source = saved.read_bytes()
    kept = restore(saved, path, now=now)
    assert kept == path.with_name(KEPT)
    assert saved.read_bytes() == source
    assert path.stat().st_mode & 0o777 == 0o600
    assert {file.name for file in path.parent.iterdir()} == {path.name, path.name + ".lock", KEPT, saved.name}
    assert count(path) == [("n", 1)]
    assert count(kept) == [("n", 2)]


def test_what_is_kept_of_a_store_that_everybody_could_read_is_its_owners_alone(path: Path, saved: Path) -> None:
    path.chmod(0o664)  # as `cp` leaves it
    kept = restore(saved, path, now=now)
    assert kept is not None
    assert [file.stat().st_mode & 0o007 for file in (path, kept)] == [0, 0]


def test_the_work_of_a_desk_that_died_is_kept_with_the_old_file(
    path: Path, saved: Path, spawn: Callable[..., subprocess.Popen[str]]
) -> None:
    desk = spawn(
        "import sys, sqlite3; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('UPDATE counter SET next = 3'); print('klaar', flush=True); sys.stdin.readline()",
        path,
    )
    assert desk.stdout
    assert desk.stdout.readline().strip() == "klaar"
    desk.kill()
    desk.wait()
    assert path.with_name(path.name + "-wal").stat().st_size > 0
    kept = restore(saved, path, now=now)
    assert kept
    assert not kept.with_name(kept.name + "-wal").exists()
    assert count(path) == [("n", 1)]
    assert count(kept) == [("n", 3)]


def test_a_damaged_store_is_kept_with_its_log(path: Path, saved: Path) -> None:
    path.write_bytes(b"damaged")
    path.with_name(path.name + "-wal").write_bytes(b"log")
    kept = restore(saved, path, now=now)
    assert kept
    assert kept.read_bytes() == b"damaged"
    assert kept.with_name(kept.name + "-wal").read_bytes() == b"log"
    assert count(path) == [("n", 1)]


def test_two_restores_in_one_second_keep_both(path: Path, saved: Path) -> None:
    first = restore(saved, path, now=now)
    second = restore(saved, path, now=now)
    assert (first, second) == (path.with_name(KEPT), path.with_name(KEPT.replace("500.", "500-2.")))
    assert first
    assert second
    assert count(first) == [("n", 2)]
    assert count(second) == [("n", 1)]


def test_a_store_that_is_gone_can_be_restored(saved: Path, tmp_path: Path) -> None:
    path = tmp_path / "nieuwe computer" / "bibliotheek.balie"
    assert restore(saved, path, now=now) is None
    assert count(path) == [("n", 1)]


def test_an_older_backup_is_brought_up_to_date_when_it_is_opened(path: Path, older: Path) -> None:
    restore(older, path, now=now)
    with open_store(path) as store:
        assert store.read_one("PRAGMA user_version") == (VERSION,)
        assert store.read_one("SELECT value FROM setting") == ("achterhoekse-poort",)


def test_nothing_is_restored_under_an_open_desk(path: Path, saved: Path, snapshot: Take) -> None:
    with open_store(path):
        before = snapshot(path.parent)
        with pytest.raises(Refusal, match=r"nog een balie open .* Sluit alle balies"):
            restore(saved, path, now=now, patience=0)
        assert snapshot(path.parent) == before


def _text(path: Path) -> None:
    path.write_text("geen database")


def _newer(path: Path) -> None:
    create_store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")


def _forged(path: Path) -> None:
    create_store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER journal_no_delete")


def _broken(path: Path) -> None:
    create_store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'journal'").fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xaa" * 4096)


def _short(path: Path) -> None:
    create_store(path).close()
    path.write_bytes(path.read_bytes()[:8192])


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: None, "bestaat niet"),
        (lambda path: path.mkdir(), "is een map"),
        (_text, "is geen bestand van Balie"),
        (_newer, "nieuwere versie"),
        (_forged, "logboek is niet beschermd"),
        (_broken, "beschadigd"),
        (_short, "beschadigd"),
    ],
)
def test_a_bad_backup_is_refused_and_the_store_left_as_it_was(
    path: Path, snapshot: Take, make: Callable[[Path], object], reason: str
) -> None:
    bad = path.with_name("slecht.balie")
    make(bad)
    before = snapshot(path.parent)
    with pytest.raises(Refusal, match=reason):
        restore(bad, path, now=now)
    assert snapshot(path.parent) == before
    open_store(path).close()


@pytest.mark.parametrize("make", [_text, _newer, _forged, _broken, _short])
def test_what_is_refused_leaves_nothing_where_no_store_was(
    tmp_path: Path, snapshot: Take, make: Callable[[Path], object]
) -> None:
    bad = tmp_path / "kopie" / "slecht.balie"
    bad.parent.mkdir()
    make(bad)
    (tmp_path / "leeg").mkdir()
    before = snapshot(tmp_path)
    for place in ("kopie/b.balie", "leeg/b.balie", "nieuw/map/b.balie"):
        with pytest.raises(Refusal):
            restore(bad, tmp_path / place, now=now)
    assert snapshot(tmp_path) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kopie", "leeg"]
    assert list((tmp_path / "leeg").iterdir()) == []


@pytest.mark.parametrize("step", ["fill", "apply_pending", "check_connection"])
@pytest.mark.parametrize("full", [OSError(errno.ENOSPC, "full"), sqlite3.OperationalError("full")], ids=["file", "db"])
def test_the_disk_that_is_full_is_that_of_the_store(
    path: Path, saved: Path, monkeypatch: pytest.MonkeyPatch, step: str, full: Exception
) -> None:
    """Two disks are at work: advice to make room on that of the backup would help nobody."""
    if isinstance(full, sqlite3.Error):
        full.sqlite_errorcode = sqlite3.SQLITE_FULL

    def fail(*_: object) -> None:
        raise full

    monkeypatch.setattr(f"balie.store.restore.{step}", fail)
    with pytest.raises(Refusal, match=rf"De schijf met {path} is vol"):
        restore(saved, path, now=now)


def test_a_backup_that_breaks_an_invariant_is_refused(path: Path, saved: Path) -> None:
    always = Invariant("test.always", "De telling klopt niet.", "SELECT name FROM counter")
    with pytest.raises(Refusal, match="De telling klopt niet"):
        restore(saved, path, now=now, invariants=[always])
    assert count(path) == [("n", 2)]


def test_a_store_is_not_restored_from_itself(path: Path) -> None:
    other = path.with_name("anders.balie")
    other.symlink_to(path)
    for source in (path, other):
        with pytest.raises(Refusal, match="van Balie zelf"):
            restore(source, path, now=now)


def test_a_store_in_use_can_be_the_source(path: Path, stamp: Stamp, tmp_path: Path) -> None:
    with open_store(path) as store:
        with store.transaction(stamp) as tx:
            tx.execute("INSERT INTO counter VALUES ('n', 9)")
        restore(path, tmp_path / "elders" / "b.balie", now=now)
    assert count(tmp_path / "elders" / "b.balie") == [("n", 9)]
