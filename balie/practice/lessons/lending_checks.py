"""What lessons about lending look at: renewals, reservations, what stands ready, what is missing or new.

`who` is always the number of a pass, `item` that of an item; days are typed as on the screen (`dd-mm-jjjj`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from balie.catalogue.statuses import ItemStatus
from balie.catalogue.stock import LOST
from balie.dutch.dates import format_iso
from balie.practice.lessons.who import Check, name_of, title_of

if TYPE_CHECKING:
    from balie.desk import Desk


def has_at_home(desk: Desk, who: str, item: str) -> str:
    """Somebody has this item at home."""
    row = desk.store.read_one(
        "SELECT 1 FROM loan JOIN card ON card.customer_id = loan.customer_id"
        " WHERE card.number = ? AND loan.item_number = ? AND loan.returned_on IS NULL",
        (who, item),
    )
    return "" if row is not None else f"{name_of(desk, who)} heeft {title_of(desk, item)} niet thuis"


def is_back(desk: Desk, item: str, day: str = "") -> str:
    """An item is at nobody's home; it counts as back on this day, where that is told."""
    row = desk.store.read_one("SELECT returned_on FROM loan WHERE item_number = ? ORDER BY id DESC", (item,))
    if row is None:
        return ""
    if row[0] is None:
        return f"{title_of(desk, item)} is nog niet ingenomen"
    found = format_iso(str(row[0]))
    return "" if day in ("", found) else f"{title_of(desk, item)} is terug op {found}, gevraagd was {day}"


def has_renewed(desk: Desk, who: str, item: str) -> str:
    """What somebody has at home of this item was renewed today."""
    row = desk.store.read_one(
        "SELECT 1 FROM renewal JOIN loan ON loan.id = renewal.loan_id JOIN card ON card.customer_id = loan.customer_id"
        " WHERE card.number = ? AND loan.item_number = ? AND loan.returned_on IS NULL AND renewal.renewed_on = ?",
        (who, item, desk.working_date.isoformat()),
    )
    return "" if row is not None else f"{title_of(desk, item)} is vandaag nog niet verlengd"


def has_reserved(desk: Desk, who: str, item: str) -> str:
    """Somebody waits for the title of this item."""
    row = desk.store.read_one(
        "SELECT 1 FROM hold JOIN card ON card.customer_id = hold.customer_id JOIN item ON item.title_id = hold.title_id"
        " WHERE card.number = ? AND item.number = ? AND hold.closed_on IS NULL",
        (who, item),
    )
    return "" if row is not None else f"{name_of(desk, who)} heeft {title_of(desk, item)} nog niet gereserveerd"


def stands_ready(desk: Desk, who: str, item: str) -> str:
    """An item was set aside for somebody who reserved it."""
    row = desk.store.read_one(
        "SELECT 1 FROM hold JOIN card ON card.customer_id = hold.customer_id"
        " WHERE card.number = ? AND hold.ready_item = ? AND hold.closed_on IS NULL",
        (who, item),
    )
    return "" if row is not None else f"{title_of(desk, item)} staat nog niet klaar voor {name_of(desk, who)}"


def is_missing(desk: Desk, item: str) -> str:
    """It was noted that an item is not where it should be."""
    row = desk.store.read_one("SELECT status FROM item WHERE number = ?", (item,))
    if row is not None and row[0] == ItemStatus.MISSING:
        return ""
    return f"{title_of(desk, item)} staat nog niet als vermist"


def is_reported_lost(desk: Desk, item: str) -> str:
    """A borrower reported an item lost: it left the stock for that reason."""
    row = desk.store.read_one("SELECT status, write_off_reason FROM item WHERE number = ?", (item,))
    if row is not None and (row[0], row[1]) == (ItemStatus.WRITTEN_OFF, LOST):
        return ""
    return f"{title_of(desk, item)} is nog niet kwijt gemeld"


def is_claimed(desk: Desk, who: str, item: str) -> str:
    """Somebody said that they brought this item back, and it has not come in."""
    row = desk.store.read_one(
        "SELECT 1 FROM loan JOIN card ON card.customer_id = loan.customer_id WHERE card.number = ?"
        " AND loan.item_number = ? AND loan.returned_on IS NULL AND loan.claimed_on IS NOT NULL",
        (who, item),
    )
    return "" if row is not None else f"{title_of(desk, item)} staat bij {name_of(desk, who)} nog niet als zoek"


def was_used_in_house(desk: Desk, item: str, times: int = 1) -> str:
    """An item was counted today as used inside the library, so many times."""
    row = desk.store.read_one(
        "SELECT count(*) FROM in_house_use WHERE item_number = ? AND used_on = ?", (item, desk.working_date.isoformat())
    )
    counted = 0 if row is None else int(row[0])
    return "" if counted == times else f"{title_of(desk, item)} is vandaag {counted} keer geteld, gevraagd was {times}"


def has_title(desk: Desk, title: str, author: str = "", items: int = 0) -> str:
    """The catalogue has this title; by this author and with at least so many items, where that is told."""
    row = desk.store.read_one(
        "SELECT coalesce(title.author, ''), (SELECT count(*) FROM item WHERE item.title_id = title.id)"
        " FROM title WHERE title.title = ? ORDER BY title.id DESC",
        (title,),
    )
    if row is None:
        return f"{title} staat nog niet in de catalogus"
    if author and row[0] != author:
        return f"De auteur van {title} is {row[0] or 'leeg'}, gevraagd was {author}"
    return "" if int(row[1]) >= items else f"{title} heeft {row[1]} exemplaren, gevraagd was {items}"


LENDING_CHECKS: Mapping[str, Check] = {
    "has_at_home": has_at_home,
    "is_back": is_back,
    "has_renewed": has_renewed,
    "has_reserved": has_reserved,
    "stands_ready": stands_ready,
    "is_missing": is_missing,
    "is_reported_lost": is_reported_lost,
    "is_claimed": is_claimed,
    "was_used_in_house": was_used_in_house,
    "has_title": has_title,
}
"""Every check about lending and what is lent, by the name that a lesson file calls it."""
