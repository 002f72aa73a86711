"""The journal only grows: no statement changes or removes a row of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balie.store.check import check
from balie.store.connection import Stamp, Store, create_store

WRITTEN = ("id", "at", "working_date", "branch", "staff", "action", "customer_id", "before", "after")
COLUMNS = (*WRITTEN, "salt", "content", "chain")
ROWS = 5

ids = st.integers(1, ROWS)
columns = st.sampled_from(COLUMNS)
conflicts = st.sampled_from(["", "OR REPLACE", "OR IGNORE", "OR FAIL", "OR ABORT", "OR ROLLBACK"])
wheres = st.one_of(st.just(""), ids.map(lambda number: f" WHERE id = {number}"), st.just(" WHERE customer_id IS NULL"))
assignments = st.sampled_from(["= 99", "= NULL", "= 'x'", "= id", "= 2"])
full_row = "'t', 'd', 'b', 's', 'forged', NULL, NULL, NULL"
names = ", ".join(WRITTEN)

statements = st.one_of(
    st.builds("UPDATE {} journal SET {} {}{}".format, conflicts, columns, assignments, wheres),
    wheres.map("DELETE FROM journal{}".format),
    ids.map(lambda number: f"REPLACE INTO journal ({names}) VALUES ({number}, {full_row})"),
    st.builds(lambda how, number: f"INSERT {how} INTO journal ({names}) VALUES ({number}, {full_row})", conflicts, ids),
    ids.map(
        lambda number: (
            f"INSERT INTO journal ({names}) VALUES ({number}, {full_row}) ON CONFLICT DO UPDATE SET action = 'forged'"
        )
    ),
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with some rows in its journal."""
    folder: Path = tmp_path_factory.mktemp("journal")
    stamp = Stamp("ebt", "9428", datetime(2024, 4, 9, tzinfo=UTC), date(2024, 4, 9))
    with create_store(folder / "balie.balie") as store:
        with store.transaction(stamp) as tx:
            for number in range(ROWS):
                tx.journal("done", customer_id=number or None, after={"n": number})
        yield store


@given(statement=statements, recursive=st.booleans())
@settings(max_examples=200, deadline=None)
def test_no_statement_changes_or_removes_a_row(kept: Store, statement: str, recursive: bool) -> None:
    before = kept.read("SELECT * FROM journal ORDER BY id")
    assert len(before) == ROWS
    kept.connection.execute(f"PRAGMA recursive_triggers = {int(recursive)}")
    with suppress(sqlite3.IntegrityError):
        kept.connection.execute(statement)
    assert kept.read("SELECT * FROM journal ORDER BY id") == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET action = 'forged'",
        "UPDATE OR IGNORE journal SET action = action WHERE id = 1",
        "DELETE FROM journal",
        "DELETE FROM journal WHERE id = 5",
        f"REPLACE INTO journal ({names}) VALUES (3, {full_row})",
    ],
)
def test_an_attempt_is_refused_aloud(kept: Store, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        kept.connection.execute(statement)


def test_a_new_row_still_goes_in(kept: Store) -> None:
    kept.connection.execute("BEGIN")
    kept.connection.execute(f"INSERT INTO journal ({names}) VALUES (NULL, {full_row})")
    assert kept.read_one("SELECT count(*), max(id) FROM journal") == (ROWS + 1, ROWS + 1)
    kept.connection.execute("ROLLBACK")


@pytest.fixture
def history(tmp_path: Path) -> Iterator[Store]:
    """A journal of customers 1 and 2, of two days."""
    with create_store(tmp_path / "balie.balie") as store:
        for day in (date(2022, 4, 8), date(2024, 4, 9)):
            with store.transaction(stamp(day)) as tx:
                for customer_id in (1, 2):
                    tx.journal("changed", customer_id=customer_id, before={"n": 1}, after={"n": 2})
                tx.journal("counted", after={"n": 3})
        yield store


def stamp(day: date) -> Stamp:
    return Stamp("ebt", "9428", datetime(2024, 4, 9, tzinfo=UTC), day)


def remembered(store: Store) -> list[int]:
    """The numbers of the rows that still tell what was before or after."""
    return [row[0] for row in store.read("SELECT id FROM journal WHERE before IS NOT NULL OR after IS NOT NULL")]


def test_a_customer_is_forgotten_but_what_was_done_is_not(history: Store) -> None:
    facts = "SELECT id, at, working_date, branch, staff, action, customer_id FROM journal ORDER BY id"
    before = history.read(facts)
    with history.transaction(stamp(date(2024, 4, 9))) as tx:
        tx.forget_customer(1)
    assert remembered(history) == [2, 3, 5, 6]
    assert history.read(facts) == before


def test_what_is_long_ago_is_forgotten(history: Store) -> None:
    with history.transaction(stamp(date(2024, 4, 9))) as tx:
        assert tx.forget_before(date(2024, 4, 9), [1, 2, 3, 4]) == 3
    assert remembered(history) == [4, 5, 6]


def test_the_permit_is_gone_when_the_forgetting_is_done(history: Store) -> None:
    with history.transaction(stamp(date(2024, 4, 9))) as tx:
        tx.forget_customer(1)
    assert history.read("SELECT * FROM erasure_permit") == []
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        history.connection.execute("UPDATE journal SET before = NULL, after = NULL WHERE customer_id = 1")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET before = NULL, after = NULL WHERE customer_id = 2",
        "UPDATE journal SET before = NULL, after = NULL WHERE customer_id IS NULL",
        "UPDATE journal SET before = NULL WHERE customer_id = 1",
        "UPDATE journal SET after = '{}' WHERE customer_id = 1",
        "UPDATE journal SET before = NULL, after = NULL, staff = 'xx' WHERE customer_id = 1",
        "UPDATE journal SET before = NULL, after = NULL, customer_id = NULL WHERE customer_id = 1",
        "UPDATE journal SET before = NULL, after = NULL, id = 99 WHERE customer_id = 1 AND id = 1",
        "DELETE FROM journal WHERE customer_id = 1",
    ],
)
def test_a_permit_allows_no_more_than_emptying_the_values_of_that_customer(history: Store, statement: str) -> None:
    history.connection.execute("INSERT INTO erasure_permit (customer_id) VALUES (1)")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        history.connection.execute(statement)


def test_the_check_finds_a_permit_that_was_left(history: Store) -> None:
    assert check(history) == []
    history.connection.execute("INSERT INTO erasure_permit (customer_id) VALUES (1)")
    assert [finding.name for finding in check(history)] == ["journal.permit"]
