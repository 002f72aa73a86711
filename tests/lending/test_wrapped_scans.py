"""A known number with something around it is that number, wherever it is scanned; nothing of it is ever a new item."""

from __future__ import annotations

import pytest

from balie.catalogue.item_form import ItemValues, NewItem
from balie.catalogue.items import add_item
from balie.catalogue.provisional import provisional_items
from balie.catalogue.search import search_titles
from balie.catalogue.title_form import TitleValues
from balie.catalogue.titles import add_title
from balie.circulation.availability import due_dates
from balie.customers.cards.numbers import current_number, make_number
from balie.customers.scans import DoubtfulScan, IsbnScan, ItemScan, NotANumber, PassScan, clean_number, read_scan
from balie.desk import Desk
from balie.lending.holds.set_aside import set_aside
from balie.lending.lend import lend
from balie.lending.rules.refusals import CardScanned, UnknownItem
from balie.lending.take_back import take_back
from balie.lending.unknown import Noted, lend_unknown
from balie.refusal import Refusal
from tests.support.borrowers import borrower, new_item, new_title, sound, with_rules
from tests.test_barcodes import WRAPPED

NOTED = Noted(TitleValues(title="Het onbekende boek", kind="boek"))
AVONDEN = "9789023441908"


def own(desk: Desk, number: str, title: str = "Eigen nummer") -> str:
    """An item with a number of another series."""
    return add_item(desk, new_title(desk, title), NewItem(number, ItemValues(desk.branch.number, "boek")))


@pytest.mark.parametrize("around", WRAPPED)
def test_what_is_around_a_number_changes_nothing_of_lending_and_taking_in(at_poort: Desk, around: str) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    assert lend(at_poort, customer_id, around.format(number)).number == number
    back = take_back(at_poort, around.format(number))
    assert (back.number, back.customer_id) == (number, customer_id)
    assert provisional_items(at_poort.store) == []
    sound(at_poort)


@pytest.mark.parametrize("around", WRAPPED)
def test_a_pass_with_something_around_it_is_told_as_the_pass(at_poort: Desk, around: str) -> None:
    customer_id = borrower(at_poort)
    number = current_number(at_poort.store, customer_id)
    assert number is not None
    text = around.format(number)
    assert read_scan(at_poort.store, text) == PassScan(number)
    for act in (lambda: lend(at_poort, customer_id, text), lambda: take_back(at_poort, text)):
        with pytest.raises(CardScanned) as told:
            act()
        assert (told.value.number, told.value.customer_id) == (number, customer_id)
    with pytest.raises(Refusal):
        lend_unknown(at_poort, customer_id, text, NOTED)
    assert provisional_items(at_poort.store) == []


@pytest.mark.parametrize("text", [AVONDEN, "978-90-234-4190-8", "9023441907", "90-234-4190-7", "]E0" + AVONDEN])
@pytest.mark.parametrize("is_known", [True, False])
def test_an_isbn_is_told_as_one_and_never_lent(at_poort: Desk, text: str, is_known: bool) -> None:
    customer_id = borrower(at_poort)
    if is_known:
        add_title(at_poort, TitleValues(title="De avonden", kind="boek", isbn=AVONDEN))
    assert read_scan(at_poort.store, text) == IsbnScan(AVONDEN)
    for act in (lend, lambda desk, _, text: take_back(desk, text), lambda desk, _, text: set_aside(desk, text)):
        with pytest.raises(NotANumber, match=f"{AVONDEN} is het ISBN") as told:
            act(at_poort, customer_id, text)
        assert ("van De avonden" in str(told.value)) is is_known
    with pytest.raises(NotANumber):
        lend_unknown(at_poort, customer_id, text, NOTED)
    assert provisional_items(at_poort.store) == []


@pytest.mark.parametrize("text", ["9789023441909", "978-90-234-4190-9", "ISBN 978 90 234 4190 0", "9791090636072"])
def test_a_mistyped_isbn_is_told_and_never_lent_as_something_unknown(at_poort: Desk, text: str) -> None:
    customer_id = borrower(at_poort)
    for act in (lend, lambda desk, _, text: take_back(desk, text), lambda desk, _, text: set_aside(desk, text)):
        with pytest.raises(NotANumber, match="lijkt een ISBN met een verkeerd cijfer"):
            act(at_poort, customer_id, text)
    with pytest.raises(NotANumber):
        lend_unknown(at_poort, customer_id, text, NOTED)
    assert provisional_items(at_poort.store) == []


def test_an_own_number_that_looks_like_an_isbn_is_that_item(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    number = own(at_poort, "9789023441909")
    assert lend(at_poort, customer_id, number).number == number


def test_two_known_numbers_in_one_scan_are_never_guessed(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    one, other, own_pass = new_item(at_poort), new_item(at_poort), current_number(at_poort.store, customer_id)
    for text, items, passes in (
        (one + other, [one, other], []),
        (f"{one} {other}", [one, other], []),
        (f"A{one}BA{other}B", [one, other], []),
        (f"{own_pass}{one}", [one], [own_pass]),
        (f"{one}39999", [one], []),  # a part of something else
    ):
        found = read_scan(at_poort.store, text)
        assert isinstance(found, DoubtfulScan)
        assert (sorted(found.items), list(found.passes)) == (sorted(items), passes)
        for act in (lambda text=text: lend(at_poort, customer_id, text), lambda text=text: take_back(at_poort, text)):
            with pytest.raises(NotANumber, match="In deze scan sta"):
                act()
        with pytest.raises(NotANumber):
            lend_unknown(at_poort, customer_id, text, NOTED)


def test_zeros_that_make_two_numbers_of_one_are_asked_about(at_poort: Desk) -> None:
    long, short = own(at_poort, "0123456789"), own(at_poort, "123456789")
    assert read_scan(at_poort.store, short) == ItemScan(short)
    assert read_scan(at_poort.store, long) == ItemScan(long)
    assert isinstance(read_scan(at_poort.store, "00123456789"), DoubtfulScan)


def test_a_number_that_is_known_as_a_whole_is_that_one_whatever_stands_in_it(at_poort: Desk) -> None:
    inner, outer = own(at_poort, "12345678"), own(at_poort, "99123456789")
    assert read_scan(at_poort.store, outer) == ItemScan(outer)
    assert read_scan(at_poort.store, f"A{outer}B") == ItemScan(outer)
    assert read_scan(at_poort.store, f"A{inner}B") == ItemScan(inner)
    assert clean_number(at_poort.store, f"]C0A{outer}B") == outer


def test_a_short_number_that_stands_in_one_of_our_own_series_by_chance_says_nothing(at_poort: Desk) -> None:
    desk = with_rules(at_poort, lend_unknown=True)
    own(desk, "41040000")
    with pytest.raises(UnknownItem) as told:
        lend(desk, borrower(desk), "34104000000026")
    assert told.value.may_lend


@pytest.mark.parametrize("around", ["A{}B", "]C0{}", "0{}", "{}."])
def test_an_unknown_number_of_our_own_is_offered_without_what_is_around_it(at_poort: Desk, around: str) -> None:
    desk = with_rules(at_poort, lend_unknown=True)
    customer_id, number = borrower(desk), "34104000000026"
    with pytest.raises(UnknownItem) as told:
        lend(desk, customer_id, around.format(number))
    assert (told.value.number, told.value.may_lend) == (number, True)
    assert lend_unknown(desk, customer_id, around.format(number), NOTED).number == number
    assert take_back(desk, number).customer_id == customer_id


@pytest.mark.parametrize("around", ["A{}B", "]C0{}", "0{}"])
def test_a_pass_that_nobody_has_yet_is_no_unknown_item_either(at_poort: Desk, around: str) -> None:
    desk = with_rules(at_poort, lend_unknown=True)
    with pytest.raises(UnknownItem) as told:
        lend(desk, borrower(desk), around.format(make_number("4104", 77)))
    assert not told.value.may_lend


@pytest.mark.parametrize("around", ["A{}B", "0{}", "{}."])
def test_a_barcode_that_is_a_known_number_in_wrapping_is_hung_at_no_title(at_poort: Desk, around: str) -> None:
    number, title_id = new_item(at_poort), new_title(at_poort, "Rituelen")
    own_pass = current_number(at_poort.store, borrower(at_poort))
    for text in (around.format(number), around.format(own_pass), AVONDEN):
        with pytest.raises(Refusal):
            add_item(at_poort, title_id, NewItem(text, ItemValues("4104", "boek")))


@pytest.mark.parametrize("around", ["{}", "A{}B", "]C0{}", "0{}"])
def test_a_title_is_found_by_the_barcode_with_something_around_it(at_poort: Desk, around: str) -> None:
    number = new_item(at_poort, new_title(at_poort, "Rituelen"))
    found = search_titles(at_poort.store, around.format(number), due_dates)
    assert [row.title for row in found.rows] == ["Rituelen"]
