"""Puts people read from a file into the staging file, in the tables in which the store is to have them.

A batch goes into one flat table first: binding values is most of the work of an insert, so it is done once a person.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from balie.customers.choices import CustomerKind
from balie.importing.batches import Numbered
from balie.importing.reading import Imported
from balie.store.transaction import utc_text

if TYPE_CHECKING:
    from balie.desk import Desk

TABLES = ("customer", "address", "card", "property", "journal")
"""What an import writes in; filled without their indexes, which are made afterwards."""

ACTION = "imported"
"""The word in the journal, with the number, the file and its line."""

_PERSON = (
    *("initials", "prefix", "surname", "given_name", "name_key", "prefixed_key", "birth_date", "person"),
    *("phone", "phone_key", "mobile", "mobile_key", "email", "email_key"),
)
_ADDRESS = ("country", "postcode", "number", "letter", "addition", "street", "town")
_EXTERNAL = ("external_number", "external_number_2")
_ADDRESS_IN_LINE = tuple("house_number" if column == "number" else column for column in _ADDRESS)

CUSTOMER = (*("id", "kind", *_PERSON, "home_branch", "registered_on", "last_active_on", "changed_on", "changed_by"),)
ADDRESS = ("customer_id", "kind", *_ADDRESS)
CARD = ("customer_id", "number", "plastic", "branch", "issued_on")
PROPERTY = ("customer_id", *_EXTERNAL)
JOURNAL = ("customer_id", "id", "at", "working_date", "branch", "staff", "action", "after")
"""Per table the columns that are written; the others keep their defaults."""

_LINE = f"CREATE TEMP TABLE line (place INTEGER PRIMARY KEY, line INTEGER NOT NULL, {', '.join(Imported._fields)})"
_FILL = f"INSERT INTO line VALUES (NULL, ?, {', '.join('?' * len(Imported._fields))})"
_ID = ":before + place"
"""The actor-id of a line: the places in the batch begin at 1."""
_DOUBLE = (
    "DELETE FROM line WHERE NOT EXISTS"
    f" (SELECT 1 FROM card WHERE number = line.number AND customer_id = {_ID}) RETURNING line"
)


class Loader:
    """Writes batches of people with actor-ids from `first_id` on; `next_id` is the one that comes next.

    The desk gives day, branch and staff; `file` is the name that the journal keeps. A row of the journal has the
    actor-id plus `journal_offset` as its id, so that it can be found without an index.
    """

    def __init__(
        self, connection: sqlite3.Connection, desk: Desk, first_id: int, journal_offset: int, file: str
    ) -> None:
        self.next_id = first_id
        self._connection = connection
        connection.execute(_LINE)
        day, staff = _quoted(desk.working_date.isoformat()), _quoted(desk.staff)
        after = f"""'{{"number":"' || number || '","file":{json.dumps(file, ensure_ascii=False).replace("'", "''")}"""
        after += """,\"line\":' || line || '}'"""
        self._card = (
            f"INSERT OR IGNORE INTO card ({', '.join(CARD)})"
            f" SELECT {_ID}, number, 1, branch, {day} FROM line ORDER BY number"
        )
        kind, moment, branch = str(CustomerKind.REGULAR), _quoted(utc_text(desk.now())), _quoted(desk.branch.number)
        self._others = (
            f"INSERT INTO customer ({', '.join(CUSTOMER)})"
            f" SELECT {_ID}, '{kind}', {', '.join(_PERSON)}, branch, {day}, {day}, {day}, {staff} FROM line",
            f"INSERT INTO address ({', '.join(ADDRESS)}) SELECT {_ID}, 'main', {', '.join(_ADDRESS_IN_LINE)} FROM line",
            f"INSERT INTO property ({', '.join(PROPERTY)}) SELECT {_ID}, {', '.join(_EXTERNAL)} FROM line"
            f" WHERE {' IS NOT NULL OR '.join(_EXTERNAL)} IS NOT NULL",
            f"INSERT INTO journal ({', '.join(JOURNAL)}) SELECT {_ID}, {_ID} + {journal_offset}, {moment}, {day},"
            f" {branch}, {staff}, '{ACTION}', {after} FROM line",
        )

    def load(self, people: Sequence[Numbered]) -> list[int]:
        """Write the people with their line numbers; the lines whose number an earlier line had, which are left out."""
        connection, before = self._connection, {"before": self.next_id - 1}
        connection.executemany(_FILL, people)
        self.next_id += len(people)
        twice: list[int] = []
        if connection.execute(self._card, before).rowcount != len(people):
            twice = sorted(row[0] for row in connection.execute(_DOUBLE, before))
        for sql in self._others:
            connection.execute(sql, before)
        connection.execute("DELETE FROM line")
        return twice


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
