"""Klant zoeken: the same look-ups in a small and in a large store, in turn."""

from __future__ import annotations

from pathlib import Path
from random import Random
from time import perf_counter

from balie.customers.finding.search import PAGE, search
from balie.desk import Desk
from tests.benchmarks.figures import Line, percentile
from tests.benchmarks.stores import WORKING_DATE, desk_at
from tests.support.population import FIRST_ACTOR_ID, surname_of

_GOAL = 1.5
_KINDS = ("name, two letters: a full page", "name in full with initials", "number", "postcode and house number")
"""A page costs per row, so each kind finds about as many customers at any size: a full page, or one or a few."""
_RARE = 10
"""Letters of a surname that few share, however many customers there are."""
_SOMEBODY = (
    "SELECT c.surname, c.initials, k.number, a.postcode, a.number FROM customer AS c"
    " JOIN card AS k ON k.customer_id = c.id JOIN address AS a ON a.customer_id = c.id WHERE c.id = ?"
)


def measure_look_ups(small: Path, large: Path, sizes: tuple[int, int], times: int) -> list[Line]:
    """p95 of `times` look-ups of each kind, of customers taken at random; in microseconds."""
    found: dict[tuple[str, int], list[float]] = {(kind, size): [] for kind in _KINDS for size in sizes}
    with desk_at(small) as small_desk, desk_at(large) as large_desk:
        random = Random(times)
        for _ in range(times):
            for desk, size in ((small_desk, sizes[0]), (large_desk, sizes[1])):
                texts = _texts(desk, _somebody(random, size))
                for kind, text in zip(_KINDS, texts, strict=True):
                    found[kind, size].append(_seconds(desk, text))
    return [
        Line(
            f"look-up by {kind}, p95, {sizes[1]:,} customers",
            f"{sizes[0]:,} customers",
            percentile(found[kind, sizes[1]], 95) * 1e6,
            percentile(found[kind, sizes[0]], 95) * 1e6,
            "µs",
            _GOAL,
        )
        for kind in _KINDS
    ]


def _somebody(random: Random, size: int) -> int:
    while True:
        index = random.randrange(size)
        if len(surname_of(index)) >= _RARE:
            return index


def _texts(desk: Desk, index: int) -> tuple[str, ...]:
    """What the desk types to find somebody: one text for each kind."""
    row = desk.store.read_one(_SOMEBODY, (FIRST_ACTOR_ID + index,))
    assert row is not None, f"customer {index} is not in the store"
    surname, initials, number, postcode, house = row
    return surname[:2], f"{surname}, {initials}", number, f"{postcode} {house}"


def _seconds(desk: Desk, text: str) -> float:
    start = perf_counter()
    page = search(desk.store, desk.library, text, WORKING_DATE)
    seconds = perf_counter() - start
    assert 1 <= len(page.rows) <= PAGE, text
    return seconds
