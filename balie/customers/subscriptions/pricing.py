"""Who may have which subscription and what it costs. Pure rules: values in, values out.

The third screen (`Opbouw abonnementskosten`) shows what is here; what one line of its list is stands in `offer`, from
when until when it runs in `periods`. All of it may be imported from here. Amounts are integer cents, ages completed
years.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.ages import completed_years, counted_age
from balie.customers.kinds import RULES, CustomerKind
from balie.customers.subscriptions.offer import BorrowingRights, Offer, price_label, rights
from balie.customers.subscriptions.periods import Period, first_paid_month, period, renewal
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.library.terms import FREE_UNTIL_AGE, Audience, Condition, PaymentWay
from balie.library.validity import in_force
from balie.refusal import Reasons

if TYPE_CHECKING:
    from balie.library.structs import Library, Subscription, Tariff

__all__ = [
    "FREE_UNTIL_AGE",
    "BorrowingRights",
    "Costs",
    "Offer",
    "PaymentWay",
    "Period",
    "cost_breakdown",
    "first_paid_month",
    "keeps_reduced_65",
    "offer_of",
    "offers",
    "payment_ways",
    "period",
    "price_label",
    "refused_offers",
    "renewal",
    "rights",
    "without_tariff",
]


_SUPERVISOR = "Een leidinggevende kan dit met een reden toestaan."


@dataclass(frozen=True, slots=True)
class Costs:
    """The amounts of screen 3, in cents; discounts are positive and are taken off."""

    subscription: int
    enrolment_fee: int
    discount_subscription: int
    discount_transfer: int
    discount: int

    @property
    def balance(self) -> int:
        """`Saldo`: what is to be paid."""
        discounts = self.discount_subscription + self.discount_transfer + self.discount
        return self.subscription + self.enrolment_fee - discounts


def offers(
    library: Library, *, born: date | None, on: date, kind: CustomerKind, way: PaymentWay, reduced_65: bool = False
) -> list[Offer]:
    """The subscriptions this person may have on day `on`, in the order of the library file.

    `on` is the day of enrolment, or the first day of the new period at a renewal. `born` is None where it is not known
    (an institution). `reduced_65` is the property of the membership, see `keeps_reduced_65`.
    """
    return [
        offer
        for subscription, offer in _priced(library, born=born, on=on, kind=kind, way=way, reduced_65=reduced_65)
        if not _against(subscription, counted_age(born, on, kind), kind)
    ]


def refused_offers(
    library: Library, *, born: date | None, on: date, kind: CustomerKind, way: PaymentWay, reduced_65: bool = False
) -> list[tuple[Offer, str]]:
    """The subscriptions this person may not have, each with all reasons in one Dutch text.

    A supervisor may give one all the same, with a reason (rules.md#supervisor); the offer holds the price for that.
    """
    age = counted_age(born, on, kind)
    return [
        (offer, f"{' '.join(reasons)} {_SUPERVISOR}")
        for subscription, offer in _priced(library, born=born, on=on, kind=kind, way=way, reduced_65=reduced_65)
        if (reasons := _against(subscription, age, kind))
    ]


def offer_of(
    library: Library,
    code: str,
    *,
    born: date | None,
    on: date,
    kind: CustomerKind,
    way: PaymentWay,
    reduced_65: bool = False,
    alone: bool = False,
) -> tuple[Offer, str] | None:
    """One subscription as `offers` and `refused_offers` give it: with why this person may not have it, or empty.

    None where no subscription with this code has a price on that day for that way of paying. `alone`: to begin with,
    beside no other subscription, which a supplement may not.
    """
    for subscription in library.subscriptions:
        if subscription.code == code:
            offer = _price(library, subscription, born=born, on=on, kind=kind, way=way, reduced_65=reduced_65)
            if offer is None:
                return None
            reasons = _against(subscription, counted_age(born, on, kind), kind)
            if alone and subscription.supplement:
                reasons = [*reasons, f"{offer.name} ({code}) komt naast een ander abonnement en kan niet alleen."]
            return offer, f"{' '.join(reasons)} {_SUPERVISOR}" if reasons else ""
    return None


def without_tariff(library: Library, *, on: date, way: PaymentWay) -> list[str]:
    """Why subscriptions have no price, and so appear in neither list: one Dutch sentence for each."""
    found = []
    for subscription in library.subscriptions:
        name = f"{subscription.name} ({subscription.code})"
        if not in_force(subscription.tariffs, on):
            found.append(f"{name} heeft op {format_date(on)} geen tarief in het bibliotheekbestand.")
        elif _tariff(subscription, on, way, reduced_65=False) is None:
            found.append(f"{name} heeft geen tarief voor betaling per {way}.")
    return found


def payment_ways(library: Library, *, on: date) -> list[PaymentWay]:
    """The ways of paying that make a difference to the price on that day; none where all pay the same."""
    ways = {tariff.way for subscription in library.subscriptions for tariff in in_force(subscription.tariffs, on)}
    return [way for way in PaymentWay if way in ways]


def keeps_reduced_65(library: Library, *, born: date, enrolled_on: date, uninterrupted: bool) -> bool:
    """Whether a member kept the reduced 65+ tariff: enrolled before it ended, old enough then, never gone.

    Source: rules.md#reduced-65.
    """
    rule = library.reduced_65
    if rule is None or not uninterrupted:
        return False
    return enrolled_on < rule.enrolled_before and (completed_years(born, rule.age_reached_on) or 0) >= rule.age


def cost_breakdown(
    offer: Offer, age: int | None, *, discount_subscription: int = 0, discount_transfer: int = 0, discount: int = 0
) -> Costs:
    """The amounts of screen 3. `age` is None for an institution; under 18 everything is 0 (Wsob art. 13).

    Raises `Refusal`, with every reason at its field, for a negative discount and for discounts beyond the price.
    """
    free = age is not None and age < FREE_UNTIL_AGE
    costs = Costs(
        subscription=0 if free else offer.price_cents,
        enrolment_fee=0 if free else offer.enrolment_fee_cents,
        discount_subscription=discount_subscription,
        discount_transfer=discount_transfer,
        discount=discount,
    )
    reasons = Reasons()
    for field in ("discount_subscription", "discount_transfer", "discount"):
        if getattr(costs, field) < 0:
            reasons.add("Een korting is een bedrag van € 0,00 of meer.", field)
    if not reasons and costs.balance < 0:
        most = format_cents(costs.subscription + costs.enrolment_fee)
        reasons.add(f"De kortingen zijn samen hoger dan de kosten. Geef samen hoogstens {most}.", "discount")
    reasons.raise_if_any()
    return costs


def _priced(
    library: Library, *, born: date | None, on: date, kind: CustomerKind, way: PaymentWay, reduced_65: bool
) -> Iterator[tuple[Subscription, Offer]]:
    """Every subscription that has a price for this person, may it be had or not; no supplement by itself."""
    for subscription in library.subscriptions:
        if subscription.supplement:
            continue
        offer = _price(library, subscription, born=born, on=on, kind=kind, way=way, reduced_65=reduced_65)
        if offer is not None:
            yield subscription, offer


def _price(
    library: Library,
    subscription: Subscription,
    *,
    born: date | None,
    on: date,
    kind: CustomerKind,
    way: PaymentWay,
    reduced_65: bool,
) -> Offer | None:
    """A subscription at the price of this person; None where it has no price on that day for that way of paying."""
    tariff = _tariff(subscription, on, way, reduced_65=reduced_65)
    if tariff is None:
        return None
    age = counted_age(born, on, kind)
    free = age is not None and age < FREE_UNTIL_AGE
    enrolment_fee = sum(price.price_cents for price in in_force(library.fees.enrolment, on))
    return Offer(
        code=subscription.code,
        name=subscription.name,
        price_cents=0 if free else tariff.price_cents,
        term_months=tariff.per_months or subscription.term_months,
        contract_months=subscription.term_months,
        kind=subscription.kind,
        range_label=_range_label(subscription),
        note=subscription.note or "",
        strips=subscription.strips,
        digital_only=subscription.digital_only,
        mandate_required=subscription.mandate_required,
        trial=subscription.trial,
        tariff_code=tariff.code or subscription.code,
        enrolment_fee_cents=0 if free else enrolment_fee,
        free_by_law=free,
    )


def _tariff(subscription: Subscription, on: date, way: PaymentWay, *, reduced_65: bool) -> Tariff | None:
    """The tariff that holds: the reduced one where the member kept it and there is one, else the ordinary one."""
    usable = [tariff for tariff in in_force(subscription.tariffs, on) if tariff.way in (None, way)]
    wanted = (Condition.REDUCED_65, None) if reduced_65 else (None,)
    for condition in wanted:
        for tariff in usable:
            if tariff.condition is condition:
                return tariff
    return None


def _range_label(subscription: Subscription) -> str:
    """The last column (rules.md#range-label): `Vast`, `Tijd.` or `19-99`; without an upper limit `18+`."""
    if subscription.kind is not None:
        return subscription.kind
    if subscription.max_age is None:
        return f"{subscription.min_age}+"
    return f"{subscription.min_age}-{subscription.max_age}"


def _against(subscription: Subscription, age: int | None, kind: CustomerKind) -> list[str]:
    """Every reason why this person may not have this subscription; none when it may be had."""
    name = f"{subscription.name} ({subscription.code})"
    institution = RULES[kind].is_institution
    if institution and subscription.audience is Audience.PERSON:
        return [f"{name} is voor personen, niet voor een instelling."]
    reasons = []
    if not institution and subscription.audience is Audience.INSTITUTION:
        reasons.append(f"{name} is alleen voor instellingen.")
    if subscription.kinds and kind not in subscription.kinds:
        meant = " of ".join(RULES[CustomerKind(one)].label.lower() for one in subscription.kinds)
        reasons.append(f"{name} is alleen voor klanttype {meant}; dit is een {RULES[kind].label.lower()}.")
    if subscription.min_age is None:
        return reasons
    if subscription.max_age is None:
        ages = f"{subscription.min_age} jaar en ouder"
    else:
        ages = f"{subscription.min_age} t/m {subscription.max_age} jaar"
    if institution:
        reasons.append(f"{name} is voor {ages}; een instelling heeft geen leeftijd.")
    elif age is None:
        reasons.append(f"{name} is voor {ages}; de geboortedatum is niet bekend.")
    elif age < subscription.min_age or (subscription.max_age is not None and age > subscription.max_age):
        reasons.append(f"{name} is voor {ages}; deze klant is {age} jaar.")
    return reasons
