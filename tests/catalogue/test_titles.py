"""Titles: what the fields take, that changes are journalled and found, that two desks do not overwrite each other."""

from __future__ import annotations

from datetime import date

import pytest

from balie.catalogue.copies import nothing_lent
from balie.catalogue.history import title_history
from balie.catalogue.invariants import CATALOGUE_INVARIANTS
from balie.catalogue.lists import CodeList, audiences, languages, materials, read_language, write_off_reasons
from balie.catalogue.search import search_titles
from balie.catalogue.title_form import TITLE_FIELDS, read_isbn, read_title, typed_title
from balie.catalogue.titles import ChangedMeanwhile, change_title, title_of
from balie.desk import Desk
from balie.dutch.text import fold
from balie.refusal import Refusal
from balie.store.check import check
from tests.support.stock import EVENINGS, new_title

TODAY = date(2024, 4, 9)
FULL = {
    "title": " De  avonden ",
    "subtitle": "een winterverhaal",
    "author": "Reve, Gerard",
    "contributors": "Peeters, Carel; Mulder, Reinjan",
    "isbn": "978-90-234-4190-8",
    "kind": "boek",
    "edition": "60e druk",
    "publisher": "De Bezige Bij",
    "year": "1947",
    "language": "nl",
    "audience": "v",
    "series": "Reves werk",
    "subjects": "Winter; Amsterdam",
    "extent": "309 p.",
}


@pytest.mark.parametrize(
    "typed",
    [
        "978-90-234-4190-8",
        "9789023441908",
        "90-234-4190-7",
        " 9023441907 ",
        "]E09789023441908",
        "ISBN 978-90-234-4190-8",
        "978902344190812",  # with the price behind it
    ],
)
def test_an_isbn_of_ten_or_thirteen_digits_is_kept_as_thirteen(typed: str) -> None:
    assert read_isbn(typed) == EVENINGS


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("9789023441909", "controlecijfer"),
        ("978902344190", "10 of 13 cijfers"),
        ("9771234567898", "geen ISBN"),
        ("978902344190a", "geen ISBN"),
        ("97890234419٠8", "geen ISBN"),
    ],
)
def test_a_wrong_isbn_says_what_is_wrong(typed: str, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        read_isbn(typed)


def test_what_is_typed_is_what_is_kept_and_shown_again() -> None:
    values = read_title(FULL, TODAY)
    assert (values.title, values.isbn, values.language, values.audience, values.year) == (
        *("De avonden", EVENINGS, "dut", "volwassenen", 1947),
    )
    assert set(FULL) == set(TITLE_FIELDS)
    assert read_title(typed_title(values), TODAY) == values


def test_all_mistakes_are_told_at_once_each_at_its_field() -> None:
    wrong = {"title": " ", "kind": "steen", "isbn": "1", "year": "19٤7", "language": "Klingons", "series": "a\x00b"}
    with pytest.raises(Refusal) as refused:
        read_title(wrong, TODAY)
    assert {reason.field for reason in refused.value.reasons} == set(wrong)


@pytest.mark.parametrize(("year", "right"), [("1399", False), ("1400", True), ("2026", True), ("2027", False)])
def test_a_year_lies_between_the_first_print_and_two_years_ahead(year: str, right: bool) -> None:
    raw = {"title": "x", "kind": "boek", "year": year}
    if right:
        assert read_title(raw, TODAY).year == int(year)
    else:
        with pytest.raises(Refusal):
            read_title(raw, TODAY)


@pytest.mark.parametrize(
    "codes", [materials(), languages(), audiences(), write_off_reasons()], ids=lambda codes: codes.what
)
def test_no_two_entries_of_a_list_can_be_meant_by_one_word(codes: CodeList) -> None:
    for entry in codes.entries:
        for word in (entry.code, entry.label, *entry.also):
            others = [other for other in codes.entries if other is not entry]
            assert codes.find(word) == entry.code
            assert all(fold(word) not in map(fold, (other.code, other.label, *other.also)) for other in others), word


def test_a_language_that_is_not_in_the_list_keeps_its_code_of_three_letters() -> None:
    assert (read_language("hrv"), read_language("Fries"), read_language("")) == ("hrv", "fry", "")


def test_an_isbn_belongs_to_one_title(desk: Desk) -> None:
    new_title(desk, isbn=EVENINGS)
    with pytest.raises(Refusal, match="De avonden / Reve, Gerard") as refused:
        new_title(desk, title="Anders", isbn="9023441907")
    assert refused.value.reasons[0].field == "isbn"
    assert desk.store.read("SELECT count(*) FROM title") == [(1,)]


def test_a_changed_title_is_found_by_its_new_words_only(desk: Desk) -> None:
    title_id = new_title(desk)
    change_title(
        desk, title_id, read_title({"title": "Nader tot U", "kind": "boek", "author": "Reve, Gerard"}, TODAY), version=1
    )

    def found(text: str) -> int:
        return len(search_titles(desk.store, text, nothing_lent).rows)

    assert (found("avonden"), found("nader tot"), found("reve")) == (0, 1, 1)
    assert check(desk.store, CATALOGUE_INVARIANTS, thorough=True) == []
    desk.store.connection.execute("INSERT INTO title_words (title_words) VALUES ('integrity-check')")


def test_the_history_of_a_title_tells_what_changed(desk: Desk) -> None:
    title_id = new_title(desk)
    values = read_title({**typed_title(title_of(desk.store, title_id).values), "year": "1948"}, TODAY)
    assert change_title(desk, title_id, values, version=1) == 2
    changed, added = title_history(desk.store, title_id).rows
    assert (changed.what, changed.lines, changed.staff) == ("Titel gewijzigd", ("Jaar: 1947 → 1948",), "ebt")
    assert added.what == "Titel opgevoerd"
    assert "Auteur: Reve, Gerard" in added.lines


def test_saving_what_is_there_already_leaves_no_trace(desk: Desk) -> None:
    title_id = new_title(desk)
    assert change_title(desk, title_id, title_of(desk.store, title_id).values, version=1) == 1
    assert len(title_history(desk.store, title_id).rows) == 1


def test_who_read_an_older_version_does_not_overwrite_the_newer_one(desk: Desk) -> None:
    title_id = new_title(desk)
    mine = read_title({"title": "Mijn titel", "kind": "boek"}, TODAY)
    theirs = read_title({"title": "Hun titel", "kind": "boek"}, TODAY)
    change_title(desk, title_id, theirs, version=1)
    with pytest.raises(ChangedMeanwhile) as refused:
        change_title(desk, title_id, mine, version=1)
    assert refused.value.version == 2
    assert title_of(desk.store, title_id).values == theirs


def test_a_title_of_an_unknown_id_is_refused(desk: Desk) -> None:
    with pytest.raises(Refusal, match="bestaat niet"):
        title_of(desk.store, 99)
