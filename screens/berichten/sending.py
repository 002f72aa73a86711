"""Sending what waits: what will happen is told first, then it is done beside the screen, then what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from screens.acts.running import Stopped, beside

if TYPE_CHECKING:
    from balie.correspondence.overview import Survey
    from balie.correspondence.report import SendingReport
    from balie.desk import Desk
    from balie.lending.reminders import Prepared
    from screens.acts.running import Progress
    from screens.host.asking import Host

_MOST_TOLD = 4
"""So many of the messages that did not go out fit in a box; the lists have them all."""


class Sends(Protocol):
    """The page from which messages are sent."""

    @property
    def desk_app(self) -> Host:
        """The running program."""

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Tell something above the foot line."""

    def show_waiting(self, found: Survey) -> None:
        """Show what was counted."""

    async def count(self) -> None:
        """Count what waits, and show it."""


async def count_waiting(app: Host) -> Survey | None:
    """What waits now; None when the desk stopped the counting. Only within work begun by `start`."""

    def count(desk: Desk, progress: Progress) -> Survey:
        from balie.correspondence.overview import survey
        from balie.rounds.topics import all_topics

        return survey(desk, all_topics(), progress)

    try:
        return await beside(app, "Tellen wat wacht", count)
    except Stopped:
        app.page.say("Het tellen is gestopt.")
        return None


async def prepare(page: Sends) -> Survey | None:
    """Queue the service mails of the day and count what waits; None when the desk stopped it.

    Raises `Refusal` while somebody sends.
    """
    from balie.correspondence.telling import messages
    from screens.acts.printing import print_waiting

    try:
        prepared, found = await beside(page.desk_app, "Klaarzetten", _prepare)
    except Stopped:
        page.say("Gestopt: er is niets verstuurd.")
        return None
    page.show_waiting(found)
    told = [prepared.renewed.text] if prepared.renewed.text else []
    told += [f"Klaargezet: {messages(prepared.total)}." if prepared.total else "Voor vandaag stond alles al klaar."]
    if prepared.slips:
        told.append(f"Bij exemplaren voor een ander: {await print_waiting(page.desk_app.desk, prepared.slips)}")
    page.say(" ".join(told))
    return found


async def send(page: Sends, environment: Mapping[str, str], *, mails: bool = True) -> None:
    """Tell what will happen, ask, do it, tell what became of it, and count again.

    `environment` holds the password of the mail server; with `mails` off only letters are printed. Raises `Refusal`
    while somebody else sends.
    """
    from balie.correspondence.telling import question, what_was_done, what_was_not
    from screens.dialogs.question import Notice, Question

    app = page.desk_app
    found = await prepare(page)
    if found is None:
        return
    asked = question(found, mails=mails)
    if not asked:
        page.say(_nothing(found, mails=mails))
        return
    if not await app.ask(Question(asked, title="Versturen")):
        page.say("Er is niets verstuurd.")
        return

    def work(desk: Desk, progress: Progress) -> SendingReport:
        return _send(desk, progress, environment, mails=mails)

    report = await beside(app, "Versturen", work)
    told = [*what_was_done(report), *what_was_not(report, most=_MOST_TOLD)]
    await app.ask(Notice(told, title="Versturen"))
    await page.count()


def _nothing(found: Survey, *, mails: bool) -> str:
    if found.stuck:
        return "Wat nog wacht kan niet weg: kijk bij Wacht waarom."
    return "Er wacht niets." if mails or not found.mail else "Er wacht geen brief."


def _prepare(desk: Desk, progress: Progress) -> tuple[Prepared, Survey]:
    from balie.rounds.post import get_ready

    return get_ready(desk, progress)


def _send(desk: Desk, progress: Progress, environment: Mapping[str, str], *, mails: bool) -> SendingReport:
    """Send it; when the desk stops it, what was done by then is told all the same."""
    from balie.correspondence.report import SendingReport
    from balie.rounds import post as postal

    report = SendingReport()
    try:
        postal.send(desk, environment, report, mails=mails, progress=progress)
    except Stopped:
        report.stopped.append("u koos Esc.")
    return report
