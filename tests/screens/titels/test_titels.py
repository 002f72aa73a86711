"""Titles and items added and changed by keys, read back from the store; two desks at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balie.catalogue.item_form import ItemValues
from balie.catalogue.items import change_item, find_item, items_of
from balie.catalogue.titles import change_title, title_of, title_with_isbn
from balie.desk import Desk
from tests.support.catalogue import AVONDEN, AVONDEN_ISBN, add_avonden
from tests.support.desk_driver import Driver, running

ISBN = "9789023475606"
OTHER_DESK = "hks"


def titles(desk: Desk) -> list[tuple[object, ...]]:
    return desk.store.read("SELECT isbn, title, author, kind, year, language, audience FROM title ORDER BY id")


async def open_avonden(driver: Driver) -> None:
    await driver.keys("alt+t", *"avonden", "enter")


async def test_a_new_title_is_filled_in_from_its_isbn_on_and_its_first_item_is_hung_at_it(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+t", *ISBN, "enter")
        assert driver.message == f"ISBN {ISBN} is nieuw: vul de titel in."
        await driver.type("De donkere kamer\r\rHermans\r")
        await driver.keys("enter", "d", "enter", "enter", "enter", *"1958", "enter", *"nl", "enter", "j", "f2")
        assert "Titel opgevoerd" in driver.message
        assert "Binnen         0 van 0" in driver.text
        await driver.keys("k", "v", "enter", "enter", "enter", *"A1", "f2")
        assert driver.message == "Exemplaar 39428000000016 opgevoerd. Nog een: K."
        await driver.keys("k")
        assert "▸Exemplaarnummer *" in driver.text
        assert "Kast             A1" in driver.text
        await driver.keys(*"b-17", "f2")
    assert titles(desk) == [(ISBN, "De donkere kamer", "Hermans", "dvd", 1958, "dut", "jeugd")]
    title = title_with_isbn(desk.store, ISBN)
    assert title is not None
    found = items_of(desk.store, title.id)
    assert [(item.number, item.values.shelf, item.values.material) for item in found] == [
        ("39428000000016", "A1", "dvd"),
        ("B-17", "A1", "dvd"),
    ]
    assert {item.values.acquired_on for item in found} == {desk.working_date}


async def test_a_burst_adds_a_title_with_an_item(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.burst(f"\x1bt{ISBN}\r")
        await driver.burst("Kaas\r\rElsschot\r\x1bOQkv\r\x1bOQ")
    assert titles(desk) == [(ISBN, "Kaas", "Elsschot", "boek", None, "", "")]
    assert desk.store.read("SELECT number FROM item") == [("39428000000016",)]


async def test_a_known_isbn_is_told_and_opened_and_nothing_typed_is_lost(desk: Desk) -> None:
    add_avonden(desk)
    async with running(desk) as driver:
        await driver.keys("alt+t", "f3", *"97890234")
        await driver.keys("enter")
        assert "Een ISBN heeft 10 of 13 cijfers" in driver.message
        await driver.keys("ctrl+u", *AVONDEN_ISBN, "enter")
        assert "staat al in de catalogus" in driver.message
        assert "De avonden: een winterverhaal" in driver.text
        await driver.keys("f3", "down", *"Iets", "up", *AVONDEN_ISBN, "enter")
        assert "staat al in de catalogus" in driver.message
        await driver.keys("escape")
        assert "Titel *        Iets" in driver.text
        await driver.keys("f2")
        assert f"ISBN {AVONDEN_ISBN} staat al bij De avonden" in driver.message
    assert len(titles(desk)) == 1


async def test_all_mistakes_are_told_at_their_fields_and_what_was_typed_stays(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+t", "f3", *"9789023475607", "tab", "tab", *"onder", "f2")
        assert "(1 van 2)" in driver.message
        assert "▸ISBN           9789023475607" in driver.text
        assert "!Titel *" in driver.text
        await driver.keys("escape")
        assert "Wijzigingen niet opslaan?" in driver.text
        await driver.keys("n")
        assert "Ondertitel     onder" in driver.text
        await driver.keys("escape", "j")
        assert driver.app.page.heading == "Titels"
    assert titles(desk) == []


async def test_a_title_is_changed_and_esc_without_a_change_asks_nothing(desk: Desk) -> None:
    title_id, _ = add_avonden(desk)
    async with running(desk) as driver:
        await open_avonden(driver)
        await driver.keys("w", "escape")
        assert "Binnen         0 van 0" in driver.text
        await driver.keys("w", "down", "end", *"!", "f2")
        assert driver.message == "Opgeslagen."
        assert "De avonden!: een winterverhaal" in driver.text
        await driver.keys("w", "f2")
        assert driver.message == "Er was niets gewijzigd."
    assert title_of(desk.store, title_id).values == replace(AVONDEN, title="De avonden!")


async def test_another_desk_changed_another_field_meanwhile_and_both_stay(desk: Desk) -> None:
    title_id, _ = add_avonden(desk)
    async with running(desk) as driver:
        await open_avonden(driver)
        await driver.keys("w", "down", "end", *"!")
        change_title(replace(desk, staff=OTHER_DESK), title_id, replace(AVONDEN, year=1948), version=1)
        await driver.keys("f2")
        assert f"Medewerker {OTHER_DESK} wijzigde intussen Jaar." in driver.message
        assert "Jaar           1948" in driver.text
        await driver.keys("f2")
    assert title_of(desk.store, title_id).values == replace(AVONDEN, title="De avonden!", year=1948)


async def test_another_desk_changed_the_same_field_meanwhile_and_is_not_overwritten_unseen(desk: Desk) -> None:
    title_id, _ = add_avonden(desk)
    async with running(desk) as driver:
        await open_avonden(driver)
        await driver.keys("w", "down", "end", *"!")
        theirs = replace(AVONDEN, title="De avonden en de nachten")
        change_title(replace(desk, staff=OTHER_DESK), title_id, theirs, version=1)
        await driver.keys("f2")
        assert "maakte hier intussen van: De avonden en de nachten." in driver.message
        assert "▸Titel *        De avonden!" in driver.text
        assert title_of(desk.store, title_id).values == theirs
        await driver.keys("f2")
    assert title_of(desk.store, title_id).values == replace(AVONDEN, title="De avonden!")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("29428000077727", "is een klantnummer"),
        ("39428000000017", "controlecijfer"),
        ("b 17 €", "is geen exemplaarnummer"),
        ("", "Scan of typ het exemplaarnummer, of typ v"),
    ],
)
async def test_a_number_that_is_none_is_refused_at_its_field(desk: Desk, typed: str, told: str) -> None:
    add_avonden(desk)
    async with running(desk) as driver:
        await open_avonden(driver)
        await driver.keys("k")
        await driver.type(typed)
        await driver.keys("enter")
        assert told in driver.message
        assert "▸Exemplaarnummer *" in driver.text
        await driver.keys("f2")
        assert told in driver.message
    assert desk.store.read("SELECT 1 FROM item") == []


async def test_a_number_that_another_item_has_is_refused(desk: Desk) -> None:
    add_avonden(desk, "B-17")
    async with running(desk) as driver:
        await open_avonden(driver)
        await driver.keys("k", *"b-17", "f2")
        assert "Exemplaarnummer B-17 is al van De avonden" in driver.message
        await driver.keys("escape", "j")
        assert "Binnen         1 van 1" in driver.text


async def test_an_item_is_changed_while_another_desk_changes_it_too(desk: Desk) -> None:
    _, (number,) = add_avonden(desk, None)
    item = find_item(desk.store, number)
    assert item is not None
    async with running(desk) as driver:
        await open_avonden(driver)
        await driver.keys("enter", "3", *"kaart los", "f2")
        assert driver.message == "Opgeslagen."
        assert "Bijlage          kaart los" in driver.text
        await driver.keys("2", *["down"] * 6, *"x", "f2")
        assert driver.message.startswith("x is geen bedrag") or "bedrag" in driver.message
        await driver.keys("ctrl+u", *"12,50", "enter")
        assert "Prijs            € 12,50" in driver.text
        other = replace(item.values, attachment_note="kaart los", price_cents=999)
        change_item(replace(desk, staff=OTHER_DESK), number, other, version=2)
        await driver.keys("f2")
        assert "maakte hier intussen van: € 9,99." in driver.message
        await driver.keys("f2")
    stored = find_item(desk.store, number)
    assert stored is not None
    assert stored.values == ItemValues("9428", "boek", "A3", "REVE", attachment_note="kaart los", price_cents=1250)
