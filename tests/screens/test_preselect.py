"""Screen 3 of a library that marks no subscription in advance, and what no library offers by itself."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from balie.desk import Desk
from tests.support.desk_driver import UP_TO_SAVING, running


def unmarked(desk: Desk) -> Desk:
    """A desk whose library marks nothing in advance."""
    return replace(desk, library=msgspec.structs.replace(desk.library, preselect=False))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_nothing_is_marked_until_one_is_chosen_and_nobody_is_enrolled_before(
    desk: Desk, size: tuple[int, int]
) -> None:
    async with running(unmarked(desk), size=size) as driver:
        await driver.keys(*UP_TO_SAVING, "f2")
        assert driver.message.startswith("Kies een abonnement")
        assert "Tariefcode" not in driver.text
        assert "▸Abonnement" in driver.text
        await driver.keys("f2")
        assert driver.message.startswith("Kies een abonnement")
        await driver.keys("tab", "tab", "f2", "enter")
        assert driver.message.startswith("Kies een abonnement")
        assert desk.store.read("SELECT 1 FROM customer") == []
        await driver.type("compleet")
        assert "Tariefcode  0053" in driver.text
        await driver.keys("f2")
        assert "Toegekend eenmalig wachtwoord" in driver.text
    assert desk.store.read("SELECT code FROM membership") == [("0053",)]


async def test_a_supplement_is_not_offered_by_itself(desk: Desk) -> None:
    async with running(desk, size=(120, 40)) as driver:
        await driver.keys(*UP_TO_SAVING, "f2")
        assert "Tariefcode" in driver.text
        assert "supplement" not in driver.text


async def test_a_subscription_that_is_not_there_marks_no_other_and_is_told(desk: Desk) -> None:
    async with running(desk, size=(120, 40)) as driver:
        await driver.keys(*UP_TO_SAVING, "f2")
        before = driver.text.partition("Tariefcode")[2].split()[0]
        await driver.type("xcompleet")
        assert driver.text.partition("Tariefcode")[2].split()[0] == before
        assert driver.message.startswith("xcompleet staat niet in de lijst.")
        await driver.keys("down")
        await driver.type("compleet")
        assert "Tariefcode  0053" in driver.text
