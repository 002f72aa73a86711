"""What was given back of a charge goes off that charge, whatever it had settled before a payment was taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balie.desk import Desk
from balie.ledger import (
    Charge,
    Incoming,
    Method,
    book_charge,
    counter_charge,
    counter_payment,
    give_back,
    open_charges,
    receive,
    use_credit,
)
from balie.library.structs import Library
from balie.library.terms import ChargeKind
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from tests.support.applicants import enrol_tester

CONTRIBUTION, FINE = ChargeKind.CONTRIBUTION, ChargeKind.FINE


@pytest.fixture
def desk(desk: Desk, poort: Library) -> Desk:
    """Branch 4104 of Achterhoekse Poort."""
    return replace(desk, library=poort, branch=poort.branches[0])


class Life:
    """The charges of one member, in cents."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        member = enrol_tester(desk, subscription="0001", number=None, birth_date="04-01-2012", guardian="A. de Ouder")
        self.customer_id = member.customer_id

    def charge(self, kind: ChargeKind, cents: int, period: int | None = 1) -> int:
        with self.desk.transaction() as tx:
            return book_charge(tx, self.desk.library, self.customer_id, Charge(kind, cents, period))

    def pay(self, charge_id: int, cents: int, method: Method = Method.BANK) -> int:
        paid = Incoming(self.customer_id, cents, method, self.desk.working_date)
        with self.desk.transaction() as tx:
            return receive(tx, paid, [(charge_id, cents)]).payment_id

    def pay_out(self, cents: int) -> int:
        with self.desk.transaction() as tx:
            return receive(tx, Incoming(self.customer_id, -cents, Method.BANK, self.desk.working_date)).payment_id

    def give_back(self, kind: ChargeKind, cents: int, of: int) -> None:
        with self.desk.transaction() as tx:
            give_back(tx, self.desk.library, self.customer_id, Charge(kind, -cents, 1), [of])

    def counter(self, charge_id: int) -> int:
        with self.desk.transaction() as tx:
            return counter_charge(tx, charge_id, reason="test")

    def set_off(self) -> int:
        with self.desk.transaction() as tx:
            return use_credit(tx, self.customer_id)

    def take_back(self, payment_id: int) -> None:
        with self.desk.transaction() as tx:
            counter_payment(tx, payment_id, reason="MD06", on=self.desk.working_date)

    @property
    def open(self) -> dict[int, int]:
        return {one.charge_id: one.open_cents for one in open_charges(self.desk.store, self.customer_id)}

    def check(self) -> None:
        assert check(self.desk.store, all_invariants()) == []


@pytest.fixture
def life(desk: Desk) -> Life:
    """A member who owes nothing."""
    return Life(desk)


@pytest.mark.parametrize("kind", [CONTRIBUTION, FINE])
@pytest.mark.parametrize(("charged", "back"), [(5200, 4700), (100, 60), (300, 300)])
def test_what_was_set_off_is_open_again_when_the_bank_takes_the_money_back(
    life: Life, kind: ChargeKind, charged: int, back: int
) -> None:
    old = life.charge(kind, charged)
    paid = life.pay(old, charged)
    life.give_back(kind, back, old)
    new = life.charge(CONTRIBUTION, 5200, None)
    assert life.set_off() == back
    life.take_back(paid)
    rest = {old: charged - back} if charged > back else {}
    assert life.open == {**rest, new: 5200}
    life.pay(new, 5200, Method.WAIVER)
    if rest:
        life.pay(old, charged - back, Method.WAIVER)
    assert life.open == {}
    life.check()


def test_a_charge_that_was_taken_back_takes_its_own_credit_along_from_charge_to_charge(life: Life) -> None:
    first = life.charge(FINE, 100)
    paid = life.pay(first, 100)
    life.counter(first)
    second = life.charge(ChargeKind.HOLD, 100)
    life.set_off()
    life.counter(second)
    third = life.charge(CONTRIBUTION, 500, None)
    life.set_off()
    life.take_back(paid)
    assert life.open == {third: 500}
    life.check()


def test_what_was_paid_out_is_a_debt_that_may_be_waived_and_comes_back_when_it_is_brought_back(life: Life) -> None:
    old = life.charge(CONTRIBUTION, 5200)
    paid = life.pay(old, 5200)
    life.give_back(CONTRIBUTION, 4700, old)
    out = life.pay_out(4700)
    life.take_back(paid)
    assert life.open == {old: 5200}
    life.pay(old, 5200, Method.WAIVER)
    life.check()
    life.take_back(out)  # the money is back: what was waived of it lapses, and nothing of it is credit to give out
    assert sum(life.open.values()) == 0
    assert life.open[old] == 4700
    with pytest.raises(Refusal, match="meer dan dat wordt niet uitbetaald"):
        life.pay_out(4700)
    life.check()


def test_credit_of_a_period_that_is_open_again_pays_for_nothing_else(life: Life) -> None:
    old = life.charge(CONTRIBUTION, 5200)
    paid = life.pay(old, 5200)
    life.give_back(CONTRIBUTION, 4700, old)
    life.take_back(paid)
    fine = life.charge(FINE, 100)
    with life.desk.transaction() as tx, pytest.raises(Refusal, match="die zelf nog openstaat"):
        use_credit(tx, life.customer_id, [(fine, 100)])
    with life.desk.transaction() as tx:
        assert use_credit(tx, life.customer_id, [(old, 4700)]) == 4700
    assert life.open == {old: 500, fine: 100}
    life.check()


def test_taking_back_what_gave_back_opens_what_it_settled_and_nothing_of_its_own(life: Life) -> None:
    old = life.charge(CONTRIBUTION, 5200)
    life.pay(old, 1000)
    life.give_back(CONTRIBUTION, 4700, old)
    (given,) = life.desk.store.read("SELECT id FROM charge WHERE cents = -4700")
    new = life.charge(CONTRIBUTION, 5200, None)
    assert life.set_off() == 500
    life.counter(given[0])
    assert life.open == {old: 4200, new: 5200}
    life.check()
