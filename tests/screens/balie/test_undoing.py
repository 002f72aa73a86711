"""Annuleren (F4) says only what can be done: of a line on which nothing was done it is not offered."""

from __future__ import annotations

from balie.desk import Desk
from tests.screens.balie.conftest import BASIC, Copy, Member
from tests.support.desk_driver import running


async def test_f4_after_a_second_scan_names_the_line_that_can_be_taken_back(
    desk: Desk, member: Member, copy: Copy
) -> None:
    member(BASIC)
    book = copy("Een")
    async with running(desk) as driver:
        await driver.keys("alt+b", *"24104000000010", "enter", "f2")
        await driver.burst(f"{book}\r")
        await driver.keys("f4")
        assert driver.message.startswith("Scan wat niet doorgaat. F4 nog eens: de gemarkeerde regel. Esc: niet. Een")
        await driver.keys("escape")
        await driver.burst(f"{book}\r")
        await driver.keys("escape")
        await driver.keys("f4")
        assert driver.message == "Scan wat niet doorgaat. Esc: niet."
        await driver.keys("f4")
        assert driver.message == (
            "Deze regel is de tweede scan: daarop is niets gedaan. Kies met ↑ ↓ de regel daarvoor, en dan F4."
        )
        await driver.keys("down", "f4")
        assert "Geannuleerd: Een" in driver.message
    assert desk.store.read("SELECT 1 FROM loan WHERE returned_on IS NULL") == []


async def test_f4_on_a_line_of_what_was_never_done_says_so(desk: Desk, member: Member, copy: Copy) -> None:
    member(BASIC)
    book = copy("Een")
    async with running(desk) as driver:
        await driver.keys("alt+b", *"24104000000010", "enter", "f2")
        await driver.burst(f"{book}\r34104000000999\r")
        await driver.keys("escape", "f4", "f4")
        assert driver.message.startswith("Deze regel is geweigerd: er is niets gedaan dat terug kan.")
