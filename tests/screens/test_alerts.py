"""What pops up when a customer is opened: told once, and never in the way of a scan."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from balie.customers.tabs.editing import read_edit, save_edit
from balie.desk import Desk
from tests.screens.conftest import DeskOf
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import UP_TO_SAVING, running

NUMBER, OTHER = "29428000077727", "29428000077735"
NOTE = "[red]Adres[/red] navragen"


def note(desk: Desk, customer_id: int, text: str = NOTE) -> None:
    save_edit(desk, customer_id, "5", {"note_1": text}, read_edit(desk, customer_id, "5"))


async def test_a_note_pops_up_once_and_enter_closes_it(desk: Desk) -> None:
    note(desk, enrol_tester(desk).customer_id)
    async with running(desk) as driver:
        await driver.burst(f"{NUMBER}\r")
        assert "╭─ Let op" in driver.text
        assert NOTE in driver.text
        await driver.keys("enter", "5", "2")
        assert "Let op" not in driver.text


async def test_nothing_pops_up_for_who_has_nothing(desk: Desk) -> None:
    enrol_tester(desk)
    async with running(desk) as driver:
        await driver.burst(f"{NUMBER}\r")
        assert "Let op" not in driver.text


async def test_nothing_pops_up_right_after_enrolling(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys(*UP_TO_SAVING, "f2", "f2")
        assert "Toegekend eenmalig wachtwoord" in driver.text
        await driver.keys("enter")
        assert "Let op" not in driver.text


async def test_a_scan_while_the_box_is_on_the_screen_opens_the_next_customer(desk: Desk) -> None:
    note(desk, enrol_tester(desk).customer_id)
    enrol_tester(desk, initials="J")
    async with running(desk) as driver:
        await driver.burst(f"{NUMBER}\r")
        assert "Let op" in driver.text
        await driver.burst(f"{OTHER}\r")
        assert OTHER in driver.lines[4]


async def test_a_key_that_is_no_ok_does_what_it_does_and_the_alert_stays_to_be_read(desk: Desk) -> None:
    note(desk, enrol_tester(desk).customer_id)
    async with running(desk) as driver:
        await driver.burst(f"{NUMBER}\r")
        await driver.keys("down")
        assert "╭─ Let op" not in driver.text
        assert driver.message == NOTE


async def test_scans_typed_ahead_open_every_customer_in_order_and_the_last_one_is_told(desk_of: DeskOf) -> None:
    desk = desk_of(20)
    cards = desk.store.read("SELECT number, customer_id FROM card ORDER BY number")
    for _, customer_id in cards:
        note(desk, customer_id, f"Melding voor {customer_id}")
    opened: list[int] = []
    async with running(desk) as driver:
        app = driver.app
        remember = app.open_customer

        async def open_customer(customer_id: int, *, alert: bool = True) -> None:
            opened.append(customer_id)
            await remember(customer_id, alert=alert)

        app.open_customer = open_customer  # type: ignore[method-assign]
        await driver.burst("".join(f"{number}\r" for number, _ in cards))
        assert f"│ Melding voor {cards[-1][1]}" in driver.text
    assert opened == [customer_id for _, customer_id in cards]


async def test_what_was_typed_ahead_is_not_taken_for_having_read_the_alert(desk: Desk) -> None:
    note(desk, enrol_tester(desk).customer_id)
    async with running(desk) as driver:
        await driver.burst(f"{NUMBER}\r\r\r")
        assert driver.message == NOTE


async def test_who_is_opened_again_is_asked_about_only_when_there_is_something_new(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    note(desk, customer_id)
    async with running(desk) as driver:
        await driver.burst(f"{NUMBER}\r")
        assert "╭─ Let op" in driver.text
        await driver.keys("enter", "f12")
        await driver.burst(f"{NUMBER}\r")
        assert "╭─ Let op" not in driver.text
        assert driver.message == NOTE
        save_edit(desk, customer_id, "5", {"note_2": "Nieuw"}, read_edit(desk, customer_id, "5"))
        await driver.keys("f12")
        await driver.burst(f"{NUMBER}\r")
        assert "╭─ Let op" in driver.text
        assert "Nieuw" in driver.text


async def test_what_was_passed_over_with_a_key_or_on_another_day_was_not_read(desk: Desk) -> None:
    note(desk, enrol_tester(desk).customer_id)
    async with running(desk) as driver:
        await driver.burst(f"{NUMBER}\r")
        await driver.keys("down", "f12")
        await driver.burst(f"{NUMBER}\r")
        assert "╭─ Let op" in driver.text
        await driver.keys("enter", "f12")
        tomorrow = replace(desk, working_date=desk.working_date + timedelta(days=1))
        await driver.app.work_at(tomorrow)
        await driver.burst(f"{NUMBER}\r")
        assert "╭─ Let op" in driver.text
