"""SQL that two engines take: what the departments ask of the store, PostgreSQL would take as it stands.

Every statement that any test makes the program give to the store is read by PostgreSQL's own parser, which
`tests/conftest.py` sees to; here what must always be true is looked at one by one, and the source for what belongs to
SQLite alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from balie.rounds.invariants import all_invariants
from balie.store.check import Invariant
from balie.store.dialect import among, day_number, each, is_digits, is_no_day, member
from tests.support.portable_sql import is_of_sqlite, look_at, objections

ROOT = Path(__file__).parents[1]
STORE = ROOT / "balie/store"
OF_SQLITE = re.compile(
    r"\b(json_each|json_extract|julianday|strftime|unixepoch|printf|instr|group_concat|ifnull|total|last_insert_rowid"
    r"|total_changes|typeof|datetime)\s*\(|->>"
    r"|\b(GLOB|MATCH|(?<!WITHOUT )ROWID|PRAGMA|ATTACH|DETACH|AUTOINCREMENT|VACUUM)\b"
    r"|\b(rowid|sqlite_schema|sqlite_master|pragma_\w+)\b|INSERT OR \w+|REPLACE INTO|IN \(\)|LIMIT -1|\bmain\.\w"
)
"""What PostgreSQL has not, or has otherwise. WITHOUT ROWID is of tables in a work file, which is of SQLite anyway."""


def modules() -> Iterator[Path]:
    """Every module of the program that is not of SQLite by its name or its floor."""
    for path in sorted([*(ROOT / "balie").rglob("*.py"), *(ROOT / "screens").rglob("*.py")]):
        if not path.is_relative_to(STORE) and not is_of_sqlite(path.relative_to(ROOT)):
            yield path


MODULES = list(modules())


def texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The texts of a module that are no docstring, with their lines."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def test_only_the_store_and_what_is_named_for_it_knows_the_engine() -> None:
    found = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += ["lastrowid"] if isinstance(node, ast.Attribute) and node.attr == "lastrowid" else []
            if {name.partition(".")[0] for name in names} & {"sqlite3", "sqlite_utils", "lastrowid"}:
                found.append(f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)} {names}")
    assert found == []


def test_no_module_outside_the_store_writes_what_only_sqlite_takes() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} {word.group()}"
        for path in MODULES
        for line, text in texts(ast.parse(path.read_text(encoding="utf-8")))
        for word in OF_SQLITE.finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize("invariant", all_invariants(), ids=lambda invariant: invariant.name)
def test_what_must_always_be_true_is_asked_in_sql_that_both_take(invariant: Invariant) -> None:
    if invariant.name != "title.words":  # of the index of words, which is the engine's own
        assert objections(invariant.sql) == []


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT id FROM a WHERE b IS NOT DISTINCT FROM ? AND c IS NULL",
        "SELECT id FROM a WHERE TRUE AND b = ?1 AND c > ?1",
        "INSERT INTO a (b) VALUES (?) ON CONFLICT (b) DO UPDATE SET n = a.n + 1, b = excluded.b RETURNING id",
        "SELECT a.id, a.name, count(*) FILTER (WHERE b.c = 1) FROM a JOIN b ON b.a = a.id GROUP BY a.id",
        "SELECT coalesce(a, b), sum(c) FROM d GROUP BY 1",
        "SELECT a FROM (SELECT 1 AS a) AS b ORDER BY a NULLS FIRST LIMIT :limit",
        "SELECT 'a ? :b \"c\"', CASE kind WHEN 1 THEN 'a' END FROM d WHERE e = :e AND (f = :e) = (g = ?2)",
        f"SELECT id FROM a WHERE id IN {among()} AND {is_digits('b')} AND {is_no_day('c')}",
        f"SELECT {day_number('a')}, {member('b', 'name')} FROM {each('?1')} AS c",
    ],
)
def test_what_both_take_is_let_through(sql: str) -> None:
    assert objections(sql) == []


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT id FROM a WHERE b IS ?",
        "SELECT id FROM a WHERE b IS NOT c",
        "SELECT id FROM a WHERE b NOT NULL",
        "SELECT id FROM a WHERE b IN ()",
        "SELECT id FROM a WHERE b GLOB 'c*'",
        "INSERT OR IGNORE INTO a VALUES (?)",
        "REPLACE INTO a VALUES (?)",
        "SELECT id FROM a WHERE 1",
        "SELECT id FROM a WHERE b = 1 AND (0)",
        "SELECT id FROM a JOIN b ON b.c AND b.d = 1",
        "SELECT CASE WHEN temporary THEN 1 END FROM a",
        "SELECT id FROM a WHERE b + 1",
        "SELECT id FROM a WHERE coalesce(b, 1) = (c > 2) AND d = (e = 3)",
        "SELECT count(*) FILTER (WHERE b) FROM a",
        'SELECT id FROM a WHERE b = "text"',
        "SELECT id FROM (SELECT id FROM a)",
        "SELECT sum(b = 1) FROM a",
        "SELECT max(b, 0) FROM a",
        "SELECT printf('%05d', b) FROM a",
        "SELECT id FROM a WHERE ifnull(b, 1) = 1",
        "SELECT b, c, count(*) FROM a GROUP BY b",
        "SELECT coalesce(b, c) FROM a GROUP BY b",
        "SELECT id FROM a LIMIT -1",
        "INSERT INTO a (b) VALUES (?) ON CONFLICT (b) DO UPDATE SET n = n + 1",
        "PRAGMA data_version",
    ],
)
def test_what_postgresql_would_refuse_is_told(sql: str) -> None:
    assert objections(sql)


def test_a_test_asks_what_it_likes() -> None:
    look_at("SELECT id FROM a WHERE b IS ?")
