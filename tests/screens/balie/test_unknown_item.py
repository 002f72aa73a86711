"""Toch uitlenen with keys: asked what it is, lent, found again at Exemplaren; in a burst the line waits for F2."""

from __future__ import annotations

from dataclasses import replace

from msgspec.structs import replace as changed

from balie.catalogue.provisional import provisional_items
from balie.desk import Desk
from tests.screens.balie.conftest import Copy, Member
from tests.support.desk_driver import running


async def test_an_unknown_item_is_noted_lent_and_completed_later(desk: Desk, member: Member, copy: Copy) -> None:
    number, known = member(), copy("Gewoon")
    async with running(desk) as driver:
        await driver.keys("alt+b")
        await driver.burst(f"{number}\rBX-1\r")
        assert "of leen het toch uit" in driver.text
        await driver.keys("f2")
        assert "Exemplaar BX-1: neem over wat erop staat." in driver.text
        await driver.keys("f2")
        assert "De titel is leeg" in driver.text
        await driver.burst(f"{known}\r")  # somebody scans on: that is no title
        assert "gescand nummer en geen titel" in driver.text
        await driver.keys(*["backspace"] * len(known))
        await driver.keys(*"Zonder naam", "enter", "f2")
        assert "Geleend" in driver.text
        assert "(toch geleend)" in driver.text
        await driver.burst(f"BX-2\r{known}\r")  # a burst: the line stays, nothing asks
        assert "Toch uitlenen ]" not in driver.text
        await driver.keys("home", "down")
        assert "BX-2" in driver.message
        assert "F2: Toch uitlenen." in driver.message
        await driver.keys("f2", *"Nog een", "f2")
        assert [one.number for one in provisional_items(desk.store)] == ["BX-1", "BX-2"]
        await driver.keys("f4")
        await driver.burst("BX-2\r")
        assert "Geannuleerd: Nog een" in driver.message
        await driver.keys("alt+e", "ctrl+n")
        assert "Voorlopig opgevoerd aan de balie: de titel is nog aan te vullen" in driver.text
        await driver.keys("enter")
        assert "Voorlopig: vul de titel aan (1, dan W)" in driver.text
        await driver.keys("1", "w", "f2", "escape", "escape")
        assert [one.number for one in provisional_items(desk.store)] == ["BX-2"]
        assert "BX-1" not in driver.text
    assert desk.store.read("SELECT item_number FROM loan ORDER BY id") == [("BX-1",), (known,)]


async def test_it_is_not_offered_where_the_library_does_not_want_it(desk: Desk, member: Member) -> None:
    number = member()
    assert desk.library.loans is not None
    rules = changed(desk.library.loans, lend_unknown=False)
    async with running(replace(desk, library=changed(desk.library, loans=rules))) as driver:
        await driver.keys("alt+b")
        await driver.burst(f"{number}\rBX-1\r")
        assert "of voer het eerst op" in driver.text
        assert "Toch uitlenen" not in driver.text
        await driver.keys("escape", "up", "f2")
        assert "Deze regel vraagt niets" in driver.message
