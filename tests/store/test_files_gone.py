"""A desk writes nothing in files that are no longer those of its store, and nobody comes in beside such a desk."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from balie.refusal import Refusal
from balie.store.backup import backup
from balie.store.check import check
from balie.store.connection import Stamp, Store, create_store, open_store
from balie.store.restore import restore

Do = Callable[[Path], object]


def wal(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def write(store: Store, stamp: Stamp, name: str) -> None:
    with store.transaction(stamp) as tx:
        tx.execute("INSERT INTO counter VALUES (?, 1)", (name,))


def _replaced(path: Path) -> None:
    shutil.copy(path, path.with_name("kopie"))
    os.replace(path.with_name("kopie"), path)


def _emptied(path: Path) -> None:
    path.unlink()
    path.touch()


CHANGES: dict[str, tuple[Do, str]] = {
    "log deleted": (lambda path: wal(path).unlink(), "-wal, waar het nieuwste werk in staat, is verwijderd"),
    "log renamed": (lambda path: wal(path).rename(path.with_name("weg")), "-wal, waar het nieuwste werk in staat"),
    "log replaced": (lambda path: _replaced(wal(path)), "-wal, waar het nieuwste werk in staat"),
    "log made anew": (lambda path: _emptied(wal(path)), "-wal, waar het nieuwste werk in staat"),
    "index deleted": (lambda path: path.with_name(path.name + "-shm").unlink(), "-shm, waar"),
    "store deleted": (lambda path: path.unlink(), "verplaatst, vervangen of verwijderd"),
    "store renamed": (lambda path: path.rename(path.with_name("elders")), "verplaatst, vervangen of verwijderd"),
    "store replaced": (_replaced, "verplaatst, vervangen of verwijderd"),
    "folder renamed": (lambda path: path.parent.rename(path.parent.with_name("weg")), "verplaatst, vervangen"),
}


@pytest.mark.parametrize("size", [4096, 100_000])
def test_a_log_in_the_place_of_ours_is_not_called_a_damaged_file(tmp_path: Path, stamp: Stamp, size: int) -> None:
    """The advice for a damaged file, to put a backup back, would throw away work that is not lost."""
    path = tmp_path / "bibliotheek.balie"
    with create_store(path) as store:
        write(store, stamp, "before")
        error = sqlite3.DatabaseError("database disk image is malformed")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        told = store._refusal(error)
        assert told is not None
        assert "zijn samen niet te lezen" in str(told)
        _replaced(wal(path))
        wal(path).write_bytes(b"x" * size)
        with pytest.raises(Refusal, match="-wal, waar het nieuwste werk in staat, is verwijderd"):
            store._refusal(error)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A store in a folder of its own."""
    path = tmp_path / "map" / "bibliotheek.balie"
    create_store(path, {"library": "biblionet-drenthe"}).close()
    return path


@pytest.mark.parametrize("when", ["just made", "opened", "after a write"])
@pytest.mark.parametrize("change", CHANGES)
def test_it_is_noticed_before_anything_more_is_written(tmp_path: Path, stamp: Stamp, change: str, when: str) -> None:
    path = tmp_path / "map" / "bibliotheek.balie"
    store = create_store(path)
    if when != "just made":
        store.close()
        store = open_store(path)
    if when == "after a write":
        write(store, stamp, "before")
    act, told = CHANGES[change]
    with store:
        act(path)
        for _ in range(2):
            with pytest.raises(Refusal, match=told):
                write(store, stamp, "after")
        assert store.connection.execute("SELECT count(*) FROM counter WHERE name = 'after'").fetchone() == (0,)
        with pytest.raises(Refusal, match=told):
            store.take_up_log()


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_noticed_within_an_act_too(kept: Path, stamp: Stamp, change: str) -> None:
    act, told = CHANGES[change]
    with open_store(kept) as store:

        def write_while_it_goes() -> None:
            with store.transaction(stamp) as tx:
                tx.execute("INSERT INTO counter VALUES ('within', 1)")
                act(kept)

        with pytest.raises(Refusal, match=told):
            write_while_it_goes()
        assert store.connection.execute("SELECT count(*) FROM counter").fetchone() == (0,)


@pytest.mark.parametrize("change", ["log deleted", "log renamed", "log replaced", "log made anew", "index deleted"])
def test_nobody_comes_in_beside_a_desk_whose_log_is_gone(
    kept: Path, stamp: Stamp, change: str, spawn: Callable[..., subprocess.Popen[str]]
) -> None:
    code = """
import sys
from pathlib import Path
from balie.refusal import Refusal
from balie.store.connection import borrow, open_store
for come_in in (lambda path: open_store(path, patience=0.1).close(), lambda path: borrow(path).__enter__()):
    try:
        come_in(Path(sys.argv[1]))
    except Refusal as refusal:
        print(refusal)
    else:
        print("binnen")
"""
    with open_store(kept) as store:
        write(store, stamp, "kept")
        CHANGES[change][0](kept)
        told = spawn(code, kept).communicate()[0].splitlines()
        assert len(told) == 2
        assert all("binnen" not in line for line in told)
        with pytest.raises(Refusal):
            write(store, stamp, "after")


def test_what_was_saved_is_in_the_file_when_the_last_desk_has_closed(kept: Path, stamp: Stamp) -> None:
    with open_store(kept) as one, open_store(kept) as other:
        write(one, stamp, "one")
        write(other, stamp, "other")
        wal(kept).unlink()
    with open_store(kept) as store:
        assert store.read("SELECT name FROM counter ORDER BY name") == [("one",), ("other",)]
        assert check(store) == []


def test_desks_that_come_and_go_are_not_told_of_anything(
    kept: Path, stamp: Stamp, spawn: Callable[..., subprocess.Popen[str]]
) -> None:
    code = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from balie.store.connection import Stamp, open_store
stamp = Stamp("ebt", "9428", datetime(2024, 4, 9, tzinfo=UTC), date(2024, 4, 9))
for number in range(25):
    with open_store(Path(sys.argv[1])) as store, store.transaction(stamp) as tx:
        tx.execute("INSERT INTO counter VALUES (?, 1)", (f"{sys.argv[2]} {number}",))
print("klaar")
"""
    desks = [spawn(code, kept, number) for number in range(4)]
    assert [desk.communicate()[0] for desk in desks] == ["klaar\n"] * 4
    with open_store(kept) as store:
        assert store.read("SELECT count(*) FROM counter") == [(100,)]


def test_a_store_behind_a_link_has_its_log_beside_the_file_itself(kept: Path, tmp_path: Path, stamp: Stamp) -> None:
    link = tmp_path / "link.balie"
    link.symlink_to(kept)
    with open_store(link) as store:
        write(store, stamp, "before")
        wal(kept).unlink()
        with pytest.raises(Refusal, match=f"{wal(kept)}, waar"):
            write(store, stamp, "after")


@pytest.mark.parametrize("place", ["link.balie", "map/bibliotheek.balie"])
def test_a_link_to_what_is_not_there_is_refused_and_left(kept: Path, tmp_path: Path, place: str) -> None:
    link = tmp_path / "los" / place.split("/")[0]
    link.parent.mkdir()
    link.symlink_to(tmp_path / "niet aangekoppeld")
    path = tmp_path / "los" / place
    backup(kept, tmp_path / "kopie.balie")
    for act in (
        lambda: open_store(path),
        lambda: create_store(path),
        lambda: restore(tmp_path / "kopie.balie", path, now=lambda: datetime.now(UTC)),
    ):
        with pytest.raises(Refusal, match=r"is een koppeling \(link\) naar .*niet aangekoppeld, en dat is er niet"):
            act()
    assert link.is_symlink()
    assert not (tmp_path / "niet aangekoppeld").exists()


def test_a_copy_is_put_back_in_the_file_that_a_link_leads_to(kept: Path, tmp_path: Path, stamp: Stamp) -> None:
    link = tmp_path / "link.balie"
    link.symlink_to(kept)
    backup(kept, tmp_path / "kopie.balie")
    with open_store(kept) as store:
        write(store, stamp, "since")
    assert restore(tmp_path / "kopie.balie", link, now=lambda: datetime.now(UTC))
    assert link.is_symlink()
    with open_store(kept) as store:
        assert store.read("SELECT count(*) FROM counter") == [(0,)]
