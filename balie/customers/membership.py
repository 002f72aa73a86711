"""Membership: its states (Wise's codes), and whether it still runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.store.reading import Reader


class Status(IntEnum):
    """The state of a membership; the numbers are Wise's own (design.md 4)."""

    NEW = 1
    INVOICED = 2
    REMINDED = 3
    OVERDUE = 4
    NORMAL = 5
    ONLINE_VERIFIED = 6
    ONLINE_UNVERIFIED = 7
    INVALID = 8
    LEFT = 9

    @property
    def label(self) -> str:
        """The word on the screen, as on tab 3."""
        return _LABELS[self]

    @property
    def header(self) -> str:
        """The line at the foot of the header's first column (S1: `Factuur aangemaakt`)."""
        return "Factuur aangemaakt" if self is Status.INVOICED else self.label


_LABELS = {
    Status.NEW: "Nieuw",
    Status.INVOICED: "Gefactureerd",
    Status.REMINDED: "Herinnering",
    Status.OVERDUE: "Betalingsachterstand",
    Status.NORMAL: "Normaal",
    Status.ONLINE_VERIFIED: "Online aangemeld, gecontroleerd",
    Status.ONLINE_UNVERIFIED: "Online aangemeld",
    Status.INVALID: "Ongeldig",
    Status.LEFT: "Uitgeschreven",
}


@dataclass(frozen=True, slots=True)
class Membership:
    """One period of a customer's membership, as stored."""

    number: int
    code: str
    status: Status
    rights_until: date | None
    temporary: bool

    def is_running(self, on: date) -> bool:
        """Whether the customer is a member on this day.

        A membership runs on until somebody ends it; a temporary one (`Tijd.`) ends by itself (design.md 4). One that
        was declared invalid has not ended: that customer is not enrolled anew, but opened.
        """
        if self.status is Status.LEFT:
            return False
        return not (self.temporary and self.rights_until is not None and self.rights_until < on)


def latest_membership(reader: Reader, customer_id: int) -> Membership | None:
    """The last period of this customer, or None for somebody who never was a member."""
    row = reader.read_one(
        "SELECT number, code, status, rights_until, temporary FROM membership"
        " WHERE customer_id = ? ORDER BY number DESC LIMIT 1",
        (customer_id,),
    )
    if row is None:
        return None
    number, code, status, rights_until, temporary = row
    until = None if rights_until is None else date.fromisoformat(rights_until)
    return Membership(number, code, Status(status), until, bool(temporary))


def is_running(reader: Reader, customer_id: int, on: date) -> bool:
    """Whether this customer is a member on this day; without any membership: no."""
    membership = latest_membership(reader, customer_id)
    return membership is not None and membership.is_running(on)
