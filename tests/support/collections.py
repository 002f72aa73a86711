"""Rows of direct debit, written past the run that makes them: for tests of what is done with such rows."""

from __future__ import annotations

from datetime import date

from balie.store.transaction import Transaction


def past_collection(
    tx: Transaction,
    charge_id: int,
    reference: str,
    collect_on: date,
    *,
    attempt: int = 1,
    payment_id: int | None = None,
    returned_on: date | None = None,
    reason: str | None = None,
) -> str:
    """A collection of one charge, in a run and a file of its own; its end-to-end id."""
    day = collect_on.isoformat()
    run = tx.execute(
        "INSERT INTO collection_run (month, collect_on, started_at, working_date, branch, staff, finished_at)"
        " VALUES (?, ?, ?, ?, '9428', 'ebt', ?)",
        (day[:8] + "01", day, tx.at, day, tx.at),
    ).lastrowid
    name = f"{charge_id}-{attempt}"
    file = tx.execute(
        "INSERT INTO collection_file (run_id, message_id, name, version, items, cents, sha256, made_on, staff, written)"
        " VALUES (?, ?, ?, 'pain.008.001.08', 1, 100, '', ?, 'ebt', 1)",
        (run, f"test-{name}", f"test-{name}.xml", day),
    ).lastrowid
    tx.execute(
        "INSERT INTO collection (charge_id, attempt, file_id, end_to_end_id, mandate_reference, sequence, cents,"
        " description, announced_on, channel, payment_id, returned_on, reason)"
        " VALUES (?, ?, ?, ?, ?, 'FRST', 100, 'Contributie', ?, 'bon', ?, ?, ?)",
        (
            *(charge_id, attempt, file, f"B{name}", reference, day),
            *(payment_id, None if returned_on is None else returned_on.isoformat(), reason),
        ),
    )
    return f"B{name}"
