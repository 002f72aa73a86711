"""The tab Reserveringen by keys: lists, the kastlijst with a scanner, acts, and what is wrong in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from msgspec.structs import replace as changed

from balie.catalogue.statuses import ItemStatus
from balie.catalogue.title_form import TitleValues
from balie.circulation.holds import open_holds_of
from balie.desk import Desk
from balie.lending.holds.holds import place_hold
from balie.lending.holds.set_aside import set_aside
from balie.library.lending_tables import Receipts
from balie.library.structs import Library
from balie.library.terms import Procedure
from screens.program.app import DeskApp
from tests.support.catalogue import AVONDEN, add_with_items, lend_out
from tests.support.desk_driver import Driver, running
from tests.support.holds import NAMES, WEST, desk_at, later, reader, status, stored, told, two_branches

HOSTILE = "[red]Jan[/red]"
FIRST, SECOND = "34104000000017", "34104000000025"
UNTIL = date(2024, 4, 19)


@pytest.fixture
def east(desk: Desk, poort: Library) -> Desk:
    return desk_at(desk, two_branches(poort))


@pytest.fixture
def title(east: Desk) -> int:
    """De avonden, twice on the shelf."""
    return add_with_items(east, AVONDEN, FIRST, SECOND)[0]


@pytest.fixture
def anna(east: Desk) -> int:
    return reader(east, NAMES[0])


@pytest.fixture
def jan(east: Desk) -> int:
    return reader(east, HOSTILE, born="05-05-1985")


def flat(driver: Driver) -> str:
    """The screen as one line, without the frame of a box."""
    return " ".join(driver.text.replace("│", " ").split())


def on_paper(desk: Desk) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(desk.spool.glob("bon-*.txt"))]


async def test_the_first_screen_counts_what_there_is_to_do(east: Desk, title: int, anna: int, jan: int) -> None:
    place_hold(east, anna, title)
    place_hold(east, jan, title)
    set_aside(east, FIRST)
    async with running(east) as driver:
        await driver.keys("alt+r")

        assert "Uit de kast te halen ..................................................... 1" in driver.text
        assert "Staat klaar om af te halen ............................................... 1" in driver.text


async def test_opening_the_tab_ends_what_was_not_collected_and_prints_the_slip_for_the_next(
    east: Desk, title: int, anna: int, jan: int
) -> None:
    first, second = (place_hold(east, one, title, item_number=FIRST).hold_id for one in (anna, jan))
    set_aside(east, FIRST)
    late = later(east, 11)
    async with running(late) as driver:
        await driver.keys("alt+r")
        assert driver.message == "1 reservering is vervallen: zie Niet opgehaald (3)."
        await driver.keys("3")
        assert "20-04-2024  34104000000017  Staat klaar voor de volgende" in driver.text

    assert str(stored(late, first).state) == "Z"
    assert told(stored(late, second)) == ("O", FIRST, date(2024, 4, 30))
    (slip,) = on_paper(late)
    assert "[RED " in slip


async def test_a_scan_on_the_kastlijst_sets_the_copy_aside_and_prints_its_slip(
    east: Desk, title: int, anna: int
) -> None:
    hold_id = place_hold(east, anna, title).hold_id
    async with running(east) as driver:
        await driver.keys("alt+r", "1")
        assert "A3 REVE           34104000000017  hier  De avonden / Reve, Gerard" in driver.text
        await driver.burst(f"{FIRST}\r")

        assert flat(driver).count("De kastlijst is leeg") == 1
        assert driver.message.startswith(f"{FIRST}: Zet klaar voor Dhr. E.B. Aalbers, t/m 19-04-2024. Bon afgedrukt")
    assert told(stored(east, hold_id)) == ("O", FIRST, UNTIL)
    assert len(on_paper(east)) == 1


async def test_where_the_library_asks_the_slip_is_asked_for_and_a_scan_leaves_it_for_later(
    east: Desk, title: int, anna: int, jan: int
) -> None:
    asking = replace(east, library=changed(east.library, receipts=Receipts(hold=Procedure.ASK)))
    for customer_id in (anna, jan):
        place_hold(east, customer_id, title)
    async with running(asking) as driver:
        await driver.keys("alt+r", "1")
        await driver.burst(f"{FIRST}\r")
        assert "De bon bij het exemplaar afdrukken?" in driver.text
        await driver.burst(f"{SECOND}\r")
        assert "De bon bij het exemplaar afdrukken?" in driver.text
        await driver.keys("j")
        assert "Bon afgedrukt" in driver.message
    assert [hold.ready_item for one in (anna, jan) for hold in open_holds_of(east.store, one)] == [FIRST, SECOND]
    assert len(on_paper(east)) == 1


async def test_two_scans_in_one_burst_are_both_taken(east: Desk, title: int, anna: int, jan: int) -> None:
    for customer_id in (anna, jan):
        place_hold(east, customer_id, title)
    async with running(east) as driver:
        await driver.keys("alt+r", "1")
        await driver.burst(f"{SECOND}\r{FIRST}\r")

    # Each for whom the list fetches it, whichever is scanned first.
    assert [hold.ready_item for one in (anna, jan) for hold in open_holds_of(east.store, one)] == [FIRST, SECOND]


async def test_a_scan_that_nobody_waits_for_says_so_and_the_list_stays(east: Desk, title: int, anna: int) -> None:
    place_hold(east, anna, title)
    _, (other,) = add_with_items(east, TitleValues("Kaas", "boek"), "34104000000033")
    async with running(east) as driver:
        await driver.keys("alt+r", "1")
        for number, said in (
            (other, f"Niemand wacht op exemplaar {other}: zet het in de kast."),
            (
                "99",
                "Exemplaar 99 is niet bekend: scan het opnieuw, of voer het eerst op bij de titel (Catalogus, Alt+C).",
            ),
        ):
            await driver.burst(f"{number}\r")
            assert driver.message == said
            assert FIRST in driver.text


async def test_g_sets_the_marked_copy_aside_and_it_travels_to_where_it_is_collected(
    east: Desk, title: int, anna: int
) -> None:
    hold_id = place_hold(east, anna, title, pickup_branch=WEST).hold_id
    async with running(east) as driver:
        await driver.keys("alt+r", "1")
        assert f"{FIRST}  4105  De avonden" in driver.text
        await driver.keys("g")
        assert "Op transport naar 4105 (Winterswijk), voor een reservering." in driver.message

    assert told(stored(east, hold_id)) == ("T", FIRST, None)


async def test_what_is_not_in_its_place_is_missing_and_another_copy_is_fetched(
    east: Desk, title: int, anna: int
) -> None:
    place_hold(east, anna, title)
    async with running(east) as driver:
        await driver.keys("alt+r", "1", "n", "n")
        assert status(east, FIRST) is ItemStatus.IN
        await driver.keys("n", "enter")
        assert status(east, FIRST) is ItemStatus.IN
        assert "Wie erop wacht" in driver.text
        await driver.keys("j")
        assert SECOND in driver.text
        assert driver.message == f"Exemplaar {FIRST} is vermist gemeld."
        await driver.keys("n")
        assert "Er wacht 1 klant op" in driver.text
        await driver.keys("j")
        assert "De kastlijst is leeg" in driver.text
        assert "Let op: er wacht 1 klant op, en een ander exemplaar is er niet." in driver.message
        await driver.keys("escape", "4")
        assert "Let op: hiervoor kan geen exemplaar meer komen (vermist, afgeschreven)." in driver.text

    assert [status(east, number) for number in (FIRST, SECOND)] == [ItemStatus.MISSING, ItemStatus.MISSING]


async def test_the_kastlijst_on_paper_and_an_empty_one(east: Desk, title: int, anna: int) -> None:
    async with running(east) as driver:
        await driver.keys("alt+r", "1", "ctrl+d")
        assert "De kastlijst is leeg" in driver.message
        place_hold(east, anna, title)
        await driver.keys("escape", "1", "ctrl+d")
        assert driver.message.startswith("Bon afgedrukt")

    (paper,) = on_paper(east)
    assert "KASTLIJST: 1 exemplaar" in paper


async def test_cancelling_asks_why_and_then_whether_and_gives_the_copy_to_the_next(
    east: Desk, title: int, anna: int, jan: int
) -> None:
    first, second = (place_hold(east, one, title, item_number=FIRST).hold_id for one in (anna, jan))
    set_aside(east, FIRST)
    async with running(east) as driver:
        await driver.keys("alt+r", "2", "a", "escape")
        await driver.keys("a", "enter", "enter")
        assert "De reservering van Aalbers, E.B. op De avonden / Reve, Gerard annuleren?" in flat(driver)
        await driver.keys("n")
        assert str(stored(east, first).state) == "O"
        await driver.keys("a", "down", "enter", "j")
        assert driver.message.startswith(
            f"Geannuleerd. {FIRST}: Zet klaar voor Dhr. E.B. [red]Jan[/red], t/m 19-04-2024. Bon afgedrukt"
        )
        assert "19-04-2024  [red]Jan[/red], E.B." in driver.text

    assert str(stored(east, second).state) == "O"
    assert east.store.read("SELECT state, reason FROM hold WHERE id = ?", (first,)) == [("Z", "2")]


async def test_a_priority_that_is_none_keeps_what_was_typed(east: Desk, title: int, anna: int, jan: int) -> None:
    place_hold(east, anna, title)
    second = place_hold(east, jan, title).hold_id
    async with running(east) as driver:
        await driver.keys("alt+r", "4", "down", "v", "ctrl+u", "x", "enter")
        assert "Vul een prioriteit in van 0 (eerst) tot en met 9 (laatst)" in flat(driver)
        assert "│ x" in driver.text
        await driver.keys("ctrl+u", "9", "enter", "v", "0", "enter")
        assert driver.message == "Prioriteit 0: nummer 1 in de rij."
        await driver.keys("w")
        waiting = [line for line in driver.lines if "Actief" in line]

    assert "[red]Jan[/red], E.B." in waiting[0]
    assert stored(east, second).priority == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("morgen", "morgen is geen datum"),
        ("08-04-2024", "Kies een dag van 09-04-2024 tot en met 08-06-2024."),
        ("09-06-2024", "Kies een dag van 09-04-2024 tot en met 08-06-2024."),
        ("31-04-2024", "31-04-2024"),
    ],
)
async def test_a_day_that_cannot_be_keeps_what_was_typed(
    east: Desk, title: int, anna: int, typed: str, said: str
) -> None:
    hold_id = place_hold(east, anna, title).hold_id
    set_aside(east, FIRST)
    async with running(east) as driver:
        await driver.keys("alt+r", "2", "l")
        assert "26-04-2024" in driver.text
        await driver.keys("ctrl+u", *typed, "enter")
        assert said in flat(driver)
        await driver.keys("escape")
        assert stored(east, hold_id).expires_on == UNTIL
        await driver.keys("l", "enter")

    assert stored(east, hold_id).expires_on == date(2024, 4, 26)


async def test_what_cannot_be_done_with_the_marked_one_says_why(east: Desk, title: int, anna: int) -> None:
    place_hold(east, anna, title)
    async with running(east) as driver:
        await driver.keys("alt+r", "4", "l")
        assert driver.message == "Voor deze reservering staat niets klaar."
        await driver.keys("b")
        assert driver.message == "Voor deze reservering staat niets apart: er is nog geen bon."
        await driver.keys("h")
        assert driver.message == "Wat is afgehandeld ziet u per klant: kies Van een klant (5)."
        await driver.keys("escape", "2")
        await driver.keys("a")
        assert driver.message == "Er staat hier geen reservering."


async def test_a_scan_marks_the_reservation_that_the_copy_is_for(east: Desk, title: int, anna: int, jan: int) -> None:
    place_hold(east, anna, title)
    place_hold(east, jan, title)
    set_aside(east, FIRST)
    set_aside(east, SECOND)
    async with running(east) as driver:
        await driver.keys("alt+r", "2")
        await driver.burst(f"{SECOND}\r")
        assert any(line.startswith("▸19-04-2024  [red]Jan[/red]") for line in driver.lines)
        await driver.keys("b")
        assert driver.message.startswith("Bon afgedrukt")

    assert "[RED " in on_paper(east)[-1]


async def test_reserving_from_the_tab_asks_title_customer_and_branch(east: Desk, title: int, anna: int) -> None:
    number = east.store.read("SELECT number FROM card WHERE customer_id = ?", (anna,))[0][0]
    async with running(east) as driver:
        await driver.keys("alt+r", "7", *"avond", "enter", *number, "enter")
        assert "Waar afhalen?" in driver.text
        await driver.keys("down", "enter", "enter")
        assert driver.message == (
            "Gereserveerd, eerste in de rij; afhalen in 4105 (Winterswijk). Hier staat er een in de kast: A3 REVE."
        )
        await driver.keys("6", *"avond", "enter")
        assert "Aalbers, E.B." in driver.text
        assert "afhalen in 4105 (Winterswijk)" in flat(driver)

    assert [hold.branch for hold in open_holds_of(east.store, anna)] == [WEST]


async def test_a_scan_while_the_desk_is_asked_whether_to_reserve_answers_nothing(
    east: Desk, title: int, anna: int
) -> None:
    async with running(east) as driver:
        await driver.keys("alt+c")
        await driver.type("avonden\rr")
        await driver.type("aalbers\r\r")
        await driver.burst(SECOND + "\r")
        assert "Waar afhalen?" in driver.text
        await driver.keys("enter")
        await driver.burst(SECOND + "\r")
        assert "reserveren?" in driver.text
        assert open_holds_of(east.store, anna) == []
        await driver.keys("enter")
        assert len(open_holds_of(east.store, anna)) == 1


async def test_what_a_customer_may_not_reserve_is_told_with_every_reason(east: Desk, title: int, anna: int) -> None:
    place_hold(east, anna, title)
    lend_out(east, anna, FIRST, date(2024, 5, 7))
    number = east.store.read("SELECT number FROM card WHERE customer_id = ?", (anna,))[0][0]
    async with running(east) as driver:
        await driver.keys("alt+r", "7", *"avond", "enter", *number, "enter")
        assert "De klant heeft deze titel in bezit" in flat(driver)
        assert "De klant heeft deze titel al gereserveerd, sinds 09-04-2024." in flat(driver)

    assert len(open_holds_of(east.store, anna)) == 1


async def test_of_a_customer_what_runs_and_what_is_done(east: Desk, title: int, anna: int) -> None:
    place_hold(east, anna, title)
    number = east.store.read("SELECT number FROM card WHERE customer_id = ?", (anna,))[0][0]
    async with running(east) as driver:
        await driver.keys("alt+r", "5", *number, "enter")
        assert "09-04-2024  Actief, eerste in de rij" in driver.text
        await driver.keys("a", "enter", "j")
        assert "Deze klant heeft niets gereserveerd" in driver.text
        await driver.keys("h")
        assert "Afgehandeld op 09-04-2024: geannuleerd door de klant" in flat(driver)
        await driver.keys("a")
        assert driver.message == "Deze reservering is al afgehandeld."
        await driver.keys("k")
        assert number in driver.text
        assert isinstance(driver.app, DeskApp)
        await driver.keys("alt+r")
        assert "Afgehandeld op 09-04-2024" in driver.text


async def test_alt_g_shows_what_is_reserved_of_the_customer_the_title_and_the_item_at_hand(
    east: Desk, title: int, anna: int
) -> None:
    place_hold(east, anna, title)
    number = east.store.read("SELECT number FROM card WHERE customer_id = ?", (anna,))[0][0]
    async with running(east) as driver:
        await driver.keys("alt+k")
        await driver.burst(f"{number}\r")
        await driver.keys("alt+g")
        assert "Reserveringen van een klant" in driver.text
        assert "09-04-2024  Actief, eerste in de rij      De avonden" in driver.text
        await driver.keys("escape", "5", "w", "alt+g")
        assert "Reserveringen van een klant" not in driver.text, "what is edited is not left"
        await driver.keys("escape", "alt+t")
        await driver.burst("9789023441908\r")
        await driver.keys("alt+g")
        assert "Wachtrij van een titel" in driver.text
        assert "Actief, eerste in de rij      5           Aalbers, E.B." in driver.text
        await driver.keys("escape", "enter", "alt+g")
        assert "Wachtrij van een titel" in driver.text
        await driver.keys("escape")
        assert f"Exemplaar {FIRST}" in driver.text


async def test_all_reservations_are_read_on_while_one_walks(
    east: Desk, title: int, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.reserveringen.hold_list.PAGE", 3)
    monkeypatch.setattr("screens.reserveringen.sources.PAGE", 3)
    for nth in range(7):
        other, _ = add_with_items(east, TitleValues(f"Deel {nth}", "boek"), f"D{nth}")
        place_hold(east, anna, other)
    async with running(east) as driver:
        await driver.keys("alt+r", "4")
        assert "Deel 2" in driver.text
        assert "Deel 3" not in driver.text
        await driver.keys("pagedown", "pagedown", "end")
        assert "Deel 6" in driver.text
