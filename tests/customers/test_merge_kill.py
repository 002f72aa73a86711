"""kill -9 in the middle of a merge, or of undoing one, leaves all of it or nothing: at every statement of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from balie.customers.merging.merge import former_records, merge, preview, undo
from balie.desk import Desk
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from balie.store.connection import open_store
from tests.support.doubles import FOLLOWING, Dump, dump, enrol_doubles, furnish

ROOT = Path(__file__).parents[2]

WORKER = """
import os, sys
from datetime import date
from pathlib import Path
from balie.customers.merging.merge import former_records, merge, preview, undo
from balie.desk import Desk
from balie.library.load import load_library
from balie.store.connection import open_store

library = load_library("biblionet-drenthe")

def work(act, path, keep, gone, fuse):
    store = open_store(path)
    desk = Desk(store, library, library.branch("9428"), "ebt", date(2024, 4, 9), path.parent)
    shown = preview(desk, keep, gone) if act == "merge" else None
    journal_id = None if act == "merge" else former_records(desk, keep)[0].journal_id

    def burn(statement):
        nonlocal fuse
        fuse -= 1
        if fuse == 0:
            os.kill(os.getpid(), 9)

    store.connection.set_trace_callback(burn)
    if shown is not None:
        merge(desk, shown)
    else:
        undo(desk, journal_id)
    os._exit(0)

for line in sys.stdin:
    act, path, keep, gone, fuse = line.split()
    child = os.fork()
    if child == 0:
        work(act, Path(path), int(keep), int(gone), int(fuse))
    os.write(1, f"{os.waitpid(child, 0)[1]}\\n".encode())
"""


def killed_at_every_statement(folder: Path, act: str, made: Path, people: tuple[int, int]) -> tuple[int, list[Dump]]:
    """Do an act on copies of a store, killed at its first statement, its fifth, and so on until it comes to its end.

    Out: how often it was killed, and what each store held then.
    """
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    found: list[Dump] = []
    fuse, killed = 1, 0
    while True:
        path = folder / f"{act}-{fuse}.balie"
        shutil.copy(made, path)
        worker.stdin.write(f"{act} {path} {people[0]} {people[1]} {fuse}\n")
        worker.stdin.flush()
        ended = int(worker.stdout.readline())
        with open_store(path) as store:
            found.append(dump(store))
            assert check(store, all_invariants()) == []
        if ended == 0:
            break
        assert ended == 9
        killed += 1
        fuse += 5
    worker.stdin.close()
    assert worker.wait() == 0
    worker.stdout.close()
    return killed, found


def test_a_killed_merge_and_a_killed_undoing_are_there_whole_or_not_at_all(desk: Desk, tmp_path: Path) -> None:
    people = enrol_doubles(desk)
    furnish(desk, people[1], 1, frozenset(FOLLOWING) - {"hold", "loan"})
    path = desk.store.path
    for act in ("merge", "undo"):
        made = tmp_path / f"made-{act}.balie"
        desk.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(path, made)
        before = dump(desk.store)
        if act == "merge":
            merge(desk, preview(desk, *people))
        else:
            undo(desk, former_records(desk, people[0])[0].journal_id)
        after = dump(desk.store)
        assert before != after
        killed, stores = killed_at_every_statement(tmp_path, act, made, people)
        assert killed > 5
        assert all(store in (before, after) for store in stores)
        assert stores[0] == before
        assert stores[-1] == after
