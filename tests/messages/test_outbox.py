"""The queue of messages: once for each thing, one or many, and nobody sets out twice with the same one."""

from __future__ import annotations

import pytest

from balie.desk import Desk
from balie.messages.kinds import MessageKind
from balie.messages.outbox import (
    Message,
    State,
    Way,
    enqueue,
    enqueue_many,
    mark_sent,
    mark_withdrawn,
    put_back,
    read_message,
    set_out,
)
from tests.support.applicants import enrol_tester


@pytest.fixture
def customer_id(desk: Desk) -> int:
    return enrol_tester(desk).customer_id


def message(customer_id: int, number: int = 1, kind: MessageKind = MessageKind.INVOICE) -> Message:
    return Message(customer_id, kind, "invoice", {"amount": "€ 12,50", "none": None}, f"invoice {number}")


def count(desk: Desk) -> int:
    row = desk.store.read_one("SELECT count(*) FROM message")
    assert row is not None
    return int(row[0])


def test_the_same_thing_is_queued_once_whatever_became_of_it(desk: Desk, customer_id: int) -> None:
    with desk.transaction() as tx:
        number = enqueue(tx, message(customer_id))
        assert number is not None
        assert enqueue(tx, message(customer_id)) is None
        mark_withdrawn(tx, number, "al betaald")
        assert enqueue(tx, message(customer_id)) is None
        assert enqueue(tx, message(customer_id, kind=MessageKind.REMINDER)) == number + 1
    assert count(desk) == 2


def test_a_message_is_read_as_it_was_queued(desk: Desk, customer_id: int) -> None:
    with desk.transaction() as tx:
        number = enqueue(tx, message(customer_id))
    assert number is not None
    read = read_message(desk.store, number)
    assert read is not None
    assert (read.customer_id, read.kind, read.about) == (customer_id, "factuur", "invoice 1")
    assert read.data == {"amount": "€ 12,50", "none": None}
    assert (read.state, read.way, read.attempts, read.made_on) == (State.QUEUED, None, 0, "2024-04-09")
    assert "12,50" not in repr(read)
    assert read_message(desk.store, 99) is None


def test_many_are_queued_as_they_come_and_only_those_that_are_new_count(desk: Desk, customer_id: int) -> None:
    with desk.transaction() as tx:
        enqueue(tx, message(customer_id, 7))
        assert enqueue_many(tx, (message(customer_id, number) for number in range(2_500))) == 2_499
        assert enqueue_many(tx, (message(customer_id, number) for number in range(2_500))) == 0
    assert count(desk) == 2_500


def test_nobody_sets_out_twice_with_the_same_message(desk: Desk, customer_id: int) -> None:
    with desk.transaction() as tx:
        number = enqueue(tx, message(customer_id))
        assert number is not None
        assert set_out(tx, number, Way.MAIL)
        assert not set_out(tx, number, Way.MAIL)
        mark_withdrawn(tx, number, "te laat")  # it may have gone out: that is not undone by saying so
        put_back(tx, number, "de server was weg")
        assert set_out(tx, number, Way.LETTER, 3)
        mark_sent(tx, number)
        assert not set_out(tx, number, Way.MAIL)
    read = read_message(desk.store, number)
    assert read is not None
    assert (read.state, read.way, read.attempts, read.print_job, read.reason) == (State.SENT, Way.LETTER, 2, 3, "")
    assert read.sent_at == "2024-04-09T08:15:00.000+00:00"


def test_what_waits_is_found_without_reading_what_was_sent(desk: Desk) -> None:
    plan = desk.store.read(
        "EXPLAIN QUERY PLAN SELECT id FROM message WHERE state <> 'sent' AND state = ? AND id > ? ORDER BY id",
        ("queued", 0),
    )
    assert [row[3] for row in plan] == [
        "SEARCH message USING COVERING INDEX message_unsent (state=? AND id>?)",
    ]
