"""What a screen with an amount shows is what is booked: every choice is walked by keys and compared with the ledger."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from balie.customers.finding.entry import GenerateNumber
from balie.customers.forms.details import read_details
from balie.desk import Desk
from balie.finance.settling.settle import settle
from balie.ledger import Charge, balance, book_charge
from balie.library.structs import Library
from balie.library.terms import ChargeKind
from screens.klanten.enrolling.draft import EnrolmentDraft
from screens.klanten.enrolling.subscription import SubscriptionPage
from tests.support.applicants import IBAN, TESTER, enrol_tester
from tests.support.debtors import poort_desk
from tests.support.desk_driver import Driver, running

MANDATE = {"direct_debit": "ja", "iban": IBAN}
NUMBER = "29428000077727"


def cents_at(text: str, label: str) -> int | None:
    """The amount that stands behind a label on the screen, in cents; None where there is none."""
    found = re.search(rf"{re.escape(label)}[ .:]*€ (-?)([0-9.]+),([0-9]{{2}})", text)
    if found is None:
        return None
    sign, euros, cents = found.groups()
    return (-1 if sign else 1) * (int(euros.replace(".", "")) * 100 + int(cents))


def sum_of(desk: Desk, table: str, where: str = "TRUE") -> int:
    row = desk.store.read_one(f"SELECT coalesce(sum(cents), 0) FROM {table} WHERE {where}")
    assert row is not None
    return int(row[0])


# Screen 3.


async def screen_3(driver: Driver, desk: Desk, **fields: str) -> None:
    """Screen 3 for somebody new."""
    details = read_details({**TESTER, "guardian": "A. Tester", **fields}, desk.working_date)
    driver.app.start(driver.app.open(SubscriptionPage(EnrolmentDraft(GenerateNumber()), details, desk)))
    await driver.settle()


async def book_screen_3(driver: Driver, desk: Desk) -> bool:
    """F2; whether that enrolled somebody, whose charges are then what the screen showed as Saldo."""
    shown = cents_at(driver.text, "Saldo")
    before = sum_of(desk, "charge")
    await driver.keys("f2")
    if "Toegekend eenmalig wachtwoord" not in driver.text:
        return False
    assert shown == sum_of(desk, "charge") - before
    await driver.keys("enter")
    return True


@pytest.mark.parametrize("leaving", [(), ("tab",)], ids=["in the field", "left it"])
@pytest.mark.parametrize("mandate", [True, False])
async def test_screen_3_books_what_it_shows_for_every_way_of_paying(
    desk: Desk, poort: Library, mandate: bool, leaving: tuple[str, ...]
) -> None:
    there = poort_desk(desk, poort)
    booked = 0
    async with running(there) as driver:
        for way, birth_date, mark in product("ifm", ("04-01-1991", "04-01-1951", "04-01-2010"), range(4)):
            await screen_3(driver, there, birth_date=birth_date, **(MANDATE if mandate else {}))
            await driver.keys(*["down"] * mark, "shift+tab", way, *leaving)
            booked += await book_screen_3(driver, there)
    assert booked >= (9 if mandate else 3)


@pytest.mark.parametrize("field", [1, 2, 3])
@pytest.mark.parametrize("typed", ["1", "12,5", "52", "52,01", "x", "-1", "0,00", "100", "1e2", "3,"])
async def test_screen_3_books_the_discount_it_shows_at_every_key(
    desk: Desk, poort: Library, field: int, typed: str
) -> None:
    there = poort_desk(desk, poort)
    async with running(there) as driver:
        await screen_3(driver, there)
        await driver.keys(*"0002", *["tab"] * field, *typed)
        if not await book_screen_3(driver, there):
            assert cents_at(driver.text, "Saldo") is None


async def test_screen_3_of_the_other_library_books_what_it_shows(desk: Desk) -> None:
    booked = 0
    async with running(desk) as driver:
        for birth_date, mark in product(("04-01-1991", "04-01-2012"), range(8)):
            await screen_3(driver, desk, birth_date=birth_date)
            await driver.keys(*["down"] * mark)
            booked += await book_screen_3(driver, desk)
    assert booked >= 4


async def test_the_way_of_paying_shows_its_price_at_once(desk: Desk, poort: Library) -> None:
    there = poort_desk(desk, poort)
    async with running(there) as driver:
        await screen_3(driver, there, **MANDATE)
        await driver.keys(*"0002", "shift+tab")
        shown = []
        for key in ("f", "m", "i", "right", "right", "left"):
            await driver.keys(key)
            shown.append(cents_at(driver.text, "Saldo"))
        await driver.keys("space", "down", "enter")
        shown.append(cents_at(driver.text, "Saldo"))
        assert shown == [5200, 400, 4800, 5200, 400, 5200, 400]


# A member of Poort, who owes a fine and has not paid.


@pytest.fixture
def member(desk: Desk, poort: Library) -> Desk:
    """The desk on 15-06-2024, with one member by invoice since 09-04-2024 who owes € 52,00 and € 2,40."""
    there = poort_desk(desk, poort)
    customer_id = enrol_tester(there, subscription="0002", number=None, **MANDATE).customer_id
    later = replace(there, working_date=date(2024, 6, 15))
    with later.transaction() as tx:
        book_charge(tx, poort, customer_id, Charge(ChargeKind.FINE, 240))
    return later


def customer_of(desk: Desk) -> int:
    row = desk.store.read_one("SELECT id FROM customer")
    assert row is not None
    return int(row[0])


async def open_customer(driver: Driver, desk: Desk) -> None:
    (number,) = desk.store.read_one("SELECT number FROM card") or ("",)
    await driver.burst(f"{number}\r")


@pytest.mark.parametrize("way", "ifm")
@pytest.mark.parametrize("mark", range(4))
async def test_another_subscription_books_what_it_shows(member: Desk, way: str, mark: int) -> None:
    customer_id = customer_of(member)
    async with running(member) as driver:
        await open_customer(driver, member)
        await driver.keys("c", "home", *["down"] * mark, "tab", "tab", way)
        shown = cents_at(driver.text, "met wat al openstond")
        if shown is None:
            shown = cents_at(driver.text, "blijft")
        if shown is None and (credit := cents_at(driver.text, "Wordt tegoed")) is not None:
            shown = -credit
        if shown is None:
            shown = cents_at(driver.text, "Te betalen")
        await driver.keys("f2")
        if "wijzigen?" not in driver.text:
            return
        await driver.keys("j")
    now = balance(member.store, customer_id)
    assert shown == now.contribution + now.other - now.credit


async def test_renewing_books_what_it_tells(member: Desk) -> None:
    later = replace(member, working_date=date(2025, 4, 20))
    before = sum_of(later, "charge")
    async with running(later) as driver:
        await open_customer(driver, later)
        await driver.keys("r")
        shown = cents_at(" ".join(driver.text.split()), "te betalen")
        await driver.keys("j")
    assert shown == sum_of(later, "charge") - before


@pytest.mark.parametrize("tender", "cpb")
@pytest.mark.parametrize(
    "typed",
    ["", "1", "2,40", "52", "54,4", "60", "100,05"],
)
@pytest.mark.parametrize(
    "before", [(), ("space",), ("down", "space"), ("ctrl+g",)], ids=["all", "first", "2nd", "keep"]
)
async def test_paying_books_what_it_shows(member: Desk, tender: str, typed: str, before: tuple[str, ...]) -> None:
    customer_id = customer_of(member)
    async with running(member) as driver:
        await open_customer(driver, member)
        await driver.keys("f7", *before, tender, "enter", *typed)
        text = driver.text
        await driver.keys("f2")
        if "boeken?" not in driver.text:
            assert cents_at(text, "Betaald") is None
            return
        await driver.keys("j")
    change, credit = cents_at(text, "Terug") or 0, cents_at(text, "Wordt tegoed") or 0
    assert cents_at(text, "Betaald") == sum_of(member, "allocation")
    assert sum_of(member, "payment") == sum_of(member, "allocation") + credit
    received = next(
        cents for word in ("contant", "pin", "bank") if (cents := cents_at(text, f"Ontvangen ({word})")) is not None
    )
    assert received == sum_of(member, "payment") + change
    now = balance(member.store, customer_id)
    assert (cents_at(text, "Blijft open") or 0, credit) == (now.contribution + now.other, now.credit)


@pytest.mark.parametrize("moment", ["", "z"])
@pytest.mark.parametrize("reason", ["", "k", "o"])
async def test_a_cancellation_stores_and_settles_what_it_shows(member: Desk, moment: str, reason: str) -> None:
    customer_id = customer_of(member)
    async with running(member) as driver:
        await open_customer(driver, member)
        await driver.keys("z", "tab", "tab", *moment, "tab", "tab", *reason)
        due, payout = cents_at(driver.text, "Nog te betalen"), cents_at(driver.text, "Terug te betalen")
        await driver.keys("f2", "j")
    row = member.store.read_one("SELECT id, told_cents, last_day FROM cancellation")
    assert row is not None
    assert row[1] == (payout or 0) - (due or 0)
    after = replace(member, working_date=max(date.fromisoformat(row[2]), member.working_date).replace(day=28))
    if after.working_date > date.fromisoformat(row[2]):
        settle(after, row[0])
        now = balance(after.store, customer_id)
        assert row[1] == now.credit - now.contribution - now.other


@pytest.mark.parametrize("keys", [("z", "f2"), ("c", "home", "tab", "tab", "m", "f2")], ids=["cancelling", "changing"])
async def test_what_another_desk_booked_since_it_was_told_is_looked_at_first(
    member: Desk, keys: tuple[str, ...]
) -> None:
    customer_id = customer_of(member)
    counted = "SELECT count(*) FROM cancellation UNION ALL SELECT count(*) FROM membership"
    async with running(member) as driver:
        await open_customer(driver, member)
        await driver.keys(*keys)
        assert "?" in driver.text
        before = member.store.read(counted)
        with member.transaction() as tx:
            book_charge(tx, member.library, customer_id, Charge(ChargeKind.FINE, 100))
        await driver.keys("j")
        assert "Aan een andere balie is intussen voor deze klant geboekt" in driver.message
    assert member.store.read(counted) == before
