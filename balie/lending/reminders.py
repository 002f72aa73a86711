"""Klaarzetten of the service mails: what is due soon, what is late, what stands ready (rules.md#service-mail).

Queues what has to be told on the working date and was not told yet; doing it again, on the same day or after a day on
which it was forgotten, queues nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from balie.lending.automatic import NOTHING_DUE, AutomaticRenewals, renew_due
from balie.lending.due_messages import due_soon, overdue
from balie.lending.holds.ended import close_ended
from balie.lending.holds.ready_messages import hold_ready, note_told, untold
from balie.lending.holds.set_aside import expire_holds
from balie.library.rights import Right
from balie.messages.kinds import MessageKind
from balie.messages.outbox import Message, enqueue
from balie.store.pace import Pace

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.library.lending_tables import ServiceMail
    from balie.store.transaction import Row, Transaction

Progress: TypeAlias = Callable[[int, int], None]
"""Takes how many were looked at, of how many. May raise to stop: what was queued by then stays queued."""

One = TypeVar("One")

# The items that are out are walked by the index on them, whatever the history holds. Who was told about a due date is
# looked up by customer: records that were merged keep their messages.
_DUE = (
    "SELECT DISTINCT l.customer_id, l.due_on FROM loan AS l"
    " WHERE l.returned_on IS NULL AND l.claimed_on IS NULL AND l.due_on BETWEEN :first AND :last"
    " AND NOT EXISTS (SELECT 1 FROM message AS m"
    " WHERE m.customer_id = l.customer_id AND m.kind = :kind AND m.about LIKE '% ' || l.due_on || :step)"
    " ORDER BY l.due_on, l.customer_id"
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """How many messages were queued, and what was `renewed`; `slips`: of copies that go to somebody else, to print."""

    due_soon: int = 0
    overdue: int = 0
    hold_ready: int = 0
    slips: tuple[int, ...] = ()
    renewed: AutomaticRenewals = NOTHING_DUE

    @property
    def total(self) -> int:
        """All messages."""
        return self.due_soon + self.overdue + self.hold_ready + self.renewed.customers


def _silent(done: int, total: int) -> None:
    """Tells nobody how far it is."""


def queue_due(desk: Desk, progress: Progress = _silent) -> Prepared:
    """Queue the service mails of the working date; how many of each kind that were.

    What is renewed automatically is, first, and is not due then. What was not collected in time, or reserved by who
    left, is ended: who comes next is told the same day.

    Due soon: from `first_days_before` days before the due date up to the day before it; what was not told by
    `last_days_before` is caught up, and says that it is late. Late: the furthest step of `overdue_after_days` that was
    reached. Raises `Refusal` when the store cannot be written.
    """
    desk.require(Right.SEND)
    renewed = renew_due(desk, progress)
    handed = [one.handed for one in expire_holds(desk, every_branch=True) if one.handed is not None]
    slips = [one.slip for one in (*handed, *close_ended(desk))]
    note_told(desk)
    rules = desk.library.service_mail
    soon = 0 if rules is None else _queue_soon(desk, rules, progress)
    late = 0 if rules is None else _queue_late(desk, rules.overdue_after_days, progress)
    ready = _queue(desk, untold(desk.store), lambda tx, one: hold_ready(desk, tx, one), progress)
    bons = tuple(slip.receipt_id for slip in slips if slip is not None and slip.receipt_id is not None)
    prepared = Prepared(soon, late, ready, bons, renewed)
    if soon or late or ready:
        with desk.transaction() as tx:
            tx.journal("service messages queued", after={"due_soon": soon, "overdue": late, "hold_ready": ready})
    return prepared


def _queue_soon(desk: Desk, rules: ServiceMail, progress: Progress) -> int:
    """Queue what is due soon."""
    on = desk.working_date

    def made(tx: Transaction, one: tuple[int, date]) -> Message:
        return due_soon(tx, *one, rules.last_days_before, on)

    due = _due(desk, MessageKind.DUE_SOON, on + timedelta(days=1), on + timedelta(days=rules.first_days_before))
    return _queue(desk, due, made, progress)


def _queue_late(desk: Desk, steps: Sequence[int], progress: Progress) -> int:
    """Queue the reminders, for each customer and due date only the furthest step that was reached."""
    return sum(_queue_step(desk, steps, step, progress) for step in range(1, len(steps) + 1))


def _queue_step(desk: Desk, steps: Sequence[int], step: int, progress: Progress) -> int:
    on = desk.working_date

    def made(tx: Transaction, one: tuple[int, date]) -> Message:
        return overdue(tx, *one, step, len(steps), on)

    last = on - timedelta(days=steps[step - 1])
    # What has reached the next step is told that one.
    first = on - timedelta(days=steps[step] - 1) if step < len(steps) else date.min
    return _queue(desk, _due(desk, MessageKind.OVERDUE, first, last, f" {step}"), made, progress)


def _due(desk: Desk, kind: MessageKind, first: date, last: date, step: str = "") -> list[tuple[int, date]]:
    """Customers with a due date from `first` up to and with `last` of which nothing of this kind was queued yet."""
    rows: list[Row] = desk.store.read(
        _DUE, {"first": first.isoformat(), "last": last.isoformat(), "kind": kind, "step": step}
    )
    return [(customer_id, date.fromisoformat(due_on)) for customer_id, due_on in rows]


def _queue(desk: Desk, found: Sequence[One], made: Callable[[Transaction, One], Message], progress: Progress) -> int:
    """Queue a message for each of what was found; how many were not there yet. Whoever was quicker is let be."""
    queued = done = 0
    pace = Pace()
    with desk.pieces(pace) as piece:
        while some := found[done : done + pace.rows]:
            with piece() as tx:
                messages = [message for one in some if (message := made(tx, one)).data["rows"]]
                queued += sum(enqueue(tx, message) is not None for message in messages)
            done += len(some)
            progress(done, len(found))
    return queued
