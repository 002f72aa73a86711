"""What a merge changes, row by row, worked out before anything is written: the base of preview and merge.

A step is a row of a table with the values of its columns before and after; a step without after is a row left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.circulation.hold_rules import ClosingReason
from balie.circulation.holds import HoldState
from balie.customers.cards.numbers import current_number
from balie.customers.memberships import Membership, Status, as_day
from balie.customers.merging.holds import spare_ids
from balie.customers.merging.parts import EARLIEST, FILLED, HOLD, LATEST, PARTS, CustomerColumn
from balie.customers.name_keys import name_key, prefixed_key
from balie.store.columns import column_names, key_columns

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Value

ENDED_BY_MERGE = "ontdubbeld"
"""The end_reason of a running membership that made way for the one of the record that stays."""

_NOTES = range(1, 5)

Values = Mapping[str, "Value"]


@dataclass(frozen=True, slots=True)
class MergeStep:
    """One row: where it is (`key`, as before), and what changes in it; `after` None where it is left out.

    `secret` rows are left out of the journal.
    """

    part: CustomerColumn
    key: Values
    before: Values
    after: Values | None
    secret: bool = False


@dataclass(frozen=True, slots=True)
class MergePlan:
    """Everything a merge does: the steps, what the customer row itself takes over, and a membership that it ends.

    `periods` is how many periods of membership both have together, `gone` the customer row that goes.
    """

    keep: int
    merge: int
    steps: tuple[MergeStep, ...]
    filled_before: Values
    filled_after: Values
    gone: Values
    periods: int
    ended: str | None


def make_plan(reader: Reader, keep: int, merge: int, on: date) -> MergePlan:
    """Work out the merge of record `merge` into record `keep`. Both exist; whether they may is judged elsewhere."""
    numbers, ended = _periods(reader, keep, merge, on)
    steps = [step for part in PARTS for step in _steps(reader, part, keep, merge, numbers, ended, on)]
    steps = [*_closed_holds(reader, keep, merge, steps, on)]
    before, after = _filled(reader, keep, merge)
    gone = _row(reader, "customer", {"id": merge})
    code = ended[max(ended)] if ended else None
    return MergePlan(keep, merge, tuple(steps), before, after, gone, len(numbers), code)


def _row(reader: Reader, table: str, key: Values) -> dict[str, Value]:
    where = " AND ".join(f"{name} = :{name}" for name in key)
    row = reader.read_one(f"SELECT * FROM {table} WHERE {where}", dict(key))
    assert row is not None
    return dict(zip(column_names(reader, table), row, strict=True))


def _rows(reader: Reader, part: CustomerColumn, customer_id: int) -> list[dict[str, Value]]:
    names = column_names(reader, part.table)
    order = ", ".join(key_columns(reader, part.table))
    found = reader.read(f"SELECT * FROM {part.table} WHERE {part.column} = ? ORDER BY {order}", (customer_id,))
    return [dict(zip(names, row, strict=True)) for row in found]


def _periods(reader: Reader, keep: int, merge: int, on: date) -> tuple[dict[tuple[int, int], int], dict[int, str]]:
    """The new number of each period by customer and old number, and the periods of the other that end: their codes.

    The periods of one stay together, since what follows upon a period has the number after it. Last come those of the
    one who is a member now, since the last one counts. Where both are, the one of the record that stays goes on.
    """
    rows = reader.read(
        "SELECT customer_id, number, code, status, rights_until, temporary, ended_on, started_on, paid_until"
        " FROM membership WHERE customer_id IN (?, ?) ORDER BY number",
        (keep, merge),
    )
    latest: dict[int, Membership] = {}
    for owner, number, code, status, rights_until, temporary, ended_on, started_on, _ in rows:
        latest[owner] = Membership(
            number,
            code,
            Status(status),
            as_day(rights_until),
            bool(temporary),
            as_day(ended_on),
            date.fromisoformat(started_on),
        )
    running = [owner for owner in (keep, merge) if owner in latest and latest[owner].is_running(on)]
    last = (
        running[0] if running else max(latest, key=lambda owner: (_began(latest[owner]), owner == keep), default=keep)
    )
    order = sorted(((owner, number) for owner, number, *_ in rows), key=lambda of: (of[0] == last, of[1]))
    ended: dict[int, str] = {}
    # One that was cancelled ends on the day that was told.
    if len(running) == 2 and latest[merge].ended_on is None:
        today = on.isoformat()
        for owner, number, code, *_, ended_on, _, paid_until in rows:
            goes_on = ended_on is None and (paid_until is None or paid_until >= today)
            if owner == merge and (goes_on or number == latest[merge].number):
                ended[number] = code
    return {period: place for place, period in enumerate(order, 1)}, ended


def _began(membership: Membership) -> date:
    assert membership.started_on is not None, "every stored period began"
    return membership.started_on


def _steps(
    reader: Reader,
    part: CustomerColumn,
    keep: int,
    merge: int,
    numbers: Mapping[tuple[int, int], int],
    ended: Collection[int],
    on: date,
) -> Iterator[MergeStep]:
    keys = key_columns(reader, part.table)
    if part.period:
        for row in _rows(reader, part, keep):
            old = row[part.period]
            if old is not None and numbers[keep, int(old)] != old:
                yield _changed(part, keys, row, {part.period: numbers[keep, int(old)]})
    beaten = _beaten(reader, part, keys, keep, merge)
    taken = [row["place"] for of in (keep, merge) for row in _rows(reader, part, of)] if part.table == "note" else []
    has_number = part.table == "card" and _has_number(reader, keep)
    for row in _rows(reader, part, merge):
        after: dict[str, Value] = {part.column: keep}
        if part.period and row[part.period] is not None:
            old = int(row[part.period] or 0)
            after[part.period] = numbers[merge, old]
            if part.table == "membership" and old in ended:
                after |= {"ended_on": on.isoformat(), "end_reason": ENDED_BY_MERGE}
        if has_number and row["kind"] == "primary" and row["state"] != "replaced":
            after["kind"] = "additional"
        if taken.count(row.get("place")) > 1:
            free = [place for place in _NOTES if place not in taken] if row["place"] else []
            if free:
                after["place"] = free[0]
                taken.append(free[0])
                yield _changed(part, keys, row, after)
                continue
        rival = beaten.get(tuple(row[name] for name in keys))
        if rival is None:
            yield _changed(part, keys, row, after)
            continue
        if rival[1]:
            yield _left_out(part, keys, rival[0])
            yield _changed(part, keys, row, after)
            continue
        fills = {name: row[name] for name in part.fills if rival[0][name] is None and row[name] is not None}
        sums = {name: int(rival[0][name] or 0) + int(row[name] or 0) for name in part.adds if row[name]}
        if fills or sums:
            yield _changed(part, keys, rival[0], {**fills, **sums})
        yield _left_out(part, keys, row)


def _closed_holds(reader: Reader, keep: int, merge: int, steps: list[MergeStep], on: date) -> Iterator[MergeStep]:
    """The steps, among them that what would be reserved twice is closed."""
    spare = spare_ids(reader, keep, merge)
    closed: Values = {"state": HoldState.CLOSED, "reason": ClosingReason.MERGED, "closed_on": on.isoformat()}
    for step in steps:
        if step.part.table == HOLD and step.key["id"] in spare and step.after is not None:
            spare -= {int(step.key["id"] or 0)}
            row = _row(reader, HOLD, step.key)
            yield _changed(step.part, ("id",), row, {**step.after, **closed})
        else:
            yield step
    part = next(part for part in PARTS if part.table == HOLD)
    for hold_id in sorted(spare):
        yield _changed(part, ("id",), _row(reader, HOLD, {"id": hold_id}), closed)


def _beaten(
    reader: Reader, part: CustomerColumn, keys: tuple[str, ...], keep: int, merge: int
) -> dict[tuple[Value, ...], tuple[dict[str, Value], bool]]:
    """Per row (key) of the other record that cannot stand beside one that stays: that row, and which of them wins."""
    if part.once is None:
        return {}
    names = column_names(reader, part.table)
    same = "".join(f" AND l.{name} = k.{name}" for name in part.once)
    rows = reader.read(
        f"SELECT {', '.join(f'l.{name}' for name in keys)}, {part.wins}, k.* FROM {part.table} AS l"
        f" JOIN {part.table} AS k ON k.{part.column} = ? AND l.{part.column} = ?{same} AND ({part.only})",
        (keep, merge),
    )
    count = len(keys)
    return {row[:count]: (dict(zip(names, row[count + 1 :], strict=True)), bool(row[count])) for row in rows}


def _changed(part: CustomerColumn, keys: tuple[str, ...], row: Values, after: Values) -> MergeStep:
    return MergeStep(part, {name: row[name] for name in keys}, {name: row[name] for name in after}, after)


def _left_out(part: CustomerColumn, keys: tuple[str, ...], row: Values) -> MergeStep:
    return MergeStep(part, {name: row[name] for name in keys}, row, None, part.secret)


def _has_number(reader: Reader, customer_id: int) -> bool:
    return current_number(reader, customer_id) is not None


def _filled(reader: Reader, keep: int, merge: int) -> tuple[dict[str, Value], dict[str, Value]]:
    """What the customer row that stays takes over: before and after."""
    kept, other = _row(reader, "customer", {"id": keep}), _row(reader, "customer", {"id": merge})
    after: dict[str, Value] = {}
    for group in FILLED:
        if kept[group[0]] is None and other[group[0]] is not None:
            after |= {name: other[name] for name in group}
    if "initials" in after:
        names = (str(after["initials"]), str(kept["prefix"] or ""), str(kept["surname"]))
        mark = "*" if str(kept["name_key"]).startswith("*") else ""
        prefixed = prefixed_key(*names)
        after |= {"name_key": mark + name_key(*names), "prefixed_key": None if prefixed is None else mark + prefixed}
    if str(other[EARLIEST]) < str(kept[EARLIEST]):
        after[EARLIEST] = other[EARLIEST]
    if str(other[LATEST]) > str(kept[LATEST]):
        after[LATEST] = other[LATEST]
    if kept["number_later"] and _has_number(reader, merge):
        after["number_later"] = 0
    return {name: kept[name] for name in after}, after
