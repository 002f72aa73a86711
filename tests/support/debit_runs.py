"""Looking at a run of direct debit: what goes along, what is left out, and whether all is sound."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from balie.desk import Desk
from balie.finance.collection.items import LeftOutCharge
from balie.finance.collection.preview import CollectionPreview, preview
from balie.rounds.invariants import all_invariants
from balie.store.check import check

At = Callable[[date], Desk]
MAY = date(2025, 5, 1)
NOW = date(2025, 5, 1)
"""A day on which the file of May can still be delivered, and what was enrolled in April is announced in time."""


def look(desk: Desk, month: date = MAY) -> tuple[CollectionPreview, list[LeftOutCharge]]:
    left_out: list[LeftOutCharge] = []
    return preview(desk, month, on_left_out=left_out.append), left_out


def only_reason(desk: Desk, month: date = MAY) -> str:
    found, left_out = look(desk, month)
    assert found.items == 0
    (one,) = left_out
    assert len(one.reasons) == 1
    return one.reasons[0]


def sound(desk: Desk) -> None:
    assert check(desk.store, all_invariants(), thorough=True) == []
