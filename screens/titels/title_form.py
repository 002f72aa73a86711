"""The form of a title: a new one, with its ISBN first, or one that is changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Self

from balie.barcodes import isbn_in
from balie.catalogue.lists import audiences, languages, materials, read_language
from balie.catalogue.title_form import (
    LONGEST,
    TITLE_FIELDS,
    TitleValues,
    read_isbn,
    read_title,
    read_year,
    typed_title,
)
from balie.catalogue.titles import add_title, change_title, title_of, title_with_isbn
from screens.host.places import TitleAt
from screens.pages.act import Acts, PageAct
from screens.pages.new_title import NEW_TITLE
from screens.pages.record_page import RecordPage, StoredRecord
from screens.widgets.form_model import Choice, FieldSpec

if TYPE_CHECKING:
    from balie.desk import Desk

_SECOND = 41
_LABEL = 14
_FIRST_KIND = "boek"
# Row, cell where the label begins, width of the value: in the order in which Enter goes through them.
_LAYOUT: Mapping[str, tuple[int, int | None, int | None]] = {
    "isbn": (0, None, 20),
    "title": (1, None, None),
    "subtitle": (2, None, None),
    "author": (3, None, None),
    "contributors": (4, None, None),
    "kind": (5, None, None),
    "edition": (5, _SECOND, None),
    "publisher": (6, None, None),
    "year": (6, _SECOND, 6),
    "language": (7, None, None),
    "audience": (7, _SECOND, None),
    "series": (8, None, None),
    "subjects": (9, None, None),
    "extent": (10, None, None),
}
_REQUIRED = ("title", "kind")
_LONGEST_READ = {"isbn": 30, "year": 10, "language": 30}


def _fields(values: Mapping[str, str]) -> tuple[FieldSpec, ...]:
    """The fields; a value that the lists do not have (any more) can stay what it is."""
    offered = {
        "kind": tuple(entry.label for entry in materials().entries),
        "audience": ("", *(entry.label for entry in audiences().entries)),
    }

    def choices(name: str) -> tuple[Choice, ...]:
        labels = offered.get(name, ())
        value = values.get(name, "")
        labels = (*labels, value) if labels and value not in labels else labels
        return tuple(Choice(label, label) for label in labels)

    return tuple(
        FieldSpec(
            name,
            TITLE_FIELDS[name],
            row,
            x=x,
            width=width,
            label_width=_LABEL,
            required=name in _REQUIRED,
            longest=LONGEST.get(name) or _LONGEST_READ.get(name, 60),
            choices=choices(name),
        )
        for name, (row, x, width) in _LAYOUT.items()
    )


class TitleFormPage(RecordPage):
    """What the forms of a new title and of one that is changed have in common."""

    def __init__(self, desk: Desk, values: Mapping[str, str], *, heading: str) -> None:
        super().__init__(desk, _fields(values), heading=heading)
        self.readers = {
            "isbn": lambda text: read_isbn(text) or "",
            "year": lambda text: _year(text, self.today),
            "language": lambda text: languages().label(read_language(text)),
        }


class NewTitlePage(TitleFormPage):
    """A title is added: the ISBN first, since a title that is known is not added again."""

    heading = "Nieuwe titel"

    def __init__(self, desk: Desk, isbn: str = "") -> None:
        start = typed_title(TitleValues(title="", kind=_FIRST_KIND))
        super().__init__(desk, start, heading="")
        self.model.fill(start)
        if isbn:
            self.model.set("isbn", isbn)
            self.model.go_to("title")

    def is_new(self) -> str:
        """One new title at a time: why there is none beside this one."""
        return "Dit is al een nieuwe titel: F2 bewaart hem."

    def field_entered(self, name: str) -> bool:
        """Enter on an ISBN that is known: show that title; what was typed here stays below it."""
        isbn = isbn_in(self.model["isbn"].text) if name == "isbn" else ""
        title = title_with_isbn(self.desk.store, isbn) if isbn else None
        if title is None:
            return False
        self.desk_app.start(self._open_known(title.id, isbn))
        return True

    async def _open_known(self, title_id: int, isbn: str) -> None:
        self.model.set("isbn", isbn)
        self.show_form()
        if not any(self.model.was_typed(field) for field in self.model.fields if field.spec.name != "isbn"):
            await self.desk_app.back()
        told = f"ISBN {isbn} staat al in de catalogus: dit is de titel. K = exemplaar erbij."
        await self.desk_app.show(TitleAt(title_id), told=told)

    def save(self, typed: Mapping[str, str], version: int) -> bool:
        """Add it."""
        self.added = add_title(self.desk, read_title(typed, self.today))
        return True

    async def saved(self, changed: bool) -> None:
        """On to the title, to hang its items at it."""
        await self.desk_app.back()
        await self.desk_app.show(TitleAt(self.added), told="Titel opgevoerd. K = exemplaar erbij.")

    ACTS: Acts[Self] = (
        PageAct(
            "new",
            NEW_TITLE.do,
            refused=is_new,
            label=NEW_TITLE.label,
            menu=NEW_TITLE.menu,
            help=NEW_TITLE.help,
            asks=NEW_TITLE.asks,
        ),
    )


class ChangeTitlePage(TitleFormPage):
    """A title is changed."""

    heading = "Titel wijzigen"

    def __init__(self, desk: Desk, title_id: int) -> None:
        self.title_id = title_id
        stored = _stored(desk, title_id)
        super().__init__(desk, stored.fields, heading="")
        self.show_stored(stored)

    def read_stored(self) -> StoredRecord:
        """The title as it is now."""
        return _stored(self.desk, self.title_id)

    def save(self, typed: Mapping[str, str], version: int) -> bool:
        """Change it."""
        return change_title(self.desk, self.title_id, read_title(typed, self.today), version=version) != version


def _stored(desk: Desk, title_id: int) -> StoredRecord:
    title = title_of(desk.store, title_id)
    return StoredRecord(typed_title(title.values), title.version, title.changed_by)


def _year(text: str, today: date) -> str:
    year = read_year(text, today)
    return "" if year is None else str(year)
