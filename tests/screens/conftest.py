"""Golden screens: the screen as text, kept in tests/screens/golden and compared line by line.

`BALIE_GOLDEN=1 pytest tests/screens` writes them anew; the diff is then read in review.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.support.desk_driver import Driver

Golden = Callable[[str, list[str]], None]

SIZES = ((80, 24), (120, 40))

_FOLDER = Path(__file__).parent / "golden"


@pytest.fixture
def golden() -> Golden:
    """Compares a screen with the one that is kept under this name."""

    def compare(name: str, lines: list[str]) -> None:
        path = _FOLDER / f"{name}.txt"
        text = "\n".join(lines) + "\n"
        if os.environ.get("BALIE_GOLDEN") == "1":
            path.write_text(text, encoding="utf-8")
        assert text.split("\n") == path.read_text(encoding="utf-8").split("\n")

    return compare


async def at_each_size(driver: Driver) -> AsyncIterator[str]:
    """The same screen in a window of each size, one after the other; `80x24`, as a golden screen is called after it."""
    for width, height in SIZES:
        await driver.pilot.resize_terminal(width, height)
        while len(driver.lines) != height or not driver.lines[0]:  # not laid out yet
            await driver.pilot.pause()
        await driver.settle()
        yield f"{width}x{height}"


@pytest.fixture(autouse=True)
def everything_is_done_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long work is waited for: no box comes and goes as the machine is busy or not."""
    monkeypatch.setattr("screens.acts.running.PATIENCE", 60.0)
