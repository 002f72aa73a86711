"""Cancelling, taking that back, another subscription and renewing, from the keyboard; read back from the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from balie.desk import Desk
from balie.ledger import Incoming, Method, receive
from balie.library.structs import Library
from tests.support.applicants import IBAN, enrol_tester
from tests.support.customer_page import customer, periods
from tests.support.debtors import that_collects

RENEWABLE = date(2025, 4, 20)


def at(desk: Desk, day: date) -> Desk:
    return replace(desk, working_date=day)


# Ander abonnement.


async def test_another_subscription_shows_what_it_costs_and_gives_back_before_it_is_stored(desk: Desk) -> None:
    enrol_tester(desk)
    later = at(desk, date(2024, 8, 20))
    async with customer(later) as driver:
        await driver.keys("c", *"0053")
        assert "Periode            01-09-2024 t/m 31-08-2025" in driver.text
        assert "Terug              € 35,80  242/365 dagen van € 54,00" in driver.text
        assert "Te betalen         € 26,70" in driver.text
        await driver.keys("f2")
        assert "Compleet, 01-09-2024 t/m 31-08-2025. Te betalen € 26,70; met" in " ".join(driver.text.split())
        await driver.keys("enter", "n")
        assert "▸0053" in driver.text
        assert len(periods(desk)) == 1
        await driver.keys("f2", "j")
        assert "Gewijzigd: Compleet" in driver.message
        assert "Compleet" in driver.lines[4]
    assert periods(desk) == [
        ("0045", "factuur", "2024-05-01", "2025-04-30", 5400, "2024-08-31"),
        ("0053", "factuur", "2024-09-01", "2025-08-31", 6250, None),
    ]


async def test_what_is_given_back_of_what_was_never_paid_is_no_credit(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    async with customer(desk) as driver:
        await driver.keys("c", *"0141")
        assert "Af van wat open is € 12,00; blijft € 42,00" in driver.text
    with desk.transaction() as tx:
        receive(tx, Incoming(customer_id, 5400, Method.CARD, desk.working_date, till="1"))
    async with customer(desk) as driver:
        await driver.keys("c", *"0141")
        assert "Wordt tegoed       € 12,00" in driver.text


async def test_a_mandate_is_asked_for_where_there_is_none(desk: Desk, poort: Library) -> None:
    desk = that_collects(desk, poort)
    enrol_tester(desk)
    async with customer(desk) as driver:
        await driver.keys("c", *"0049", "f2")
        assert "vul het IBAN in" in driver.message
        assert "▸Machtiging IBAN" in driver.text
        await driver.type("nl91abna0417164301\r")
        assert "▸Machtiging IBAN nl91abna0417164301" in driver.text
        await driver.keys("ctrl+u")
        await driver.type("nl91abna0417164300\r[red]Jan[/red]")
        assert "Machtiging IBAN NL91 ABNA 0417 1643 00" in driver.text
        assert "[red]Jan[/red]" in driver.text
        await driver.keys("shift+tab", "shift+tab", "i", "f2", "j")
        assert "Gewijzigd" in driver.message
    assert desk.store.read("SELECT iban, holder FROM mandate") == [(IBAN, "[red]Jan[/red]")]
    assert [row[:2] for row in periods(desk)] == [("0045", "factuur"), ("0049", "incasso")]


async def test_from_the_end_of_the_period_only_when_that_is_near(desk: Desk) -> None:
    enrol_tester(desk)
    async with customer(desk) as driver:
        await driver.keys("c", "tab", "p")
        assert "loopt al door t/m 30-04-2025" in driver.text
        await driver.keys("f2")
        assert "loopt al door t/m 30-04-2025" in driver.message
    async with customer(at(desk, RENEWABLE)) as driver:
        await driver.keys("c", "tab", "p", "shift+tab", *"0141", "f2")
        assert "Digital only, 01-05-2025 t/m 30-04-2026. Te betalen € 42,00; met" in " ".join(driver.text.split())
        await driver.keys("j")
    assert [row[0] for row in periods(desk)] == ["0045", "0141"]


async def test_only_a_supervisor_gives_what_age_forbids_and_a_poor_reason_is_asked_again(desk: Desk) -> None:
    enrol_tester(desk, birth_date="09-04-2006", subscription="0141")
    async with customer(desk) as driver:
        await driver.keys("c", *"0045")
        assert "deze klant is 18 jaar" in driver.message
        await driver.keys("f2")
        assert "Welke leidinggevende" in driver.text
        await driver.type("chef\rx\r")
        assert "Vul in waarom dit wordt toegestaan, in minstens 5 tekens." in driver.text
        await driver.keys("escape")
        assert len(periods(desk)) == 1
        await driver.keys("f2")
        await driver.type("chef\r")
        await driver.type("wordt gauw 19\r")
        assert "wijzigen?" in driver.text
        await driver.keys("j")
    row = desk.store.read_one(
        "SELECT after ->> 'allowed_by', after ->> 'allowed_because' FROM journal WHERE action = 'subscription changed'"
    )
    assert row == ("chef", "wordt gauw 19")


async def test_a_temporary_subscription_needs_a_last_day(desk: Desk) -> None:
    enrol_tester(desk)
    async with customer(desk) as driver:
        await driver.keys("c", *"0090", "f2")
        assert "▸Laatste dag (Tijd.)" in driver.text
        await driver.keys(*"31022024", "f2")
        assert "▸Laatste dag (Tijd.) 31022024" in driver.text
        await driver.keys("ctrl+u", *"31052024", "f2", "j")
        assert "Gewijzigd: proefabonnement" in driver.message
    assert [row[0] for row in periods(desk)] == ["0045", "0090"]


async def test_esc_out_of_another_subscription_changes_nothing(desk: Desk) -> None:
    enrol_tester(desk)
    async with customer(desk) as driver:
        await driver.keys("c", "down", "escape")
        assert "Verwijder Wijzig" in driver.text
        await driver.keys("c", "tab", "tab", "tab", "N", "escape", "n")
        assert "▸Machtiging IBAN N" in driver.text
        await driver.keys("escape", "j")
        assert "Verwijder Wijzig" in driver.text
    assert len(periods(desk)) == 1


async def test_the_mark_begins_at_the_subscription_of_now_with_the_list_full(desk: Desk) -> None:
    enrol_tester(desk, subscription="0141")
    async with customer(desk) as driver:
        await driver.keys("c")
        assert "▸0141" in driver.text
        assert " 0053   Compleet" in driver.text


# Verlengen.


async def test_a_renewal_is_told_and_made_after_a_j(desk: Desk) -> None:
    enrol_tester(desk, surname="[red]Jan[/red]")
    async with customer(desk) as driver:
        await driver.keys("r")
        assert "verlengen kan vanaf" in driver.message or "loopt al door" in driver.message
    async with customer(at(desk, RENEWABLE)) as driver:
        await driver.keys("r")
        assert "Basis van 01-05-2025 t/m 30-04-2026: te betalen € 54,00." in " ".join(driver.text.split())
        await driver.keys("enter", "n")
        assert len(periods(desk)) == 1
        await driver.keys("r", "j")
        assert "Gefactureerd t/m April 2026" in driver.text
        for key in "zc":
            await driver.keys(key)
            assert "[red]Jan[/red]" in driver.text
            await driver.keys("escape")
    assert [row[2:4] for row in periods(desk)] == [("2024-05-01", "2025-04-30"), ("2025-05-01", "2026-04-30")]


# The 65+ right.


async def test_the_65_right_is_given_on_tab_3_by_a_supervisor_and_shown(desk: Desk, poort: Library) -> None:
    there = replace(desk, library=poort, branch=poort.branch("4104"))
    enrol_tester(there, subscription="0002", birth_date="04-01-1950")
    async with customer(there) as driver:
        await driver.keys("3", "w", "tab", "tab")
        await driver.keys("j", "f2")
        assert "deze klant is dat sinds 09-04-2024. (1 van 3)" in driver.message
        await driver.keys("ctrl+u")
        await driver.type("12-05-2010\rans\rstond in Wise op het oude tarief")
        await driver.keys("f2")
        assert driver.message == "Opgeslagen."
        assert "65+-tarief     Ja" in driver.text
    assert there.store.read("SELECT reduced_65 FROM membership") == [(1,)]
