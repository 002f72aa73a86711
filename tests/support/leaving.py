"""A wish to leave, and what the store holds of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from balie.cancellation.wish import Wish
from balie.desk import Desk
from balie.library.terms import CancellationWay

NOTICE = date(2026, 8, 15)
LAST_DAY = date(2026, 9, 14)
PHONE = CancellationWay.TELEPHONE


def wish(**other: object) -> Wish:
    return replace(Wish(PHONE, NOTICE), **other)  # type: ignore[arg-type]


def row_of(desk: Desk, sql: str) -> tuple[object, ...]:
    row = desk.store.read_one(sql)
    assert row is not None
    return row
