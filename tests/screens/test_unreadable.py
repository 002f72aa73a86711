"""A bad value in the store ends no desk: text is shown with what could be read, and a day that is none is named."""

from __future__ import annotations

import pytest
from textual.strip import Strip

from balie.desk import Desk
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import Driver, running

NUMBER = "29428000077727"


@pytest.mark.parametrize("raw", [b"Andr\xe9sen", b"\xffAndr", b"Andr\xc3", b"Andr\xed\xa0\x80", b"Andr\0sen"])
async def test_a_customer_with_a_bad_byte_is_shown_and_found(desk: Desk, raw: bytes) -> None:
    enrol_tester(desk)
    desk.store.connection.execute("UPDATE customer SET surname = CAST(? AS TEXT)", (raw,))
    desk.store.connection.execute("UPDATE address SET town = CAST(? AS TEXT)", (raw,))
    async with running(desk) as driver:
        await driver.type(f"{NUMBER}\r")
        for tab in "123456789AB":
            await driver.keys(tab)
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


MISTAKES = [KeyError, IndexError, ValueError, TypeError, AttributeError, OverflowError, AssertionError, StopIteration]
"""What comes of a value that nobody expected."""


def break_drawing(driver: Driver, error: type[Exception], broken: pytest.MonkeyPatch) -> None:
    """From now on what is on the screen cannot be drawn; what is opened later can."""
    for widget in driver.app.screen.walk_children():

        def fail(*_: object) -> Strip:
            raise error

        broken.setattr(widget, "render_lines", fail)
        widget.refresh()


@pytest.mark.parametrize("error", MISTAKES)
@pytest.mark.parametrize("keys", [f"{NUMBER}\r", f"{NUMBER}\r5", "v\r"], ids=["page", "tab", "dialog"])
async def test_a_screen_that_a_bad_value_keeps_from_being_drawn_is_left(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, error: type[Exception], keys: str
) -> None:
    enrol_tester(desk)
    async with running(desk) as driver:
        await driver.type(keys)
        desk.store.connection.execute("UPDATE membership SET started_on = '2023-02-30'")
        break_drawing(driver, error, monkeypatch)
        await driver.settle()

        assert driver.app.is_running
        assert driver.message.startswith("In het bestand staat in tabel membership, rij ")
        await driver.keys("escape", "f12", "v", "enter")
        assert "nummer laten genereren" in driver.text


async def test_a_mistake_of_the_program_ends_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in the store is wrong: then it is told as what it is, and nobody goes on with half a screen."""
    enrol_tester(desk)

    async def draw() -> None:
        async with running(desk) as driver:
            await driver.type(f"{NUMBER}\r")
            break_drawing(driver, KeyError, monkeypatch)
            await driver.settle()

    with pytest.raises(KeyError):
        await draw()


@pytest.mark.parametrize("kind", ["", "2023-02-30", "onbekend"])
async def test_an_amount_of_a_kind_that_nobody_knows_is_named(desk: Desk, kind: str) -> None:
    enrol_tester(desk)
    connection = desk.store.connection
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute("UPDATE charge SET kind = ?", (kind,))
    async with running(desk) as driver:
        told = []
        for tab in ("klanten", "balie"):
            driver.app.go_to_tab(tab)
            await driver.type(f"{NUMBER}\r")
            told.append(driver.message)
            for key in ("4", "5", "8"):
                await driver.keys(key)
                told.append(driver.message)
            await driver.keys("escape", "f12")

        assert driver.app.is_running
        assert any(text.startswith("Een bedrag is van een soort die Balie niet kent: klant") for text in told), told
