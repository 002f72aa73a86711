"""Messages of lending, queued and sent to a server of the test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import msgspec

from balie.correspondence.report import SendingReport
from balie.desk import Desk
from balie.library.lending_tables import ServiceMail
from balie.rounds.post import get_ready, send
from tests.support.applicants import enrol_tester
from tests.support.catalogue import AVONDEN, add_with_items

MAILS = ServiceMail(first_days_before=3, last_days_before=2)


def copies(desk: Desk, count: int) -> tuple[int, list[str]]:
    """De avonden once more, with so many copies: the title and their numbers."""
    return add_with_items(desk, replace(AVONDEN, isbn=None), *[None] * count)


def on(desk: Desk, day: date, rules: ServiceMail | None = MAILS) -> Desk:
    return replace(desk, working_date=day, library=msgspec.structs.replace(desk.library, service_mail=rules))


def reader_of(desk: Desk, email: str = "eb@lezer.nl") -> int:
    return enrol_tester(desk, email=email).customer_id


def change(desk: Desk, sql: str, *params: str | int) -> None:
    with desk.transaction() as tx:
        tx.execute(sql, params)


def run(desk: Desk) -> SendingReport:
    """What `balie berichten` does on that day."""
    get_ready(desk)
    return send(desk, {}, SendingReport())
