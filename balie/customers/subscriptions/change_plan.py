"""What another subscription, or the same for one period more, comes down to; judged, nothing stored.

Wise: Abonnement wijzigen on tab 3 (rules.md#tariffs).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from balie.customers.cancelling.settlement import PeriodRefund, settle
from balie.customers.cards.numbers import current_number
from balie.customers.kinds import CustomerKind
from balie.customers.mandates import NO_NUMBER
from balie.customers.memberships import Membership, as_day, latest_membership
from balie.customers.permission import Override, judge_override
from balie.customers.subscriptions.next_period import (
    first_day_after,
    not_collected,
    not_collected_from,
    without_mandate,
)
from balie.customers.subscriptions.pricing import Offer, PaymentWay, Period, offers, period, refused_offers, renewal
from balie.dutch.dates import format_date
from balie.dutch.names import full_name
from balie.dutch.periods import add_months
from balie.ledger import balance
from balie.library.terms import RefundBasis
from balie.refusal import Reason, Reasons, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader

AHEAD_MONTHS = 2
"""So long before the end of a period the next one can be made: later loans would eat the strips of the next year."""


class Start(StrEnum):
    """From when the new subscription counts."""

    NOW = "meteen"
    """Rights today, paid from the first of next month; what is left of the old period is given back."""
    NEXT = "per vervaldatum"
    """When the paid period is over."""


@dataclass(frozen=True, slots=True)
class PlanChange:
    """The subscription a member is to have: code, way of paying, from when.

    `last_day` is for a `Tijd.` subscription without a term. `iban` (with `holder`) signs a mandate where there is none.
    A supervisor allows what the rules do not (`override`; rules.md#supervisor).
    """

    code: str
    way: PaymentWay
    start: Start = Start.NOW
    last_day: date | None = None
    iban: str = ""
    holder: str = ""
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class ChangePlan:
    """What a change comes down to. `refunds` is what is given back of periods that make way; amounts in cents.

    `against` says in Dutch what a supervisor had to allow; empty where nothing. `open_cents` is what the customer owes
    already: what is given back goes off that before it is credit.
    """

    offer: Offer
    period: Period
    refunds: tuple[PeriodRefund, ...]
    against: str
    open_cents: int = 0

    @property
    def refund_cents(self) -> int:
        """What is given back of the periods that make way."""
        return sum(refund.refund_cents for refund in self.refunds)

    @property
    def to_pay_cents(self) -> int:
        """What the change itself costs; below zero it gives back."""
        return self.offer.price_cents - self.refund_cents

    @property
    def owed_cents(self) -> int:
        """What the customer owes after it in all; below zero it becomes credit."""
        return self.open_cents + self.to_pay_cents


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand: the last period, and what of the person decides on the price."""

    membership: Membership
    period: Period
    way: PaymentWay
    reduced_65: bool
    born: date | None
    kind: CustomerKind
    name: str
    mandate: bool


def change_offers(
    desk: Desk, customer_id: int, way: PaymentWay, start: Start
) -> tuple[list[Offer], list[tuple[Offer, str]]]:
    """What this member may change to, and what only with a supervisor, each with the reasons.

    Prices are those of the first day of the new period. Raises `Refusal` when there is nothing to change.
    """
    now = standing(desk.store, customer_id, desk.working_date)
    on = _first_day(now, start, desk.working_date)
    return _offered(desk, now, on, way)


def plan_change(desk: Desk, customer_id: int, change: PlanChange) -> ChangePlan:
    """What a change costs and gives back. Changes nothing; raises `Refusal` with all reasons at their fields."""
    return judge_change(desk, desk.store, customer_id, change)[1]


def preview_change(desk: Desk, customer_id: int, change: PlanChange) -> tuple[ChangePlan | None, tuple[Reason, ...]]:
    """As `plan_change`, for a form that is not complete: what is known of the plan, with what is in the way of it.

    Raises `Refusal` when nothing can begin at that moment, whatever else is filled in.
    """
    _, plan, reasons = _weigh(desk, desk.store, customer_id, change)
    return plan, tuple(reasons)


def plan_renewal(desk: Desk, customer_id: int) -> ChangePlan:
    """What one period more of the same comes down to. Changes nothing; raises `Refusal` when that cannot be."""
    return plan_change(desk, customer_id, renewal_of(standing(desk.store, customer_id, desk.working_date)))


def renewal_of(now: Standing) -> PlanChange:
    """The change that is none: the same subscription, paid in the same way, when the period is over."""
    return PlanChange(now.membership.code, now.way, Start.NEXT)


def possible_starts(desk: Desk, customer_id: int) -> tuple[Start, ...]:
    """From when another subscription can count. Raises `Refusal` with all reasons when never."""
    now = standing(desk.store, customer_id, desk.working_date)
    reasons = Reasons()
    found = []
    for start in Start:
        with reasons.at("start"):
            _first_day(now, start, desk.working_date)
            found.append(start)
    if not found:
        # A cancellation stands in the way of both, in the same words.
        raise Refusal(*dict.fromkeys(reasons))
    return tuple(found)


def judge_change(desk: Desk, reader: Reader, customer_id: int, change: PlanChange) -> tuple[Standing, ChangePlan]:
    """How things stand and what the change comes down to. Raises `Refusal` with all reasons at their fields."""
    now, plan, reasons = _weigh(desk, reader, customer_id, change)
    reasons.raise_if_any()
    assert plan is not None, "no plan and no reason why"
    return now, plan


def _weigh(
    desk: Desk, reader: Reader, customer_id: int, change: PlanChange
) -> tuple[Standing, ChangePlan | None, Reasons]:
    now = standing(reader, customer_id, desk.working_date)
    on = _first_day(now, change.start, desk.working_date)
    reasons = Reasons()
    if change.start is Start.NOW and (change.code, change.way) == (now.membership.code, now.way):
        reasons.add("De klant heeft dit abonnement al: kies een ander, of verleng het.", "subscription")
    offer, against = _choose(desk, change, *_offered(desk, now, on, change.way), reasons)
    if offer is None:
        return now, None, reasons
    _judge_mandate(change, now, offer, current_number(reader, customer_id), reasons)
    if why := not_collected(desk.library, offer):
        reasons.add(why, "subscription")
    if why := not_collected_from(offer, change.way, change.iban):
        reasons.add(why, "iban")
    span = None
    with reasons.at("subscription"):
        if change.start is Start.NEXT:
            span = renewal(offer, now.period)
    with reasons.at("last_day"):
        if change.start is Start.NOW:
            span = period(offer, desk.working_date, last_day=change.last_day)
            if offer.ends_by_itself and span.rights_until is None:
                reasons.add(
                    f"{offer.name} ({offer.code}) is tijdelijk: vul in tot en met welke dag het geldt.", "last_day"
                )
    if span is None:
        return now, None, reasons
    own = desk.library.cancellation
    basis = own.refund_per if own else RefundBasis.DAYS
    refunds: Sequence[PeriodRefund] = ()
    if change.start is Start.NOW:
        refunds = settle(reader, customer_id, free_on=span.paid_from, basis=basis).refunds
    owed = balance(reader, customer_id)
    return now, ChangePlan(offer, span, tuple(refunds), against, owed.contribution + owed.other), reasons


def _offered(desk: Desk, now: Standing, on: date, way: PaymentWay) -> tuple[list[Offer], list[tuple[Offer, str]]]:
    library, born, kind, reduced = desk.library, now.born, now.kind, now.reduced_65
    return (
        offers(library, born=born, on=on, kind=kind, way=way, reduced_65=reduced),
        refused_offers(library, born=born, on=on, kind=kind, way=way, reduced_65=reduced),
    )


def _choose(
    desk: Desk, change: PlanChange, allowed: list[Offer], refused: list[tuple[Offer, str]], reasons: Reasons
) -> tuple[Offer | None, str]:
    for offer in allowed:
        if offer.code == change.code:
            return offer, ""
    for offer, why in refused:
        if offer.code != change.code:
            continue
        if change.override is None:
            reasons.add(why, "subscription")
        else:
            judge_override(change.override, desk, reasons)
        return offer, why
    reasons.add(f"Abonnement {change.code} heeft hiervoor geen tarief: kies er een uit de lijst.", "subscription")
    return None, ""


def _judge_mandate(change: PlanChange, now: Standing, offer: Offer, number: str | None, reasons: Reasons) -> None:
    from balie.dutch.bank import read_iban

    with reasons.at("iban"):
        read_iban(change.iban)
    if change.iban and number is None:
        reasons.add(NO_NUMBER, "iban")
    if now.mandate or change.iban:
        return
    if why := without_mandate(offer, change.way):
        reasons.add(why, "iban")


def _first_day(now: Standing, start: Start, today: date) -> date:
    """The day that decides on age and price. Raises `Refusal` when nothing can begin there."""
    last_day, paid_until = now.membership.ended_on, now.period.paid_until
    if start is Start.NOW:
        if last_day is not None:
            raise Refusal(f"Deze klant heeft opgezegd, lid t/m {format_date(last_day)}: trek de opzegging eerst in.")
        return today
    if paid_until is None or now.membership.temporary:
        raise Refusal("Dit abonnement wordt niet verlengd: kies een ander abonnement dat meteen ingaat.")
    if last_day is not None and last_day <= paid_until:
        raise Refusal(f"Deze klant heeft opgezegd, lid t/m {format_date(last_day)}: trek de opzegging eerst in.")
    if now.period.paid_from > today:
        raise Refusal(f"Dit abonnement loopt al door t/m {format_date(paid_until)}: verlengen hoeft nu niet.")
    if (soonest := add_months(paid_until, -AHEAD_MONTHS)) > today:
        raise Refusal(
            f"Dit abonnement loopt t/m {format_date(paid_until)}: verlengen kan vanaf {format_date(soonest)}."
        )
    return first_day_after(paid_until)


def standing(reader: Reader, customer_id: int, today: date) -> Standing:
    """How things stand for a member on this day. Raises `Refusal` for who is none."""
    membership = latest_membership(reader, customer_id)
    if membership is None or not membership.is_running(today):
        raise Refusal("Deze klant heeft geen lopend abonnement: schrijf de klant opnieuw in.")
    row = reader.read_one(
        "SELECT m.started_on, m.paid_from, m.paid_until, m.rights_until, m.way, m.reduced_65, c.birth_date, c.kind,"
        " c.initials, c.prefix, c.surname, EXISTS (SELECT 1 FROM mandate WHERE customer_id = c.id"
        " AND withdrawn_on IS NULL) FROM membership AS m JOIN customer AS c ON c.id = m.customer_id"
        " WHERE m.customer_id = ? AND m.number = ?",
        (customer_id, membership.number),
    )
    assert row is not None
    started, paid_from, paid_until, rights_until, way, reduced, born, kind, initials, prefix, surname, mandate = row
    began = date.fromisoformat(started)
    return Standing(
        membership=membership,
        period=Period(began, as_day(paid_from) or began, as_day(paid_until), as_day(rights_until)),
        way=PaymentWay(way),
        reduced_65=bool(reduced),
        born=as_day(born),
        kind=CustomerKind(kind),
        name=full_name(initials or "", prefix or "", surname),
        mandate=bool(mandate),
    )
