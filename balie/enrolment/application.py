"""What the three screens of an enrolment gather, and the check of everything that can be judged without the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.ages import counted_age
from balie.customers.finding.entry import NumberChoice, NumberLater
from balie.customers.forms.details import NO_IBAN
from balie.customers.permission import Override, judge_override
from balie.customers.subscriptions.next_period import not_collected, not_collected_from
from balie.customers.subscriptions.pricing import Costs, Offer, Period, cost_breakdown, offer_of, period
from balie.dutch.dates import parse_date
from balie.library.terms import PaymentWay
from balie.refusal import Reason, Reasons

if TYPE_CHECKING:
    from balie.customers.forms.details import Details
    from balie.desk import Desk


@dataclass(frozen=True, slots=True)
class Discounts:
    """The three kinds of Korting on screen 3, in cents: of the subscription, of a transfer, and other."""

    subscription: int = 0
    transfer: int = 0
    other: int = 0


@dataclass(frozen=True, slots=True)
class Application:
    """An enrolment as the desk wants it: number, person, subscription (code), way of paying.

    `last_day` is the end of a `Tijd.` subscription to which the library gives no term.
    """

    number: NumberChoice
    details: Details
    subscription: str
    way: PaymentWay
    discounts: Discounts = Discounts()
    last_day: date | None = None
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class EnrolmentTerms:
    """What an application comes down to: the offer taken, its period and costs, and what a supervisor had to allow."""

    offer: Offer
    period: Period
    costs: Costs
    allowed: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """As `EnrolmentTerms`, of an application that may not be right yet: None for what cannot be said.

    `in_the_way` is why nobody can have this subscription in this way, in Dutch: no supervisor sets that aside.
    """

    offer: Offer
    period: Period | None
    costs: Costs | None
    allowed: str
    in_the_way: tuple[str, ...] = ()


def default_way(details: Details) -> PaymentWay:
    """How somebody pays unless the desk chooses otherwise: collected where Sepa incasso was chosen, else invoiced."""
    return PaymentWay.DIRECT_DEBIT if details.direct_debit else PaymentWay.INVOICE


def read_last_day(text: str, on: date) -> date | None:
    """The last day of a `Tijd.` subscription, typed in any form of rules.md#date-entry; None for an empty text.

    Two digits of a year mean one of the fifty years to come or gone nearest: such a day lies ahead, unlike a birth
    date. Raises `Refusal` for what is no date.
    """
    return parse_date(text, date(on.year + 50, 12, 31)) if text.strip() else None


def preview(desk: Desk, application: Application) -> Outlook | None:
    """What an application comes down to, for a screen that is not complete: what is known, and what is in the way.

    None where the subscription has no tariff for that way of paying. `judge` takes the amounts from here too: what a
    screen shows of it is what is booked.
    """
    return _weigh(desk, application)[0]


def judge(desk: Desk, application: Application) -> EnrolmentTerms:
    """The terms of an application on the desk's working date.

    Raises `Refusal` with all reasons: a subscription this person may not have (unless overridden), no mandate where the
    subscription or the way of paying needs one, a mandate without a number, discounts beyond the price.
    """
    outlook, reasons = _weigh(desk, application)
    reasons.raise_if_any()
    assert outlook is not None, "no offer and no reason why"
    assert outlook.costs is not None
    assert outlook.period is not None
    return EnrolmentTerms(outlook.offer, outlook.period, outlook.costs, outlook.allowed)


def _weigh(desk: Desk, application: Application) -> tuple[Outlook | None, Reasons]:
    details, day = application.details, desk.working_date
    reasons = Reasons()
    _judge_mandate(application, reasons)
    offer, allowed = _choose(desk, application, reasons)
    if offer is None:
        return None, reasons
    in_the_way = _judge_paying(desk, application, offer)
    reasons.extend(in_the_way)
    if offer.ends_by_itself and offer.term_months is None and application.last_day is None:
        reasons.add(f"{offer.name} ({offer.code}) is tijdelijk: vul in tot en met welke dag het geldt.", "last_day")
    age = counted_age(details.basic.birth_date, day, details.basic.kind)
    discounts = application.discounts
    costs = None
    with reasons.at(""):
        costs = cost_breakdown(
            offer,
            age,
            discount_subscription=discounts.subscription,
            discount_transfer=discounts.transfer,
            discount=discounts.other,
        )
    span = None
    with reasons.at("last_day"):
        span = period(offer, day, last_day=application.last_day)
    return Outlook(offer, span, costs, allowed, tuple(reason.text for reason in in_the_way)), reasons


def _judge_paying(desk: Desk, application: Application, offer: Offer) -> tuple[Reason, ...]:
    """Why this subscription cannot be paid for as these details say, whoever allows it."""
    details, reasons = application.details, list[Reason]()
    if why := not_collected(desk.library, offer):
        reasons.append(Reason(why, "subscription"))
    elif offer.only_collected and not details.direct_debit:
        text = f"{offer.name} ({offer.code}) kan alleen met Sepa incasso: vul het IBAN in of kies een ander abonnement."
        reasons.append(Reason(text, "subscription"))
    if details.direct_debit and (why := not_collected_from(offer, application.way, details.iban)):
        reasons.append(Reason(why, "iban"))
    return tuple(reasons)


def _judge_mandate(application: Application, reasons: Reasons) -> None:
    details = application.details
    collected = application.way is not PaymentWay.INVOICE
    if collected and not details.direct_debit:
        reasons.add("Betalen per incasso kan alleen met een machtiging: kies Sepa incasso en vul het IBAN in.", "way")
    if details.direct_debit and not details.iban:
        reasons.add(NO_IBAN, "iban")
    if details.direct_debit and isinstance(application.number, NumberLater):
        reasons.add(
            "Een machtiging krijgt het klantnummer als kenmerk: geef er eerst een (scherm 1), of kies geen incasso.",
            "direct_debit",
        )


def _choose(desk: Desk, application: Application, reasons: Reasons) -> tuple[Offer | None, str]:
    """The offer with the code that was chosen, and why it needed a supervisor (empty when it did not)."""
    found = offer_of(
        desk.library,
        application.subscription,
        born=application.details.basic.birth_date,
        on=desk.working_date,
        kind=application.details.basic.kind,
        way=application.way,
        alone=True,
    )
    if found is None:
        text = f"Abonnement {application.subscription} heeft geen tarief: kies er een uit de lijst."
        reasons.add(text, "subscription")
        return None, ""
    offer, why = found
    if why:
        if application.override is None:
            reasons.add(why, "subscription")
        else:
            judge_override(application.override, desk, reasons)
    return offer, why
