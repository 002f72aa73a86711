"""What `balie berichten` does: show what waits, ask, mail and print it, and tell what did not go out and why."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date

from balie.commands.terminal import ask, progress_bar
from balie.commands.topics import all_topics
from balie.correspondence.overview import Survey, Waiting, survey
from balie.correspondence.report import TOLD, Report
from balie.correspondence.run import recover, send_waiting
from balie.dutch.text import clean
from balie.opening import Opening
from balie.options import DeskOptions

_OK, _REFUSED = 0, 1

_DOUBT = "Het programma stopte tijdens het versturen: wat misschien al weg is, gaat niet nog eens."


def send_messages(options: DeskOptions, environment: Mapping[str, str], *, today: date, sure: bool) -> int:
    """Show what waits; ask, unless `sure`; send it. The status is 1 when something that was to go out did not.

    `environment` holds the password of the mail server. Raises `Refusal` while somebody else is sending.
    """
    with Opening(options, today=today) as opening:
        desk = opening.desk()
        topics = all_topics()
        recover(desk)
        found = survey(desk, topics)
        _show(found, has_server=desk.library.mail is not None)
        if not found.has_work:
            return _REFUSED if found.doubtful else _OK
        if not sure and not ask("Versturen en afdrukken?"):
            print("Er is niets verstuurd.", file=sys.stderr)
            return _REFUSED
        with progress_bar("Versturen") as progress:
            report = send_waiting(desk, topics, environment, progress=progress)
    _tell(report)
    return _OK if report.went_well and not found.doubtful else _REFUSED


def _show(found: Survey, *, has_server: bool) -> None:
    if not (found.kinds or found.withdrawn):
        print("Er wacht niets.")
    for name, kind in found.kinds.items():
        print(clean(f"{name}: {_ways(kind)}"))
    if len(found.kinds) > 1:
        print(f"Samen: {_ways(Waiting(found.mail, found.letter, found.stuck))}")
    if found.letter and not has_server:
        print("Alles gaat per brief: in het bibliotheekbestand staat geen mailserver ([mail]).")
    if found.withdrawn:
        print(f"Vervalt: {_messages(found.withdrawn)} aan klanten die zijn overleden of er niet meer zijn.")
    if found.failed:
        print(f"Eerder geweigerd: {_messages(found.failed)}; niet opnieuw geprobeerd.")
    if found.doubtful:
        print(f"Onzeker: {_messages(found.doubtful)}. {_DOUBT}", file=sys.stderr)


def _tell(report: Report) -> None:
    print(f"Gemaild: {_number(report.mailed)}. Brieven afgedrukt: {_number(report.printed)}.")
    for place in report.places:
        print(f"Brieven: {clean(place)}")
    if report.withdrawn:
        print(f"Ingetrokken, want niet meer nodig: {_number(report.withdrawn)}.")
    if report.bounced:
        print(f"Onbestelbare e-mailadressen: {_number(report.bounced)}; die klanten krijgen een brief.")
    for problem in report.problems:
        whose = problem.number or "nog zonder klantnummer"
        print(clean(f"Niet verstuurd: {problem.kind}, {whose}. {problem.reason}"), file=sys.stderr)
    if report.not_sent > TOLD:
        print(f"En nog {_number(report.not_sent - TOLD)} niet verstuurd.", file=sys.stderr)
    for reason in report.stopped:
        print(clean(f"Gestopt: {reason} Wat nog wacht, blijft in de rij."), file=sys.stderr)


def _ways(kind: Waiting) -> str:
    parts = [f"mail {_number(kind.mail)}", f"brief {_number(kind.letter)}"]
    if kind.stuck:
        parts.append(f"kan niet weg {_number(kind.stuck)}")
    return ", ".join(parts)


def _messages(count: int) -> str:
    return f"{_number(count)} {'bericht' if count == 1 else 'berichten'}"


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")
