"""Tegoed uitbetalen: what the heading shows, and what was asked back by bank is not paid out twice."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from balie.desk import Desk
from balie.dutch.money import format_cents
from balie.finance.settling.refunds import ask_refund, refund_requests
from balie.finance.sheet import sheet
from balie.ledger import Incoming, Method, receive
from screens.financieel.paying.money_lines import headed
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import running

LONG = "Zeer-Buitengewoon-Langenaamhuizen-tot-Nog-Veel-Langer"
IBAN = "NL91ABNA0417164300"


def paid_too_much(desk: Desk, customer_id: int, cents: int) -> None:
    with desk.transaction() as tx:
        receive(tx, Incoming(customer_id, 5400 + cents, Method.CARD, desk.working_date, desk.till))


async def test_amounts_stand_whole_behind_a_long_name(desk: Desk) -> None:
    enrolled = enrol_tester(desk, subscription="0045", surname=LONG)
    paid_too_much(desk, enrolled.customer_id, 123456)
    ask_refund(desk, enrolled.customer_id, 123450, IBAN, "E.B. Tester")
    async with running(desk, size=(80, 24)) as driver:
        await driver.burst(f"{enrolled.number}\r")
        await driver.keys("f7")
        assert f"…  {enrolled.number}   open € 0,00   tegoed € 1.234,56" in driver.text
        await driver.keys("ctrl+y")
        assert "   tegoed € 1.234,56, waarvan € 1.234,50 al via de bank" in driver.text


@pytest.mark.parametrize("name", ["", "Jan", "E.B. Tester", f"E.B. {LONG}", "日" * 40])
@pytest.mark.parametrize("number", ["", "29428000077727"])
@pytest.mark.parametrize("amounts", ["open € 1,00", "tegoed € 9.999.999,99, waarvan € 9.999.999,99 al via de bank"])
def test_the_name_makes_way_for_the_amounts(name: str, number: str, amounts: str) -> None:
    shown = headed(f"{name}  {number}".rstrip(), amounts, 76)
    assert shown.endswith(f"   {amounts}")
    assert cell_len(shown) <= 76


@pytest.mark.parametrize(("cents", "typed", "may"), [(500, "5", True), (500, "5,01", False), (1000, "0,01", False)])
async def test_what_was_asked_back_by_bank_does_not_go_out_of_the_till_too(
    desk: Desk, cents: int, typed: str, may: bool
) -> None:
    enrolled = enrol_tester(desk, subscription="0045")
    paid_too_much(desk, enrolled.customer_id, 1000)
    ask_refund(desk, enrolled.customer_id, cents, IBAN, "E.B. Tester")
    async with running(desk) as driver:
        await driver.burst(f"{enrolled.number}\r")
        await driver.keys("f7", "ctrl+y", "c", "enter", *typed, "enter", *"weg", "enter", "j")
        if not may:
            asked = format_cents(cents)
            assert driver.message == (
                f"Van het tegoed is {asked} al via de bank teruggevraagd: trek die aanvraag eerst in (Alt+X)."
            )
            await driver.keys("alt+x", "j", "f2", "j")
            assert refund_requests(desk.store, enrolled.customer_id) == []
        assert driver.message.startswith("Uitbetaald (contant).")
    assert sheet(desk, enrolled.customer_id).credit_cents == 1000 - round(float(typed.replace(",", ".")) * 100)
