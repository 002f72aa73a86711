"""Roles and interests: what a customer has from one day until another. What ended keeps its row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from balie.customers.forms.choices import NO, YES, CodeChoice
from balie.customers.tabs.edit_fields import Values

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

SpanTable = Literal["role", "interest"]


@dataclass(frozen=True, slots=True)
class Span:
    """One row: the code, the branch where it was noted, the days; `until` None while it runs."""

    code: str
    branch: str
    since: date
    until: date | None
    noted_by: str


def read_spans(reader: Reader, table: SpanTable, customer_id: int) -> list[Span]:
    """Every row of a customer: those that run first, then the latest."""
    rows = reader.read(
        f"SELECT code, branch, since, until, noted_by FROM {table} WHERE customer_id = ?"
        " ORDER BY until IS NOT NULL, since DESC, id DESC",
        (customer_id,),
    )
    return [
        Span(code, branch, date.fromisoformat(since), None if until is None else date.fromisoformat(until), by)
        for code, branch, since, until, by in rows
    ]


def running(reader: Reader, table: SpanTable, customer_id: int) -> list[str]:
    """The codes that run."""
    rows = reader.read(f"SELECT code FROM {table} WHERE customer_id = ? AND until IS NULL", (customer_id,))
    return [code for (code,) in rows]


def span_values(reader: Reader, table: SpanTable, customer_id: int, offered: tuple[CodeChoice, ...]) -> dict[str, str]:
    """Ja or Nee by field name (`role_besteller`)."""
    codes = set(running(reader, table, customer_id))
    return {f"{table}_{choice.code}": YES if choice.code in codes else NO for choice in offered}


def write_spans(tx: Transaction, table: SpanTable, customer_id: int, was: Values, will: Values) -> None:
    """Begin today what became Ja, end today what became Nee."""
    stamp = tx.stamp
    day = stamp.working_date.isoformat()
    for name, answer in will.items():
        if was[name] == answer:
            continue
        code = name.removeprefix(f"{table}_")
        if answer == YES:
            tx.execute(
                f"INSERT INTO {table} (customer_id, code, branch, since, noted_by) VALUES (?, ?, ?, ?, ?)",
                (customer_id, code, stamp.branch, day, stamp.staff),
            )
        else:
            tx.execute(
                f"UPDATE {table} SET until = ?, noted_by = ? WHERE customer_id = ? AND code = ? AND until IS NULL",
                (day, stamp.staff, customer_id, code),
            )
