"""A member of Achterhoekse Poort on the screen, on any day."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from balie.desk import Desk
from tests.support.desk_driver import Driver, running


@asynccontextmanager
async def customer(desk: Desk, *, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Driver]:
    """The desk with its only customer open."""
    async with running(desk, size=size) as driver:
        (number,) = desk.store.read_one("SELECT number FROM card") or ("",)
        await driver.burst(f"{number}\r")
        yield driver


def periods(desk: Desk) -> list[tuple[object, ...]]:
    return desk.store.read(
        "SELECT code, way, paid_from, paid_until, price_cents, ended_on FROM membership ORDER BY number"
    )
