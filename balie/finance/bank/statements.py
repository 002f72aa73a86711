"""The statements that were read, newest first, for a screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.store.reading import Reader

PAGE = 100
_LIST = (
    "SELECT id, message, account, reference, substr(made_at, 1, 10), opening_cents, closing_cents, transactions,"
    " (SELECT count(*) FROM bank_entry WHERE state = 'open' AND statement_id = bank_statement.id), read_on, done_on,"
    " staff FROM bank_statement WHERE id < ? ORDER BY id DESC LIMIT ?"
)
_ALL = 1 << 62


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement that was read: `movements` are in it, `waiting` of them still wait for the desk.

    `done_on` is None while only a part of it is booked: then read the file again. Balances in cents, None in a
    camt.054; `made_on` is None where the bank does not tell.
    """

    statement_id: int
    message: str
    account: str
    reference: str
    made_on: date | None
    opening: int | None
    closing: int | None
    movements: int
    waiting: int
    read_on: date
    done_on: date | None
    staff: str


def statements(reader: Reader, *, before: int | None = None, limit: int = PAGE) -> list[StatementRow]:
    """The statements that were read, the newest first; a page, from before the statement with id `before` on."""
    return [_row(*row) for row in reader.read(_LIST, (_ALL if before is None else before, limit))]


def _row(
    statement_id: int,
    message: str,
    account: str,
    reference: str,
    made_on: str,
    opening: int | None,
    closing: int | None,
    movements: int,
    waiting: int,
    read_on: str,
    done_on: str | None,
    staff: str,
) -> StatementRow:
    return StatementRow(
        *(statement_id, message, account, reference, _day(made_on), opening, closing, movements, waiting),
        *(date.fromisoformat(read_on), _day(done_on), staff),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
