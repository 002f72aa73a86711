"""A bad value in the store ends no desk: text is shown with what could be read, and a day that is none is named."""

from __future__ import annotations

import pytest

from balie.desk import Desk
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import running

NUMBER = "29428000077727"


@pytest.mark.parametrize("raw", [b"Andr\xe9sen", b"\xffAndr", b"Andr\xc3", b"Andr\xed\xa0\x80", b"Andr\0sen"])
async def test_a_customer_with_a_bad_byte_is_shown_and_found(desk: Desk, raw: bytes) -> None:
    enrol_tester(desk)
    desk.store.connection.execute("UPDATE customer SET surname = CAST(? AS TEXT)", (raw,))
    desk.store.connection.execute("UPDATE address SET town = CAST(? AS TEXT)", (raw,))
    async with running(desk) as driver:
        await driver.type(f"{NUMBER}\r")
        for tab in "123456789AB":
            await driver.key(tab)
            await driver.settle()
            assert "Andr" in driver.text


@pytest.mark.parametrize("column", ["started_on", "rights_until"])
async def test_a_day_that_is_none_is_named_and_the_desk_goes_on(desk: Desk, column: str) -> None:
    enrol_tester(desk)
    desk.store.connection.execute(f"UPDATE membership SET {column} = 'gisteren'")
    async with running(desk) as driver:
        await driver.type(f"{NUMBER}\r")
        told = driver.message
        await driver.keys("escape", "f12")

        assert driver.app.is_running
        assert told.startswith("In het bestand staat in tabel membership, rij")
