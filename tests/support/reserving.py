"""A title with copies, and what a refusal of a reservation names."""

from __future__ import annotations

from datetime import date

from balie.desk import Desk
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from tests.support.catalogue import AVONDEN, add_with_items

READY_UNTIL = date(2024, 4, 19)


def avonden(desk: Desk, *numbers: str) -> tuple[int, list[str]]:
    return add_with_items(desk, AVONDEN, *numbers)


def sound(desk: Desk) -> bool:
    return check(desk.store, all_invariants()) == []
