"""Screen 3 says at the line itself that a subscription cannot be paid for here, or not from this account."""

from __future__ import annotations

import pytest

from balie.desk import Desk
from tests.support.desk_driver import UP_TO_SAVING, running


@pytest.mark.parametrize("code", ["0049", "0052"])
async def test_what_this_library_cannot_collect_is_told_as_soon_as_it_is_marked(desk: Desk, code: str) -> None:
    async with running(desk) as driver:
        await driver.keys(*UP_TO_SAVING)
        while "▸Persoon" not in driver.text:
            await driver.keys("tab")
        await driver.keys("m", "f2", *code)
        told = driver.message
        assert f"({code}) gaat alleen per incasso, en " in told
        assert "incasseert niet" in told
        await driver.keys("f2")
        assert "gaat alleen per incasso" in driver.message
        await driver.keys(*"0045")
        assert "incasso" not in driver.message
    assert desk.store.read("SELECT 1 FROM customer") == []


async def test_for_somebody_too_young_it_is_told_before_a_supervisor_is_asked(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.burst("v\r\reb\r\rTester\r\r04012015\r\r9468bg\r41\r")
        await driver.keys("f2")
        await driver.type("Ouder Tester")
        await driver.keys("f2", *"0049")
        assert "kan alleen met Sepa incasso" in driver.message
        await driver.keys("f2")
        assert "Welke leidinggevende" not in driver.text
        assert "kan alleen met Sepa incasso" in driver.message
