"""Titel zoeken in a large catalogue, beside the same words asked of the same index alone; and importing into it."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from random import Random
from time import perf_counter

from balie.catalogue.numbers import make_item_number
from balie.catalogue.search import PAGE, match_query, search_titles
from balie.circulation.availability import due_dates
from balie.desk import Desk
from balie.importing.titles.titles import TitleImport
from tests.benchmarks.figures import Line, median, percentile
from tests.benchmarks.stores import desk_at
from tests.support.titles import surname, word

_BARE = "SELECT rowid FROM title_words WHERE title_words MATCH ? LIMIT ?"
_LOCK_MS = 50.0
_TURNS = 3
"""Each text is searched so often, and the middle one counts: what differs is what is searched, not the moment."""
_FREE_SERIAL = 50_000_000
"""Numbers that the made-up catalogue has not issued."""


def measure_titles(store: Path, size: int, times: int, folder: Path) -> list[Line]:
    """p95 of searches for `times` titles taken at random, in microseconds; and the write lock of an import."""
    own: dict[str, list[float]] = defaultdict(list)
    bare: dict[str, list[float]] = defaultdict(list)
    random = Random(size)
    with desk_at(store) as desk:
        typed = [text for _ in range(times) for text in _texts(desk, random.randint(1, size), random)]
        for _, text in typed:  # once before, so that neither pays for the other's first look at a page
            search_titles(desk.store, text, due_dates)
        for kind, text in typed:
            turns = [_once(desk, text) for _ in range(_TURNS)]
            for name in (kind, "all"):
                bare[name].append(median(seconds for seconds, _ in turns))
                own[name].append(median(seconds for _, seconds in turns))
    held = _held(store, folder, max(200, times * 4))
    return [
        _line(f"title search, p95, {size:,} titles", own["all"], bare["all"], 2),
        *(_line(f"title search by {kind}, p95", own[kind], bare[kind], None) for kind in own if kind != "all"),
        Line("write lock while titles are imported, p99", f"{_LOCK_MS:g} ms", percentile(held, 99), _LOCK_MS, "ms", 1),
    ]


def _once(desk: Desk, text: str) -> tuple[float, float]:
    """Seconds of the bare query and of the search."""
    query = match_query(text)
    start = perf_counter()
    desk.store.read(_BARE, (query, PAGE))
    between = perf_counter()
    page = search_titles(desk.store, text, due_dates)
    end = perf_counter()
    assert page.rows, text
    return between - start, end - between


def _line(measure: str, own: list[float], bare: list[float], goal: float | None) -> Line:
    floor = "the same words in FTS5 alone, no order"
    return Line(measure, floor, percentile(own, 95) * 1e6, percentile(bare, 95) * 1e6, "µs", goal)


def _texts(desk: Desk, title_id: int, random: Random) -> list[tuple[str, str]]:
    """What is typed to find a title: its words, its author, whole and half typed, and both together."""
    row = desk.store.read_one("SELECT title, author FROM title WHERE id = ?", (title_id,))
    assert row is not None, f"title {title_id} is not in the store"
    title, author = row
    longest, name = max(title.split(), key=len), author.split(",")[0]
    return [
        ("word", longest),
        ("beginning of a word", longest[: random.randint(1, 5)]),
        ("title", title),
        ("half a title", title[: max(3, len(title) // 2)]),
        ("author", name),
        ("beginning of an author", name[: random.randint(2, 5)]),
        ("author and word", f"{name} {longest}"),
    ]


def _held(store: Path, folder: Path, lines: int) -> list[float]:
    """Milliseconds of each transaction while so many titles go into the store."""
    file = folder / "titels.csv"
    random = Random(lines)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(("Titel", "Auteur", "Jaar", "Exemplaarnummer"))
        for number in range(lines):
            title = " ".join(word(random.randrange(1_000)) for _ in range(4))
            author = surname(random.randrange(1_000))
            writer.writerow((f"{title} {number}", author, 2020, make_item_number("9428", _FREE_SERIAL + number)))
    moments: list[float] = []

    def clock() -> float:
        moments.append(perf_counter())
        return moments[-1]

    with desk_at(store) as desk, TitleImport(desk, file, clock=clock) as work:
        checked = work.check(lambda bad: None)
        assert (checked.titles.new, checked.bad) == (lines, 0)
        work.carry_out()
    return [(end - start) * 1e3 for start, end in zip(moments[::2], moments[1::2], strict=True)]
