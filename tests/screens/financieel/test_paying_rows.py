"""Betalen with many lines: the list has the rows that the summary leaves; the marked line is told whole."""

from __future__ import annotations

import pytest

from balie.desk import Desk
from balie.ledger import Charge, book_charge
from balie.library.terms import ChargeKind
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import Driver, running

NUMBER = "29428000077727"


def fined(desk: Desk, times: int) -> None:
    """Somebody who has that many fines, and a contribution."""
    customer_id = enrol_tester(desk, subscription="0045").customer_id
    with desk.transaction() as tx:
        for place in range(times):
            charge = Charge(ChargeKind.FINE, 150)
            book_charge(tx, desk.library, customer_id, charge, note=f"{place} dagen te laat, en nog veel meer daarbij")


def lines_in_sight(driver: Driver) -> int:
    return sum("[ ]" in line or "[x]" in line for line in driver.lines)


@pytest.mark.parametrize(("fines", "shown"), [(3, 4), (9, 10), (30, 11)])
async def test_a_long_list_has_the_rows_that_the_summary_leaves_empty(desk: Desk, fines: int, shown: int) -> None:
    fined(desk, fines)
    async with running(desk) as driver:
        await driver.burst(f"{NUMBER}\r")
        await driver.keys("f7")
        assert lines_in_sight(driver) == shown
        assert "Kies waarmee" in driver.text
        await driver.keys("c", "enter", *"70")
        assert "Blijft open" in driver.text or "Terug" in driver.text, "what it comes to is never cut"
        await driver.keys("pagedown", "pagedown", "pagedown")
        assert any(line.startswith("›") for line in driver.lines)


async def test_walking_tells_all_there_is_to_know_of_the_marked_line(desk: Desk) -> None:
    fined(desk, 2)
    async with running(desk) as driver:
        await driver.burst(f"{NUMBER}\r")
        await driver.keys("f7", "down")
        assert "en nog veel meer daarbij · 09-04-2024 · € 1,50" in driver.message


async def test_the_heading_of_the_history_keeps_the_whole_number_of_who_has_a_long_name(desk: Desk) -> None:
    enrol_tester(desk, subscription="0045", surname="Wolfeschlegelsteinhausenbergerdorffvanderbroekhuizen")
    async with running(desk) as driver:
        await driver.burst(f"{NUMBER}\r")
        await driver.keys("f7", "ctrl+o")
        assert any(NUMBER in line and line.endswith("geboekt en betaald") for line in driver.lines)
