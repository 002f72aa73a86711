"""Tab B, Profielen, while it is edited: the interests on which the library mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.customers.forms.choices import YES
from balie.customers.forms.lists import label_in, lists
from balie.customers.header import Cell
from balie.customers.tabs.edit_fields import EditField, EditTab, Values, yes_no
from balie.customers.tabs.spans import read_spans, running, span_values, write_spans
from balie.customers.tabs.tab import Tab, TabTable, day_text

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.refusal import Reasons
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction


def running_interests(reader: Reader, customer_id: int) -> list[str]:
    """The codes of the interests on which a customer is mailed now."""
    return running(reader, "interest", customer_id)


def show(desk: Desk, customer_id: int) -> Tab:
    """Tab B as it is read: the interests that run, then those that ended."""
    row = desk.store.read_one("SELECT email FROM customer WHERE id = ?", (customer_id,))
    email = row[0] if row else None
    lines = tuple(
        (label_in(lists().interests, span.code), day_text(span.since), day_text(span.until), span.noted_by)
        for span in read_spans(desk.store, "interest", customer_id)
    )
    return Tab(
        (Cell("E-mail", email or "geen: nodig voor interesses"),),
        TabTable(("Interesse", "Van", "T/m", "Door"), lines) if lines else None,
    )


def _fields(desk: Desk, customer_id: int) -> tuple[EditField, ...]:
    return tuple(yes_no(f"interest_{interest.code}", interest.label) for interest in lists().interests)


def _read(reader: Reader, customer_id: int) -> dict[str, str]:
    return span_values(reader, "interest", customer_id, lists().interests)


def _judge(desk: Desk, reader: Reader, customer_id: int, was: Values, will: Values, reasons: Reasons) -> None:
    begun = [name for name, answer in will.items() if answer == YES and was[name] != YES]
    if not begun:
        return
    row = reader.read_one("SELECT email FROM customer WHERE id = ?", (customer_id,))
    if row is None or not row[0]:
        reasons.add("Interesses gaan per e-mail: vul eerst op tabblad 2 een e-mailadres in.", begun[0])


def _write(desk: Desk, tx: Transaction, customer_id: int, was: Values, will: Values) -> None:
    write_spans(tx, "interest", customer_id, was, will)


TAB = EditTab(_fields, _read, _judge, _write)
