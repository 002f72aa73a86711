"""Renewing (F6): all or selected loans of a customer, each with its own reasons where it cannot be; one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from balie.circulation.loans import change_loan, runs, take_strips
from balie.circulation.renewals import Renewal, RenewalWay, add_renewal
from balie.customers.permission import Override, check_override
from balie.customers.versions import note_activity
from balie.ledger import Charge, book_charge
from balie.lending.fining import book_fine
from balie.lending.lend import TOPTITEL
from balie.lending.renewal_plan import RenewalChanged, RenewalCircumstances, RenewalPlan, WillRenew, plan_renewal
from balie.lending.rules.overriding import journal_override
from balie.lending.session.acts import NotRenewed, Renewed
from balie.library.rights import Right
from balie.library.terms import ChargeKind

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.transaction import Transaction

RENEWED = "loan renewed"
RENEWED_UNSEEN = "loan renewed unseen"
"""The words in the journal: by the desk, and of itself or by the website."""


def renew(
    desk: Desk,
    customer_id: int,
    loan_ids: Sequence[int],
    *,
    override: Override | None = None,
    pass_settled: bool = False,
    told: RenewalPlan | None = None,
    way: RenewalWay = RenewalWay.DESK,
) -> list[Renewed | NotRenewed]:
    """Renew these loans of a customer, from their due dates; in their order what became of each.

    A loan that was late already is fined for the days until now, as at return, since the renewal gives it another due
    date. The branch that renews is the one that lent it from then on. Where the strips are gone before the end, the
    rest is not renewed. `override` sets aside the rules that a supervisor may set aside, `pass_settled` that the pass
    is blocked, `way` by whom: what is not done at the desk has its own limit.

    `told` is what the desk was told that it comes to; raises `RenewalChanged`, and changes nothing, where that is not
    what it is now. Raises another `Refusal` when a loan is not this customer's any more, or the override lacks who or
    why (fields `supervisor`, `because`).

    Source: rules.md#renewal.
    """
    desk.require(Right.LEND)
    allowed = None if override is None else check_override(override, desk)
    with desk.transaction() as tx:
        if told is not None:
            loan_ids = [loan_id for loan_id in loan_ids if runs(tx, customer_id, loan_id)]
        given = RenewalCircumstances(desk.library, tx.stamp.working_date, allowed is not None, pass_settled, way)
        plan = plan_renewal(tx, given, customer_id, loan_ids)
        if told is not None and plan != told:
            raise RenewalChanged(plan)
        done = book_plan(desk, tx, plan, way)
        set_aside = list(dict.fromkeys(obstacle for line in plan.possible for obstacle in line.set_aside))
        journal_override(tx, customer_id, set_aside, allowed)
        if plan.possible:
            note_activity(tx, customer_id)
    return done


def book_plan(desk: Desk, tx: Transaction, plan: RenewalPlan, way: RenewalWay) -> list[Renewed | NotRenewed]:
    """Book what can be renewed as it was worked out in this transaction; in its order what became of each."""
    done: list[Renewed | NotRenewed] = []
    left = None if plan.strips_left is None else plan.strips_left + plan.strips
    for line in plan.lines:
        if isinstance(line, NotRenewed):
            done.append(line)
            continue
        left = None if left is None else left - line.strips
        done.append(_renew_one(desk, tx, line, left, way))
    return done


def _renew_one(desk: Desk, tx: Transaction, line: WillRenew, strips_left: int | None, way: RenewalWay) -> Renewed:
    """Book one renewal as it was worked out."""
    loan, library, customer_id = line.loan, desk.library, line.loan.customer_id
    assert customer_id is not None, "a loan that runs is somebody's"
    fined, fee_id = book_fine(tx, library, loan, tx.stamp.working_date), None
    assert fined.cents == line.fine_cents, "what is told is what is booked"
    if line.fee_cents:
        charge = Charge(ChargeKind.LENDING, line.fee_cents, line.period)
        fee_id = book_charge(tx, library, customer_id, charge, note=f"{TOPTITEL}, verlengd")
    # The strip is one of the period of now; that of a loan from before stays with the one it was lent in.
    other_period = line.period if loan.membership_number != line.period else None
    if line.strips and other_period is not None:
        take_strips(tx, customer_id, other_period, line.strips)
    renewed = replace(
        loan,
        due_on=line.due_on,
        strips=loan.strips + (line.strips if other_period is None else 0),
        renewals=loan.renewals + 1,
        fee_charge_id=fee_id or loan.fee_charge_id,
        fine_charge_id=fined.charge_id or loan.fine_charge_id,
        branch=tx.stamp.branch if way is RenewalWay.DESK else loan.branch,
        unseen_renewals=way.unseen_after(loan.unseen_renewals),
    )
    change_loan(tx, renewed)
    kept = add_renewal(
        tx,
        Renewal(
            loan_id=loan.id,
            customer_id=customer_id,
            renewed_on=tx.stamp.working_date,
            was_due_on=loan.due_on,
            due_on=line.due_on,
            was_branch=loan.branch,
            membership_number=line.period if line.strips else None,
            fee_charge_id=fee_id,
            fine_charge_id=fined.charge_id,
            way=way,
            was_unseen=loan.unseen_renewals,
        ),
    )
    word = RENEWED if way is RenewalWay.DESK else RENEWED_UNSEEN
    tx.journal(word, before={"due_on": loan.due_on}, after={"loan": loan.id, "due_on": line.due_on})
    return Renewed(
        loan_id=loan.id,
        customer_id=customer_id,
        number=line.number,
        title=line.title,
        was_due_on=loan.due_on,
        due_on=line.due_on,
        fee_cents=line.fee_cents,
        fine_cents=line.fine_cents,
        strips_left=strips_left,
        renewals=renewed.renewals,
        before=loan,
        strip_of=other_period if line.strips else None,
        charge_ids=tuple(charge for charge in (fee_id, fined.charge_id) if charge is not None),
        lapsed=fined.lapsed,
        renewal=kept,
    )
