"""The run that sends everything that waits: first the mails, then the letters (`balie berichten`)."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import TYPE_CHECKING

from balie.correspondence.mailing import send_mails
from balie.correspondence.one_sender import only_sender
from balie.correspondence.printing import print_letters, settle_left_behind
from balie.correspondence.report import Progress, SendingReport, silent
from balie.library.rights import Right
from balie.messages.post_office import PATIENCE, PostOffice, missing_password
from balie.messages.practice_box import PracticeBox

if TYPE_CHECKING:
    from balie.correspondence.topics import Topics
    from balie.desk import Desk


def send_waiting(
    desk: Desk,
    topics: Topics,
    environment: Mapping[str, str],
    *,
    mails: bool = True,
    letters: bool = True,
    progress: Progress = silent,
    patience: float = PATIENCE,
    context: ssl.SSLContext | None = None,
    report: SendingReport | None = None,
) -> SendingReport:
    """Send what waits. Out: what became of it; a mail server or a printer that fails is told there.

    `environment` holds the password of the mail server; `patience` is how many seconds that server is waited for, and
    `context` what its certificate is checked against. A library without a mail server sends letters only. `progress`
    may raise to stop it; what was done by then stays done, and stands in `report` where one was given. Raises
    `Refusal` while somebody else is sending, or when the store cannot be written.
    """
    desk.require(Right.SEND)
    report = SendingReport() if report is None else report
    mail_on = desk.library.mail is not None
    with only_sender(desk.store.path):
        settle_left_behind(desk, report)
        try:
            if mails and desk.library.mail is not None:
                if desk.is_practice:
                    with PracticeBox() as box:
                        send_mails(desk, topics, box, report, progress)
                elif missing := missing_password(desk.library.mail, environment):
                    report.stopped.append(missing)
                else:
                    with PostOffice(desk.library.mail, environment, patience=patience, context=context) as office:
                        send_mails(desk, topics, office, report, progress)
            if letters:
                print_letters(desk, topics, report, progress, mail_on=mail_on)
        finally:
            _journal(desk, report)
    return report


def recover(desk: Desk) -> None:
    """Find out what became of messages whose sender died; what nobody can know is left to the desk.

    Raises `Refusal` while somebody is sending.
    """
    with only_sender(desk.store.path):
        settle_left_behind(desk, SendingReport())


def _journal(desk: Desk, report: SendingReport) -> None:
    if not report.changed:
        return
    with desk.transaction() as tx:
        tx.journal(
            "messages sent",
            after={
                "mailed": report.mailed,
                "printed": report.printed,
                "withdrawn": report.withdrawn + report.on_paper,
                "bounced": report.bounced,
                "not_sent": report.not_sent,
            },
        )
