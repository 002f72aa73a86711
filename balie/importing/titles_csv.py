"""A CSV file of titles: a line for each item, or for a title without items (docs/import.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from balie.catalogue.item_form import read_item
from balie.catalogue.numbers import read_item_number
from balie.catalogue.title_form import TitleValues, read_title
from balie.dutch.text import read_text
from balie.importing.batches import BadLine
from balie.importing.headings import Columns, Headings, read_headings
from balie.importing.lines import Lines, open_lines
from balie.importing.titles_record import DEFAULT_KIND, Found, FoundItem, FoundTitle, given_in
from balie.refusal import Reasons, Refusal

if TYPE_CHECKING:
    from balie.library.structs import Library

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
COLUMNS = Columns(
    {**TITLE_COLUMNS, **ITEM_COLUMNS},
    ("title",),
    "ISBN;Titel;Auteur;Uitgever;Jaar;Exemplaarnummer;Vestiging;Kast;…",
)
"""The columns of a file of titles, by the names of the fields of a title and of an item."""

_LONGEST_CONTROL_NUMBER = 60


class CsvTitles:
    """The lines of a file of titles. `branch` is where items stand of which the file does not say so."""

    place_name = "Regel"

    def __init__(self, lines: Lines, library: Library, branch: str, today: date) -> None:
        self._lines = lines
        self._headings = read_headings(lines.heading(), COLUMNS)
        self._reader = _LineReader(self._headings, library, branch, today)

    @property
    def unused(self) -> tuple[str, ...]:
        """The headings that mean nothing."""
        return self._headings.unused

    @property
    def done(self) -> int:
        """How many bytes are behind."""
        return min(self._lines.done, self._lines.size)

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return self._lines.size

    def __iter__(self) -> Iterator[Found]:
        """Every line: its title with at most one item, or all reasons why not. Raises `Refusal` as `Lines` does."""
        for place, fields in self._lines:
            try:
                yield self._reader.read(place, fields)
            except Refusal as refusal:
                yield BadLine(place, tuple(reason.text for reason in refusal.reasons))


@contextmanager
def open_csv_titles(path: Path, library: Library, branch: str, today: date) -> Iterator[CsvTitles]:
    """The titles in the CSV file at `path`. Raises `Refusal` when it cannot be read or has no column of titles."""
    with open_lines(path) as lines:
        yield CsvTitles(lines, library, branch, today)


class _LineReader:
    """Reads lines. Items of one title mostly stand together: what the last line said of the title is remembered."""

    def __init__(self, headings: Headings, library: Library, branch: str, today: date) -> None:
        self._headings = headings
        self._library = library
        self._branch = branch
        self._today = today
        self._last: tuple[dict[str, str], str | None, TitleValues] | None = None

    def read(self, place: int, fields: list[str]) -> FoundTitle:
        """The title of a line, with its item. Raises `Refusal` with all reasons."""
        fields = self._headings.fitted(fields)
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
                kind = DEFAULT_KIND if title is None else title[1].kind
                item = read_found_item(of_item, kind, self._library, self._branch, self._today)
            except Refusal as refusal:
                reasons.extend(refusal.reasons)
        reasons.raise_if_any()
        assert title is not None
        control_number, values = title
        given = given_in({name: text for name, text in of_title.items() if name != "control_number"})
        return FoundTitle(place, control_number, values, given, () if item is None else (item,), in_one=True)

    def _title(self, raw: dict[str, str]) -> tuple[str | None, TitleValues]:
        if self._last is not None and self._last[0] == raw:
            return self._last[1:]
        reasons = Reasons()
        control_number = values = None
        with reasons.at("control_number"):
            control_number = read_control_number(raw["control_number"])
        try:
            values = read_title({**raw, "kind": raw["kind"] or DEFAULT_KIND}, self._today)
        except Refusal as refusal:
            reasons.extend(refusal.reasons)
        reasons.raise_if_any()
        assert values is not None
        self._last = raw, control_number, values
        return control_number, values


def read_control_number(text: str) -> str | None:
    """What another system knows a title by; None when it is empty. Raises `Refusal`."""
    return read_text(text, what="Het titelnummer", longest=_LONGEST_CONTROL_NUMBER) or None


def read_found_item(raw: Mapping[str, str], kind: str, library: Library, branch: str, today: date) -> FoundItem:
    """An item of a file; where it does not say so it is made of what its title is, and stands at `branch`.

    Raises `Refusal` with all reasons.
    """
    reasons = Reasons()
    number = ""
    values = None
    with reasons.at("number"):
        if not raw.get("number", "").strip():
            raise Refusal("Er zijn gegevens van een exemplaar, maar er is geen exemplaarnummer.")
        number = read_item_number(raw["number"])
    filled = {**raw, "material": raw.get("material", "") or kind, "branch": raw.get("branch", "") or branch}
    try:
        values = read_item(filled, library, today)
    except Refusal as refusal:
        reasons.extend(refusal.reasons)
    reasons.raise_if_any()
    assert values is not None
    return FoundItem(number, values, given_in(raw) - {"number"})
