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


@pytest.mark.parametrize("code", ["0049", "0052"])
async def test_for_whom_it_is_free_only_a_supervisor_is_asked(desk: Desk, code: str) -> None:
    async with running(desk) as driver:
        await driver.burst("v\r\reb\r\rTester\r\r04012015\r\r9468bg\r41\r")
        await driver.keys("f2")
        await driver.type("Ouder Tester")
        await driver.keys("f2", *code)
        assert "€ 0,00" in driver.text
        assert "incasso:" not in driver.message
        assert "deze klant is 9 jaar" in driver.message
        await driver.keys("f2")
        assert "staat dit toe?" in driver.text
