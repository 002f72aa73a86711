"""Takes a merge apart in the store, as its sides (`merging.sides`) were worked out and judged before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import TYPE_CHECKING

from balie.customers.deceased import DECEASED, is_deceased, mark, unmark
from balie.customers.identities import current_id
from balie.customers.merging.links import NUMBERED, successors_of
from balie.customers.merging.parts import EARLIEST, FILLED, HOLD, LATEST, PARTS, CustomerColumn
from balie.customers.merging.sides import Side, Sides
from balie.customers.merging.steps import settle_periods
from balie.customers.merging.undo_rules import comes_back
from balie.customers.name_keys import name_key, prefixed_key
from balie.store.columns import key_columns

if TYPE_CHECKING:
    from balie.customers.merging.kept import KeptMerge, KeptStep
    from balie.store.transaction import Transaction, Value

Values = Mapping[str, "Value"]

_SORTED = frozenset({*NUMBERED, "card", "membership"})
"""The tables of which the sides say whose each row becomes."""
_WITH_PERIOD = ("cancellation", "charge", "loan", "renewal")


def take_apart(tx: Transaction, keep: int, gone: int, kept: KeptMerge, sides: Sides) -> None:
    """Give each record what is theirs. Everything that could be against it was judged (`judge_undo`)."""
    holds = comes_back(tx, keep, kept, sides)
    cards = successors_of(tx, keep)
    tx.defer_references()  # periods change their numbers while postings still name the old ones
    tx.execute("UPDATE merged SET at_work = 1 WHERE customer_id = ?", (gone,))
    _insert(tx, "customer", kept["customer"])
    _give(tx, keep, gone, sides)
    _put_back(tx, keep, gone, kept["steps"], holds)
    _own_numbers(tx, kept["steps"], cards)
    _let_go(tx, keep, kept)
    _deaths(tx, keep, gone, str(kept["customer"]["name_key"]).startswith(DECEASED))
    tx.execute("DELETE FROM merged WHERE customer_id = ?", (gone,))


def _give(tx: Transaction, keep: int, gone: int, sides: Sides) -> None:
    """Give away what goes, and let everything name the period it is of."""
    owners = {Side.STAYS: keep, Side.GOES: gone}
    for now, (side, number) in sides.periods.items():
        tx.execute(
            "UPDATE membership SET customer_id = ?, number = ? WHERE customer_id = ? AND number = ?",
            (owners[side], -number, keep, now),
        )
    _give_strips(tx, keep, sides, owners)
    for table in _WITH_PERIOD:
        rows = tx.read(f"SELECT id, membership_number FROM {table} WHERE customer_id = ?", (keep,))
        for row, now in rows:
            side = sides.of(table, row)
            period = sides.period(now, side)
            if side is Side.GOES or period != now:
                tx.execute(
                    f"UPDATE {table} SET customer_id = ?, membership_number = ? WHERE id = ?",
                    (owners[side], None if period is None else -period, row),
                )
    for table in NUMBERED:
        if table not in _WITH_PERIOD:
            for going in sides.going(table):
                tx.execute(f"UPDATE {table} SET customer_id = ? WHERE id = ?", (gone, going))
    for card in sides.going("card"):
        tx.execute("UPDATE card SET customer_id = ? WHERE number = ?", (gone, card))
    for customer_id in (keep, gone):
        settle_periods(tx, customer_id)


def _give_strips(tx: Transaction, keep: int, sides: Sides, owners: Mapping[Side, int]) -> None:
    """Let the strips of a renewal that were taken of a period of the other be of the period its loan goes to.

    The periods have their owners by now, and their new numbers below zero.
    """
    rows = tx.read(
        "SELECT r.id, r.loan_id, r.membership_number, l.membership_number FROM renewal AS r JOIN loan AS l"
        " ON l.id = r.loan_id WHERE r.customer_id = ? AND r.membership_number IS NOT NULL",
        (keep,),
    )
    for row, loan_id, now, of_loan in rows:
        side, (other, number) = sides.of("renewal", row), sides.periods[now]
        if side is other:
            continue
        _take_strip(tx, owners[other], number, -1)
        target = sides.period(now, side)
        if target is not None and target == sides.period(of_loan, side):  # counted with the loan
            tx.execute("UPDATE loan SET strips = strips + 1 WHERE id = ?", (loan_id,))
        elif target is not None:
            _take_strip(tx, owners[side], target, 1)


def _take_strip(tx: Transaction, customer_id: int, number: int, strips: int) -> None:
    tx.execute(
        "UPDATE membership SET unlinked_strips = unlinked_strips + ?1"
        " WHERE customer_id = ?2 AND number = ?3 AND unlinked_strips + ?1 >= 0",
        (strips, customer_id, -number),
    )


def _put_back(tx: Transaction, keep: int, gone: int, steps: list[KeptStep], holds: Set[int]) -> None:
    """Put back what else the merge changed and nobody has changed since, and what it left out."""
    parts = {(part.table, part.column): part for part in PARTS}
    for step in steps:
        after, part = step["after"], parts[step["table"], step["column"]]
        if after is None or (part.table == HOLD and "reason" in after and step["key"]["id"] not in holds):
            continue
        key = step["key"]
        if part.table not in _SORTED:
            key_now = {name: after.get(name, value) for name, value in key.items()}
            if part.column in after:
                is_there = {**key_now, part.column: after[part.column]}  # and was not given to another since
                _change(tx, part.table, is_there, {name: step["before"][name] for name in after})
                continue
            key = key_now
        own = [name for name in after if name not in (part.column, part.period)]
        if part.table == "card" or not own:  # `_own_numbers`
            continue
        if part.table == "property":
            _take_out(tx, part, key, step["before"], after)
            continue
        as_it_was = {name: after[name] for name in own}
        _change(tx, part.table, {**key, **as_it_was}, {name: step["before"][name] for name in own})
    for step in steps:
        if step["after"] is None:
            _restore(tx, parts[step["table"], step["column"]], step["before"])


def _take_out(tx: Transaction, part: CustomerColumn, key: Values, before: Values, after: Values) -> None:
    """Take out of a row what was filled in or added up, each column by itself."""
    for name, value in after.items():
        if name in part.adds:
            more = int(str(before[name])) - int(str(value))
            more_than_none = f"CASE WHEN {name} + ?1 > 0 THEN {name} + ?1 ELSE 0 END"
            sql = f"UPDATE {part.table} SET {name} = {more_than_none} WHERE {part.column} = ?2"
            tx.execute(sql, (more, key[part.column]))
        else:
            _change(tx, part.table, {**key, name: value}, {name: before[name]})


def _restore(tx: Transaction, part: CustomerColumn, row: dict[str, Value]) -> None:
    """Put a row back that was left out, unless another has come in its place, or it can be no more."""
    if part.table == "relation":
        row = {**row, "head_id": current_id(tx, int(str(row["head_id"])))}
        if not _can_be_head(tx, row["head_id"], row["child_id"]):
            return
    if part.table == "guardianship":
        row = {**row, "guardian_id": current_id(tx, int(str(row["guardian_id"])))}
        if not _is_there(tx, row["guardian_id"]) or row["guardian_id"] == row["child_id"]:
            return
    keys = key_columns(tx, part.table)
    where = " AND ".join(f"{name} = ?" for name in keys)
    taken = tx.read_one(f"SELECT 1 FROM {part.table} WHERE {where}", [row[name] for name in keys]) is not None
    if taken and keys == ("id",):
        row = {name: value for name, value in row.items() if name != "id"}
    if not taken or keys == ("id",):
        _insert(tx, part.table, row)


def _can_be_head(tx: Transaction, head: Value, child: Value) -> bool:
    """Whether somebody is there still, and no child of another since; and who was the child is no head now."""
    row = tx.read_one(
        "SELECT EXISTS (SELECT 1 FROM customer WHERE id = :head) AND :head <> :child"
        " AND NOT EXISTS (SELECT 1 FROM removal WHERE customer_id = :head)"
        " AND NOT EXISTS (SELECT 1 FROM relation WHERE child_id = :head OR head_id = :child)",
        {"head": head, "child": child},
    )
    return row is not None and bool(row[0])


def _is_there(tx: Transaction, customer_id: Value) -> bool:
    """Whether somebody is a customer still, and was not removed."""
    row = tx.read_one(
        "SELECT EXISTS (SELECT 1 FROM customer WHERE id = ?1) AND NOT EXISTS"
        " (SELECT 1 FROM removal WHERE customer_id = ?1)",
        (customer_id,),
    )
    return row is not None and bool(row[0])


def _own_numbers(tx: Transaction, steps: list[KeptStep], successors: Mapping[str, str | None]) -> None:
    """What was the own number of the record that went is so again; or what took its place since."""
    for step in steps:
        if step["table"] == "card" and "kind" in (step["after"] or {}):
            for number in _chain(str(step["key"]["number"]), successors):
                tx.execute("UPDATE card SET kind = ? WHERE number = ?", (step["before"]["kind"], number))


def _chain(number: str | None, successors: Mapping[str, str | None]) -> Iterator[str]:
    while number is not None:
        yield number
        number = successors.get(number)


def _let_go(tx: Transaction, keep: int, kept: KeptMerge) -> None:
    """Empty again what was filled in from the other, where it still is what that was."""
    before, after = kept["filled"]
    row = tx.read_one("SELECT initials, prefix, surname, name_key FROM customer WHERE id = ?", (keep,))
    assert row is not None
    initials, prefix, surname, key = row
    wanted = tx.read_one("SELECT 1 FROM interest WHERE customer_id = ? AND until IS NULL", (keep,)) is not None
    for group in FILLED:
        if group[0] not in after or (group[0] == "email" and wanted):
            continue
        _change(tx, "customer", {"id": keep, group[0]: after[group[0]]}, {name: before[name] for name in group})
    if "initials" in after and initials == after["initials"]:
        star = DECEASED if key.startswith(DECEASED) else ""
        names = (str(before["initials"] or ""), prefix or "", surname)
        prefixed = prefixed_key(*names)
        keys = {"name_key": star + name_key(*names), "prefixed_key": None if prefixed is None else star + prefixed}
        _change(tx, "customer", {"id": keep}, keys)
    for name in (EARLIEST, LATEST):
        if name in after:
            _change(tx, "customer", {"id": keep, name: after[name]}, {name: before[name]})
    if "number_later" in after and tx.read_one("SELECT 1 FROM card WHERE customer_id = ?", (keep,)) is None:
        _change(tx, "customer", {"id": keep}, {"number_later": before["number_later"]})


def _deaths(tx: Transaction, keep: int, gone: int, had_died: bool) -> None:
    """What was told of a death since is of who the cancellation is of; without one, of the record that stayed."""
    has_died = is_deceased(tx, keep)
    if has_died and not had_died:
        told = {
            customer_id
            for (customer_id,) in tx.read(
                "SELECT customer_id FROM cancellation WHERE customer_id IN (?, ?) AND deceased = 1"
                " AND withdrawn_on IS NULL",
                (keep, gone),
            )
        }
        if gone in told:
            mark(tx, gone)
            if keep not in told:
                unmark(tx, keep)
    elif had_died and not has_died:
        unmark(tx, gone)


def _change(tx: Transaction, table: str, where: Values, values: Values) -> None:
    """Change a row, where it is as `where` says."""
    sets = ", ".join(f"{name} = ?" for name in values)
    same = " AND ".join(f"{name} IS NOT DISTINCT FROM ?" for name in where)
    tx.execute(f"UPDATE {table} SET {sets} WHERE {same}", (*values.values(), *where.values()))


def _insert(tx: Transaction, table: str, row: Values) -> None:
    marks = ", ".join(f":{name}" for name in row)
    tx.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", dict(row))
