"""Carries out a plan of merging in the store, row by row, and keeps in the journal what it takes to undo it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from balie.circulation.hold_changes import CLOSED
from balie.customers.merging.links import last_numbers
from balie.customers.merging.parts import HOLD, PARTS, CustomerColumn
from balie.customers.versions import touch
from balie.dutch.names import list_name

if TYPE_CHECKING:
    from balie.customers.merging.kept import KeptMerge, KeptStep
    from balie.customers.merging.plan import MergePlan, MergeStep
    from balie.store.transaction import Transaction, Value

GONE = "merged into"
STAYED = "merged"
"""The words in the journal: of the record that went, and of the one that stayed."""


def carry_out(tx: Transaction, plan: MergePlan) -> int:
    """Do what the plan says and journal it; the row of the journal from which it can be taken apart."""
    kept: KeptMerge = {
        "name": _name(plan.gone),
        "customer": dict(plan.gone),
        "steps": [_as_kept(step) for step in plan.steps if not step.secret],
        "filled": [dict(plan.filled_before), dict(plan.filled_after)],
        "periods": plan.periods,
        "marks": last_numbers(tx),
    }
    journal_id = tx.journal(GONE, customer_id=plan.merge, before=kept, after={"into": plan.keep})
    tx.journal(STAYED, customer_id=plan.keep, after={"merged": plan.merge})
    tx.defer_references()  # periods change their numbers while postings still name the old ones
    tx.execute(
        "INSERT INTO merged (customer_id, into_id, journal_id, merged_on, at_work) VALUES (?, ?, ?, ?, 1)",
        (plan.merge, plan.keep, journal_id, tx.stamp.working_date.isoformat()),
    )
    for step in plan.steps:
        if step.after is None:
            _delete(tx, step.part.table, step.key)
    for step in plan.steps:
        if step.after is not None:
            _update(tx, step.part, step.key, step.after)
    for step in plan.steps:
        if step.part.table == HOLD and step.after is not None and "reason" in step.after:
            told = {"hold": step.key["id"], "hold_reason": step.after["reason"]}
            tx.journal(CLOSED, customer_id=plan.keep, after=told)
    settle_periods(tx, plan.keep)
    tx.execute("DELETE FROM customer WHERE id = ?", (plan.merge,))
    if plan.filled_after:
        sets = ", ".join(f"{name} = :{name}" for name in plan.filled_after)
        tx.execute(f"UPDATE customer SET {sets} WHERE id = :id", {**plan.filled_after, "id": plan.keep})
    touch(tx, plan.keep)
    tx.execute("UPDATE merged SET at_work = 0 WHERE customer_id = ?", (plan.merge,))
    return journal_id


def settle_periods(tx: Transaction, customer_id: int) -> None:
    """Turn round the numbers of periods, which are below zero while others still have them."""
    for part in PARTS:
        if part.period:
            tx.execute(
                f"UPDATE {part.table} SET {part.period} = -{part.period} WHERE {part.column} = ? AND {part.period} < 0",
                (customer_id,),
            )


def _update(tx: Transaction, part: CustomerColumn, key: Mapping[str, Value], values: Mapping[str, Value]) -> None:
    values = {
        name: -int(value) if name == part.period and value is not None else value for name, value in values.items()
    }
    sets = ", ".join(f"{name} = ?" for name in values)
    where = " AND ".join(f"{name} = ?" for name in key)
    tx.execute(f"UPDATE {part.table} SET {sets} WHERE {where}", (*values.values(), *key.values()))


def _delete(tx: Transaction, table: str, key: Mapping[str, Value]) -> None:
    tx.execute(f"DELETE FROM {table} WHERE {' AND '.join(f'{name} = :{name}' for name in key)}", dict(key))


def _as_kept(step: MergeStep) -> KeptStep:
    return {
        "table": step.part.table,
        "column": step.part.column,
        "key": dict(step.key),
        "before": dict(step.before),
        "after": None if step.after is None else dict(step.after),
    }


def _name(row: Mapping[str, Value]) -> str:
    return list_name(str(row["initials"] or ""), str(row["prefix"] or ""), str(row["surname"]))
