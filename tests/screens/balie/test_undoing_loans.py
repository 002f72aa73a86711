"""F4 undoes a loan with its fee, its slip and its reservation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balie.desk import Desk
from balie.lending.holds.holds import place_hold
from balie.lending.holds.set_aside import set_aside
from tests.screens.balie.conftest import BASIC, Copy, Member
from tests.support.at_the_desk import at_home, help_customer, words
from tests.support.desk_driver import running
from tests.support.stock import new_item, new_title


async def test_f4_and_a_scan_undo_a_loan_with_its_fee(desk: Desk, member: Member, copy: Copy) -> None:
    number, top, other = member(BASIC), copy("Toptitel", top_title="ja"), copy("Andere")
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{top}\r{other}\r")
        await driver.keys("f4")
        assert "▸Annuleren" in driver.text
        await driver.burst(f"{top}\r")
        assert "▸Exemplaar" in driver.text
        assert words(driver) == ["Geleend", "Geleend", "Geannuleerd"]
        assert "(geannuleerd)" in driver.text
    assert at_home(desk) == [(other, 1)]
    assert desk.store.read("SELECT sum(cents) FROM charge WHERE kind = 'leengeld'") == [(0,)]


async def test_f4_undoes_the_line_that_was_walked_to_and_esc_undoes_nothing(
    desk: Desk, member: Member, copy: Copy
) -> None:
    number, first, second = member(), copy("Een"), copy("Twee")
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.keys("f4")
        assert driver.message.startswith("In deze sessie is nog niets gedaan")
        await driver.burst(f"{first}\r{second}\r")
        await driver.keys("f4", "escape")
        assert len(at_home(desk)) == 2
        await driver.keys("down", "f4")
        assert at_home(desk) == [(second, 1)]
        await driver.keys("down", "down", "f4")
        assert driver.message.startswith("Deze regel is niet te annuleren.")


async def test_what_was_not_lent_here_cannot_be_undone_here(desk: Desk, member: Member, copy: Copy) -> None:
    number, first, second = member(), copy("Een"), copy("Twee")
    async with running(desk) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{first}\r")
        await driver.keys("f4")
        await driver.burst(f"{second}\r")
        assert words(driver) == ["Geleend", "! Geweigerd"]
    assert at_home(desk) == [(first, 1)]


def one_ready_for_the_first(desk: Desk) -> tuple[str, str]:
    """A title that customers 1 and 2 wait for: the copy that stands ready for the first, and another that is in."""
    title_id = new_title(desk, title="Twee keer")
    ready, other, _ = (new_item(desk, title_id) for _ in range(3))
    for customer_id in (1, 2):
        place_hold(desk, customer_id, title_id)
    set_aside(desk, ready)
    return ready, other


@pytest.mark.parametrize(("rules", "keys"), [("silent", ()), ("asking", ("j",)), ("asking", ("n",))])
async def test_the_slip_of_the_copy_that_stood_ready_and_goes_to_who_is_next_is_printed(
    request: pytest.FixtureRequest, member: Member, desk: Desk, rules: str, keys: tuple[str, ...]
) -> None:
    at: Desk = request.getfixturevalue(rules)
    number, _ = member(), member(surname="Volgende")
    ready, other = one_ready_for_the_first(replace(at, library=desk.library))
    before = len(slips(desk))
    async with running(at) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{other}\r")
        assert ("╭─ Bon van de reservering" in driver.text) is bool(keys)
        await driver.keys(*keys)
        assert f"Exemplaar {ready}: Zet klaar voor Dhr. E.B. Volgende" in driver.message
        assert ("afgedrukt" in driver.message) is (keys != ("n",))
        await driver.keys("f12")
        assert "▸Klantnummer" in driver.text
    assert slips(desk)[before:] == ([] if keys == ("n",) else [("printed",)])


async def test_undoing_tells_that_the_copy_that_was_passed_on_keeps_its_slip_and_still_asks_for_it(
    asking: Desk, member: Member, desk: Desk
) -> None:
    number, _ = member(), member(surname="Volgende")
    _, other = one_ready_for_the_first(replace(asking, library=desk.library))
    before = len(slips(desk))
    async with running(asking) as driver:
        await help_customer(driver, number)
        await driver.burst(f"{other}\r")
        await driver.keys("escape", "up", "f4")
        assert words(driver) == ["Geleend", "Geannuleerd"]
        assert "De bon daarvan blijft gelden: laat die bij dat exemplaar." in driver.message
        assert "wacht weer" in driver.message
        await driver.keys("f2", "j")
        assert "afgedrukt" in driver.message
        # Whether that line still asks is over, too.
        await driver.keys("f2")
        assert "vraagt niets" in driver.message
    assert at_home(desk) == []
    assert slips(desk)[before:] == [("printed",)]


def slips(desk: Desk) -> list[tuple[object, ...]]:
    return desk.store.read("SELECT state FROM receipt WHERE template = 'receipt-hold' ORDER BY id")
