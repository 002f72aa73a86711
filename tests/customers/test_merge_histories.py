"""Merging and undoing it between every other act of a desk: all that must hold does, each gets back what is theirs."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.support.merge_histories import MergeHistories


def test_whatever_happens_between_a_merge_and_its_undoing_each_gets_back_what_is_theirs(empty_store: Path) -> None:
    machine = cast("type[MergeHistories]", type("Machine", (MergeHistories,), {"empty": empty_store}))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    assert machine.undone > 0
