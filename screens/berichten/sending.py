"""Sending what waits: what will happen is told first, then it is done beside the screen, then what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from screens.financieel.running import Stopped, beside

if TYPE_CHECKING:
    from balie.correspondence.overview import Survey
    from balie.correspondence.report import Report
    from balie.desk import Desk
    from screens.app import DeskApp
    from screens.berichten.home import MessagesPage
    from screens.financieel.running import Progress

_MOST_TOLD = 4
"""So many of the messages that did not go out fit in a box; the lists have them all."""


async def count_waiting(app: DeskApp) -> Survey | None:
    """What waits now; None when the desk stopped the counting. Only within work begun by `start`."""

    def count(desk: Desk, progress: Progress) -> Survey:
        from balie.commands.topics import all_topics
        from balie.correspondence.overview import survey

        return survey(desk, all_topics(), progress)

    try:
        return await beside(app, "Tellen wat wacht", count)
    except Stopped:
        app.page.say("Het tellen is gestopt.")
        return None


async def send(page: MessagesPage, environment: Mapping[str, str], *, mails: bool = True) -> None:
    """Tell what will happen, ask, do it, tell what became of it, and count again.

    `environment` holds the password of the mail server; with `mails` off only letters are printed. Raises `Refusal`
    while somebody else sends.
    """
    from balie.correspondence.telling import question, what_was_done, what_was_not
    from screens.widgets.question import Notice, Question

    app = page.desk_app
    try:
        found = await beside(app, "Kijken wat wacht", _prepare)
    except Stopped:
        page.say("Gestopt: er is niets verstuurd.")
        return
    page.show_waiting(found)
    asked = question(found, mails=mails)
    if not asked:
        page.say(_nothing(found, mails=mails))
        return
    if not await app.ask(Question(asked, title="Versturen")):
        page.say("Er is niets verstuurd.")
        return

    def work(desk: Desk, progress: Progress) -> Report:
        return _send(desk, progress, environment, mails=mails)

    report = await beside(app, "Versturen", work)
    told = [*what_was_done(report), *what_was_not(report, most=_MOST_TOLD)]
    await app.ask(Notice(told, title="Versturen"))
    await page.count()


def _nothing(found: Survey, *, mails: bool) -> str:
    if found.stuck:
        return "Wat nog wacht kan niet weg: kijk bij Wacht waarom."
    return "Er wacht niets." if mails or not found.mail else "Er wacht geen brief."


def _prepare(desk: Desk, progress: Progress) -> Survey:
    """Find out what became of what a program that died was sending, and count what waits."""
    from balie.commands.topics import all_topics
    from balie.correspondence.overview import survey
    from balie.correspondence.run import recover

    recover(desk)
    return survey(desk, all_topics(), progress)


def _send(desk: Desk, progress: Progress, environment: Mapping[str, str], *, mails: bool) -> Report:
    """Send it; when the desk stops it, what was done by then is told all the same."""
    from balie.commands.topics import all_topics
    from balie.correspondence.report import Report
    from balie.correspondence.run import send_waiting

    report = Report()
    try:
        send_waiting(desk, all_topics(), environment, mails=mails, progress=progress, report=report)
    except Stopped:
        report.stopped.append("u koos Esc.")
    return report
