"""A title with its items as a file tells it, whatever the kind of file; and what that makes of a title in the store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, TypeAlias

from balie.catalogue.item_form import ItemValues
from balie.catalogue.items import columns_of as item_columns
from balie.catalogue.items import values_of as item_values
from balie.catalogue.statuses import ItemStatus
from balie.catalogue.title_form import TitleValues
from balie.catalogue.titles import Title, keys_of_title, title_where, title_with_isbn, titles_where
from balie.catalogue.titles import columns_of as title_columns
from balie.catalogue.words import SEPARATOR, telling_marks
from balie.importing.batches import BadLine
from balie.importing.mapping import AS_IT_IS, ColumnMapping

if TYPE_CHECKING:
    from datetime import date

    from balie.library.structs import Library
    from balie.store.reading import Reader

DEFAULT_KIND = "boek"
"""What a title is of which the file does not say so."""

_UNIT = "\x1e"


@dataclass(frozen=True, slots=True)
class FoundItem:
    """An item in a file: its number, its values, and which of those the file really gives."""

    number: str
    values: ItemValues
    given: frozenset[str]
    status: ItemStatus = ItemStatus.IN
    """Where it is when it is new here; of an item that is known, what the desk did with it counts."""

    def on(self, stored: ItemValues) -> ItemValues:
        """What becomes of a stored item: what the file does not give stays."""
        return replace(stored, **{name: getattr(self.values, name) for name in self.given})

    def packed(self) -> str:
        """The item as text, for `unpack_item`."""
        return json.dumps([self.number, item_columns(self.values), sorted(self.given), self.status])


@dataclass(frozen=True, slots=True)
class FileTitle:
    """A title in a file: the line or record it stands in, its values, which of those the file gives, and its items.

    `in_one`: title and item are one line; when the item is left out, the line is.
    """

    place: int
    control_number: str | None
    values: TitleValues
    given: frozenset[str]
    items: tuple[FoundItem, ...] = ()
    in_one: bool = False

    @property
    def likeness(self) -> str:
        """What a title without ISBN and control number is known by: title, author, year and kind."""
        keys, values = keys_of_title(self.values), self.values
        marks = telling_marks(values.title)
        return _UNIT.join((keys.title_key, keys.author_key, str(values.year or ""), values.kind, marks))

    def on(self, stored: TitleValues) -> TitleValues:
        """What becomes of a stored title: what the file does not give stays."""
        return replace(stored, **{name: getattr(self.values, name) for name in self.given})

    def is_about(self, stored: TitleValues) -> bool:
        """Whether this can be the stored title: the same title or the same author, apart from how it is written."""
        here, there = keys_of_title(self.values), keys_of_title(stored)
        same_title = here.title_key.split(SEPARATOR)[0] == there.title_key.split(SEPARATOR)[0]
        same_title &= telling_marks(self.values.title) == telling_marks(stored.title)
        return same_title or bool(here.author_key and here.author_key == there.author_key)

    def stored_in(self, reader: Reader) -> tuple[Title, ...]:
        """The titles of the store that this one is: by ISBN, by control number, or else by its likeness."""
        found: dict[int, Title] = {}
        isbn = self.values.isbn
        by_isbn = title_with_isbn(reader, isbn) if isbn else None
        by_control = None
        if self.control_number:
            by_control = title_where(reader, "control_number = ?", (self.control_number,))
        for title in (by_isbn, by_control):
            if title is not None:
                found[title.id] = title
        if not (isbn or self.control_number):
            keys, values = keys_of_title(self.values), self.values
            alike = titles_where(
                reader,
                "title_key = ? AND author_key = ? AND year IS NOT DISTINCT FROM ? AND kind = ? ORDER BY id",
                (keys.title_key, keys.author_key, values.year, values.kind),
            )
            marks = telling_marks(values.title)
            found |= {title.id: title for title in alike if telling_marks(title.values.title) == marks}
            return tuple(found.values())[:1]
        return tuple(found.values())

    def packed(self) -> str:
        """The title as text, for `unpack_title`; without its items."""
        return json.dumps([self.place, self.control_number, title_columns(self.values), sorted(self.given)])


@dataclass(frozen=True, slots=True)
class TitleFileTerms:
    """What a file of titles is read by: the library, the branch of items without one, the working date, the mapping."""

    library: Library
    branch: str
    today: date
    mapping: ColumnMapping = AS_IT_IS


Found: TypeAlias = FileTitle | BadLine
"""What a file yields: a title, or a mistake with the line or record it is in."""


class TitleFile(Protocol):
    """A file of titles that is being read."""

    place_name: str
    """What a place in it is called: `Regel` or `Record`."""

    @property
    def unused(self) -> tuple[str, ...]:
        """Headings of columns that nobody reads."""
        ...

    @property
    def told(self) -> tuple[str, ...]:
        """What the desk has to know of the file as such, in Dutch."""
        ...

    @property
    def done(self) -> int:
        """Bytes that are behind."""
        ...

    @property
    def size(self) -> int:
        """Bytes in all."""
        ...

    def __iter__(self) -> Iterator[Found]:
        """Every title and every mistake, in the order of the file."""
        ...


def unpack_title(packed: str) -> FileTitle:
    """What `FoundTitle.packed` gave."""
    place, control_number, values, given = json.loads(packed)
    return FileTitle(place, control_number, TitleValues(*values), frozenset(given))


def unpack_item(packed: str) -> FoundItem:
    """What `FoundItem.packed` gave."""
    number, values, given, status = json.loads(packed)
    return FoundItem(number, item_values(values), frozenset(given), ItemStatus(status))
