"""Titel zoeken: one line of text in, a page of titles out, in the same time whatever the size of the catalogue.

What was typed is tried as an ISBN and as an exemplaarnummer, then as the beginning of a title, then as words anywhere
in title, subtitle, series, author and subjects. There is no order by weight, which would have to read every hit: titles
that begin as was typed come in the order of the alphabet, the others the newest first. Each of these is one range of
one index, read by key from where the last page ended.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from balie.barcodes import isbn_in
from balie.catalogue.fts5_index import find_words, query_of
from balie.catalogue.lists import materials
from balie.catalogue.recognise import items_in
from balie.catalogue.words import END, beginning, words
from balie.refusal import Refusal
from balie.store.dialect import each

if TYPE_CHECKING:
    from balie.catalogue.copies import DueDates
    from balie.store.reading import Reader
    from balie.store.transaction import Row

PAGE = 15
"""As many as a list shows at 80x24."""

_MOST_WORDS = 10
_LONGEST = 200

_COLUMNS = "t.id, t.title_key, t.title, t.subtitle, t.author, t.year, t.kind, t.isbn"
_ISBN = f"SELECT {_COLUMNS} FROM title AS t WHERE t.isbn = ?"
_NUMBER = f"SELECT {_COLUMNS} FROM item AS i JOIN title AS t ON t.id = i.title_id WHERE i.number = ?"
# The range on the key by itself first: that is what the index is asked for.
_BEGINNING = (
    f"SELECT {_COLUMNS} FROM title AS t WHERE t.title_key >= ?1 AND t.title_key < ?2"
    " AND (t.title_key, t.id) > (?1, ?3) ORDER BY t.title_key, t.id LIMIT ?4"
)
_ITEMS = (
    f"SELECT i.title_id, i.status, i.number FROM {each()} AS n JOIN item AS i ON i.title_id = n.value"
    " WHERE i.status <> 'A'"
)


class Within(StrEnum):
    """Where the words are looked for."""

    ALL = "alles"
    TITLE = "titel"
    AUTHOR = "auteur"
    SUBJECT = "onderwerp"


_COLUMN = {Within.TITLE: "title_key", Within.AUTHOR: "author_key", Within.SUBJECT: "subject_key"}


class FoundTitle(NamedTuple):
    """A title in the list; `copies_in` of its `copies` are on the shelf. What is written off does not count."""

    title_id: int
    title: str
    subtitle: str
    author: str
    year: int | None
    kind: str
    isbn: str | None
    copies_in: int
    copies: int


@dataclass(frozen=True, slots=True)
class AfterTitle:
    """Where a page ended: among the titles that begin so (with their key) or among the others. For the same text."""

    among_words: bool
    key: str
    title_id: int


@dataclass(frozen=True, slots=True)
class PageOfTitles:
    """A page of titles, and where the next one begins: None when this was the last."""

    rows: tuple[FoundTitle, ...]
    after: AfterTitle | None

    @property
    def more(self) -> bool:
        """Whether there are more titles than these."""
        return self.after is not None


def search_titles(
    reader: Reader,
    text: str,
    due_dates: DueDates,
    *,
    within: Within = Within.ALL,
    limit: int = PAGE,
    after: AfterTitle | None = None,
) -> PageOfTitles:
    """The titles that fit the text, a page at a time; `after` is where the page before this one ended.

    Text: an ISBN, an exemplaarnummer, or words in any order, of which the last may be half typed; accents and capitals
    do not matter. `due_dates` says which items are lent out. Raises `Refusal` when there is nothing to search for.
    """
    text = text[:_LONGEST]
    start = beginning(text)
    query = match_query(text, within)
    if not start and not query:
        raise Refusal("Typ een woord uit de titel, een auteur, een ISBN of een exemplaarnummer.")
    exact = _exact(reader, text) if within is Within.ALL else {}
    rows = [] if after else list(exact.values())
    limit = max(limit, len(rows))
    wanted = limit + 1 + len(exact)  # what is found exactly may be found again, and is then passed over
    by_title = within in (Within.ALL, Within.TITLE)
    key_range = (start, start + END) if by_title else ("", "")
    if by_title and not (after and after.among_words):
        key, title_id = (after.key, after.title_id) if after else (start, -1)
        found = reader.read(_BEGINNING, (key, start + END, title_id, wanted - len(rows)))
        rows += [row for row in found if row[0] not in exact] if exact else found
    by_key = len(rows)
    if by_key <= limit and query:
        before = after.title_id if after and after.among_words else None
        found = find_words(reader, _COLUMNS, query, before=before, without=key_range, limit=wanted - len(rows))
        rows += [row for row in found if row[0] not in exact] if exact else found
    more = None
    if len(rows) > limit:
        title_id, key = rows[limit - 1][:2]
        if title_id in exact:
            more = AfterTitle(False, start, -1)
        else:
            more = AfterTitle(True, "", title_id) if limit > by_key else AfterTitle(False, key, title_id)
    return PageOfTitles(tuple(_with_copies(reader, rows[:limit], due_dates)), more)


def match_query(text: str, within: Within = Within.ALL) -> str:
    """What the index of words is asked (`query_of`) for a text that was typed; empty without words."""
    typed = words(text).split()[:_MOST_WORDS]
    if not typed:
        return ""
    return query_of(typed, None if within is Within.ALL else _COLUMN[within])


def _exact(reader: Reader, text: str) -> dict[int, Row]:
    """The titles with this ISBN, and of the item with this number."""
    if not any(character in "0123456789" for character in text):
        return {}
    found = [row for number in items_in(reader, text) for row in reader.read(_NUMBER, (number,))]
    if isbn := isbn_in(text):
        found += reader.read(_ISBN, (isbn,))
    return {row[0]: row for row in found}


def _with_copies(reader: Reader, rows: Sequence[Row], due_dates: DueDates) -> list[FoundTitle]:
    counts = count_copies(reader, [row[0] for row in rows], due_dates)
    kinds = materials()
    return [
        FoundTitle(title_id, title, subtitle, author, year, kinds.label(kind), isbn, *counts.get(title_id, (0, 0)))
        for title_id, _, title, subtitle, author, year, kind, isbn in rows
    ]


def count_copies(reader: Reader, title_ids: Sequence[int], due_dates: DueDates) -> Mapping[int, tuple[int, int]]:
    """Per title how many of its items are on the shelf, and how many it has; titles without items are not in it."""
    items = reader.read(_ITEMS, (json.dumps(title_ids),))
    lent = due_dates(reader, [number for _, status, number in items if status == "B"])
    counts: dict[int, tuple[int, int]] = {}
    for title_id, status, number in items:
        here, all_ = counts.get(title_id, (0, 0))
        counts[title_id] = (here + (status == "B" and number not in lent), all_ + 1)
    return counts
