"""The renewals of a loan as stored: what each changed and what it cost, for as long as it is known whose loan it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction, Value

_COLUMNS = (
    "loan_id, customer_id, renewed_on, was_due_on, due_on, was_branch, membership_number, fee_charge_id,"
    " fine_charge_id, way, was_unseen, place"
)
_SELECT = f"SELECT {_COLUMNS} FROM renewal WHERE loan_id = ? ORDER BY place"
_INSERT = f"INSERT INTO renewal ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_LAST = "SELECT coalesce(max(place), 0) FROM renewal WHERE loan_id = ?"
_DROP = "DELETE FROM renewal WHERE loan_id = ?"


class RenewalWay(StrEnum):
    """How a renewal came about; its value stands in the store."""

    DESK = "balie"
    AUTOMATIC = "automatisch"
    WEBSITE = "website"

    def unseen_after(self, before: int) -> int:
        """How many renewals in a row nobody at the desk saw after one more, where it were so many before."""
        return 0 if self is RenewalWay.DESK else before + 1


@dataclass(frozen=True, slots=True)
class Renewal:
    """One renewal: on which day, from which due date to which, and the branch that had lent the item until then.

    `place` tells the renewals of a loan apart, from 1 in the order in which they were made; 0 until it is stored.

    `membership_number` is the period that its strip was taken of, None without a strip; the charges are those of its
    lending fee and of the days that the item was late by then. `was_unseen`: how many in a row nobody had seen.
    """

    loan_id: int
    customer_id: int
    renewed_on: date
    was_due_on: date
    due_on: date
    was_branch: str
    membership_number: int | None = None
    fee_charge_id: int | None = None
    fine_charge_id: int | None = None
    way: RenewalWay = RenewalWay.DESK
    was_unseen: int = 0
    place: int = 0

    @property
    def unseen(self) -> int:
        """How many renewals in a row nobody had seen after it."""
        return self.way.unseen_after(self.was_unseen)


def renewals_of(reader: Reader, loan_id: int) -> list[Renewal]:
    """The renewals of a loan in their order; those from before they were kept are not among them."""
    found = []
    for loan, customer_id, renewed, was_due, due, branch, period, fee, fine, way, unseen, place in reader.read(
        _SELECT, (loan_id,)
    ):
        renewed_on, was_due_on, due_on = (date.fromisoformat(day) for day in (renewed, was_due, due))
        rest = (branch, period, fee, fine, RenewalWay(way), unseen, place)
        found.append(Renewal(loan, customer_id, renewed_on, was_due_on, due_on, *rest))
    return found


def add_renewal(tx: Transaction, one: Renewal) -> Renewal:
    """Write a renewal as the last one of its loan, or put one back in its place; as it is stored."""
    if not one.place:
        row = tx.read_one(_LAST, (one.loan_id,))
        assert row is not None
        one = replace(one, place=int(row[0]) + 1)
    days = (day.isoformat() for day in (one.renewed_on, one.was_due_on, one.due_on))
    values = (one.loan_id, one.customer_id, *days, one.was_branch, one.membership_number)
    tx.execute(_INSERT, (*values, one.fee_charge_id, one.fine_charge_id, one.way, one.was_unseen, one.place))
    return one


def drop_renewals(tx: Transaction, renewals: Iterable[Renewal]) -> None:
    """Take away renewals that are undone or withdrawn."""
    tx.execute_many(
        "DELETE FROM renewal WHERE loan_id = ? AND place = ?", [(one.loan_id, one.place) for one in renewals]
    )


def forget_renewals(tx: Transaction, loan_ids: Sequence[int]) -> None:
    """Let go of the renewals of loans of which nobody may know any more whose they were."""
    ids: list[tuple[Value, ...]] = [(loan_id,) for loan_id in loan_ids]
    tx.execute_many(_DROP, ids)
