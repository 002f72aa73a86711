"""Looking titles up, and a title with its items, by keys."""

from __future__ import annotations

from datetime import date

import pytest

from balie.catalogue.title_form import TitleValues
from balie.catalogue.titles import add_title
from balie.desk import Desk
from balie.library.structs import Library
from screens.finding.title_search import nothing_found
from tests.support.applicants import enrol_tester
from tests.support.catalogue import AVONDEN_ISBN, add_avonden, add_with_items, lend_out
from tests.support.desk_driver import Driver, running
from tests.support.holds import NAMES, WEST, desk_at, reader, two_branches

HOSTILE = "[red]Jan[/red]"


@pytest.fixture
def east(desk: Desk, poort: Library) -> Desk:
    """A library that lends, with two branches."""
    return desk_at(desk, two_branches(poort))


def number_of(desk: Desk, customer_id: int) -> str:
    row = desk.store.read_one("SELECT number FROM card WHERE customer_id = ?", (customer_id,))
    assert row is not None
    return str(row[0])


def flat(driver: Driver) -> str:
    """The screen as one line, without the frame of a box."""
    return " ".join(driver.text.replace("│", " ").split())


def listed(driver: Driver) -> list[str]:
    """The lines below the heading of the list."""
    start = next(place for place, line in enumerate(driver.lines) if "Binnen" in line) + 1
    return [line.strip("▸› ") for line in driver.lines[start:-3] if line.strip("▸› ")]


async def test_the_list_follows_what_is_typed(desk: Desk) -> None:
    add_avonden(desk, None, None)
    add_title(desk, TitleValues("Kaas", "boek", author="Elsschot, Willem"))
    async with running(desk) as driver:
        await driver.keys("alt+c")
        assert "Typ een woord uit de titel" in driver.text
        await driver.keys(*"avon")
        assert [line.split() for line in listed(driver)] == [
            ["Reve,", "Gerard", "De", "avonden:", "een", "winterverhaal", "1947", "Boek", "2/2"]
        ]
        await driver.keys("ctrl+u", *"willem")
        assert [line.split()[-1] for line in listed(driver)] == ["geen"]
        await driver.keys(*"x")
        assert "Geen titel gevonden" in driver.text
        await driver.keys("enter")
        assert "Geen titel gevonden" in driver.message


@pytest.mark.parametrize("typed", [AVONDEN_ISBN, "90-234-4190-x", "reve avonden", "{number}"])
async def test_a_burst_with_enter_opens_the_title(desk: Desk, typed: str) -> None:
    _, (number,) = add_avonden(desk, None)
    async with running(desk) as driver:
        await driver.burst(f"\x1bc{typed.format(number=number)}\r")
        if "Binnen         1 van 1" not in driver.text:
            assert "90-234-4190-x" in typed  # another book: its check digit is that of nobody
            assert "Het controlecijfer van ISBN 902344190X klopt niet" in driver.text


async def test_what_is_typed_after_an_answer_is_another_search_unless_it_is_being_mended(desk: Desk) -> None:
    add_avonden(desk, None)
    async with running(desk) as driver:
        await driver.keys("alt+c")
        await driver.burst("nergens\r")
        await driver.burst("avonden\r")
        assert "▸Zoek" not in driver.text
        await driver.keys("escape")
        await driver.type("nergens\r")
        assert "▸Zoek nergens" in driver.text
        await driver.keys("backspace", "x")
        assert "▸Zoek nergenx" in driver.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("978-90-234-7560-5", "Het controlecijfer van ISBN 9789023475605 klopt niet: er is een cijfer verkeerd."),
        ("978-90-234-7560-6", "Er is geen titel met ISBN 9789023475606. F3 voert hem op."),
        ("]E09789023475606", "Er is geen titel met ISBN 9789023475606. F3 voert hem op."),
        ("ISBN 978-90-234-7560-6", "Er is geen titel met ISBN 9789023475606. F3 voert hem op."),
        ("978902347560612", "Er is geen titel met ISBN 9789023475606. F3 voert hem op."),
        ("39428000099999", "Er is geen exemplaar en geen titel met nummer 39428000099999."),
        ("1984", "Geen titel gevonden."),
        ("١٢٣٤٥٦٧٨٩٠", "Geen titel gevonden."),
        ("nergens", "Geen titel gevonden."),
    ],
)
def test_a_number_that_finds_nothing_is_told_what_is_the_matter_with_it(typed: str, told: str) -> None:
    assert nothing_found(typed).startswith(told)


async def test_a_title_shows_its_facts_and_where_its_items_are(desk: Desk) -> None:
    _, (first, second) = add_avonden(desk, None, None)
    lend_out(desk, enrol_tester(desk).customer_id, first, date(2024, 5, 7))
    async with running(desk) as driver:
        await driver.keys("alt+c", *"avonden")
        assert listed(driver)[0].endswith("1/2")
        await driver.keys("enter")
        for told in ("De avonden: een winterverhaal", "Reve, Gerard", AVONDEN_ISBN, "De Bezige Bij", "Nederlands"):
            assert told in driver.text
        assert [line.split() for line in driver.lines if "A3 REVE" in line] == [
            [f"▸{first}", "9428", "A3", "REVE", "Boek", "Uitgeleend", "tot", "07-05-2024"],
            [second, "9428", "A3", "REVE", "Boek", "Binnen"],
        ]
        await driver.keys("down", "enter")
        assert f"Exemplaar {second}" in driver.text
        await driver.keys("1")
        assert "Binnen         1 van 2" in driver.text
        await driver.keys("escape")
        assert driver.app.page.heading == "Catalogus"


async def test_a_long_list_is_read_on_below_and_kept_on_the_way_back(desk: Desk) -> None:
    for count in range(40):
        add_title(desk, TitleValues(f"Deel {count:02d}", "boek"))
    async with running(desk) as driver:
        await driver.keys("alt+c", *"deel", *["down"] * 38)
        assert "›" + " " * 20 + "Deel 38" in driver.text
        await driver.keys("enter", "escape")
        assert "›" + " " * 20 + "Deel 38" in driver.text
        await driver.resize(120, 40)
        assert "Deel 10" in driver.text


async def test_a_scanned_item_opens_on_the_page_of_another_title(desk: Desk) -> None:
    add_avonden(desk, None)
    _, (other,) = add_with_items(desk, TitleValues("Kaas", "boek", author="Elsschot, Willem"), None)
    async with running(desk) as driver:
        await driver.keys("alt+c", *"avonden", "enter")
        await driver.burst(f"{other}\r")
        assert f"Exemplaar {other}" in driver.text
        await driver.keys("escape")
        await driver.burst("39999\r")
        assert "Exemplaar 39999 is niet bekend" in driver.message
        await driver.keys("1", "2", "backspace", "backspace", "enter")
        assert "Exemplaar 3942" in driver.text


async def test_text_of_people_is_data(desk: Desk) -> None:
    hostile = TitleValues(HOSTILE, "boek", subtitle="[/ x", author="[link=http://x.nl]x", subjects="{{ x }}; \\[b]")
    add_with_items(desk, hostile, None)
    async with running(desk, size=(120, 40)) as driver:
        await driver.keys("alt+c", *"jan")
        assert f"{HOSTILE}: [/ x" in driver.text
        await driver.keys("enter")
        assert f"{HOSTILE}: [/ x" in driver.text
        assert "[link=http://x.nl]x" in driver.text
        assert "{{ x }}; \\[b]" in driver.text
        await driver.keys("enter")
        assert f"{HOSTILE} / [link=http://x.nl]x" in driver.text


async def test_a_very_long_title_leaves_room_for_its_items(desk: Desk) -> None:
    words = "woord " * 49
    values = TitleValues(
        words.strip(), "boek", subtitle=words.strip(), contributors="Naam, X; " * 40, subjects="y; " * 150
    )
    _, (number,) = add_with_items(desk, values, None)
    async with running(desk) as driver:
        await driver.keys("alt+c", *"woord", "enter")
        assert f"▸{number}" in driver.text
        assert "…" in driver.text


async def test_a_title_is_reserved_to_be_collected_at_another_branch(east: Desk) -> None:
    title_id, _ = add_avonden(east, None)
    customer = reader(east, NAMES[0])
    async with running(east) as driver:
        await driver.keys("alt+c", *"avonden", "enter", "r", *number_of(east, customer), "enter")
        assert "Waar afhalen?" in driver.text
        await driver.keys("down", "enter")
        assert "De avonden / Reve, Gerard reserveren?" in flat(driver)
        assert "een in de kast: A3 REVE." in flat(driver)
        await driver.keys("j")
        assert driver.message.startswith("Gereserveerd, eerste in de rij")
        assert "1 reservering" in driver.text
        await driver.keys("r", *number_of(east, customer), "enter")
        assert "al gereserveerd" in driver.message
    assert east.store.read("SELECT title_id, customer_id, branch FROM hold") == [(title_id, customer, WEST)]


async def test_what_a_supervisor_may_allow_is_asked_and_esc_places_nothing(east: Desk) -> None:
    title_id, (number,) = add_avonden(east, None)
    customer = reader(east, NAMES[0])
    lend_out(east, customer, number, date(2024, 5, 7))
    scan = (*number_of(east, customer), "enter")
    async with running(east) as driver:
        await driver.keys("alt+c", *"avonden", "enter", "r", *scan)
        assert "heeft deze titel in bezit" in flat(driver)
        await driver.keys("escape", "r", *scan, *"ans", "enter", *"voor later", "enter", "escape")
        await driver.keys("r", *scan, *"ans", "enter", *"voor later", "enter", "enter", "n")
        assert east.store.read("SELECT 1 FROM hold") == []
        await driver.keys("r", *scan, *"ans", "enter", *"voor later", "enter", "enter", "j")
    assert east.store.read("SELECT title_id FROM hold") == [(title_id,)]


async def test_changing_tabs_leaves_what_was_open_and_shows_what_changed(desk: Desk) -> None:
    title_id, _ = add_avonden(desk, None)
    async with running(desk) as driver:
        await driver.keys("alt+c", *"avonden", "enter", "alt+k", "x")
        with desk.transaction() as tx:
            tx.execute("UPDATE title SET title = 'De dagen' WHERE id = ?", (title_id,))
        await driver.keys("alt+c")
        assert "De dagen: een winterverhaal" in driver.text
        await driver.keys("f12")
        assert "▸Zoek" in driver.text
        assert "avonden" not in driver.text


async def test_the_history_of_a_title_is_shown(desk: Desk) -> None:
    add_avonden(desk)
    async with running(desk) as driver:
        await driver.keys("alt+c", *"avonden", "enter", "h")
        assert "ebt 9428  Titel opgevoerd" in driver.text
        assert "     Auteur: Reve, Gerard" in driver.text
        await driver.keys("escape", "w")
        assert "Titel wijzigen" in driver.text
