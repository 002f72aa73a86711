"""Asking for an overview: the scope read from what was typed, its lines a page at a time, and its totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.dutch.dates import format_date, parse_date
from balie.dutch.text import read_text
from balie.finance.overviews.shape import Cell, Key, Overview, OverviewLine, PeriodKind, Scope
from balie.library.rights import Right
from balie.refusal import Reasons, Refusal
from balie.workplace import LONGEST_TILL

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader

FIRST = "first"
LAST = "last"
BRANCH = "branch"
TILL = "till"

_STRIDE = 500
"""So many lines are read at a time where all of them are wanted."""


@dataclass(frozen=True, slots=True)
class PageOfLines:
    """Some lines of an overview; `after` is where the next page begins, None when this was the last."""

    lines: Sequence[OverviewLine]
    after: Key | None


def read_scope(
    desk: Desk, item: Overview, *, first: str = "", last: str = "", branch: str = "", till: str = ""
) -> Scope:
    """What is asked for, from what was typed. Only `first` typed: up to today.

    What is empty is as usual: today, this month up to today, or how things stand now; every branch and till.

    Raises `Refusal` with all reasons, at the fields `first`, `last`, `branch` and `till`: no date, an end before the
    beginning, an unknown branch, and what this overview cannot be asked for.
    """
    desk.require(Right.SEE_MONEY)
    reasons = Reasons()
    typed = {FIRST: first.strip(), LAST: last.strip()}
    days: dict[str, date] = {}
    for name, value in typed.items():
        if value and item.period is PeriodKind.NOW:
            reasons.add(f"{item.title} gaat over nu: laat de periode leeg.", name)
        elif value:
            with reasons.at(name):
                days[name] = parse_date(value, desk.working_date)
    end = days.get(LAST, desk.working_date)
    begin = days.get(FIRST, end.replace(day=1) if item.period is PeriodKind.MONTH else end)
    if not len(reasons) and begin > end:
        span = f"De periode begint op {format_date(begin)} en eindigt al op {format_date(end)}."
        reasons.add(f"{span} Typ een eerdere begindatum.", FIRST)
    number, drawer = branch.strip(), till.strip()
    if number:
        with reasons.at(BRANCH):
            if not item.by_branch:
                raise Refusal(f"{item.title} gaat over alle vestigingen: laat de vestiging leeg.")
            desk.library.branch(number)
    if drawer:
        with reasons.at(TILL):
            drawer = read_text(drawer, what="De kas", longest=LONGEST_TILL)
            if not item.by_till:
                raise Refusal(f"{item.title} gaat niet over een kas: laat de kas leeg.")
    reasons.raise_if_any()
    return Scope(begin, end, number, drawer)


def read_page(
    reader: Reader, item: Overview, scope: Scope, *, after: Key | None = None, limit: int = 100
) -> PageOfLines:
    """One page of an overview, after the key of the line before it."""
    lines = item.page(reader, scope, after, limit + 1)
    more = len(lines) > limit
    return PageOfLines(lines[:limit], lines[limit - 1].key if more else None)


def all_lines(reader: Reader, item: Overview, scope: Scope) -> Iterator[OverviewLine]:
    """Every line of an overview, never more than a stride of them at once."""
    page = item.page(reader, scope, None, _STRIDE)
    while page:
        yield from page
        if len(page) < _STRIDE:
            break
        page = item.page(reader, scope, page[-1].key, _STRIDE)


class ColumnTotals:
    """Adds up the summed columns of the lines that go by."""

    def __init__(self, item: Overview) -> None:
        self._places = [place for place, column in enumerate(item.columns) if column.summed]
        self._sums = [0] * len(item.columns)
        self.lines = 0

    def add(self, line: OverviewLine) -> None:
        """One line more."""
        self.lines += 1
        for place in self._places:
            cell = line.cells[place]
            if isinstance(cell, int):
                self._sums[place] += cell

    @property
    def cells(self) -> tuple[Cell, ...]:
        """A cell for every column, None for one without a total."""
        return tuple(total if place in self._places else None for place, total in enumerate(self._sums))
