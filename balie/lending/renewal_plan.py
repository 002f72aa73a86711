"""What renewing comes to, worked out once: until when, fines, fees and strips, and what cannot be renewed and why.

The desk is told this, and this is what is booked; where it is not true any more by then, nothing is (rules.md#renewal).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from balie.circulation.holds import queue_for
from balie.circulation.loans import Loan, running_loan
from balie.circulation.renewals import RenewalWay
from balie.circulation.rules import due_after_renewal, renewal_fee, terms_for
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.dutch.text import enumerated
from balie.lending.fining import fine_beyond
from balie.lending.rules.borrower import Borrower, read_borrower
from balie.lending.rules.judging import against_borrower, against_renewal, against_unseen
from balie.lending.rules.refusals import Obstacle, Rule
from balie.lending.rules.scanned import Scanned, read_scanned
from balie.lending.session.acts import NotRenewed
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.library.structs import Library
    from balie.store.reading import Reader


@dataclass(frozen=True, slots=True)
class WillRenew:
    """A loan that can be renewed: until which day, and what that costs in cents and strips (0 or 1).

    `fine_cents` is for the days that it is late already, beyond what was booked; below zero where that was too much.
    `period` is the membership that fee and strip are of, `set_aside` what a supervisor allows for it.
    """

    loan: Loan
    number: str
    title: str
    due_on: date
    fine_cents: int
    fee_cents: int
    strips: int
    period: int
    set_aside: tuple[Obstacle, ...] = ()

    @property
    def costs(self) -> bool:
        """Whether it costs anything at all."""
        return bool(self.fine_cents or self.fee_cents or self.strips)


@dataclass(frozen=True, slots=True)
class RenewalPlan:
    """What renewing some loans of a customer comes to, in their order; `strips_left` (after it) None without strips."""

    customer_id: int
    lines: tuple[WillRenew | NotRenewed, ...]
    strips_left: int | None

    @property
    def possible(self) -> tuple[WillRenew, ...]:
        """What can be renewed."""
        return tuple(line for line in self.lines if isinstance(line, WillRenew))

    @property
    def refused(self) -> tuple[NotRenewed, ...]:
        """What cannot, with every reason."""
        return tuple(line for line in self.lines if isinstance(line, NotRenewed))

    @property
    def fine_cents(self) -> int:
        """The fines together, in cents."""
        return sum(line.fine_cents for line in self.possible)

    @property
    def fee_cents(self) -> int:
        """The lending fees together, in cents."""
        return sum(line.fee_cents for line in self.possible)

    @property
    def strips(self) -> int:
        """How many strips it takes."""
        return sum(line.strips for line in self.possible)

    @property
    def loan_ids(self) -> tuple[int, ...]:
        """The loans that it is about."""
        return tuple(line.loan.id if isinstance(line, WillRenew) else line.loan_id for line in self.lines)


class RenewalChanged(Refusal):
    """Something changed since the desk was told what renewing comes to: nothing was booked. `plan` is how it is now."""

    def __init__(self, plan: RenewalPlan) -> None:
        self.plan = plan
        super().__init__("Er is intussen iets veranderd, er is niets verlengd. Kijk opnieuw wat verlengen nu kost.")


@dataclass(frozen=True, slots=True)
class RenewalCircumstances:
    """In what library and on which day it is done, and what is set aside.

    `allowed`: what a supervisor may allow; `pass_settled`: that the pass is blocked was settled when it was shown.
    `way`: by whom; what the desk does not see has a limit of its own, and costs nothing unless the library says so.
    """

    library: Library
    day: date
    allowed: bool = False
    pass_settled: bool = False
    way: RenewalWay = RenewalWay.DESK


def look_at_renewal(
    desk: Desk, customer_id: int, loan_ids: Sequence[int], *, allowed: bool = False, pass_settled: bool = False
) -> RenewalPlan:
    """What renewing these loans of a customer comes to now, as a supervisor may allow it (`allowed`) or as it is.

    Raises `Refusal` when a loan is not this customer's any more.
    """
    given = RenewalCircumstances(desk.library, desk.working_date, allowed, pass_settled)
    return plan_renewal(desk.store, given, customer_id, loan_ids)


def plan_renewal(reader: Reader, given: RenewalCircumstances, customer_id: int, loan_ids: Sequence[int]) -> RenewalPlan:
    """As `look_at_renewal`, within the transaction that books it too. Strips are taken in the order of the loans."""
    borrower = read_borrower(reader, customer_id, given.library.loans)
    lines: list[WillRenew | NotRenewed] = []
    for loan_id in dict.fromkeys(loan_ids):
        line = _line(reader, given, borrower, running_loan(reader, customer_id, loan_id))
        lines.append(line)
        if isinstance(line, WillRenew) and borrower.strips_left is not None:
            borrower = replace(borrower, strips_left=borrower.strips_left - line.strips)
    return RenewalPlan(customer_id, tuple(lines), borrower.strips_left)


def _line(reader: Reader, given: RenewalCircumstances, borrower: Borrower, loan: Loan) -> WillRenew | NotRenewed:
    library, day = given.library, given.day
    item = read_scanned(reader, loan.item_number)
    obstacles = tuple(_obstacles(reader, given, borrower, loan, item))
    if obstacles and not (given.allowed and all(obstacle.may_override for obstacle in obstacles)):
        return NotRenewed(loan.id, item.number, item.name, loan.due_on, obstacles)
    assert library.loans is not None, "nobody can set that aside"
    assert borrower.membership is not None, "nor that"
    line = WillRenew(
        loan=loan,
        number=item.number,
        title=item.name,
        due_on=due_after_renewal(terms_for(library.loans, borrower.kind), loan.due_on),
        fine_cents=fine_beyond(reader, library, loan, day),
        fee_cents=renewal_fee(library.loans, top_title=item.top_title, age=borrower.age(day), on=day),
        strips=int(borrower.strips_left is not None and borrower.strips_left > 0),
        period=borrower.membership.number,
        set_aside=obstacles,
    )
    against = _against_costs(given, line)
    return NotRenewed(loan.id, item.number, item.name, loan.due_on, (against,)) if against is not None else line


def _against_costs(given: RenewalCircumstances, line: WillRenew) -> Obstacle | None:
    """That it costs something, where nobody is asked."""
    rules = given.library.loans
    automatic = None if rules is None else rules.automatic_renewal
    if given.way is not RenewalWay.AUTOMATIC or not line.costs or (automatic is not None and automatic.at_a_cost):
        return None
    cents, strip = line.fee_cents + line.fine_cents, "een strip" if line.strips else ""
    told = enumerated([part for part in (format_cents(cents) if cents else "", strip) if part])
    return Obstacle(Rule.COSTS, f"Verlengen kost {told}: dat gebeurt niet automatisch.")


def _obstacles(
    reader: Reader, given: RenewalCircumstances, borrower: Borrower, loan: Loan, item: Scanned
) -> list[Obstacle]:
    library, day, rules = given.library, given.day, given.library.loans
    reserved = item.reserved and bool(queue_for(reader, item.title_id, item.number, day, but=borrower.customer_id))
    found = against_borrower(borrower, library, day, more=0, pass_settled=given.pass_settled)
    found += against_renewal(borrower, library, renewals=loan.renewals, reserved=reserved)
    if loan.claimed_on is not None:
        since = format_date(loan.claimed_on)
        text = f"Dit is zoek sinds {since}: heeft de klant het toch nog, neem dat dan eerst terug (Balie, F9)."
        found.append(Obstacle(Rule.CLAIMED, text))
    if given.way is not RenewalWay.DESK:
        found += against_unseen(rules, loan.unseen_renewals)
    if rules is not None:
        due = due_after_renewal(terms_for(rules, borrower.kind), loan.due_on)
        if due < day:
            text = f"Ook verlengd had het op {format_date(due)} terug moeten zijn: neem het eerst in."
            found.append(Obstacle(Rule.TOO_LATE, text))
    return found
