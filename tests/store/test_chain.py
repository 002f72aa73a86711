"""What is written in the journal outside Balie is found and named, and forgetting keeps the chain whole."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from threading import Thread

import pytest

from balie.refusal import Refusal
from balie.store.chain import ChainHead, NotedHead, broken_rows, read_head, read_noted, stands_noted
from balie.store.check import check
from balie.store.connection import Stamp, Store, open_store
from balie.store.migrations import apply_pending
from balie.store.schema import STEPS

ROWS = 9
NOW = "'2024-04-09T08:15:00.000+00:00', '2024-04-09'"
Spoil = Callable[[sqlite3.Connection], object]


def stamp(day: date = date(2024, 4, 9)) -> Stamp:
    return Stamp("ebt", "9428", datetime(2024, 4, 9, 8, 15, tzinfo=UTC), day)


@pytest.fixture
def chained(store: Store) -> Store:
    """A journal of nine rows: an old one and one without values among them, of customers 0 to 2."""
    for number in range(ROWS):
        with store.transaction(stamp(date(2021, 4, 9) if number == 1 else date(2024, 4, 9))) as tx:
            values = None if number == 2 else {"naam": f"Künstler {number}"}
            assert tx.journal("done", customer_id=number % 3 or None, before=values, after=values) == number + 1
    return store


def findings(store: Store) -> list[tuple[str, tuple[str, ...]]]:
    return [(finding.name, finding.ids) for finding in check(store)]


def by_hand(store: Store, *statements: str) -> None:
    """As somebody with `sqlite3`: the triggers are taken away for it and put back."""
    connection = store.connection
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'journal'"
    ).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _, sql in triggers:
        connection.execute(sql)


def test_what_the_desk_wrote_is_whole(chained: Store) -> None:
    assert findings(chained) == []
    with chained.transaction(stamp()) as tx:
        tx.journal_many("done", [(1, None, {"n": 1}), (2, {"n": 2}, None)])
        assert tx.journal("done") == ROWS + 3
    assert findings(chained) == []


CHAIN, VALUES = "journal.chain", "journal.values"


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE journal SET staff = 'ans' WHERE id = 5", [(CHAIN, ("5",))]),
        ("UPDATE journal SET action = 'other' WHERE id = 9", [(CHAIN, ("9",))]),
        ("UPDATE journal SET at = '2024-04-10T08:15:00.000+00:00' WHERE id = 1", [(CHAIN, ("1",))]),
        ("UPDATE journal SET customer_id = 7 WHERE id IN (2, 6)", [(CHAIN, ("2", "6"))]),
        ("UPDATE journal SET after = '{}' WHERE id = 5", [(VALUES, ("5",))]),
        ("UPDATE journal SET before = NULL WHERE id = 5", [(VALUES, ("5",))]),
        ("UPDATE journal SET before = after, after = before WHERE id = 3", []),  # both nothing
        ("UPDATE journal SET before = NULL, after = NULL, salt = NULL WHERE id = 5", []),  # what forgetting does
        ("UPDATE journal SET salt = NULL WHERE id = 5", [(VALUES, ("5",))]),
        ("UPDATE journal SET content = NULL WHERE id = 5", [(CHAIN, ("5",))]),
        ("UPDATE journal SET chain = x'00' WHERE id = 5", [(CHAIN, ("5", "6"))]),
        ("UPDATE journal SET chain = NULL", [(CHAIN, tuple("123456789"))]),
        ("DELETE FROM journal WHERE id = 5", [(CHAIN, ("6",))]),
        ("DELETE FROM journal WHERE id = 1", [(CHAIN, ("2",))]),
        ("UPDATE journal SET id = 100 WHERE id = 5", [(CHAIN, ("6", "100"))]),
        (
            f"INSERT INTO journal (id, at, working_date, branch, staff, action) VALUES (10, {NOW}, 'b', 's', 'a')",
            [(CHAIN, ("10",))],
        ),
        (
            "INSERT INTO journal SELECT id + 100, at, working_date, branch, staff, action, customer_id, before, after,"
            " salt, content, chain FROM journal WHERE id = 9",
            [(CHAIN, ("109",))],
        ),
    ],
)
def test_what_is_written_by_hand_is_found(
    chained: Store, statement: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    by_hand(chained, statement)
    assert findings(chained) == expected


def test_rows_that_change_places_are_found(chained: Store) -> None:
    by_hand(
        chained,
        "UPDATE journal SET id = 100 WHERE id = 4",
        "UPDATE journal SET id = 4 WHERE id = 5",
        "UPDATE journal SET id = 5 WHERE id = 100",
    )
    assert findings(chained) == [(CHAIN, ("4", "5", "6"))]


def test_the_desk_goes_on_behind_a_row_that_somebody_put_in(chained: Store) -> None:
    by_hand(
        chained,
        f"INSERT INTO journal (id, at, working_date, branch, staff, action) VALUES (10, {NOW}, 'b', 's', 'a')",
    )
    with chained.transaction(stamp()) as tx:
        assert tx.journal("done") == 11
    assert findings(chained) == [(CHAIN, ("10",))]


def test_forgetting_empties_what_could_be_guessed_and_keeps_the_chain_whole(chained: Store) -> None:
    with chained.transaction(stamp()) as tx:
        tx.forget_customer(1)
        tx.forget_before(date(2022, 1, 1), [2])
    assert chained.read("SELECT id FROM journal WHERE salt IS NULL ORDER BY id") == [(2,), (5,), (8,)]
    assert findings(chained) == []
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        chained.connection.execute("UPDATE journal SET chain = x'00' WHERE id = 2")


def test_an_act_that_fails_leaves_the_chain_as_it_was(chained: Store) -> None:
    head = read_head(chained)
    with pytest.raises(TypeError), chained.transaction(stamp()) as tx:
        tx.journal_many("done", [(1, None, None), (2, None, {"n": object()})])
    assert read_head(chained) == head
    with chained.transaction(stamp()) as tx:
        tx.journal("done")
    assert findings(chained) == []


def test_two_desks_at_once_make_one_chain(chained: Store) -> None:
    def work() -> None:
        with open_store(chained.path) as own:
            for number in range(50):
                with own.transaction(stamp()) as tx:
                    tx.journal("done", after={"n": number})
                    tx.journal_many("done", [(1, None, {"n": number})])

    desks = [Thread(target=work) for _ in range(2)]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    assert read_head(chained).row == ROWS + 2 * 50 * 2
    assert findings(chained) == []


@pytest.mark.parametrize("seals", [0, 1, 2, 3])
def test_a_desk_that_is_killed_leaves_a_whole_chain(chained: Store, seals: int) -> None:
    path = chained.path
    chained.close()
    child = os.fork()
    if not child:  # only ends by the signal
        with open_store(path) as store, store.transaction(stamp()) as tx:
            for _ in range(seals):
                tx.journal("done")
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    with open_store(path) as store:
        assert read_head(store).row == ROWS
        assert findings(store) == []


def test_a_store_of_before_is_sealed_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "old.balie"
    before = STEPS.index("m038_journal_chain")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        apply_pending(connection, STEPS[:before])
        connection.executemany(
            "INSERT INTO journal (at, working_date, branch, staff, action, after) VALUES (?, 'd', 'b', 's', 'a', ?)",
            [(f"2024-04-09T08:15:{second:02}.000+00:00", "{}" if second % 2 else None) for second in range(30)],
        )
    with open_store(path) as store:
        assert list(broken_rows(store.connection)) == []
        assert read_head(store).row == 30


def test_a_head_that_was_noted_stands_until_somebody_changes_what_was_before_it(chained: Store) -> None:
    noted = read_noted(read_head(chained).text)
    assert stands_noted(chained, noted)
    with chained.transaction(stamp()) as tx:
        tx.journal("done")
    assert stands_noted(chained, noted)
    by_hand(chained, f"DELETE FROM journal WHERE id >= {ROWS}")
    assert findings(chained) == []  # nothing inside the file says that there was more
    assert not stands_noted(chained, noted)
    with chained.transaction(stamp()) as tx:
        assert tx.journal("done") == ROWS
    assert not stands_noted(chained, noted)


@pytest.mark.parametrize(
    "text",
    [
        "14.532 · 7F3A 91C2 0B44 E1D0",
        "14532 7f3a91c20b44e1d0",
        "Logboek 14.532 · 7F3A 91C2 0B44 E1D0",
        " 14.532   7F3A-91C2".replace("-", " ") + " 0B44 E1D0 ",
    ],
)
def test_a_head_is_read_as_somebody_types_it(text: str) -> None:
    assert read_noted(text) == NotedHead(14532, "7F3A91C20B44E1D0")
    assert NotedHead(14532, "7F3A91C20B44E1D0").text == "14.532 · 7F3A 91C2 0B44 E1D0"


@pytest.mark.parametrize("text", ["", "14532", "14.532 · 7F3A", "14.532 · 7F3A 91C2 0B44 E1DX", "x" * 1000])
def test_what_is_no_head_is_refused_with_how_one_looks(text: str) -> None:
    with pytest.raises(Refusal, match=re.escape("14.532 · 7F3A 91C2 0B44 E1D0")):
        read_noted(text)


def test_a_journal_without_rows_has_a_head(store: Store) -> None:
    assert read_head(store) == ChainHead(0, b"")
    assert findings(store) == []


def test_of_a_journal_that_is_all_wrong_the_first_rows_are_named(store: Store) -> None:
    with store.transaction(stamp()) as tx:
        tx.journal_many("done", [(1, None, None)] * 100)
    by_hand(store, "UPDATE journal SET staff = 'ans'")
    assert len(list(broken_rows(store.connection))) == 100
    assert [len(ids) for _, ids in findings(store)] == [20]
    assert [broken.row for broken in islice(broken_rows(store.connection), 2)] == [1, 2]
