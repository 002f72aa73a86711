"""Klant zoeken over every kind of key: in a large store as in a small one, and beside one read by primary key."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from time import perf_counter

from balie.customers.search import PAGE, search
from balie.desk import Desk
from balie.dutch.dates import format_date
from tests.benchmarks.figures import Line, percentile
from tests.benchmarks.stores import WORKING_DATE, desk_at
from tests.support.population import FIRST_ACTOR_ID

_WHOLE, _ALIKE, _OTHER, _PAGE = "whole", "alike", "other", "page"
"""A key in full; the beginning of one that fills a page at any size; one of which a larger store holds more; a page."""
_SOMEBODY = (
    "SELECT c.surname, c.initials, c.prefix, c.birth_date, c.phone, c.mobile, c.email, k.number, a.postcode, a.number"
    " FROM customer AS c JOIN card AS k ON k.customer_id = c.id JOIN address AS a ON a.customer_id = c.id"
    " WHERE c.id = ?"
)
_READ = "SELECT * FROM customer WHERE id = ?"


def measure_searches(small: Path, large: Path, sizes: tuple[int, int], times: int) -> list[Line]:
    """p95 of searches for `times` customers taken at random, in turn in both stores; in microseconds.

    Small and large are compared by keys that find as many in both, since a page costs per row.
    """
    found: dict[tuple[str, int], list[float]] = {
        (kind, size): [] for kind in (_ALIKE, _WHOLE, _PAGE, "read") for size in sizes
    }
    with desk_at(small) as small_desk, desk_at(large) as large_desk:
        random = Random(times)
        for _ in range(times):
            for desk, size in ((small_desk, sizes[0]), (large_desk, sizes[1])):
                found["read", size].append(_read(desk, random.randrange(size)))
                for kind, text in _texts(desk, random.randrange(size)):
                    seconds, rows = _search(desk, text)
                    if kind != _OTHER:
                        found[_ALIKE, size].append(seconds)
                    if kind == _WHOLE:
                        found[_WHOLE, size].append(seconds)
                    if rows == PAGE:
                        found[_PAGE, size].append(seconds)
    here, there = f"{sizes[1]:,} customers", f"{sizes[0]:,} customers"
    read = _p95(found["read", sizes[1]])
    return [
        Line(
            f"search as you type, p95 over every kind of key, {here}",
            there,
            _p95(found[_ALIKE, sizes[1]]),
            _p95(found[_ALIKE, sizes[0]]),
            "µs",
            1.5,
        ),
        Line(
            f"one search for a whole key, p95 over every kind, {here}",
            "one primary-key read, p95",
            _p95(found[_WHOLE, sizes[1]]),
            read,
            "µs",
            10,
        ),
        # Each line of a page is four rows of four tables; the goal of ten reads is for a search that finds somebody.
        Line(
            f"one search that fills a page of {PAGE}, p95, {here}",
            "one primary-key read, p95",
            _p95(found[_PAGE, sizes[1]]),
            read,
            "µs",
        ),
    ]


def _p95(seconds: list[float]) -> float:
    return percentile(seconds, 95) * 1e6


def _texts(desk: Desk, index: int) -> list[tuple[str, str]]:
    """What is typed to find somebody: each kind of key whole, and on the way to it."""
    row = desk.store.read_one(_SOMEBODY, (FIRST_ACTOR_ID + index,))
    assert row is not None, f"customer {index} is not in the store"
    surname, initials, prefix, born, phone, mobile, email, number, postcode, house = row
    whole = [
        f"{surname}, {initials}",
        number,
        f"[{FIRST_ACTOR_ID + index}]",
        f"{postcode} {house}",
        *(text for text in (phone, mobile, email) if text),
    ]
    alike = [surname[:2], number[:9]]
    other = [surname[:4], surname, format_date(date.fromisoformat(born)), postcode]
    if prefix:
        other.append(f"{prefix} {surname[:3]}")
    kinds = ((_WHOLE, whole), (_ALIKE, alike), (_OTHER, other))
    return [(kind, text) for kind, texts in kinds for text in texts]


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
