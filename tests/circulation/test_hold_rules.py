"""The rules of reservations as tables of examples."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.circulation.hold_rules import (
    FOLLOWS,
    ClosingReason,
    Shelved,
    Wanted,
    assign,
    can_serve,
    in_order,
    is_too_long,
    is_uncollected,
    stays_of,
)
from balie.circulation.holds import Hold, HoldState

TODAY = date(2024, 4, 9)


def hold(
    number: int,
    *,
    priority: int = 5,
    placed: date = TODAY,
    state: str = "A",
    expires: date | None = None,
    ends: date | None = None,
) -> Hold:
    item = None if state == "A" else "X"
    return Hold(number, 1, None, 1, "4104", placed, priority, HoldState(state), item, None, expires, None, ends)


def test_the_lowest_priority_comes_first_and_then_the_oldest() -> None:
    yesterday = date(2024, 4, 8)
    queue = [hold(1), hold(2), hold(3, placed=yesterday), hold(4, priority=0), hold(5, priority=9, placed=yesterday)]

    assert [one.id for one in in_order(queue)] == [4, 3, 1, 2, 5]


@pytest.mark.parametrize(
    ("code", "not_for_loan", "serves"),
    [
        *(("B", False, True), ("U", False, True), ("R", False, True), ("T", False, True), ("I", False, True)),
        *(("M", False, False), ("A", False, False), ("B", True, False), ("U", True, False)),
    ],
)
def test_what_is_lost_or_never_lent_serves_nobody(code: str, not_for_loan: bool, serves: bool) -> None:
    assert can_serve(code, not_for_loan=not_for_loan) is serves


@pytest.mark.parametrize(
    ("queue", "copies", "given"),
    [
        pytest.param([("E", None)], [("a", "E")], {1: "a"}, id="one copy here"),
        pytest.param([("W", None)], [("a", "E"), ("b", "W")], {1: "b"}, id="where it is collected"),
        pytest.param([("W", None)], [("b", "E"), ("a", "E")], {1: "a"}, id="otherwise the first elsewhere"),
        pytest.param([("E", None), ("E", None)], [("a", "E")], {1: "a"}, id="the first in the queue"),
        pytest.param([("W", None), ("E", None)], [("a", "E")], {1: "a"}, id="the queue comes before the distance"),
        pytest.param([("E", "b"), ("E", None)], [("a", "E"), ("b", "E")], {1: "b", 2: "a"}, id="one copy only"),
        pytest.param([("E", None), ("E", "a")], [("a", "E"), ("b", "E")], {1: "b", 2: "a"}, id="leave it to who asks"),
        pytest.param([("E", None), ("E", "a")], [("a", "E")], {1: "a"}, id="unless there is no other"),
        pytest.param([("E", "c")], [("a", "E")], {}, id="another copy will not do"),
        pytest.param([], [("a", "E")], {}, id="nobody waits"),
    ],
)
def test_which_copy_is_fetched_for_whom(
    queue: list[tuple[str, str | None]], copies: list[tuple[str, str]], given: dict[int, str]
) -> None:
    wanted = [Wanted(number, item, branch) for number, (branch, item) in enumerate(queue, 1)]

    assert assign(wanted, [Shelved(number, branch) for number, branch in copies]) == given


branches = st.sampled_from("EW")


@given(
    st.lists(st.tuples(branches, st.sampled_from([None, None, "0", "1"])), max_size=6),
    st.lists(branches, max_size=5),
)
def test_every_copy_goes_to_one_and_nobody_is_passed_over(
    queue: list[tuple[str, str | None]], copies: list[str]
) -> None:
    wanted = [Wanted(number, item, branch) for number, (branch, item) in enumerate(queue)]
    given_to = assign(wanted, [Shelved(str(number), branch) for number, branch in enumerate(copies)])

    assert len(set(given_to.values())) == len(given_to)
    left = {str(number) for number in range(len(copies))} - set(given_to.values())
    for one in wanted:
        if one.hold_id not in given_to:
            assert not left if one.item_number is None else one.item_number not in left


@pytest.mark.parametrize(
    ("state", "expires", "ended"),
    [
        *(("O", date(2024, 4, 8), True), ("B", date(2024, 4, 8), True), ("O", TODAY, False)),
        *(("T", None, False), ("A", None, False), ("U", date(2024, 4, 8), False)),
    ],
)
def test_the_last_day_itself_is_in_time(state: str, expires: date | None, ended: bool) -> None:
    assert is_uncollected(hold(1, state=state, expires=expires), TODAY) is ended


@pytest.mark.parametrize(("ends", "ended"), [(date(2024, 4, 8), True), (TODAY, False), (None, False)])
def test_a_wish_ends_after_its_last_day(ends: date | None, ended: bool) -> None:
    assert is_too_long(hold(1, ends=ends), TODAY) is ended


def test_what_is_closed_stays_closed_and_everything_can_be_closed() -> None:
    assert FOLLOWS[HoldState.CLOSED] == frozenset()
    assert all(HoldState.CLOSED in FOLLOWS[state] for state in HoldState if state not in ("U", "Z"))


def test_the_reasons_of_the_archive_are_those_of_wise() -> None:
    assert ClosingReason("4").label == "te lang open"
    assert ClosingReason("8").label == "niet opgehaald"


@pytest.mark.parametrize(
    ("returning", "others", "stays"),
    [
        pytest.param(hold(1), [hold(2)], 1, id="the older place in the queue"),
        pytest.param(hold(2), [hold(1)], 1, id="also where that is the one that is open"),
        pytest.param(hold(1), [hold(2, priority=0)], 2, id="the priority comes before the age"),
        pytest.param(hold(2, placed=date(2024, 4, 8)), [hold(1)], 2, id="the day comes before the number"),
        pytest.param(hold(1), [hold(2, state="O")], 2, id="for which a copy stands ready"),
        pytest.param(hold(1), [hold(2, state="T")], 2, id="or is on its way"),
        pytest.param(hold(2, state="O"), [hold(1)], 2, id="for which the copy itself stood ready"),
        pytest.param(hold(1, state="O"), [hold(2, state="O")], 2, id="what stands ready now is not moved"),
    ],
)
def test_of_two_reservations_the_one_that_is_further_on_stays(returning: Hold, others: list[Hold], stays: int) -> None:
    assert stays_of(returning, others).id == stays
