"""What `balie berichten` does: show what waits, ask, mail and print it, and tell what did not go out and why."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date

from balie.commands.terminal import ask, progress_bar
from balie.correspondence.overview import Survey
from balie.correspondence.report import SendingReport
from balie.correspondence.telling import NOTHING_WAITS, doubt, remarks, what_waits, what_was_done, what_was_not
from balie.dutch.counts import many
from balie.lending.automatic import renew_due
from balie.opening import Opening
from balie.options import DeskOptions
from balie.rounds.post import get_ready, send

_OK, _REFUSED = 0, 1


def send_messages(options: DeskOptions, environment: Mapping[str, str], *, today: date, sure: bool) -> int:
    """Show what waits; ask, unless `sure`; send it. The status is 1 when something that was to go out did not.

    `environment` holds the password of the mail server. Raises `Refusal` while somebody else is sending.
    """
    with Opening(options, today=today) as opening:
        desk = opening.desk()
        prepared, found = get_ready(desk)
        if prepared.renewed.text:
            print(prepared.renewed.text)
        _show(found, has_server=desk.library.mail is not None)
        if prepared.slips:
            bons = many(len(prepared.slips), "bon", "bonnen")
            print(f"{bons} bij exemplaren voor een ander. Afdrukken: Vestigingsbeheer, Bonnen.")
        if not found.has_work:
            return _REFUSED if found.doubtful else _OK
        if not sure and not ask("Versturen en afdrukken?"):
            print("Er is niets verstuurd.", file=sys.stderr)
            return _REFUSED
        with progress_bar("Versturen") as progress:
            report = send(desk, environment, SendingReport(), progress=progress)
    _tell(report)
    return _OK if report.went_well and not found.doubtful else _REFUSED


def renew_automatically(options: DeskOptions, *, today: date) -> int:
    """Renew what is due for who wants it, and tell what that came to; the messages wait for `send_messages`."""
    with Opening(options, today=today) as opening:
        desk = opening.desk()
        rules = desk.library.loans
        if rules is None or rules.automatic_renewal is None:
            print("Deze bibliotheek verlengt niet automatisch: [loans.automatic_renewal] staat niet in het bestand.")
            return _OK
        with progress_bar("Verlengen") as progress:
            done = renew_due(desk, progress)
    print(done.text or "Er is niets automatisch te verlengen.")
    return _OK


def _show(found: Survey, *, has_server: bool) -> None:
    if not (found.kinds or found.withdrawn or found.on_paper):
        print(NOTHING_WAITS)
    for name, count in what_waits(found):
        print(f"{name}: {count}")
    for remark in remarks(found, has_server=has_server):
        print(remark)
    if told := doubt(found):
        print(told, file=sys.stderr)


def _tell(report: SendingReport) -> None:
    for line in what_was_done(report):
        print(line)
    for line in what_was_not(report):
        print(line, file=sys.stderr)
