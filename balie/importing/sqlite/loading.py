"""Puts people read from a file into the staging file, in the tables in which the store is to have them.

A batch goes into one flat table first: binding values is most of the work of an insert, so it is done once a person.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

from balie.customers.kinds import CustomerKind
from balie.dutch.names import Person
from balie.importing.sqlite.packing import FILL_LINES, LINE_TABLE
from balie.store.transaction import utc_text

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.importing.batches import Batch

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
CARD = ("customer_id", "number", "plastic", "branch", "issued_on", "of_other")
PROPERTY = ("customer_id", *_EXTERNAL)
JOURNAL = ("customer_id", "id", "at", "working_date", "branch", "staff", "action", "after")
"""Per table the columns that are written; the others keep their defaults."""

_BATCH = "batch"
"""The database in memory that has a batch as a table; a packed one takes its place as it is."""
_FILL = FILL_LINES.replace("line", f"{_BATCH}.line", 1)
_ID = ":before + place"
"""The actor-id of a line: the places in the batch begin at 1."""
_OF_OTHER = f"number NOT GLOB '2{'[0-9]' * 13}' AND number NOT GLOB '2X{'[0-9]' * 12}'"
_KIND = f"CASE WHEN person = '{Person.INSTITUTION}' THEN '{CustomerKind.INSTITUTION}' ELSE '{CustomerKind.REGULAR}' END"
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
        connection.execute(f"ATTACH ':memory:' AS {_BATCH}")
        connection.execute(LINE_TABLE.replace("line", f"{_BATCH}.line", 1))
        day, staff = _quoted(desk.working_date.isoformat()), _quoted(desk.staff)
        after = f"""'{{"number":"' || number || '","file":{json.dumps(file, ensure_ascii=False).replace("'", "''")}"""
        after += """,\"line\":' || line || '}'"""
        self._card = (
            f"INSERT OR IGNORE INTO card ({', '.join(CARD)})"
            f" SELECT {_ID}, number, 1, branch, {day}, {_OF_OTHER} FROM line"
        )
        moment, branch = _quoted(utc_text(desk.now())), _quoted(desk.branch.number)
        self._others = (
            f"INSERT INTO customer ({', '.join(CUSTOMER)})"
            f" SELECT {_ID}, {_KIND}, {', '.join(_PERSON)}, branch, {day}, {day}, {day}, {staff} FROM line",
            f"INSERT INTO address ({', '.join(ADDRESS)}) SELECT {_ID}, 'main', {', '.join(_ADDRESS_IN_LINE)} FROM line",
            f"INSERT INTO property ({', '.join(PROPERTY)}) SELECT {_ID}, {', '.join(_EXTERNAL)} FROM line"
            f" WHERE {' IS NOT NULL OR '.join(_EXTERNAL)} IS NOT NULL",
            f"INSERT INTO journal ({', '.join(JOURNAL)}) SELECT {_ID}, {_ID} + {journal_offset}, {moment}, {day},"
            f" {branch}, {staff}, '{ACTION}', {after} FROM line",
        )

    def load(self, batch: Batch) -> list[int]:
        """Write the people of a batch; the lines whose number an earlier line had, which are left out."""
        connection, before = self._connection, {"before": self.next_id - 1}
        if batch.image:
            connection.deserialize(batch.image, name=_BATCH)
        else:
            connection.execute(f"DELETE FROM {_BATCH}.line")
            connection.executemany(_FILL, batch.people)
        self.next_id += batch.count
        twice: list[int] = []
        connection.execute("BEGIN")
        if connection.execute(self._card, before).rowcount != batch.count:
            twice = sorted(row[0] for row in connection.execute(_DOUBLE, before))
        for sql in self._others:
            connection.execute(sql, before)
        connection.execute("COMMIT")
        return twice


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
