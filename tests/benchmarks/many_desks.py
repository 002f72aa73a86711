"""Many desks enrolling at once on one file: together as quick as one, and each with its fair share."""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass
from itertools import chain, cycle
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from time import perf_counter

from balie.enrolment.enrol import enrol
from balie.refusal import Refusal
from tests.benchmarks.enrolments import applications, ready_secret
from tests.benchmarks.figures import Line, median
from tests.benchmarks.stores import desk_at

_PATIENCE = 120.0
_PEOPLE = 200
"""Different people per desk, enrolled again and again: reading their forms is not what is measured."""


@dataclass(frozen=True, slots=True)
class Work:
    """What one desk did: how many it enrolled, in how many seconds, and how often it was refused."""

    enrolled: int
    seconds: float
    refused: int


def measure_many_desks(store: Path, seconds: float, rounds: int) -> list[Line]:
    """One desk, eight and thirty-two in turn, `rounds` times: each enrols for `seconds` without a pause."""
    alone: list[Work] = []
    eight: list[list[Work]] = []
    many: list[list[Work]] = []
    for _ in range(rounds):
        alone += _together(store, 1, seconds)
        eight.append(_together(store, 8, seconds))
        many.append(_together(store, 32, seconds))
    refused = sum(work.refused for work in (*alone, *chain(*eight), *chain(*many)))
    if refused:
        raise AssertionError(f"{refused} enrolments were refused: the store was locked")
    one = median(_rate([work]) for work in alone)
    return [
        Line("8 desks at once, together", "one desk alone", median(map(_rate, eight)), one, "/s", 0.6, at_least=True),
        _fairness("8 desks at once, busiest", eight, 1.2),
        Line("32 desks at once, together, no lock error", "one desk alone", median(map(_rate, many)), one, "/s"),
        _fairness("32 desks at once, busiest", many, None),
    ]


def _fairness(measure: str, runs: list[list[Work]], goal: float | None) -> Line:
    """How many the busiest and the slowest desk enrolled, over all runs: each desk's work added up by its place."""
    ordered = [sorted(run, key=_count) for run in runs]
    totals = [sum(work.enrolled for work in desks) for desks in zip(*ordered, strict=True)]
    return Line(measure, "slowest", max(totals), min(totals), "enrolled", goal)


def _count(work: Work) -> int:
    return work.enrolled


def _rate(works: list[Work]) -> float:
    return sum(work.enrolled / work.seconds for work in works)


def _together(store: Path, desks: int, seconds: float) -> list[Work]:
    spawn = multiprocessing.get_context("spawn")
    ready, stop, done = spawn.Barrier(desks + 1), spawn.Event(), spawn.SimpleQueue()
    processes = [
        spawn.Process(target=_work, args=(store, number, ready, stop, done), daemon=True) for number in range(desks)
    ]
    for process in processes:
        process.start()
    ready.wait(_PATIENCE)
    stop.wait(seconds)
    stop.set()
    works: list[Work] = [done.get() for _ in processes]
    for process in processes:
        process.join(_PATIENCE)
    return works


def _work(
    store: Path, number: int, ready: Barrier, stop: Event, done: multiprocessing.queues.SimpleQueue[Work]
) -> None:
    """One desk: enrols until it is told to stop."""
    secret = ready_secret()
    people = cycle(list(applications(1_000_000 + number * _PEOPLE, _PEOPLE)))
    enrolled = refused = 0
    with desk_at(store) as desk:
        ready.wait(_PATIENCE)
        start = perf_counter()
        while not stop.is_set():
            try:
                enrol(desk, next(people), secret)
                enrolled += 1
            except Refusal:
                refused += 1
        done.put(Work(enrolled, perf_counter() - start, refused))
