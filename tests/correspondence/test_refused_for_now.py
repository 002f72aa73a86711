"""What a mail server refuses for now goes behind the others and is tried later and later; it never holds up another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from balie.correspondence.mailing import GIVE_UP
from tests.support.post_room import PostRoom

FULL = "452 4.2.2 mailbox full"
MANY = GIVE_UP + 3


def full_ones(post: PostRoom, answer: str, *, at_data: bool = False) -> list[int]:
    """So many messages to people of whom the server says this."""
    numbers = [post.queue(post.person()) for _ in range(MANY)]
    answers = post.server.data_answers if at_data else post.server.recipient_answers
    answers |= {f"klant{place}@lezer.nl": answer for place in range(1, 4 * MANY)}
    return numbers


def good_one(post: PostRoom) -> int:
    return post.queue(post.person("goed@lezer.nl"))


def at(post: PostRoom, hours: float) -> None:
    """Let so much time pass."""
    moment = post.desk.now() + timedelta(hours=hours)
    post.desk = replace(post.desk, now=lambda: moment)


@pytest.mark.parametrize("answer", [FULL, "452 full", "450 4.2.1 busy", "451 4.7.1 greylisted", "550 5.7.1 no"])
def test_ten_refused_addresses_do_not_hold_up_the_next(post: PostRoom, answer: str) -> None:
    full_ones(post, answer)
    good = good_one(post)
    report = post.run()
    assert (post.state(good)[0], report.mailed, report.stopped) == ("sent", 1, [])


def test_a_mailbox_that_is_full_only_when_the_mail_comes_does_neither(post: PostRoom) -> None:
    full_ones(post, FULL, at_data=True)
    good = good_one(post)
    assert (post.run().mailed, post.state(good)[0]) == (1, "sent")


@pytest.mark.parametrize("answer", ["451 4.3.0 not now", "421 4.3.2 closing"])
def test_where_a_server_fails_the_next_run_begins_with_others(post: PostRoom, answer: str) -> None:
    full_ones(post, answer, at_data=True)
    good = good_one(post)
    runs = 0
    while post.state(good)[0] != "sent":
        post.run()
        runs += 1
        assert runs <= MANY + 1


def test_it_is_tried_later_and_later_up_to_a_day_and_goes_when_there_is_room(post: PostRoom) -> None:
    (number, *_) = full_ones(post, FULL)
    tried: list[float] = []
    hours = 0.0
    attempts = 0
    for _ in range(24 * 4 * 6):
        post.run()
        if post.read(number).attempts > attempts:
            attempts = post.read(number).attempts
            tried.append(hours)
        at(post, 0.25)
        hours += 0.25
    waits = [after - before for before, after in pairwise(tried)]
    assert waits == sorted(waits)
    assert (waits[0], max(waits)) == (0.25, 24)
    assert "neemt de mail nu niet aan" in post.read(number).reason
    post.server.recipient_answers.clear()
    at(post, 24)
    assert post.run().mailed == MANY
    assert post.state(number)[0] == "sent"


def test_as_a_letter_it_waits_for_nothing(post: PostRoom) -> None:
    numbers = full_ones(post, FULL)
    post.run()
    post.run()
    with post.desk.transaction() as tx:
        tx.execute("UPDATE customer SET email = NULL")
    assert post.run().printed == len(numbers)


def test_a_server_that_cannot_be_reached_sends_nobody_to_the_back(post: PostRoom) -> None:
    number = good_one(post)
    post.server.sender_answer = "451 4.3.0 not now"
    post.run()
    assert post.desk.store.read("SELECT deferred, not_before FROM message WHERE id = ?", (number,)) == [(0, None)]
