"""Service mails: the table day by day, reminders, what stands ready; queued once, true when sent.

Source: rules.md#service-mail.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from balie.correspondence.overview import preview
from balie.correspondence.report import SendingReport
from balie.customers.bounces import note_bounce
from balie.customers.deceased import DECEASED
from balie.desk import Desk
from balie.lending.reminders import Prepared, queue_due
from balie.library.lending_tables import ServiceMail
from balie.library.structs import Library
from balie.messages.kinds import MessageKind
from balie.messages.outbox import Queued, read_messages
from balie.rounds.post import send
from balie.rounds.topics import all_topics
from tests.support.catalogue import lend_out
from tests.support.mail_server import MailServer
from tests.support.mailed import MAILS, change, copies, on, reader_of, run

DUE = date(2024, 5, 7)
STEPS = ServiceMail(first_days_before=3, last_days_before=2, overdue_after_days=(7, 21))


@pytest.fixture
def numbers(at_the_desk: Desk) -> list[str]:
    """Two copies of De avonden."""
    return copies(at_the_desk, 2)[1]


def queued(desk: Desk, kind: MessageKind) -> list[Queued]:
    return read_messages(desk.store, "kind = ? ORDER BY id", (kind,))


def bring_back(desk: Desk, number: str) -> None:
    change(desk, "UPDATE loan SET returned_on = ? WHERE item_number = ?", desk.working_date.isoformat(), number)


# Due soon: the table of rules.md#service-mail.


@pytest.mark.parametrize(
    ("day", "sent", "late"),
    [
        (date(2024, 5, 3), 0, False),
        (date(2024, 5, 4), 1, False),
        (date(2024, 5, 5), 1, False),
        (date(2024, 5, 6), 1, True),
        (date(2024, 5, 7), 0, False),
        (date(2024, 5, 8), 0, False),
    ],
)
def test_on_which_days_a_mail_about_07_05_2024_goes_and_when_it_is_late(
    at_the_desk: Desk, numbers: list[str], server: MailServer, day: date, sent: int, late: bool
) -> None:
    lend_out(at_the_desk, reader_of(at_the_desk), numbers[0], DUE)
    assert run(on(at_the_desk, day)).mailed == sent
    assert len(server.posts) == sent
    if sent:
        assert ("later dan u van ons gewend bent" in server.posts[0].text) == late
        assert server.posts[0].mail["Subject"] == "Uiterlijk 07-05-2024 terug: wat u bij ons leent"


def test_day_by_day_there_is_one_mail(at_the_desk: Desk, numbers: list[str], server: MailServer) -> None:
    customer_id = reader_of(at_the_desk)
    for number in numbers:
        lend_out(at_the_desk, customer_id, number, DUE)
    for day in range(-10, 10):
        run(on(at_the_desk, DUE + timedelta(days=day)))
        run(on(at_the_desk, DUE + timedelta(days=day)))
    (post,) = server.posts
    assert all(number in post.text for number in numbers)
    assert "De avonden / Reve, Gerard" in post.text
    assert "07-05-2024" in post.text


def test_what_was_queued_in_time_and_goes_a_day_before_says_that_it_is_late(
    at_the_desk: Desk, numbers: list[str], server: MailServer
) -> None:
    lend_out(at_the_desk, reader_of(at_the_desk), numbers[0], DUE)
    assert queue_due(on(at_the_desk, date(2024, 5, 4))) == Prepared(1, 0, 0)
    assert run(on(at_the_desk, date(2024, 5, 6))).mailed == 1
    assert "later dan u van ons gewend bent" in server.posts[0].text


def test_what_was_queued_and_not_sent_before_the_day_itself_is_withdrawn(at_the_desk: Desk, numbers: list[str]) -> None:
    lend_out(at_the_desk, reader_of(at_the_desk), numbers[0], DUE)
    queue_due(on(at_the_desk, date(2024, 5, 4)))
    assert run(on(at_the_desk, DUE)).withdrawn == 1


def test_a_renewal_makes_a_new_due_date_and_a_new_mail(
    at_the_desk: Desk, numbers: list[str], server: MailServer
) -> None:
    customer_id = reader_of(at_the_desk)
    lend_out(at_the_desk, customer_id, numbers[0], DUE)
    run(on(at_the_desk, date(2024, 5, 4)))
    change(at_the_desk, "UPDATE loan SET due_on = '2024-06-04', renewals = 1")
    run(on(at_the_desk, date(2024, 5, 5)))
    assert run(on(at_the_desk, date(2024, 6, 1))).mailed == 1
    assert ["07-05-2024" in server.posts[0].text, "04-06-2024" in server.posts[1].text] == [True, True]
    assert [message.about for message in queued(at_the_desk, MessageKind.DUE_SOON)] == [
        f"due {customer_id} 2024-05-07",
        f"due {customer_id} 2024-06-04",
    ]


def test_two_due_dates_are_two_mails_and_two_customers_two(at_the_desk: Desk, numbers: list[str]) -> None:
    one, other = reader_of(at_the_desk), reader_of(at_the_desk)
    more = copies(at_the_desk, 1)[1]
    lend_out(at_the_desk, one, numbers[0], DUE)
    lend_out(at_the_desk, one, numbers[1], DUE - timedelta(days=1))
    lend_out(at_the_desk, other, more[0], DUE)
    assert queue_due(on(at_the_desk, date(2024, 5, 4))) == Prepared(3, 0, 0)


@pytest.mark.parametrize("how", ["returned", "renewed"])
def test_what_came_back_or_was_renewed_in_between_is_taken_out(
    at_the_desk: Desk, numbers: list[str], server: MailServer, how: str
) -> None:
    customer_id = reader_of(at_the_desk)
    for number in numbers:
        lend_out(at_the_desk, customer_id, number, DUE)
    today = on(at_the_desk, date(2024, 5, 4))
    queue_due(today)
    for part, number in enumerate(numbers):
        if how == "returned":
            bring_back(today, number)
        else:
            change(today, "UPDATE loan SET due_on = '2024-06-04' WHERE item_number = ?", number)
        if part == 0:
            (waits,) = queued(today, MessageKind.DUE_SOON)
            shown = preview(today, all_topics(), waits.message_id)
            assert (numbers[0] in shown, numbers[1] in shown) == (False, True)
    report = send(today, {}, SendingReport())
    assert (report.mailed, report.withdrawn, server.posts) == (0, 1, [])
    assert queued(today, MessageKind.DUE_SOON)[0].reason == "al terug of verlengd, of de dag is voorbij"


def test_one_that_is_left_goes_without_the_others(at_the_desk: Desk, numbers: list[str], server: MailServer) -> None:
    customer_id = reader_of(at_the_desk)
    for number in numbers:
        lend_out(at_the_desk, customer_id, number, DUE)
    today = on(at_the_desk, date(2024, 5, 4))
    queue_due(today)
    bring_back(today, numbers[0])
    send(today, {}, SendingReport())
    assert numbers[0] not in server.posts[0].text
    assert numbers[1] in server.posts[0].text


# How it reaches the customer.


@pytest.mark.parametrize("why", ["no address", "bounced", "wants post"])
def test_without_mail_it_is_on_paper(at_the_desk: Desk, numbers: list[str], server: MailServer, why: str) -> None:
    customer_id = reader_of(at_the_desk, "" if why == "no address" else "eb@lezer.nl")
    lend_out(at_the_desk, customer_id, numbers[0], DUE)
    if why == "bounced":
        with at_the_desk.transaction() as tx:
            note_bounce(tx, customer_id, "eb@lezer.nl", "onbekend")
    elif why == "wants post":
        change(
            at_the_desk,
            "INSERT INTO property (customer_id, service_messages) VALUES (?, 'post')"
            " ON CONFLICT (customer_id) DO UPDATE SET service_messages = 'post'",
            customer_id,
        )
    report = run(on(at_the_desk, date(2024, 5, 4)))
    assert (report.mailed, report.printed, server.posts) == (0, 1, [])
    (paper,) = at_the_desk.spool.glob("brieven-*")
    assert numbers[0] in paper.read_text(encoding="utf-8")


def test_nothing_goes_to_who_died(at_the_desk: Desk, numbers: list[str]) -> None:
    customer_id = reader_of(at_the_desk)
    lend_out(at_the_desk, customer_id, numbers[0], DUE)
    change(at_the_desk, "UPDATE customer SET name_key = ? || name_key WHERE id = ?", DECEASED, customer_id)
    report = run(on(at_the_desk, date(2024, 5, 4)))
    assert (report.mailed, report.printed, report.withdrawn) == (0, 0, 1)


def test_a_library_without_service_mail_sends_none(at_the_desk: Desk, numbers: list[str]) -> None:
    lend_out(at_the_desk, reader_of(at_the_desk), numbers[0], DUE)
    assert queue_due(on(at_the_desk, date(2024, 5, 4), None)) == Prepared()


def test_an_item_without_a_title_and_a_title_of_markup_are_told(at_the_desk: Desk, numbers: list[str]) -> None:
    customer_id = reader_of(at_the_desk)
    change(at_the_desk, "UPDATE title SET title = '{{ 1 }} [red]\u202etot\u202c'")
    for number in (numbers[0], "39999999999999"):
        lend_out(at_the_desk, customer_id, number, DUE)
    today = on(at_the_desk, date(2024, 5, 4))
    queue_due(today)
    text = preview(today, all_topics(), queued(today, MessageKind.DUE_SOON)[0].message_id)
    assert "{{ 1 }} [red]" in text
    assert "\u202e" not in text
    assert "Titel onbekend" in text


# Late.


@pytest.mark.parametrize(
    ("days", "steps"), [(6, []), (7, ["1"]), (20, ["1"]), (21, ["2"]), (400, ["2"])], ids=lambda value: str(value)
)
def test_the_furthest_step_that_was_reached_is_queued(
    at_the_desk: Desk, numbers: list[str], days: int, steps: list[str]
) -> None:
    lend_out(at_the_desk, reader_of(at_the_desk), numbers[0], DUE)
    today = on(at_the_desk, DUE + timedelta(days=days), STEPS)
    queue_due(today)
    assert queue_due(today) == Prepared()
    assert [(message.data or {})["step"] for message in queued(today, MessageKind.OVERDUE)] == steps


def test_each_step_is_sent_once_and_the_last_says_so(at_the_desk: Desk, numbers: list[str], server: MailServer) -> None:
    lend_out(at_the_desk, reader_of(at_the_desk), numbers[0], DUE)
    for day in range(1, 60):
        run(on(at_the_desk, DUE + timedelta(days=day), STEPS))
    subjects = [post.mail["Subject"].partition(":")[0] for post in server.posts]
    assert subjects == ["Herinnering", "Laatste herinnering"]


def test_what_came_back_is_not_reminded_of(at_the_desk: Desk, numbers: list[str]) -> None:
    lend_out(at_the_desk, reader_of(at_the_desk), numbers[0], DUE)
    today = on(at_the_desk, DUE + timedelta(days=7), STEPS)
    queue_due(today)
    bring_back(today, numbers[0])
    assert send(today, {}, SendingReport()).withdrawn == 1


def test_without_steps_nothing_follows_once_something_is_late(at_the_desk: Desk, numbers: list[str]) -> None:
    lend_out(at_the_desk, reader_of(at_the_desk), numbers[0], DUE)
    today = on(at_the_desk, DUE + timedelta(days=30), MAILS)
    assert MAILS.overdue_after_days == ()
    assert queue_due(today) == Prepared()
    assert queued(today, MessageKind.OVERDUE) == []


def test_s2_mails_three_to_two_days_before(poort: Library) -> None:
    rules = poort.service_mail
    assert rules is not None
    assert (rules.first_days_before, rules.last_days_before) == (3, 2)


# A run.


class Stop(Exception):
    pass


def test_a_run_that_is_stopped_goes_on_where_it_was(at_the_desk: Desk) -> None:
    for number in copies(at_the_desk, 60)[1]:
        lend_out(at_the_desk, reader_of(at_the_desk), number, DUE)
    today = on(at_the_desk, date(2024, 5, 4))

    def stop(done: int, total: int) -> None:
        raise Stop

    with pytest.raises(Stop):
        queue_due(today, stop)
    before = len(queued(today, MessageKind.DUE_SOON))
    assert 0 < before < 60
    assert queue_due(today) == Prepared(60 - before, 0, 0)
    assert len({message.about for message in queued(today, MessageKind.DUE_SOON)}) == 60


def test_only_what_is_out_is_looked_at(at_the_desk: Desk) -> None:
    """The history of all loans is never walked."""
    from balie.lending.reminders import _DUE

    plan = at_the_desk.store.read(
        f"EXPLAIN QUERY PLAN {_DUE}", {"first": "2024-05-05", "last": "2024-05-07", "kind": "x", "step": ""}
    )
    assert any("USING INDEX loan_item_open" in row[3] for row in plan)
    assert any("message_customer" in row[3] for row in plan)
