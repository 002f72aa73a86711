"""The tab Vestigingsbeheer by keys: another working date, another user, the calendar, what is in their way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace as changed

from balie.circulation.calendar import read_calendar, set_day
from balie.circulation.opening_days import DayKind
from balie.desk import Desk
from balie.ledger import Incoming, Method, receive
from balie.lending.holds.holds import place_hold
from balie.lending.holds.set_aside import set_aside
from balie.library.structs import Library
from balie.library.terms import Weekday
from screens.host.settings import Settings
from tests.conftest import MOMENT
from tests.support.borrowers import ALLOWED, new_item, new_title
from tests.support.desk_driver import Driver, opening, running
from tests.support.holds import EAST, NAMES, WEST, desk_at, reader, two_branches

WEEK = (Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.FRIDAY, Weekday.SATURDAY)
APRIL = (date(2024, 4, 1), date(2024, 4, 30))
OFF = "! WERKDATUM 02-04-2024"


@pytest.fixture
def east(desk: Desk, poort: Library) -> Desk:
    """A library of two branches; this one is open four days a week."""
    at = desk_at(desk, two_branches(poort))
    return replace(at, branch=changed(at.branch, opening_days=WEEK))


def journal(desk: Desk) -> list[tuple[object, ...]]:
    """What was done to the workplace and the calendar, by whom, as of which day."""
    asked = ("working date set", "user switched", "calendar changed")
    rows = desk.store.read("SELECT action, staff, branch, working_date FROM journal ORDER BY id")
    return [tuple(row) for row in rows if row[0] in asked]


async def set_date(driver: Driver, day: str) -> None:
    await driver.keys("alt+v", "1", *day, "enter")


async def test_a_desk_that_was_left_open_overnight_says_that_it_books_on_the_day_of_before(east: Desk) -> None:
    moments = [MOMENT]
    async with running(replace(east, now=lambda: moments[-1])) as driver:
        await driver.keys("alt+k", "alt+b", "x")
        assert "WERKDATUM" not in driver.lines[1]
        moments.append(MOMENT + timedelta(days=1))
        await driver.keys("y")
        assert "! WERKDATUM 09-04-2024" in driver.lines[1]
        assert driver.message.startswith("Het is een andere dag geworden, en u boekt nog op 09-04-2024.")
        await driver.keys("backspace", "backspace", "alt+k")
        assert "! WERKDATUM 09-04-2024" in driver.lines[1]
        await driver.keys("alt+v", "2")
        assert driver.lines[1].endswith(" 10-04-2024")


async def test_another_working_date_holds_on_every_tab_and_can_be_taken_back(east: Desk) -> None:
    async with running(east) as driver:
        await driver.keys("alt+z", "alt+b", "alt+v", "2")
        assert "er is niets terug te zetten" in driver.message
        await set_date(driver, "02-04-2024")
        assert driver.message.startswith("De werkdatum is nu 02-04-2024.")
        assert OFF in driver.lines[1]

        for tab in ("alt+k", "alt+b"):
            await driver.keys(tab)
            assert OFF in driver.lines[1]
            assert driver.app.page.desk_app.desk.working_date == date(2024, 4, 2)
        await driver.keys("alt+k")
        assert driver.lines[1].startswith(" Klantenadministratie")

        await driver.keys("alt+v", "2")
        assert driver.message == "De werkdatum is weer vandaag: 09-04-2024."
        assert "WERKDATUM" not in driver.lines[1]
        assert driver.lines[1].endswith("09-04-2024")

    assert journal(east) == [
        ("working date set", "ebt", EAST, "2024-04-09"),
        ("working date set", "ebt", EAST, "2024-04-02"),
    ]


async def test_a_working_date_that_cannot_be_is_refused_and_one_far_back_is_asked(east: Desk) -> None:
    async with running(east) as driver:
        await set_date(driver, "10-04-2024")
        assert "ligt in de toekomst" in driver.text
        await driver.keys("ctrl+u", *"09-04-2023", "f2")
        assert "09-04-2023 is 366 dagen terug. Klopt dat?" in driver.text
        await driver.keys("n")
        assert "▸Werkdatum (dd-mm-jjjj) * 09-04-2023" in " ".join(driver.lines[4].split())
        await driver.keys("f2", "j")
        assert "! WERKDATUM 09-04-2023" in driver.lines[1]


async def test_nobody_who_is_being_helped_changes_day_in_the_middle(east: Desk) -> None:
    anna = reader(east, NAMES[0])
    number = str(east.store.read("SELECT number FROM card WHERE customer_id = ?", (anna,))[0][0])
    async with running(east) as driver:
        await driver.keys("alt+b", *number, "enter", "f2")
        await set_date(driver, "02-04-2024")
        assert "Op het tabblad Balie is nog een sessie open" in driver.text.replace("\n", " ")
        await driver.keys("escape", "j", "3", *"jvd", "f2")
        assert "nog een sessie open" in driver.text
        await driver.keys("alt+b", "f12")
        await driver.keys("alt+v", "f2")
        assert driver.message == f"Nu werkt jvd op {east.branch.number} {east.branch.name}."
    assert [row[:2] for row in journal(east)] == [("user switched", "ebt")]


async def test_typed_work_on_another_tab_is_asked_about_before_it_goes(east: Desk) -> None:
    async with running(east) as driver:
        await driver.keys("tab", "x")
        await set_date(driver, "02-04-2024")
        assert "nog niet is opgeslagen" in driver.text
        await driver.keys("n", "alt+k")
        assert "▸Voorletters    x" in driver.text
        await driver.keys("alt+v", "f2", "j", "alt+k")
        assert "▸Klantnummer *" in driver.text
        assert not driver.app.page.has_typed_work
        assert OFF in driver.lines[1]


async def test_somebody_else_goes_on_at_another_branch_under_a_new_code(east: Desk) -> None:
    async with running(east) as driver:
        await driver.keys("alt+v", "3", "f2")
        assert "Typ de code van de medewerker" in driver.text
        await driver.keys(*"jvd", "enter", "right", "f2")
        assert f"{WEST} " in driver.lines[1]
        assert "· jvd ·" in driver.lines[1]
        await set_date(driver, "02-04-2024")
    assert journal(east) == [
        ("user switched", "ebt", EAST, "2024-04-09"),
        ("working date set", "jvd", WEST, "2024-04-09"),
    ]


async def test_days_of_the_calendar_are_set_by_a_letter_and_go_back_to_the_usual(east: Desk) -> None:
    async with running(east) as driver:
        await driver.keys("alt+v", "4")
        assert "di 9 april 2024: open, zoals gewoonlijk" in driver.text
        await driver.keys("right", "g", "down", "b", "left", "left", "o")
        assert read_calendar(east.store, east.branch.number, *APRIL) == [
            (date(2024, 4, 10), DayKind.CLOSED, ""),
            (date(2024, 4, 15), DayKind.OPEN, ""),
            (date(2024, 4, 17), DayKind.FINE_FREE, ""),
        ]
        assert "17  b.vrij" in driver.text
        assert "ma 15 april 2024: open" in driver.text
        await driver.keys("delete", "delete", "t", "pagedown", "pagedown", "pageup")
        assert "do 9 mei 2024: dicht, zoals gewoonlijk" in driver.text
    assert len(read_calendar(east.store, east.branch.number, *APRIL)) == 2
    assert [row[0] for row in journal(east)] == ["calendar changed"] * 4


async def test_a_summer_closure_is_one_act_and_a_mistake_in_it_loses_nothing(east: Desk) -> None:
    async with running(east) as driver:
        await driver.keys("alt+v", "4")
        # In one burst: the marked day as it stands, until the 30th, closed, with its note.
        await driver.burst("p\r30-03-2024\r\rVerbouwing\r")
        assert "De laatste dag ligt voor de eerste" in driver.text
        await driver.keys("ctrl+u", *"30042024", "f2")
        assert driver.message.startswith("22 dagen gewijzigd.")
        assert "09-04-2024 t/m 30-04-2024  gesloten" in driver.text
        assert "di 9 april 2024: gesloten · Verbouwing" in driver.text
        await driver.keys("enter", "f2")
        assert driver.message == "Er was niets te wijzigen: de kalender zei dit al."
    assert len(journal(east)) == 1


async def test_holidays_are_proposed_where_the_branch_would_be_open(east: Desk) -> None:
    set_day(east, date(2024, 12, 25), DayKind.OPEN, note="Kerstmarkt")
    async with running(east) as driver:
        await driver.keys("alt+v", "4", "f")
        assert "[ ] ma 01-01-2024  Nieuwjaarsdag (dan gewoonlijk dicht)" in driver.text
        assert "[ ] vr 29-03-2024  Goede vrijdag" in driver.text
        assert "[x] za 27-04-2024  Koningsdag" in driver.text
        assert "[ ] wo 25-12-2024  Eerste kerstdag (staat op open)" in driver.text
        await driver.keys("enter")
        assert driver.message == "1 dag op gesloten gezet."
    assert read_calendar(east.store, east.branch.number, *APRIL) == [(date(2024, 4, 27), DayKind.CLOSED, "Koningsdag")]


async def test_the_workplace_opens_with_the_tab_it_chose_and_what_was_typed_ahead_goes_there(
    east: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "instellingen.json"
    async with running(east, settings=Settings(path)) as driver:
        assert driver.app.page.heading == "Klantenadministratie"
        await driver.keys("alt+v", "5", "home", "enter")
        assert driver.message == "Deze werkplek opent voortaan met Balie."
        assert "Opent met ............................................................ Balie" in driver.text
    async with running(east, settings=Settings(path)) as driver:
        assert driver.app.page.heading == "Uitlenen"
        await driver.keys("x")
        assert "▸Klantnummer   x" in driver.text


async def test_another_till_is_kept_and_what_was_not_counted_in_this_one_is_told(east: Desk, tmp_path: Path) -> None:
    anna = reader(east, NAMES[0])
    with east.transaction() as tx:
        receive(tx, Incoming(anna, 1250, Method.CASH, east.working_date, east.till))
    path = tmp_path / "instellingen.json"
    async with running(east, settings=Settings(path)) as driver:
        await driver.keys("alt+v", "7")
        assert "Kas 1: 1 boeking, € 12,50 contant; nog niet geteld." in driver.text
        await driver.keys("ctrl+u", *"b/2", "f2")
        assert "een kas heeft een code van letters en cijfers" in driver.text
        await driver.keys("ctrl+u", *"B2", "enter")
        assert driver.message.startswith("Geld gaat nu in kas B2. Kas 1: 1 boeking")
        assert driver.app.desk.till == "B2"
    assert Settings(path).till == "B2"
    rows = east.store.read("SELECT before, after FROM journal WHERE action = 'till changed'")
    assert rows == [('{"till":"1"}', '{"till":"B2"}')]


async def test_a_desk_where_items_come_in_begins_with_innemen_and_goes_on_to_uitlenen(
    east: Desk, tmp_path: Path
) -> None:
    path, item = tmp_path / "instellingen.json", new_item(east)
    number = str(east.store.read("SELECT number FROM card WHERE customer_id = ?", (reader(east, NAMES[0]),))[0][0])
    async with running(east, settings=Settings(path)) as driver:
        await driver.keys("alt+v", "5", "up", "enter")
        assert driver.message == "Deze werkplek opent voortaan met Innemen (Balie)."
        await driver.keys("alt+b")
        assert driver.app.page.heading == "Innemen"
    async with opening(east, settings=Settings(path)) as driver:
        # Scanned while it opens: the item comes in, and nobody's number is asked.
        await driver.burst(f"{item}\r")
        assert driver.app.page.heading == "Innemen"
        assert "Dit exemplaar was al binnen." in driver.message
        await driver.keys("escape")
        assert driver.app.page.heading == "Uitlenen"
        await driver.keys("alt+b", "f11", *number, "enter")
        assert driver.app.page.heading == "Uitlenen"
        # Alt+B begins anew, unless somebody is being helped.
        await driver.keys("f2", "alt+b")
        assert driver.app.page.heading == "Uitlenen"
        await driver.keys("f12", "alt+b")
        assert driver.app.page.heading == "Innemen"
        await set_date(driver, "02-04-2024")
        assert "Op het tabblad Balie is nog een sessie open" in " ".join(driver.text.split())


async def test_a_closure_tells_how_many_reservations_stand_ready_longer(east: Desk) -> None:
    title = new_title(east)
    number = new_item(east, title)
    place_hold(east, reader(east, NAMES[0]), title, override=ALLOWED)
    until = set_aside(east, number).hold.expires_on
    assert until is not None
    async with running(replace(east, working_date=until)) as driver:
        await driver.keys("alt+v", "4", "g")
        assert "1 reservering staat langer klaar, tot de eerste dag dat u weer open bent." in driver.message
