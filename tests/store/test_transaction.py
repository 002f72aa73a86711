"""A transaction is all or nothing, says who did it, and tells in Dutch what the disk refused."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from balie.refusal import Refusal
from balie.store.connection import Stamp, Store, open_store
from balie.store.errors import BrokenConstraint

COUNT = "INSERT INTO counter (name, next) VALUES (?, ?)"


def test_what_is_written_is_there_after_opening_again(path: Path, stamp: Stamp) -> None:
    with open_store(path) as store, store.transaction(stamp) as tx:
        tx.execute(COUNT, ("9428", 7))
    with open_store(path) as store:
        assert store.read("SELECT name, next FROM counter") == [("9428", 7)]


def test_an_error_inside_undoes_everything_and_goes_up(store: Store, stamp: Stamp) -> None:
    def count_and_fail() -> None:
        with store.transaction(stamp) as tx:
            tx.execute(COUNT, ("9428", 7))
            tx.journal("counted")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        count_and_fail()
    assert store.read("SELECT * FROM counter") == []
    assert store.read("SELECT * FROM journal") == []


def test_after_an_error_the_next_transaction_has_its_turn(store: Store, stamp: Stamp) -> None:
    with pytest.raises(Refusal), store.transaction(stamp):
        raise Refusal("nee")
    with store.transaction(stamp) as tx:
        tx.execute(COUNT, ("9428", 7))
    assert store.read_one("SELECT next FROM counter") == (7,)


def test_a_broken_constraint_stays_an_error_of_the_programmer(store: Store, stamp: Stamp) -> None:
    with pytest.raises(BrokenConstraint), store.transaction(stamp) as tx:
        tx.execute_many(COUNT, [("9428", 1), ("9428", 2)])
    assert store.read("SELECT * FROM counter") == []


def test_a_constraint_that_only_breaks_at_the_commit_undoes_everything(store: Store, stamp: Stamp) -> None:
    store.connection.execute("CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT")
    store.connection.execute("CREATE TABLE b (a INTEGER REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED) STRICT")
    with pytest.raises(BrokenConstraint), store.transaction(stamp) as tx:
        tx.execute("INSERT INTO b VALUES (1)")
    assert store.read("SELECT * FROM b") == []
    with store.transaction(stamp) as tx:
        tx.execute(COUNT, ("9428", 1))


def test_a_transaction_within_a_transaction_is_a_mistake(store: Store, stamp: Stamp) -> None:
    with store.transaction(stamp) as tx:
        tx.execute(COUNT, ("9428", 1))
        with pytest.raises(RuntimeError, match="within"), store.transaction(stamp):
            pass
    assert store.read_one("SELECT next FROM counter") == (1,)


def test_a_transaction_that_is_over_writes_no_more(store: Store, stamp: Stamp) -> None:
    with store.transaction(stamp) as tx:
        pass
    for late in (lambda: tx.execute(COUNT, ("9428", 1)), lambda: tx.execute_many(COUNT, [("9428", 1)])):
        with pytest.raises(RuntimeError, match="not running"):
            late()
    assert store.read("SELECT * FROM counter") == []


def test_a_transaction_reads_its_own_work(store: Store, stamp: Stamp) -> None:
    with store.transaction(stamp) as tx:
        tx.execute_many(COUNT, [("a", 1), ("b", 2)])
        assert tx.read("SELECT name, next FROM counter ORDER BY name") == [("a", 1), ("b", 2)]
        assert tx.read_one("UPDATE counter SET next = next + 1 WHERE name = 'b' RETURNING next") == (3,)
        assert tx.read_one("SELECT 1 FROM counter WHERE name = 'c'") is None


def test_from_its_beginning_no_other_program_can_write(path: Path, stamp: Stamp) -> None:
    with open_store(path) as store, closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
        with store.transaction(stamp), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")


def test_a_store_another_program_holds_is_told_and_the_turn_given_on(path: Path, stamp: Stamp) -> None:
    with open_store(path) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        store.connection.execute("PRAGMA busy_timeout = 0")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Refusal, match="te lang in gebruik door een ander programma"), store.transaction(stamp):
            pass
        other.execute("ROLLBACK")
        with store.transaction(stamp) as tx:
            tx.execute(COUNT, ("9428", 1))


def test_the_journal_says_who_what_where_and_when(store: Store) -> None:
    at = datetime(2024, 4, 9, 10, 15, tzinfo=timezone(timedelta(hours=2)))
    with store.transaction(Stamp("ebt", "9428", at, date(2024, 4, 8))) as tx:
        tx.journal(
            "moved",
            customer_id=480874,
            before={"town": "Één"},
            after={"town": "ANNEN", "since": date(2024, 4, 1), "seen": at, "cents": 5400, "mail": None},
        )
    row = store.read_one("SELECT at, working_date, branch, staff, action, customer_id, before, after FROM journal")
    assert row is not None
    assert row[:7] == ("2024-04-09T08:15:00.000+00:00", "2024-04-08", "9428", "ebt", "moved", 480874, '{"town":"Één"}')
    assert json.loads(row[7]) == {
        "town": "ANNEN",
        "since": "2024-04-01",
        "seen": "2024-04-09T08:15:00.000+00:00",
        "cents": 5400,
        "mail": None,
    }


@pytest.mark.parametrize("value", [object(), b"bytes", {1, 2}])
def test_what_json_cannot_hold_does_not_enter_the_journal(store: Store, stamp: Stamp, value: object) -> None:
    with pytest.raises(TypeError), store.transaction(stamp) as tx:
        tx.journal("moved", after={"value": value})
    assert store.read("SELECT * FROM journal") == []


def test_a_full_disk_is_told_and_nothing_is_kept(store: Store, stamp: Stamp) -> None:
    (pages,) = store.connection.execute("PRAGMA page_count").fetchone()
    store.connection.execute(f"PRAGMA max_page_count = {pages}")
    rows = [("short", 1), ("x" * 100_000, 1)]
    with pytest.raises(Refusal, match=r"is vol\. Er is niets opgeslagen"), store.transaction(stamp) as tx:
        tx.execute_many(COUNT, rows)
    store.connection.execute(f"PRAGMA max_page_count = {pages + 100}")
    assert store.read("SELECT * FROM counter") == []
    with store.transaction(stamp) as tx:
        tx.execute(COUNT, ("9428", 1))


FULL_AT_THE_COMMIT = """
import os, resource, sys
from datetime import UTC, date, datetime
from pathlib import Path
from balie.refusal import Refusal
from balie.store.connection import Stamp, open_store
stamp = Stamp("ebt", "9428", datetime.now(UTC), date(2024, 4, 9))
store = open_store(Path(sys.argv[1]))
log = Path(sys.argv[1] + "-wal")
with store.transaction(stamp) as tx:
    tx.execute("INSERT INTO counter VALUES ('a', 1)")
resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, resource.RLIM_INFINITY))
try:
    with store.transaction(stamp) as tx:
        tx.execute("INSERT INTO counter VALUES ('b', 1)")
        print("geschreven")
except Refusal as refusal:
    print(refusal)
print(store.read("SELECT name FROM counter"))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
with store.transaction(stamp) as tx:
    tx.execute("INSERT INTO counter VALUES ('c', 1)")
print(store.read("SELECT name FROM counter"))
"""


def test_a_disk_that_fails_at_the_commit_is_told_and_the_desk_goes_on(
    path: Path, spawn: Callable[..., subprocess.Popen[str]]
) -> None:
    told = spawn(FULL_AT_THE_COMMIT, path).communicate()[0].splitlines()
    assert told[0] == "geschreven"
    assert "Er is niets opgeslagen" in told[1]
    assert told[2:] == ["[('a',)]", "[('a',), ('c',)]"]


REALLY_FULL = """
import subprocess, sys
from datetime import UTC, date, datetime
from pathlib import Path
folder = Path(sys.argv[1])
if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", folder], capture_output=True).returncode:
    sys.exit("geen tmpfs")
from balie.refusal import Refusal
from balie.store.connection import Stamp, create_store, open_store
stamp = Stamp("ebt", "9428", datetime.now(UTC), date(2024, 4, 9))
ballast = folder / "ballast"
ballast.write_bytes(bytes(2_000_000))
with create_store(folder / "bibliotheek.balie") as store:
    try:
        while True:
            with store.transaction(stamp) as tx:
                tx.journal("filled", after={"much": "x" * 50_000})
    except Refusal as refusal:
        print(refusal)
    rows = store.read("SELECT count(*) FROM journal")
ballast.unlink()
with open_store(folder / "bibliotheek.balie") as store:
    print(rows[0][0] > 0 and rows == store.read("SELECT count(*) FROM journal"))
    print(store.read("PRAGMA integrity_check"))
create_store(folder / "ander.balie").close()
with (folder / "rest").open("wb", buffering=0) as rest:
    try:
        while rest.write(bytes(4096)):
            pass
    except OSError:
        pass
try:
    open_store(folder / "ander.balie").close()
except Refusal as refusal:
    print(refusal)
"""


def test_a_really_full_disk_is_told_and_what_was_saved_stays(tmp_path: Path) -> None:
    # In a mount namespace of its own, so that the small disk goes away with the process.
    command = ["unshare", "--mount", sys.executable, "-c", REALLY_FULL, str(tmp_path)]
    if shutil.which("unshare") is None or os.getuid() != 0:
        pytest.skip("needs the right to mount a small disk")
    ended = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    if ended.returncode and ("geen tmpfs" in ended.stderr or "unshare" in ended.stderr):
        pytest.skip("needs the right to mount a small disk")
    told = ended.stdout.splitlines()
    assert "is vol. Er is niets opgeslagen" in told[0], ended.stderr
    assert "is vol. Er is niets opgeslagen" in told.pop(), "a store that cannot even be opened for want of room"
    assert told[1:] == ["True", "[('ok',)]"]


def test_a_store_that_went_away_is_told(path: Path, stamp: Stamp) -> None:
    with open_store(path) as store:
        path.rename(path.with_name("elders.balie"))
        with pytest.raises(Refusal, match="verplaatst, vervangen of verwijderd"):
            store.transaction(stamp)
        path.write_bytes(b"something else")
        with pytest.raises(Refusal, match="verplaatst, vervangen of verwijderd"):
            store.transaction(stamp)


@pytest.mark.parametrize("at", [datetime(2024, 4, 9, 8, 15, tzinfo=UTC), datetime(2024, 12, 31, 23, 59, tzinfo=UTC)])
def test_the_transaction_knows_its_moment_as_text(store: Store, at: datetime) -> None:
    with store.transaction(Stamp("ebt", "9428", at, at.date())) as tx:
        assert datetime.fromisoformat(tx.at) == at
        assert tx.stamp.staff == "ebt"
