"""Where a till stands: its last Z-report, and what it left in the till."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.store.reading import Reader


def counted(report: str) -> str:
    """What was counted at a `z_report` that goes by this alias, as SQL."""
    pieces = f"SELECT sum(piece_cents * pieces) FROM z_count WHERE z_report_id = {report}.id"
    return f"({report}.loose_cents + coalesce(({pieces}), 0))"


def entry(report: str, kind: str) -> str:
    """What a `z_report` that goes by this alias holds of one kind of entry, as SQL; 0 where there is none."""
    return f"coalesce((SELECT cents FROM till_entry WHERE z_report_id = {report}.id AND kind = '{kind}'), 0)"


@dataclass(frozen=True, slots=True)
class LastReport:
    """The newest Z-report of a till: its number and day, the last payment and sale it covers, who made it and what
    stayed in the till."""

    number: int
    made_on: date
    until_payment: int
    left_cents: int
    staff: str
    until_sale: int


def last_report(reader: Reader, branch: str, till: str) -> LastReport | None:
    """The newest Z-report of a till; None for one that was never counted."""
    row = reader.read_one(
        f"SELECT number, made_on, until_payment, {counted('z')} + {entry('z', 'afstorting')}, staff, until_sale"
        " FROM z_report AS z"
        " WHERE branch = ? AND till = ? ORDER BY number DESC LIMIT 1",
        (branch, till),
    )
    if row is None:
        return None
    number, made_on, until, left, staff, until_sale = row
    return LastReport(number, date.fromisoformat(made_on), until, left, staff, until_sale)
