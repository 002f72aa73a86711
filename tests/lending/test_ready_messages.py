"""The mail about what stands ready for a customer: once, and no more once it was collected."""

from __future__ import annotations

from datetime import date

from balie.circulation.holds import HoldState, find_hold
from balie.correspondence.report import SendingReport
from balie.desk import Desk
from balie.lending.holds.ready_messages import note_told
from balie.lending.reminders import Prepared, queue_due
from balie.rounds.post import send
from balie.rounds.topics import all_topics
from tests.support.catalogue import reserve
from tests.support.mail_server import MailServer
from tests.support.mailed import change, copies, on, reader_of, run

# Reservations.


def ready_hold(desk: Desk, customer_id: int) -> int:
    """De avonden stands ready for a customer; the reservation."""
    title_id, (number,) = copies(desk, 1)
    reserve(desk, customer_id, title_id, ready_item=number)
    change(desk, "UPDATE hold SET expires_on = '2024-04-19'")
    row = desk.store.read_one("SELECT max(id) FROM hold")
    assert row is not None
    return int(row[0])


def hold_state(desk: Desk, hold_id: int) -> HoldState:
    hold = find_hold(desk.store, hold_id)
    assert hold is not None
    return hold.state


def test_what_stands_ready_is_told_once_in_one_mail_and_then_is_told(at_the_desk: Desk, server: MailServer) -> None:
    customer_id = reader_of(at_the_desk)
    holds = [ready_hold(at_the_desk, customer_id) for _ in range(2)]
    assert queue_due(at_the_desk) == Prepared(0, 0, 1)
    assert [hold_state(at_the_desk, hold) for hold in holds] == [HoldState.READY] * 2
    run(at_the_desk)
    run(at_the_desk)
    (post,) = server.posts
    assert post.text.count("De avonden / Reve, Gerard") == 2
    assert "19-04-2024" in post.text
    assert "Gieten" in post.text
    assert [hold_state(at_the_desk, hold) for hold in holds] == [HoldState.TOLD] * 2


def test_one_that_comes_later_the_same_day_gets_its_own(at_the_desk: Desk, server: MailServer) -> None:
    customer_id = reader_of(at_the_desk)
    for _ in range(2):
        ready_hold(at_the_desk, customer_id)
        run(at_the_desk)
    assert len(server.posts) == 2


def test_what_was_collected_in_between_is_taken_out(at_the_desk: Desk, server: MailServer) -> None:
    customer_id = reader_of(at_the_desk)
    holds = [ready_hold(at_the_desk, customer_id) for _ in range(3)]
    queue_due(at_the_desk)
    close = "UPDATE hold SET state = 'U', closed_on = '2024-04-09' WHERE id = ?"
    change(at_the_desk, close, holds[0])
    change(at_the_desk, "UPDATE hold SET expires_on = '2024-04-08' WHERE id = ?", holds[1])
    run(at_the_desk)
    assert server.posts[0].text.count("De avonden") == 1
    last = ready_hold(at_the_desk, customer_id)
    queue_due(at_the_desk)
    change(at_the_desk, close, last)
    assert send(at_the_desk, {}, SendingReport()).withdrawn == 1


def test_what_stands_ready_anew_on_another_day_is_told_anew(at_the_desk: Desk, server: MailServer) -> None:
    hold_id = ready_hold(at_the_desk, reader_of(at_the_desk))
    run(at_the_desk)
    change(at_the_desk, "UPDATE hold SET state = 'O', ready_on = '2024-04-12', expires_on = '2024-04-22'")
    run(on(at_the_desk, date(2024, 4, 12)))
    assert len(server.posts) == 2
    assert hold_state(at_the_desk, hold_id) is HoldState.TOLD


def test_what_was_sent_when_the_program_died_is_noted_the_next_time(at_the_desk: Desk) -> None:
    from balie.correspondence.run import send_waiting

    hold_id = ready_hold(at_the_desk, reader_of(at_the_desk))
    queue_due(at_the_desk)
    send_waiting(at_the_desk, all_topics(), {})
    assert hold_state(at_the_desk, hold_id) is HoldState.READY
    assert queue_due(at_the_desk) == Prepared()
    assert hold_state(at_the_desk, hold_id) is HoldState.TOLD
    assert note_told(at_the_desk) == 0
