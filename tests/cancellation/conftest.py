"""A member of Achterhoekse Poort whose second year is paid, as in the examples of rules.md#refund."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from balie.desk import Desk
from balie.library.structs import Library
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from tests.support.members import member_of_two_years

At = Callable[[date], Desk]


@pytest.fixture
def at(desk: Desk, poort: Library) -> At:
    """The desk of Achterhoekse Poort on any day."""

    def on(day: date) -> Desk:
        return replace(desk, library=poort, branch=poort.branch("4104"), working_date=day)

    return on


@pytest.fixture
def member(at: At) -> int:
    """C1: € 52,00 by invoice, enrolled on 20-01-2025, the second year invoiced on 20-01-2026 and paid."""
    return member_of_two_years(at(date(2025, 1, 20)))


@pytest.fixture(autouse=True)
def _sound(desk: Desk) -> Iterator[None]:
    """Whatever a test does, the store is sound at its end."""
    yield
    assert check(desk.store, all_invariants()) == []
