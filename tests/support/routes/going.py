"""What a way to a page is, and the library of Achterhoekse Poort on the way there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

from balie.desk import Desk
from balie.library.load import load_library
from tests.support.desk_driver import Driver

Go = Callable[[Driver], Awaitable[None]]


def at_poort(driver: Driver, day: date) -> Callable[[date], Desk]:
    """Have the desk be that of Achterhoekse Poort on that day; gives it on any day."""
    library = load_library("achterhoekse-poort")
    there = replace(driver.app.desk, library=library, branch=library.branches[0])
    driver.app._desk = replace(there, working_date=day)
    return lambda other: replace(there, working_date=other)
