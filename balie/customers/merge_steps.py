"""Carries out a plan of merging in the store, row by row, and takes it apart again from what the journal kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypedDict

from balie.circulation.hold_changes import CLOSED
from balie.customers.merge_holds import TWICE
from balie.customers.merge_parts import HOLD, PARTS, Part
from balie.customers.merge_plan import Plan, Step
from balie.customers.versions import touch
from balie.dutch.names import list_name
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.store.transaction import Transaction, Value

GONE = "merged into"
STAYED = "merged"
"""The words in the journal: of the record that went, and of the one that stayed."""

_CHANGED_SINCE = (
    "Sinds het samenvoegen is er iets veranderd aan {what}, zodat het niet meer ongedaan kan worden gemaakt."
    " Schrijf de klant zo nodig opnieuw in."
)


class KeptStep(TypedDict):
    """A step as the journal keeps it."""

    table: str
    column: str
    key: dict[str, Value]
    before: dict[str, Value]
    after: dict[str, Value] | None


class KeptMerge(TypedDict):
    """What the journal keeps of a merge, so that it can be taken apart again."""

    name: str
    """Of who went, for a list."""
    customer: dict[str, Value]
    """The row of who went."""
    steps: list[KeptStep]
    filled: list[dict[str, Value]]
    """What was filled in at who stayed: before and after."""
    periods: int
    """How many periods there were, of both together."""


def carry_out(tx: Transaction, plan: Plan) -> int:
    """Do what the plan says and journal it; the row of the journal from which it can be taken apart."""
    kept: KeptMerge = {
        "name": _name(plan.gone),
        "customer": dict(plan.gone),
        "steps": [_as_kept(step) for step in plan.steps if not step.secret],
        "filled": [dict(plan.filled_before), dict(plan.filled_after)],
        "periods": plan.periods,
    }
    tx.journal(GONE, customer_id=plan.merge, before=kept, after={"into": plan.keep})
    row = tx.read_one("SELECT max(id) FROM journal")
    assert row is not None
    journal_id = int(row[0])
    tx.journal(STAYED, customer_id=plan.keep, after={"merged": plan.merge})
    tx.execute("PRAGMA defer_foreign_keys = ON")  # periods change their numbers while postings still name the old ones
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
    _settle_periods(tx, plan.keep)
    tx.execute("DELETE FROM customer WHERE id = ?", (plan.merge,))
    if plan.filled_after:
        sets = ", ".join(f"{name} = :{name}" for name in plan.filled_after)
        tx.execute(f"UPDATE customer SET {sets} WHERE id = :id", {**plan.filled_after, "id": plan.keep})
    touch(tx, plan.keep)
    tx.execute("UPDATE merged SET at_work = 0 WHERE customer_id = ?", (plan.merge,))
    return journal_id


def take_apart(tx: Transaction, keep: int, gone: int, kept: KeptMerge) -> None:
    """Put everything back as the journal's row `kept` has it. Raises `Refusal` when that cannot be done any more."""
    customer, steps, filled, periods = kept["customer"], kept["steps"], kept["filled"], kept["periods"]
    _refuse_new_periods(tx, keep, gone, periods, steps)
    tx.execute("PRAGMA defer_foreign_keys = ON")
    tx.execute("UPDATE merged SET at_work = 1 WHERE customer_id = ?", (gone,))
    _insert(tx, "customer", customer)
    changed: list[str] = []
    parts = {(part.table, part.column): part for part in PARTS}
    for step in steps:
        after = step["after"]
        if after is not None:
            part = parts[step["table"], step["column"]]
            key_now = {name: after.get(name, value) for name, value in step["key"].items()}
            if not _update(tx, part, key_now, step["before"], after) and part.column in after:
                changed.append(part.many)
    if tx.read_one(TWICE, (keep, gone)) is not None:  # the same title was reserved again since
        changed.append("reserveringen")
    if changed:
        raise Refusal(_CHANGED_SINCE.format(what=", ".join(dict.fromkeys(changed))))
    _renumber_new(tx, keep, steps)
    for customer_id in (keep, gone):
        _settle_periods(tx, customer_id)
    for step in steps:
        if step["after"] is None:
            _insert(tx, step["table"], step["before"])
    filled_before, filled_after = filled
    for name, value in filled_after.items():
        tx.execute(f"UPDATE customer SET {name} = ? WHERE id = ? AND {name} IS ?", (filled_before[name], keep, value))
    tx.execute("DELETE FROM merged WHERE customer_id = ?", (gone,))


def _numbers_now(steps: list[KeptStep]) -> dict[int, tuple[int, int]]:
    """Per number that a period has since the merge: whose it was, and its number then."""
    found: dict[int, tuple[int, int]] = {}
    for step in steps:
        if step["table"] == "membership" and step["after"] is not None:
            now = step["after"].get("number", step["key"]["number"])
            found[int(str(now))] = (int(str(step["key"]["customer_id"])), int(str(step["key"]["number"])))
    return found


def _refuse_new_periods(tx: Transaction, keep: int, gone: int, periods: int, steps: list[KeptStep]) -> None:
    """Refuse when something new belongs to a period that goes back: nobody could say whose it is."""
    going = [now for now, (owner, _) in _numbers_now(steps).items() if owner == gone]
    changed = []
    for part in PARTS:
        if part.period is None:
            continue
        moved = sum(
            1 for step in steps if step["table"] == part.table and (step["after"] or {}).get(part.period) in going
        )
        row = tx.read_one(
            f"SELECT count(*) FROM {part.table} WHERE {part.column} = ? AND {part.period} IN"
            f" ({', '.join('?' * len(going))})",
            (keep, *going),
        )
        if row is not None and row[0] != moved:
            changed.append(part.many)
    # A period that goes back was renewed meanwhile, when it was the last one and others have come after it.
    row = tx.read_one("SELECT max(number) FROM membership WHERE customer_id = ?", (keep,))
    if row is not None and row[0] is not None and row[0] > periods and periods in going:
        changed.append("perioden van abonnementen")
    if changed:
        raise Refusal(_CHANGED_SINCE.format(what=", ".join(dict.fromkeys(changed))))


def _renumber_new(tx: Transaction, keep: int, steps: list[KeptStep]) -> None:
    """Let what was added since follow its period to the number it had before the merge."""
    for now, (owner, before) in _numbers_now(steps).items():
        if owner == keep and now != before:
            for part in PARTS:
                if part.period and part.table != "membership":
                    tx.execute(
                        f"UPDATE {part.table} SET {part.period} = ? WHERE {part.column} = ? AND {part.period} = ?",
                        (-before, keep, now),
                    )


def _settle_periods(tx: Transaction, customer_id: int) -> None:
    """Turn round the numbers of periods, which are below zero while others still have them."""
    for part in PARTS:
        if part.period:
            tx.execute(
                f"UPDATE {part.table} SET {part.period} = -{part.period} WHERE {part.column} = ? AND {part.period} < 0",
                (customer_id,),
            )


def _update(
    tx: Transaction,
    part: Part,
    key: Mapping[str, Value],
    values: Mapping[str, Value],
    expected: Mapping[str, Value] | None = None,
) -> bool:
    """Change one row; False when it is not there any more, or not as expected."""
    values = {
        name: -int(value) if name == part.period and value is not None else value for name, value in values.items()
    }
    where = [f"{name} = ?" for name in key] + [f"{name} IS ?" for name in expected or ()]
    sets = ", ".join(f"{name} = ?" for name in values)
    params = (*values.values(), *key.values(), *(expected or {}).values())
    return tx.execute(f"UPDATE {part.table} SET {sets} WHERE {' AND '.join(where)}", params).rowcount == 1


def _delete(tx: Transaction, table: str, key: Mapping[str, Value]) -> None:
    tx.execute(f"DELETE FROM {table} WHERE {' AND '.join(f'{name} = :{name}' for name in key)}", dict(key))


def _insert(tx: Transaction, table: str, row: Mapping[str, Value]) -> None:
    marks = ", ".join(f":{name}" for name in row)
    tx.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", dict(row))


def _as_kept(step: Step) -> KeptStep:
    return {
        "table": step.part.table,
        "column": step.part.column,
        "key": dict(step.key),
        "before": dict(step.before),
        "after": None if step.after is None else dict(step.after),
    }


def _name(row: Mapping[str, Value]) -> str:
    return list_name(str(row["initials"] or ""), str(row["prefix"] or ""), str(row["surname"]))
