"""In bezit (F9): what a customer has at home, with what is late and what it costs until now (rules.md#at-home)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.catalogue.lists import materials
from balie.catalogue.titles import with_author
from balie.circulation.fines import late_days
from balie.circulation.holds import queue_for
from balie.circulation.loans import Loan, open_loans
from balie.circulation.rules import terms_for
from balie.customers.header import branch_label
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.lending.fining import BookedFine, booked_so_far, whole_fine
from balie.library.terms import CustomerKind

if TYPE_CHECKING:
    from balie.desk import Desk

_TITLES = (
    "SELECT i.number, t.title, t.author, i.material, i.title_id, EXISTS (SELECT 1 FROM hold AS h"
    " WHERE h.title_id = i.title_id AND h.closed_on IS NULL) FROM item AS i"
    " JOIN title AS t ON t.id = i.title_id WHERE i.number IN ({marks})"
)


@dataclass(frozen=True, slots=True)
class ItemAtHome:
    """One item at home. `status` is `Uitgeleend`, or `Geleend` for what this session lent; `remark` is Dutch.

    `fine_cents` is what it costs until now beyond what was booked already. What the customer says was brought back
    (`claimed_on`) is not told as late.
    """

    loan_id: int
    lent_on: date
    due_on: date
    title: str
    kind: str
    status: str
    days_late: int
    fine_cents: int
    remark: str
    number: str
    renewals: int
    may_renew: bool
    claimed_on: date | None = None

    @property
    def is_late(self) -> bool:
        """Whether the due date has passed."""
        return self.days_late > 0

    @property
    def fine(self) -> str:
        """What it costs until now; empty for nothing."""
        return format_cents(self.fine_cents) if self.fine_cents else ""


def in_bezit(desk: Desk, customer_id: int, *, session: Collection[int] = ()) -> list[ItemAtHome]:
    """What a customer has at home, the first to be returned first. `session`: the loans that this session made."""
    loans = open_loans(desk.store, customer_id)
    if not loans:
        return []
    numbers = [loan.item_number for loan in loans]
    known = {}
    for number, title, author, kind, title_id, has_holds in desk.store.read(
        _TITLES.format(marks=", ".join("?" * len(numbers))), numbers
    ):
        # the queue of renewing: a reservation of another copy, or one for later, does not stand in the way
        wanted = has_holds and queue_for(desk.store, title_id, number, desk.working_date, but=customer_id)
        known[number] = (title, author, kind, bool(wanted))
    most = _most_renewals(desk, customer_id)
    return [
        _row(desk, loan, known.get(loan.item_number, ("", "", "", False)), most, is_new=loan.id in session)
        for loan in loans
    ]


def _most_renewals(desk: Desk, customer_id: int) -> int:
    """How often a loan of this klanttype may be renewed; 0 where nothing is lent."""
    row, rules = desk.store.read_one("SELECT kind FROM customer WHERE id = ?", (customer_id,)), desk.library.loans
    return 0 if rules is None or row is None else terms_for(rules, CustomerKind(row[0])).max_renewals


def _row(desk: Desk, loan: Loan, known: tuple[str, str, str, bool], most: int, *, is_new: bool) -> ItemAtHome:
    title, author, kind, wanted = known
    day = desk.working_date
    remarks = ["gereserveerd"] if wanted else []
    if loan.has_own_due_date:
        remarks.append("eigen datum")
    if loan.renewals:
        unseen = f", {loan.unseen_renewals} ongezien" if loan.unseen_renewals else ""
        remarks.append(f"{loan.renewals} keer verlengd{unseen}")
    if loan.branch and loan.branch != desk.branch.number:
        remarks.append(f"geleend bij {branch_label(desk, loan.branch)}")
    booked = booked_so_far(desk.store, loan) if late_days(loan.due_on, day) else BookedFine(0, None)
    if loan.claimed_on is not None:
        remarks.insert(0, f"zoek sinds {format_date(loan.claimed_on)}")
    if booked.until is not None:
        remarks.insert(0, f"geboekt t/m {format_date(booked.until)}")
    return ItemAtHome(
        loan_id=loan.id,
        lent_on=loan.lent_on,
        due_on=loan.due_on,
        title=with_author(title, author) or f"Exemplaar {loan.item_number}",
        kind=materials().label(kind) if kind else "",
        status="Geleend" if is_new else "Uitgeleend",
        days_late=0 if loan.claimed_on is not None else late_days(loan.due_on, day),
        fine_cents=max(whole_fine(desk.store, desk.library, loan, day) - booked.cents, 0),
        remark=", ".join(remarks),
        number=loan.item_number,
        renewals=loan.renewals,
        may_renew=loan.renewals < most and not wanted and loan.claimed_on is None,
        claimed_on=loan.claimed_on,
    )


def late_line(rows: Collection[ItemAtHome]) -> str:
    """`2 te laat, sinds 07-05-2024, te-laat-geld tot nu € 2,40`; empty where nothing is late."""
    late = [row for row in rows if row.is_late]
    if not late:
        return ""
    fine = sum(row.fine_cents for row in late)
    costs = f", te-laat-geld tot nu {format_cents(fine)}" if fine else ""
    return f"{len(late)} te laat, sinds {format_date(min(row.due_on for row in late))}{costs}"
