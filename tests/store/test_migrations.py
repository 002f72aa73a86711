"""A step is all there or not at all, and an older store is only touched after a copy of it has been kept."""

from __future__ import annotations

import importlib
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from balie.refusal import Refusal
from balie.store.connection import borrow, open_store
from balie.store.migrations import APPLICATION_ID, apply_pending
from balie.store.schema import STEPS, VERSION

if TYPE_CHECKING:
    from sqlite_utils import Database

MOMENT = datetime(2024, 4, 9, 8, 15, tzinfo=UTC)


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection


@pytest.fixture
def step(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Database], None]], str]:
    """Adds a step to the schema package and gives its name."""

    def add(apply: Callable[[Database], None]) -> str:
        module = ModuleType("balie.store.schema.m999_test")
        module.apply = apply  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, module.__name__, module)
        return "m999_test"

    return add


def names(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_all_steps_make_a_marked_store_of_this_version(connection: sqlite3.Connection) -> None:
    assert apply_pending(connection) == len(STEPS)
    assert version(connection) == VERSION
    assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert apply_pending(connection) == 0


def test_the_steps_one_at_a_time_make_the_same_store(connection: sqlite3.Connection) -> None:
    apply_pending(connection)
    whole = connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name").fetchall()
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as other:
        for number in range(1, len(STEPS) + 1):
            assert apply_pending(other, STEPS[:number]) == 1
        assert other.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name").fetchall() == whole


def test_a_step_that_fails_leaves_nothing(
    connection: sqlite3.Connection, step: Callable[[Callable[[Database], None]], str]
) -> None:
    def half(db: Database) -> None:
        db.table("extra").create({"id": int}, pk="id", strict=True)
        db.execute("INSERT INTO setting VALUES ('half', 'done')")
        db.execute("SELECT * FROM nowhere")

    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        apply_pending(connection, [STEPS[0], step(half)])
    assert version(connection) == 1
    assert "extra" not in names(connection)
    assert connection.execute("SELECT * FROM setting").fetchall() == []
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_a_step_that_breaks_a_reference_leaves_nothing(
    connection: sqlite3.Connection, step: Callable[[Callable[[Database], None]], str]
) -> None:
    def orphan(db: Database) -> None:
        db.execute("CREATE TABLE note (of TEXT REFERENCES setting (key)) STRICT")
        db.execute("INSERT INTO note VALUES ('nothing')")

    with pytest.raises(RuntimeError, match="foreign key of table note"):
        apply_pending(connection, [STEPS[0], step(orphan)])
    assert (version(connection), "note" in names(connection)) == (1, False)


def test_a_step_may_not_commit_by_itself(
    connection: sqlite3.Connection, step: Callable[[Callable[[Database], None]], str]
) -> None:
    with pytest.raises(RuntimeError, match="ended the transaction"):
        apply_pending(connection, [STEPS[0], step(lambda db: db.conn.commit())])
    assert version(connection) == 1


def test_a_step_may_rebuild_a_table_that_others_refer_to(
    connection: sqlite3.Connection, step: Callable[[Callable[[Database], None]], str]
) -> None:
    def rebuild(db: Database) -> None:
        db.execute("CREATE TABLE note (of TEXT REFERENCES setting (key) ON DELETE CASCADE) STRICT")
        db.execute("INSERT INTO setting VALUES ('a', '1')")
        db.execute("INSERT INTO note VALUES ('a')")
        db.table("setting").transform(rename={"value": "text"})

    apply_pending(connection, [STEPS[0], step(rebuild)])
    assert connection.execute("SELECT setting.text FROM setting JOIN note ON of = key").fetchall() == [("1",)]


def test_an_older_store_is_copied_and_brought_up_to_date(older: Path) -> None:
    with open_store(older, now=lambda: MOMENT) as store:
        assert store.read_one("PRAGMA user_version") == (VERSION,)
        assert store.read("SELECT value FROM setting") == [("achterhoekse-poort",)]
    copy = older.with_name(f"oud.voor-versie-{VERSION}.20240409-081500.balie")
    assert {file.name for file in older.parent.iterdir()} == {"oud.balie", "oud.balie.lock", copy.name}
    assert copy.stat().st_mode & 0o777 == 0o600
    with borrow(copy) as opened:
        assert version(opened.connection) == 1
        assert opened.connection.execute("SELECT value FROM setting").fetchall() == [("achterhoekse-poort",)]


def test_an_older_store_opens_the_second_time_without_another_copy(older: Path) -> None:
    open_store(older, now=lambda: MOMENT).close()
    files = set(older.parent.iterdir())
    open_store(older, now=lambda: MOMENT).close()
    assert set(older.parent.iterdir()) == files


def test_the_version_is_true_in_the_file_itself_after_migrating(older: Path) -> None:
    with open_store(older, now=lambda: MOMENT):
        assert int.from_bytes(older.read_bytes()[60:64], "big") == VERSION


def test_an_older_store_stays_as_it_was_while_another_desk_has_it_open(older: Path) -> None:
    with borrow(older), pytest.raises(Refusal, match=r"oudere versie .* Sluit alle balies"):
        open_store(older, patience=0)
    with borrow(older) as opened:
        assert version(opened.connection) == 1
    assert list(older.parent.glob("*voor-versie*")) == []


def test_an_older_store_stays_as_it_was_when_a_step_fails(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(connection: sqlite3.Connection) -> int:
        raise sqlite3.OperationalError("a mistake in a step")

    monkeypatch.setattr("balie.store.migrations.apply_pending", fail)
    with pytest.raises(sqlite3.OperationalError):
        open_store(older, now=lambda: MOMENT)
    monkeypatch.undo()
    with borrow(older) as opened:
        assert version(opened.connection) == 1
    open_store(older, now=lambda: MOMENT).close()
    assert len(list(older.parent.glob("*voor-versie*"))) == 2


def test_the_renewals_that_a_store_has_are_numbered_by_their_due_dates(connection: sqlite3.Connection) -> None:
    before = STEPS.index("m039_own_due_date")
    apply_pending(connection, STEPS[:before])
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.executemany(
        "INSERT INTO renewal (id, loan_id, customer_id, renewed_on, was_due_on, due_on, was_branch)"
        " VALUES (?, ?, 1, '2024-05-01', ?, ?, '4104')",
        [
            (1, 7, "2024-06-04", "2024-07-02"),
            (2, 8, "2024-05-07", "2024-06-04"),
            (3, 7, "2024-05-07", "2024-06-04"),
        ],
    )
    connection.commit()
    module = importlib.import_module("balie.store.schema.m039_own_due_date")
    for statement in module.STATEMENTS:
        connection.execute(statement)
    found = connection.execute("SELECT loan_id, due_on, place FROM renewal ORDER BY loan_id, place").fetchall()
    assert [tuple(row) for row in found] == [(7, "2024-06-04", 1), (7, "2024-07-02", 2), (8, "2024-06-04", 1)]
