"""Where an item is, as the desk asks it: who has it and until when, who is next, and when it was lent before.

By whom it was lent before is told only of who kept a history of loans when it came back. Source: rules.md#whereabouts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.circulation.fines import late_days
from balie.circulation.holds import HoldState, queue_for, ready_hold
from balie.circulation.in_house import uses_of
from balie.circulation.loans import Loan, open_loan
from balie.customers.header import branch_label
from balie.dutch.counts import many
from balie.dutch.dates import format_date
from balie.dutch.text import clean
from balie.lending.holds.slips import who_waits

if TYPE_CHECKING:
    from balie.catalogue.items import Item
    from balie.circulation.holds import Hold
    from balie.desk import Desk
    from balie.store.reading import Reader

_EARLIER = 3
"""So many earlier loans are told of."""
_ENDED = (
    "SELECT l.lent_on, l.returned_on, CASE WHEN c.keep_history_since <= l.returned_on THEN c.id END FROM loan AS l"
    " LEFT JOIN customer AS c ON c.id = l.customer_id WHERE l.item_number = ? AND l.returned_on IS NOT NULL"
    " ORDER BY l.returned_on DESC, l.id DESC LIMIT ?"
)
_COUNT = "SELECT count(*) FROM loan WHERE item_number = ? AND returned_on IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What the desk is told of an item: a label and a line each, in Dutch.

    `customer_id` is who has it, else for whom it is set aside; None where nobody does.
    """

    customer_id: int | None
    lines: tuple[tuple[str, str], ...]


def whereabouts(desk: Desk, item: Item) -> Whereabouts:
    """Who has this item since when and until when, or who gets it; who is next; and when it was lent before."""
    reader = desk.store
    loan, ready = open_loan(reader, item.number), ready_hold(reader, item.number)
    lines: list[tuple[str, str]] = []
    if loan is not None:
        lines += _borrowed(desk, loan)
    if ready is not None:
        lines.append(("Apart voor", _kept(desk, ready)))
    waiting = [] if item.values.not_for_loan else queue_for(reader, item.title_id, item.number, desk.working_date)
    if waiting:
        lines.append(("Daarna" if lines else "Wacht erop", _next(desk, waiting)))
    lines += _before(reader, item.number)
    used, last = uses_of(reader, item.number)
    if last is not None:
        lines.append(("In huis", f"{used} keer gebruikt, laatst {format_date(last)}"))
    whose = loan.customer_id if loan is not None else None if ready is None else ready.customer_id
    return Whereabouts(whose, tuple(lines))


def _borrowed(desk: Desk, loan: Loan) -> Iterator[tuple[str, str]]:
    assert loan.customer_id is not None, "a loan that runs is somebody's"
    yield "Geleend door", _who(desk.store, loan.customer_id)
    late = 0 if loan.claimed_on is not None else late_days(loan.due_on, desk.working_date)
    told = [
        f"sinds {format_date(loan.lent_on)}",
        f"terug op {format_date(loan.due_on)}",
        *([f"{loan.renewals} keer verlengd"] if loan.renewals else []),
        *([] if loan.claimed_on is None else [f"zoek sinds {format_date(loan.claimed_on)}"]),
        *([f"{many(late, 'dag', 'dagen')} te laat"] if late else []),
        *([f"geleend bij {branch_label(desk, loan.branch)}"] if loan.branch not in ("", desk.branch.number) else []),
    ]
    yield "", ", ".join(told)


def _kept(desk: Desk, hold: Hold) -> str:
    where = f"afhalen in {branch_label(desk, hold.branch)}"
    if hold.state is HoldState.TRANSPORT:
        return f"{_who(desk.store, hold.customer_id)}, onderweg: {where}"
    until = "" if hold.expires_on is None else f" t/m {format_date(hold.expires_on)}"
    return f"{_who(desk.store, hold.customer_id)}, {where}{until}"


def _next(desk: Desk, waiting: list[Hold]) -> str:
    first, *others = waiting
    since = f"wacht sinds {format_date(first.placed_on)}, afhalen in {branch_label(desk, first.branch)}"
    more = f"; en nog {many(len(others), 'ander', 'anderen')}" if others else ""
    return f"{_who(desk.store, first.customer_id)}, {since}{more}"


def _before(reader: Reader, number: str) -> Iterator[tuple[str, str]]:
    row = reader.read_one(_COUNT, (number,))
    times = 0 if row is None else int(row[0])
    if not times:
        return
    told = []
    for lent_on, returned_on, customer_id in reader.read(_ENDED, (number, _EARLIER)):
        days = f"{format_date(date.fromisoformat(lent_on))} t/m {format_date(date.fromisoformat(returned_on))}"
        told.append(days if customer_id is None else f"{days} ({_who(reader, customer_id)})")
    yield "Eerder geleend", f"{times} keer, laatst {told[0]}"
    for one in told[1:]:
        yield "", one


def _who(reader: Reader, customer_id: int) -> str:
    """`Mw. A. de Vries (24104000000028)`."""
    name, number = who_waits(reader, customer_id)
    return f"{clean(name)} ({number})" if number else clean(name)
