"""Eight desks enrol at the same time on one store."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from balie.rounds.invariants import all_invariants
from balie.store.check import check
from balie.store.connection import create_store, open_store

ROOT = Path(__file__).parents[2]
DESKS, EACH = 8, 250

WORKER = """
import sys
from datetime import date
from pathlib import Path
from balie.desk import Desk
from balie.library.load import load_library
from balie.store.connection import open_store
from tests.support.applicants import enrol_tester

store = open_store(Path(sys.argv[1]))
library = load_library("biblionet-drenthe")
desk = Desk(store, library, library.branch("9428"), sys.argv[2], date(2024, 4, 9), Path(sys.argv[1]).parent)
print("ready", flush=True)
sys.stdin.readline()
print(*(enrol_tester(desk).number for _ in range(int(sys.argv[3]))))
"""


@pytest.mark.slow
def test_eight_desks_give_out_two_thousand_different_numbers_without_a_gap(tmp_path: Path) -> None:
    path = tmp_path / "balie.balie"
    create_store(path).close()
    desks = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(path), f"b{number}", str(EACH)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(DESKS)
    ]
    for desk in desks:  # all of them at once, not as they come up
        assert desk.stdout is not None
        assert desk.stdout.readline() == "ready\n"
    for desk in desks:
        assert desk.stdin is not None
        desk.stdin.write("go\n")
        desk.stdin.flush()
    numbers: list[str] = []
    for desk in desks:
        out, errors = desk.communicate()
        assert (desk.returncode, errors) == (0, "")
        numbers += out.split()
    assert len(numbers) == len(set(numbers)) == DESKS * EACH
    assert sorted(int(number[5:13]) for number in numbers) == list(range(7772, 7772 + DESKS * EACH))
    with open_store(path) as store:
        assert check(store, all_invariants()) == []
