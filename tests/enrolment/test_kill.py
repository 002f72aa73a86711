"""kill -9 at any moment leaves all of an enrolment or nothing: a real process, killed over and over."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from balie.rounds.invariants import all_invariants
from balie.store.check import check
from balie.store.connection import Store, create_store, open_store

ROOT = Path(__file__).parents[2]
KILLS = 60

WORKER = """
import os, sys, time
from datetime import date
from pathlib import Path
from balie.desk import Desk
from balie.library.load import load_library
from balie.store.connection import open_store
from tests.support.applicants import enrol_tester

path = Path(sys.argv[1])
library = load_library("biblionet-drenthe")

def enrol_until_killed(fuse):
    store = open_store(path)
    desk = Desk(store, library, library.branch("9428"), "ebt", date(2024, 4, 9), path.parent)

    def burn(statement):
        nonlocal fuse
        fuse -= 1
        if fuse == 0:
            os.kill(os.getpid(), 9)

    store.connection.set_trace_callback(burn)
    while True:
        os.write(1, f"{enrol_tester(desk).number} ".encode())

# Imports once, then a process of its own for every line: `statement N` dies at the Nth statement, `time S` is killed
# from outside after S seconds, also in the middle of a statement or of the commit.
for line in sys.stdin:
    how, much = line.split()
    child = os.fork()
    if child == 0:
        enrol_until_killed(int(much) if how == "statement" else -1)
    if how == "time":
        time.sleep(float(much))
        os.kill(child, 9)
    assert os.waitpid(child, 0)[1] == 9
    os.write(1, b"\\n")
"""

COUNTED = ("customer", "address", "card", "membership", "invoice", "charge", "credential", "receipt", "journal")


@pytest.mark.slow
def test_a_killed_enrolment_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "balie.balie"
    create_store(path).close()
    drawn = random.Random(9428)
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    promised: list[str] = []
    for kill in range(KILLS):
        order = f"statement {drawn.randint(6, 60)}" if kill % 2 else f"time {drawn.uniform(0.01, 0.06)}"
        worker.stdin.write(f"{order}\n")
        worker.stdin.flush()
        promised += worker.stdout.readline().split()
        with open_store(path) as store:
            counts = {table: _count(store, table) for table in COUNTED}
            stored = {number for (number,) in store.read("SELECT number FROM card")}
        assert len(set(counts.values())) == 1, counts
        # Whatever was reported as saved is there; only one more may have been saved at each kill.
        assert set(promised) <= stored
        assert len(stored) - len(promised) <= kill + 1
    worker.stdin.close()
    assert worker.wait() == 0
    worker.stdout.close()
    assert len(stored) > KILLS // 4
    with open_store(path) as store:
        assert check(store, all_invariants(), thorough=True) == []
        ids = [number for (number,) in store.read("SELECT id FROM customer ORDER BY id")]
    assert ids == list(range(480874, 480874 + len(ids)))


def _count(store: Store, table: str) -> int:
    row = store.read_one(f"SELECT count(*) FROM {table}")
    assert row is not None
    return int(row[0])
