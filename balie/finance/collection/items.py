"""One collection as it goes into a file, and one that is left out with every reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from balie.customers.mandates import Sequence
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents


@dataclass(frozen=True, slots=True)
class CollectedCharge:
    """A charge that is collected. `debtor` and `description` are in the characters that banks take.

    `attempt` counts the times this charge is presented; `announced_on` and `channel` say when and how the customer was
    told.
    """

    customer_id: int
    charge_id: int
    attempt: int
    cents: int
    sequence: Sequence
    reference: str
    signed_on: date
    iban: str
    debtor: str
    description: str
    announced_on: date
    channel: str

    @property
    def end_to_end_id(self) -> str:
        """What the bank names this collection by: unique for ever, and the same each time it is made."""
        return end_to_end_id(self.charge_id, self.attempt)


def end_to_end_id(charge_id: int, attempt: int) -> str:
    """`B123-1`: the first time that charge 123 is presented."""
    return f"B{charge_id}-{attempt}"


@dataclass(frozen=True, slots=True)
class LeftOutCharge:
    """A charge that is due and does not go along, with every reason in Dutch. `name` as in a list of names."""

    customer_id: int
    number: str
    name: str
    charge_id: int
    cents: int
    booked_on: date
    reasons: tuple[str, ...]

    @property
    def line(self) -> str:
        """`29428000077727 Tester, E.B. € 48,00 (09-04-2024): Er is geen machtiging. …`."""
        who = f"{self.number} {self.name}".strip()
        return f"{who} {format_cents(self.cents)} ({format_date(self.booked_on)}): {' '.join(self.reasons)}"
