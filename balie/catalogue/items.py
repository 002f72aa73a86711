"""Items (exemplaren): one read, one added, one changed; each change with its row in the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from balie.barcodes import is_only_wrapped, isbn_in, own_inside
from balie.catalogue.history import log_item
from balie.catalogue.item_form import ItemValues, NewItem
from balie.catalogue.numbers import allocate_item_number, compact, is_pass
from balie.catalogue.recognise import items_in
from balie.catalogue.statuses import ItemStatus
from balie.catalogue.titles import ChangedMeanwhile, title_of
from balie.library.rights import Right
from balie.refusal import Reason, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Row, Transaction, Value

_TEN = 10
"""An own barcode of ten digits may fit an ISBN by chance."""
VALUES = tuple(field.name for field in fields(ItemValues))
"""The columns of an item that are typed, in the order of `ItemValues`."""

IS_PASS = "{number} is het nummer van een pas. Plak een andere streepjescode."
WRITTEN_OFF_ELSEWHERE = "anders"
"""The reason of what another system had written off."""
_SELECT = (
    f"SELECT {', '.join(VALUES)}, number, title_id, status, seen_on, written_off_on, write_off_reason, made_on,"
    " changed_on, changed_by, version FROM item"
)
_INSERT = (
    f"INSERT INTO item ({', '.join(VALUES)}, number, title_id, status, written_off_on, write_off_reason, made_on,"
    f" changed_on, changed_by) VALUES ({', '.join('?' * (len(VALUES) + 8))})"
)
_UPDATE = (
    f"UPDATE item SET {', '.join(f'{name} = ?' for name in VALUES)}, changed_on = ?, changed_by = ?,"
    " version = version + 1 WHERE number = ?"
)


@dataclass(frozen=True, slots=True)
class Item:
    """An item as stored. `status` is never that it is lent out; `seen_on` is when it was last found in its place."""

    number: str
    title_id: int
    values: ItemValues
    status: ItemStatus
    seen_on: date | None
    written_off_on: date | None
    write_off_reason: str | None
    made_on: date
    changed_on: date
    changed_by: str
    version: int


def find_item(reader: Reader, number: str) -> Item | None:
    """The item with this number as scanned or typed, or None."""
    row = reader.read_one(f"{_SELECT} WHERE number = ?", (compact(number),))
    return None if row is None else _item(row)


def item_of(reader: Reader, number: str) -> Item:
    """As `find_item`. Raises `Refusal` when there is none."""
    item = find_item(reader, number)
    if item is None:
        raise Refusal(f"Exemplaar {compact(number)} is niet bekend: scan het opnieuw, of zoek de titel.")
    return item


def items_of(reader: Reader, title_id: int) -> list[Item]:
    """The items of a title, those that are written off last, by branch and number."""
    rows = reader.read(f"{_SELECT} WHERE title_id = ? ORDER BY status = 'A', branch, number", (title_id,))
    return [_item(row) for row in rows]


def add_item(desk: Desk, title_id: int, new: NewItem, *, on_order: bool = False) -> str:
    """Hang an item at a title; its number. `on_order`: it is ordered and not there yet.

    Raises `Refusal` when there is no such title, when another item has the number, also without what stands around it,
    and for an ISBN and what is a klantnummer with something around it (field `number`).
    """
    desk.require(Right.CHANGE_ITEM)
    with desk.transaction() as tx:
        title = title_of(tx, title_id)
        _check_scanned(tx, new.number)
        number = new.number or allocate_item_number(tx, desk.library, new.values.branch)
        if is_pass(tx, number):
            raise Refusal(Reason(IS_PASS.format(number=number), "number"))
        other = find_item(tx, number)
        if other is not None:
            name = title.name if other.title_id == title_id else title_of(tx, other.title_id).name
            raise Refusal(
                Reason(f"Exemplaarnummer {number} is al van {name}. Plak een andere streepjescode.", "number")
            )
        status = ItemStatus.ON_ORDER if on_order else ItemStatus.IN
        insert_item(tx, number, title_id, new.values, status)
        after = {"title_id": title_id, **_told(new.values), "status": status}
        log_item(tx, "item added", number, before=None, after=after)
    return number


def _check_scanned(reader: Reader, number: str | None) -> None:
    """Raise `Refusal` where a new number is one that is known, or a pass, with something around it, or an ISBN."""
    if number is None or find_item(reader, number) is not None:
        return
    inside = [known for known in items_in(reader, number) if is_only_wrapped(number, known)]
    inside += [own for own in own_inside(number) if own != number and own not in inside]
    if inside:
        raise Refusal(Reason(f"{number} is {inside[0]} met iets eromheen: scan de streepjescode opnieuw.", "number"))
    if len(number) > _TEN and (isbn := isbn_in(number)):
        raise Refusal(Reason(f"{isbn} is een ISBN: plak een streepjescode van de bibliotheek, of typ v.", "number"))


KeptIn: TypeAlias = "Callable[[Transaction, Item], None]"
"""Within the act by which an item is not lent any more: lets go of who was to have it."""


def nobody_to_let_go(tx: Transaction, item: Item) -> None:
    """Nobody waits: for a store without loans."""


def change_item(
    desk: Desk, number: str, values: ItemValues, *, version: int, keep_in: KeptIn = nobody_to_let_go
) -> int:
    """Give an item these values; its new version, or the old one when nothing differs.

    `version` is that of the item as it was read; `keep_in` is done where it is not lent any more. Raises
    `ChangedMeanwhile` when it is no longer that one, and `Refusal` when there is no such item.
    """
    desk.require(Right.CHANGE_ITEM)
    with desk.transaction() as tx:
        stored = item_of(tx, number)
        if stored.version != version:
            raise ChangedMeanwhile("dit exemplaar", stored.changed_by, stored.changed_on, stored.version)
        if stored.values == values:
            return version
        update_item(tx, stored, values, "item changed")
        if values.not_for_loan and not stored.values.not_for_loan:
            keep_in(tx, item_of(tx, number))
        row = tx.read_one("SELECT version FROM item WHERE number = ?", (stored.number,))
    return version + 1 if row is None else int(row[0])


def insert_item(tx: Transaction, number: str, title_id: int, values: ItemValues, status: ItemStatus) -> None:
    """Write a new item, without a row in the journal; one that comes in written off is so from the working date on."""
    day = tx.stamp.working_date.isoformat()
    gone = (day, WRITTEN_OFF_ELSEWHERE) if status is ItemStatus.WRITTEN_OFF else (None, None)
    tx.execute(_INSERT, (*columns_of(values), number, title_id, status, *gone, day, day, tx.stamp.staff))


def update_item(tx: Transaction, stored: Item, values: ItemValues, action: str) -> None:
    """Write what an item becomes, with its row in the journal."""
    stamp = tx.stamp
    tx.execute(_UPDATE, (*columns_of(values), stamp.working_date.isoformat(), stamp.staff, stored.number))
    was, will = _told(stored.values), _told(values)
    differing = [name for name in VALUES if was.get(name) != will.get(name)]
    log_item(
        tx,
        action,
        stored.number,
        before={name: was.get(name) for name in differing},
        after={name: will.get(name) for name in differing},
    )


def columns_of(values: ItemValues) -> Sequence[Value]:
    """The values in the order of `VALUES`, as the store keeps them."""
    found = []
    for name in VALUES:
        value = getattr(values, name)
        found.append(value.isoformat() if isinstance(value, date) else int(value) if isinstance(value, bool) else value)
    return found


def values_of(columns: Row) -> ItemValues:
    """The values again, of what `columns_of` gave or the store keeps."""
    typed = dict(zip(VALUES, columns, strict=True))
    typed |= {name: bool(typed[name]) for name in ("top_title", "not_for_loan")}
    typed["acquired_on"] = _day(typed["acquired_on"])
    return ItemValues(**typed)


def _item(row: Row) -> Item:
    *values, number, title_id, status, seen_on, written_off_on, reason, made_on, changed_on, changed_by, version = row
    return Item(
        number,
        title_id,
        values_of(tuple(values)),
        ItemStatus(status),
        _day(seen_on),
        _day(written_off_on),
        reason,
        date.fromisoformat(made_on),
        date.fromisoformat(changed_on),
        changed_by,
        version,
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _told(values: ItemValues) -> Mapping[str, object]:
    """What the journal tells: the fields that are filled in."""
    return {name: value for name, value in asdict(values).items() if value not in (None, "", False)}
