"""What was done with an item or a title, by whom and when: from the journal, in Dutch words, the latest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from json import loads
from typing import TYPE_CHECKING

from balie.catalogue.lists import audiences, languages, materials, write_off_reasons
from balie.catalogue.statuses import LABELS
from balie.dutch.dates import format_date
from balie.dutch.moments import format_moment
from balie.dutch.money import format_cents

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Row, Transaction

PAGE = 50
"""So many rows are read at once."""

ACTIONS: Mapping[str, str] = {
    "title added": "Titel opgevoerd",
    "title changed": "Titel gewijzigd",
    "title import changed": "Titel gewijzigd door import",
    "titles imported": "Geïmporteerd",
    "item added": "Exemplaar opgevoerd",
    "item changed": "Exemplaar gewijzigd",
    "item provisional": "Voorlopig opgevoerd aan de balie",
    "item completed": "Titel nagekeken",
    "item missing": "Vermist gemeld",
    "item found": "Teruggevonden",
    "item status": "Status gewijzigd",
    "item written off": "Afgeschreven",
    "item write-off undone": "Afschrijving teruggedraaid",
    "item import changed": "Exemplaar gewijzigd door import",
}
"""The words of the journal that are about titles and items."""

Shown = Callable[[object], str]


def _yes(value: object) -> str:
    return "ja" if value else "nee"


def _cents(value: object) -> str:
    return format_cents(value) if isinstance(value, int) else ""


def _day(value: object) -> str:
    return format_date(date.fromisoformat(str(value))) if value else ""


_LABELS: Mapping[str, tuple[str, Shown]] = {
    "isbn": ("ISBN", str),
    "control_number": ("Controlenummer", str),
    "kind": ("Soort", lambda value: materials().label(str(value))),
    "title": ("Titel", str),
    "subtitle": ("Ondertitel", str),
    "author": ("Auteur", str),
    "contributors": ("Andere namen", str),
    "edition": ("Druk", str),
    "publisher": ("Uitgever", str),
    "year": ("Jaar", str),
    "language": ("Taal", lambda value: languages().label(str(value))),
    "audience": ("Doelgroep", lambda value: audiences().label(str(value))),
    "series": ("Reeks", str),
    "subjects": ("Onderwerpen", str),
    "extent": ("Omvang", str),
    "branch": ("Vestiging", str),
    "shelf": ("Kast", str),
    "call_mark": ("Plaatsing", str),
    "material": ("Materiaal", lambda value: materials().label(str(value))),
    "top_title": ("Toptitel", _yes),
    "not_for_loan": ("Niet uitleenbaar", _yes),
    "attachment_note": ("Bijlage", str),
    "damage_note": ("Schade", str),
    "memo": ("Memo", str),
    "price_cents": ("Prijs", _cents),
    "acquired_on": ("Aangeschaft", _day),
    "status": ("Status", lambda value: LABELS.get(str(value), str(value))),
    "reason": ("Reden", lambda value: write_off_reasons().label(str(value))),
    "why": ("Waarom", str),
    "file": ("Bestand", str),
}
"""What the values of the journal are called, and how they are shown."""

_ROWS = (
    "SELECT j.id, j.at, j.staff, j.branch, j.action, j.before, j.after FROM catalogue_log AS l"
    " JOIN journal AS j ON j.id = l.journal_id WHERE l.about = ? AND l.journal_id < ?"
    " ORDER BY l.journal_id DESC LIMIT ?"
)
_LOG = "INSERT INTO catalogue_log (about, journal_id) VALUES (?, ?)"


@dataclass(frozen=True, slots=True)
class Event:
    """One act: `09-04-2024 10:15`, staff code and branch, what was done, and a line per value it changed."""

    at: str
    staff: str
    branch: str
    what: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Events:
    """A page of acts, the latest first; `after` is where the next one begins, None when this was the last."""

    rows: tuple[Event, ...]
    after: int | None


def item_history(reader: Reader, number: str, *, after: int | None = None, limit: int = PAGE) -> Events:
    """What was done with an item; who borrowed it is not told here. Empty for a number that nobody has."""
    return _history(reader, f"item {number}", after, limit)


def title_history(reader: Reader, title_id: int, *, after: int | None = None) -> Events:
    """What was done with a title itself; its items have their own."""
    return _history(reader, f"title {title_id}", after, PAGE)


def log_item(
    tx: Transaction, action: str, number: str, *, before: Mapping[str, object] | None, after: Mapping[str, object]
) -> None:
    """Write in the journal what was done with an item, to be found by its number; `action` is one of `ACTIONS`."""
    row = tx.journal(action, before=before, after={"item": number, **after})
    tx.execute(_LOG, (f"item {number}", row))


def log_title(
    tx: Transaction, action: str, title_id: int, *, before: Mapping[str, object] | None, after: Mapping[str, object]
) -> None:
    """Write in the journal what was done with a title; `action` is one of `ACTIONS`."""
    row = tx.journal(action, before=before, after={"title_id": title_id, **after})
    tx.execute(_LOG, (f"title {title_id}", row))


def _history(reader: Reader, about: str, after: int | None, limit: int) -> Events:
    rows = reader.read(_ROWS, (about, 2**62 if after is None else after, limit + 1))
    return Events(tuple(_event(row) for row in rows[:limit]), rows[limit - 1][0] if len(rows) > limit else None)


def _event(row: Row) -> Event:
    _, at, staff, branch, action, before, after = row
    lines = tuple(_lines(loads(before or "{}"), loads(after or "{}")))
    return Event(format_moment(datetime.fromisoformat(at)), staff, branch, ACTIONS.get(action, action), lines)


def _lines(was: Mapping[str, object], will: Mapping[str, object]) -> Iterator[str]:
    for key, (label, show) in _LABELS.items():
        if key not in will and key not in was:
            continue
        before, after = ("" if value in (None, "") else show(value) for value in (was.get(key), will.get(key)))
        if key in was and before != after:
            yield f"{label}: {before or '(leeg)'} → {after or '(leeg)'}"
        elif key not in was and after:
            yield f"{label}: {after}"
