"""Paying, waiving, putting right and paying out, in the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from balie.customers.permission import Override
from balie.customers.tabs.journal import read_acts
from balie.desk import Desk
from balie.finance.correct import correctable, restore, storno
from balie.finance.pay import Paid, Sheet, pay, plan, sheet
from balie.finance.pay_out import pay_out
from balie.finance.waive import waive
from balie.finance.waiver_reasons import waiver_reasons
from balie.ledger import (
    LEDGER_INVARIANTS,
    Charge,
    Incoming,
    Method,
    balance,
    book_charge,
    counter_payment,
    postings,
    receive,
)
from balie.library.terms import ChargeKind
from balie.messages.printing import print_receipt
from balie.refusal import Refusal
from balie.store.check import check
from tests.support.applicants import enrol_tester

LATER = date(2024, 4, 12)


@pytest.fixture
def customer(desk: Desk) -> int:
    """E.B. Tester with Basis: € 54,00 of contribution open; and two fines."""
    customer_id = enrol_tester(desk).customer_id
    owe(desk, customer_id, ChargeKind.FINE, 240, "Rituelen")
    owe(desk, customer_id, ChargeKind.FINE, 100)
    return customer_id


def owe(desk: Desk, customer_id: int, kind: ChargeKind, cents: int, note: str = "") -> int:
    with desk.transaction() as tx:
        return book_charge(tx, desk.library, customer_id, Charge(kind, cents), note=note)


def pay_now(desk: Desk, customer_id: int, received: str, tender: str = "contant", **choice: bool) -> Paid:
    return pay(desk, customer_id, plan(sheet(desk, customer_id), None, tender, received, **choice))


def ids(seen: Sheet) -> list[int]:
    return [line.charge_id for line in seen.lines]


def test_the_sheet_tells_what_is_open_the_oldest_first(desk: Desk, customer: int) -> None:
    seen = sheet(desk, customer)
    assert [(line.text, line.open_cents, line.remark) for line in seen.lines] == [
        ("Contributie 01-05-2024 t/m 30-04-2025", 5400, ""),
        ("Te laat: Rituelen", 240, ""),
        ("Te laat", 100, ""),
    ]
    assert (seen.open_cents, seen.credit_cents) == (5740, 0)


def test_paying_all_leaves_nothing_open_and_prints_what_was_paid(desk: Desk, customer: int) -> None:
    paid = pay_now(desk, customer, "60")
    assert sheet(desk, customer).lines == ()
    assert paid.receipt_id is not None
    assert print_receipt(desk, paid.receipt_id).printed
    (bon,) = desk.spool.glob(f"bon-{paid.receipt_id:08d}*")
    lines = bon.read_text(encoding="utf-8").splitlines()
    assert lines == [
        "            Biblionet Drenthe",
        "          Vestiging 9428 Gieten",
        "                09-04-2024",
        "",
        "E.B. Tester",
        "Klantnummer 2 9428 0000 7772 7",
        "",
        "Betaling",
        "Contributie 01-05-2024 t/m",
        "30-04-2025                         € 54,00",
        "Te laat: Rituelen                   € 2,40",
        "Te laat                             € 1,00",
        "------------------------------------------",
        "Betaald                            € 57,40",
        "Ontvangen (contant)                € 60,00",
        "Terug                               € 2,60",
        "",
        "             Bewaar deze bon.",
    ]
    row = desk.store.read("SELECT cents, way, till, received_on FROM payment WHERE id = ?", (paid.payment_id,))
    assert row == [(5740, "contant", "1", "2024-04-09")]


def test_whoever_wants_no_bons_gets_none(desk: Desk, customer: int) -> None:
    with desk.transaction() as tx:
        tx.execute("INSERT INTO property (customer_id, receipts) VALUES (?, 0)", (customer,))
    assert pay_now(desk, customer, "60").receipt_id is None


def test_part_of_it_settles_the_oldest_first(desk: Desk, customer: int) -> None:
    pay_now(desk, customer, "55", "pin")
    assert [line.open_cents for line in sheet(desk, customer).lines] == [140, 100]


def test_what_is_paid_too_much_by_pin_is_credit_that_pays_the_next_fine(desk: Desk, customer: int) -> None:
    pay_now(desk, customer, "60", "pin")
    assert sheet(desk, customer).credit_cents == 260
    owe(desk, customer, ChargeKind.FINE, 200)
    assert pay_now(desk, customer, "", "tegoed").payment_id is None
    assert (sheet(desk, customer).lines, sheet(desk, customer).credit_cents) == ((), 60)


def test_what_another_desk_paid_meanwhile_is_not_paid_twice(desk: Desk, customer: int) -> None:
    planned = plan(sheet(desk, customer), None, "contant", "60")
    pay_now(desk, customer, "1")
    with pytest.raises(Refusal, match="andere balie"):
        pay(desk, customer, planned)
    assert sheet(desk, customer).open_cents == 5640
    assert len([row for row in postings(desk.store, customer) if hasattr(row, "payment_id")]) == 1


def test_credit_that_another_desk_used_meanwhile_is_not_used_twice(desk: Desk, customer: int) -> None:
    with desk.transaction() as tx:
        receive(tx, Incoming(customer, 300, Method.BANK, desk.working_date), ())
    seen = sheet(desk, customer)
    planned = plan(seen, {ids(seen)[0]}, "tegoed", "")
    pay(desk, customer, plan(seen, {ids(seen)[1]}, "tegoed", ""))
    with pytest.raises(Refusal, match="andere balie"):
        pay(desk, customer, planned)


def test_what_went_to_the_bank_meanwhile_is_not_paid_at_the_desk(desk: Desk, customer: int) -> None:
    seen = sheet(desk, customer)
    planned = plan(seen, None, "pin", "")
    collect(desk, ids(seen)[0])
    assert sheet(desk, customer).lines[0].remark == "in incasso"
    with pytest.raises(Refusal, match="andere balie"):
        pay(desk, customer, planned)
    with pytest.raises(Refusal, match="wacht tot de bank"):
        waive(desk, sheet(desk, customer), {ids(seen)[0]}, "A102")


def collect(desk: Desk, charge_id: int) -> None:
    """Put a charge in a file for the bank."""
    with desk.transaction() as tx:
        run = tx.execute(
            "INSERT INTO collection_run (month, collect_on, started_at, working_date, branch, staff)"
            " VALUES ('2024-05-01', '2024-05-15', 'nu', '2024-04-09', '9428', 'ebt')"
        ).lastrowid
        file = tx.execute(
            "INSERT INTO collection_file (run_id, message_id, name, version, items, cents, sha256, made_on, staff)"
            " VALUES (?, 'M', 'm.xml', 'pain.008.001.08', 1, 5400, 'x', '2024-04-09', 'ebt')",
            (run,),
        ).lastrowid
        tx.execute(
            "INSERT INTO collection (charge_id, attempt, file_id, end_to_end_id, mandate_reference, sequence, cents,"
            " description, announced_on, channel) VALUES (?, 1, ?, 'E', 'R', 'FRST', 5400, 'd', '2024-04-09', 'bon')",
            (charge_id, file),
        )


@pytest.mark.parametrize("tender", ["contant", "pin"])
def test_a_desk_without_a_till_takes_no_cash_and_no_pin(desk: Desk, customer: int, tender: str) -> None:
    without = replace(desk, till="")
    with pytest.raises(Refusal, match="geen kas:"):
        pay_now(without, customer, "60", tender)
    pay_now(without, customer, "60", "bank")
    assert sheet(desk, customer).credit_cents == 260


def test_contribution_and_other_costs_are_waived_apart(desk: Desk, customer: int) -> None:
    seen = sheet(desk, customer)
    with pytest.raises(Refusal, match="apart kwijt") as refused:
        waive(desk, seen, set(ids(seen)), "A200")
    assert refused.value.reasons[0].field == "reason"
    waive(desk, seen, set(ids(seen)[1:]), "A200")
    left = sheet(desk, customer)
    assert [line.open_cents for line in left.lines] == [5400]
    waive(desk, left, set(ids(left)), "A100", override=Override("jdv", "Onterecht lid gemaakt"))
    assert sheet(desk, customer).lines == ()
    assert desk.store.read("SELECT cents, way, till, reason FROM payment ORDER BY id") == [
        (340, "kwijtschelding", None, "A200"),
        (5400, "kwijtschelding", None, "A100"),
    ]


def test_waiving_tells_everything_that_is_missing(desk: Desk, customer: int) -> None:
    seen = sheet(desk, customer)
    with pytest.raises(Refusal) as refused:
        waive(desk, seen, {ids(seen)[0]}, "A100", override=Override("", "ja"))
    assert {reason.field for reason in refused.value.reasons} == {"supervisor", "because"}
    with pytest.raises(Refusal) as refused:
        waive(desk, seen, set(), "A999")
    assert {reason.field for reason in refused.value.reasons} == {"chosen", "reason"}


def test_the_reasons_for_waiving_are_dagboeken_of_their_kind() -> None:
    codes = [reason.code for reason in waiver_reasons()]
    assert len(set(codes)) == len(codes)
    assert all(reason.code.startswith("A1" if reason.contribution else "A2") for reason in waiver_reasons())


def test_herstel_opens_everything_again_as_it_was(desk: Desk, customer: int) -> None:
    before = sheet(desk, customer)
    paid = pay_now(desk, customer, "60", "pin")
    assert paid.payment_id is not None
    back = restore(desk, paid.payment_id)
    assert sheet(desk, customer) == before
    assert desk.store.read("SELECT cents, way, till, counters, received_on FROM payment WHERE id = ?", (back,)) == [
        (-6000, "pin", "1", paid.payment_id, "2024-04-09")
    ]
    for again in (paid.payment_id, back):
        with pytest.raises(Refusal, match="terug"):
            restore(desk, again)
    assert sheet(desk, customer) == before


def test_herstel_is_for_the_day_itself_and_storno_for_later(desk: Desk, customer: int) -> None:
    before = sheet(desk, customer)
    paid = pay_now(desk, customer, "57,40").payment_id
    assert paid is not None
    with pytest.raises(Refusal, match="kies Herstel"):
        storno(desk, paid, "Verkeerde klant", override=Override("jdv", "Bedrag van een ander"))
    later = replace(desk, working_date=LATER)
    with pytest.raises(Refusal, match=r"dag zelf \(09-04-2024\): kies Storno"):
        restore(later, paid)
    with pytest.raises(Refusal) as refused:
        storno(later, paid, "", date(2024, 4, 8), override=Override("", ""))
    assert {reason.field for reason in refused.value.reasons} == {"reason", "on", "supervisor", "because"}
    storno(later, paid, "Verkeerde klant", date(2024, 4, 10), override=Override("jdv", "Bedrag van een ander"))
    assert sheet(desk, customer) == before
    assert desk.store.read("SELECT cents, way, till, received_on, reason FROM payment WHERE counters IS NOT NULL") == [
        (-5740, "contant", "1", "2024-04-10", "Verkeerde klant")
    ]
    with pytest.raises(Refusal, match="al teruggeboekt"):
        storno(later, paid, "Verkeerde klant", override=Override("jdv", "Bedrag van een ander"))


def test_storno_is_not_dated_more_than_thirty_days_back(desk: Desk, customer: int) -> None:
    paid = pay_now(desk, customer, "57,40").payment_id
    assert paid is not None
    later = replace(desk, working_date=date(2024, 6, 1))
    with pytest.raises(Refusal, match="van 02-05-2024 tot en met 01-06-2024"):
        storno(later, paid, "Verkeerde klant", date(2024, 5, 1), override=Override("jdv", "Bedrag van een ander"))


def test_a_waiver_is_taken_back_on_its_day_and_later_by_a_supervisor(desk: Desk, customer: int) -> None:
    seen = sheet(desk, customer)
    waived = waive(desk, seen, {ids(seen)[1]}, "A201")
    restore(desk, waived)
    assert sheet(desk, customer) == seen
    again = waive(desk, seen, {ids(seen)[1]}, "A201")
    later = replace(desk, working_date=LATER)
    found = correctable(later, again)
    assert found.why_no_restore.endswith("kies Storno.")
    assert found.why_no_storno == ""
    storno(later, again, "Verkeerde klant", override=Override("jdv", "Van een ander"))
    assert sheet(later, customer).open_cents == seen.open_cents


def test_what_the_bank_collected_is_not_put_right_at_the_desk(desk: Desk, customer: int) -> None:
    with desk.transaction() as tx:
        collected = receive(tx, Incoming(customer, 5400, Method.DIRECT_DEBIT, desk.working_date)).payment_id
    assert "bank" in correctable(desk, collected).why_no_restore
    with pytest.raises(Refusal, match="door de bank"):
        restore(desk, collected)


def test_credit_is_paid_out_from_the_till_once_all_is_paid(desk: Desk, customer: int) -> None:
    with desk.transaction() as tx:
        receive(tx, Incoming(customer, 1000, Method.BANK, desk.working_date), ())
    with pytest.raises(Refusal, match="verreken dat eerst"):
        pay_out(desk, sheet(desk, customer), "contant", "10", "Te veel betaald")
    pay_now(desk, customer, "", "tegoed")
    pay_now(desk, customer, "60", "pin")
    seen = sheet(desk, customer)
    assert seen.credit_cents == 1260
    with pytest.raises(Refusal) as refused:
        pay_out(desk, seen, "bank", "12,61", "")
    assert {reason.field for reason in refused.value.reasons} == {"tender", "amount", "reason"}
    paid = pay_out(desk, seen, "contant", "10", "Te veel betaald")
    assert sheet(desk, customer).credit_cents == 260
    assert desk.store.read("SELECT cents, way, till FROM payment WHERE id = ?", (paid.payment_id,)) == [
        (-1000, "contant", "1")
    ]
    with pytest.raises(Refusal, match="veranderd"):
        pay_out(desk, seen, "contant", "10", "Nog eens")
    assert check(desk.store, LEDGER_INVARIANTS) == []


@pytest.mark.parametrize("amount", ["0", "-5", "20,01", "25"])
def test_an_amount_that_cannot_be_paid_out_is_told_what_can(desk: Desk, customer: int, amount: str) -> None:
    pay_now(desk, customer, "77,40", "pin")
    with pytest.raises(Refusal, match=r"^Er kan van € 0,01 t/m € 20,00 worden uitbetaald\.$"):
        pay_out(desk, sheet(desk, customer), "contant", amount, "Te veel betaald")


def test_what_was_paid_out_is_owed_again_when_the_bank_takes_the_money_back(desk: Desk, customer: int) -> None:
    pay_now(desk, customer, "57,40", "pin")
    with desk.transaction() as tx:
        collected = receive(tx, Incoming(customer, 1000, Method.BANK, desk.working_date)).payment_id
    pay_out(desk, sheet(desk, customer), "contant", "10", "Te veel betaald")
    with desk.transaction() as tx:
        counter_payment(tx, collected, reason="MD06", on=LATER)
    seen = sheet(desk, customer)
    assert [(line.text, line.open_cents) for line in seen.lines] == [("Uitbetaald tegoed", 1000)]
    assert seen.credit_cents == 0
    assert balance(desk.store, customer).other == 1000
    assert check(desk.store, LEDGER_INVARIANTS) == []


def test_all_of_it_reads_in_dutch_on_tab_4(desk: Desk, customer: int) -> None:
    seen = sheet(desk, customer)
    waive(desk, seen, {ids(seen)[1]}, "A200")
    paid = pay_now(desk, customer, "60", "pin").payment_id
    assert paid is not None
    out = pay_out(desk, sheet(desk, customer), "contant", "1", "Te veel betaald").payment_id
    assert out is not None
    with pytest.raises(Refusal, match="nog € 59,00 over"):
        restore(desk, paid)
    restore(desk, out)
    restore(desk, paid)
    acts = [act.what for act in read_acts(desk, customer).rows]
    assert acts[:5] == [*["Betaling hersteld"] * 2, "Tegoed uitbetaald", "Betaald", "Kwijtgescholden"]
