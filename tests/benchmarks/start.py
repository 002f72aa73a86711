"""Opening the desk: from exec to the first cells, and to the complete first screen."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.figures import Line, median
from tests.benchmarks.programs import desk, floor_app
from tests.benchmarks.terminal import Paint, Session

_QUIET = 0.8
"""Seconds without a byte after which the start is over: longer than any import."""


def measure_start(store: Path, customers: int, times: int) -> list[Line]:
    """Start the floor app and the desk in turn, `times` times each; medians in ms."""
    starts: list[tuple[Paint, Paint]] = []
    for _ in range(times):
        starts.append((_start_of(floor_app()), _start_of(desk(store))))
    floor = median(_seconds(bare.text) for bare, _ in starts) * 1000
    return [
        Line(
            f"start to complete first paint, {customers:,} customers",
            "floor app",
            median(_seconds(own.text) for _, own in starts) * 1000,
            floor,
            "ms",
            1.3,
        ),
        Line(
            "start to first cells on the screen",
            "floor app's complete paint",
            median(_seconds(own.first_cells) for _, own in starts) * 1000,
            floor,
            "ms",
            0.15,
        ),
    ]


def _start_of(session: Session) -> Paint:
    with session:
        return session.first_paint(_QUIET)


def _seconds(value: float | None) -> float:
    assert value is not None, "nothing was shown"
    return value
