"""Text from people is data: it shows exactly as typed, everywhere, and never steers the screen or the terminal."""

from __future__ import annotations

import pytest

from balie.desk import Desk
from tests.support.desk_driver import Driver, running

HOSTILE = (
    "[red]Jan[/red]",
    'O\'Brien "x"',
    "[/ Jan",
    "[/foo] Jan",
    "[link=http://x.nl]x",
    "[@click=app.quit]Jan",
    "\\[b]Jan",
    "{{ password }} Jan",
    "$naam %s Jan",
)
CONTROLS = "Jan\x1b[31m\x9bm\x00\u202e\u200d\x7fsen"


async def enrol(driver: Driver, surname: str) -> None:
    await driver.burst("v\r\reb\r\r")
    driver.app.page.paste(surname)
    await driver.burst("\r\r04011991\r\r9468bg\r41\r")
    await driver.keys("f2", *"0141", "f2")


@pytest.mark.parametrize("surname", HOSTILE)
async def test_a_name_shows_exactly_so_on_every_screen_and_on_the_bon(desk: Desk, surname: str) -> None:
    async with running(desk, size=(120, 40)) as driver:
        await driver.burst("v\r\reb\r\r")
        driver.app.page.paste(surname)
        await driver.burst("\r\r04011991\r\r9468bg\r41\r")
        assert f"Achternaam *   {surname}" in driver.text
        await driver.keys("f2")
        assert f"Naam  E.B. {surname}" in driver.text
        await driver.keys(*"0141", "f2")
        assert "Toegekend eenmalig wachtwoord" in driver.text
        await driver.keys("enter")
        assert f" E.B. {surname}" in driver.lines[5]
        assert f"Achternaam  {surname}" in driver.text
        await driver.keys("f12", *"v", "enter", "enter")
        driver.app.page.paste(surname)
        await driver.keys("f12", "j", "alt+z")
        await driver.type("04-01-1991")
        assert f"›{surname}, E.B." in driver.text
        await driver.keys("escape")
        await enrol_same(driver, surname)
        assert f"▸ {surname}, E.B." in driver.text
    bon = next(desk.spool.glob("bon-*.txt")).read_text(encoding="utf-8")
    assert f"E.B. {surname}" in bon


async def enrol_same(driver: Driver, surname: str) -> None:
    """Up to the question whether this is a known customer."""
    await driver.burst("v\r\reb\r\r")
    driver.app.page.paste(surname)
    await driver.burst("\r\r04011991\r\r9468bg\r41\r")


@pytest.mark.parametrize("surname", HOSTILE)
async def test_a_message_shows_exactly_what_was_typed(desk: Desk, surname: str) -> None:
    async with running(desk, size=(120, 40)) as driver:
        driver.app.page.say(f"Klant {surname} is bekend.")
        await driver.settle()
        assert f"Klant {surname} is bekend." in driver.text


async def test_control_characters_in_the_store_never_reach_the_screen(desk: Desk) -> None:
    async with running(desk) as driver:
        await enrol(driver, "Tester")
        await driver.keys("enter", "f12")
        with desk.transaction() as tx:
            tx.execute("UPDATE customer SET surname = ?", (CONTROLS,))
            tx.execute("UPDATE address SET street = ?, town = ?", (CONTROLS, CONTROLS))
        for keys in (("alt+z", *"04-01-1991"), ("enter",), ("1",), ("3",), ("8",)):
            await driver.keys(*keys)
            shown = driver.text.replace("\n", "")
            assert all(character.isprintable() for character in shown)
            assert "\u202e" not in shown


async def test_pasted_control_characters_are_refused_whole(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("down", "down")
        driver.app.page.paste("Jan\x1b[31m")
        await driver.settle()
        assert "Jan" not in driver.text
        assert "stuurtekens" in driver.message


async def test_a_pasted_name_that_is_too_long_is_refused_whole(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("down", "down", "down")
        driver.app.page.paste("x" * 61)
        await driver.settle()
        assert "xx" not in driver.text
        assert "hooguit 60 tekens" in driver.message
