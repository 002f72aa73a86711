"""kill -9 in the midst of automatic renewal leaves each customer whole; the next run does the rest, nothing twice."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from balie.customers.tabs.property_row import write_property
from balie.desk import Desk
from balie.lending.automatic import renew_due
from balie.lending.lend import lend
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from balie.store.connection import Store, open_store
from tests.support.borrowers import borrower, new_item, on

ROOT = Path(__file__).parents[2]
PEOPLE, STEP = 4, 5
WORKER = """
import os, sys
from datetime import date
from pathlib import Path
from balie.desk import Desk
from balie.lending.automatic import renew_due
from balie.library.load import load_library
from balie.store.connection import open_store

library = load_library("achterhoekse-poort")

def work(path, fuse):
    store = open_store(path)
    desk = Desk(store, library, library.branch("4104"), "ebt", date(2024, 5, 6), path.parent)

    def burn(statement):
        nonlocal fuse
        fuse -= 1
        if fuse == 0:
            os.kill(os.getpid(), 9)

    store.connection.set_trace_callback(burn)
    renew_due(desk)
    os._exit(0)

for line in sys.stdin:
    path, fuse = line.split()
    child = os.fork()
    if child == 0:
        work(Path(path), int(fuse))
    os.write(1, f"{os.waitpid(child, 0)[1]}\\n".encode())
"""


def made(store: Store) -> list[tuple[object, ...]]:
    """Of each loan how often it was renewed and whether it was tried, with the messages that name it."""
    return store.read(
        "SELECT l.id, l.renewals, l.unseen_renewals, l.renewal_tried IS NOT NULL, (SELECT count(*) FROM message AS m"
        " WHERE ' ' || m.about || ' ' LIKE '% ' || l.id || '@2024-05-07 %'),"
        " (SELECT count(*) FROM renewal AS r WHERE r.loan_id = l.id) FROM loan AS l ORDER BY l.id"
    )


def test_a_killed_run_leaves_nothing_half_and_the_next_does_the_rest(at_poort: Desk, tmp_path: Path) -> None:
    for nth in range(PEOPLE):
        customer_id = borrower(at_poort, birth_date=f"0{nth + 1}-05-1980")
        with at_poort.transaction() as tx:
            write_property(tx, customer_id, auto_renew=1)
        lend(at_poort, customer_id, new_item(at_poort))
    killed = 0
    with subprocess.Popen(
        [sys.executable, "-c", WORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        at_poort.store.close()
        for fuse in range(1, 10**6, STEP):
            path = tmp_path / f"killed-{fuse}" / "balie.balie"
            path.parent.mkdir()
            shutil.copy(at_poort.store.path, path)
            worker.stdin.write(f"{path} {fuse}\n")
            worker.stdin.flush()
            status = int(worker.stdout.readline())
            with open_store(path) as store:
                assert check(store, all_invariants()) == []
                for _, renewals, unseen, tried, told, kept in made(store):
                    assert renewals == unseen == tried == told == kept
                desk = on(at_poort, at_poort.working_date.replace(month=5, day=6))
                renew_due(Desk(store, desk.library, desk.branch, "ebt", desk.working_date, path.parent))
                assert [row[1:] for row in made(store)] == [(1, 1, 1, 1, 1)] * PEOPLE
            if status == 0:
                break
            killed += 1
        worker.stdin.close()
    assert killed > PEOPLE
