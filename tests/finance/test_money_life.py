"""Whatever happens to a member, nobody ever gets out more than came in, and the books stay whole after every act."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balie.desk import Desk
from balie.library.structs import Library
from balie.store.connection import open_store
from tests.support.debtors import poort_desk
from tests.support.lock_files import forget_turnstile
from tests.support.money_life import ACTS, MoneyLife

steps = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 11)), min_size=6, max_size=40)


def live(desk: Desk, empty_store: Path, happened: Sequence[tuple[str, int]]) -> MoneyLife:
    """A life of these acts in a store of its own, looked at after each."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "balie.balie"
        shutil.copy(empty_store, path)
        with open_store(path) as store:
            life = MoneyLife(replace(desk, store=store, spool=Path(folder) / "spool"))
            life.begin()
            for name, number in happened:
                life.do(name, number)
                life.check()
        forget_turnstile(path)
    return life


@given(happened=steps, with_strips=st.booleans(), rounds=st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_nobody_ever_gets_out_more_than_came_in(
    desk: Desk, poort: Library, empty_store: Path, happened: list[tuple[str, int]], with_strips: bool, rounds: bool
) -> None:
    there = desk if with_strips else poort_desk(desk, poort)
    cash = type(desk.library.cash)(round_to_five=rounds)
    live(replace(there, library=msgspec.structs.replace(there.library, cash=cash)), empty_store, happened)


FOUND: tuple[tuple[tuple[str, int], ...], ...] = (
    (("is_waived", 1), ("day_passes", 10), ("cancels", 1), ("is_settled", 0), ("is_paid_by_bank", 0)),
    (("borrows", 0), ("is_waived", 0), ("undoes", 0), ("gets_credit_paid_out", 0)),
    (("pays_all_in_cash", 0), ("gets_credit_paid_out", 0), ("is_put_right", 0)),
    (("pays", 5), ("gets_credit_paid_out", 0), ("is_put_right", 1), ("is_put_right", 1)),
    (
        *(("is_collected", 7), ("borrows", 10), ("pays", 10), ("borrows", 3), ("pays_all_in_cash", 3)),
        *(("gets_credit_paid_out", 4), ("renews_loans", 8), ("is_collected", 10), ("is_put_right", 8)),
        ("is_waived", 8),
    ),
    (("is_collected", 0), ("day_passes", 10), ("changes", 1), ("is_reversed_by_the_bank", 0), ("is_waived", 3)),
    (("pays_all_in_cash", 0), ("changes", 1), ("is_put_right", 0), ("is_waived", 3), ("cancels", 1), ("is_settled", 0)),
)
"""What such a life found once."""


@pytest.mark.parametrize("with_strips", [False, True])
@pytest.mark.parametrize("happened", FOUND)
def test_what_was_found_once_is_right(
    desk: Desk, poort: Library, empty_store: Path, happened: tuple[tuple[str, int], ...], with_strips: bool
) -> None:
    live(desk if with_strips else poort_desk(desk, poort), empty_store, happened)
