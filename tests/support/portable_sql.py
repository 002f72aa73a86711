"""What PostgreSQL would not take of a statement that was written for SQLite.

PostgreSQL's own parser reads it (postgast, which is libpg_query), so what is no SQL there is told in its words. What it
would say only when it knows the tables is looked for in the tree: conditions that are numbers, functions that it has
not or has otherwise, what an aggregate does not cover, columns of ON CONFLICT that two rows have.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import postgast
from postgast import pg_query_pb2 as pg

from balie.store.schema.m010_settling import SETTLED_ON, SPENT_ON
from balie.store.schema.m017_searching import NAME_PARTS
from balie.store.values import Params

_OF_THE_DIALECT = ("json_each", "json_extract", "date", "julianday")
"""Written in balie/store/dialect.py only: PostgreSQL is given its own there."""
FUNCTIONS = frozenset(
    (
        *("count", "sum", "min", "max", "substr", "length", "lower", "upper", "replace", "abs", "round"),
        *("trim", "ltrim", "rtrim", "btrim", *_OF_THE_DIALECT),
    )
)
"""What both engines know by one name."""

_OF_A_TRIGGER = (NAME_PARTS, SETTLED_ON.format(row="charge"), SPENT_ON.format(row="payment"))
"""What invariants take over, word for word, from triggers: those are of the engine, and stand in the schema."""

_ROOT = Path(__file__).parents[2]
_TESTS, _BALIE, _STORE = (f"{_ROOT / name}/" for name in ("tests", "balie", "balie/store"))
_CARRIED_BY = frozenset(f"{_STORE}{name}.py" for name in ("busy", "connection", "transaction", "unreadable"))
"""What a statement goes through on its way; whoever gave it stands before that."""

_LITERAL = re.compile(r"'(?:[^']|'')*'")
_MARK = re.compile(r"\?(\d+)|(?<![:\w]):([a-z_]\w*)|\?")
_COMPARED = frozenset({"=", "<>", "<", ">", "<=", ">="})


def objections(sql: str) -> list[str]:
    """Why PostgreSQL would refuse a statement, or do something else with it; empty when both engines take it."""
    for part in _OF_A_TRIGGER:
        sql = sql.replace(part, "(SELECT NULL)" if part is not NAME_PARTS else "SELECT NULL, NULL")
    if '"' in _LITERAL.sub("", sql):
        return ["a name between double quotes: a column there, and perhaps a text in SQLite"]
    try:
        tree = postgast.parse(_numbered(sql))
    except postgast.PgQueryError as error:
        return [str(error)]
    return [text for _, node in postgast.walk(tree) for text in _said_of(node)]


def _numbered(sql: str) -> str:
    """The statement with `$1`, `$2` for its marks."""
    places: dict[str, int] = {}

    def mark(found: re.Match[str]) -> str:
        number, name = found.groups()
        key = number or name or f"mark {len(places)}"
        return f"${int(number) if number else places.setdefault(key, len(places) + 1)}"

    pieces = re.split(f"({_LITERAL.pattern})", sql)
    return "".join(piece if place % 2 else _MARK.sub(mark, piece) for place, piece in enumerate(pieces))


def _said_of(node: Any) -> Iterator[str]:  # a message of protobuf: what it has goes by its type
    yield from (f"a condition that is no yes or no: {told}" for told in map(_no_condition, _conditions(node)) if told)
    if isinstance(node, pg.FuncCall):
        yield from _said_of_function(node)
    elif isinstance(node, pg.RangeSubselect) and not node.HasField("alias"):
        yield "a SELECT in FROM without a name"
    elif isinstance(node, pg.A_Expr):
        sides = [_bare(node.lexpr), _bare(node.rexpr)]
        if _operator(node) in _COMPARED and _is_truth(sides[0]) != _is_truth(sides[1]):
            other = sides[0] if _is_truth(sides[1]) else sides[1]
            if isinstance(other, pg.ColumnRef) or _is_number(other):
                yield "a yes or no compared with a number"
    elif isinstance(node, pg.OnConflictClause):
        if any(isinstance(one, pg.ColumnRef) and len(one.fields) == 1 for _, one in _below(node.target_list)):
            yield "a column in ON CONFLICT without its table: two rows have it"
    elif isinstance(node, pg.SelectStmt):
        if _is_number(limit := _bare(node.limit_count)) and limit.ival.ival < 0:
            yield "a LIMIT below nothing"
        if node.group_clause:
            yield from _not_grouped(node)


def _said_of_function(call: pg.FuncCall) -> Iterator[str]:
    name = call.funcname[-1].string.sval
    if len(call.funcname) == 1 and name not in FUNCTIONS:  # more: what the parser made of LIKE ... ESCAPE
        yield f"a function that both may not have: {name}"
    if name in ("min", "max") and len(call.args) > 1:
        yield f"{name} of more than one: CASE, or greatest and least there"
    if name == "sum" and _is_truth(_bare(call.args[0])):
        yield "a sum of yes and no: count(*) FILTER"


def _conditions(node: Any) -> Iterator[Any]:
    """What has to be true or false in this part of a statement."""
    for name in ("where_clause", "having_clause", "quals", "agg_filter"):
        if name in node.DESCRIPTOR.fields_by_name and node.HasField(name):
            yield _bare(getattr(node, name))
    if isinstance(node, pg.BoolExpr):
        yield from map(_bare, node.args)
    elif isinstance(node, pg.CaseExpr) and not node.HasField("arg"):
        yield from (_bare(_bare(when).expr) for when in node.args)


def _no_condition(node: Any) -> str:
    """What stands where a yes or no should; empty for what is one."""
    if isinstance(node, pg.ColumnRef):
        return "a column"
    if isinstance(node, pg.A_Const) and not node.HasField("boolval"):
        return "a number or a text"
    if isinstance(node, pg.A_Expr) and node.kind == pg.AEXPR_OP and _operator(node) not in _COMPARED:
        return f"a sum ({_operator(node)})"
    return type(node).__name__ if isinstance(node, pg.FuncCall) else ""


def _is_truth(node: Any) -> bool:
    """Whether this is a yes or no."""
    if isinstance(node, pg.A_Expr):
        return node.kind != pg.AEXPR_OP or _operator(node) in _COMPARED
    if isinstance(node, pg.SubLink):
        return node.sub_link_type in (pg.EXISTS_SUBLINK, pg.ANY_SUBLINK)
    return isinstance(node, (pg.BoolExpr, pg.NullTest, pg.BooleanTest))


def _is_number(node: Any) -> bool:
    return isinstance(node, pg.A_Const) and node.HasField("ival")


def _operator(node: pg.A_Expr) -> str:
    return str(node.name[-1].string.sval)


def _not_grouped(select: pg.SelectStmt) -> Iterator[str]:
    """Columns of a SELECT with GROUP BY that stand in no aggregate and are not grouped by."""
    grouped = [_bare(one) for one in select.group_clause]
    values = [_bare(target.res_target.val) for target in select.target_list]
    names = {_name(one) for one in grouped if isinstance(one, pg.ColumnRef)}
    names |= {_name(values[one.ival.ival - 1]) for one in grouped if _is_number(one)}
    whole = {_as_text(values[one.ival.ival - 1] if _is_number(one) else one) for one in grouped}
    owners = {name.rpartition(".")[0] for name in names if name.rpartition(".")[2] == "id"}
    for value in values:
        if _as_text(value) in whole:
            continue
        for column in _outside_aggregates(value):
            name = _name(column)
            if name not in names and name.rpartition(".")[0] not in owners:
                yield f"a column that is not grouped by: {name}"


def _outside_aggregates(node: Any) -> Iterator[pg.ColumnRef]:
    if isinstance(node, pg.ColumnRef):
        yield node
    elif not isinstance(node, pg.SubLink) and not (
        isinstance(node, pg.FuncCall) and node.funcname[-1].string.sval in ("count", "sum", "min", "max")
    ):
        for field, value in node.ListFields():
            if field.message_type is not None:
                for one in value if hasattr(value, "__len__") else (value,):
                    yield from _outside_aggregates(_bare(one))


def _name(column: Any) -> str:
    return ".".join(field.string.sval for field in column.fields) if isinstance(column, pg.ColumnRef) else ""


def _as_text(node: Any) -> str:
    """A part of the tree without where it stood in the statement."""
    return re.sub(r"location: \d+\s*", "", str(node))


def _bare(node: Any) -> Any:
    return postgast.unwrap_node(node)


def _below(nodes: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    for node in nodes:
        yield from postgast.walk(node)


def is_of_sqlite(path: Path) -> bool:
    """Whether a module (its path in the repository) says in its name that it is of SQLite: it, or its room."""
    return any(word in part for part in path.parts for word in ("sqlite", "fts5"))


_looked_at: dict[str, list[str]] = {}


def look_at(sql: str) -> None:
    """Raise `AssertionError` for a statement of a department that PostgreSQL would not take.

    What the store itself asks, and what a test asks, is not looked at; nor what a module asks that is of SQLite by its
    name (`tests/test_sql.py`).
    """
    if sql not in _looked_at:
        _looked_at[sql] = objections(sql) if _is_of_a_department() else []
    assert not _looked_at[sql], f"PostgreSQL would not take this ({'; '.join(_looked_at[sql])}):\n{sql}"


def watch() -> None:
    """From now on look at every statement that the program gives to a store in this process."""
    from balie.store import transaction, unreadable
    from balie.store.numbered import bound

    def looking(sql: str, params: Params) -> Params:
        look_at(sql)
        return bound(sql, params)

    execute_many = transaction.Transaction.execute_many

    def looking_at_many(self: transaction.Transaction, sql: str, rows: Sequence[Params]) -> int:
        look_at(sql)
        return execute_many(self, sql, rows)

    transaction.bound = unreadable.bound = looking  # type: ignore[attr-defined]
    transaction.Transaction.execute_many = looking_at_many  # type: ignore[method-assign]


def _is_of_a_department() -> bool:
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(_TESTS):
            return False
        if name.startswith(_BALIE) and name not in _CARRIED_BY:
            return not name.startswith(_STORE) and not is_of_sqlite(Path(name).relative_to(_ROOT))
        frame = frame.f_back
    return False
