"""Merging and undoing it between every other act of a desk: all that must hold does, each gets back what is theirs."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import cast

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.support.merge_acts import ACTS
from tests.support.merge_histories import DAYS, MergeHistory

PLACES = st.integers(0, 4)


class Merges(RuleBasedStateMachine):
    """The steps of a history, so that hypothesis finds the shortest one that goes wrong."""

    empty: Path
    library: str
    undone = 0

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="balie-merging-"))
        self.history = MergeHistory(self.folder, self.empty, self.library)

    def teardown(self) -> None:
        self.history.close()
        shutil.rmtree(self.folder)

    @rule(name=st.sampled_from(sorted(ACTS)), who=PLACES, seed=st.integers(0, 2**32))
    def does(self, name: str, who: int, seed: int) -> None:
        self.history.does(name, who, seed)

    @rule(days=st.sampled_from(DAYS))
    def days_go_by(self, days: int) -> None:
        self.history.town.days_go_by(days)

    @rule(one=PLACES, other=PLACES)
    def merges_two(self, one: int, other: int) -> None:
        self.history.merges_two(one, other)

    @rule(place=st.sampled_from([0, 0, 0, 1, 2]))
    def undoes_a_merge(self, place: int) -> None:
        self.history.undoes_a_merge(place)
        type(self).undone += self.history.undone

    @invariant()
    def everything_holds_that_must(self) -> None:
        self.history.check()


@pytest.mark.parametrize("library", ["achterhoekse-poort", "biblionet-drenthe"])
def test_whatever_happens_between_a_merge_and_its_undoing_each_gets_back_what_is_theirs(
    empty_store: Path, library: str
) -> None:
    machine = cast("type[Merges]", type("Machine", (Merges,), {"empty": empty_store, "library": library}))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=8,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,  # fresh seeds are for `make soak`
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert machine.undone > 0
