"""A session ends: at once, with a bon, with paying, and never over a refusal in a burst."""

from __future__ import annotations

from balie.desk import Desk
from tests.screens.balie.conftest import BASIC, Copy, Member
from tests.support.at_the_desk import at_home, help_customer, words
from tests.support.desk_driver import running


async def test_a_session_in_which_nothing_was_asked_ends_at_once(silent: Desk, member: Member, copy: Copy) -> None:
    number, book = member(), copy()
    async with running(silent) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{book}\r")
        await driver.keys("f12")
        assert "▸Klantnummer" in driver.text
        assert driver.message == "1 geleend."


async def test_the_end_offers_a_bon_and_to_pay_what_was_made(desk: Desk, member: Member, copy: Copy) -> None:
    number, top = member(BASIC), copy("Toptitel", top_title="ja")
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{top}\r")
        await driver.keys("f12")
        assert "nog niet betaald: € 1,50" in driver.text
        await driver.keys("escape")
        assert "▸Exemplaar" in driver.text
        await driver.keys("f12", "f5")
        assert "F5 = Bon" not in driver.text
        await driver.keys("f7")
        assert "Betalen" in driver.lines[1]
        await driver.keys("escape")
        assert "▸Klantnummer" in driver.text
    assert desk.store.read("SELECT template, state FROM receipt WHERE template = 'receipt-lending'") == [
        ("receipt-lending", "printed")
    ]


async def test_a_button_pressed_before_its_box_is_there_is_no_answer_and_nothing_for_afterwards(
    desk: Desk, member: Member, copy: Copy
) -> None:
    number, book = member(), copy()
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{book}\r")
        await driver.burst(f"\x1b[24~\x1b[15~{number}\r")  # F12, F5 and the next pass at once
        assert "F5 = Bon" in driver.text
        assert "1 scan wacht" in driver.text
        await driver.keys("f12")
        assert "▸Exemplaar" in driver.text
        assert "bon" not in driver.message.casefold()


async def test_what_was_paid_meanwhile_is_not_asked_for_again(silent: Desk, member: Member, copy: Copy) -> None:
    number, top = member(BASIC), copy("Toptitel", top_title="ja")
    async with running(silent) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{top}\r")
        await driver.keys("f7", "p", "enter", "enter", "j", "escape")
        assert "▸Exemplaar" in driver.text
        await driver.keys("f12")
        assert "▸Klantnummer" in driver.text


async def test_a_session_does_not_end_over_a_refusal_that_passed_in_a_burst(
    silent: Desk, member: Member, copy: Copy
) -> None:
    number, book = member(), copy()
    async with running(silent) as driver:
        await help_customer(driver, number)
        await driver.burst(f"99999\r{book}\r\x1b[24~")
        assert "╭─ Afsluiten" in driver.text
        assert "! 99999: Exemplaar 99999 is niet bekend" in driver.text
        await driver.keys("f12")
        assert "▸Klantnummer" in driver.text


async def test_a_hundred_scans_in_one_burst_each_get_their_line_and_the_end_waits_for_them(
    silent: Desk, member: Member, copy: Copy
) -> None:
    number = member()
    books = [copy(f"Titel {place}") for place in range(10)]
    scans = [books[place // 10] if place % 10 == 0 else f"9{place:05}" for place in range(100)]
    rang: list[None] = []
    async with running(silent) as driver:
        await help_customer(driver, number)
        driver.app.bell = lambda: rang.append(None)  # type: ignore[method-assign]
        await driver.burst("".join(f"{scan}\r" for scan in scans))
        lines = list(reversed(driver.app.page.work.log.lines))  # type: ignore[attr-defined]
        assert [line.number for line in lines] == scans
        assert words(driver) == ["Geleend" if place % 10 == 0 else "! Geweigerd" for place in range(100)]
        assert "╭─ Onbekend" in driver.text
        await driver.keys("enter")
        assert "›100 ! Geweigerd 900099" in driver.text
        assert len(rang) == 90
    assert [item for item, _ in at_home(silent)] == books
