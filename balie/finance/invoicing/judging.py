"""What becomes of a membership whose next period starts: a price, or why the desk has to look at it first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from balie.customers.ages import birth_date_of
from balie.customers.kinds import CustomerKind
from balie.customers.mandates import usable_until
from balie.customers.memberships import as_day
from balie.customers.subscriptions.next_period import (
    NextPeriod,
    NextPeriods,
    comes_of_age,
    first_day_after,
    not_collected,
    without_mandate,
)
from balie.customers.subscriptions.pricing import first_paid_month
from balie.dutch.dates import format_date, month_year
from balie.dutch.names import list_name
from balie.dutch.periods import add_months
from balie.library.terms import FREE_UNTIL_AGE, PaymentWay
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.finance.invoicing.due import DuePeriod
    from balie.library.structs import Library


class PeriodObstacle(StrEnum):
    """Why a period is not made by the run, as the desk reads it."""

    COMES_OF_AGE = "doorstroom"
    NOT_ALLOWED = "buiten de voorwaarden"
    NO_TARIFF = "geen tarief"
    NO_MANDATE = "geen machtiging"
    NO_ADDRESS = "geen adres"


NUMBER_FOLLOWS = "nummer volgt"
"""What stands in the place of a klantnummer in a line of a run."""


@dataclass(frozen=True, slots=True)
class LeftOutCustomer:
    """A customer who is not invoiced: why, in one word and in a Dutch text that says what to do.

    `number` is the klantnummer, empty while it has yet to follow; `name` is written as in lists.
    """

    customer_id: int
    number: str
    name: str = field(repr=False)
    obstacle: PeriodObstacle
    reason: str

    @property
    def line(self) -> str:
        """Who it is, and why, in one line."""
        return f"{self.number or NUMBER_FOLLOWS} {self.name}: {self.reason}"


class Judge:
    """The rules of one library for the next period, those of `customers.next_period`."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._periods = NextPeriods(library)

    def judge(self, due: DuePeriod) -> NextPeriod | LeftOutCustomer:
        """What follows this period, at the price of its first day; or why the desk has to decide."""
        way, kind = PaymentWay(due.way), CustomerKind(due.kind)
        born = birth_date_of(due.birth_date, kind)
        paid_until = date.fromisoformat(due.paid_until)
        try:
            following = self._periods.after(
                paid_until, due.code, born=born, kind=kind, way=way, reduced_65=bool(due.reduced_65)
            )
        except Refusal as refusal:
            return left_out(due, PeriodObstacle.NO_TARIFF, f"{refusal} Kies een ander abonnement (tabblad 3).")
        on = first_day_after(paid_until)
        if following is None:
            return left_out(
                due,
                PeriodObstacle.NO_TARIFF,
                f"Abonnement {due.code} heeft op {format_date(on)} geen tarief voor betaling per {way}:"
                " vul het bibliotheekbestand aan, of kies een ander abonnement (tabblad 3).",
            )
        offer = following.offer
        was_on = min(due.started_on, due.paid_from or due.started_on)
        if born is not None and comes_of_age(
            offer, following.against, born=born, was_on=date.fromisoformat(was_on), price_cents=due.price_cents
        ):
            return left_out(due, PeriodObstacle.COMES_OF_AGE, coming_of_age(born))
        if following.against:
            return left_out(due, PeriodObstacle.NOT_ALLOWED, following.against)
        if offer.price_cents:
            if why := not_collected(self._library, offer):
                return left_out(due, PeriodObstacle.NO_MANDATE, why)
            if not _mandate_lives(due, on) and (why := without_mandate(offer, way)):
                return left_out(due, PeriodObstacle.NO_MANDATE, why)
            if not due.reachable:
                return left_out(
                    due,
                    PeriodObstacle.NO_ADDRESS,
                    "Er is geen adres en geen e-mailadres waar de factuur heen kan: vul er een in (tabblad 2).",
                )
        return following


def left_out(due: DuePeriod, obstacle: PeriodObstacle, reason: str) -> LeftOutCustomer:
    """The customer of `due` as one who is left out, with their card number and name; `reason` is Dutch."""
    name = list_name(due.initials or "", due.prefix or "", due.surname)
    return LeftOutCustomer(due.customer_id, due.card or "", name, obstacle, reason)


def coming_of_age(born: date) -> str:
    """When somebody turns 18 and from when a subscription is paid for, in Dutch."""
    birthday = format_date(add_months(born, FREE_UNTIL_AGE * 12))
    month = month_year(first_paid_month(born)).lower()
    return f"18 jaar op {birthday}, betaalt vanaf {month}: vraag welk abonnement het wordt (tabblad 3)."


def _mandate_lives(due: DuePeriod, on: date) -> bool:
    """Whether there is a mandate that was not withdrawn and has not died (36 months) before the period starts."""
    if due.mandate is None or due.signed_on is None:
        return False
    return usable_until(date.fromisoformat(due.signed_on), as_day(due.collected_on)) >= on
