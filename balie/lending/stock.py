"""What the catalogue asks of lending: whether an item is out or kept for somebody, and so has to stay in the stock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from balie.circulation.holds import ready_hold
from balie.circulation.loans import open_loan
from balie.dutch.dates import format_date

if TYPE_CHECKING:
    from balie.catalogue.items import Item
    from balie.store.reading import Reader

# Somebody waits for this very item, or for its title of which it is the last one that can be handed out.
_WAITED_FOR = (
    "SELECT 1 FROM hold WHERE title_id = :title AND closed_on IS NULL AND state = 'A' AND (item_number = :item"
    " OR NOT EXISTS (SELECT 1 FROM item WHERE title_id = :title AND number <> :item AND status NOT IN ('A', 'M')))"
)


def hindrances(reader: Reader, item: Item) -> Sequence[str]:
    """Why an item cannot be written off or missing now, in Dutch; nothing when it can.

    What `catalogue.stock` takes as its `Hindrances`.
    """
    found = []
    loan = open_loan(reader, item.number)
    if loan is not None:
        found.append(f"Het is uitgeleend tot {format_date(loan.due_on)}: neem het eerst in.")
    if ready_hold(reader, item.number) is not None:
        found.append("Het staat apart voor een reservering: haal die er eerst af.")
    elif reader.read_one(_WAITED_FOR, {"title": item.title_id, "item": item.number}) is not None:
        found.append("Er wacht een klant op dit exemplaar: handel eerst de reservering af.")
    return found
