"""Whoever waits for another desk or program is told after a second, stays alive, and can stop waiting."""

from __future__ import annotations

import errno
import fcntl
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from balie.correspondence.one_sender import only_sender
from balie.refusal import Refusal
from balie.store import waiting
from balie.store.connection import Stamp, borrow, create_store, open_store
from balie.store.turnstile import Turnstile
from balie.store.waiting import Patience, Wait, waiting_text

Spawn = Callable[..., "subprocess.Popen[str]"]

WRITER = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from balie.store.connection import Stamp, open_store
with open_store(Path(sys.argv[1])) as store, store.transaction(
    Stamp("ans", "9428", datetime(2024, 4, 9, tzinfo=UTC), date(2024, 4, 9))
):
    print("bezig", flush=True)
    sys.stdin.readline()
"""
PROGRAM = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
if sys.argv[2] == "exclusive":
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
connection.execute("BEGIN IMMEDIATE")
print("bezig", flush=True)
sys.stdin.readline()
"""


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wait is told at once: no test waits for a second."""
    monkeypatch.setattr(waiting, "FIRST", 0.0)
    monkeypatch.setattr(waiting, "EVERY", 0.01)


class Told:
    """Remembers what was told of a wait, and lets go of `desk` at the third time."""

    def __init__(self, desk: subprocess.Popen[str]) -> None:
        self.waits: list[Wait | None] = []
        self._desk = desk

    def __call__(self, wait: Wait | None) -> None:
        self.waits.append(wait)
        if len(self.waits) == 3:
            assert self._desk.stdin
            self._desk.stdin.write("\n")
            self._desk.stdin.flush()

    @property
    def holders(self) -> set[str]:
        assert self.waits[-1] is None
        return {wait.holder for wait in self.waits[:-1] if wait}


def busy(spawn: Spawn, code: str, *arguments: object) -> subprocess.Popen[str]:
    desk = spawn(code, *arguments)
    assert desk.stdout
    assert desk.stdout.readline() == "bezig\n"
    return desk


def test_a_wait_for_another_desk_names_who_is_at_work_there(path: Path, stamp: Stamp, spawn: Spawn) -> None:
    with open_store(path) as store:
        store.on_wait = told = Told(busy(spawn, WRITER, path))
        with store.transaction(stamp) as tx:
            tx.execute("INSERT INTO counter VALUES ('n', 1)")
        assert told.holders == {"een andere balie (ans, vestiging 9428)"}
        assert store.read("SELECT count(*) FROM counter") == [(1,)]


def test_a_wait_for_another_program_is_told_when_writing(path: Path, stamp: Stamp, spawn: Spawn) -> None:
    with open_store(path) as store:
        store.on_wait = told = Told(busy(spawn, PROGRAM, path, "shared"))
        with store.transaction(stamp):
            pass
        assert told.holders == {"een ander programma"}


def test_a_wait_for_a_file_held_exclusively_is_told_when_opening(path: Path, spawn: Spawn) -> None:
    told = Told(busy(spawn, PROGRAM, path, "exclusive"))
    open_store(path, on_wait=told).close()
    assert told.holders == {"een ander programma"}


def test_a_wait_for_whoever_opened_an_old_store_is_told(older: Path) -> None:
    told: list[Wait | None] = []
    with borrow(older), pytest.raises(Refusal, match="oudere versie"):
        open_store(older, patience=0.2, on_wait=told.append)
    assert told[-1] is None
    assert len(told) > 2


class Enough(Exception):
    pass


def test_who_stops_waiting_has_written_nothing_and_holds_up_nobody(path: Path, stamp: Stamp, spawn: Spawn) -> None:
    def stop(wait: Wait | None) -> None:
        if wait is not None:
            raise Enough

    desk = busy(spawn, WRITER, path)
    with open_store(path) as store, open_store(path) as other:
        store.on_wait = stop
        for _ in range(3):
            with pytest.raises(Enough):
                store.transaction(stamp).__enter__()
        assert desk.stdin
        desk.stdin.write("\n")
        desk.stdin.flush()
        for one in (other, store):
            with one.transaction(stamp) as tx:
                tx.execute("INSERT INTO counter VALUES (?, 1)", (str(id(one)),))
        assert store.read("SELECT count(*) FROM counter") == [(2,)]


def test_nothing_is_told_of_a_wait_that_was_none(path: Path, stamp: Stamp) -> None:
    told: list[Wait | None] = []
    with open_store(path, on_wait=told.append) as store, store.transaction(stamp):
        pass
    assert told == []


def test_a_wait_is_told_after_a_second_and_then_four_times_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(waiting, "FIRST", 1.0)
    monkeypatch.setattr(waiting, "EVERY", 0.25)
    monkeypatch.setattr(waiting, "monotonic", lambda: now[0])
    told: list[float | None] = []

    def attempt(seconds: float) -> bool:
        now[0] += seconds
        return False

    with Patience(2.0, lambda wait: told.append(wait.seconds if wait else None)) as patience:
        assert not patience.until(attempt)
    assert told == [1.0, 1.25, 1.5, 1.75, None]


def test_a_wait_is_told_in_dutch() -> None:
    wait = Wait(3.7, "een andere balie (ans, vestiging 9428)")
    assert waiting_text(wait) == "Wachten op een andere balie (ans, vestiging 9428): al 3 seconden."
    assert waiting_text(Wait(1.0, "een ander programma")) == "Wachten op een ander programma: al 1 seconde."


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EIO])
def test_a_share_without_locks_is_told_and_nothing_is_written(
    path: Path, stamp: Stamp, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def none(*_: object) -> None:
        raise OSError(number, "no locks here")

    told = r"vergrendelingen niet \(een netwerkmap\?\)"
    with open_store(path) as store:
        monkeypatch.setattr(fcntl, "lockf", none)
        monkeypatch.setattr(fcntl, "flock", none)
        with pytest.raises(Refusal, match=told):
            store.transaction(stamp).__enter__()
        with pytest.raises(Refusal, match=told):
            create_store(path.with_name("nieuw.balie"))
        with pytest.raises(Refusal, match=told):
            only_sender(path).__enter__()
        monkeypatch.undo()
        assert store.read("SELECT count(*) FROM counter") == [(0,)]


def test_locks_that_fail_while_one_waits_are_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "b.balie"
    turnstile, real, failing = Turnstile(store), fcntl.lockf, threading.Event()

    def lockf(file: int, kind: int, *others: int) -> None:
        if kind & fcntl.LOCK_NB:
            raise OSError(errno.EAGAIN, "taken")
        if failing.is_set() and kind != fcntl.LOCK_UN:
            raise OSError(errno.ENOLCK, "no locks here")
        real(file, kind, *others)

    failing.set()
    monkeypatch.setattr(fcntl, "lockf", lockf)
    for _ in range(2):
        with pytest.raises(Refusal, match="vergrendelingen niet"):
            turnstile.enter()
    failing.clear()
    turnstile.enter()
    turnstile.leave()
