"""Titel zoeken: what finds a title, in which order, page by page, and that nothing typed can break it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balie.catalogue.copies import nothing_lent
from balie.catalogue.fts5_index import LAST_ROWID
from balie.catalogue.numbers import make_item_number
from balie.catalogue.search import AfterTitle, Within, match_query, search_titles
from balie.catalogue.stock import mark_missing, no_hindrances, write_off
from balie.catalogue.title_form import TitleValues
from balie.catalogue.titles import insert_title, title_of
from balie.catalogue.words import SEPARATOR, beginning, keys_of, words
from balie.desk import Desk
from balie.refusal import Refusal
from balie.store.reading import Reader
from tests.support.stock import EVENINGS, new_item, new_title


def names(desk: Desk, text: str, **how: object) -> list[str]:
    page = search_titles(desk.store, text, nothing_lent, **how)  # type: ignore[arg-type]
    return [row.title for row in page.rows]


@pytest.fixture
def shelf(desk: Desk) -> Desk:
    """A desk with six titles, the oldest first."""
    for title, author, more in (
        ("De avonden", "Reve, Gerard", {"isbn": EVENINGS, "subtitle": "een winterverhaal"}),
        ("Avondrood", "Brouwers, Jeroen", {"subjects": "Reizen; Scheepvaart"}),
        ("Het leven op avonden", "Ålund, Zoë", {"series": "Lange dagen"}),
        ("Harry Potter en de vuurbeker", "Rowling, J.K.", {"contributors": "Buddingh', Wiebe"}),
        ("Война и мир", "Толстой, Лев", {"kind": "grootletter"}),
        ("1984", "Orwell, George", {}),
    ):
        new_title(desk, title=title, author=author, **more)
    return desk


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("winterverhaal", ["De avonden"]),
        ("winterv", ["De avonden"]),
        ("reve avonden", ["De avonden"]),
        ("GERARD reve", ["De avonden"]),
        ("alund", ["Het leven op avonden"]),
        ("ålund zoe", ["Het leven op avonden"]),
        ("lange dag", ["Het leven op avonden"]),
        ("scheepvaart", ["Avondrood"]),
        ("buddingh", ["Harry Potter en de vuurbeker"]),
        ("potter, vuur", ["Harry Potter en de vuurbeker"]),
        ("мир", ["Война и мир"]),
        ("толст", ["Война и мир"]),
        ("1984", ["1984"]),
        ("avond potter", []),
        ("onden", []),
        ("978-90-234-4190-8", ["De avonden"]),
        ("9023441907", ["De avonden"]),
    ],
)
def test_what_finds_a_title(shelf: Desk, text: str, found: list[str]) -> None:
    assert names(shelf, text) == found


def test_titles_that_begin_so_come_first_in_order_and_the_others_newest_first(shelf: Desk) -> None:
    new_title(shelf, title="Over avonden", author="Aa, B.")
    assert names(shelf, "avond") == ["De avonden", "Avondrood", "Over avonden", "Het leven op avonden"]
    assert names(shelf, "de avonden") == ["De avonden"]


def test_the_words_may_be_asked_of_one_field(shelf: Desk) -> None:
    new_title(shelf, title="Over Reve", author="Maas, Nop", subjects="Avonden")
    assert names(shelf, "reve", within=Within.AUTHOR) == ["De avonden"]
    assert names(shelf, "reve", within=Within.TITLE) == ["Over Reve"]
    assert names(shelf, "avonden", within=Within.SUBJECT) == ["Over Reve"]


def test_an_item_that_is_scanned_finds_its_title_before_everything_else(shelf: Desk) -> None:
    rowling = search_titles(shelf.store, "potter", nothing_lent).rows[0].title_id
    number = new_item(shelf, rowling)
    new_item(shelf, rowling, number="1984")
    assert names(shelf, number) == ["Harry Potter en de vuurbeker"]
    assert names(shelf, " 1984 ") == ["Harry Potter en de vuurbeker", "1984"]


def test_copies_count_what_is_there_and_what_is_in(shelf: Desk) -> None:
    title_id = search_titles(shelf.store, EVENINGS, nothing_lent).rows[0].title_id
    lent, missing, gone, _ = (new_item(shelf, title_id) for _ in range(4))
    mark_missing(shelf, missing, no_hindrances)
    write_off(shelf, [gone], no_hindrances)

    def due_dates(reader: Reader, numbers: Sequence[str]) -> Mapping[str, date]:
        return {number: date(2024, 5, 7) for number in numbers if number == lent}

    (row,) = search_titles(shelf.store, EVENINGS, due_dates).rows
    assert (row.copies_in, row.copies, row.kind, row.author, row.year) == (1, 3, "Boek", "Reve, Gerard", 1947)


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
@pytest.mark.parametrize("text", ["avond", "9789023441908", "1984", "d", "reve"])
def test_pages_together_are_the_whole_list_without_doubles(shelf: Desk, text: str, limit: int) -> None:
    for number in range(5):
        new_title(shelf, title=f"Avond {number}", author="Druk, D.")
        new_title(shelf, title=f"Morgen 1984 deel {number}", subtitle="over de avond", author="Reve, Karel van het")
    new_item(shelf, 2, number="1984")
    whole = search_titles(shelf.store, text, nothing_lent, limit=100)
    assert whole.rows
    assert not whole.more
    found: list[int] = []
    after: AfterTitle | None = None
    while True:
        page = search_titles(shelf.store, text, nothing_lent, limit=limit, after=after)
        found += [row.title_id for row in page.rows]
        after = page.after
        if after is None:
            break
        assert len(page.rows) >= limit
    assert found == [row.title_id for row in whole.rows]
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("text", ["", "   ", "\x00"])
def test_nothing_to_search_for_is_refused(shelf: Desk, text: str) -> None:
    with pytest.raises(Refusal, match="Typ een woord"):
        search_titles(shelf.store, text, nothing_lent)


def test_a_title_of_marks_only_is_found_by_them(desk: Desk) -> None:
    new_title(desk, title="!!!", author="")
    assert names(desk, "!!!") == ["!!!"]


@pytest.mark.parametrize(
    "text",
    [
        '"',
        '""',
        'a" OR "b',
        "title_key : x",
        "NEAR(a b, 3)",
        "a*b",
        "^a",
        "-a",
        "AND",
        "NOT a",
        "(",
        "{a} : b",
        "+",
        "a + b",
    ],
)
def test_what_means_something_to_fts5_is_only_text(shelf: Desk, text: str) -> None:
    for within in Within:
        search_titles(shelf.store, text, nothing_lent, within=within)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(max_size=60), within=st.sampled_from(Within))
def test_no_text_breaks_the_search(shelf: Desk, text: str, within: Within) -> None:
    try:
        search_titles(shelf.store, text, nothing_lent, within=within)
    except Refusal:
        assert not words(text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(title=st.text(min_size=1, max_size=30), author=st.text(max_size=20))
def test_a_title_is_found_by_each_word_of_it_and_of_its_author(desk: Desk, title: str, author: str) -> None:
    keys = keys_of(title, "", "", author, "", "")
    with desk.transaction() as tx:
        title_id = insert_title(tx, TitleValues(title, "boek", author=author))
    for word in {*keys.title_key.replace(SEPARATOR, " ").split(), *keys.author_key.split()} if words(title) else ():
        found = desk.store.read("SELECT rowid FROM title_words WHERE title_words MATCH ?", (match_query(word),))
        assert (LAST_ROWID - title_id,) in found, word
    assert title_of(desk.store, title_id).values.title == title


@given(st.text(), st.text())
def test_searched_words_are_letters_and_digits_only(first: str, second: str) -> None:
    folded = words(first)
    assert all(word.isascii() and word.isalnum() for word in folded.split())
    assert words(folded) == folded
    assert words(f"{first} {second}") == f"{folded} {words(second)}".strip()


@pytest.mark.parametrize(
    ("title", "start"),
    [("De avonden", "avonden"), ("'t Hooge Nest", "hooge nest"), ("De", "de"), ("Het  é", "e"), ("Deur", "deur")],
)
def test_the_article_does_not_count_in_the_order(title: str, start: str) -> None:
    assert beginning(title) == start
    assert keys_of(title, "", "", "", "", "").title_key.split(SEPARATOR)[0] == start


def test_numbers_of_items_are_no_words() -> None:
    assert match_query(make_item_number("9428", 1)) == '"39428000000016"*'
