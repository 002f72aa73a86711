"""The period that follows: its price, its days and its row, by one set of rules for one customer and for a whole run.

The price is that of the first day of the new period: the age on that day, the way of paying, the 65+ right (
rules.md#ages and 3.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from balie.customers.ages import completed_years, counted_age
from balie.customers.kinds import CustomerKind
from balie.customers.memberships import NewMembership, Status
from balie.customers.subscriptions.pricing import Offer, PaymentWay, Period, offer_of, renewal
from balie.library.terms import FREE_UNTIL_AGE

if TYPE_CHECKING:
    from balie.library.structs import Library


@dataclass(frozen=True, slots=True)
class NextPeriod:
    """What follows: the subscription at its price, and from when until when.

    `against` says in Dutch why this person may not have it (a supervisor may allow it); empty where nothing is.
    """

    offer: Offer
    period: Period
    against: str


class NextPeriods:
    """Prices next periods for one library, each combination of what decides on the price only once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[tuple[object, ...], NextPeriod | None] = {}

    def after(
        self, paid_until: date, code: str, *, born: date | None, kind: CustomerKind, way: PaymentWay, reduced_65: bool
    ) -> NextPeriod | None:
        """What follows a period paid until that day; None where the subscription has no price then, or is not sold.

        Raises `Refusal` for a subscription that is not renewed (`Tijd.`).
        """
        on = first_day_after(paid_until)
        key = (paid_until, code, counted_age(born, on, kind), kind, way, reduced_65)
        if key not in self._known:
            self._known[key] = self._find(paid_until, code, born, on, kind, way, reduced_65)
        return self._known[key]

    def _find(
        self,
        paid_until: date,
        code: str,
        born: date | None,
        on: date,
        kind: CustomerKind,
        way: PaymentWay,
        reduced_65: bool,
    ) -> NextPeriod | None:
        found = offer_of(self._library, code, born=born, on=on, kind=kind, way=way, reduced_65=reduced_65)
        if found is None:
            return None
        offer, against = found
        return NextPeriod(offer, renewal(offer, Period(paid_until, paid_until, paid_until, paid_until)), against)


def first_day_after(paid_until: date) -> date:
    """The first day of the next period, which decides on age and price."""
    return paid_until + timedelta(days=1)


def not_collected(library: Library, offer: Offer) -> str:
    """Why this library cannot be paid for what is paid by direct debit only, in Dutch; empty where it can."""
    if not offer.only_collected or library.direct_debit is not None:
        return ""
    return (
        f"{offer.name} ({offer.code}) gaat alleen per incasso, en {library.name} incasseert niet (in het"
        " bibliotheekbestand ontbreekt [direct_debit]): kies een ander abonnement."
    )


def not_collected_from(offer: Offer, way: PaymentWay, iban: str) -> str:
    """Why contribution that is collected cannot come from this account (in any form), in Dutch; empty where it can."""
    if not iban or not offer.price_cents or not (offer.only_collected or way is not PaymentWay.INVOICE):
        return ""
    return account_not_collected_from(iban)


def account_not_collected_from(iban: str) -> str:
    """Why no bank collects from this account (in any form), in Dutch; empty where it does."""
    from balie.dutch.bank import compact_iban
    from balie.dutch.sepa_countries import why_not_by_sepa

    account = compact_iban(iban)
    why = why_not_by_sepa(account)
    return f"Van een rekening in {account[:2]} kan niet worden geïncasseerd: {why}" if why else ""


def without_mandate(offer: Offer, way: PaymentWay) -> str:
    """Why somebody without a mandate cannot pay this in this way, in Dutch; empty where that can be."""
    if offer.only_collected:
        return f"{offer.name} ({offer.code}) kan alleen met Sepa incasso: vul het IBAN in."
    if way is not PaymentWay.INVOICE:
        return "Betalen per incasso kan alleen met een machtiging: vul het IBAN in, of kies factuur."
    return ""


def comes_of_age(offer: Offer, against: str, *, born: date | None, was_on: date, price_cents: int) -> bool:
    """Whether somebody who was free as a child would now pay for the first time, or no longer may have it.

    `born` is None of an institution. `was_on` is the first day of the period before, `price_cents` what it cost. Such a
    member is never charged without being asked (rules.md#coming-of-age).
    """
    age = completed_years(born, was_on)
    if age is None or price_cents or not (offer.price_cents or against):
        return False
    return age < FREE_UNTIL_AGE and not offer.free_by_law


def period_row(
    offer: Offer,
    span: Period,
    *,
    number: int,
    way: PaymentWay,
    reduced_65: bool,
    ended_on: date | None,
    branch: str = "",
) -> NewMembership:
    """The row of a new period: invoiced, or normal at once where there is nothing to pay."""
    return NewMembership(
        number=number,
        code=offer.code,
        status=Status.INVOICED if offer.price_cents else Status.NORMAL,
        paid_from=span.paid_from,
        paid_until=span.paid_until,
        rights_until=span.rights_until,
        temporary=offer.ends_by_itself,
        price_cents=offer.price_cents,
        way=way,
        strips=offer.strips or None,
        reduced_65=reduced_65,
        ended_on=ended_on,
        branch=branch,
    )
