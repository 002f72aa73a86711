"""Settling who left, and paying out, from the keyboard; read back from the store and from the disk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from balie.desk import Desk
from balie.finance.settling.payout_files import payout_folder
from balie.finance.settling.payouts import pay_out
from balie.finance.settling.settle import settle, settlements
from balie.ledger import Method
from tests.screens.financieel.conftest import At
from tests.support.desk_driver import Driver, running
from tests.support.refund_examples import C1, cancelled, lend, member_of

AFTER = C1.last_day + timedelta(days=1)
WEEK = "2026-38"


@pytest.fixture
def leavers(at: At) -> dict[str, int]:
    """Three who left: one to be paid, one without an account, one with something at home. Their cancellations."""
    people = {name: member_of(at, surname=name) for name in ("Jansen", "[red]Vries[/red]", "Willemsen")}
    accounts: dict[str, dict[str, str]] = {"[red]Vries[/red]": {"refund_iban": "", "refund_holder": ""}}
    found = {name: cancelled(at, customer_id, C1, **accounts.get(name, {})) for name, customer_id in people.items()}
    lend(at(C1.notice), people["Willemsen"])
    return found


def settled(desk: Desk) -> list[str]:
    """The names of who was settled."""
    return [case.name for case in settlements(desk, done=True) if case.settlement.settled_on is not None]


def line_with(driver: Driver, text: str) -> str:
    return next(line for line in driver.lines if text in line)


# Opzeggingen afrekenen.


async def test_the_list_tells_what_each_waits_for_and_what_it_comes_to(at: At, leavers: dict[str, int]) -> None:
    async with running(at(AFTER)) as driver:
        await driver.keys("alt+f", "5")
        assert "uit te betalen" in line_with(driver, "Jansen")
        assert "terug € 19,80" in line_with(driver, "Jansen")
        assert "wacht op rekeningnummer" in line_with(driver, "[red]Vries[/red]")
        assert "wacht op inlevering" in line_with(driver, "Willemsen")
        assert "[ ]" not in line_with(driver, "Willemsen")


async def test_the_chosen_ones_are_settled(at: At, leavers: dict[str, int]) -> None:
    desk = at(AFTER)
    async with running(desk) as driver:
        await driver.keys("alt+f", "5", "k")
        assert driver.message == "2 opzeggingen gekozen."
        await driver.keys("f2")
        assert "2 opzeggingen afrekenen, contributie terug € 39,60?" in driver.text
        await driver.keys("n")
        assert settled(desk) == []
        await driver.keys("f2", "j")
        assert "2 opzeggingen afgerekend, contributie terug € 39,60." in driver.text
        await driver.keys("enter")
    assert settled(desk) == ["Jansen, E.B.", "[red]Vries[/red], E.B."]


async def test_without_a_choice_it_is_the_marked_one_and_why_not_is_told(at: At, leavers: dict[str, int]) -> None:
    desk = at(AFTER)
    async with running(desk) as driver:
        await driver.keys("alt+f", "5", "end", "f2")
        assert driver.message.startswith("Nog in te leveren: 1 exemplaar.")
        await driver.keys("space")
        assert "[x]" not in driver.text
        await driver.keys("home", "f2", "j", "enter")
    assert settled(desk) == ["Jansen, E.B."]


async def test_one_is_shown_line_by_line_and_settled_there(at: At, leavers: dict[str, int]) -> None:
    desk = at(AFTER)
    async with running(desk) as driver:
        await driver.keys("alt+f", "5", "enter")
        assert "Terug 139/365 dagen van € 52,00" in driver.text
        await driver.keys("f2", "j")
        assert driver.message == "Afgerekend: uit te betalen."
        await driver.keys("f2")
        assert driver.message == "Deze opzegging is al afgerekend op 15-09-2026."
        await driver.keys("enter")
        assert "Dhr. E.B. Jansen" in driver.text
        await driver.keys("alt+f", "escape")
        assert driver.app.page.heading == "Opzeggingen afrekenen"
    assert settled(desk) == ["Jansen, E.B."]


async def test_a_missing_account_is_typed_and_refusals_stand_at_the_field(at: At, leavers: dict[str, int]) -> None:
    desk = at(AFTER)
    async with running(desk) as driver:
        await driver.keys("alt+f", "5", "down", "enter", "r", *"NL00", "f2")
        assert driver.message.startswith("NL00 heeft 4 tekens; een Nederlands IBAN heeft er 18.")
        assert "▸IBAN *         NL00" in driver.text
        await driver.keys("escape", "n", "ctrl+u", *"NL91ABNA0417164300", "f2")
        assert driver.message == "De rekening is opgeslagen."
        assert "NL91 ABNA 0417 1643 00 op naam van" in driver.text
        await driver.keys("escape")
        assert "uit te betalen" in line_with(driver, "[red]Vries[/red]")


async def test_the_settled_ones_are_shown_when_asked(at: At, leavers: dict[str, int]) -> None:
    desk = at(AFTER)
    settle(desk, leavers["Jansen"])
    pay_out(desk)
    async with running(desk) as driver:
        await driver.keys("alt+f", "5")
        assert "Jansen" not in driver.text
        await driver.keys("t")
        assert "afgehandeld" in line_with(driver, "Jansen")
        await driver.keys("t")
        assert "Jansen" not in driver.text


async def test_settled_at_another_desk_meanwhile_is_told(at: At, leavers: dict[str, int]) -> None:
    desk = at(AFTER)
    async with running(desk) as driver:
        await driver.keys("alt+f", "5", "f2")
        settle(desk, leavers["Jansen"])
        await driver.keys("j")
        assert "0 opzeggingen afgerekend" in driver.text
        assert "1 opzegging kon intussen niet meer: kijk waarom." in driver.text
    assert settled(desk) == ["Jansen, E.B."]


async def test_nothing_to_settle_says_so(at: At) -> None:
    async with running(at(AFTER)) as driver:
        await driver.keys("alt+f", "5", "enter", "space", "k", "f2")
        assert driver.message == "Er is niets af te rekenen."


# Uitbetalen.


async def test_the_batch_of_the_week_is_shown_asked_and_made_once(at: At, leavers: dict[str, int]) -> None:
    desk = at(AFTER)
    path = payout_folder(desk) / f"uitbetaling-{WEEK}.xml"
    async with running(desk) as driver:
        await driver.keys("alt+f", "6")
        assert f"▸Week (jjjj-ww) * {WEEK}" in driver.text
        assert "Uit te betalen" in line_with(driver, "1 · € 19,80")
        assert "Er is geen rekeningnummer" in driver.text
        await driver.keys("f2")
        assert "2 opzeggingen afrekenen, en 1 uitbetaling van € 19,80 klaarzetten" in driver.text
        await driver.keys("n")
        assert not path.exists()
        await driver.keys("f2", "j")
        assert f"uitbetaling-{WEEK}.xml: 1 uitbetaling van € 19,80." in driver.text
        made = path.read_bytes()
        await driver.keys("enter", "f2")
        assert driver.message.startswith(f"Week {WEEK} is al gedaan.")
        await driver.keys(*["down"] * 9, "enter")
        assert "TERUG-2026-38-0001" in driver.text
        path.unlink()
        await driver.keys("f2")
        assert path.read_bytes() == made
    assert settled(desk) == ["Jansen, E.B.", "[red]Vries[/red], E.B."]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("99", "99 is geen week"),
        ("2026-39", "Week 2026-39 is nog niet begonnen"),
        ("2026-37", "In week 2026-37 is niets uitbetaald"),
        ("", "is geen week"),
    ],
)
async def test_a_wrong_week_is_told_at_the_field_and_stays(
    at: At, leavers: dict[str, int], typed: str, why: str
) -> None:
    async with running(at(AFTER)) as driver:
        await driver.keys("alt+f", "6", "ctrl+u", *typed, "enter")
        assert why in driver.message
        assert f"▸Week (jjjj-ww) * {typed}".rstrip() in driver.text


async def test_that_the_bank_paid_a_file_is_noted_by_hand(at: At, leavers: dict[str, int]) -> None:
    desk = at(AFTER)
    pay_out(desk)
    async with running(desk) as driver:
        await driver.keys("alt+f", "6", "end", "pagedown", "enter", "u", "ctrl+u", *"01012026", "enter")
        assert "De dag van uitvoering ligt van 15-09-2026" in driver.text
        assert desk.store.read("SELECT executed_on FROM payout") == [(None,)]
        await driver.keys("ctrl+u", *"15092026", "enter")
        assert driver.message == "1 uitbetaling uitgevoerd op 15-09-2026."
    assert desk.store.read("SELECT executed_on FROM payout") == [("2026-09-15",)]


async def test_who_waits_for_a_collection_goes_along_after_somebody_looked(at: At) -> None:
    customer_id = member_of(at, replace(C1, paid_from=date(2026, 8, 1)), method=Method.DIRECT_DEBIT, surname="Incasso")
    cancelled(at, customer_id)
    async with running(at(AFTER)) as driver:
        await driver.keys("alt+f", "6")
        assert "De incasso kan nog worden gestorneerd" in driver.text
        await driver.keys("space")
        assert "Spatie is voor wie" in driver.message
        await driver.keys(*["down"] * 5, "space", "n")
        assert "De incasso kan nog" in driver.text
        await driver.keys("space", "j")
        assert "Incasso, E.B., nagekeken" in driver.text
        await driver.keys("f2", "j", "enter")
    assert at(AFTER).store.read("SELECT checked_by FROM payout") == [("ebt",)]
