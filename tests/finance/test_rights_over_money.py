"""Waiving and paying out go up to the amount that the role of who does it allows, below the screens."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balie.desk import Desk
from balie.finance.pay import pay, plan, sheet
from balie.finance.pay_out import pay_out
from balie.finance.settling.refunds import ask_refund
from balie.finance.waive import waive
from balie.ledger import Charge, book_charge
from balie.library.rights import Right
from balie.library.terms import ChargeKind
from balie.refusal import Refusal
from balie.rights import Rights
from tests.support.applicants import enrol_tester


@pytest.fixture
def member(desk: Desk) -> int:
    """Paid up, with fines of € 2,40 and € 1,00."""
    customer_id = enrol_tester(desk).customer_id
    pay(desk, customer_id, plan(sheet(desk, customer_id), None, "pin", "54,00"))
    for cents in (240, 100):
        with desk.transaction() as tx:
            book_charge(tx, desk.library, customer_id, Charge(ChargeKind.FINE, cents))
    return customer_id


@pytest.fixture
def creditor(desk: Desk) -> int:
    """With € 30,00 of credit, and nothing open."""
    customer_id = enrol_tester(desk).customer_id
    pay(desk, customer_id, plan(sheet(desk, customer_id), None, "pin", "84,00", keep_change=True))
    return customer_id


def _up_to(desk: Desk, right: Right, cents: int) -> Desk:
    return replace(desk, rights=Rights(frozenset({right}), {right: cents}))


@pytest.mark.parametrize(("limit", "goes"), [(0, False), (339, False), (340, True), (341, True)])
def test_one_act_waives_up_to_the_limit_of_the_role(desk: Desk, member: int, limit: int, goes: bool) -> None:
    seen = sheet(desk, member)
    at, lines = _up_to(desk, Right.WAIVE, limit), {line.charge_id for line in seen.lines}
    if goes:
        waive(at, seen, lines, "A200")
    else:
        with pytest.raises(Refusal, match="dit is € 3,40"):
            waive(at, seen, lines, "A200")
    assert sheet(desk, member).open_cents == (0 if goes else 340)


def test_what_is_too_much_is_told_with_the_other_reasons(desk: Desk, member: int) -> None:
    seen = sheet(desk, member)
    with pytest.raises(Refusal) as refused:
        waive(_up_to(desk, Right.WAIVE, 100), seen, {line.charge_id for line in seen.lines}, "A999")
    assert [reason.field for reason in refused.value.reasons] == ["reason", ""]


@pytest.mark.parametrize(("limit", "goes"), [(1999, False), (2000, True)])
def test_one_act_pays_out_up_to_the_limit_of_the_role(desk: Desk, creditor: int, limit: int, goes: bool) -> None:
    at, seen = _up_to(desk, Right.PAY_OUT, limit), sheet(desk, creditor)
    if goes:
        pay_out(at, seen, "pin", "20,00", "Verhuisd")
    else:
        with pytest.raises(Refusal, match="dit is € 20,00"):
            pay_out(at, seen, "pin", "20,00", "Verhuisd")
    assert sheet(desk, creditor).credit_cents == (1000 if goes else 3000)


@pytest.mark.parametrize(("limit", "goes"), [(2999, False), (3000, True)])
def test_asking_all_credit_back_by_the_bank_keeps_to_the_limit_too(
    desk: Desk, creditor: int, limit: int, goes: bool
) -> None:
    at = _up_to(desk, Right.PAY_OUT, limit)
    if goes:
        assert ask_refund(at, creditor, None, "NL91ABNA0417164300", "E.B. Tester").cents == 3000
    else:
        with pytest.raises(Refusal, match="dit is € 30,00"):
            ask_refund(at, creditor, None, "NL91ABNA0417164300", "E.B. Tester")
        assert desk.store.read("SELECT * FROM refund_request") == []
