"""Klant zoeken over every kind of key: in a large store as in a small one, and beside one read by primary key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from enum import Enum, auto
from pathlib import Path
from random import Random
from time import perf_counter

from balie.customers.finding.search import PAGE, search
from balie.desk import Desk
from balie.dutch.dates import format_date
from tests.benchmarks.figures import Line, percentile
from tests.benchmarks.stores import WORKING_DATE, desk_at
from tests.support.population import FIRST_ACTOR_ID


class Typed(Enum):
    """What was typed: a whole key; a beginning that fills a page at any size; or what a larger store holds more of."""

    WHOLE = auto()
    BEGINNING = auto()
    COMMONER = auto()


_SOMEBODY = (
    "SELECT c.surname, c.initials, c.prefix, c.birth_date, c.phone, c.mobile, c.email, k.number, a.postcode, a.number"
    " FROM customer AS c JOIN card AS k ON k.customer_id = c.id JOIN address AS a ON a.customer_id = c.id"
    " WHERE c.id = ?"
)
_READ = "SELECT * FROM customer WHERE id = ?"


def measure_searches(small: Path, large: Path, sizes: tuple[int, int], times: int) -> list[Line]:
    """p95 of searches for `times` customers taken at random, in turn in both stores; in microseconds.

    A page costs per line, so the growth that is held to the goal is over texts that find as many in both stores; the
    growth over everything that was typed stands below it. One search is held to the goal over everything.
    """
    took: dict[tuple[Typed, int], list[float]] = defaultdict(list)
    pages: list[float] = []
    reads: list[float] = []
    with desk_at(small) as small_desk, desk_at(large) as large_desk:
        random = Random(times)
        for _ in range(times):
            for desk, size in ((small_desk, sizes[0]), (large_desk, sizes[1])):
                seconds = _read(desk, random.randrange(size))
                if size == sizes[1]:
                    reads.append(seconds)
                for typed, text in _texts(desk, random.randrange(size)):
                    seconds, rows = _search(desk, text)
                    took[typed, size].append(seconds)
                    if rows == PAGE and size == sizes[1]:
                        pages.append(seconds)

    def over(size: int, *kinds: Typed) -> float:
        return _p95(seconds for kind in kinds for seconds in took[kind, size])

    here, there = f"{sizes[1]:,} customers", f"{sizes[0]:,} customers"
    alike = (Typed.WHOLE, Typed.BEGINNING)
    read = "one primary-key read, p95"
    return [
        Line(
            f"search as you type, p95 over every kind of key, {here}",
            there,
            over(sizes[1], *alike),
            over(sizes[0], *alike),
            "µs",
            1.5,
        ),
        Line(
            f"the same, also what finds more there, {here}",
            there,
            over(sizes[1], *Typed),
            over(sizes[0], *Typed),
            "µs",
        ),
        Line(
            f"one search, p95 over every kind of key, {here}",
            read,
            over(sizes[1], *Typed),
            _p95(reads),
            "µs",
            10,
        ),
        Line(f"one search for a whole key, p95, {here}", read, over(sizes[1], Typed.WHOLE), _p95(reads), "µs"),
        Line(f"one search that fills a page of {PAGE}, p95, {here}", read, _p95(pages), _p95(reads), "µs"),
    ]


def _p95(seconds: Iterator[float] | list[float]) -> float:
    return percentile(seconds, 95) * 1e6


def _texts(desk: Desk, index: int) -> Iterator[tuple[Typed, str]]:
    """What is typed to find somebody: each kind of key whole, and on the way to it."""
    row = desk.store.read_one(_SOMEBODY, (FIRST_ACTOR_ID + index,))
    assert row is not None, f"customer {index} is not in the store"
    surname, initials, prefix, born, phone, mobile, email, number, postcode, house = row
    yield Typed.WHOLE, f"{surname}, {initials}"
    yield Typed.WHOLE, number
    yield Typed.WHOLE, f"[{FIRST_ACTOR_ID + index}]"
    yield Typed.WHOLE, f"{postcode} {house}"
    for text in (phone, mobile, email):
        if text:
            yield Typed.WHOLE, text
    yield Typed.BEGINNING, surname[:1]
    yield Typed.BEGINNING, surname[:2]
    yield Typed.BEGINNING, number[:9]
    yield Typed.COMMONER, surname[:4]
    yield Typed.COMMONER, surname
    yield Typed.COMMONER, format_date(date.fromisoformat(born))
    yield Typed.COMMONER, postcode
    if prefix:
        yield Typed.COMMONER, f"{prefix} {surname[:3]}"
    for part in surname.split("-")[1:]:
        yield Typed.COMMONER, part


def _search(desk: Desk, text: str) -> tuple[float, int]:
    start = perf_counter()
    page = search(desk.store, desk.library, text, WORKING_DATE)
    seconds = perf_counter() - start
    assert page.rows, text
    return seconds, len(page.rows)


def _read(desk: Desk, index: int) -> float:
    start = perf_counter()
    row = desk.store.read_one(_READ, (FIRST_ACTOR_ID + index,))
    seconds = perf_counter() - start
    assert row is not None
    return seconds
