"""Whom the bank has paid is told so once, by mail or letter; not when the money came back before that."""

from __future__ import annotations

from datetime import timedelta

import pytest

from balie.correspondence.overview import preview
from balie.correspondence.run import send_waiting
from balie.finance.settling.outcome import mark_executed, payout_executed, payout_returned
from balie.finance.settling.payouts import pay_out
from balie.finance.settling.refunds import ask_refund
from balie.messages.kinds import MessageKind
from balie.messages.outbox import Queued, State, read_messages
from balie.rounds.topics import all_topics
from tests.finance.settling.conftest import At
from tests.support.applicants import IBAN
from tests.support.refund_examples import C1, cancelled, pay

AFTER = C1.last_day + timedelta(days=1)
FIRST = "TERUG-2026-38-0001"


def told(at: At) -> list[Queued]:
    return read_messages(at(AFTER).store, "kind = ? ORDER BY id", (MessageKind.PAID_OUT,))


def text_of(at: At) -> str:
    (message,) = told(at)
    return preview(at(AFTER), all_topics(), message.message_id)


@pytest.fixture
def paid(at: At, member: int) -> int:
    """C1, whose settlement of € 19,80 is in the file of week 38."""
    cancelled(at, member)
    pay_out(at(AFTER))
    return member


def test_nothing_is_told_before_the_bank_has_paid(at: At, paid: int) -> None:
    assert told(at) == []


def test_the_customer_is_told_once_what_was_paid_for_what_and_where_it_went(at: At, paid: int) -> None:
    assert mark_executed(at(AFTER), "2026-38", AFTER) == 1
    with at(AFTER).transaction() as tx:
        payout_executed(tx, FIRST, AFTER)

    text = " ".join(text_of(at).split())

    assert "€ 19,80 terugbetaald" in text
    assert f"Op 15-09-2026 hebben wij € 19,80 terugbetaald op de rekening die eindigt op {IBAN[-4:]}." in text
    assert "Daarmee is het opgezegde abonnement afgerekend." in text
    assert "Teruggave contributie pas" in text
    assert IBAN not in text.replace(" ", "")


def test_who_asked_credit_back_is_told_that(at: At, member: int) -> None:
    pay(at(AFTER), member, 1000)
    ask_refund(at(AFTER), member, None, IBAN, "E.B. Tester")
    pay_out(at(AFTER))
    mark_executed(at(AFTER), "2026-38", AFTER)

    text = text_of(at)

    assert "Dat is het tegoed dat bij ons is teruggevraagd." in text
    assert "opgezegd" not in text


def test_what_came_back_before_it_was_told_is_not_told(at: At, paid: int) -> None:
    desk = at(AFTER)
    with desk.transaction() as tx:
        payout_executed(tx, FIRST, AFTER)
        payout_returned(tx, FIRST, "AC04", AFTER)

    send_waiting(desk, all_topics(), {})

    (message,) = told(at)
    assert (message.state, message.reason) == (State.WITHDRAWN, "het geld is teruggekomen")


def test_what_came_back_at_once_and_is_booked_later_queues_nothing(at: At, paid: int) -> None:
    with at(AFTER).transaction() as tx:
        payout_returned(tx, FIRST, "AC04", AFTER)
        payout_executed(tx, FIRST, AFTER)

    assert told(at) == []
