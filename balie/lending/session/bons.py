"""Bons of a session: who gets one of what, as the library file and the customer want it; and the status bon."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from balie.customers.asked import asked
from balie.customers.cards.numbers import current_number, in_groups
from balie.customers.header import branch_label
from balie.customers.names import find_name
from balie.customers.tabs.preferences import wants_receipts
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.lending.at_home import in_bezit
from balie.lending.session.acts import (
    Act,
    Claimed,
    DueDateSet,
    FineBooked,
    Lent,
    Renewed,
    ReportedLost,
    Returned,
    UsedInHouse,
)
from balie.library.rights import Right
from balie.library.terms import Procedure
from balie.messages.receipts import queue_receipt
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.lending.session.session import Session
    from balie.library.lending_tables import Receipts
    from balie.messages.receipts import Told

_Kind = TypeVar("_Kind", Lent, Returned, Renewed)

LENDING = "receipt-lending"
"""data/templates/receipt-lending.txt."""


@dataclass(frozen=True, slots=True)
class Bon:
    """A bon that is due at the end of a session: for whom, of which acts, and whether the desk is asked first."""

    customer_id: int
    customer_name: str
    asks: bool
    acts: tuple[Act, ...]


def bons_due(desk: Desk, session: Session) -> list[Bon]:
    """The bons of a session, one per customer, in the order in which they were helped.

    Each tells the acts of which the library prints bons; it is asked for unless one of them always has one. None for
    who wants no bons (Klantbonnen).
    """
    found: dict[int, list[Act]] = {}
    for act in session.acts:
        if act.customer_id is not None:
            found.setdefault(act.customer_id, []).append(act)
    due = []
    for customer_id, acts in found.items():
        told = tuple(act for act in _as_due(acts) if _procedure(desk.library.receipts, act) is not Procedure.NEVER)
        if told and wants_receipts(desk.store, customer_id):
            always = any(_procedure(desk.library.receipts, act) is Procedure.ALWAYS for act in told)
            due.append(Bon(customer_id, _name(desk, customer_id), not always, told))
    return due


def queue_bon(desk: Desk, bon: Bon) -> int:
    """Put a bon in the queue, to be printed with `messages.printing`; its number."""
    desk.require(Right.LEND)
    money = asked(desk.store, bon.customer_id)
    data = {
        **_head(desk, bon.customer_id),
        "lent": [
            (act.title, f"terug op {format_date(act.due_on)}{_fee(act.fee_cents)}") for act in _of(Lent, bon.acts)
        ],
        "renewed": [
            (act.title, f"tot {format_date(act.due_on)}{_fee(act.fee_cents)}{_was_late(act)}")
            for act in _of(Renewed, bon.acts)
        ],
        "returned": [(act.title, f"op {format_date(act.returned_on)}{_late(act)}") for act in _of(Returned, bon.acts)],
        "totals": _open(money.contribution + money.other),
    }
    with desk.transaction() as tx:
        return queue_receipt(tx, LENDING, bon.customer_id, data)


def status_bon(desk: Desk, customer_id: int) -> int:
    """Klant > print klantbon: what is at home and what is open now; also for who wants no bons. Its number."""
    desk.require(Right.LEND)
    money = asked(desk.store, customer_id)
    rows = in_bezit(desk, customer_id)
    data = {
        **_head(desk, customer_id),
        "lent": [(row.title, f"terug op {format_date(row.due_on)}{_fee(row.fine_cents)}") for row in rows],
        "renewed": [],
        "returned": [],
        "totals": _open(money.contribution + money.other) or [("Er staat niets open.",)],
    }
    with desk.transaction() as tx:
        return queue_receipt(tx, LENDING, customer_id, data)


def _procedure(receipts: Receipts, act: Act) -> Procedure:
    if isinstance(act, Lent):
        return receipts.lending
    # paying has a bon of its own; a date is told with the loan
    if isinstance(act, FineBooked | DueDateSet | ReportedLost | Claimed | UsedInHouse):
        return Procedure.NEVER
    return receipts.renewing if isinstance(act, Renewed) else receipts.returning


def _as_due(acts: Iterable[Act]) -> list[Act]:
    """The acts, what was lent or renewed with the due date that was set for it since."""
    told = list[Act]()
    for act in acts:
        if isinstance(act, DueDateSet):
            own = act
            told = [
                replace(one, due_on=own.due_on)
                if isinstance(one, Lent | Renewed) and one.loan_id == own.loan_id
                else one
                for one in told
            ]
        told.append(act)
    return told


def _of(kind: type[_Kind], acts: Iterable[Act]) -> list[_Kind]:
    return [act for act in acts if isinstance(act, kind)]


def _name(desk: Desk, customer_id: int) -> str:
    name = find_name(desk.store, customer_id)
    if name is None:
        raise Refusal("Deze klant bestaat niet meer: er is geen bon te maken.")
    return name.titled


def _head(desk: Desk, customer_id: int) -> dict[str, Told]:
    number = current_number(desk.store, customer_id)
    return {
        "library": desk.library.name,
        "branch": branch_label(desk, desk.branch.number),
        "date": format_date(desk.working_date),
        "name": _name(desk, customer_id),
        "number": None if number is None else in_groups(number),
        "website": desk.library.contact.website,
    }


def _fee(cents: int) -> str:
    return f"  {format_cents(cents)}" if cents else ""


def _was_late(act: Renewed) -> str:
    return f", was te laat{_fee(act.fine_cents)}" if act.fine_cents else ""


def _late(act: Returned) -> str:
    if not act.days_late:
        return ""
    return f", {act.days_late} {'dag' if act.days_late == 1 else 'dagen'} te laat{_fee(act.fine_cents)}"


def _open(cents: int) -> Sequence[Sequence[str]]:
    return [(f"Er staat {format_cents(cents)} open.",)] if cents else []
