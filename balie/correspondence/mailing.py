"""Sending what waits by mail: each at most once, none lost, and none that holds up the others.

A message is marked before it is handed to the mail server and marked again after it, in the same transaction that
marks the next one. A program that dies in between leaves one message marked as being sent: nobody knows whether it has
gone, and the desk is told instead of the customer being mailed twice.

Source: rules.md#refused-for-now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.correspondence.judging import MessageVerdict, ReadyMessage, judge, way_of
from balie.correspondence.mailed_bons import put_on_paper
from balie.correspondence.queue import count_in, last_waiting, may_be_mailed, read_waiting
from balie.correspondence.report import Problem, Progress, SendingReport
from balie.customers.bounces import note_bounce
from balie.library.rights import Right
from balie.messages import outbox
from balie.messages.drafts import UnusableTemplate, get_ready, render
from balie.messages.mailing import Mailing, UnusableAddress, compose
from balie.messages.outbox import Queued, State, Way
from balie.messages.post_office import Delivery, Fate

if TYPE_CHECKING:
    from datetime import datetime

    from balie.correspondence.topics import Topics
    from balie.desk import Desk
    from balie.messages.practice_box import TakesMail
    from balie.store.transaction import Transaction

GIVE_UP = 10
"""After so many mails in a row that did not get away there is no use in going on."""

BAD_TEMPLATE = "De tekst van dit bericht kan niet worden gemaakt: het sjabloon {template} klopt niet."
_BAD_ADDRESS = "Het e-mailadres is geen adres waar mail heen kan."


@dataclass(frozen=True, slots=True)
class _OnTheWay:
    """A message that is being handed over; everything that is needed to write down what became of it."""

    message: Queued
    number: str
    email: str
    mail: Mailing


def send_mails(desk: Desk, topics: Topics, office: TakesMail, report: SendingReport, progress: Progress) -> None:
    """Mail what waits and goes by mail; the rest is left as it is, but for what is not true any more.

    To be called by the only sender (`one_sender`). Everything that happens is counted in `report`.
    """
    desk.require(Right.SEND)
    settings = desk.library.mail
    assert settings is not None
    last, total = last_waiting(desk.store), count_in(desk.store, State.QUEUED)
    looked_at = in_a_row = 0
    done: tuple[_OnTheWay, Delivery] | None = None
    try:
        for message, to in may_be_mailed(desk.store, last, desk.now()):
            looked_at += 1
            progress(min(looked_at, total), total)
            if way_of(topics.get(message.kind), to, message, mail_on=True).way is not Way.MAIL:
                continue
            get_ready((message.template,))
            with desk.transaction() as tx:
                if done is not None:
                    _record(tx, *done, now=desk.now())
                going = _set_out(tx, desk, topics, message.message_id, report)
            if done is not None:
                _count(report, *done)
                done = None
            if going is None:
                continue
            delivery = office.hand_over(going.mail)
            done = going, delivery
            if not delivery.of_recipient:  # what a server says of one recipient says nothing of the next
                in_a_row = 0 if delivery.fate is Fate.SENT else in_a_row + 1
            if delivery.stop or in_a_row >= GIVE_UP:
                report.stopped.append(delivery.reason)
                break
    finally:
        # Also when the run is broken off: what is known of the last one is written down.
        if done is not None:
            with desk.transaction() as tx:
                _record(tx, *done, now=desk.now())
            _count(report, *done)


def _set_out(tx: Transaction, desk: Desk, topics: Topics, message_id: int, report: SendingReport) -> _OnTheWay | None:
    """Mark a message as being sent, when it still waits, is still true and still goes by mail."""
    settings = desk.library.mail
    assert settings is not None
    found = read_waiting(tx, message_id)
    if found is None:
        return None
    message, to = found
    judged = judge(tx, topics, message, to, mail_on=True, on=desk.working_date)
    if isinstance(judged, MessageVerdict):
        withdraw(tx, message, judged, report)
        return None
    if judged.way is not Way.MAIL:
        return None
    number = judged.to.number or ""
    try:
        draft = render(message.template, judged.data, desk.library, judged.to, Way.MAIL)
    except UnusableTemplate:
        fail(tx, message, number, report)
        return None
    try:
        mail = compose(message, draft, judged.to, desk.library, settings, desk.now())
    except UnusableAddress:
        note_bounce(tx, message.customer_id, judged.email, _BAD_ADDRESS)
        outbox.explain_waiting(tx, message_id, _BAD_ADDRESS)
        report.bounced += 1
        return None
    set_out(tx, message, judged)
    return _OnTheWay(message, number, judged.email, mail)


def _record(tx: Transaction, going: _OnTheWay, delivery: Delivery, *, now: datetime) -> None:
    """Write down what became of a mail."""
    message_id = going.message.message_id
    if delivery.fate is Fate.SENT:
        outbox.mark_sent(tx, message_id)
    elif delivery.fate is Fate.BOUNCED:
        note_bounce(tx, going.message.customer_id, going.email, delivery.reason)
        outbox.put_back(tx, message_id, delivery.reason)
    elif delivery.fate is Fate.DOUBTFUL:
        outbox.mark_doubtful(tx, message_id, delivery.reason)
    elif delivery.fate is Fate.REFUSED:
        outbox.mark_failed(tx, message_id, delivery.reason)
    elif delivery.unheard:
        outbox.put_back(tx, message_id, delivery.reason)
    else:
        outbox.send_to_the_back(tx, message_id, delivery.reason, now)


def _count(report: SendingReport, going: _OnTheWay, delivery: Delivery) -> None:
    """Count what was written down."""
    if delivery.fate is Fate.SENT:
        report.mailed += 1
    elif delivery.fate is Fate.BOUNCED:
        report.bounced += 1
    else:
        report.doubtful += delivery.fate is Fate.DOUBTFUL
        report.tell(Problem(going.message.message_id, going.message.kind, going.number, delivery.reason))


def set_out(tx: Transaction, message: Queued, ready: ReadyMessage, print_job: int | None = None) -> None:
    """Mark that a message goes out now, and keep what it tells as it will be read."""
    if ready.data != message.data:
        outbox.write_data(tx, message.message_id, ready.data)
    outbox.set_out(tx, message.message_id, ready.way, print_job)


def withdraw(tx: Transaction, message: Queued, verdict: MessageVerdict, report: SendingReport) -> None:
    """Withdraw a message that is not true any more, or a bon that cannot be mailed; one that has to wait stays."""
    if not verdict.withdraw:
        return
    outbox.mark_withdrawn(tx, message.message_id, verdict.withdraw)
    if verdict.on_paper:
        put_on_paper(tx, message.about, verdict.withdraw)
        report.on_paper += 1
    else:
        report.withdrawn += 1


def fail(tx: Transaction, message: Queued, number: str, report: SendingReport) -> None:
    """Nobody can read what this message was to tell: its template is not good."""
    reason = BAD_TEMPLATE.format(template=message.template)
    outbox.mark_failed(tx, message.message_id, reason)
    report.tell(Problem(message.message_id, message.kind, number, reason))
