"""Percentiles, and the lines of the table that `make bench` prints."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


def percentile(values: Iterable[float], per_cent: float) -> float:
    """The nearest-rank percentile of values that need not be in order, such as `percentile(times, 95)`."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * per_cent / 100) - 1)]


def median(values: Iterable[float]) -> float:
    """The middle value."""
    return percentile(values, 50)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a value, the floor measured in turn with it, and how many times the floor it may be.

    Both are in `unit`. The goal is an upper bound, or with `at_least` a lower one; without a goal the line informs.
    """

    measure: str
    floor: str
    value: float
    floor_value: float
    unit: str
    goal: float | None = None
    at_least: bool = False

    @property
    def ratio(self) -> float:
        """How many times the floor."""
        return self.value / self.floor_value

    @property
    def met(self) -> bool:
        """Whether the goal is reached; true where there is none."""
        if self.goal is None:
            return True
        return self.ratio >= self.goal if self.at_least else self.ratio <= self.goal

    def as_json(self) -> dict[str, str | float | bool | None]:
        """The line for bench-results.json."""
        return {
            "measure": self.measure,
            "floor": self.floor,
            "value": self.value,
            "floor_value": self.floor_value,
            "unit": self.unit,
            "ratio": self.ratio,
            "goal": self.goal,
            "at_least": self.at_least,
            "met": self.met,
        }


_HEADINGS = ("measure", "floor", "value", "floor value", "ratio", "goal", "")


def table(lines: Sequence[Line]) -> str:
    """The lines as an aligned table in plain text."""
    rows = [_HEADINGS, *(_cells(line) for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _cells(line: Line) -> tuple[str, ...]:
    goal = "" if line.goal is None else f"{'≥' if line.at_least else '≤'} {line.goal:g}"
    verdict = "" if line.goal is None else "ok" if line.met else "MISSED"
    return (
        line.measure,
        line.floor,
        f"{line.value:.3g} {line.unit}",
        f"{line.floor_value:.3g} {line.unit}",
        f"{line.ratio:.2f}",
        goal,
        verdict,
    )
