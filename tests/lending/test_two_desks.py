"""Real processes: two desks that scan the same items at once, and a desk that is killed while it lends."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from balie.circulation import loans
from balie.desk import Desk
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from balie.store.connection import open_store
from tests.conftest import WORKING_DATE
from tests.support.borrowers import borrower, money, new_item, new_title, sound

ROOT = Path(__file__).parents[2]
KILLS = 24

SCANS = """
import sys
from datetime import date
from pathlib import Path
from msgspec.structs import replace
from balie.desk import Desk
from balie.lending.lend import lend
from balie.lending.rules.refusals import OnOtherName
from balie.library.load import load_library
from balie.store.connection import open_store

path, customer_id, items = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
library = load_library("achterhoekse-poort")
library = replace(library, loans=replace(library.loans, max_items=9999))
with open_store(path) as store:
    desk = Desk(store, library, library.branch("4104"), "ebt", date(2024, 4, 9), path.parent)
    print("ready", flush=True)
    sys.stdin.readline()
    for number in items:
        try:
            lend(desk, customer_id, number)
        except OnOtherName as told:
            print("other", number, told.loan_id)
        else:
            print("mine", number, 0)
"""


def test_of_two_desks_that_scan_the_same_item_one_has_it_and_the_other_is_told(at_poort: Desk) -> None:
    people = [borrower(at_poort, surname=name) for name in ("Eerste", "Tweede")]
    title = new_title(at_poort)
    items = [new_item(at_poort, title, top_title=True) for _ in range(60)]
    desks = [
        subprocess.Popen(
            [sys.executable, "-c", SCANS, str(at_poort.store.path), str(customer_id), *items],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for customer_id in people
    ]
    for desk in desks:
        assert desk.stdout is not None
        assert desk.stdout.readline() == "ready\n"
    answers = []
    for desk in desks:
        assert desk.stdin is not None
        desk.stdin.write("\n")
        desk.stdin.flush()
    for desk in desks:
        out, _ = desk.communicate(timeout=60)
        assert desk.returncode == 0
        answers.append([line.split() for line in out.splitlines()])
    for number, first, second in zip(items, *answers, strict=True):
        assert sorted((first[0], second[0])) == ["mine", "other"], number
        loan = loans.open_loan(at_poort.store, number)
        assert loan is not None
        assert loan.customer_id == people[0 if first[0] == "mine" else 1]
        assert loan.id == int((second if first[0] == "mine" else first)[2]), "the other was told of this loan"
    for customer_id in people:
        assert money(at_poort, customer_id).other == 150 * loans.count_open(at_poort.store, customer_id)
    sound(at_poort)


KILLED = """
import os, sys, time
from datetime import date
from pathlib import Path
from random import Random
from msgspec.structs import replace
from balie.desk import Desk
from balie.lending.lend import lend
from balie.lending.take_back import take_back
from balie.library.load import load_library
from balie.store.connection import open_store

path, customer_id, items = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
library = load_library("achterhoekse-poort")

def work(fuse):
    store = open_store(path)
    desk = Desk(store, library, library.branch("4104"), "ebt", date(2024, 4, 9), path.parent)
    late = Desk(store, library, library.branch("4104"), "ebt", date(2024, 5, 9), path.parent)
    out = {number for (number,) in store.read("SELECT item_number FROM loan WHERE returned_on IS NULL")}
    drawn = Random(fuse)

    def burn(statement):
        nonlocal fuse
        fuse -= 1
        if fuse == 0:
            os.kill(os.getpid(), 9)

    store.connection.set_trace_callback(burn)
    while True:
        number = drawn.choice(items)
        if number in out:
            take_back(late, number)
            out.remove(number)
            os.write(1, f"in:{number} ".encode())
        else:
            lend(desk, customer_id, number)
            out.add(number)
            os.write(1, f"out:{number} ".encode())

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        work(int(line))
    assert os.waitpid(child, 0)[1] == 9
    os.write(1, b"\\n")
"""


@pytest.mark.slow
def test_a_desk_that_is_killed_leaves_each_act_whole_or_not_at_all(at_poort: Desk) -> None:
    customer_id, title = borrower(at_poort), new_title(at_poort)
    items = [new_item(at_poort, title, top_title=True) for _ in range(4)]
    path, drawn = at_poort.store.path, random.Random(4104)
    before = money(at_poort, customer_id)
    at_poort.store.close()
    worker = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path), str(customer_id), *items],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    told: dict[str, int] = {"out": 0, "in": 0}
    for kill in range(KILLS):
        worker.stdin.write(f"{drawn.randint(8, 120)}\n")
        worker.stdin.flush()
        for word in worker.stdout.readline().split():
            told[word.split(":")[0]] += 1
        with open_store(path) as store:
            lent, back = (
                _one(store.read_one(f"SELECT count(*) FROM journal WHERE action = '{action}'"))
                for action in ("lent", "returned")
            )
            # What was told is there; at each kill one act more may have been done that nobody was told.
            assert told["out"] + told["in"] <= lent + back <= told["out"] + told["in"] + kill + 1
            assert _one(store.read_one("SELECT count(*) FROM loan")) == lent
            assert _one(store.read_one("SELECT count(*) FROM loan WHERE returned_on IS NOT NULL")) == back
            assert check(store, all_invariants()) == []
            desk = replace(at_poort, store=store, working_date=WORKING_DATE)
            assert money(desk, customer_id).other - before.other == 150 * lent + 40 * back
    worker.stdin.close()
    assert worker.wait() == 0
    worker.stdout.close()
    assert lent > KILLS // 2


def _one(row: tuple[int, ...] | None) -> int:
    assert row is not None
    return row[0]
