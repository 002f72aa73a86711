"""Zoeklijst: what is said to be back is searched at once and again after the days of the library, and how it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from msgspec.structs import replace as changed

from balie.catalogue.items import item_of
from balie.catalogue.statuses import ItemStatus
from balie.circulation.loans import open_loan
from balie.desk import Desk
from balie.ledger import open_charges
from balie.lending.at_home import in_bezit
from balie.lending.claims import claim, look_at_claim
from balie.lending.lend import lend
from balie.lending.search_list import (
    Search,
    found_on_shelf,
    let_go_of,
    mark_searched,
    queue_search_list,
    search_list,
    undo_searched,
)
from balie.lending.take_back import take_back
from balie.lending.undo import undo
from balie.library.lending_tables import LostItems
from balie.refusal import Refusal
from tests.support.borrowers import borrower, dump, new_item, on, sound

SAID = date(2024, 5, 11)
"""Four days late: € 0,80."""


@pytest.fixture
def zoek(at_poort: Desk) -> tuple[int, str]:
    """Who said which item is back, lent on the first day."""
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lend(on(at_poort, date(2024, 4, 9)), customer_id, number)
    say(on(at_poort, SAID), customer_id)
    return customer_id, number


def say(desk: Desk, customer_id: int) -> None:
    (row,) = in_bezit(desk, customer_id)
    claim(desk, customer_id, look_at_claim(desk, customer_id, row.loan_id))


def only(desk: Desk) -> Search:
    (row,) = search_list(desk)
    return row


def fined(desk: Desk, customer_id: int) -> int:
    return sum(one.open_cents for one in open_charges(desk.store, customer_id) if one.kind == "te laat")


@pytest.mark.parametrize(
    ("steps", "searched", "day", "due", "last"),
    [
        ((14, 28), None, 0, True, False),
        ((14, 28), 0, 0, False, False),
        ((14, 28), 0, 13, False, False),
        ((14, 28), 0, 14, True, False),
        ((14, 28), 14, 14, False, False),
        ((14, 28), 15, 27, False, False),
        ((14, 28), 15, 28, True, True),
        ((14, 28), 28, 28, False, True),
        ((14, 28), 0, 40, True, True),
        ((7,), 0, 7, True, True),
        ((), None, 0, True, True),
        ((), 0, 99, False, True),
    ],
)
def test_it_is_searched_at_once_and_after_the_days_of_the_library(
    at_poort: Desk, zoek: tuple[int, str], steps: tuple[int, ...], searched: int | None, day: int, due: bool, last: bool
) -> None:
    desk = replace(at_poort, library=changed(at_poort.library, lost=LostItems(search_days=steps)))
    if searched is not None:
        then = on(desk, SAID + timedelta(days=searched))
        mark_searched(then, only(then))
    row = only(on(desk, SAID + timedelta(days=day)))
    assert (row.days, row.is_due, row.is_last) == (day, due, last)
    sound(on(desk, SAID + timedelta(days=day)))


@pytest.mark.parametrize(
    ("searched", "day", "state", "told"),
    [
        (None, 3, "zoeken", "Zoek sinds 11-05-2024. Zoek het nu."),
        (0, 3, "gezocht 11-05-2024", "Zoek sinds 11-05-2024, laatst gezocht op 11-05-2024."),
        (0, 14, "weer zoeken", "Zoek sinds 11-05-2024, laatst gezocht op 11-05-2024. Zoek het nu weer."),
        (
            28,
            30,
            "gezocht 08-06-2024",
            "Het is voor het laatst gezocht: meld het kwijt bij de klant (K), of vermist (M).",
        ),
    ],
)
def test_how_far_searching_is_is_told(
    at_poort: Desk, zoek: tuple[int, str], searched: int | None, day: int, state: str, told: str
) -> None:
    if searched is not None:
        then = on(at_poort, SAID + timedelta(days=searched))
        mark_searched(then, only(then))
    row = only(on(at_poort, SAID + timedelta(days=day)))
    assert row.state == state
    assert row.told.endswith(told)
    assert len(row.state) <= 18


def test_searched_is_noted_once_a_day_and_undone(at_poort: Desk, zoek: tuple[int, str]) -> None:
    desk = on(at_poort, SAID)
    before = only(desk)
    mark_searched(desk, before)
    assert only(desk).searched_on == SAID
    with pytest.raises(Refusal, match="andere balie"):
        mark_searched(desk, before)
    with pytest.raises(Refusal, match="vandaag al gezocht"):
        mark_searched(desk, only(desk))
    undo_searched(desk, before)
    assert only(desk) == before
    with pytest.raises(Refusal, match="niet te annuleren"):
        undo_searched(desk, before)
    with pytest.raises(Refusal, match="na de werkdatum"):
        mark_searched(on(desk, SAID - timedelta(days=1)), before)


@pytest.mark.parametrize("days", [0, 30])
def test_found_on_the_shelf_it_came_in_on_the_day_that_was_said(
    at_poort: Desk, zoek: tuple[int, str], days: int
) -> None:
    customer_id, number = zoek
    desk = on(at_poort, SAID + timedelta(days=days))
    before = only(desk)
    act = found_on_shelf(desk, before)
    assert (act.returned_on, act.fine_cents, fined(desk, customer_id)) == (SAID, 80, 80)
    assert (search_list(desk), item_of(desk.store, number).status) == ([], ItemStatus.IN)
    sound(desk)
    undo(desk, act)
    assert (only(desk), fined(desk, customer_id)) == (before, 0)
    sound(desk)


def test_let_go_of_the_loan_ends_and_the_item_is_missing(at_poort: Desk, zoek: tuple[int, str]) -> None:
    customer_id, number = zoek
    desk = on(at_poort, SAID + timedelta(days=30))
    before = only(desk)
    act = let_go_of(desk, before)
    assert (act.returned_on, fined(desk, customer_id)) == (SAID, 80)
    assert open_loan(desk.store, number) is None
    assert item_of(desk.store, number).status is ItemStatus.MISSING
    assert search_list(desk) == []
    sound(desk)
    undo(desk, act)
    assert (only(desk), fined(desk, customer_id)) == (before, 0)
    sound(desk)
    let_go_of(desk, before)
    assert take_back(desk, number).fine_cents == 0
    assert item_of(desk.store, number).status is ItemStatus.IN
    sound(desk)


@pytest.mark.parametrize("does", [mark_searched, found_on_shelf, let_go_of])
@pytest.mark.parametrize("how", ["came in", "not after all"])
def test_what_is_not_to_be_searched_any_more_is_left_alone(
    at_poort: Desk, zoek: tuple[int, str], does: object, how: str
) -> None:
    customer_id, number = zoek
    desk = on(at_poort, SAID)
    told = only(desk)
    take_back(desk, number) if how == "came in" else say(desk, customer_id)
    before = dump(desk)
    assert callable(does)
    with pytest.raises(Refusal, match="niet meer zoek"):
        does(desk, told)
    assert dump(desk) == before


def test_the_paper_has_what_is_to_be_searched_now_and_no_customer(at_poort: Desk, zoek: tuple[int, str]) -> None:
    desk = on(at_poort, SAID)
    receipt_id = queue_search_list(desk)
    ((customer_id, data),) = desk.store.read("SELECT customer_id, data FROM receipt WHERE id = ?", (receipt_id,))
    assert customer_id is None
    assert zoek[1] in data
    assert "zoek sinds 11-05-2024" in data
    mark_searched(desk, only(desk))
    with pytest.raises(Refusal, match="nu niets te zoeken"):
        queue_search_list(desk)
