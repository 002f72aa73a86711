"""What keeps an item from leaving the stock: it is lent out, or somebody waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from balie.circulation.availability import due_dates
from balie.dutch.dates import format_date

if TYPE_CHECKING:
    from balie.catalogue.items import Item
    from balie.store.reading import Reader

_WAITING = (
    "SELECT h.ready_item IS NOT NULL AND h.ready_item = ?1 FROM hold AS h WHERE h.title_id = ?2 AND h.closed_on IS NULL"
    " AND (h.ready_item = ?1 OR h.item_number = ?1"
    "  OR NOT EXISTS (SELECT 1 FROM item WHERE title_id = ?2 AND number <> ?1 AND status NOT IN ('A', 'M')))"
    " ORDER BY 1 DESC LIMIT 1"
)


def hindrances(reader: Reader, item: Item) -> Sequence[str]:
    """Why an item cannot be written off or go missing now (the `Hindrances` of the catalogue); empty when it can."""
    found = []
    due_on = due_dates(reader, [item.number]).get(item.number)
    if due_on is not None:
        found.append(f"Het is uitgeleend tot {format_date(due_on)}: neem het eerst in.")
    waiting = reader.read_one(_WAITING, (item.number, item.title_id))
    if waiting == (1,):
        found.append("Het staat klaar voor een klant: handel eerst de reservering af.")
    elif waiting is not None:
        found.append("Er wacht een klant op dit exemplaar: handel eerst de reservering af.")
    return found
