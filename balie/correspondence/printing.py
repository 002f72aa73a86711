"""Printing what waits as a letter: print jobs with each letter on a sheet of its own, to a file or to the printer.

The letters of a job are marked before it is delivered and marked again after it. A program that dies in between leaves
them marked. A job that had not been delivered yet is put back by the next run; where it was a file, the file says
whether it was made; where it had gone to a printer nobody knows, and the desk is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from balie.correspondence.judging import MessageVerdict, judge, way_of
from balie.correspondence.mailing import fail, set_out, withdraw
from balie.correspondence.queue import count_in, last_waiting, read_waiting, waiting
from balie.correspondence.report import Problem, Progress, SendingReport
from balie.library.rights import Right
from balie.messages import outbox
from balie.messages.drafts import UnusableTemplate, get_ready, render
from balie.messages.letters import letter_pages, print_text
from balie.messages.outbox import State, Way
from balie.messages.printing import deliver, job_of, printer_of
from balie.messages.spool import letters_file
from balie.store.counters import next_value
from balie.store.pace import Pace

if TYPE_CHECKING:
    from pathlib import Path

    from balie.correspondence.topics import Topics
    from balie.customers.addressee import Addressee
    from balie.desk import Desk
    from balie.messages.outbox import Queued
    from balie.store.transaction import Transaction

LETTERS_PER_JOB = 500
"""So many letters go to the printer at a time: a jam spoils no more, and memory stays flat."""

_MOST = 25
"""Letters made in one transaction at most."""
_JOB, _DELIVERED = "print job", "print job delivered"
_LEFT_MAIL = "state <> 'sent' AND state = 'sending' AND print_job IS NULL AND reason IS NULL"
_UNKNOWN_MAIL = "Het programma stopte terwijl deze mail werd verstuurd: het is onzeker of hij weg is."
_UNKNOWN = "Deze brief was bij de printer toen het programma stopte: kijk of hij is afgedrukt."


@dataclass(slots=True)
class _Job:
    """The letters of a print job so far."""

    number: int = 0
    letters: list[list[str]] = field(default_factory=list)


def print_letters(desk: Desk, topics: Topics, report: SendingReport, progress: Progress, *, mail_on: bool) -> None:
    """Print what waits and goes as a letter, and withdraw whatever is not true any more.

    To be called by the only sender. `mail_on`: what can be mailed is left for the mail. A printer that fails is told in
    `report.stopped`, and the letters wait again.
    """
    desk.require(Right.SEND)
    last, total, looked_at = last_waiting(desk.store), count_in(desk.store, State.QUEUED), 0
    job = _Job()
    letters = (message for message, to in waiting(desk.store, last) if _may_print(topics, message, to, mail_on))
    pace = Pace(most=_MOST)
    with desk.pieces(pace) as piece:
        while some := list(islice(letters, min(pace.rows, LETTERS_PER_JOB - len(job.letters)))):
            get_ready({message.template for message in some})
            with piece() as tx:
                for message in some:
                    _add(tx, desk, topics, message.message_id, job, report, mail_on=mail_on)
            looked_at += len(some)
            try:
                progress(min(looked_at, total), total)
            except Exception:
                # Stopped: what was not delivered yet waits again.
                if job.letters:
                    with piece() as tx:
                        _put_job_back(tx, job.number, "")
                raise
            if len(job.letters) >= LETTERS_PER_JOB:
                if not _deliver(desk, job, report):
                    return
                job = _Job()
    if job.letters:
        _deliver(desk, job, report)


def settle_left_behind(desk: Desk, report: SendingReport) -> None:
    """Find out what became of mails and print jobs that were under way when their program died.

    To be called by the only sender, before anything else. What nobody can know gets its reason and is left to the desk.
    """
    desk.require(Right.SEND)
    if desk.store.read_one(f"SELECT 1 FROM message WHERE {_LEFT_MAIL}") is not None:
        with desk.transaction() as tx:
            tx.execute(f"UPDATE message SET reason = ? WHERE {_LEFT_MAIL}", (_UNKNOWN_MAIL,))
    rows = desk.store.read(
        "SELECT DISTINCT print_job FROM message WHERE state <> 'sent' AND state = 'sending' AND print_job IS NOT NULL"
        " AND reason IS NULL"
    )
    for (number,) in rows:
        with desk.transaction() as tx:
            if letters_file(desk.spool, number).exists():
                report.printed += _mark_job(tx, number)
            elif printer_of(desk) is None or number > _delivered(tx):
                _put_job_back(tx, number, "")
            else:
                tx.execute(
                    "UPDATE message SET reason = ? WHERE print_job = ? AND state = 'sending'", (_UNKNOWN, number)
                )


def _may_print(topics: Topics, message: Queued, to: Addressee | None, mail_on: bool) -> bool:
    return way_of(topics.get(message.kind), to, message, mail_on=mail_on).way is not Way.MAIL


def _add(
    tx: Transaction, desk: Desk, topics: Topics, message_id: int, job: _Job, report: SendingReport, *, mail_on: bool
) -> None:
    """Add a letter to a job and mark it, when it still waits, is still true and goes as a letter."""
    found = read_waiting(tx, message_id)
    if found is None:
        return
    message, to = found
    judged = judge(tx, topics, message, to, mail_on=mail_on, on=desk.working_date)
    number = (to.number if to is not None else None) or ""
    if isinstance(judged, MessageVerdict):
        withdraw(tx, message, judged, report)
        if judged.wait:
            if message.reason != judged.wait:
                outbox.explain_waiting(tx, message_id, judged.wait)
            report.tell(Problem(message_id, message.kind, number, judged.wait))
        return
    if judged.way is not Way.LETTER:
        return
    try:
        draft = render(message.template, judged.data, desk.library, judged.to, Way.LETTER)
    except UnusableTemplate:
        fail(tx, message, number, report)
        return
    if not job.number:
        job.number = _next_job(tx, desk.spool)
    set_out(tx, message, judged, job.number)
    job.letters.append(letter_pages(draft, judged.to, desk.library, desk.working_date))


def _next_job(tx: Transaction, spool: Path) -> int:
    """A number no print job had: after a restored backup the counter may be behind the files."""
    number = next_value(tx, _JOB, 1)
    while letters_file(spool, number).exists():
        number = next_value(tx, _JOB, 1)
    return number


def _deliver(desk: Desk, job: _Job, report: SendingReport) -> bool:
    """Deliver a job and write down what became of it; whether it came out."""
    with desk.transaction() as tx:
        tx.execute(
            "INSERT INTO counter (name, next) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET next = excluded.next",
            (_DELIVERED, job.number + 1),
        )
    file = letters_file(desk.spool, job.number)
    outcome = deliver(job_of(desk, print_text(job.letters), file.name))
    with desk.transaction() as tx:
        if outcome.printed:
            report.printed += _mark_job(tx, job.number)
            report.places.append(outcome.place)
        else:
            _put_job_back(tx, job.number, outcome.failure)
            report.not_sent += len(job.letters)
            report.stopped.append(outcome.failure)
    return outcome.printed


def _delivered(tx: Transaction) -> int:
    """The last print job that was on its way to a printer."""
    row = tx.read_one("SELECT next FROM counter WHERE name = ?", (_DELIVERED,))
    return 0 if row is None else int(row[0]) - 1


def _mark_job(tx: Transaction, number: int) -> int:
    return tx.execute(
        "UPDATE message SET state = 'sent', sent_at = ?, reason = NULL WHERE print_job = ? AND state = 'sending'",
        (tx.at, number),
    ).rowcount


def _put_job_back(tx: Transaction, number: int, reason: str) -> None:
    tx.execute(
        "UPDATE message SET state = 'queued', way = NULL, print_job = NULL, reason = ?"
        " WHERE print_job = ? AND state = 'sending'",
        (reason or None, number),
    )
