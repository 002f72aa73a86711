"""An own due date for one loan: earlier or later than the rules have it, as a supervisor allows it, with a reason.

Source: rules.md#own-due-date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from balie.circulation.fines import late_days
from balie.circulation.holds import queue_for
from balie.circulation.loans import Loan, find_loan, running_loan, set_due_date
from balie.circulation.opening_days import first_open_day
from balie.circulation.rules import NO_RULES
from balie.customers.permission import Override, check_override
from balie.dutch.dates import format_date, parse_date
from balie.lending.fining import booked_so_far
from balie.lending.rules.overriding import journal_override
from balie.lending.rules.refusals import Obstacle, Rule
from balie.lending.rules.scanned import read_scanned
from balie.lending.session.acts import DueDateSet
from balie.library.rights import Right
from balie.refusal import Reasons, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

DUE_DATE_SET = "due date set"
DUE_DATE_PUT_BACK = "due date put back"
"""The words in the journal. Its rows name the loan and not the customer, as that of lending."""
LATE = "Dit exemplaar is al te laat: verleng het (F6), of neem het in en leen het opnieuw uit."
"""Why what is late gets no other date: the days so far would cost nothing any more, or be charged twice."""


@dataclass(frozen=True, slots=True)
class DueDateNow:
    """A loan that may get an own due date: its title, the date it has, and whether somebody waits for the item."""

    loan_id: int
    title: str
    due_on: date
    wanted: bool


def look_at_due_date(desk: Desk, customer_id: int, loan_id: int) -> DueDateNow:
    """How it is now. Raises `Refusal` when the loan does not run any more, or is late."""
    loan = _can_change(desk.store, desk, customer_id, loan_id)
    item = read_scanned(desk.store, loan.item_number)
    wanted = bool(queue_for(desk.store, item.title_id, item.number, desk.working_date, but=customer_id))
    return DueDateNow(loan.id, item.name, loan.due_on, wanted)


def read_due_date(desk: Desk, loan_id: int, text: str) -> date:
    """The day that was typed (dd-mm-jjjj), for this loan. Raises `Refusal` with all reasons why not that day."""
    loan = find_loan(desk.store, loan_id)
    day = parse_date(text, desk.working_date)
    if loan is not None:
        _check_day(desk.store, desk, loan, day)
    return day


def set_own_due_date(
    desk: Desk, customer_id: int, loan_id: int, day: date, *, override: Override, told: date | None = None
) -> DueDateSet:
    """Let a loan of a customer run up to and with this day; fines and messages follow it. What was done.

    `told` is the due date that the desk saw. Raises `Refusal`, and changes nothing, when the loan does not run any
    more, is late or has another due date by now; for a day that has gone by, on which the branch that lent it is
    closed, or too far ahead; and when the override lacks who or why (fields `supervisor`, `because`).
    """
    desk.require(Right.LEND)
    allowed = check_override(override, desk)
    with desk.transaction() as tx:
        loan = _can_change(tx, desk, customer_id, loan_id)
        if told is not None and loan.due_on != told:
            raise Refusal(f"De inleverdatum is intussen {format_date(loan.due_on)}: kijk opnieuw (Balie, F9).")
        _check_day(tx, desk, loan, day)
        set_due_date(tx, loan.id, day, day)
        tx.journal(DUE_DATE_SET, before={"due_on": loan.due_on}, after={"loan": loan.id, "due_on": day})
        though = f"Eigen inleverdatum {format_date(day)} in plaats van {format_date(loan.due_on)}."
        journal_override(tx, customer_id, [Obstacle(Rule.DUE_DATE, though)], allowed)
        item = read_scanned(tx, loan.item_number)
    return DueDateSet(loan.id, customer_id, item.number, item.name, loan.due_on, day, loan.own_due_on)


def undo_own_due_date(tx: Transaction, act: DueDateSet) -> None:
    """Put the due date back as it was. Raises `Refusal` when something happened to the loan since."""
    loan = find_loan(tx, act.loan_id)
    if (
        loan is None
        or loan.returned_on is not None
        or (loan.customer_id, loan.due_on, loan.own_due_on) != (act.customer_id, act.due_on, act.due_on)
        or booked_so_far(tx, loan).until is not None
    ):
        raise Refusal(
            "Dit is intussen veranderd en is niet te annuleren: kijk wat de klant in bezit heeft (Balie, F9)."
        )
    set_due_date(tx, loan.id, act.was_due_on, act.was_own_due_on)
    tx.journal(DUE_DATE_PUT_BACK, before={"loan": loan.id, "due_on": act.due_on}, after={"due_on": act.was_due_on})


def _can_change(reader: Reader, desk: Desk, customer_id: int, loan_id: int) -> Loan:
    if desk.library.loans is None:
        raise Refusal(NO_RULES)
    loan = running_loan(reader, customer_id, loan_id)
    if late_days(loan.due_on, desk.working_date) or booked_so_far(reader, loan).until is not None:
        raise Refusal(LATE)
    return loan


def _check_day(reader: Reader, desk: Desk, loan: Loan, day: date) -> None:
    """Raise `Refusal` with every reason why it cannot be this day."""
    assert desk.library.loans is not None, "refused before"
    reasons, today = Reasons(), desk.working_date
    last = today + timedelta(days=desk.library.loans.own_due_days)
    if day == loan.due_on:
        reasons.add(f"{format_date(day)} is de inleverdatum al: kies een andere dag.")
    if day < max(today, loan.lent_on):
        reasons.add(f"{format_date(day)} is al voorbij: kies vandaag of een latere dag.")
    elif day > last:
        reasons.add(f"Een eigen inleverdatum ligt uiterlijk op {format_date(last)}: kies een eerdere dag.")
    else:
        branch = next((one for one in desk.library.branches if one.number == loan.branch), desk.branch)
        opens = first_open_day(reader, branch, day)
        if opens != day:
            reasons.add(
                f"Op {format_date(day)} is {branch.name} gesloten: kies {format_date(opens)} of een andere dag."
            )
    reasons.raise_if_any()
