"""Titles: one read, one added, one changed; each change with its row in the journal and its words in the index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING

from balie.catalogue.fts5_index import add_words, change_words
from balie.catalogue.history import log_title
from balie.catalogue.provisional import complete_items
from balie.catalogue.title_form import TitleValues
from balie.catalogue.words import Keys, keys_of
from balie.dutch.dates import format_date
from balie.library.rights import Right
from balie.refusal import Reason, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Params, Row, Transaction, Value

VALUES = tuple(field.name for field in fields(TitleValues))
"""The columns of a title that are typed, in the order of `TitleValues`."""

_SELECT = f"SELECT {', '.join(VALUES)}, id, control_number, made_on, changed_on, changed_by, version FROM title"
_KEYS = ("title_key", "author_key", "subject_key")
_INSERT = (
    f"INSERT INTO title ({', '.join((*VALUES, *_KEYS))}, control_number, made_on, changed_on, changed_by)"
    f" VALUES ({', '.join('?' * (len(VALUES) + len(_KEYS) + 4))})"
)
_UPDATE = (
    f"UPDATE title SET {', '.join(f'{name} = ?' for name in (*VALUES, *_KEYS))},"
    " control_number = coalesce(control_number, ?), changed_on = ?, changed_by = ?, version = version + 1 WHERE id = ?"
)


def with_author(title: str, author: str | None) -> str:
    """Title and author on one line: `De avonden / Reve, Gerard`; the title alone where nobody is named."""
    return f"{title} / {author}" if author else title


@dataclass(frozen=True, slots=True)
class Title:
    """A title as stored. `version` counts its changes; `control_number` is what a file of titles knows it by."""

    id: int
    values: TitleValues
    control_number: str | None
    made_on: date
    changed_on: date
    changed_by: str
    version: int

    @property
    def name(self) -> str:
        """Title and author on one line: `De avonden / Reve, Gerard`."""
        return with_author(self.values.title, self.values.author)


class ChangedMeanwhile(Refusal):
    """Another desk changed it since it was read here; nothing was saved. `version` is the one that is stored now."""

    def __init__(self, what: str, by: str, on: date, version: int) -> None:
        super().__init__(
            f"Medewerker {by} heeft {what} op {format_date(on)} ook gewijzigd. Kijk wat er nu staat en wijzig opnieuw."
        )
        self.version = version


def title_of(reader: Reader, title_id: int) -> Title:
    """The title with this id. Raises `Refusal` when there is none."""
    row = reader.read_one(f"{_SELECT} WHERE id = ?", (title_id,))
    if row is None:
        raise Refusal("Deze titel bestaat niet: zoek hem opnieuw op.")
    return _title(row)


def title_with_isbn(reader: Reader, isbn: str) -> Title | None:
    """The title with this ISBN of thirteen digits, or None."""
    return title_where(reader, "isbn = ?", (isbn,))


def title_where(reader: Reader, condition: str, params: Params) -> Title | None:
    """The first title for which an SQL condition on its columns holds, or None."""
    row = reader.read_one(f"{_SELECT} WHERE {condition}", params)
    return None if row is None else _title(row)


def titles_where(reader: Reader, condition: str, params: Params) -> list[Title]:
    """The titles for which an SQL condition on their columns holds."""
    return [_title(row) for row in reader.read(f"{_SELECT} WHERE {condition}", params)]


def add_title(desk: Desk, values: TitleValues) -> int:
    """Add a title; its id. Raises `Refusal` (field `isbn`) when another title has the ISBN."""
    desk.require(Right.CHANGE_TITLE)
    with desk.transaction() as tx:
        _check_isbn(tx, values.isbn, None)
        title_id = insert_title(tx, values)
        log_title(tx, "title added", title_id, before=None, after=_told(values))
    return title_id


def change_title(desk: Desk, title_id: int, values: TitleValues, *, version: int) -> int:
    """Give a title these values; its new version, or the old one when nothing differs.

    Its items that were provisional are so no more. `version` is that of the title as it was read. Raises
    `ChangedMeanwhile` when it is no longer that one, and `Refusal` when there is no such title or another one has the
    ISBN (field `isbn`).
    """
    desk.require(Right.CHANGE_TITLE)
    with desk.transaction() as tx:
        stored = title_of(tx, title_id)
        if stored.version != version:
            raise ChangedMeanwhile("deze titel", stored.changed_by, stored.changed_on, stored.version)
        complete_items(tx, title_id)
        if stored.values == values:
            return version
        _check_isbn(tx, values.isbn, title_id)
        update_title(tx, stored, values, "title changed")
    return version + 1


def insert_title(tx: Transaction, values: TitleValues, control_number: str | None = None) -> int:
    """Write a new title with its words, without a row in the journal; its id."""
    keys = keys_of_title(values)
    day = tx.stamp.working_date.isoformat()
    row = (*columns_of(values), *keys, control_number, day, day, tx.stamp.staff)
    title_id = tx.insert(_INSERT, row)
    add_words(tx, title_id, keys)
    return title_id


def update_title(
    tx: Transaction, stored: Title, values: TitleValues, action: str, control_number: str | None = None
) -> None:
    """Write what a title becomes, with its words and its row in the journal. A control number it has stays."""
    keys, stamp = keys_of_title(values), tx.stamp
    tx.execute(
        _UPDATE,
        (*columns_of(values), *keys, control_number, stamp.working_date.isoformat(), stamp.staff, stored.id),
    )
    change_words(tx, stored.id, keys_of_title(stored.values), keys)
    was, will = _told(stored.values), _told(values)
    differing = [name for name in VALUES if was.get(name) != will.get(name)]
    log_title(
        tx,
        action,
        stored.id,
        before={name: was.get(name) for name in differing},
        after={name: will.get(name) for name in differing},
    )


def keys_of_title(values: TitleValues) -> Keys:
    """What a title with these values is found by."""
    return keys_of(values.title, values.subtitle, values.series, values.author, values.contributors, values.subjects)


def columns_of(values: TitleValues) -> tuple[Value, ...]:
    """The values in the order of `VALUES`."""
    found: tuple[Value, ...] = tuple(getattr(values, name) for name in VALUES)
    return found


def _check_isbn(reader: Reader, isbn: str | None, title_id: int | None) -> None:
    if isbn is None or (other := title_with_isbn(reader, isbn)) is None or other.id == title_id:
        return
    raise Refusal(
        Reason(f"ISBN {isbn} staat al bij {other.name}. Hang exemplaren daaraan, of kijk het ISBN na.", "isbn")
    )


def _title(row: Row) -> Title:
    *values, title_id, control_number, made_on, changed_on, changed_by, version = row
    days = date.fromisoformat(made_on), date.fromisoformat(changed_on)
    return Title(title_id, TitleValues(*values), control_number, *days, changed_by, version)


def _told(values: TitleValues) -> Mapping[str, object]:
    """What the journal tells: the fields that are filled in."""
    return {name: value for name, value in asdict(values).items() if value not in (None, "")}
