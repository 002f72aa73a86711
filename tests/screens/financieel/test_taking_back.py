"""Herstel and Storno by the keys: what is told of the money is what happens, and what is typed is judged in its box."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from balie.desk import Desk
from balie.finance.pay_out import pay_out
from balie.finance.sheet import sheet
from balie.ledger import Incoming, Method, open_charges, receive
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import running


@pytest.fixture
def customer(desk: Desk) -> int:
    """Somebody who owes € 54,00 contribution."""
    return enrol_tester(desk, subscription="0045").customer_id


def book(desk: Desk, customer_id: int, method: Method) -> None:
    """Settle all that is open."""
    parts = [(one.charge_id, one.open_cents) for one in open_charges(desk.store, customer_id)]
    cents = sum(part for _, part in parts)
    with desk.transaction() as tx:
        till = desk.till if method in (Method.CASH, Method.CARD) else ""
        reason = "A100" if method is Method.WAIVER else ""
        receive(tx, Incoming(customer_id, cents, method, desk.working_date, till, reason=reason), parts)


def pay_too_much_and_out(desk: Desk, customer_id: int) -> None:
    with desk.transaction() as tx:
        receive(tx, Incoming(customer_id, 6400, Method.CARD, desk.working_date, desk.till))
    pay_out(desk, sheet(desk, customer_id), "contant", "10", "Te veel betaald")


@pytest.mark.parametrize(
    ("method", "follows", "told"),
    [
        (Method.CASH, "Wat ermee betaald was, staat weer open.", "Geef terug wat de klant gaf: € 54,00."),
        (Method.CARD, "Wat ermee betaald was, staat weer open.", "Geef terug wat de klant gaf: € 54,00."),
        (Method.BANK, "Wat ermee betaald was, staat weer open.", ""),
        (Method.WAIVER, "Wat ermee kwijtgescholden was, staat weer open.", ""),
        (None, "Wat was uitbetaald, is weer tegoed.", "Neem terug wat de klant kreeg: € 10,00."),
    ],
)
@pytest.mark.parametrize("days", [0, 3], ids=["herstel", "storno"])
async def test_what_is_told_of_taking_back_is_what_becomes_of_the_money(
    desk: Desk, customer: int, method: Method | None, follows: str, told: str, days: int
) -> None:
    if method is None:
        pay_too_much_and_out(desk, customer)
    else:
        book(desk, customer, method)
    later = replace(desk, working_date=desk.working_date + timedelta(days=days))
    async with running(later) as driver:
        driver.app.start(driver.app.open_customer(customer))
        await driver.settle()
        await driver.keys("f7", "ctrl+o")
        if days:
            await driver.keys("ctrl+b", *"vergissing", "enter", "enter", *"Ans", "enter", *"vergissing", "enter", "j")
            assert driver.message == f"Teruggeboekt. {follows} {told}".rstrip()
        else:
            await driver.keys("ctrl+r")
            assert follows in " ".join(driver.text.replace("│", " ").split())
            await driver.keys("j")
            assert driver.message == f"Hersteld. {told or follows}"
    after = sheet(later, customer)
    assert (after.open_cents, after.credit_cents) == ((0, 1000) if method is None else (5400, 0))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("01022024", "Kies een dag van 09-04-2024 tot en met 16-04-2024."),
        ("17042024", "Kies een dag van 09-04-2024 tot en met 16-04-2024."),
        ("31042024", "bestaat niet"),
    ],
)
async def test_a_day_on_which_no_storno_can_be_is_told_in_its_box_and_nothing_is_lost(
    desk: Desk, customer: int, typed: str, why: str
) -> None:
    book(desk, customer, Method.CARD)
    later = replace(desk, working_date=desk.working_date + timedelta(days=7))
    async with running(later) as driver:
        driver.app.start(driver.app.open_customer(customer))
        await driver.settle()
        await driver.keys("f7", "ctrl+o", "ctrl+b", *"verkeerde klant ٣", "enter")
        assert "De reden bevat het cijfer" in driver.text
        await driver.keys("backspace", "enter", *typed, "enter")
        assert why in driver.text
        await driver.keys("ctrl+u", *"12042024", "enter", *"Ans", "enter", *"vergissing", "enter", "j")
        assert driver.message.startswith("Teruggeboekt.")
    last = desk.store.read("SELECT cents, received_on, reason FROM payment ORDER BY id DESC LIMIT 1")
    assert last == [(-5400, "2024-04-12", "verkeerde klant")]
