"""Access to personal data (AVG art. 15): everything about one customer, as JSON and as text. Each time is logged.

Left out: the internal actor-id, what is there only to search by, and hashes of passwords (which nobody can read).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from balie.customers.cards.numbers import current_number, in_groups
from balie.customers.identities import all_ids
from balie.customers.privacy.as_text import KIN, Datum, Record, plain, readable
from balie.customers.privacy.tables import PERSONAL_TABLES, PersonalTable
from balie.customers.standing import NO_CUSTOMER
from balie.dutch.dates import long_date
from balie.dutch.text import has_control
from balie.library.rights import Right
from balie.messages.documents import WIDTH, Document, file_stem, render_document
from balie.messages.documents import print_job as job_of
from balie.messages.printing import Outcome, PrintJob, deliver
from balie.refusal import Refusal
from balie.store.counters import next_value

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader

TITLE = "Inzage persoonsgegevens"
_CODE = "inzage"
_COUNTER = "document"
_OPENED = frozenset({("receipt", "data"), ("message", "data"), ("journal", "before"), ("journal", "after")})
"""Columns that hold JSON."""


@dataclass(frozen=True, slots=True)
class Access:
    """What a customer gets to see: `json` for a machine, `document` with the same as text; `serial` names the files."""

    json: str = field(repr=False)
    document: Document
    serial: int


def read_access(desk: Desk, customer_id: int) -> Access:
    """Everything the store holds of a customer, read at one moment; the journal says that it was shown, and by whom.

    The JSON has days as yyyy-mm-dd and amounts in cents; its keys are the words of the screen. Raises `Refusal` when
    there is no such customer.
    """
    desk.require(Right.ACCESS)
    with desk.transaction() as tx:
        if tx.read_one("SELECT 1 FROM customer WHERE id = ?", (customer_id,)) is None:
            raise Refusal(NO_CUSTOMER)
        held = [(table, read_rows(tx, table, customer_id)) for table in PERSONAL_TABLES if table.is_shown]
        number = current_number(tx, customer_id) or ""
        serial = next_value(tx, _COUNTER, 1)
        tx.journal("data shown", customer_id=customer_id, after={"document": _CODE, "serial": serial})
    about = {"bibliotheek": desk.library.name, "gemaakt_op": desk.working_date.isoformat(), "klantnummer": number}
    contents = {
        table.title: [{table.columns[name]: plain(table, name, value) for name, value in row.items()} for row in rows]
        for table, rows in held
    }
    head = render_document(
        "document-access",
        {
            "library": desk.library.name,
            "branch": f"{desk.branch.number} {desk.branch.name}",
            "date": long_date(desk.working_date),
            "number": in_groups(number) or "volgt",
        },
    )
    body = "\n\n".join(readable(desk, table, rows, WIDTH) for table, rows in held if rows)
    return Access(
        _escaped(json.dumps({**about, "gegevens": contents}, ensure_ascii=False, indent=2)) + "\n",
        Document(_CODE, TITLE, number, f"{head}\n{body}\n"),
        serial,
    )


def print_job(desk: Desk, access: Access) -> PrintJob:
    """The text, ready for `printing.deliver`; that it was made is in the journal already."""
    return job_of(desk, access.document, access.serial)


def save_json(desk: Desk, access: Access) -> Outcome:
    """Write the JSON in the spool folder (mode 0600), to be given to the customer. Out: where, or why not."""
    return _save(desk, access, access.json, "json")


def save_text(desk: Desk, access: Access) -> Outcome:
    """Write the text in the spool folder (mode 0600), beside the JSON. Out: where, or why not."""
    return _save(desk, access, access.document.text, "txt")


def _save(desk: Desk, access: Access, text: str, ending: str) -> Outcome:
    name = f"{file_stem(access.document, access.serial)}.{ending}"
    return deliver(PrintJob(None, text, desk.spool, name, None, what="inzage"))


def read_rows(reader: Reader, table: PersonalTable, customer_id: int) -> list[Record]:
    """The rows of one table about a customer, by column; in the journal also those of who was merged into this one."""
    names = [name for name, label in table.columns.items() if label]
    order = " ORDER BY id" if "id" in table.columns else ""
    ids = all_ids(reader, customer_id) if table.name == "journal" else (customer_id,)
    return [
        {name: _opened(reader, table, name, value) for name, value in zip(names, row, strict=True)}
        for own_id in ids
        for row in reader.read(f"SELECT {', '.join(names)} FROM {table.name} WHERE {table.own}{order}", {"id": own_id})
    ]


def _escaped(text: str) -> str:
    """JSON that means the same, in which nothing stands that a screen would obey or not show."""
    if not has_control(text):
        return text
    return "".join(json.dumps(letter)[1:-1] if letter != "\n" and has_control(letter) else letter for letter in text)


def _opened(reader: Reader, table: PersonalTable, name: str, value: str | int | None) -> Datum:
    if table.name in ("relation", "guardianship") and name in KIN:
        return _number_of(reader, value)
    if (table.name, name) in _OPENED and isinstance(value, str):
        opened: dict[str, Datum] = json.loads(value)
        return {key: _number_of(reader, inner) if key in KIN else inner for key, inner in opened.items()}
    return value


def _number_of(reader: Reader, actor_id: Datum) -> str:
    """How somebody else is named: by klantnummer, never by actor-id."""
    return (current_number(reader, actor_id) if isinstance(actor_id, int) else None) or "nummer volgt"
