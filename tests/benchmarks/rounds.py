"""What goes over many customers at once, beside desks at work: the longest turn to write of each.

Reminders of what is late, letters, what follows when nobody pays, and `balie opruimen` after years.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from msgspec.structs import replace as changed

from balie.correspondence.report import SendingReport
from balie.desk import Desk
from balie.finance.invoicing.dunning import dunning_run
from balie.lending.reminders import queue_due
from balie.library.load import load_library
from balie.rounds.post import send
from balie.rounds.tidy import tidy
from tests.benchmarks.figures import Line, percentile
from tests.benchmarks.lending import fill
from tests.benchmarks.locks import LONGEST_MS, turns_held
from tests.benchmarks.stores import desk_at

_UNPAID = date(2024, 6, 3)
"""The population was invoiced two months before, and paid nothing."""
_YEARS_LATER = date(2026, 7, 1)


def measure_rounds(store: Path, size: int) -> list[Line]:
    """In milliseconds, in a store of `size` customers with a history of loans."""
    fill(store, size, size * 5 // 2)
    lines: list[Line] = []
    with _desk(store) as desk:
        rounds: tuple[tuple[str, Callable[[], object]], ...] = (
            ("reminders queued", partial(queue_due, desk)),
            ("letters made", partial(send, desk, {}, SendingReport(), mails=False)),
            ("unpaid contribution followed", partial(dunning_run, replace(desk, working_date=_UNPAID))),
            ("balie opruimen", partial(tidy, replace(desk, working_date=_YEARS_LATER))),
        )
        for what, work in rounds:
            with turns_held() as held:
                work()
            assert len(held) > 1, what
            where, goal = f"{size:,} customers", f"{LONGEST_MS:g} ms"
            lines += [
                Line(
                    f"write lock, {what}, {where}, p99 of {len(held):,}", goal, percentile(held, 99), LONGEST_MS, "ms"
                ),
                Line(f"write lock, {what}, {where}, longest", goal, max(held), LONGEST_MS, "ms", 1),
            ]
    return lines


@contextmanager
def _desk(store: Path) -> Iterator[Desk]:
    """With the terms of a library that reminds."""
    terms = load_library("achterhoekse-poort").invoicing
    with desk_at(store) as desk:
        yield replace(desk, library=changed(desk.library, invoicing=terms))
