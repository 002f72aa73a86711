"""A CSV file of titles: a line for each item, or for a title without items (docs/import.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from balie.catalogue.numbers import read_item_number
from balie.catalogue.statuses import ItemStatus
from balie.dutch.text import read_text
from balie.importing.batches import BadLine, refused_line
from balie.importing.days import without_time
from balie.importing.headings import FileColumns, Headings, read_headings
from balie.importing.lenient import Taken, take_item, take_title
from balie.importing.lines import BadText, Lines, open_lines
from balie.importing.titles.record import DEFAULT_KIND, FileTitle, Found, FoundItem, TitleFileTerms
from balie.refusal import Reasons, Refusal

if TYPE_CHECKING:
    from balie.catalogue.title_form import TitleValues

TITLE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "isbn": ("ISBN", "EAN"),
    "control_number": ("Titelnummer", "PPN", "Controlenummer"),
    "title": ("Titel", "TITLE", "Hoofdtitel"),
    "subtitle": ("Ondertitel",),
    "author": ("Auteur", "AUTHOR", "Schrijver"),
    "contributors": ("Andere namen", "Medewerkers"),
    "kind": ("Soort", "Materiaalsoort"),
    "edition": ("Druk",),
    "publisher": ("Uitgever", "PUBLISHER", "Uitgeverij"),
    "year": ("Jaar", "Jaar van uitgave"),
    "language": ("Taal",),
    "audience": ("Doelgroep",),
    "series": ("Reeks", "Serie"),
    "subjects": ("Onderwerpen", "Onderwerp", "Trefwoorden"),
    "extent": ("Omvang",),
}
ITEM_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": ("Exemplaarnummer", "BARCODE", "Streepjescode", "Exemplaar"),
    "branch": ("Vestiging", "BRANCH", "Filiaal"),
    "shelf": ("Kast",),
    "call_mark": ("Plaatsing", "Signatuur", "Kastcode"),
    "material": ("Materiaal",),
    "top_title": ("Toptitel",),
    "not_for_loan": ("Niet uitleenbaar",),
    "attachment_note": ("Bijlage", "Bijlagen"),
    "damage_note": ("Schade",),
    "memo": ("Memo",),
    "price": ("Prijs",),
    "acquired_on": ("Aangeschaft", "Aanschafdatum"),
}
COLUMNS = FileColumns(
    {**TITLE_COLUMNS, **ITEM_COLUMNS},
    ("title",),
    "ISBN;Titel;Auteur;Uitgever;Jaar;Exemplaarnummer;Vestiging;Kast;…",
)
"""The columns of a file of titles, by the names of the fields of a title and of an item."""

_LONGEST_CONTROL_NUMBER = 60
_ISO_DAY = re.compile(r"^([0-9]{4})(?P<between>-?)([0-9]{2})(?P=between)([0-9]{2})(?:[T ][0-9:.]*Z?)?$")
"""What other systems write (a time behind it or not), and the desk does not type."""


class CsvTitles:
    """The lines of a file of titles."""

    place_name = "Regel"

    def __init__(self, lines: Lines, terms: TitleFileTerms) -> None:
        self._lines = lines
        self._headings = read_headings(lines.heading(), COLUMNS, terms.mapping)
        self._reader = _LineReader(self._headings, terms)

    @property
    def unused(self) -> tuple[str, ...]:
        """The headings that mean nothing."""
        return self._headings.unused

    @property
    def told(self) -> tuple[str, ...]:
        """What the desk has to know of the letters of the file."""
        return (self._lines.told,) if self._lines.told else ()

    @property
    def done(self) -> int:
        """How many bytes are behind."""
        return min(self._lines.done, self._lines.size)

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return self._lines.size

    def __iter__(self) -> Iterator[Found]:
        """Every line: its title with at most one item and what is left out of it, or all reasons why not."""
        for place, fields in self._lines:
            if isinstance(fields, BadText):
                yield BadLine(place, (fields.reason,))
                continue
            try:
                found, left = self._reader.read(place, fields)
            except Refusal as refusal:
                yield refused_line(place, refusal)
                continue
            if left:
                yield BadLine(place, left)
            yield found


@contextmanager
def open_csv_titles(path: Path, terms: TitleFileTerms) -> Iterator[CsvTitles]:
    """The titles in the CSV file at `path`. Raises `Refusal` when it cannot be read or has no column of titles."""
    with open_lines(path) as lines:
        yield CsvTitles(lines, terms)


class _LineReader:
    """Reads lines. Items of one title mostly stand together: what the last line said of the title is remembered."""

    def __init__(self, headings: Headings, terms: TitleFileTerms) -> None:
        self._headings = headings
        self._terms = terms
        self._last: tuple[dict[str, str], str | None, Taken[TitleValues]] | None = None

    def read(self, place: int, fields: list[str]) -> tuple[FileTitle, tuple[str, ...]]:
        """The title of a line, with its item, and what is left out of it. Raises `Refusal` with all reasons."""
        fields = self._headings.translated(self._headings.fitted(fields))
        raw = {name: fields[column] for name, column in self._headings.places.items()}
        of_title = {name: raw.get(name, "") for name in TITLE_COLUMNS}
        of_item = {name: raw.get(name, "") for name in ITEM_COLUMNS}
        reasons = Reasons()
        title = item = None
        try:
            title = self._title(of_title)
        except Refusal as refusal:
            reasons.extend(refusal.reasons)
        if any(text.strip() for text in of_item.values()):
            try:
                kind = DEFAULT_KIND if title is None else title[1].values.kind
                item = read_found_item(of_item, kind, self._terms)
            except Refusal as refusal:
                reasons.extend(refusal.reasons)
        reasons.raise_if_any()
        assert title is not None
        control_number, taken = title
        given = taken.given({name: text for name, text in of_title.items() if name != "control_number"})
        items, left = ((), ()) if item is None else ((item[0],), item[1])
        found = FileTitle(place, control_number, taken.values, given, items, in_one=True)
        return found, taken.left + left

    def _title(self, raw: dict[str, str]) -> tuple[str | None, Taken[TitleValues]]:
        if self._last is not None and self._last[0] == raw:
            return self._last[1:]
        reasons = Reasons()
        control_number = taken = None
        with reasons.at("control_number"):
            control_number = read_control_number(raw["control_number"])
        try:
            of_title = {name: text for name, text in raw.items() if name != "control_number"}
            taken = take_title({**of_title, "kind": raw["kind"] or DEFAULT_KIND}, self._terms.today)
        except Refusal as refusal:
            reasons.extend(refusal.reasons)
        reasons.raise_if_any()
        assert taken is not None
        self._last = raw, control_number, taken
        return control_number, taken


def read_control_number(text: str) -> str | None:
    """What another system knows a title by; None when it is empty. Raises `Refusal`."""
    return read_text(text, what="Het titelnummer", longest=_LONGEST_CONTROL_NUMBER) or None


def read_found_item(
    raw: Mapping[str, str], kind: str, terms: TitleFileTerms, status: ItemStatus = ItemStatus.IN
) -> tuple[FoundItem, tuple[str, ...]]:
    """An item of a file, and what of it is left out; where the file does not say so it is made of what its title is,
    and stands at `branch`.

    Raises `Refusal` with all reasons when its number or its branch is none.
    """
    reasons = Reasons()
    number = ""
    taken = None
    with reasons.at("number"):
        if not raw.get("number", "").strip():
            raise Refusal("Er zijn gegevens van een exemplaar, maar er is geen exemplaarnummer.")
        number = read_item_number(raw["number"], terms.library)
    of_item = {name: text for name, text in raw.items() if name != "number"}
    filled = {
        **of_item,
        "material": raw.get("material", "") or kind,
        "branch": raw.get("branch", "") or terms.branch,
        "acquired_on": _ISO_DAY.sub(r"\4-\3-\1", without_time(raw.get("acquired_on", "").strip())),
    }
    try:
        taken = take_item(filled, terms.library, terms.today, kind)
    except Refusal as refusal:
        reasons.extend(refusal.reasons)
    reasons.raise_if_any()
    assert taken is not None
    return FoundItem(number, taken.values, taken.given(of_item), status), taken.left
