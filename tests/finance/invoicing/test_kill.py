"""A run killed with kill -9 is finished by the next one, nothing twice and nothing half; two at once do it once."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from balie.rounds.invariants import all_invariants
from balie.store.check import check
from balie.store.connection import Store, open_store
from tests.support.population import make_population

ROOT = Path(__file__).parents[3]
MEMBERS = 300
KILLS = 20

WORKER = """
import os, sys, time
from datetime import date
from pathlib import Path
from balie.desk import Desk
from balie.finance.invoicing.run import run
from balie.library.load import load_library
from balie.refusal import Refusal
from balie.store.connection import open_store
from balie.store.pace import Pace

path = Path(sys.argv[1])
library = load_library("biblionet-drenthe")

def work(fuse):
    with open_store(path) as store:
        desk = Desk(store, library, library.branch("9428"), "ebt", date(2025, 4, 1), path.parent)

        def burn(statement):
            nonlocal fuse
            fuse -= 1
            if fuse == 0:
                os.kill(os.getpid(), 9)

        store.connection.set_trace_callback(burn)
        pace = Pace(lambda: 0.0, fewest=5, most=5)
        pace.rows = 5
        try:
            print("gedaan", run(desk, date(2025, 5, 1), pace=pace).count, flush=True)
        except Refusal as refusal:
            print("geweigerd", refusal, flush=True)

# `statement N` dies at the Nth statement, `time S` is killed from outside after S seconds, `run` may come to its end.
for line in sys.stdin:
    how, much = line.split()
    child = os.fork()
    if child == 0:
        work(int(much) if how == "statement" else -1)
        os._exit(0)
    if how == "time":
        time.sleep(float(much))
        os.kill(child, 9)
    os.waitpid(child, 0)
    print("einde", flush=True)
"""


def made(store: Store) -> list[int]:
    """How many periods, invoices, charges, letters and lines of the journal the run has made."""
    counted = (
        "SELECT count(*) FROM membership WHERE number = 2",
        "SELECT count(*) FROM invoice WHERE reference IS NOT NULL",
        "SELECT count(*) FROM charge WHERE membership_number = 2",
        "SELECT count(DISTINCT about) FROM message",
        "SELECT count(DISTINCT customer_id) FROM journal WHERE action = 'renewed'",
        "SELECT coalesce(sum(periods), 0) FROM invoice_run",
    )
    return [row[0] for sql in counted for row in store.read(sql)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "balie.balie"
    make_population(path, MEMBERS)
    with open_store(path) as store:
        # Everybody of an age for their subscription.
        store.connection.execute("UPDATE customer SET birth_date = '1980-01-01'")
    return path


def start(path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def order(worker: subprocess.Popen[str], what: str) -> list[str]:
    """What the worker told of one order."""
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write(f"{what}\n")
    worker.stdin.flush()
    told = []
    while (line := worker.stdout.readline().strip()) != "einde":
        assert line, "the worker died"
        told.append(line)
    return told


def close(worker: subprocess.Popen[str]) -> None:
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.close()
    assert worker.wait() == 0
    worker.stdout.close()


@pytest.mark.slow
def test_a_killed_run_is_finished_by_the_next_and_charges_once(path: Path) -> None:
    drawn = random.Random(9428)
    worker = start(path)
    sizes = set()
    for kill in range(KILLS):
        order(worker, f"statement {drawn.randint(15, 90)}" if kill % 2 else f"time {drawn.uniform(0.005, 0.03)}")
        with open_store(path) as store:
            counts = made(store)
        assert len(set(counts)) == 1, counts
        sizes.add(counts[0])
    assert len(sizes) > KILLS // 4  # it was really killed at work
    assert order(worker, "run 0") == [f"gedaan {MEMBERS - max(sizes)}"]
    assert order(worker, "run 0") == ["gedaan 0"]
    close(worker)
    with open_store(path) as store:
        assert made(store) == [MEMBERS] * 6
        assert store.read("SELECT count(*), count(finished_at) FROM invoice_run") == [(1, 1)]
        assert store.read(
            "SELECT count(DISTINCT reference), sum(cents) FROM invoice JOIN charge ON invoice_id = invoice.id"
            " WHERE reference IS NOT NULL"
        ) == [(MEMBERS, MEMBERS * 5400)]
        assert check(store, all_invariants(), thorough=True) == []


@pytest.mark.slow
def test_two_desks_that_start_the_same_run_charge_once(path: Path) -> None:
    workers = [start(path), start(path)]
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("run 0\n")
        worker.stdin.flush()
    told = []
    for worker in workers:
        assert worker.stdout is not None
        told.append(worker.stdout.readline().strip())
        assert worker.stdout.readline().strip() == "einde"
        close(worker)
    # The other was told that one was at work, or came when it was done.
    assert f"gedaan {MEMBERS}" in told
    told.remove(f"gedaan {MEMBERS}")
    assert told[0] == "gedaan 0" or told[0].startswith("geweigerd Er is al een facturatie")
    with open_store(path) as store:
        assert made(store) == [MEMBERS] * 6
        assert check(store, all_invariants()) == []
