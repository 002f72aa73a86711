"""Periods whose contribution is not paid, read a page at a time, and which step is due for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from balie.customers.asked import not_asked_of_period
from balie.customers.cards.numbers import own_number
from balie.customers.deceased import DECEASED
from balie.customers.memberships import Status
from balie.dutch.dates import format_date
from balie.dutch.names import list_name
from balie.finance.collection.return_codes import AfterReturn, action_after
from balie.ledger.open_cents import still_open
from balie.library.terms import PaymentWay

if TYPE_CHECKING:
    from balie.library.money_tables import Invoicing
    from balie.store.reading import Reader

Key = tuple[int, int]
"""Actor-id and number of a period."""
START: Key = (-1, 0)

_STATUSES = f"({Status.INVOICED:d}, {Status.REMINDED:d}, {Status.OVERDUE:d})"
_OPEN = still_open("c")
_THIS = (
    "customer_id = m.customer_id AND settled_on IS NULL AND membership_number = m.number AND kind = 'contributie'"
    " AND cents > 0"
)
# One row for a period: its oldest open charge, with the invoice and the last collection of that one.
_ROWS = (
    "SELECT m.customer_id, m.number, m.code, m.status, m.status_on, m.way, c.booked_on, i.id, i.made_on, i.due_on,"
    f" i.reference, (SELECT sum({_OPEN}) FROM charge AS c WHERE {_THIS}),"
    " EXISTS (SELECT 1 FROM mandate AS d WHERE d.customer_id = m.customer_id AND d.withdrawn_on IS NULL),"
    " k.attempt, k.returned_on, k.reason, k.charge_id IS NOT NULL AND k.payment_id IS NULL AND k.returned_on IS NULL,"
    " EXISTS (SELECT 1 FROM cancellation AS x WHERE x.customer_id = m.customer_id AND x.withdrawn_on IS NULL"
    " AND x.settled_on IS NULL),"
    " p.initials, p.prefix, p.surname,"
    f" {own_number('p.id')}"
    " FROM membership AS m JOIN customer AS p ON p.id = m.customer_id"
    f" JOIN charge AS c ON c.id = (SELECT min(id) FROM charge WHERE {_THIS})"
    " LEFT JOIN invoice AS i ON i.id = c.invoice_id"
    " LEFT JOIN collection AS k ON k.charge_id = c.id"
    " AND k.attempt = (SELECT max(attempt) FROM collection WHERE charge_id = c.id)"
    f" WHERE m.status IN {_STATUSES} AND substr(p.name_key, 1, 1) <> '{DECEASED}'"
)
_PAGE = f"{_ROWS} AND (m.customer_id, m.number) > (?, ?) ORDER BY m.customer_id, m.number LIMIT ?"
_ONE = f"{_ROWS} AND m.customer_id = ? AND m.number = ?"


class UnpaidStep(StrEnum):
    """What follows when nobody pays, as the desk reads it."""

    REMINDER = "herinnering"
    ARREARS = "betalingsachterstand"
    END = "uitschrijven"


_AFTER = {Status.INVOICED: UnpaidStep.REMINDER, Status.REMINDED: UnpaidStep.ARREARS, Status.OVERDUE: UnpaidStep.END}


class Unpaid(NamedTuple):
    """A period with contribution that is open, as stored. `under_way`: its collection is at the bank.

    `open_cents` is what is asked of it, which may be nothing: what a cancellation takes off is not (`cancelled`: there
    is one that is not settled yet).
    """

    customer_id: int
    number: int
    code: str
    status: int
    status_on: str | None
    way: str
    booked_on: str
    invoice_id: int | None
    made_on: str | None
    due_on: str | None
    reference: str | None
    open_cents: int
    mandate: int
    attempt: int | None
    returned_on: str | None
    reason: str | None
    under_way: int
    cancelled: int
    initials: str | None
    prefix: str | None
    surname: str
    card: str | None

    @property
    def key(self) -> Key:
        """What it is found by."""
        return self.customer_id, self.number

    @property
    def name(self) -> str:
        """As in lists."""
        return list_name(self.initials or "", self.prefix or "", self.surname)


@dataclass(frozen=True, slots=True)
class DueStep:
    """A step that is due: for which period, and the day that was waited for (`since`), with the reason in Dutch."""

    unpaid: Unpaid
    step: UnpaidStep
    pay_by: date
    reason: str


def unpaid_page(reader: Reader, after: Key, limit: int) -> list[Unpaid]:
    """The first so many unpaid periods beyond `after`."""
    return [_asked(reader, Unpaid._make(row)) for row in reader.read(_PAGE, (*after, limit))]


def read_unpaid(reader: Reader, keys: Sequence[Key]) -> list[Unpaid]:
    """Those of these periods that are unpaid now, in the same order: what was paid meanwhile is gone."""
    found = (reader.read_one(_ONE, key) for key in keys)
    return [_asked(reader, Unpaid._make(row)) for row in found if row is not None]


def _asked(reader: Reader, unpaid: Unpaid) -> Unpaid:
    """The period with what is asked of it (rules.md#settlement)."""
    if not unpaid.cancelled:
        return unpaid
    less = not_asked_of_period(reader, *unpaid.key)
    return unpaid._replace(open_cents=unpaid.open_cents - less)


def due_step(unpaid: Unpaid, rule: Invoicing, today: date) -> DueStep | None:
    """The step that is due for this period today, if any: one at a time, each counted from the one before it."""
    pay_by = last_day(unpaid, rule)
    if pay_by is None or unpaid.open_cents <= 0:
        return None
    step = _AFTER[Status(unpaid.status)]
    days = step_days(rule, step)
    if days is None:
        return None
    since = date.fromisoformat(unpaid.status_on) if unpaid.status_on else pay_by
    if since + timedelta(days=days) > today:
        return None
    if step is UnpaidStep.REMINDER:
        reason = f"te betalen voor {format_date(pay_by)}"
    else:
        reason = f"{Status(unpaid.status).label.lower()} sinds {format_date(since)}"
    return DueStep(unpaid, step, pay_by, reason)


def step_days(rule: Invoicing, step: UnpaidStep) -> int | None:
    """After how many days the library takes this step; None where it never does."""
    return {
        UnpaidStep.REMINDER: rule.reminder_after_days,
        UnpaidStep.ARREARS: rule.arrears_after_days,
        UnpaidStep.END: rule.end_after_days,
    }[step]


def last_day(unpaid: Unpaid, rule: Invoicing) -> date | None:
    """Until when a period could be paid; None while it is to be collected.

    Who pays by direct debit has as many days from the moment that collecting came to nothing: the collection came back
    and is not presented again, or there is no mandate any more.
    """
    days = timedelta(days=rule.payment_days)
    if PaymentWay(unpaid.way) is not PaymentWay.INVOICE:
        if unpaid.under_way:
            return None
        if unpaid.returned_on and unpaid.attempt:
            again = action_after(unpaid.reason or "", unpaid.attempt) in (AfterReturn.AGAIN, AfterReturn.REPAIR)
            return None if again else date.fromisoformat(unpaid.returned_on) + days
        if unpaid.mandate:
            return None
    if unpaid.due_on:
        return date.fromisoformat(unpaid.due_on)
    return date.fromisoformat(unpaid.made_on or unpaid.booked_on) + days
