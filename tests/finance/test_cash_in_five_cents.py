"""Cash in five cents: only cash, only where the library says so, booked with the payment and back with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balie.desk import Desk
from balie.finance.correct import restore
from balie.finance.pay import pay
from balie.finance.pay_out import pay_out
from balie.finance.plan import plan
from balie.finance.sheet import sheet
from balie.finance.tills.cash_up import cash_up
from balie.finance.tills.counting import begin_count, judge
from balie.ledger import Charge, Incoming, Method, book_charge, receive
from balie.ledger.totals import charge_totals
from balie.library.terms import ChargeKind
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from tests.support.applicants import enrol_tester


@pytest.fixture
def rounding(desk: Desk) -> Desk:
    """A desk of a library that rounds cash."""
    import msgspec

    library = desk.library
    return replace(desk, library=msgspec.structs.replace(library, cash=type(library.cash)(round_to_five=True)))


def owing(desk: Desk, *cents: int) -> int:
    """A customer who owes fines of so many cents."""
    customer_id = enrol_tester(desk, subscription="0086").customer_id
    with desk.transaction() as tx:
        for one in cents:
            book_charge(tx, desk.library, customer_id, Charge(ChargeKind.FINE, one))
    return customer_id


@pytest.mark.parametrize(
    ("due", "tender", "received", "booked", "rounding_cents", "change", "left"),
    [
        (501, "contant", "10", 500, -1, 500, 0),
        (502, "contant", "5", 500, -2, 0, 0),
        (503, "contant", "5,05", 505, 2, 0, 0),
        (504, "contant", "20", 505, 1, 1495, 0),
        (505, "contant", "10", 505, 0, 495, 0),
        (503, "contant", "5", 500, 0, 0, 3),
        (503, "pin", "", 503, 0, 0, 0),
        (503, "bank", "", 503, 0, 0, 0),
    ],
)
def test_what_is_paid_in_cash_is_rounded_and_booked_as_shown(
    rounding: Desk, due: int, tender: str, received: str, booked: int, rounding_cents: int, change: int, left: int
) -> None:
    customer_id = owing(rounding, due)
    planned = plan(sheet(rounding, customer_id), None, tender, received)
    assert (planned.paid_cents, planned.rounding_cents, planned.change_cents) == (booked, rounding_cents, change)
    assert any(label == "Afronding" for label, _ in planned.summary) is bool(rounding_cents)
    pay(rounding, customer_id, planned)
    store = rounding.store
    assert store.read("SELECT cents FROM payment") == [(booked,)]
    assert store.read("SELECT coalesce(sum(cents), 0) FROM charge WHERE kind = 'afronding'") == [(rounding_cents,)]
    after = sheet(rounding, customer_id)
    assert (after.open_cents, after.credit_cents) == (left, 0)
    assert check(store, all_invariants()) == []


@pytest.mark.parametrize("cents", [(501, 1), (1, 501), (1, 1, 1), (2, 2, 3), (3, 1)])
def test_the_total_is_rounded_not_each_line(rounding: Desk, cents: tuple[int, ...]) -> None:
    customer_id = owing(rounding, *cents)
    planned = plan(sheet(rounding, customer_id), None, "contant", "10")
    pay(rounding, customer_id, planned)
    assert planned.rounding_cents == planned.paid_cents - sum(cents)
    assert abs(planned.rounding_cents) <= 2
    assert sheet(rounding, customer_id).open_cents == 0
    assert check(rounding.store, all_invariants()) == []


@pytest.mark.parametrize(
    ("due", "received", "why"),
    [
        (502, "5,02", "op vijf cent"),
        (503, "", "Contant te betalen: € 5,05"),
        (2, "5", "afgerond niets"),
    ],
)
def test_what_cannot_be_paid_in_cash_is_told(rounding: Desk, due: int, received: str, why: str) -> None:
    customer_id = owing(rounding, due)
    with pytest.raises(Refusal, match=why) as refused:
        plan(sheet(rounding, customer_id), None, "contant", received)
    assert {reason.field for reason in refused.value.reasons} == {"received"}


def test_what_stays_credit_is_not_rounded(rounding: Desk) -> None:
    customer_id = owing(rounding, 503)
    planned = plan(sheet(rounding, customer_id), None, "contant", "10", keep_change=True)
    assert (planned.rounding_cents, planned.credit_cents, planned.change_cents) == (0, 497, 0)


def test_a_library_that_does_not_round_books_to_the_cent(desk: Desk) -> None:
    customer_id = owing(desk, 503)
    planned = plan(sheet(desk, customer_id), None, "contant", "5,03")
    assert (planned.paid_cents, planned.rounding_cents) == (503, 0)


@pytest.mark.parametrize("due", [501, 502, 503, 504])
def test_a_rounded_payment_taken_back_leaves_what_was_open(rounding: Desk, due: int) -> None:
    customer_id = owing(rounding, due)
    for _ in range(2):  # twice: what was rounded before has no say in the next time
        pay(rounding, customer_id, plan(sheet(rounding, customer_id), None, "contant", "10"))
        row = rounding.store.read_one("SELECT max(id) FROM payment")
        assert row is not None
        restore(rounding, row[0])
        after = sheet(rounding, customer_id)
        assert ([line.open_cents for line in after.lines], after.credit_cents) == ([due], 0)
        assert rounding.store.read("SELECT sum(cents) FROM charge WHERE kind = 'afronding'") == [(0,)]
        assert check(rounding.store, all_invariants()) == []


@pytest.mark.parametrize("later", [501, 503])
def test_taking_back_one_of_two_rounded_payments_leaves_the_other(rounding: Desk, later: int) -> None:
    customer_id = owing(rounding, 502)
    pay(rounding, customer_id, plan(sheet(rounding, customer_id), None, "contant", "10"))
    with rounding.transaction() as tx:
        book_charge(tx, rounding.library, customer_id, Charge(ChargeKind.FINE, later))
    pay(rounding, customer_id, plan(sheet(rounding, customer_id), None, "contant", "10"))
    row = rounding.store.read_one("SELECT max(id) FROM payment")
    assert row is not None
    restore(rounding, row[0])
    assert [line.open_cents for line in sheet(rounding, customer_id).lines] == [later]
    assert check(rounding.store, all_invariants()) == []


@pytest.mark.parametrize(("credit", "out"), [(501, 500), (502, 500), (503, 505), (504, 505), (505, 505)])
@pytest.mark.parametrize("back", [False, True])
def test_credit_paid_out_in_cash_is_rounded_and_goes_back_whole(
    rounding: Desk, credit: int, out: int, back: bool
) -> None:
    customer_id = owing(rounding)
    with rounding.transaction() as tx:
        receive(tx, Incoming(customer_id, credit, Method.CARD, rounding.working_date, rounding.till))
    payment_id = pay_out(
        rounding, sheet(rounding, customer_id), "contant", f"{credit / 100:.2f}".replace(".", ","), "op"
    ).payment_id
    assert rounding.store.read("SELECT cents FROM payment WHERE id = ?", (payment_id,)) == [(-out,)]
    assert sheet(rounding, customer_id).credit_cents == 0
    if back:
        assert payment_id is not None
        restore(rounding, payment_id)
        assert sheet(rounding, customer_id).credit_cents == credit
    assert check(rounding.store, all_invariants()) == []


def test_pin_pays_out_to_the_cent_and_two_cents_are_nothing_in_cash(rounding: Desk) -> None:
    customer_id = owing(rounding)
    with rounding.transaction() as tx:
        receive(tx, Incoming(customer_id, 503, Method.CARD, rounding.working_date, rounding.till))
    with pytest.raises(Refusal, match="afgerond niets"):
        pay_out(rounding, sheet(rounding, customer_id), "contant", "0,02", "op")
    pay_out(rounding, sheet(rounding, customer_id), "pin", "5,03", "op")
    assert rounding.store.read("SELECT sum(cents) FROM payment") == [(0,)]


def test_the_cash_up_and_the_day_report_tell_what_was_rounded(rounding: Desk) -> None:
    for due in (503, 504, 501):
        customer_id = owing(rounding, due)
        pay(rounding, customer_id, plan(sheet(rounding, customer_id), None, "contant", "10"))
    row = rounding.store.read_one("SELECT max(id) FROM payment")
    assert row is not None
    restore(rounding, row[0])
    count = judge(rounding, begin_count(rounding), {"opening": "0", "loose": "10,10"})
    assert ("Waarvan afronding", "€ 0,03") in count.lines()
    assert (count.expected_cents, count.difference_cents) == (1010, 0)
    assert "Waarvan afronding" in cash_up(rounding, count).text
    today = rounding.working_date
    totals = {one.kind: one.cents for one in charge_totals(rounding.store, today, today)}
    assert totals["afronding"] == 3
