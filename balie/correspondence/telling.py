"""What waits and what a run did, in Dutch: the same on the command line and on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.correspondence.overview import WaitingMessages
from balie.correspondence.report import TOLD
from balie.dutch.counts import format_count, many
from balie.dutch.text import clean, enumerated

if TYPE_CHECKING:
    from balie.correspondence.overview import Survey
    from balie.correspondence.report import SendingReport

NOTHING_WAITS = "Er wacht niets."
NO_SERVER = "Alles gaat per brief: in het bibliotheekbestand staat geen mailserver ([mail])."
_DOUBT = "Het programma stopte tijdens het versturen: wat misschien al weg is, gaat niet nog eens."


def messages(count: int) -> str:
    """`1 bericht`, `1.234 berichten`."""
    return many(count, "bericht", "berichten")


def ways(kind: WaitingMessages) -> str:
    """`mail 12, brief 3`."""
    parts = [f"mail {format_count(kind.mail)}", f"brief {format_count(kind.letter)}"]
    if kind.stuck:
        parts.append(f"kan niet weg {format_count(kind.stuck)}")
    return ", ".join(parts)


def what_waits(found: Survey) -> list[tuple[str, str]]:
    """Each kind with how much of it goes which way, and their sum below."""
    rows = [(clean(name), ways(kind)) for name, kind in found.kinds.items()]
    return [*rows, ("Samen", ways(WaitingMessages(found.mail, found.letter, found.stuck)))] if len(rows) > 1 else rows


def remarks(found: Survey, *, has_server: bool) -> list[str]:
    """What else there is to know before it is sent."""
    told = [NO_SERVER] if found.letter and not has_server else []
    if found.withdrawn:
        told.append(f"Vervalt: {messages(found.withdrawn)} aan klanten die zijn overleden of er niet meer zijn.")
    if found.on_paper:
        told.append(_on_paper(found.on_paper))
    if found.failed:
        told.append(f"Eerder geweigerd: {messages(found.failed)}; niet opnieuw geprobeerd.")
    return told


def _on_paper(count: int) -> str:
    bons = many(count, "bon kan", "bonnen kunnen")
    return f"{bons} niet per e-mail: druk die af (Vestigingsbeheer, Niet afgedrukt)."


def doubt(found: Survey) -> str:
    """What may have gone out already; empty where nothing is doubtful."""
    return f"Onzeker: {messages(found.doubtful)}. {_DOUBT}" if found.doubtful else ""


def question(found: Survey, *, mails: bool = True) -> str:
    """What is asked before it is sent; with `mails` off only the letters are printed."""
    parts = [f"{messages(found.mail)} mailen"] if mails and found.mail else []
    if found.letter:
        parts.append(f"{many(found.letter, 'brief', 'brieven')} afdrukken")
    if found.withdrawn:
        parts.append(f"{messages(found.withdrawn)} laten vervallen")
    stay = "kan niet weg en blijft wachten" if found.stuck == 1 else "kunnen niet weg en blijven wachten"
    if found.on_paper:
        parts.append(f"{many(found.on_paper, 'bon', 'bonnen')} op papier laten zetten")
    left = f" {messages(found.stuck)} {stay}." if found.stuck else ""
    return f"{enumerated(parts)}?{left}" if parts else ""


def what_was_done(report: SendingReport) -> list[str]:
    """What went out, and where the letters lie."""
    told = [f"Gemaild: {format_count(report.mailed)}. Brieven afgedrukt: {format_count(report.printed)}."]
    told += [f"Brieven: {clean(place)}" for place in report.places]
    if report.withdrawn:
        told.append(f"Ingetrokken, want niet meer nodig: {format_count(report.withdrawn)}.")
    if report.on_paper:
        told.append(_on_paper(report.on_paper))
    if report.bounced:
        told.append(
            f"Onbestelbare e-mailadressen: {format_count(report.bounced)}; berichten gaan daarheen per brief, bonnen op"
            " papier."
        )
    return told


def what_was_not(report: SendingReport, *, most: int = TOLD) -> list[str]:
    """The first of what did not go out and why, how many more there are, and what stopped the run."""
    shown = report.problems[:most]
    told = [
        clean(f"Niet verstuurd: {problem.kind}, {problem.number or 'nog zonder klantnummer'}. {problem.reason}")
        for problem in shown
    ]
    if report.not_sent > len(shown):
        told.append(f"En nog {format_count(report.not_sent - len(shown))} niet verstuurd.")
    told += [clean(f"Gestopt: {reason} Wat nog wacht, blijft in de rij.") for reason in report.stopped]
    return told
