"""What happens to the stock: an item is missing, is found, is written off, or is put where another act says it is.

Whether an item is lent out or set aside for somebody is not known here: who does know hands in `Hindrances`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from balie.catalogue.history import log_item
from balie.catalogue.items import Item, item_of
from balie.catalogue.lists import write_off_reasons
from balie.catalogue.numbers import compact
from balie.catalogue.statuses import LABELS, ItemStatus
from balie.catalogue.titles import title_of
from balie.dutch.dates import format_date
from balie.library.rights import Right
from balie.refusal import Reasons, Refusal
from balie.store.dialect import among, member
from balie.store.reading import Reader

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.transaction import Transaction

Hindrances: TypeAlias = Callable[[Reader, Item], Sequence[str]]
"""Says in Dutch why an item cannot leave the stock now, such as that it is lent out; nothing when it can."""

LettingGo: TypeAlias = "Callable[[Transaction, Item], Sequence[str]]"
"""Within the act by which an item goes missing: frees who was to have it, or says in Dutch why it cannot be missing."""

LOST = "kwijt"
"""The code of the reason of writing off what a borrower lost."""
UNDO_DAYS = 30
"""So many days after it was written off an item can be taken back (Wise shows it so long)."""

_SET = (
    "UPDATE item SET status = ?, seen_on = coalesce(?, seen_on), written_off_on = ?, write_off_reason = ?,"
    " changed_on = ?, changed_by = ?, version = version + 1 WHERE number = ?"
)
_OTHERS = f"SELECT count(*) FROM item WHERE title_id = ? AND status <> 'A' AND number NOT IN {among()}"
_WAS = (
    f"SELECT {member('j.before', 'status')} FROM catalogue_log AS l JOIN journal AS j ON j.id = l.journal_id"
    " WHERE l.about = ? AND j.action = 'item written off' ORDER BY l.journal_id DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class WriteOff:
    """What writing an item off would mean: the item, its title, what to warn for, and why it is not possible."""

    item: Item
    title: str
    warnings: tuple[str, ...]
    reasons: tuple[str, ...]


def no_hindrances(reader: Reader, item: Item) -> Sequence[str]:
    """Nothing is in the way: for a store without loans."""
    return ()


def default_reason() -> str:
    """The reason of writing off that is offered first (Wise: `verouderd`)."""
    return write_off_reasons().entries[0].code


def look_at_write_off(reader: Reader, number: str, hindrances: Hindrances, *, along: Sequence[str] = ()) -> WriteOff:
    """What writing off this item would mean, before the desk confirms it; `along`: the numbers that go with it.

    Raises `Refusal` when it does not exist.
    """
    item = item_of(reader, number)
    (others,) = reader.read_one(_OTHERS, (item.title_id, json.dumps([*along, item.number]))) or (0,)
    warnings = () if others else ("Dit is het laatste exemplaar van deze titel.",)
    return WriteOff(item, title_of(reader, item.title_id).name, warnings, tuple(_in_the_way(reader, item, hindrances)))


def write_off(desk: Desk, numbers: Sequence[str], hindrances: Hindrances, *, reason: str = "") -> int:
    """Write off a series of scanned items in one act; how many. A number that was scanned twice counts once.

    `reason` is a code or label of `write_off_reasons`; empty is the default. Raises `Refusal` with what is wrong with
    each item, and then writes off none.
    """
    desk.require(Right.WRITE_OFF)
    code = write_off_reasons().read(reason) or default_reason()
    with desk.transaction() as tx:
        reasons, written = Reasons(), 0
        day = tx.stamp.working_date.isoformat()
        for number in dict.fromkeys(compact(number) for number in numbers):
            with reasons.at("number"):
                item = item_of(tx, number)
                # Of a series each is judged with those before it gone: the last that somebody waits for stays.
                in_the_way = _in_the_way(tx, item, hindrances)
                for text in in_the_way:
                    reasons.add(f"Exemplaar {number}: {text}", "number")
                if not in_the_way:
                    _set(tx, item, ItemStatus.WRITTEN_OFF, written_off_on=day, reason=code)
                    before, after = {"status": item.status}, {"status": ItemStatus.WRITTEN_OFF, "reason": code}
                    log_item(tx, "item written off", item.number, before=before, after=after)
                    written += 1
        reasons.raise_if_any()
    return written


def write_off_as_lost(tx: Transaction, item: Item) -> None:
    """Within the act by which a borrower reports it lost: it leaves the stock, whoever waits for it."""
    _set(tx, item, ItemStatus.WRITTEN_OFF, written_off_on=tx.stamp.working_date.isoformat(), reason=LOST)
    after = {"status": ItemStatus.WRITTEN_OFF, "reason": LOST}
    log_item(tx, "item written off", item.number, before={"status": item.status}, after=after)


def take_into_stock_again(tx: Transaction, item: Item) -> None:
    """Within another act: an item that was written off is there after all, however long ago that was."""
    _set(tx, item, ItemStatus.IN, seen=True)
    before = {"status": item.status, "reason": item.write_off_reason}
    log_item(tx, "item write-off undone", item.number, before=before, after={"status": ItemStatus.IN})


def undo_write_off(desk: Desk, number: str) -> ItemStatus:
    """Take back that an item was written off; the status it has again: missing if it was, otherwise in.

    Raises `Refusal` when it is not written off, when a borrower lost it (taking it in settles that), or when it was
    more than `UNDO_DAYS` ago.
    """
    desk.require(Right.WRITE_OFF)
    with desk.transaction() as tx:
        item = item_of(tx, number)
        if item.status is not ItemStatus.WRITTEN_OFF:
            raise Refusal(f"Exemplaar {item.number} is niet afgeschreven: er is niets terug te draaien.")
        assert item.written_off_on is not None
        if item.write_off_reason == LOST:
            raise Refusal(
                f"Exemplaar {item.number} is kwijt gemeld door een lener: neem het in bij Innemen (tabblad Balie), dan"
                " staat het er weer en gaat terug wat daarvoor teruggaat."
            )
        if tx.stamp.working_date > item.written_off_on + timedelta(days=UNDO_DAYS):
            raise Refusal(
                f"Exemplaar {item.number} is op {format_date(item.written_off_on)} afgeschreven: dat kon tot"
                f" {UNDO_DAYS} dagen daarna terug. Plak er een nieuwe streepjescode op en voer het opnieuw op."
            )
        was = tx.read_one(_WAS, (f"item {item.number}",))
        status = ItemStatus.MISSING if was == (ItemStatus.MISSING,) else ItemStatus.IN
        _set(tx, item, status)
        before = {"status": item.status, "reason": item.write_off_reason}
        log_item(tx, "item write-off undone", item.number, before=before, after={"status": status})
    return status


def mark_missing(desk: Desk, number: str, letting_go: LettingGo) -> None:
    """Note that an item is not where it should be. Raises `Refusal` when it cannot be missing."""
    desk.require(Right.LEND)
    with desk.transaction() as tx:
        item = item_of(tx, number)
        if item.status in (ItemStatus.MISSING, ItemStatus.WRITTEN_OFF, ItemStatus.ON_ORDER):
            raise Refusal(f"Exemplaar {item.number} is {LABELS[item.status].lower()}: het kan niet vermist raken.")
        if found := letting_go(tx, item):
            raise Refusal(*found)
        put_status(tx, item, ItemStatus.MISSING, action="item missing")


def mark_found(desk: Desk, number: str) -> None:
    """Note that a missing item is there again. Raises `Refusal` when it is not missing."""
    desk.require(Right.LEND)
    with desk.transaction() as tx:
        item = item_of(tx, number)
        if item.status is not ItemStatus.MISSING:
            raise Refusal(f"Exemplaar {item.number} is niet vermist, maar {LABELS[item.status].lower()}.")
        put_status(tx, item, ItemStatus.IN, action="item found")


def put_status(tx: Transaction, item: Item, status: ItemStatus, *, action: str = "item status", why: str = "") -> None:
    """Within another act: put an item where that act says it is, with a row in its history. Nothing when it is there.

    Not for writing off. `why` is shown in the history, in Dutch: no name and no klantnummer. What is put in, or found,
    was seen today.
    """
    assert status is not ItemStatus.WRITTEN_OFF, "write_off says why"
    if item.status is status:
        return
    _set(tx, item, status, seen=status is not ItemStatus.MISSING)
    told = {"status": status, "why": why} if why else {"status": status}
    log_item(tx, action, item.number, before={"status": item.status}, after=told)


def see(tx: Transaction, item: Item) -> None:
    """Within another act: note that the item was found in its place (Wise: inventarisatiedatum), without history."""
    tx.execute("UPDATE item SET seen_on = ? WHERE number = ?", (tx.stamp.working_date.isoformat(), item.number))


def _in_the_way(reader: Reader, item: Item, hindrances: Hindrances) -> list[str]:
    if item.status is ItemStatus.WRITTEN_OFF:
        return ["Het is al afgeschreven."]
    return list(hindrances(reader, item))


def _set(
    tx: Transaction,
    item: Item,
    status: ItemStatus,
    *,
    written_off_on: str | None = None,
    reason: str | None = None,
    seen: bool = False,
) -> None:
    stamp = tx.stamp
    day = stamp.working_date.isoformat()
    seen_on = day if seen else None
    tx.execute(_SET, (status, seen_on, written_off_on, reason, day, stamp.staff, item.number))
