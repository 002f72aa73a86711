"""What is typed in the empty fields of a count, and what it is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from balie.desk import Desk
from balie.finance.tills.counting import begin_count, judge
from balie.finance.tills.denominations import DENOMINATIONS
from balie.finance.tills.tally import tally
from balie.ledger import Method
from balie.library.structs import Branch
from balie.refusal import Refusal
from tests.finance.tills.conftest import Closes, Pay


def refused_fields(desk: Desk, typed: Mapping[str, str]) -> dict[str, str]:
    """What `judge` has against this, by field."""
    with pytest.raises(Refusal) as refused:
        judge(desk, begin_count(desk), typed)
    return {reason.field: reason.text for reason in refused.value.reasons}


def test_the_notes_and_coins_are_those_of_the_euro_from_500_to_5_cents() -> None:
    labels = [piece.label for piece in DENOMINATIONS]
    assert labels[0] == "500,00"
    assert labels[-1] == "0,05"
    assert [piece.label for piece in DENOMINATIONS if piece.is_note][-1] == "5,00"
    assert len(set(labels)) == 13


def test_the_form_tells_nothing_of_what_there_should_be(desk: Desk, pay: Pay) -> None:
    pay(7777)
    form = begin_count(desk)
    assert "7777" not in repr(form)
    assert [field.name for field in form.fields if field.required] == ["opening"]


def test_the_first_count_asks_what_was_in_the_till(desk: Desk) -> None:
    assert "Beginsaldo is nog leeg" in refused_fields(desk, {"pieces_5": "1"})["opening"]


def test_the_next_count_begins_with_what_stayed_in_the_till(desk: Desk, pay: Pay, close: Closes) -> None:
    pay(2000)
    close({"opening": "50", "pieces_2000": "3", "pieces_1000": "1", "banked": "20"})
    form = begin_count(desk)
    assert form.float_cents == 5000
    assert form.since == "sinds kastelling 1 van 09-04-2024"
    assert "opening" not in [field.name for field in form.fields]


def test_a_count_adds_up(desk: Desk, pay: Pay) -> None:
    pay(5400)
    pay(-400)
    pay(1050, Method.CARD)
    typed = {"opening": "50,00", "added": "10", "pieces_5000": "1", "pieces_2000": "2", "pieces_200": "8"}
    count = judge(
        desk, begin_count(desk), {**typed, "pieces_5": "0", "loose": "0,03", "banked": "90", "terminal": "12"}
    )
    assert (count.notes_cents, count.coins_cents, count.counted_cents) == (9000, 1600, 10603)
    assert (count.expected_cents, count.difference_cents, count.left_cents) == (11000, -397, 1603)
    assert (count.card.cents, count.terminal_difference_cents) == (1050, 150)
    assert dict(count.lines()) == {
        "Beginsaldo": "€ 50,00",
        "Wisselgeld erbij": "€ 10,00",
        "Contant ontvangen": "€ 54,00",
        "Contant uitbetaald": "-€ 4,00",
        "Verwacht": "€ 110,00",
        "Geteld": "€ 106,03",
        "Kasverschil": "-€ 3,97",
        "Naar de bank": "€ 90,00",
        "Blijft in de kas": "€ 16,03",
        "Pin geboekt": "€ 10,50",
        "Pin automaat": "€ 12,00",
        "Pinverschil": "€ 1,50",
    }
    assert len(count.remarks()) == 2
    assert "€ 3,97 te weinig" in count.remarks()[0]
    assert "€ 1,50 meer" in count.remarks()[1]


@pytest.mark.parametrize("typed", [{}, {"opening": "0"}, {"opening": "0", "banked": "0", "pieces_5": "  "}])
def test_nothing_counted_is_refused(desk: Desk, typed: Mapping[str, str]) -> None:
    assert "niets geteld" in refused_fields(desk, typed)["pieces_50000"]


def test_an_empty_till_is_counted_with_a_zero(desk: Desk) -> None:
    assert judge(desk, begin_count(desk), {"opening": "0", "pieces_5": "0"}).counted_cents == 0


@pytest.mark.parametrize("typed", ["-1", "1,5", "1.5", "een", "1e2", "٣", "123456", "1 2", "0x1", "²"])
def test_a_number_of_pieces_is_a_whole_number(desk: Desk, typed: str) -> None:
    assert set(refused_fields(desk, {"opening": "0", "pieces_5": "1", "pieces_1000": typed})) == {"pieces_1000"}


def test_all_that_is_wrong_is_told_at_once(desk: Desk, pay: Pay) -> None:
    pay(1050, Method.CARD)
    found = refused_fields(desk, {"opening": "x", "pieces_5": "x", "loose": "-1", "added": "1e5", "banked": "-2"})
    assert set(found) == {"opening", "pieces_5", "loose", "added", "banked", "terminal"}
    assert all(found.values())


def test_no_more_goes_to_the_bank_than_there_is(desk: Desk) -> None:
    found = refused_fields(desk, {"opening": "0", "pieces_1000": "1", "banked": "10,01"})
    assert "€ 10,00" in found["banked"]


def test_the_terminal_is_asked_for_when_there_was_paid_by_pin(desk: Desk, pay: Pay) -> None:
    assert judge(desk, begin_count(desk), {"opening": "0", "pieces_5": "0"}).terminal_cents is None
    pay(1050, Method.CARD)
    assert set(refused_fields(desk, {"opening": "0", "pieces_5": "0"})) == {"terminal"}


def test_what_is_paid_during_the_count_is_told_and_not_counted(desk: Desk, pay: Pay) -> None:
    pay(1000)
    form = begin_count(desk)
    pay(500)
    count = judge(desk, form, {"opening": "0", "pieces_1000": "1"})
    assert count.difference_cents == 0
    assert "€ 5,00 contant" in count.remarks()[0]


def test_what_is_typed_so_far_is_added_up_and_what_is_no_number_yet_is_passed_over(desk: Desk, pay: Pay) -> None:
    pay(7777)
    form = begin_count(desk)
    assert tally(form, {}).cents == 0
    typed = {
        "pieces_5000": " 2 ",
        "pieces_2000": "1o",
        "pieces_5": "3",
        "loose": "0,02",
        "banked": "50",
        "opening": "9",
    }
    so_far = tally(form, typed)
    assert so_far.worth == {"pieces_5000": 10000, "pieces_5": 15}
    assert so_far.lines() == (
        ("Biljetten", "€ 100,00"),
        ("Munten", "€ 0,15"),
        ("Overig", "€ 0,02"),
        ("Geteld", "€ 100,17"),
    )


def test_only_the_money_of_this_till_of_this_branch_is_in_it(desk: Desk, other_till: Desk, pay: Pay) -> None:
    elsewhere = replace(desk, branch=Branch(number="9430", name="Rolde"))
    pay(1000)
    pay(2000, at=other_till)
    pay(4000, at=elsewhere)
    pay(8000, Method.BANK)
    typed = {"opening": "0", "pieces_5": "0"}
    assert [judge(at, begin_count(at), typed).expected_cents for at in (desk, other_till, elsewhere)] == [
        1000,
        2000,
        4000,
    ]
