"""Membership: its states (Wise's codes), and whether it still runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING

from balie.dutch.dates import iso_or_none
from balie.library.terms import PaymentWay

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction, Value

_INSERT_MEMBERSHIP = (
    "INSERT INTO membership (customer_id, number, code, branch, status, started_on, paid_from, paid_until,"
    " rights_until, temporary, price_cents, way, strips, reduced_65, ended_on, status_on, brought_cents)"
    f" VALUES ({', '.join('?' * 17)})"
)


class Status(IntEnum):
    """The state of a membership; the numbers are Wise's own (rules.md#membership-states)."""

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
        """The line at the foot of the header's first column (`Factuur aangemaakt`)."""
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


CHANGED = "gewijzigd"
"""The end_reason of a period that made way for another subscription."""


@dataclass(frozen=True, slots=True)
class Membership:
    """One period of a customer's membership, as stored."""

    number: int
    code: str
    status: Status
    rights_until: date | None
    temporary: bool
    ended_on: date | None = None
    started_on: date | None = None
    end_reason: str | None = None

    def is_running(self, on: date) -> bool:
        """Whether the customer is a member on this day.

        A membership runs on until it was cancelled (`ended_on` is its last day); a temporary one (`Tijd.`) ends by
        itself. One that was declared invalid has not ended: that customer is not enrolled anew, but
        opened.

        Source: rules.md#membership-states.
        """
        if self.status is Status.LEFT or (self.ended_on is not None and self.ended_on < on):
            return False
        return not (self.temporary and self.rights_until is not None and self.rights_until < on)

    def label(self, on: date) -> str:
        """The word for its state on tab 3; how it ended or will end stands above how it was paid."""
        if self.end_reason == CHANGED:
            return "Gewijzigd"
        if not self.is_running(on):
            return Status.LEFT.label
        return self.status.label if self.ended_on is None else "Opgezegd"


def latest_membership(reader: Reader, customer_id: int) -> Membership | None:
    """The last period of this customer, or None for somebody who never was a member."""
    return next(_memberships(reader, customer_id, "ORDER BY number DESC LIMIT 1"), None)


def is_running(reader: Reader, customer_id: int, on: date) -> bool:
    """Whether this customer is a member on this day; without any membership: no."""
    membership = latest_membership(reader, customer_id)
    return membership is not None and membership.is_running(on)


def enrolled_on(reader: Reader, customer_id: int) -> date | None:
    """The day on which the membership of now began: the first of the periods that follow each other without a break.

    From this day the first year counts (rules.md#first-year). None for somebody who never was a member.
    """
    began: date | None = None
    for membership in _memberships(reader, customer_id, "ORDER BY number DESC"):
        if began is not None and not membership.is_running(began):
            break
        began = membership.started_on
    return began


def _memberships(reader: Reader, customer_id: int, order: str) -> Iterator[Membership]:
    rows = reader.read(
        "SELECT number, code, status, started_on, rights_until, temporary, ended_on FROM membership"
        f" WHERE customer_id = ? {order}",
        (customer_id,),
    )
    for number, code, status, started_on, rights_until, temporary, ended_on in rows:
        yield Membership(
            number=number,
            code=code,
            status=Status(status),
            rights_until=as_day(rights_until),
            temporary=bool(temporary),
            ended_on=as_day(ended_on),
            started_on=date.fromisoformat(started_on),
        )


def as_day(iso: str | None) -> date | None:
    """A day as the store keeps it (`2024-04-09`, or NULL) as a date."""
    return None if iso is None else date.fromisoformat(iso)


@dataclass(frozen=True, slots=True)
class NewMembership:
    """A period of membership to be written. Days inclusive; None where the subscription sets none.

    `ended_on` is the last day where the membership was cancelled before this period began. `branch` is where the
    customer is a member; empty for the branch that writes it.

    The last two are of a period that ran in another system before: `started_on` is when that began (None: the working
    date), `brought_cents` what of its price was paid there (None: it did not run elsewhere).
    """

    number: int
    code: str
    status: Status
    paid_from: date | None
    paid_until: date | None
    rights_until: date | None
    temporary: bool
    price_cents: int
    way: PaymentWay
    strips: int | None
    reduced_65: bool = False
    ended_on: date | None = None
    branch: str = ""
    started_on: date | None = None
    brought_cents: int | None = None


def add_membership(tx: Transaction, customer_id: int, membership: NewMembership) -> None:
    """Write one period of membership, started on the working date unless it says otherwise."""
    tx.execute(_INSERT_MEMBERSHIP, _membership(tx, customer_id, membership))


def add_memberships(tx: Transaction, memberships: Iterable[tuple[int, NewMembership]]) -> None:
    """The same for periods of many customers, each behind the actor-id."""
    tx.execute_many(_INSERT_MEMBERSHIP, [_membership(tx, customer_id, period) for customer_id, period in memberships])


def _membership(tx: Transaction, customer_id: int, membership: NewMembership) -> tuple[Value, ...]:
    stamp = tx.stamp
    return (
        customer_id,
        membership.number,
        membership.code,
        membership.branch or stamp.branch,
        membership.status,
        iso_or_none(membership.started_on or stamp.working_date),
        iso_or_none(membership.paid_from),
        iso_or_none(membership.paid_until),
        iso_or_none(membership.rights_until),
        int(membership.temporary),
        membership.price_cents,
        membership.way,
        membership.strips,
        int(membership.reduced_65),
        iso_or_none(membership.ended_on),
        # What was reminded elsewhere is reminded again here so many days from now.
        stamp.working_date.isoformat() if membership.status in (Status.REMINDED, Status.OVERDUE) else None,
        membership.brought_cents,
    )
