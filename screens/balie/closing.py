"""Afsluiten: what the session made is told, bons are printed as the library wants them, and costs may be paid now.

A session without anything to ask ends at once. What is asked waits for F5, F7, F12 or Esc; scans behind it are kept.
Where several customers are helped they end together: what each of them did, and one total of what is to be paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from balie.dutch.counts import many
from balie.dutch.money import format_cents
from balie.lending.session.acts import FineBooked, Lent, Renewed, ReportedLost, Returned
from balie.lending.session.bons import Bon, bons_due, queue_bon
from balie.lending.session.costs import SessionCosts, session_costs
from screens.dialogs.boxes import ask_gate
from screens.host.places import Paying, PayingEach

if TYPE_CHECKING:
    from screens.balie.log import Line, Log, Work
    from screens.host.asking import Host
    from screens.keyboard.key_order import TypedEvent

_MOST_LINES = 8
_MOST_CUSTOMERS = 6
"""How many customers are told one by one, so that what is to be paid stays in sight."""


class Closes(Protocol):
    """A page with sessions that end."""

    @property
    def desk_app(self) -> Host:
        """The running program."""

    @property
    def works(self) -> Sequence[tuple[str, Work]]:
        """What ends, each with whose it is."""

    def end(self) -> None:
        """Begin a new session."""

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Tell something above the foot line."""

    def keep(self, scans: Sequence[TypedEvent]) -> None:
        """Keep what was scanned until the page is on top again."""

    async def print_bon(self, receipt_id: int | None) -> str:
        """Print a bon of the queue. What to tell."""


@dataclass(slots=True)
class _Ending:
    """What is to be told and asked at the end of the sessions of `works`, each with whose it is."""

    works: Sequence[tuple[str, Work]]
    bons: list[Bon]
    costs: list[SessionCosts]

    @property
    def asked(self) -> list[Bon]:
        """The bons that are printed when the desk says so."""
        return [bon for bon in self.bons if bon.asks]

    @property
    def unseen(self) -> list[tuple[str, Line]]:
        """What nobody has seen yet, each with whose it is."""
        return [(name, line) for name, work in self.works for line in work.log.unseen]

    def summary(self) -> str:
        """What was done, all together."""
        return _summary([work.log for _, work in self.works])

    def told(self, unseen: Sequence[tuple[str, Line]]) -> list[str]:
        """Who did what, what it costs, and what nobody has seen yet."""
        told = [self.summary()] if self.summary() else []
        if len(self.works) > 1:
            for name, work in self.works[:_MOST_CUSTOMERS]:
                cents = sum(one.cents for one in self.costs if one.customer_id == work.session.customer_id)
                did = _summary([work.log]) or "Niets gedaan."
                told.append(f"{name}: {did}{f' Te betalen: {format_cents(cents)}.' if cents else ''}")
            if (more := len(self.works) - _MOST_CUSTOMERS) > 0:
                told.append(f"… en nog {many(more, 'klant', 'klanten')}")
        if self.costs:
            total = format_cents(sum(one.cents for one in self.costs))
            whom = f" van {len(self.costs)} klanten" if len(self.costs) > 1 else ""
            told.append(f"Kosten van deze sessie{whom}, nog niet betaald: {total}.")
        for name, line in unseen[:_MOST_LINES]:
            told.append(f"! {f'{name}: ' if name else ''}{line.title}: {line.still}")
        if len(unseen) > _MOST_LINES:
            told.append(f"… en nog {many(len(unseen) - _MOST_LINES, 'regel', 'regels')} (Esc, en dan ↑ ↓)")
        return told


def _ending(page: Closes) -> _Ending:
    desk = page.desk_app.desk
    sessions = [work.session for _, work in page.works]
    return _Ending(
        works=page.works,
        bons=[bon for session in sessions for bon in bons_due(desk, session)],
        costs=[costs for session in sessions for costs in session_costs(desk.store, session)],
    )


async def close_session(page: Closes) -> None:
    """End the session of a page, unless the desk goes back to it."""
    app, ending = page.desk_app, _ending(page)
    asked, due, unseen = ending.asked, [bon for bon in ending.bons if not bon.asks], ending.unseen
    answer = "f12"
    scans: list[TypedEvent] = []
    while asked or ending.costs or unseen:
        answer, scans = await ask_gate(app, "Afsluiten", ending.told(unseen), _buttons(asked, ending.costs), scans)
        unseen = []
        if answer == "escape":
            app.keys.hand_back(*scans)
            return
        if answer != "f5":
            break
        due, asked = [*due, *asked], []
        answer = "f12"
    told = [ending.summary()]
    page.end()
    for bon in due:
        told.append(await page.print_bon(queue_bon(app.desk, bon)))
    page.say(" ".join(filter(None, told)))
    if answer == "f7":
        page.keep(scans)
        await _pay(page, ending.costs)
    else:
        app.keys.hand_back(*scans)


def _buttons(asked: Sequence[Bon], costs: Sequence[SessionCosts]) -> dict[str, str]:
    buttons = {"f5": "Bon"} if asked else {}
    if costs:
        buttons["f7"] = "Betalen"
    return {**buttons, "f12": "Afsluiten" if not costs else "Later betalen", "escape": "Terug"}


def _summary(logs: Sequence[Log]) -> str:
    counts = (
        (sum(log.count(kind) for log in logs), word)
        for kind, word in ((Lent, "geleend"), (Renewed, "verlengd"), (Returned, "ingenomen"), (ReportedLost, "kwijt"))
    )
    counted = [f"{count} {word}" for count, word in counts if count]
    if fines := sum(log.count(FineBooked) for log in logs):
        counted.append(f"{many(fines, 'boete', 'boetes')} geboekt")
    if forgiven := [cents for log in logs for cents in log.forgiven]:
        counted.append(f"{len(forgiven)} boetevrij ({format_cents(sum(forgiven))})")
    if used := sum(log.used_in_house for log in logs):
        counted.append(f"{used} in huis gebruikt")
    if not_lent := sum(log.not_lent for log in logs):
        counted.append(f"{not_lent} gescand en niet uitgeleend")
    return f"{', '.join(counted).capitalize()}." if counted else ""


async def _pay(page: Closes, costs: Sequence[SessionCosts]) -> None:
    one = costs[0]
    await page.desk_app.show(Paying(one.customer_id, one.charge_ids) if len(costs) == 1 else PayingEach(costs))
