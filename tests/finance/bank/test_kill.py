"""kill -9 at any moment, and then the file again, books everything once; so do two desks with one file."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from balie.rounds.invariants import all_invariants
from balie.store.check import check
from balie.store.connection import Store, open_store
from tests.benchmarks.bank import prepare, write_file
from tests.support.population import make_population

ROOT = Path(__file__).parents[3]
ENTRIES = 300
KILLS = 12
IN_BOOKS = (ENTRIES // 20) * (12 + 6)
"""Invoices paid and collections: the payments; each return (one of twenty) counters one."""

WORKER = """
import os, sys, time
from pathlib import Path
from balie.finance.bank import BankFile
from balie.store.pace import Pace
from tests.benchmarks.stores import desk_at

file, path = Path(sys.argv[1]), Path(sys.argv[2])

def work(fuse, ready):
    pace = Pace(lambda: 0.0, fewest=5, most=5)
    pace.rows = 5
    with desk_at(path) as desk, BankFile(desk, file, pace=pace) as bank_file:
        bank_file.read()
        os.write(ready, b".")
        def burn(statement):
            nonlocal fuse
            fuse -= 1
            if fuse == 0:
                os.kill(os.getpid(), 9)

        desk.store.connection.set_trace_callback(burn)
        bank_file.book()

# `statement N` dies at the Nth statement of booking, `time S` is killed S seconds after it began, `run` may end.
for line in sys.stdin:
    how, much = line.split()
    heard, ready = os.pipe()
    child = os.fork()
    if child == 0:
        work(int(much) if how == "statement" else -1, ready)
        os._exit(0)
    os.close(ready)
    os.read(heard, 1)
    os.close(heard)
    if how == "time":
        time.sleep(float(much))
        os.kill(child, 9)
    status = os.waitpid(child, 0)[1]
    print("einde", status, flush=True)
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "balie.balie"
    make_population(path, ENTRIES)
    prepare(path, ENTRIES)
    write_file(tmp_path / "bank.xml", ENTRIES)
    return path


def start(store: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WORKER, str(store.with_name("bank.xml")), str(store)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def order(worker: subprocess.Popen[str], what: str) -> None:
    assert worker.stdin is not None
    worker.stdin.write(f"{what}\n")
    worker.stdin.flush()


def ended(worker: subprocess.Popen[str]) -> int:
    """How the child that was ordered ended."""
    assert worker.stdout is not None
    return int(worker.stdout.readline().removeprefix("einde "))


def close(worker: subprocess.Popen[str]) -> None:
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.close()
    assert worker.wait() == 0
    worker.stdout.close()


def counted(store: Store) -> tuple[int, ...]:
    """Transactions in, payments of them, what they counter, and statements that are done."""
    (row,) = store.read(
        "SELECT (SELECT count(*) FROM bank_entry), (SELECT count(*) FROM payment WHERE counters IS NULL),"
        " (SELECT count(*) FROM payment WHERE counters IS NOT NULL), (SELECT count(done_on) FROM bank_statement)"
    )
    return row


def assert_booked_once(path: Path) -> None:
    with open_store(path) as store:
        assert counted(store) == (ENTRIES, IN_BOOKS, ENTRIES // 20, 1)
        assert store.read_one("SELECT count(*), count(DISTINCT payment_id) FROM bank_entry WHERE kind = 'invoice'") == (
            *(ENTRIES * 12 // 20,) * 2,
        )
        assert check(store, all_invariants(), thorough=True) == []


@pytest.mark.slow
def test_a_killed_file_is_finished_by_reading_it_again_and_books_everything_once(store: Path) -> None:
    drawn = random.Random(9428)
    worker = start(store)
    seen = set()
    for kill in range(KILLS):
        order(worker, f"statement {drawn.randint(5, 300)}" if kill % 2 else f"time {drawn.uniform(0.001, 0.03)}")
        ended(worker)
        with open_store(store) as opened:
            entries, payments, countered, _ = counted(opened)
            # Nothing half: a transaction is in with its posting, or not at all.
            assert (
                payments == opened.read("SELECT count(*) FROM bank_entry WHERE kind IN ('invoice', 'collected')")[0][0]
            )
            assert countered == opened.read("SELECT count(*) FROM bank_entry WHERE kind = 'returned'")[0][0]
        seen.add(entries)
    assert len(seen) > KILLS // 4  # it was really killed at work
    order(worker, "run 0")
    assert ended(worker) == 0
    close(worker)
    assert_booked_once(store)
    assert not list(store.parent.glob(".*"))


@pytest.mark.slow
def test_two_desks_with_the_same_file_book_it_once(store: Path) -> None:
    workers = [start(store), start(store)]
    for worker in workers:
        order(worker, "run 0")
    assert [ended(worker) for worker in workers] == [0, 0]
    for worker in workers:
        close(worker)
    assert_booked_once(store)
