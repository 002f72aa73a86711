"""Kastlijst and scan follow one rule: whatever the order of scans, each copy goes to whom the list fetches it for."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from balie.catalogue.statuses import ItemStatus
from balie.desk import Desk
from balie.lending.holds.holds import place_hold, set_priority
from balie.lending.holds.pull_list import pull_list
from balie.lending.holds.set_aside import set_aside
from balie.lending.lend import lend
from balie.lending.rules.refusals import LendingRefusal, Rule
from balie.lending.take_back import take_back
from balie.library.load import load_library
from balie.library.structs import Branch
from balie.refusal import Refusal
from balie.store.connection import open_store
from tests.conftest import MOMENT, WORKING_DATE
from tests.support.borrowers import ALLOWED, borrower, new_item, new_title, rules_of, sound
from tests.support.holds import status

Pairs = dict[str, int]
BRANCHES = ("4104", "4105", "4106")
PEOPLE, COPIES = 5, 5

waiting = st.lists(
    st.tuples(st.sampled_from(BRANCHES), st.none() | st.integers(0, COPIES - 1), st.sampled_from([5, 5, 5, 0, 9])),
    min_size=1,
    max_size=PEOPLE,
)
"""Per customer: where it is collected, which copy (None: any of the title), the priority."""
copies = st.lists(st.sampled_from(BRANCHES), min_size=1, max_size=COPIES)


@contextmanager
def three_branches(empty_store: Path) -> Iterator[Desk]:
    """A desk of a library with three branches, on a store of its own."""
    poort = load_library("achterhoekse-poort")
    more = (Branch(number=number, name=f"Plaats {number}") for number in BRANCHES[1:])
    library = changed(poort, branches=(*poort.branches, *more))
    with tempfile.TemporaryDirectory(prefix="balie-list-") as folder:
        path = Path(folder) / "balie.balie"
        shutil.copy(empty_store, path)
        with open_store(path) as store:
            yield Desk(store, library, library.branches[0], "ebt", WORKING_DATE, Path(folder), lambda: MOMENT)


def at(desk: Desk, branch: str) -> Desk:
    return replace(desk, branch=desk.library.branch(branch))


def listed(desk: Desk) -> dict[str, Pairs]:
    """The kastlijst of each branch: which copy for which reservation."""
    return {branch: {pull.number: pull.hold_id for pull in pull_list(at(desk, branch))} for branch in BRANCHES}


def reserve(desk: Desk, title: int, items: Sequence[str], people: Sequence[tuple[str, int | None, int]]) -> None:
    for nth, (branch, item, priority) in enumerate(people):
        customer_id = borrower(desk, surname=f"Lezer{'abcdef'[nth]}")
        number = None if item is None else items[item % len(items)]
        placed = place_hold(desk, customer_id, title, item_number=number, pickup_branch=branch, override=ALLOWED)
        set_priority(desk, placed.hold_id, priority)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(people=waiting, homes=copies, order=st.randoms(use_true_random=False), taken_in=st.booleans())
def test_whatever_the_order_of_scans_the_pairs_are_those_of_the_list(
    empty_store: Path, people: list[tuple[str, int | None, int]], homes: list[str], order: object, taken_in: bool
) -> None:
    with three_branches(empty_store) as desk:
        title = new_title(desk)
        items = [new_item(desk, title, branch=home) for home in homes]
        reserve(desk, title, items, people)
        told = listed(desk)
        wanted = {number: hold_id for pairs in told.values() for number, hold_id in pairs.items()}
        scans = list(zip(items, homes, strict=True))
        order.shuffle(scans)  # type: ignore[attr-defined]
        done: Pairs = {}
        for number, home in scans:
            if taken_in:
                hold = take_back(at(desk, home), number).hold
                assert (None if hold is None else hold.id) == wanted.get(number)
            with suppress(Refusal):
                done[number] = set_aside(at(desk, home), number).hold.id
        assert done == wanted
        assert listed(desk) == {branch: {} for branch in BRANCHES}
        sound(desk)


def test_one_reserved_the_copy_and_one_the_title(at_poort: Desk) -> None:
    """The first takes any copy, and leaves the one that somebody asks for by its number."""
    title = new_title(at_poort)
    first, second = new_item(at_poort, title), new_item(at_poort, title)
    any_copy = place_hold(at_poort, borrower(at_poort, surname="Titel"), title, override=ALLOWED).hold_id
    this_copy = place_hold(
        at_poort, borrower(at_poort, surname="Ding"), title, item_number=first, override=ALLOWED
    ).hold_id
    assert {pull.number: pull.hold_id for pull in pull_list(at_poort)} == {first: this_copy, second: any_copy}
    assert set_aside(at_poort, first).hold.id == this_copy
    assert set_aside(at_poort, second).hold.id == any_copy


def test_a_copy_that_is_fetched_for_nobody_is_told_with_the_one_that_is(at_poort: Desk) -> None:
    title = new_title(at_poort)
    first, second = new_item(at_poort, title), new_item(at_poort, title)
    place_hold(at_poort, borrower(at_poort), title, override=ALLOWED)
    with pytest.raises(
        Refusal, match=f"Voor wie op deze titel wacht, staat {first} op de kastlijst: zet exemplaar {second} in de kast"
    ):
        set_aside(at_poort, second)
    assert take_back(at_poort, second).hold is None
    assert status(at_poort, second) is ItemStatus.IN


@pytest.mark.parametrize(("asked", "refused"), [("other", True), ("none", False)])
def test_a_copy_is_lent_where_everybody_who_waits_still_gets_one(at_poort: Desk, asked: str, refused: bool) -> None:
    """Two wait, one of them for the other copy by its number: then this one is for the second."""
    title = new_title(at_poort)
    number, other = new_item(at_poort, title), new_item(at_poort, title)
    if asked == "other":
        place_hold(at_poort, borrower(at_poort, surname="Ding"), title, item_number=other, override=ALLOWED)
    place_hold(at_poort, borrower(at_poort, surname="Titel"), title, override=ALLOWED)
    customer_id = borrower(at_poort)
    if refused:
        with pytest.raises(LendingRefusal, match="Gereserveerd door een andere klant") as told:
            lend(at_poort, customer_id, number)
        assert rules_of(told.value) == {Rule.RESERVED}
    else:
        lend(at_poort, customer_id, number)
    sound(at_poort)
