"""Desks that lend: at Achterhoekse Poort, and in Gieten, which has strips, with the loan rules of Poort."""

from __future__ import annotations

import pytest

from balie.desk import Desk
from balie.library.structs import Library
from tests.support.borrowers import poort_desk, strips_desk


@pytest.fixture
def at_poort(desk: Desk, poort: Library) -> Desk:
    return poort_desk(desk, poort)


@pytest.fixture
def at_gieten(desk: Desk, poort: Library) -> Desk:
    return strips_desk(desk, poort)
