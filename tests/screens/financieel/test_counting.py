"""Counting a till from the keyboard; read back from the store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from balie.desk import Desk
from balie.finance.tills.cash_up import cash_up
from balie.finance.tills.counting import begin_count, judge
from balie.finance.tills.reports import z_reports
from balie.ledger import Incoming, Method, receive
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import Driver, running

# From the first note: two of € 50,00, one of € 10,00; no coins; opening € 50,00; the terminal says € 20,00.
COUNTED = "\r\r\r2\r\r1\r\r\r\r\r\r\r\r\r50\r\r\r20\r"
AS_KEYS = [{"\r": "enter"}.get(character, character) for character in COUNTED]


@pytest.fixture
def customer(desk: Desk) -> int:
    """Somebody who paid € 60,00 in cash and € 20,00 by pin."""
    customer_id = enrol_tester(desk, subscription="0045").customer_id
    pay(desk, customer_id, 6000, Method.CASH)
    pay(desk, customer_id, 2000, Method.CARD)
    return customer_id


def pay(desk: Desk, customer_id: int, cents: int, method: Method) -> None:
    with desk.transaction() as tx:
        receive(tx, Incoming(customer_id, cents, method, desk.working_date, till=desk.till), ())


@asynccontextmanager
async def counting(desk: Desk, *, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Driver]:
    """The desk with Kastelling open."""
    async with running(desk, size=size) as driver:
        await driver.keys("alt+f", "7")
        yield driver


def booked(desk: Desk) -> list[tuple[int, int, str, str]]:
    return [(report.number, report.difference_cents, report.initials, report.note) for report in z_reports(desk)]


async def test_a_till_that_is_right_is_booked_without_initials(desk: Desk, customer: int) -> None:
    async with counting(desk) as driver:
        await driver.keys(*AS_KEYS)
        assert "Kasverschil" in driver.text
        assert "De kas klopt." in driver.text
        await driver.keys("enter", "enter")
        assert "Kastelling 1 boeken? Daarna ligt hij vast." in driver.text
        await driver.keys("enter")
        assert booked(desk) == []
        await driver.keys("j")
        assert driver.app.page.heading == "Z-rapport 1 van kas 1"
        assert driver.message == "Kastelling 1 is geboekt. F2 drukt het Z-rapport af."
    assert booked(desk) == [(1, 0, "", "")]


async def test_nothing_tells_what_there_should_be_before_it_is_counted(desk: Desk, customer: int) -> None:
    async with counting(desk) as driver:
        assert not any(character.isdigit() and character != "0" for character in driver.lines[-4])
        await driver.keys(*AS_KEYS[:-1])
        assert "€ 110,00" in driver.text
        assert "Geteld" in driver.text
        assert "60,00" not in driver.text
        assert "Verwacht" not in driver.text


async def test_a_burst_fills_the_form(desk: Desk, customer: int) -> None:
    async with running(desk) as driver:
        await driver.burst(f"\x1bf7{COUNTED}")
        assert "De kas klopt." in driver.text


async def test_the_sum_follows_what_is_typed_and_stays_for_what_is_no_number(desk: Desk) -> None:
    async with counting(desk) as driver:
        await driver.keys("3")
        assert any(line.startswith("▸500,00 x  3") and "€ 1.500,00" in line for line in driver.lines)
        assert any(line.startswith(" Geteld ") and line.endswith("€ 1.500,00") for line in driver.lines)
        await driver.keys("x", "enter")
        assert driver.message.startswith("3x is geen aantal.")
        assert "▸500,00 x  3x" in driver.text
        await driver.keys("backspace", "enter")
        assert "▸200,00 x" in driver.text


async def test_what_is_missing_is_told_at_the_fields(desk: Desk, customer: int) -> None:
    async with counting(desk) as driver:
        await driver.keys("1", "f2")
        assert driver.message == "Beginsaldo is nog leeg. Typ een bedrag; 0 als er niets was. (1 van 2)"
        assert "!Totaal pinautomaat *" in driver.text
        await driver.keys("0", "enter", "enter", *"600", "enter", *"20", "enter")
        assert driver.message.startswith("Naar de bank kan hooguit wat er geteld is: € 500,00.")
        assert "▸Naar de bank         600" in driver.text


async def test_a_difference_asks_who_answers_for_it_before_anything_is_asked(desk: Desk, customer: int) -> None:
    async with counting(desk) as driver:
        await driver.keys(*AS_KEYS[:3], "1", *AS_KEYS[4:], "f2")
        assert driver.message == "Er is een verschil: typ de paraaf van wie heeft geteld."
        assert "Er ligt € 50,00 te weinig in de kas" in driver.text
        await driver.keys(*"eb", "enter", *"[red]weg[/red]", "enter")
        assert "Kastelling 1 boeken, met € 50,00 te weinig in de kas?" in driver.text
        await driver.keys("n")
        assert booked(desk) == []
        await driver.keys("f2", "j", "end")
        assert "Toelichting: [red]weg[/red]" in driver.text
    assert booked(desk) == [(1, -5000, "eb", "[red]weg[/red]")]


async def test_back_to_correct_loses_neither_the_count_nor_the_initials(desk: Desk, customer: int) -> None:
    async with counting(desk) as driver:
        await driver.keys(*AS_KEYS[:3], "1", *AS_KEYS[4:], *"eb", "enter", *"Nog eens", "escape")
        assert "  50,00 x  1" in driver.text
        await driver.keys("tab", "tab", "tab", "tab", "backspace", "2", "f2")
        assert "De kas klopt." in driver.text
        assert "Nog eens" in driver.text
        await driver.keys("f2", "j")
    assert booked(desk) == [(1, 0, "eb", "Nog eens")]


async def test_esc_halfway_books_nothing_and_asks_first(desk: Desk, customer: int) -> None:
    async with counting(desk) as driver:
        await driver.keys(*AS_KEYS, "escape", "escape")
        assert "Wijzigingen niet opslaan?" in driver.text
        await driver.keys("n")
        assert driver.app.page.heading == "Kastelling"
        await driver.keys("escape", "j")
        assert driver.app.page.heading == "Financieel"
        await driver.keys("7", "escape")
        assert driver.app.page.heading == "Financieel"
    assert booked(desk) == []


async def test_a_till_counted_at_another_desk_meanwhile_is_told(desk: Desk, customer: int) -> None:
    async with counting(desk) as driver:
        await driver.keys(*AS_KEYS)
        other = replace(desk, staff="jdv")
        typed = {"opening": "50", "pieces_5000": "2", "pieces_1000": "1", "terminal": "20"}
        cash_up(other, judge(other, begin_count(other), typed))
        await driver.keys("f2", "j")
        assert driver.message.startswith("Kas 1 is intussen al geteld: kastelling 1 van 09-04-2024 door jdv.")
        assert "De kas klopt." in driver.text
    assert len(booked(desk)) == 1


@pytest.mark.parametrize(("answer", "difference"), [("j", "€ 0,00"), ("n", "€ 5,00")])
async def test_money_that_came_in_during_the_count_is_in_it_or_in_the_next(
    desk: Desk, customer: int, answer: str, difference: str
) -> None:
    async with counting(desk) as driver:
        await driver.keys(*AS_KEYS[:-1])
        pay(desk, customer, 500, Method.CASH)
        await driver.keys(*["shift+tab"] * 10, "up", "backspace", "1")  # a note of € 5,00 lies there too
        await driver.keys("f2")
        assert "meegeteld?" in driver.text
        await driver.keys(answer)
        assert any("Kasverschil" in line and line.endswith(f" {difference}") for line in driver.lines)


async def test_z_reports_show_what_was_printed_and_print_it_again(desk: Desk, customer: int) -> None:
    async with counting(desk) as driver:
        await driver.keys(*AS_KEYS, "f2", "j", "f2")
        first = driver.message
        assert first.startswith("Afgedrukt: ")
        printed = [path.read_text("utf-8") for path in desk.spool.iterdir()]
        await driver.keys("escape", "8")
        assert any(line.startswith("▸    1 09-04-2024     € 110,00     € 110,00") for line in driver.lines)
        await driver.keys("enter", "f2")
        assert driver.message == first
        report = driver.app.page.text.lines  # type: ignore[attr-defined]
    assert printed == ["\n".join(report) + "\n"]


async def test_a_till_that_was_never_counted_has_no_z_reports(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+f", "8", "f2")
        assert driver.message.startswith("Deze kas is nog niet geteld.")


async def test_the_list_of_z_reports_goes_on_below(desk: Desk) -> None:
    for _ in range(55):
        cash_up(desk, judge(desk, begin_count(desk), {"opening": "0", "pieces_5": "0"}))
    async with running(desk) as driver:
        await driver.keys("alt+f", "8", *["pagedown"] * 5)
        assert any(line.startswith("▸    1 09-04-2024") for line in driver.lines)
