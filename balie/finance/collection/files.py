"""The files that were made for the bank: what the store knows of each, and its marks on the charges in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from balie.customers import mandates
from balie.dutch.sepa import LONGEST_NAME, sepa_text
from balie.finance.collection.items import CollectedCharge
from balie.ledger.open_cents import still_open
from balie.store.dialect import each, element

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Row, Transaction, Value

_FILES = (
    "SELECT f.id, f.message_id, f.name, f.version, r.month, r.collect_on, f.items, f.cents, f.sha256, f.made_on,"
    " f.staff, f.written, r.started_at, r.working_date"
    " FROM collection_file AS f JOIN collection_run AS r ON r.id = f.run_id"
    " WHERE (f.written = 1 OR f.items = (SELECT count(*) FROM collection WHERE file_id = f.id))"
)
_HALF_BOOKED = (
    "SELECT f.id, f.name FROM collection_file AS f"
    " WHERE f.written = 0 AND f.items > (SELECT count(*) FROM collection WHERE file_id = f.id)"
)
_UNMARK = (
    "DELETE FROM collection WHERE (charge_id, attempt) IN"
    " (SELECT charge_id, attempt FROM collection WHERE file_id = ? LIMIT ?)"
)
_MARK = (
    "INSERT INTO collection (file_id, charge_id, attempt, end_to_end_id, mandate_reference, sequence, cents,"
    " description, announced_on, channel) VALUES ({file_id:d}, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_STILL_DUE = f"""
SELECT c.id FROM {each()} AS j JOIN charge AS c ON c.id = {element("j.value", 0)}
JOIN mandate AS d ON d.reference = {element("j.value", 3)}
WHERE c.settled_on IS NULL AND {still_open("c")} = {element("j.value", 1)} AND d.withdrawn_on IS NULL
    AND NOT EXISTS (SELECT 1 FROM collection WHERE charge_id = c.id AND attempt >= {element("j.value", 2)})
"""
_STORED = """
SELECT c.customer_id, k.charge_id, k.attempt, k.cents, k.sequence, k.mandate_reference, d.signed_on, d.iban, d.holder,
    k.description, k.announced_on, k.channel
FROM collection AS k JOIN charge AS c ON c.id = k.charge_id JOIN mandate AS d ON d.reference = k.mandate_reference
WHERE k.file_id = ? ORDER BY c.customer_id, c.id
"""


@dataclass(frozen=True, slots=True)
class CollectionFile:
    """A file for the bank. `is_written` is False only where the program was killed before the file got its name."""

    file_id: int
    message_id: str
    name: str
    version: str
    month: date
    collect_on: date
    items: int
    cents: int
    sha256: str
    made_on: date
    staff: str
    is_written: bool
    started_at: datetime
    working_date: date


def files(reader: Reader, *, limit: int = 100) -> list[CollectionFile]:
    """The files that were made, latest first."""
    return _read(reader, f"{_FILES} ORDER BY f.id DESC LIMIT ?", limit)


def files_of(reader: Reader, month: date) -> list[CollectionFile]:
    """The files that were made for the month of `month`, in order."""
    return _read(reader, f"{_FILES} AND r.month = ? ORDER BY f.id", month.replace(day=1).isoformat())


def unwritten(reader: Reader) -> list[CollectionFile]:
    """The files that were booked and have yet to get their name."""
    return _read(reader, f"{_FILES} AND f.written = 0 AND f.id > ? ORDER BY f.id", 0)


def _read(reader: Reader, sql: str, param: str | int) -> list[CollectionFile]:
    return [_file(row) for row in reader.read(sql, (param,))]


def _file(row: Row) -> CollectionFile:
    month, collect_on, made_on, working_date = (date.fromisoformat(row[place]) for place in (4, 5, 9, 13))
    return CollectionFile(
        file_id=row[0],
        message_id=row[1],
        name=row[2],
        version=row[3],
        month=month,
        collect_on=collect_on,
        items=row[6],
        cents=row[7],
        sha256=row[8],
        made_on=made_on,
        staff=row[10],
        is_written=bool(row[11]),
        started_at=datetime.fromisoformat(row[12]),
        working_date=working_date,
    )


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be booked, worked out beforehand: its rows of `collection`, but for the file's id, beside its items."""

    message_id: str
    name: str
    version: str
    sha256: str
    items: int
    cents: int
    lines: Sequence[CollectedCharge]
    marks: list[tuple[Value, ...]]


def new_file(message_id: str, name: str, version: str, items: Sequence[CollectedCharge], sha256: str) -> NewFile:
    """A file as it is booked: the count and total (cents) of `items`; `sha256` is that of its bytes, in hex."""
    marks: list[tuple[Value, ...]] = [
        (
            *(item.charge_id, item.attempt, item.end_to_end_id, item.reference, item.sequence.value),
            *(item.cents, item.description, item.announced_on.isoformat(), item.channel),
        )
        for item in items
    ]
    return NewFile(message_id, name, version, sha256, len(items), sum(item.cents for item in items), items, marks)


def add_file(tx: Transaction, run_id: int, file: NewFile) -> int:
    """Begin to book a file; its id. It counts for nothing until all of its charges are marked (`mark`)."""
    stamp = tx.stamp
    return tx.insert(
        "INSERT INTO collection_file (run_id, message_id, name, version, items, cents, sha256, made_on, staff)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(run_id, file.message_id, file.name, file.version, file.items, file.cents, file.sha256),
            *(stamp.working_date.isoformat(), stamp.staff),
        ),
    )


def mark(tx: Transaction, file_id: int, file: NewFile, part: slice) -> None:
    """Mark a part of the charges in a file. Raises `BrokenConstraint` for what was marked before."""
    tx.execute_many(_MARK.format(file_id=file_id), file.marks[part])


def half_booked(reader: Reader) -> list[tuple[int, str]]:
    """The id and the name of files of which some charges were not marked yet: nobody but the run knows of them."""
    return [(row[0], row[1]) for row in reader.read(_HALF_BOOKED)]


def unmark(tx: Transaction, file_id: int, limit: int) -> bool:
    """Take back so many marks of a file that is half booked; when none is left the file too. Out: whether it is gone.

    What was marked is due as before.
    """
    if tx.execute(_UNMARK, (file_id, limit)).rowcount == limit:
        return False
    tx.execute("DELETE FROM collection_file WHERE id = ? AND written = 0", (file_id,))
    return True


def no_longer_due(tx: Transaction, items: Sequence[CollectedCharge]) -> bool:
    """Whether any of these was paid, presented or had its mandate withdrawn since it was read."""
    asked = json.dumps([(item.charge_id, item.cents, item.attempt, item.reference) for item in items])
    return len(tx.read(_STILL_DUE, (asked,))) != len(items)


def stored_items(reader: Reader, file_id: int) -> list[CollectedCharge]:
    """The items of a file as they were booked, so that the same bytes can be made of them again."""
    return [
        CollectedCharge(
            customer_id=row[0],
            charge_id=row[1],
            attempt=row[2],
            cents=row[3],
            sequence=mandates.Sequence(row[4]),
            reference=row[5],
            signed_on=date.fromisoformat(row[6]),
            iban=row[7],
            debtor=sepa_text(row[8], LONGEST_NAME),
            description=row[9],
            announced_on=date.fromisoformat(row[10]),
            channel=row[11],
        )
        for row in reader.read(_STORED, (file_id,))
    ]
