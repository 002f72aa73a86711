"""Whether a membership from a file can be, and what it becomes here: the rules that enrolling and renewing go by.

The system before made its periods; here they are judged as if the desk had made them: what can be had at which age and
price on the first day of each, when it ends, how it is paid, who has the 65+ right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from balie.customers.ages import birth_date_of, completed_years
from balie.customers.kinds import CustomerKind
from balie.customers.mandates import BroughtMandate, usable_until
from balie.customers.memberships import NewMembership, Status
from balie.customers.subscriptions.next_period import without_mandate
from balie.customers.subscriptions.pricing import Offer, PaymentWay, Period, offer_of, period
from balie.customers.subscriptions.reduced_65 import against_reduced_65
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.dutch.names import Person, full_name
from balie.dutch.periods import add_months, last_of_month
from balie.library.terms import FREE_UNTIL_AGE
from balie.refusal import Reasons, Refusal

if TYPE_CHECKING:
    from balie.importing.memberships.reading import MembershipLine
    from balie.importing.reading import Imported
    from balie.library.structs import Library

_UNPAID = (Status.INVOICED, Status.REMINDED, Status.OVERDUE)


@dataclass(frozen=True, slots=True)
class Brought:
    """A membership that goes along: its periods (the one that runs, and one ahead of it where that is paid already).

    `open_cents` is what of the last one is not paid. `plastic` is False where the subscription needs no pass.
    """

    periods: tuple[NewMembership, ...]
    open_cents: int
    mandate: BroughtMandate | None
    plastic: bool


def judge(library: Library, line: MembershipLine, person: Imported, today: date) -> Brought:
    """What the membership of this person becomes on the working date. Raises `Refusal` with all reasons."""
    reasons = Reasons()
    born = birth_date_of(person.birth_date, person.person)
    way = line.way or (PaymentWay.INVOICE if line.mandate is None else PaymentWay.DIRECT_DEBIT)
    reduced = _reduced(library, line, person, reasons)

    def offered(on: date) -> tuple[Offer, str] | None:
        kind = CustomerKind.INSTITUTION if person.person == Person.INSTITUTION else CustomerKind.REGULAR
        return offer_of(library, line.code, born=born, on=on, kind=kind, way=way, reduced_65=reduced)

    def paid_for(on: date, now: Offer) -> tuple[Offer, str]:
        """At the price of that day; a library that has written down no older prices has that of now."""
        found = offered(on)
        if found is not None:
            return found
        age = completed_years(born, on)
        if age is not None and age < FREE_UNTIL_AGE:
            now = replace(now, price_cents=0, free_by_law=True)
        return now, ""

    if line.code not in {subscription.code for subscription in library.subscriptions}:
        reasons.add(f"Abonnement {line.code} staat niet in het bibliotheekbestand.", "subscription")
        raise Refusal(*reasons)
    now = offered(today) or offered(line.enrolled_on)
    if now is None:
        reasons.add(
            f"Abonnement {line.code} heeft op {format_date(today)} geen tarief voor betaling per {way}.", "subscription"
        )
        raise Refusal(*reasons)
    _judge_mandate(line, now[0], way, today, reasons)
    spans: Sequence[Period] = ()
    with reasons.at("paid_until"):
        spans = _spans(now[0], line.enrolled_on, line.paid_until, today)
    offers: list[Offer] = []
    for number, span in enumerate(spans):
        offer, against = paid_for(min(span.rights_from, span.paid_from), now[0])
        if against and number == len(spans) - 1:
            reasons.add(f"{against} Laat het abonnement in het bestand dan leeg.", "subscription")
        offers.append(offer)
    status = _status(line, offers[-1] if offers else None, reasons)
    strips = _strips(line, offers[-1] if offers else None, reasons)
    reasons.raise_if_any()
    periods = tuple(
        _row(offer, span, line, way, number, reduced=reduced, branch=person.branch)
        for number, (offer, span) in enumerate(zip(offers, spans, strict=True), 1)
    )
    last = replace(periods[-1], status=status, strips=strips, brought_cents=offers[-1].price_cents - line.open_cents)
    mandate = line.mandate
    if mandate is not None and not mandate.holder:
        mandate = replace(mandate, holder=full_name(person.initials or "", person.prefix or "", person.surname))
    return Brought((*periods[:-1], last), line.open_cents, mandate, not offers[-1].digital_only)


def _reduced(library: Library, line: MembershipLine, person: Imported, reasons: Reasons) -> bool:
    """Whether the membership has the 65+ right: where the file says so and the rule allows it.

    The day of enrolment does not tell that a membership was never interrupted. So without a word of the file nobody
    gets the right: a supervisor can still give it, and too low a price is not easily put right.
    """
    against = against_reduced_65(library, born=person.birth_date, person=person.person, member_since=line.enrolled_on)
    if line.reduced_65 is None:
        return line.uninterrupted and not against
    if line.reduced_65:
        for text in against:
            reasons.add(text, "reduced_65")
    return line.reduced_65


def _judge_mandate(line: MembershipLine, offer: Offer, way: PaymentWay, today: date, reasons: Reasons) -> None:
    if line.mandate is None:
        if why := without_mandate(offer, way):
            reasons.add(why, "iban")
        return
    last = usable_until(line.mandate.signed_on, line.mandate.collected_before)
    if last < today and (way is not PaymentWay.INVOICE or offer.only_collected):
        reasons.add(
            f"De machtiging is verlopen op {format_date(last)}, want er is te lang niet op geïncasseerd: laat opnieuw"
            " tekenen, of vul factuur in en laat de machtiging leeg.",
            "collected_before",
        )


def _spans(offer: Offer, enrolled_on: date, paid_until: date | None, today: date) -> list[Period]:
    """The period that runs on this day and, where that is paid already, the one after it.

    Raises `Refusal` for a last day on which such a period does not end, or that is too long ago or too far ahead.
    """
    name = f"{offer.name} ({offer.code})"
    if offer.ends_by_itself:
        if paid_until is None:
            raise Refusal(f"{name} is tijdelijk: vul bij Rechten t/m in tot en met welke dag het geldt.")
        span = period(offer, enrolled_on, last_day=paid_until)
        if span.rights_until != paid_until:
            raise Refusal(
                f"{name} loopt van {format_date(enrolled_on)} t/m {format_date(span.rights_until or paid_until)}, en"
                f" niet t/m {format_date(paid_until)}."
            )
        if paid_until < today:
            raise Refusal(f"{name} is al afgelopen op {format_date(paid_until)}: laat het abonnement leeg.")
        return [span]
    first = period(offer, enrolled_on)
    if first.paid_until is None or offer.term_months is None:
        if paid_until is not None:
            raise Refusal(f"{name} heeft geen einddatum: laat Gefactureerd t/m leeg.")
        return [first]
    if paid_until is None:
        raise Refusal(f"vul in tot en met welke dag {name} is gefactureerd.")
    if paid_until != last_of_month(paid_until):
        raise Refusal(
            f"{name} loopt per hele maand: {format_date(paid_until)} is niet de laatste dag van een maand"
            f" ({format_date(last_of_month(paid_until))})."
        )
    if paid_until < first.paid_until:
        raise Refusal(
            f"wie op {format_date(enrolled_on)} is ingeschreven, heeft {name} t/m {format_date(first.paid_until)} of"
            " later."
        )
    if add_months(paid_until, offer.term_months) < today:
        raise Refusal(
            f"{format_date(paid_until)} is meer dan een periode geleden. Is de klant nog lid, vul dan de periode van nu"
            " in; zo niet, laat het abonnement leeg."
        )
    return _whole_months(offer.term_months, first, paid_until, today)


def _whole_months(term: int, first: Period, paid_until: date, today: date) -> list[Period]:
    if paid_until == first.paid_until:
        return [first]
    paid_from = add_months(paid_until + timedelta(days=1), -term)
    span = Period(paid_from, paid_from, paid_until, paid_until)
    if paid_from <= today:
        return [span]
    ends = paid_from - timedelta(days=1)
    begins = max(add_months(paid_from, -term), first.paid_from)
    if begins > today:
        raise Refusal(f"{format_date(paid_until)} ligt meer dan een periode vooruit: kijk de datum na.")
    return [Period(begins, begins, ends, ends), span]


def _status(line: MembershipLine, offer: Offer | None, reasons: Reasons) -> Status:
    price = offer.price_cents if offer else line.open_cents
    if line.open_cents > price:
        reasons.add(
            f"Openstaande contributie: {format_cents(line.open_cents)} is meer dan de periode kost"
            f" ({format_cents(price)}). Vul in wat van deze periode openstaat; ouder geld gaat niet mee.",
            "open_cents",
        )
    status = line.status or (Status.INVOICED if line.open_cents else Status.NORMAL)
    if status is Status.LEFT:
        reasons.add("Deze klant is uitgeschreven: laat het abonnement in het bestand leeg.", "status")
    elif status in _UNPAID and not line.open_cents:
        reasons.add(f"Status {status.label} vraagt een bedrag bij Openstaande contributie.", "status")
    elif status is Status.NORMAL and line.open_cents:
        reasons.add(
            "Status Normaal is van wie heeft betaald, en er staat nog contributie open: laat Status leeg.", "status"
        )
    return status


def _strips(line: MembershipLine, offer: Offer | None, reasons: Reasons) -> int | None:
    """The strips that are left; all of them where the file does not tell, None where the subscription has none."""
    if offer is None or not offer.strips:
        if line.strips and offer is not None:
            reasons.add(f"{offer.name} ({offer.code}) heeft geen strippen: laat Strippen leeg.", "strips")
        return None
    if line.strips is not None and line.strips > offer.strips:
        reasons.add(f"{offer.name} ({offer.code}) geeft {offer.strips} strippen, en geen {line.strips}.", "strips")
    return offer.strips if line.strips is None else line.strips


def _row(
    offer: Offer, span: Period, line: MembershipLine, way: PaymentWay, number: int, *, reduced: bool, branch: str
) -> NewMembership:
    """A period that is paid; the last one is put right by the caller."""
    return NewMembership(
        number=number,
        code=offer.code,
        status=Status.NORMAL,
        paid_from=span.paid_from,
        paid_until=span.paid_until,
        rights_until=span.rights_until,
        temporary=offer.ends_by_itself,
        price_cents=offer.price_cents,
        way=way,
        strips=None,
        reduced_65=reduced,
        branch=branch,
        started_on=line.enrolled_on,
        brought_cents=offer.price_cents,
    )
