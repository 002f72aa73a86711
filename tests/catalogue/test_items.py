"""Items: their numbers, their fields, what happens to the stock, and the history that tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.catalogue.copies import copies, nothing_lent
from balie.catalogue.history import item_history
from balie.catalogue.item_form import ItemValues, read_item, read_new_item, typed_item
from balie.catalogue.items import Item, change_item, find_item, item_of
from balie.catalogue.numbers import LAST_SERIAL, is_customer_number, make_item_number, read_item_number
from balie.catalogue.statuses import LABELS, ItemStatus
from balie.catalogue.stock import (
    Hindrances,
    look_at_write_off,
    mark_found,
    mark_missing,
    no_hindrances,
    put_status,
    see,
    undo_write_off,
    write_off,
)
from balie.catalogue.titles import ChangedMeanwhile
from balie.customers.cards.numbers import check_number, make_number, make_online_number
from balie.desk import Desk
from balie.library.structs import Library
from balie.refusal import Refusal
from balie.store.reading import Reader
from tests.support.stock import new_item, new_title

TODAY = date(2024, 4, 9)


def test_the_first_number_that_the_desk_makes(desk: Desk) -> None:
    title_id = new_title(desk)
    assert [new_item(desk, title_id) for _ in range(2)] == ["39428000000016", "39428000000024"]


@given(st.integers(1, LAST_SERIAL))
def test_a_made_number_reads_back_and_is_no_klantnummer(library: Library, serial: int) -> None:
    number = make_item_number("9428", serial)
    assert read_item_number(number, library) == number
    with pytest.raises(Refusal):
        check_number(number)


@pytest.mark.parametrize("number", [make_number("9428", 7772), make_online_number("9428", 12)])
def test_a_klantnummer_is_no_exemplaarnummer(library: Library, number: str) -> None:
    assert is_customer_number(number)
    with pytest.raises(Refusal, match="klantnummer"):
        read_item_number(number, library)


@pytest.mark.parametrize("number", ["ab 12", "1234567", "29428000077728", "X-12.5/7", "39999000000238"])
def test_what_else_a_scanner_reads_can_be_a_number(library: Library, number: str) -> None:
    assert read_item_number(number, library) == number.replace(" ", "").upper()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Scan of typ"),
        ("39428000000017", "controlecijfer"),
        ("1" * 21, "te lang"),
        ("12;34", "geen exemplaarnummer"),
        ("١٢٣", "geen exemplaarnummer"),
    ],
)
def test_a_wrong_number_says_what_is_wrong(library: Library, typed: str, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        read_item_number(typed, library)


def test_numbers_that_were_scanned_before_are_skipped_however_many(desk: Desk) -> None:
    title_id = new_title(desk)
    taken = [make_item_number("9428", serial) for serial in (*range(1, 1503), 1504)]
    with desk.transaction() as tx:
        tx.execute_many(
            "INSERT INTO item (number, title_id, branch, material, made_on, changed_on, changed_by)"
            " VALUES (?, ?, '9428', 'boek', '2024-04-09', '2024-04-09', 'ebt')",
            [(number, title_id) for number in [*taken, "3942800000000X"]],
        )
    assert [new_item(desk, title_id) for _ in range(2)] == [make_item_number("9428", n) for n in (1503, 1505)]


def test_a_full_series_is_refused_and_nothing_is_kept(desk: Desk) -> None:
    title_id = new_title(desk)
    with desk.transaction() as tx:
        tx.execute("INSERT INTO counter (name, next) VALUES ('item:9428', ?)", (LAST_SERIAL + 1,))
    with pytest.raises(Refusal, match="zijn op"):
        new_item(desk, title_id)
    assert desk.store.read("SELECT next FROM counter WHERE name = 'item:9428'") == [(LAST_SERIAL + 1,)]


def test_the_fields_read_back_as_they_are_shown(library: Library) -> None:
    raw = {
        "number": "v",
        "branch": "9428",
        "shelf": "Romans",
        "call_mark": "REVE",
        "material": "Grootletterboek",
        "top_title": "ja",
        "not_for_loan": "Nee",
        "attachment_note": "cd achterin",
        "damage_note": "kaft los",
        "memo": "gift",
        "price": "€ 17,50",
        "acquired_on": "8-4-2024",
    }
    new = read_new_item(raw, library, TODAY)
    assert new.number is None
    assert new.values == ItemValues(
        *("9428", "grootletter", "Romans", "REVE", True, False, "cd achterin", "kaft los", "gift", 1750),
        date(2024, 4, 8),
    )
    assert read_item(typed_item(new.values), library, TODAY) == new.values


def test_all_mistakes_of_an_item_are_told_at_once(library: Library) -> None:
    wrong = {
        **dict.fromkeys(("number", "material", "memo"), "\x00"),
        "price": "-1",
        "acquired_on": "10-04-2024",
        "branch": "1234",
        "top_title": "misschien",
    }
    with pytest.raises(Refusal) as refused:
        read_new_item(wrong, library, TODAY)
    assert {reason.field for reason in refused.value.reasons} == set(wrong)


def test_a_number_belongs_to_one_item(desk: Desk) -> None:
    title_id = new_title(desk)
    new_item(desk, title_id, number="abc")
    with pytest.raises(Refusal, match="De avonden") as refused:
        new_item(desk, new_title(desk, title="Ander"), number="ABC")
    assert refused.value.reasons[0].field == "number"


def test_an_item_is_found_as_it_is_scanned(desk: Desk) -> None:
    number = new_item(desk, new_title(desk), number="ab1")
    found = find_item(desk.store, " AB1 ")
    assert found is not None
    assert (found.number, found.status, found.version) == (number, ItemStatus.IN, 1)
    assert find_item(desk.store, "nee") is None


def test_a_changed_item_keeps_who_changed_it_and_what(desk: Desk) -> None:
    number = new_item(desk, new_title(desk), shelf="Romans")
    item = item_of(desk.store, number)
    values = read_item({**typed_item(item.values), "shelf": "Depot", "price": "12,50"}, desk.library, TODAY)
    assert change_item(desk, number, values, version=1) == 2
    event = item_history(desk.store, number).rows[0]
    assert (event.what, event.lines) == ("Exemplaar gewijzigd", ("Kast: Romans → Depot", "Prijs: (leeg) → € 12,50"))
    with pytest.raises(ChangedMeanwhile):
        change_item(desk, number, item.values, version=1)


def status(desk: Desk, number: str) -> ItemStatus:
    return item_of(desk.store, number).status


def told(desk: Desk, number: str) -> list[str]:
    return [event.what for event in item_history(desk.store, number).rows]


def test_an_item_goes_missing_and_is_found(desk: Desk) -> None:
    number = new_item(desk, new_title(desk))
    mark_missing(desk, number, no_hindrances)
    assert status(desk, number) is ItemStatus.MISSING
    with pytest.raises(Refusal, match="is vermist"):
        mark_missing(desk, number, no_hindrances)
    mark_found(desk, number)
    assert (status(desk, number), item_of(desk.store, number).seen_on) == (ItemStatus.IN, TODAY)
    with pytest.raises(Refusal, match="niet vermist"):
        mark_found(desk, number)
    assert told(desk, number) == ["Teruggevonden", "Vermist gemeld", "Exemplaar opgevoerd"]


def lent(reader: Reader, item: Item) -> Sequence[str]:
    return [f"Het is uitgeleend ({item.values.material})."]


def test_a_series_is_written_off_as_a_whole_or_not_at_all(desk: Desk) -> None:
    title_id = new_title(desk)
    first, second = new_item(desk, title_id), new_item(desk, title_id)

    def second_is_lent(reader: Reader, item: Item) -> Sequence[str]:
        return lent(reader, item) if item.number == second else ()

    with pytest.raises(Refusal, match=f"{second}: Het is uitgeleend") as refused:
        write_off(desk, [first, second, "onbekend"], second_is_lent)
    assert len(refused.value.reasons) == 2
    assert status(desk, first) is ItemStatus.IN
    assert write_off(desk, [first, second, first], no_hindrances, reason="Versleten of beschadigd") == 2
    item = item_of(desk.store, first)
    assert (item.status, item.written_off_on, item.write_off_reason) == (ItemStatus.WRITTEN_OFF, TODAY, "versleten")


def test_the_reason_offered_first_is_verouderd(desk: Desk) -> None:
    number = new_item(desk, new_title(desk))
    write_off(desk, [number], no_hindrances)
    assert item_of(desk.store, number).write_off_reason == "verouderd"
    with pytest.raises(Refusal, match="al afgeschreven"):
        write_off(desk, [number], no_hindrances)


@pytest.mark.parametrize("missing", [True, False])
def test_undoing_gives_back_what_it_was(desk: Desk, missing: bool) -> None:
    number = new_item(desk, new_title(desk))
    if missing:
        mark_missing(desk, number, no_hindrances)
    was = item_of(desk.store, number)
    write_off(desk, [number], no_hindrances)
    undo_write_off(desk, number)
    item = item_of(desk.store, number)
    assert (item.status, item.written_off_on, item.write_off_reason) == (was.status, None, None)
    with pytest.raises(Refusal, match="niet afgeschreven"):
        undo_write_off(desk, number)


@pytest.mark.parametrize(("hindrances", "reasons"), [(no_hindrances, ()), (lent, ("Het is uitgeleend (boek).",))])
def test_before_writing_off_the_desk_is_told_that_it_is_the_last_one(
    desk: Desk, hindrances: Hindrances, reasons: tuple[str, ...]
) -> None:
    title_id = new_title(desk)
    first, second = new_item(desk, title_id), new_item(desk, title_id)
    assert look_at_write_off(desk.store, first, hindrances).warnings == ()
    write_off(desk, [second], no_hindrances)
    seen = look_at_write_off(desk.store, first, hindrances)
    assert seen.warnings == ("Dit is het laatste exemplaar van deze titel.",)
    assert seen.reasons == reasons


def test_another_act_puts_an_item_where_it_says(desk: Desk) -> None:
    number = new_item(desk, new_title(desk))
    with desk.transaction() as tx:
        put_status(tx, item_of(tx, number), ItemStatus.TRANSPORT, why="naar 9401")
        put_status(tx, item_of(tx, number), ItemStatus.TRANSPORT, why="nog eens")
        see(tx, item_of(tx, number))
    events = item_history(desk.store, number).rows
    assert [(event.what, event.lines) for event in events[:1]] == [
        ("Status gewijzigd", ("Status: Binnen → Onderweg", "Waarom: naar 9401"))
    ]
    assert len(events) == 2


def test_the_history_comes_a_page_at_a_time(desk: Desk) -> None:
    number = new_item(desk, new_title(desk))
    for _ in range(3):
        mark_missing(desk, number, no_hindrances)
        mark_found(desk, number)
    first = item_history(desk.store, number, limit=4)
    rest = item_history(desk.store, number, after=first.after, limit=4)
    assert [event.what for event in (*first.rows, *rest.rows)] == told(desk, number)
    assert rest.after is None


def test_a_copy_that_is_lent_out_shows_until_when(desk: Desk) -> None:
    title_id = new_title(desk)
    first, second = new_item(desk, title_id), new_item(desk, title_id)

    def one_is_lent(reader: Reader, numbers: Sequence[str]) -> Mapping[str, date]:
        assert list(numbers) == [first, second]
        return {first: date(2024, 5, 7)}

    assert [(copy.item.number, copy.status_text, copy.is_in) for copy in copies(desk.store, title_id, one_is_lent)] == [
        (first, "Uitgeleend tot 07-05-2024", False),
        (second, "Binnen", True),
    ]
    write_off(desk, [first], no_hindrances)
    assert [copy.status for copy in copies(desk.store, title_id, nothing_lent)] == ["Binnen", "Afgeschreven"]


def test_every_status_has_a_label() -> None:
    assert set(ItemStatus) <= set(LABELS)
