"""What the catalogue asks of lending: whether an item is out or kept for somebody, and so has to stay in the stock.

What cannot be found is missing all the same, whoever waits for it: then somebody has to know that it does not come.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from balie.catalogue.statuses import ItemStatus
from balie.catalogue.stock import put_status
from balie.circulation.holds import ready_hold
from balie.circulation.loans import Loan, open_loan
from balie.dutch.counts import many
from balie.dutch.dates import format_date
from balie.lending.holds.catching import release_hold

if TYPE_CHECKING:
    from balie.catalogue.items import Item
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

# Somebody waits for this very item, or for its title of which it is the last one that can be handed out.
_WAITED_FOR = (
    "SELECT 1 FROM hold WHERE title_id = :title AND closed_on IS NULL AND state = 'A' AND (item_number = :item"
    " OR NOT EXISTS (SELECT 1 FROM item WHERE title_id = :title AND number <> :item AND status NOT IN ('A', 'M')"
    " AND not_for_loan = 0))"
)

_IN_VAIN = (
    "h.state = 'A' AND h.closed_on IS NULL AND NOT EXISTS (SELECT 1 FROM item AS o WHERE o.title_id = h.title_id"
    " AND o.status NOT IN ('A', 'M') AND o.not_for_loan = 0 AND o.number = coalesce(h.item_number, o.number))"
)
_WAIT_IN_VAIN = (
    "SELECT count(*) FROM hold AS h JOIN item AS i ON i.title_id = h.title_id"  # for the title of an item
    f" WHERE i.number = ? AND {_IN_VAIN}"
)
# As it will be once the item is missing: for whom it is set aside waits again.
_IF_MISSING = (
    "SELECT count(*), sum(CASE WHEN NOT EXISTS (SELECT 1 FROM item AS o WHERE o.title_id = h.title_id"
    " AND o.number <> :item AND o.status NOT IN ('A', 'M') AND o.not_for_loan = 0"
    " AND o.number = coalesce(h.item_number, o.number)) THEN 1 ELSE 0 END)"
    " FROM hold AS h JOIN item AS i ON i.title_id = h.title_id WHERE i.number = :item AND h.closed_on IS NULL"
    " AND (h.ready_item = :item OR (h.state = 'A' AND coalesce(h.item_number, :item) = :item))"
)
_WAITS_IN_VAIN = f"SELECT 1 FROM hold AS h WHERE h.id = ? AND {_IN_VAIN}"


def hindrances(reader: Reader, item: Item) -> Sequence[str]:
    """Why an item cannot be written off now, in Dutch; nothing when it can.

    What `catalogue.stock` takes as its `Hindrances`.
    """
    found = []
    loan = open_loan(reader, item.number)
    if loan is not None:
        found.append(_lent(loan))
    if ready_hold(reader, item.number) is not None:
        found.append("Het staat apart voor een reservering: haal die er eerst af.")
    elif reader.read_one(_WAITED_FOR, {"title": item.title_id, "item": item.number}) is not None:
        found.append("Er wacht een klant op dit exemplaar: handel eerst de reservering af.")
    return found


def let_go(tx: Transaction, item: Item) -> Sequence[str]:
    """Within the act by which an item goes missing: for whom it was set aside waits again, at the old place.

    What `catalogue.stock` takes as its `LettingGo`. Out: why the item cannot be missing (it is at somebody's home).
    """
    loan = open_loan(tx, item.number)
    if loan is not None:
        return [_lent(loan)]
    ready = ready_hold(tx, item.number)
    if ready is not None:
        release_hold(tx, ready)
    return []


def keep_in(tx: Transaction, item: Item) -> None:
    """Within the act by which an item is not lent any more: for whom it was set aside waits again, at the old place.

    What `catalogue.items` takes as its `KeptIn`. Whether anything comes for who waits, `who_waits_in_vain` tells.
    """
    ready = ready_hold(tx, item.number)
    if ready is None:
        return
    release_hold(tx, ready)
    if item.status is ItemStatus.RESERVED:
        put_status(tx, item, ItemStatus.IN, why="Niet uitleenbaar")


def who_waits_in_vain(reader: Reader, number: str) -> str:
    """What the desk has to know of an item that is missing or kept in, in Dutch: that no other comes for who wait."""
    (waiting,) = reader.read_one(_WAIT_IN_VAIN, (number,)) or (0,)
    if not waiting:
        return ""
    wait = "wacht" if waiting == 1 else "wachten"
    who = many(waiting, "klant", "klanten")
    return f"Let op: er {wait} {who} op, en een ander exemplaar is er niet. Laat het weten, of annuleer de reservering."


def told_of_missing(reader: Reader, number: str) -> str:
    """What becomes of who waits when an item is missing, in Dutch, before it is; empty where nobody does."""
    row = reader.read_one(_IF_MISSING, {"item": number})
    waiting, in_vain = (0, 0) if row is None else (row[0] or 0, row[1] or 0)
    if in_vain:
        wait = "wacht" if in_vain == 1 else "wachten"
        who = many(in_vain, "klant", "klanten")
        return (
            f"Er {wait} {who} op, en een ander exemplaar is er niet. De reservering blijft staan tot u haar annuleert."
        )
    return "Wie erop wacht houdt de plaats in de rij en krijgt een ander exemplaar." if waiting else ""


def waits_in_vain(reader: Reader, hold_id: int) -> bool:
    """Whether no item can come to who waits by this reservation: what there is, is missing, gone or never lent."""
    return reader.read_one(_WAITS_IN_VAIN, (hold_id,)) is not None


def _lent(loan: Loan) -> str:
    return f"Het is uitgeleend tot {format_date(loan.due_on)}: neem het eerst in."
