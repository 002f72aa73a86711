"""The runs there were: what each did, by whom and when; and which one was broken off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

_COLUMNS = (
    "id, kind, period, working_date, branch, staff, started_at, finished_at, periods, invoices, cents, reminded,"
    " overdue, ended"
)
_START = (
    "INSERT INTO invoice_run (kind, period, working_date, branch, staff, started_at) VALUES (?, ?, ?, ?, ?, ?)"
    " RETURNING id"
)
_UNFINISHED = (
    "SELECT id FROM invoice_run WHERE kind = ? AND period IS NOT DISTINCT FROM ? AND finished_at IS NULL"
    " ORDER BY id LIMIT 1"
)


class RunKind(StrEnum):
    """What a run does."""

    CONTRIBUTION = "contributie"
    """Periods, charges and invoices of a month."""
    DUNNING = "aanmaning"
    """What follows when invoices are not paid: reminder, arrears, end."""


@dataclass(frozen=True, slots=True)
class PastRun:
    """One run as it counted itself; later changes do not change it.

    `period` is the first day of the month, None for a run of reminders. `started_at` and `finished_at` are moments in
    UTC as the store keeps them; without `finished_at` it is at work, or was broken off and goes on when started again.
    `cents`: what it charged.
    """

    id: int
    kind: RunKind
    period: date | None
    working_date: date
    branch: str
    staff: str
    started_at: str
    finished_at: str | None
    periods: int
    invoices: int
    cents: int
    reminded: int
    overdue: int
    ended: int


def past_runs(reader: Reader, *, before: int | None = None, limit: int = 100) -> list[PastRun]:
    """The runs, the newest first; the page after run `before`."""
    rows = reader.read(
        f"SELECT {_COLUMNS} FROM invoice_run WHERE id < coalesce(?, id + 1) ORDER BY id DESC LIMIT ?", (before, limit)
    )
    return [
        PastRun(
            run_id,
            RunKind(kind),
            date.fromisoformat(period) if period else None,
            date.fromisoformat(working_date),
            *rest,
        )
        for run_id, kind, period, working_date, *rest in rows
    ]


def last_finished(reader: Reader) -> date | None:
    """The last month that was invoiced to the end; None before the first."""
    row = reader.read_one(
        "SELECT max(period) FROM invoice_run WHERE kind = ? AND finished_at IS NOT NULL", (RunKind.CONTRIBUTION,)
    )
    return None if row is None or row[0] is None else date.fromisoformat(row[0])


def is_done(reader: Reader, month: date) -> bool:
    """Whether this month was once invoiced to the end."""
    row = reader.read_one(
        "SELECT 1 FROM invoice_run WHERE kind = ? AND period = ? AND finished_at IS NOT NULL",
        (RunKind.CONTRIBUTION, month.isoformat()),
    )
    return row is not None


def unfinished(reader: Reader, kind: RunKind, month: date | None) -> int | None:
    """The run that was broken off, which goes on when it is started again."""
    row = reader.read_one(_UNFINISHED, (kind, month.isoformat() if month else None))
    return None if row is None else int(row[0])


def broken_off(reader: Reader, kind: RunKind, month: date | None) -> PastRun | None:
    """The run that was broken off, with what it did until then."""
    number = unfinished(reader, kind, month)
    return None if number is None else past_runs(reader, before=number + 1, limit=1)[0]


def start_run(tx: Transaction, kind: RunKind, month: date | None) -> int:
    """A new run, or the one that was broken off. Out: its number."""
    found = unfinished(tx, kind, month)
    if found is not None:
        return found
    stamp = tx.stamp
    row = tx.read_one(
        _START,
        (
            kind,
            month.isoformat() if month else None,
            stamp.working_date.isoformat(),
            stamp.branch,
            stamp.staff,
            tx.at,
        ),
    )
    assert row is not None
    return int(row[0])


def count_in(
    tx: Transaction,
    run_id: int,
    *,
    periods: int = 0,
    invoices: int = 0,
    cents: int = 0,
    reminded: int = 0,
    overdue: int = 0,
    ended: int = 0,
) -> None:
    """Add to what a run did, in the transaction in which it does so."""
    tx.execute(
        "UPDATE invoice_run SET periods = periods + ?, invoices = invoices + ?, cents = cents + ?,"
        " reminded = reminded + ?, overdue = overdue + ?, ended = ended + ? WHERE id = ?",
        (periods, invoices, cents, reminded, overdue, ended, run_id),
    )


def finish_run(tx: Transaction, run_id: int) -> PastRun:
    """Mark that a run came to its end, and write in the journal what it did."""
    tx.execute("UPDATE invoice_run SET finished_at = ? WHERE id = ?", (tx.at, run_id))
    (run,) = past_runs(tx, before=run_id + 1, limit=1)
    tx.journal(
        "invoice run",
        after={
            "run": run.id,
            "kind": run.kind,
            "period": run.period,
            "periods": run.periods,
            "invoices": run.invoices,
            "cents": run.cents,
            "reminded": run.reminded,
            "overdue": run.overdue,
            "ended": run.ended,
        },
    )
    return run
