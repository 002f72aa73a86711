"""Giving a member another subscription, or the same for one period more; each in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from balie.customers.cards.numbers import current_number
from balie.customers.mandates import add_mandate
from balie.customers.memberships import CHANGED, add_membership
from balie.customers.subscriptions.change_plan import (
    ChangePlan,
    PlanChange,
    Standing,
    Start,
    judge_change,
    renewal_of,
    standing,
)
from balie.customers.subscriptions.next_period import period_row
from balie.customers.versions import touch
from balie.ledger import Charge, invoice, use_credit
from balie.library.rights import Right
from balie.library.terms import ChargeKind
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.transaction import Transaction

_OTHERWISE = (
    "Aan een andere balie is intussen voor deze klant geboekt, en de bedragen zijn nu anders: kijk ze opnieuw na."
)


@dataclass(frozen=True, slots=True)
class ChangedMembership:
    """What was made: the number of the new period, its invoice, and the reference of a mandate signed now."""

    plan: ChangePlan
    membership_number: int
    invoice_id: int | None
    mandate: str | None


def change_subscription(
    desk: Desk, customer_id: int, change: PlanChange, *, told: ChangePlan | None = None
) -> ChangedMembership:
    """Give a member another subscription: new period, charge, what is given back, journal; one transaction.

    Number, password and enrolment date stay. `told` is the plan the customer was told. Raises `Refusal` as
    `plan_change` does, and when it comes to something else than was told; then nothing is stored.
    """
    desk.require(Right.ENROL)
    with desk.transaction() as tx:
        return _change(desk, tx, customer_id, change, "subscription changed", told)


def renew(desk: Desk, customer_id: int, *, told: ChangePlan | None = None) -> ChangedMembership:
    """The same subscription for the period after this one, at the price of its first day; `told` as above."""
    desk.require(Right.ENROL)
    with desk.transaction() as tx:
        return renew_in(desk, tx, customer_id, told=told)


def renew_in(desk: Desk, tx: Transaction, customer_id: int, *, told: ChangePlan | None = None) -> ChangedMembership:
    """As `renew`, within a transaction that does more (the contribution run)."""
    now = standing(tx, customer_id, desk.working_date)
    return _change(desk, tx, customer_id, renewal_of(now), "renewed", told)


def _change(
    desk: Desk, tx: Transaction, customer_id: int, change: PlanChange, action: str, told: ChangePlan | None
) -> ChangedMembership:
    now, plan = judge_change(desk, tx, customer_id, change)
    if told is not None and told != plan:
        raise Refusal(_OTHERWISE)
    offer, span = plan.offer, plan.period
    number = now.membership.number + 1
    if change.start is Start.NOW:
        last_day = max(desk.working_date, span.paid_from - timedelta(days=1))
        tx.execute(
            "UPDATE membership SET ended_on = ?, end_reason = ? WHERE customer_id = ? AND number < ?"
            " AND ended_on IS NULL AND (paid_until IS NULL OR paid_until >= ? OR number = ?)",
            (last_day.isoformat(), CHANGED, customer_id, number, span.paid_from.isoformat(), now.membership.number),
        )
    add_membership(
        tx,
        customer_id,
        period_row(
            offer,
            span,
            number=number,
            way=change.way,
            reduced_65=now.reduced_65,
            ended_on=now.membership.ended_on,
        ),
    )
    charges = [Charge(ChargeKind.CONTRIBUTION, offer.price_cents, number)]
    charges += [Charge(ChargeKind.CONTRIBUTION, -item.refund_cents, item.number) for item in plan.refunds]
    invoice_id = invoice(tx, desk.library, customer_id, charges)
    if plan.refunds:  # what is given back pays what is asked now
        use_credit(tx, customer_id)
    mandate = _sign(tx, customer_id, change, now)
    touch(tx, customer_id)
    tx.journal(
        action,
        customer_id=customer_id,
        before={
            "subscription": now.membership.code,
            "way": now.way,
            "paid_until": now.period.paid_until,
        },
        after={
            "subscription": offer.code,
            "way": change.way,
            "paid_from": span.paid_from,
            "paid_until": span.paid_until,
            "price_cents": offer.price_cents,
            "refund_cents": plan.refund_cents,
            "invoice": invoice_id,
            **({"mandate": mandate} if mandate else {}),
            **(
                {**change.override.journalled, "allowed_though": plan.against}
                if plan.against and change.override
                else {}
            ),
        },
    )
    return ChangedMembership(plan, number, invoice_id, mandate)


def _sign(tx: Transaction, customer_id: int, change: PlanChange, now: Standing) -> str | None:
    from balie.dutch.bank import bic_of

    number = current_number(tx, customer_id)
    if not change.iban or number is None:
        return None
    return add_mandate(tx, customer_id, number, change.iban, bic_of(change.iban), change.holder or now.name)
