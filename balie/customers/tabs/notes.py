"""Tab 5, Meldingen: four public notes that pop up when the customer is opened, and a private remark of the staff."""

from __future__ import annotations

from datetime import date
from textwrap import wrap
from typing import TYPE_CHECKING

from balie.customers.forms.lists import lists
from balie.customers.tabs.edit_fields import EditField, EditTab, Values, free_text, nothing_to_judge
from balie.customers.tabs.tab import Tab, TabTable, day_text

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

MOST_NOTES = 4
LONGEST_NOTE = 60
LONGEST_REMARK = 240

_REMARK = 0
_PLACES = {**{f"note_{place}": place for place in range(1, MOST_NOTES + 1)}, "remark": _REMARK}
_INSERT = "INSERT INTO note (customer_id, place, text, written_on, written_by) VALUES (?, ?, ?, ?, ?)"
_NOTES = "SELECT place, text FROM note WHERE customer_id = ? ORDER BY place = 0, place"


def standard_notes() -> tuple[str, ...]:
    """The texts that can be inserted as a public note."""
    return lists().standard_notes


def texts_for(field: str) -> tuple[str, ...]:
    """The standard texts that can be put in a field of tab 5; none for the private remark and for other fields."""
    return standard_notes() if _PLACES.get(field, _REMARK) != _REMARK else ()


def read_notes(reader: Reader, customer_id: int) -> list[str]:
    """The public notes in their order, and then the private remark: what pops up."""
    return [text for text, _ in notes_to_tell(reader, customer_id)]


def notes_to_tell(reader: Reader, customer_id: int) -> list[tuple[str, bool]]:
    """As `read_notes`, each with whether it is the private remark, which is not for the customer's ears."""
    return [(text, place == _REMARK) for place, text in reader.read(_NOTES, (customer_id,))]


def add_note(tx: Transaction, customer_id: int, text: str, since: date) -> None:
    """Put a public note at the first free place, on behalf of another system; callers looked whether there is one."""
    taken = {place for (place,) in tx.read("SELECT place FROM note WHERE customer_id = ?", (customer_id,))}
    place = next(place for place in range(1, MOST_NOTES + 1) if place not in taken)
    tx.execute(_INSERT, (customer_id, place, text, since.isoformat(), tx.stamp.staff))


def add_to_remark(tx: Transaction, customer_id: int, text: str, since: date) -> None:
    """Put a text behind the private remark; callers looked whether it fits."""
    row = tx.read_one("SELECT text FROM note WHERE customer_id = ? AND place = ?", (customer_id, _REMARK))
    if row is None:
        tx.execute(_INSERT, (customer_id, _REMARK, text, since.isoformat(), tx.stamp.staff))
    else:
        tx.execute(
            "UPDATE note SET text = ? WHERE customer_id = ? AND place = ?", (f"{row[0]} {text}", customer_id, _REMARK)
        )


def show(desk: Desk, customer_id: int) -> Tab:
    """Tab 5 as it is read: a line per note; the remark on as many lines as it needs."""
    stored = {
        place: (text, date.fromisoformat(written))
        for place, text, written in desk.store.read(
            "SELECT place, text, written_on FROM note WHERE customer_id = ?", (customer_id,)
        )
    }
    rows = []
    for place in _PLACES.values():
        text, written = stored.get(place, ("", None))
        label = "Int." if place == _REMARK else str(place)
        for number, line in enumerate(wrap(text, LONGEST_NOTE) or [""]):
            rows.append((label if number == 0 else "", line, day_text(written) if number == 0 else ""))
    return Tab((), TabTable(("", "Melding (Int.: alleen voor medewerkers)", "Sinds"), tuple(rows)))


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
