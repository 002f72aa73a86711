"""Paying from the keyboard, from the customer and from Financieel; read back from the store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from balie.desk import Desk
from balie.finance.settling.refunds import refund_requests
from balie.finance.waive import COLLECTED
from balie.ledger import Charge, Method, balance, book_charge, counter_payment, open_charges
from balie.library.terms import ChargeKind
from tests.support.applicants import enrol_tester
from tests.support.collections import past_collection
from tests.support.desk_driver import Driver, running

NUMBER = "29428000077727"


@pytest.fixture
def customer(desk: Desk) -> int:
    """Somebody who owes € 54,00 contribution and two fines."""
    customer_id = enrol_tester(desk, subscription="0045").customer_id
    with desk.transaction() as tx:
        for cents, note in ((240, "[red]Rituelen[/red]"), (60, "De avonden")):
            book_charge(tx, desk.library, customer_id, Charge(ChargeKind.FINE, cents), note=note)
    return customer_id


@asynccontextmanager
async def paying(desk: Desk) -> AsyncIterator[Driver]:
    """The desk with the paying screen of its only customer open."""
    async with running(desk) as driver:
        await driver.burst(f"{NUMBER}\r")
        await driver.keys("f7")
        yield driver


def payments(desk: Desk) -> list[tuple[object, ...]]:
    return desk.store.read("SELECT cents, way, till, counters IS NOT NULL, reason FROM payment ORDER BY id")


async def test_the_whole_is_paid_in_cash_and_the_change_is_told_before_it_is_booked(desk: Desk, customer: int) -> None:
    async with paying(desk) as driver:
        assert "open € 57,00" in driver.text
        await driver.keys("c", "enter", *"60")
        assert any(line.endswith("€ 3,00") and "Terug ..." in line for line in driver.lines)
        await driver.keys("enter")
        assert "€ 57,00 contant boeken? Terug: € 3,00." in driver.text
        await driver.keys("enter")
        assert payments(desk) == []
        await driver.keys("j")
        assert driver.message.startswith("€ 57,00 geboekt. Terug: € 3,00. Bon afgedrukt")
        assert "Er staat niets open." in driver.text
    assert payments(desk) == [(5700, "contant", "1", 0, None)]
    assert balance(desk.store, customer).contribution == 0


async def test_chosen_lines_are_paid_by_card_without_typing_the_amount(desk: Desk, customer: int) -> None:
    async with paying(desk) as driver:
        await driver.keys("down", "space", "space", "p", "enter", "enter", "j")
        assert "open € 54,00" in driver.text
    assert payments(desk) == [(300, "pin", "1", 0, None)]


async def test_a_customer_may_pay_a_part(desk: Desk, customer: int) -> None:
    async with paying(desk) as driver:
        await driver.keys("p", "enter", *"20,00", "enter")
        assert "Blijft open" in driver.text
        await driver.keys("j")
        assert "van € 54,00" in driver.text
    assert balance(desk.store, customer).contribution == 3400


async def test_enter_twice_is_not_now(desk: Desk, customer: int) -> None:
    async with paying(desk) as driver:
        await driver.keys("enter", "enter")
        assert driver.message == "Niet betaald: het blijft openstaan."
        assert driver.app.page.heading == "Klantenadministratie"
    assert payments(desk) == []


async def test_with_what_is_paid_is_never_guessed(desk: Desk, customer: int) -> None:
    async with paying(desk) as driver:
        await driver.keys("enter", *"60", "f2")
        assert driver.message == "Kies waarmee wordt betaald: contant, pin, bank of tegoed."
        await driver.keys("c", "f2")
        assert "57,00 contant boeken?" in driver.text
        await driver.keys("n")
        assert "60" in driver.text
    assert payments(desk) == []


async def test_cash_is_counted_and_a_wrong_amount_stays_to_be_corrected(desk: Desk, customer: int) -> None:
    async with paying(desk) as driver:
        await driver.keys("c", "f2")
        assert driver.message.startswith("Typ het bedrag dat de klant geeft")
        await driver.keys(*"6o", "f2")
        assert "6o" in driver.text
        assert payments(desk) == []


async def test_what_is_too_much_becomes_credit_when_the_desk_says_so_and_is_spent_later(
    desk: Desk, customer: int
) -> None:
    async with paying(desk) as driver:
        await driver.keys("ctrl+g", "c", "enter", *"60", "enter", "j")
        assert "tegoed € 3,00" in driver.text
        with desk.transaction() as tx:
            book_charge(tx, desk.library, customer, Charge(ChargeKind.FINE, 100))
        await driver.keys("escape", "f7", "t", "enter", "enter", "j")
        assert "tegoed € 2,00" in driver.text
        await driver.keys("ctrl+y", "c", "enter", *"2,00", "enter", *"klant vraagt erom", "enter", "j")
        assert driver.message.startswith("Uitbetaald (contant).")
    assert payments(desk) == [(6000, "contant", "1", 0, None), (-200, "contant", "1", 0, "klant vraagt erom")]
    assert balance(desk.store, customer).credit == 0


async def test_credit_goes_back_by_bank_on_request_and_the_request_is_taken_back(desk: Desk, customer: int) -> None:
    async with paying(desk) as driver:
        await driver.keys("ctrl+g", "c", "enter", *"60", "enter", "j")
        await driver.keys("ctrl+y", "alt+x")
        assert "Er is niets via de bank teruggevraagd." in driver.text
        await driver.keys("b", "enter", *"3,01", "tab", "tab", *"NL92ABNA0417164300", "f2")
        assert "Er kan van € 0,01 t/m € 3,00 worden terugbetaald." in driver.text
        assert refund_requests(desk.store, customer) == []
        await driver.keys("ctrl+u", *"3", "tab", "tab", "ctrl+u", *"NL91ABNA0417164300", "tab", *"E.B. Tester", "f2")
        assert "€ 3,00 met het volgende betaalbestand terugbetalen aan E.B. Tester?" in driver.text
        await driver.keys("j")
        assert [one.cents for one in refund_requests(desk.store, customer)] == [300]
        await driver.keys("ctrl+y")
        assert "tegoed € 3,00, waarvan € 3,00 al via de bank" in driver.text
        await driver.keys("alt+x", "j")
        assert driver.message == "Ingetrokken: € 3,00 blijft tegoed."
    assert refund_requests(desk.store, customer) == []


async def test_a_fine_is_waived_with_a_reason(desk: Desk, customer: int) -> None:
    async with paying(desk) as driver:
        await driver.keys("down", "ctrl+k")
        assert "Contributie: coulance" not in driver.text
        await driver.keys("enter", "j")
        assert driver.message == "€ 2,40 kwijtgescholden: Kosten: coulance."
    assert payments(desk) == [(240, "kwijtschelding", None, 0, "A200")]


async def test_contribution_is_waived_by_who_may_and_esc_halfway_waives_nothing(desk: Desk, customer: int) -> None:
    async with paying(desk) as driver:
        await driver.keys("ctrl+k", "enter", *"Ans", "enter", "escape")
        assert payments(desk) == []
        await driver.keys("ctrl+k", "enter", *"Ans", "enter", *"lang ziek", "enter", "j")
    assert payments(desk) == [(5400, "kwijtschelding", None, 0, "A100")]


async def test_what_is_being_collected_is_not_waived_and_nothing_is_asked_first(desk: Desk, customer: int) -> None:
    charge = open_charges(desk.store, customer)[0]
    with desk.transaction() as tx:
        past_collection(tx, charge.charge_id, "M", desk.working_date)
    async with paying(desk) as driver:
        await driver.keys("ctrl+k")
        assert driver.message == COLLECTED
        assert "Contributie: coulance" not in driver.text


async def test_herstel_takes_a_payment_of_today_back(desk: Desk, customer: int) -> None:
    async with paying(desk) as driver:
        await driver.keys("p", "enter", "enter", "j", "ctrl+o")
        assert "Betaald, pin" in driver.text
        await driver.keys("ctrl+b")
        assert driver.message == "De betaling is van vandaag: kies Herstel."
        await driver.keys("ctrl+r", "j")
        assert "Hersteld. Geef terug wat de klant gaf: € 57,00." in driver.message
        await driver.keys("escape")
        assert "open € 57,00" in driver.text
    assert payments(desk) == [(5700, "pin", "1", 0, None), (-5700, "pin", "1", 1, "Herstel")]


async def test_storno_counters_a_payment_of_an_earlier_day(desk: Desk, customer: int) -> None:
    async with paying(desk) as driver:
        await driver.keys("p", "enter", "enter", "j")
    later = replace(desk, working_date=desk.working_date + timedelta(days=7))
    async with paying(later) as driver:
        await driver.keys("ctrl+o", "ctrl+r")
        assert "kies Storno" in driver.message
        await driver.keys("ctrl+b", *"verkeerde klant", "enter", "enter", *"Ans", "enter", *"vergissing", "enter", "j")
        assert driver.message == (
            "Teruggeboekt. Wat ermee betaald was, staat weer open. Geef terug wat de klant gaf: € 57,00."
        )
        await driver.keys("up", "ctrl+b")
        assert "Dit is zelf een terugboeking" in driver.message
    assert payments(desk)[1] == (-5700, "pin", "1", 1, "verkeerde klant")


async def test_paid_at_another_desk_meanwhile_is_told_and_nothing_is_booked_twice(desk: Desk, customer: int) -> None:
    from balie.finance.pay import pay, plan, sheet

    async with paying(desk) as driver:
        seen = sheet(desk, customer)
        pay(desk, customer, plan(seen, None, Method.CARD, ""))
        await driver.keys("p", "enter", "enter", "j")
        assert "Aan een andere balie is intussen" in driver.message
        assert "Er staat niets open." in driver.text
    assert len(payments(desk)) == 1


async def test_from_financieel_the_customer_is_scanned_or_searched(desk: Desk, customer: int) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+f", "f7", *"Tes", "enter", "enter")
        assert "open € 57,00" in driver.text
        await driver.keys("escape", "enter", *NUMBER, "enter")
        assert "open € 57,00" in driver.text


async def test_a_burst_pays(desk: Desk, customer: int) -> None:
    async with running(desk) as driver:
        await driver.burst(f"{NUMBER}\r\x1b[18~p\r\r")
        assert "€ 57,00 met pin boeken?" in driver.text


async def test_what_was_typed_on_a_tab_is_there_when_one_comes_back(desk: Desk, customer: int) -> None:
    async with paying(desk) as driver:
        await driver.keys("c", "enter", *"60", "alt+f", "alt+k")
        assert "Terug ..." in driver.text
        await driver.keys("alt+k")
        assert "Wijzigingen niet opslaan?" in driver.text


async def test_text_of_people_is_data(desk: Desk, customer: int) -> None:
    async with paying(desk) as driver:
        assert "Te laat: [red]Rituelen[/red]" in driver.text


async def test_the_history_goes_on_below(desk: Desk, customer: int) -> None:
    from balie.ledger import Incoming, receive

    for _ in range(60):
        with desk.transaction() as tx:
            paid = receive(tx, Incoming(customer, 100, Method.BANK, desk.working_date), ())
            counter_payment(tx, paid.payment_id, reason="proef", on=desk.working_date)
    async with paying(desk) as driver:
        await driver.keys("ctrl+o", *["pagedown"] * 12)
        assert "Contributie 01-05-2024" in driver.text


async def test_scans_neither_pay_nor_leave_and_are_told_to_be_lost(desk: Desk, customer: int) -> None:
    async with paying(desk) as driver:
        await driver.burst("39428000000016\r39428000000024\r")
        assert "▸Waarmee" in driver.text
        assert driver.message.startswith("Hier wordt betaald: wat u scant wordt niet uitgeleend")
        await driver.keys("p", "enter", *"1,50", "enter", "j")
    assert [row[:2] for row in payments(desk)] == [(150, "pin")]


async def test_who_paid_a_part_did_not_say_no(desk: Desk, customer: int) -> None:
    async with paying(desk) as driver:
        await driver.keys("p", "enter", *"20,00", "enter", "j", "enter", "enter")
        assert driver.message == "De rest blijft openstaan: € 37,00."


async def test_who_paid_all_has_nothing_left_to_say(desk: Desk, customer: int) -> None:
    async with paying(desk) as driver:
        await driver.keys("p", "enter", "enter", "j", "enter", "enter")
        assert "Niet betaald" not in driver.text
        assert "openstaan" not in driver.message


async def test_an_amount_that_one_line_has_open_is_for_that_line_and_the_question_says_so(
    desk: Desk, customer: int
) -> None:
    async with paying(desk) as driver:
        await driver.keys("p", "enter", *"0,60", "enter")
        assert "€ 0,60 met pin boeken? Voor: Te laat: De avonden." in driver.text
        await driver.keys("j")
        assert "De avonden" not in driver.text
    assert payments(desk) == [(60, "pin", "1", 0, None)]
