"""One line of the list on screen 3: what is offered, at what price, with which rights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from balie.dutch.money import format_cents
from balie.library.terms import SubscriptionKind


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the list on screen 3: a subscription at the price of one person on one day.

    `term_months` is what the price covers (a year by the month: 1) and `contract_months` the subscription's own term
    (there: 12); both are None where the library file gives none. `range_label` is the last column: `19-99`, `Vast`
    or `Tijd.`. `tariff_code` is screen 3's `Tariefcode`: the code of the tariff in the library file that set the price,
    or the subscription's code where the file gives that tariff none.
    """

    code: str
    name: str
    price_cents: int
    term_months: int | None
    contract_months: int | None
    kind: SubscriptionKind | None
    range_label: str
    note: str
    strips: int
    digital_only: bool
    mandate_required: bool
    trial: bool
    tariff_code: str
    enrolment_fee_cents: int
    free_by_law: bool

    @property
    def only_collected(self) -> bool:
        """Whether it is paid by direct debit only: what is free is not paid at all, and needs no mandate."""
        return self.mandate_required and self.price_cents > 0

    @property
    def ends_by_itself(self) -> bool:
        """Whether it runs by exact date and is not renewed (`Tijd.`)."""
        return self.kind is SubscriptionKind.TEMPORARY


def price_label(offer: Offer) -> str:
    """The price as the list writes it: `€ 54,00 /12 mnd` or `Gratis`."""
    if not offer.price_cents:
        return "Gratis"
    return f"{format_cents(offer.price_cents)} /{offer.term_months} mnd"


@dataclass(frozen=True, slots=True)
class BorrowingRights:
    """What a subscription lets its holder do. `strips` 0 means that loans are not counted in strips."""

    may_borrow: bool
    strips: int
    plastic_card: bool
    digital_only: bool


class _CarriesRights(Protocol):
    """An `Offer`, or a `Subscription` of the library file."""

    @property
    def strips(self) -> int: ...

    @property
    def digital_only(self) -> bool: ...


def rights(subscription: _CarriesRights) -> BorrowingRights:
    """What an offer or a subscription carries: the digital ones no lending and no plastic card.

    Source: rules.md#digital-only.
    """
    physical = not subscription.digital_only
    return BorrowingRights(
        may_borrow=physical,
        strips=subscription.strips,
        plastic_card=physical,
        digital_only=subscription.digital_only,
    )
