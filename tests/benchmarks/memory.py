"""Memory of the running desk, after it has looked somebody up in a large store."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.figures import Line
from tests.benchmarks.programs import desk, floor_app

_READY = 0.8


def measure_memory(store: Path, customers: int) -> list[Line]:
    """Resident memory in MB: the desk with a list of found customers on the screen, and the floor app typed in."""
    with floor_app() as bare, desk(store) as own:
        bare.first_paint(_READY)
        bare.press("ba")
        own.first_paint(_READY)
        opened = own.memory()
        own.press("\x1bz")
        own.press("ba\r")
        assert "Ba" in own.display, own.display
        searched = own.memory()
        floor = bare.memory()
    return [
        Line(f"memory of the desk, {customers:,} customers, opened", "floor app", opened, floor, "MB", 1.6),
        Line(f"memory of the desk, {customers:,} customers, after a look-up", "floor app", searched, floor, "MB", 1.6),
    ]
