"""Lending one item beside one durable row in the same file; opening a customer among few and among many loans.

Everybody has a strip card (Basis) and the loan rules and fines of Achterhoekse Poort hold, so that a loan takes a
strip, and of every second item (a toptitel) the fee.
"""

from __future__ import annotations

import gc
import sqlite3
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from balie.lending.at_home import in_bezit
from balie.lending.greeting import open_customer
from balie.lending.lend import lend
from balie.lending.take_back import take_back
from balie.library.load import load_library
from tests.benchmarks.durable import durable_row, took
from tests.benchmarks.figures import Line, percentile
from tests.benchmarks.stores import desk_at
from tests.support.population import BRANCH, FIRST_ACTOR_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balie.desk import Desk

_WARM = 200
"""So many before the measuring begins: a desk has been at work for a while."""
_SESSION = 4
"""So many items everybody borrows: `laatste activiteit` is written by the first of the day."""
_ITEMS_A_TITLE = 4
_AT_HOME = 10
"""One in so many customers has an item at home."""

_TITLES = (
    "WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < ?)"
    " INSERT INTO title (kind, title, author, title_key, made_on, changed_on, changed_by)"
    " SELECT 'boek', 'Titel ' || k, 'Schrijver ' || (k % 997), 'titel ' || k, '2020-01-01', '2020-01-01', 'ebt' FROM n"
)
_ITEMS = (
    "WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < ?)"
    " INSERT INTO item (number, title_id, branch, material, top_title, made_on, changed_on, changed_by)"
    " SELECT printf('3%s%09d', ?, k), 1 + k / ?, ?, 'boek', k % 2, '2020-01-01', '2020-01-01', 'ebt' FROM n"
)
_LOANS = (
    "WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < :loans)"
    " INSERT INTO loan (customer_id, membership_number, item_number, lent_on, due_on, returned_on, strips, lent_branch)"
    " SELECT :first + (k * 7919) % :size, 1, printf('3%s%09d', :branch, 1 + k % :items), '2024-01-08', '2024-02-05',"
    " '2024-01-29', 1, :branch FROM n"
)
_OPEN = (
    "WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < :open)"
    " INSERT INTO loan (customer_id, membership_number, item_number, lent_on, due_on, strips, lent_branch)"
    " SELECT :first + k * :each - 1, 1, printf('3%s%09d', :branch, k), '2024-03-01', '2024-03-29', 1, :branch FROM n"
)
_SLOW = ("loan_customer", "loan_linked", "loan_item_open")


def measure_lending(store: Path, size: int, loans: int, times: int) -> list[Line]:
    """Lend and take in items in a store with a history, each beside one durable row; in microseconds."""
    fill(store, size, loans)
    rows: list[float] = []
    done: dict[str, list[float]] = {"lending": [], "taking in": []}
    random = Random(5)
    with _lending_desk(store) as desk:
        insert = durable_row(desk.store.connection)
        gc.freeze()  # as the program does once it has started
        free = random.sample(range(size // _AT_HOME + 1, _items(size)), times + _WARM)
        customer_id = 0
        for count, item in enumerate(free):
            number = f"3{BRANCH}{item:09d}"
            if count % _SESSION == 0:
                customer_id = FIRST_ACTOR_ID + random.randrange(size)
            row = took(insert)
            lent = took(partial(lend, desk, customer_id, number))
            back = took(partial(take_back, desk, number)) if count % 2 else 0.0
            if count >= _WARM:
                rows.append(row)
                done["lending"].append(lent)
                if back:
                    done["taking in"].append(back)
    here = f"{size:,} customers, {loans:,} loans, p50 of {times}"
    return [
        _line(f"one loan, {_SESSION} a customer, every second with a fee, {here}", done["lending"], rows, 2.5),
        _line(f"taking one item in, {here}", done["taking in"], rows, None),
    ]


def measure_opening(small: Path, large: Path, sizes: tuple[int, int], loans: tuple[int, int], times: int) -> list[Line]:
    """Open customers with all checks, and what they have at home, in a small and in a large store in turn."""
    for path, size, count in zip((small, large), sizes, loans, strict=True):
        fill(path, size, count)
        _read_through(path)
    found: dict[str, tuple[list[float], list[float]]] = {"opening a customer": ([], []), "in bezit": ([], [])}
    random = Random(7)
    with _lending_desk(small) as few, _lending_desk(large) as many:
        for count in range(times + _WARM):
            for place, (desk, size) in enumerate(((few, sizes[0]), (many, sizes[1]))):
                customer_id = FIRST_ACTOR_ID + random.randrange(size)
                for what, read in (("opening a customer", open_customer), ("in bezit", in_bezit)):
                    seconds = took(partial(read, desk, customer_id))
                    if count >= _WARM:
                        found[what][place].append(seconds)
    here, floor = (f"{size:,} customers, {count:,} loans" for size, count in zip(sizes[::-1], loans[::-1], strict=True))
    return [
        Line(
            f"{what}, {here}, p{rank} of {times}",
            floor,
            percentile(large_times, rank) * 1e6,
            percentile(small_times, rank) * 1e6,
            "µs",
            1.5 if rank == 50 else None,
        )
        for what, (small_times, large_times) in found.items()
        for rank in (50, 95)
    ]


def fill(store: Path, size: int, loans: int) -> None:
    """Give the store titles, items, a history of so many loans, and what is at home; once."""
    connection = sqlite3.connect(store, isolation_level=None)
    try:
        if connection.execute("SELECT 1 FROM item LIMIT 1").fetchone():
            return
        for pragma in ("synchronous = OFF", "cache_size = -400000"):
            connection.execute(f"PRAGMA {pragma}")
        made = [
            connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,)).fetchone() for name in _SLOW
        ]
        items, values = _items(size), {"size": size, "branch": BRANCH, "first": FIRST_ACTOR_ID, "each": _AT_HOME}
        connection.execute("BEGIN")
        for name in _SLOW:
            connection.execute(f"DROP INDEX {name}")
        connection.execute(_TITLES, (items // _ITEMS_A_TITLE + 1,))
        connection.execute(_ITEMS, (items, BRANCH, _ITEMS_A_TITLE, BRANCH))
        connection.execute(_LOANS, {**values, "loans": loans, "items": items})
        connection.execute(_OPEN, {**values, "open": size // _AT_HOME})
        for (sql,) in made:
            connection.execute(sql)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _read_through(path: Path) -> None:
    """Let the operating system have the file in memory: what is compared is the desk, not a disk that wakes up."""
    with path.open("rb", buffering=0) as file:
        while file.read(1 << 20):
            pass


def _items(size: int) -> int:
    return max(size // 2, 10_000)


@contextmanager
def _lending_desk(store: Path) -> Iterator[Desk]:
    from msgspec.structs import replace as changed

    rules = load_library("achterhoekse-poort")
    with desk_at(store) as desk:
        yield replace(desk, library=changed(desk.library, loans=rules.loans, fines=rules.fines))


def _line(measure: str, values: list[float], floor_values: list[float], goal: float | None) -> Line:
    return Line(measure, "durable row", percentile(values, 50) * 1e6, percentile(floor_values, 50) * 1e6, "µs", goal)
