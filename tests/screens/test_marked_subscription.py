"""Screen 3 shows which subscription is marked by a sign, not by bold alone, also while the fields have the keys."""

from __future__ import annotations

from balie.desk import Desk
from tests.support.desk_driver import UP_TO_SAVING, Driver, running


def marked(driver: Driver) -> list[str]:
    return [line[:5] for line in driver.lines if line[1:5].isdigit() and line[0] in "▸›"]


async def test_the_marked_subscription_has_a_sign_wherever_the_keys_go(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys(*UP_TO_SAVING, "f2", *"0053")
        assert marked(driver) == ["▸0053"]
        await driver.keys("tab")
        assert marked(driver) == ["›0053"]
        await driver.keys("shift+tab")
        assert marked(driver) == ["▸0053"]
