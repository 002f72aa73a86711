"""Toch uitlenen: an unknown item is noted and lent in one go, where the library wants so; it stays to be completed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balie.catalogue.copies import nothing_lent
from balie.catalogue.history import item_history
from balie.catalogue.items import item_of
from balie.catalogue.provisional import is_provisional, provisional_items
from balie.catalogue.search import search_titles
from balie.catalogue.statuses import ItemStatus
from balie.catalogue.stock import no_hindrances, write_off
from balie.catalogue.title_form import TitleValues
from balie.catalogue.titles import change_title, title_of
from balie.circulation import loans
from balie.desk import Desk
from balie.lending.lend import lend
from balie.lending.rules.refusals import CardScanned, LendingRefusal, UnknownItem
from balie.lending.undo import undo
from balie.lending.unknown import Noted, lend_unknown, read_noted
from balie.refusal import Refusal
from tests.conftest import WORKING_DATE
from tests.support.borrowers import ALLOWED, borrower, dump, new_item, on, sound, with_rules

NUMBER = "BX-77412"
NOTED = Noted(TitleValues(title="Het onbekende boek", kind="boek", author="Iemand"), "met cd")


@pytest.mark.parametrize(
    ("wanted", "typed", "may_lend"),
    [
        (True, NUMBER, True),
        (True, "34104000009994", False),  # a wrong check digit
        (True, "24104000099999", True),  # no klantnummer: its check digit is wrong
        (True, "24104000000028", False),  # a klantnummer, of nobody yet
        (True, "boek!", False),
        (True, "7" * 21, False),
        (False, NUMBER, False),
    ],
)
def test_only_what_can_be_an_item_is_offered_and_only_where_the_library_wants_it(
    at_poort: Desk, wanted: bool, typed: str, may_lend: bool
) -> None:
    desk = with_rules(at_poort, lend_unknown=wanted)
    customer_id = borrower(desk)
    with pytest.raises(UnknownItem) as told:
        lend(desk, customer_id, typed)
    assert told.value.may_lend is may_lend
    assert ("leen het toch uit" in str(told.value)) is may_lend
    if not may_lend:
        with pytest.raises(Refusal):
            lend_unknown(desk, customer_id, typed, NOTED)
        assert provisional_items(desk.store) == []


def test_a_card_is_no_unknown_item(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    with pytest.raises(CardScanned):
        lend(at_poort, customer_id, "24104000000010")


def test_it_is_noted_and_lent_and_can_be_found_to_be_completed(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    lent = lend_unknown(at_poort, customer_id, NUMBER.lower(), NOTED)
    assert (lent.number, lent.title, lent.notes) == (NUMBER, "Het onbekende boek / Iemand", ("Bijlage: met cd",))
    item = item_of(at_poort.store, NUMBER)
    assert (item.status, item.values.branch, item.values.material) == (ItemStatus.IN, "4104", "boek")
    assert [(one.number, one.title) for one in provisional_items(at_poort.store)] == [(NUMBER, "Het onbekende boek")]
    assert [row.title for row in search_titles(at_poort.store, "onbekende", nothing_lent).rows] == [
        "Het onbekende boek"
    ]
    assert item_history(at_poort.store, NUMBER).rows[0].what == "Voorlopig opgevoerd aan de balie"
    sound(at_poort)


def test_undoing_the_loan_leaves_it_in_the_stock(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    undo(at_poort, lend_unknown(at_poort, customer_id, NUMBER, NOTED))
    assert loans.count_open(at_poort.store, customer_id) == 0
    assert is_provisional(at_poort.store, NUMBER)
    assert lend(at_poort, customer_id, NUMBER).title == "Het onbekende boek / Iemand"


@pytest.mark.parametrize("better", ["Het bekende boek", "Het onbekende boek"])
def test_a_title_that_was_looked_over_is_provisional_no_more(at_poort: Desk, better: str) -> None:
    """Also where it turned out to be right as it was."""
    lend_unknown(at_poort, borrower(at_poort), NUMBER, NOTED)
    title = title_of(at_poort.store, item_of(at_poort.store, NUMBER).title_id)
    change_title(at_poort, title.id, replace(title.values, title=better), version=title.version)
    assert provisional_items(at_poort.store) == []
    assert item_history(at_poort.store, NUMBER).rows[0].what == "Titel nagekeken"


def test_what_was_written_off_needs_no_title_any_more(at_poort: Desk) -> None:
    undo(at_poort, lend_unknown(at_poort, borrower(at_poort), NUMBER, NOTED))
    write_off(at_poort, [NUMBER], no_hindrances)
    assert provisional_items(at_poort.store) == []
    sound(at_poort)


def test_what_is_refused_leaves_nothing_behind(at_poort: Desk) -> None:
    desk = with_rules(at_poort, max_items=0)
    customer_id = borrower(desk)
    before = dump(desk)
    titles = desk.store.read("SELECT count(*) FROM title")
    with pytest.raises(LendingRefusal) as refused:
        lend_unknown(desk, customer_id, NUMBER, NOTED)
    assert refused.value.may_override
    assert (dump(desk), desk.store.read("SELECT count(*) FROM title")) == (before, titles)
    assert lend_unknown(desk, customer_id, NUMBER, NOTED, override=ALLOWED).at_home == 1


def test_two_desks_note_it_once(at_poort: Desk) -> None:
    first, second = borrower(at_poort), borrower(at_poort, surname="Ander")
    lend_unknown(at_poort, first, NUMBER, NOTED)
    with pytest.raises(Refusal, match="intussen opgevoerd"):
        lend_unknown(on(at_poort, at_poort.working_date), second, NUMBER, NOTED)
    known = new_item(at_poort)
    with pytest.raises(Refusal, match="intussen opgevoerd"):
        lend_unknown(at_poort, second, known, NOTED)


def test_every_reason_is_told_at_its_field() -> None:
    with pytest.raises(Refusal) as told:
        read_noted({"title": " ", "kind": "", "attachment_note": "x" * 121}, WORKING_DATE)
    assert {reason.field for reason in told.value.reasons} == {"title", "kind", "attachment_note"}
    with pytest.raises(Refusal, match="gescand nummer en geen titel"):
        read_noted({"title": "34104000000018", "kind": "boek"}, WORKING_DATE)
    assert read_noted({"title": "1984", "kind": "Boek"}, WORKING_DATE).title.title == "1984"
