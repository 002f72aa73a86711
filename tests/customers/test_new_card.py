"""What may be scanned when a card is handed out on an account."""

from __future__ import annotations

import pytest

from balie.catalogue.title_form import TitleValues
from balie.catalogue.titles import add_title
from balie.customers.cards.new_card import read_new_card
from balie.customers.cards.numbers import make_number, make_online_number
from balie.desk import Desk
from balie.refusal import Refusal
from tests.support.applicants import enrol_tester

FREE = make_number("9428", 500)
EVENINGS = "9789023441908"


def test_a_free_card_is_read_however_it_is_typed(desk: Desk) -> None:
    assert read_new_card(desk.store, f" {FREE[:4]} {FREE[4:9]}-{FREE[9:]} ") == FREE


@pytest.mark.parametrize("typed", ["v", "V", " v "])
def test_v_leaves_the_number_to_the_system(desk: Desk, typed: str) -> None:
    assert read_new_card(desk.store, typed) is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("  ", "typ v"),
        ("Jan", "14 cijfers"),
        (FREE[:-1] + str((int(FREE[-1]) + 1) % 10), "cijfer"),
        (make_online_number("9428", 500), "nooit op een pas"),
    ],
)
def test_anything_else_is_refused_with_what_is_expected(desk: Desk, typed: str, told: str) -> None:
    with pytest.raises(Refusal, match=told):
        read_new_card(desk.store, typed)


@pytest.mark.parametrize("typed", [EVENINGS, "978-90-234-4190-8", f"]E0{EVENINGS}", "90-234-4190-7"])
@pytest.mark.parametrize("is_known", [True, False])
def test_an_isbn_is_told_as_one_and_not_as_a_wrong_number(desk: Desk, typed: str, is_known: bool) -> None:
    if is_known:
        add_title(desk, TitleValues(title="De avonden", kind="boek", isbn=EVENINGS))
    with pytest.raises(Refusal, match=f"{EVENINGS} is het ISBN.*scan de pas van de klant") as told:
        read_new_card(desk.store, typed)
    assert ("van De avonden" in str(told.value)) is is_known


def test_a_number_that_was_issued_before_never_comes_back(desk: Desk) -> None:
    number = enrol_tester(desk).number
    assert number is not None
    with pytest.raises(Refusal, match="al eens uitgegeven"):
        read_new_card(desk.store, number)
