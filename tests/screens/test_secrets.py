"""Password and PIN from the keyboard: given, shown once or not at all, never to be read back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from balie.customers.cards import credentials
from balie.customers.cards.passwords import has_pin, pin_fits
from balie.desk import Desk
from tests.conftest import CHEAP
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import Driver, running


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes in no time."""
    dear = credentials.make_secret
    monkeypatch.setattr(credentials, "make_secret", lambda password: dear(password, CHEAP))


@asynccontextmanager
async def at_member(desk: Desk) -> AsyncIterator[tuple[Driver, int]]:
    enrolled = enrol_tester(desk)
    async with running(desk) as driver:
        await driver.burst(f"{enrolled.number}\r")
        yield driver, enrolled.customer_id


def stored_hash(desk: Desk) -> object:
    return desk.store.read("SELECT hash FROM credential")


async def test_a_new_password_is_given_after_ja_shown_once_and_printed(desk: Desk) -> None:
    async with at_member(desk) as (driver, _):
        old = stored_hash(desk)
        await driver.keys("e", "enter", *"29428")
        assert "Het oude werkt dan niet meer" in driver.text
        assert stored_hash(desk) == old
        await driver.keys("j")
        assert "Toegekend eenmalig wachtwoord" in driver.text
        at = next(place for place, line in enumerate(driver.lines) if "Toegekend" in line)
        shown = driver.lines[at + 2].split("│")[1].strip()
        assert len(shown) == 8
        assert "Bon afgedrukt" in driver.text
        await driver.keys("enter")
        assert shown not in driver.text
    assert stored_hash(desk) != old
    (bon,) = desk.spool.glob("bon-*.txt")
    assert credentials.in_groups(shown) in bon.read_text(encoding="utf-8")


async def test_nee_leaves_the_old_password(desk: Desk) -> None:
    async with at_member(desk) as (driver, _):
        old = stored_hash(desk)
        await driver.keys("e", "n")
        assert stored_hash(desk) == old


async def test_a_pin_is_typed_twice_and_never_seen(desk: Desk) -> None:
    async with at_member(desk) as (driver, customer_id):
        await driver.keys("k", *"4082")
        assert "4082" not in driver.text
        assert "••••" in driver.text
        await driver.keys("enter")
        assert "Nog eens" in driver.text
        await driver.keys(*"4082", "enter")
        assert "ingesteld" in driver.message
        assert pin_fits(desk.store, customer_id, "4082")
        assert "4082" not in driver.text


@pytest.mark.parametrize("typed", ["408", "40821", "40a2", "٤٠٨٢", "29428000077727"])
async def test_only_four_digits_are_a_pin(desk: Desk, typed: str) -> None:
    async with at_member(desk) as (driver, customer_id):
        await driver.keys("k", *typed, "enter")
        assert "bestaat uit vier cijfers" in " ".join(driver.text.replace("│", " ").split())
        assert "•" not in driver.text
        await driver.keys("escape")
        assert not has_pin(desk.store, customer_id)


async def test_another_pin_the_second_time_is_refused_and_esc_sets_none(desk: Desk) -> None:
    async with at_member(desk) as (driver, customer_id):
        await driver.keys("k", *"4082", "enter", *"4083", "enter")
        assert "andere cijfers dan de eerste keer" in driver.text
        await driver.keys("escape")
        assert not has_pin(desk.store, customer_id)
        await driver.keys("k", *"4082", "enter", *"4083", "enter")
        assert "•" not in driver.text
        await driver.keys(*"4082", "enter")
        assert pin_fits(desk.store, customer_id, "4082")


async def test_a_pin_is_changed_or_taken_away(desk: Desk) -> None:
    async with at_member(desk) as (driver, customer_id):
        await driver.keys("k", *"4082", "enter", *"4082", "enter")
        await driver.keys("k", "enter", *"1357", "enter", *"1357", "enter")
        assert pin_fits(desk.store, customer_id, "1357")
        await driver.keys("k", "p", "enter", "enter", "n")
        assert has_pin(desk.store, customer_id)
        await driver.keys("k", "p", "enter", "j")
        assert "gewist" in driver.message
        assert not has_pin(desk.store, customer_id)
