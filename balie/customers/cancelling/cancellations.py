"""Cancellations as stored: written, found again, taken back, settled, and told on tab 3.

The only writer of that table, and of which charges a settlement made (`settlement_credit`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.cancelling.reasons import cancel_reason
from balie.customers.cancelling.settlement import Settlement, settle, settled
from balie.customers.memberships import as_day
from balie.dutch.bank import grouped_iban
from balie.dutch.dates import format_date
from balie.library.terms import CancellationWay, RefundBasis

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Row, Transaction

_COLUMNS = (
    "id, membership_number, channel, received_on, wished_on, reason, deceased, died_on, last_day, refund_per,"
    " refund_iban, refund_holder, refund_cents, told_cents, registered_on, settled_on"
)
_INSERT = (
    "INSERT INTO cancellation (membership_number, channel, received_on, wished_on, reason, deceased, died_on, last_day,"
    " refund_per, refund_iban, refund_holder, refund_cents, told_cents, registered_on, customer_id, branch, staff)"
    f" VALUES ({', '.join('?' * 17)})"
)
_SELECT = "SELECT " + ", ".join(f"c.{column.strip()}" for column in _COLUMNS.split(",")) + ", c.customer_id"
# What ended the last period is the last cancellation of it, or of the period it followed upon; who enrolled again has a
# new period without an end. Where two records were merged, the other's has its own periods before these.
_CURRENT = (
    _SELECT + " FROM cancellation AS c JOIN membership AS m ON m.customer_id = c.customer_id"
    " AND m.number = (SELECT max(number) FROM membership WHERE customer_id = c.customer_id)"
    " WHERE c.customer_id = ? AND c.withdrawn_on IS NULL AND m.ended_on = c.last_day"
    " ORDER BY c.membership_number DESC, c.id DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Cancellation:
    """A cancellation that holds: the wish as given, the last day that follows from it, and what was told then.

    `refund_cents` and `told_cents` (the balance; below zero to be paid) are those of the day it was stored.
    """

    membership_number: int
    channel: CancellationWay
    received_on: date
    wished_on: date | None
    reason: str | None
    deceased: bool
    died_on: date | None
    last_day: date
    refund_per: RefundBasis
    refund_iban: str | None
    refund_holder: str | None
    refund_cents: int
    told_cents: int
    registered_on: date
    settled_on: date | None = None
    id: int = 0

    @property
    def free_on(self) -> date:
        """The day after the last one."""
        return date.fromordinal(self.last_day.toordinal() + 1)

    @property
    def withdrawable_until(self) -> date | None:
        """The last day on which the wish can be taken back; None where that is always possible.

        Until the last day of the membership, and at least on the day it was registered, since slips happen. A death
        that was reported of the wrong person can always be put right.
        """
        return None if self.deceased else max(self.last_day, self.registered_on)


def add_cancellation(tx: Transaction, customer_id: int, cancellation: Cancellation) -> int:
    """Write a cancellation and end the membership on its last day. Out: its number."""
    item = cancellation
    number = tx.insert(
        _INSERT,
        (
            item.membership_number,
            item.channel,
            item.received_on.isoformat(),
            None if item.wished_on is None else item.wished_on.isoformat(),
            item.reason,
            int(item.deceased),
            None if item.died_on is None else item.died_on.isoformat(),
            item.last_day.isoformat(),
            item.refund_per,
            item.refund_iban,
            item.refund_holder,
            item.refund_cents,
            item.told_cents,
            item.registered_on.isoformat(),
            customer_id,
            tx.stamp.branch,
            tx.stamp.staff,
        ),
    )
    tx.execute(
        "UPDATE membership SET ended_on = ?, end_reason = ? WHERE customer_id = ? AND number = ?",
        (item.last_day.isoformat(), item.reason, customer_id, item.membership_number),
    )
    return number


def take_back(tx: Transaction, customer_id: int, cancellation: Cancellation) -> None:
    """Note that the wish was withdrawn, and let the membership run on; also a period that was renewed meanwhile.

    What another cancellation ended stays ended: of the same customer before a merge, of the other record.
    """
    tx.execute(
        "UPDATE cancellation SET withdrawn_on = ?, withdrawn_by = ? WHERE id = ?",
        (tx.stamp.working_date.isoformat(), tx.stamp.staff, cancellation.id),
    )
    tx.execute(
        "UPDATE membership SET ended_on = NULL, end_reason = NULL"
        " WHERE customer_id = ? AND number >= ? AND ended_on = ? AND NOT EXISTS"
        " (SELECT 1 FROM cancellation AS c WHERE c.customer_id = membership.customer_id"
        " AND c.membership_number = membership.number AND c.withdrawn_on IS NULL)",
        (customer_id, cancellation.membership_number, cancellation.last_day.isoformat()),
    )


def current_cancellation(reader: Reader, customer_id: int) -> Cancellation | None:
    """The cancellation that ends or ended the last membership of this customer; None where there is none."""
    row = reader.read_one(_CURRENT, (customer_id,))
    return None if row is None else _from_row(row)[1]


def read_cancellation(reader: Reader, cancellation_id: int) -> tuple[int, Cancellation] | None:
    """A cancellation that was not withdrawn, by its number, behind the actor-id of its customer; None without."""
    row = reader.read_one(f"{_SELECT} FROM cancellation AS c WHERE id = ? AND withdrawn_on IS NULL", (cancellation_id,))
    return None if row is None else _from_row(row)


def mark_settled(tx: Transaction, cancellation_id: int, credits: Iterable[int]) -> None:
    """Note that a cancellation was settled on the working date, and the ids of the charges below zero this made."""
    tx.execute(
        "UPDATE cancellation SET settled_on = ? WHERE id = ?", (tx.stamp.working_date.isoformat(), cancellation_id)
    )
    for charge_id in credits:
        tx.execute(
            "INSERT INTO settlement_credit (charge_id, cancellation_id) VALUES (?, ?)", (charge_id, cancellation_id)
        )


def change_account(tx: Transaction, cancellation_id: int, iban: str, holder: str) -> None:
    """Note another account (compact IBAN) to pay out to, and whose it is."""
    tx.execute(
        "UPDATE cancellation SET refund_iban = ?, refund_holder = ? WHERE id = ?",
        (iban or None, holder or None, cancellation_id),
    )


def read_settlement(reader: Reader, customer_id: int) -> Settlement | None:
    """How the cancellation of this customer is to be settled as things stand now; None without a cancellation."""
    cancellation = current_cancellation(reader, customer_id)
    return None if cancellation is None else settlement_of(reader, customer_id, cancellation)


def settlement_of(reader: Reader, customer_id: int, cancellation: Cancellation) -> Settlement:
    """The settlement of a stored cancellation as things stand now: still to be made, or what is left to do of it."""
    iban = cancellation.refund_iban or ""
    if cancellation.settled_on is not None:
        return settled(
            reader,
            customer_id,
            free_on=cancellation.free_on,
            settled_on=cancellation.settled_on,
            booked=_booked(reader, cancellation.id),
            refund_iban=iban,
        )
    row = reader.read_one(
        "SELECT max(number) FROM membership WHERE customer_id = ? AND ended_on = ?",
        (customer_id, cancellation.last_day.isoformat()),
    )
    return settle(
        reader,
        customer_id,
        free_on=cancellation.free_on,
        basis=cancellation.refund_per,
        refund_iban=iban,
        last_period=None if row is None else row[0],
    )


def _booked(reader: Reader, cancellation_id: int) -> list[tuple[int, int]]:
    """The periods of which a settlement gave contribution back, each with how many cents."""
    return reader.read(
        "SELECT c.membership_number, -c.cents FROM settlement_credit AS s JOIN charge AS c ON c.id = s.charge_id"
        " WHERE s.cancellation_id = ? ORDER BY c.membership_number NULLS FIRST",
        (cancellation_id,),
    )


def cancellation_cells(reader: Reader, customer_id: int) -> tuple[tuple[str, str], ...]:
    """What tab 3 tells of a cancellation, as labels with their values; nothing where there is none."""
    cancellation = current_cancellation(reader, customer_id)
    if cancellation is None:
        return ()
    reason = cancel_reason(cancellation.reason) if cancellation.reason else None
    cells = [
        ("Opgezegd op", f"{format_date(cancellation.received_on)}, {cancellation.channel}"),
        ("Reden opzegging", reason.label if reason else cancellation.reason or "niet verteld"),
    ]
    if cancellation.died_on is not None:
        cells.append(("Overleden op", format_date(cancellation.died_on)))
    elif cancellation.wished_on is not None and not cancellation.deceased:
        cells.append(("Gewenst per", format_date(cancellation.wished_on)))
    settlement = settlement_of(reader, customer_id, cancellation)
    cells += settlement.lines()
    if cancellation.refund_iban:
        cells.append(("Rekening voor terugbetaling", grouped_iban(cancellation.refund_iban)))
    return tuple(cells)


def _from_row(row: Row) -> tuple[int, Cancellation]:
    number, period, channel, received, wished, reason, deceased, died, last_day, per, iban, holder, *rest = row
    refund_cents, told_cents, registered, settled_on, customer_id = rest
    return customer_id, Cancellation(
        membership_number=period,
        channel=CancellationWay(channel),
        received_on=date.fromisoformat(received),
        wished_on=as_day(wished),
        reason=reason,
        deceased=bool(deceased),
        died_on=as_day(died),
        last_day=date.fromisoformat(last_day),
        refund_per=RefundBasis(per),
        refund_iban=iban,
        refund_holder=holder,
        refund_cents=refund_cents,
        told_cents=told_cents,
        registered_on=date.fromisoformat(registered),
        settled_on=as_day(settled_on),
        id=number,
    )
