"""Costs booked by hand, and taken back by an act of their own: whole, with a reason, once."""

from __future__ import annotations

import pytest

from balie.desk import Desk
from balie.finance.costs import charge_by_hand, take_costs_back, why_not_taken_back
from balie.finance.sheet import sheet
from balie.finance.waive import waive
from balie.ledger import LEDGER_INVARIANTS, Charge, CostOffer, Incoming, Method, book_charge, cost_offers, receive
from balie.lending.charge_titles import titles_of_charges
from balie.library.terms import ChargeKind
from balie.refusal import Refusal
from balie.store.check import check
from tests.support.applicants import enrol_tester
from tests.support.stock import new_item, new_title


@pytest.fixture
def customer(desk: Desk) -> int:
    """A customer who owes nothing."""
    return enrol_tester(desk, subscription="0086").customer_id


def offer(desk: Desk, kind: ChargeKind) -> CostOffer:
    return next(one for one in cost_offers(desk.library, desk.working_date) if one.kind is kind)


def test_damage_is_asked_with_its_note_and_the_title_of_its_item(desk: Desk, customer: int) -> None:
    item = new_item(desk, new_title(desk))
    of = offer(desk, ChargeKind.DAMAGE)
    charge_id = charge_by_hand(desk, customer, of, "7,50", "koffie op bladzij 12", item_number=item)
    (line,) = sheet(desk, customer).lines
    assert (line.text, line.open_cents) == ("Schade: koffie op bladzij 12", 750)
    assert titles_of_charges(desk.store, customer) == {charge_id: ("De avonden", item)}
    assert desk.store.read("SELECT vat_percent, vat_basis FROM charge WHERE id = ?", (charge_id,)) == [(0, "geen")]


def test_a_note_that_only_repeats_the_kind_is_not_told_twice(desk: Desk, customer: int) -> None:
    charge_by_hand(desk, customer, offer(desk, ChargeKind.DAMAGE), "1", "Schade")
    assert [line.text for line in sheet(desk, customer).lines] == ["Schade"]


@pytest.mark.parametrize(
    ("kind", "amount", "why"),
    [
        (ChargeKind.DAMAGE, "", "bedrag"),
        (ChargeKind.DAMAGE, "0", "meer dan niets"),
        (ChargeKind.DAMAGE, "-5", "meer dan niets"),
        (ChargeKind.DAMAGE, "10000,01", "hooguit"),
        (ChargeKind.ADMINISTRATION, "4,99", "Administratiekosten kost € 5,00"),
    ],
)
def test_an_amount_that_cannot_be_is_refused_and_nothing_is_booked(
    desk: Desk, customer: int, kind: ChargeKind, amount: str, why: str
) -> None:
    with pytest.raises(Refusal, match=why) as refused:
        charge_by_hand(desk, customer, offer(desk, kind), amount, "", item_number="geen")
    assert {reason.field for reason in refused.value.reasons} == {"amount", "item"}
    assert desk.store.read("SELECT count(*) FROM charge WHERE customer_id = ?", (customer,)) == [(0,)]


@pytest.mark.parametrize(
    ("paid", "waived", "credit"), [(0, 0, 0), (750, 0, 750), (300, 0, 300), (0, 750, 0), (300, 450, 300)]
)
def test_what_was_paid_of_costs_taken_back_is_credit_and_nothing_stays_open(
    desk: Desk, customer: int, paid: int, waived: int, credit: int
) -> None:
    charge_id = charge_by_hand(desk, customer, offer(desk, ChargeKind.DAMAGE), "7,50", "")
    if paid:
        with desk.transaction() as tx:
            receive(tx, Incoming(customer, paid, Method.CARD, desk.working_date, desk.till))
    if waived:
        waive(desk, sheet(desk, customer), {charge_id}, "A200")
    back = take_costs_back(desk, charge_id, "lag al in de kast")
    after = sheet(desk, customer)
    assert (after.open_cents, after.credit_cents) == (0, credit)
    assert desk.store.read("SELECT cents, counters, note FROM charge WHERE id = ?", (back,)) == [
        (-750, charge_id, "lag al in de kast")
    ]
    told = desk.store.read("SELECT action FROM journal WHERE customer_id = ? ORDER BY id", (customer,))
    assert [word for (word,) in told if "costs" in word or "charged" in word] == ["charged by hand", "costs taken back"]
    assert check(desk.store, LEDGER_INVARIANTS) == []


def test_costs_are_taken_back_once_and_the_counter_entry_never(desk: Desk, customer: int) -> None:
    charge_id = charge_by_hand(desk, customer, offer(desk, ChargeKind.DAMAGE), "7,50", "")
    back = take_costs_back(desk, charge_id, "vergissing")
    for one, why in ((charge_id, "al teruggenomen"), (back, "tegenboeking"), (back + 1, "niet meer")):
        assert why in why_not_taken_back(desk.store, one)
        with pytest.raises(Refusal, match=why):
            take_costs_back(desk, one, "nog eens")


@pytest.mark.parametrize("kind", [ChargeKind.FINE, ChargeKind.LENDING, ChargeKind.HOLD, ChargeKind.REPLACEMENT_CARD])
def test_what_follows_from_a_rule_is_waived_not_taken_back(desk: Desk, customer: int, kind: ChargeKind) -> None:
    with desk.transaction() as tx:
        charge_id = book_charge(tx, desk.library, customer, Charge(kind, 200))
    with pytest.raises(Refusal, match="scheld het kwijt"):
        take_costs_back(desk, charge_id, "vergissing")


def test_a_reason_has_to_be_given(desk: Desk, customer: int) -> None:
    charge_id = charge_by_hand(desk, customer, offer(desk, ChargeKind.EVENT), "7,50", "schrijfcursus")
    with pytest.raises(Refusal, match="Vul in waarom"):
        take_costs_back(desk, charge_id, "  ")
    assert sheet(desk, customer).open_cents == 750
