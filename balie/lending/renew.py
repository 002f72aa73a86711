"""Renewing (F6): all or selected loans of a customer, each with its own reasons where it cannot be; one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from balie.circulation.holds import queue_for
from balie.circulation.loans import Loan, change_loan, running_loan, take_strips
from balie.circulation.renewals import Renewal, add_renewal
from balie.circulation.rules import due_after_renewal, renewal_fee, terms_for
from balie.customers.versions import note_activity
from balie.dutch.dates import format_date
from balie.ledger import Charge, book_charge
from balie.lending.acts import NotRenewed, Renewed
from balie.lending.borrower import Borrower, read_borrower
from balie.lending.fining import book_fine
from balie.lending.judging import against_borrower, against_renewal
from balie.lending.lend import TOPTITEL
from balie.lending.overriding import check_override, journal_override
from balie.lending.refusals import Obstacle, Override, Rule
from balie.lending.scanned import Scanned, read_scanned
from balie.library.terms import ChargeKind

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.transaction import Transaction

RENEWED = "loan renewed"
"""The word in the journal."""


def renew(
    desk: Desk,
    customer_id: int,
    loan_ids: Sequence[int],
    *,
    override: Override | None = None,
    pass_settled: bool = False,
) -> list[Renewed | NotRenewed]:
    """Renew these loans of a customer, from their due dates; in their order what became of each.

    A loan that was late already is fined for the days until now, as at return, since the renewal gives it another due
    date. The branch that renews is the one that lent it from then on. Where the strips are gone before the
    end, the rest is not renewed. `override` sets aside the rules that a supervisor may set aside, `pass_settled` that
    the pass is blocked. Raises `Refusal` when a loan is not this customer's any more, or the override lacks who or why
    (fields `supervisor`, `because`).

    Source: rules.md#renewal.
    """
    allowed = None if override is None else check_override(desk.library, override)
    with desk.transaction() as tx:
        borrower = read_borrower(tx, customer_id, desk.library.loans)
        done: list[Renewed | NotRenewed] = []
        set_aside: list[Obstacle] = []
        for loan_id in dict.fromkeys(loan_ids):
            loan = running_loan(tx, customer_id, loan_id)
            result, obstacles = _renew_one(desk, tx, borrower, loan, allowed, pass_settled=pass_settled)
            done.append(result)
            if isinstance(result, Renewed):
                borrower = replace(borrower, strips_left=result.strips_left)
                set_aside += [obstacle for obstacle in obstacles if obstacle not in set_aside]
        journal_override(tx, customer_id, set_aside, allowed)
        if any(isinstance(result, Renewed) for result in done):
            note_activity(tx, customer_id)
    return done


def _renew_one(
    desk: Desk, tx: Transaction, borrower: Borrower, loan: Loan, allowed: Override | None, *, pass_settled: bool
) -> tuple[Renewed | NotRenewed, Sequence[Obstacle]]:
    day, library = tx.stamp.working_date, desk.library
    item = read_scanned(tx, loan.item_number)
    obstacles = _obstacles(desk, tx, borrower, loan, item, pass_settled=pass_settled)
    if obstacles and (allowed is None or not all(obstacle.may_override for obstacle in obstacles)):
        return NotRenewed(loan.id, item.number, item.name, loan.due_on, tuple(obstacles)), obstacles
    assert library.loans is not None, "nobody can set that aside"
    assert borrower.membership is not None, "nor that"
    fined = book_fine(tx, library, loan, day)
    fee, fee_id = renewal_fee(library.loans, top_title=item.top_title, age=borrower.age(day), on=day), None
    if fee:
        charge = Charge(ChargeKind.LENDING, fee, borrower.membership.number)
        fee_id = book_charge(tx, library, borrower.customer_id, charge, note=f"{TOPTITEL}, verlengd")
    strip = int(borrower.strips_left is not None and borrower.strips_left > 0)
    # The strip is one of the period of now; that of a loan from before stays with the one it was lent in.
    other_period = borrower.membership.number if loan.membership_number != borrower.membership.number else None
    if strip and other_period is not None:
        take_strips(tx, borrower.customer_id, other_period, strip)
    renewed = replace(
        loan,
        due_on=due_after_renewal(terms_for(library.loans, institution=borrower.institution), loan.due_on),
        strips=loan.strips + (strip if other_period is None else 0),
        renewals=loan.renewals + 1,
        fee_charge_id=fee_id or loan.fee_charge_id,
        fine_charge_id=fined.charge_id or loan.fine_charge_id,
        branch=tx.stamp.branch,
    )
    change_loan(tx, renewed)
    kept = Renewal(
        loan_id=loan.id,
        customer_id=borrower.customer_id,
        renewed_on=day,
        was_due_on=loan.due_on,
        due_on=renewed.due_on,
        was_branch=loan.branch,
        membership_number=borrower.membership.number if strip else None,
        fee_charge_id=fee_id,
        fine_charge_id=fined.charge_id,
    )
    kept = replace(kept, id=add_renewal(tx, kept))
    tx.journal(RENEWED, before={"due_on": loan.due_on}, after={"loan": loan.id, "due_on": renewed.due_on})
    left = borrower.strips_left
    return Renewed(
        loan_id=loan.id,
        customer_id=borrower.customer_id,
        number=item.number,
        title=item.name,
        was_due_on=loan.due_on,
        due_on=renewed.due_on,
        fee_cents=fee,
        fine_cents=fined.cents,
        strips_left=None if left is None else left - strip,
        renewals=renewed.renewals,
        before=loan,
        strip_of=other_period if strip else None,
        charge_ids=tuple(charge for charge in (fee_id, fined.charge_id) if charge is not None),
        renewal=kept,
    ), obstacles


def _obstacles(
    desk: Desk, tx: Transaction, borrower: Borrower, loan: Loan, item: Scanned, *, pass_settled: bool
) -> list[Obstacle]:
    day, rules = tx.stamp.working_date, desk.library.loans
    reserved = item.reserved and bool(queue_for(tx, item.title_id, item.number, day, but=borrower.customer_id))
    found = against_borrower(borrower, desk.library, day, more=0, pass_settled=pass_settled)
    found += against_renewal(borrower, desk.library, renewals=loan.renewals, reserved=reserved)
    if rules is not None:
        due = due_after_renewal(terms_for(rules, institution=borrower.institution), loan.due_on)
        if due < day:
            text = f"Ook verlengd had het op {format_date(due)} terug moeten zijn: neem het eerst in."
            found.append(Obstacle(Rule.TOO_LATE, text))
    return found
