"""Tab 5, Meldingen: four public notes that pop up when the customer is opened, and a private remark of the staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.customers.edit_fields import EditField, EditTab, Values, free_text, nothing_to_judge
from balie.customers.lists import lists

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

MOST_NOTES = 4
LONGEST_NOTE = 60
LONGEST_REMARK = 240

_REMARK = 0
_PLACES = {"remark": _REMARK, **{f"note_{place}": place for place in range(1, MOST_NOTES + 1)}}
_NOTES = "SELECT place, text FROM note WHERE customer_id = ? ORDER BY place = 0, place"


def standard_notes() -> tuple[str, ...]:
    """The texts that can be inserted as a public note."""
    return lists().standard_notes


def read_notes(reader: Reader, customer_id: int) -> list[str]:
    """The public notes in their order, and then the private remark: what pops up."""
    return [text for _, text in reader.read(_NOTES, (customer_id,))]


def _fields(desk: Desk, customer_id: int) -> tuple[EditField, ...]:
    public = (
        free_text(f"note_{place}", f"Melding {place}", what=f"Melding {place}", longest=LONGEST_NOTE)
        for place in range(1, MOST_NOTES + 1)
    )
    return (*public, free_text("remark", "Opmerking (intern)", what="De opmerking", longest=LONGEST_REMARK))


def _read(reader: Reader, customer_id: int) -> dict[str, str]:
    stored: dict[int, str] = dict(reader.read("SELECT place, text FROM note WHERE customer_id = ?", (customer_id,)))
    return {name: stored.get(place, "") for name, place in _PLACES.items()}


def _write(desk: Desk, tx: Transaction, customer_id: int, was: Values, will: Values) -> None:
    stamp = tx.stamp
    for name, place in _PLACES.items():
        if was[name] == will[name]:
            continue
        tx.execute("DELETE FROM note WHERE customer_id = ? AND place = ?", (customer_id, place))
        if will[name]:
            tx.execute(
                "INSERT INTO note (customer_id, place, text, written_on, written_by) VALUES (?, ?, ?, ?, ?)",
                (customer_id, place, will[name], stamp.working_date.isoformat(), stamp.staff),
            )


TAB = EditTab(_fields, _read, nothing_to_judge, _write)
