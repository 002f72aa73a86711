"""Many desks on one file: no lock error, no number twice, nobody starves, and a killed desk leaves all or nothing."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from balie.store.connection import Stamp, open_store

Spawn = Callable[..., "subprocess.Popen[str]"]
DESKS, EACH = 8, 250

COUNT = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from balie.store.connection import Stamp, open_store
path, staff, each = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
stamp = Stamp(staff, "9428", datetime.now(UTC), date(2024, 4, 9))
with open_store(path) as store:
    print("klaar", flush=True)
    sys.stdin.readline()
    for _ in range(each):
        with store.transaction(stamp) as tx:
            (number,) = tx.read_one("UPDATE counter SET next = next + 1 WHERE name = 'n' RETURNING next - 1")
            tx.journal("counted", customer_id=number)
print("ok", flush=True)
"""

STOP_HALFWAY = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from balie.store.connection import Stamp, open_store
stamp = Stamp("x", "9428", datetime.now(UTC), date(2024, 4, 9))
with open_store(Path(sys.argv[1])) as store, store.transaction(stamp) as tx:
    tx.execute("UPDATE counter SET next = next + 1")
    tx.journal("counted", after={"much": "x" * 2_000_000})
    print("halverwege", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def counted(path: Path, stamp: Stamp) -> Path:
    """A store with a counter that stands at 1."""
    with open_store(path) as store, store.transaction(stamp) as tx:
        tx.execute("INSERT INTO counter VALUES ('n', 1)")
    return path


def ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout
    assert process.stdout.readline().strip() == "klaar"


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def test_eight_desks_count_together_without_an_error_and_in_turn(counted: Path, spawn: Spawn) -> None:
    desks = [spawn(COUNT, counted, f"desk{number}", EACH) for number in range(DESKS)]
    for desk in desks:
        ready(desk)
    for desk in desks:
        go(desk)
    assert [desk.communicate()[0].strip() for desk in desks] == ["ok"] * DESKS
    with open_store(counted) as store:
        assert store.read_one("SELECT next FROM counter") == (DESKS * EACH + 1,)
        rows = store.read("SELECT customer_id, staff FROM journal ORDER BY id")
        assert store.read("PRAGMA integrity_check") == [("ok",)]
    assert [number for number, _ in rows] == list(range(1, DESKS * EACH + 1))
    # In turn: when the first desk was done, every other one had done most of its work too.
    done: Counter[str] = Counter()
    for _, staff in rows:
        done[staff] += 1
        if done[staff] == EACH:
            break
    assert len(done) == DESKS
    assert min(done.values()) >= EACH * 0.6, done


def test_a_desk_killed_halfway_leaves_nothing_and_the_next_goes_on(counted: Path, spawn: Spawn, stamp: Stamp) -> None:
    desk = spawn(STOP_HALFWAY, counted)
    assert desk.stdout
    assert desk.stdout.readline().strip() == "halverwege"
    desk.kill()
    desk.wait()
    assert counted.with_name(counted.name + "-wal").exists()
    with open_store(counted) as store:
        assert store.read_one("SELECT next FROM counter") == (1,)
        assert store.read("SELECT * FROM journal") == []
        with store.transaction(stamp) as tx:
            tx.execute("UPDATE counter SET next = next + 1")
        assert store.read_one("SELECT next FROM counter") == (2,)


def test_a_desk_killed_at_any_moment_leaves_number_and_journal_in_step(counted: Path, spawn: Spawn) -> None:
    for _ in range(5):
        desk = spawn(COUNT, counted, "x", 1_000_000)
        ready(desk)
        go(desk)
        with open_store(counted) as store:
            (before,) = store.read_one("SELECT next FROM counter") or (0,)
            while store.read_one("SELECT next FROM counter") == (before,):
                assert desk.poll() is None  # until it is at work
            desk.kill()
            desk.wait()
            (after,) = store.read_one("SELECT next FROM counter") or (0,)
            assert after > before
            assert store.read_one("SELECT count(*), max(customer_id) FROM journal") == (after - 1, after - 1)
    with open_store(counted) as store:
        assert store.read("PRAGMA integrity_check") == [("ok",)]
