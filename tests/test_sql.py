"""SQL that two engines take: what the departments ask of the store, PostgreSQL would take as it stands.

Every statement that any test makes the program give to the store is read by PostgreSQL's own parser, which
`tests/conftest.py` sees to; here what must always be true is looked at one by one, and the source for what belongs to
SQLite alone.
"""

from __future__ import annotations

import pytest

from balie.rounds.invariants import all_invariants
from balie.store.check import Invariant
from balie.store.dialect import among, day_number, each, is_digits, is_no_day, member
from tests.support.portable_sql import look_at, objections


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
