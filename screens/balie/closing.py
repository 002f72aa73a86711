"""Afsluiten: what the session made is told, bons are printed as the library wants them, and costs may be paid now.

A session without anything to ask ends at once. What is asked waits for F5, F7, F12 or Esc; scans behind it are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from balie.dutch.counts import many
from balie.dutch.money import format_cents
from balie.lending.acts import Lent, Renewed, Returned
from balie.lending.bons import Bon, bons_due, queue_bon
from balie.lending.session_costs import SessionCosts, session_costs
from screens.balie.boxes import ask_gate

if TYPE_CHECKING:
    from screens.balie.log import Line, Log
    from screens.balie.scan_page import ScanPage
    from screens.keys import TypedEvent

_MOST_LINES = 8


async def close_session(page: ScanPage) -> None:
    """End the session of a page, unless the desk goes back to it."""
    app, session = page.desk_app, page.session
    bons = bons_due(app.desk, session)
    asked, due = [bon for bon in bons if bon.asks], [bon for bon in bons if not bon.asks]
    costs = session_costs(app.desk.store, session)
    unseen = page.work.log.unseen
    answer, scans = "f12", cast("list[TypedEvent]", [])
    while asked or costs or unseen:
        answer, scans = await ask_gate(
            app, "Afsluiten", _told(page.work.log, costs, unseen), _buttons(asked, costs), scans
        )
        unseen = []
        if answer == "escape":
            app.keys.hand_back(*scans)
            return
        if answer != "f5":
            break
        due, asked = [*due, *asked], []
        answer = "f12"
    told = _summary(page.work.log)
    page.end()
    for bon in due:
        told.append(await page.print_bon(queue_bon(app.desk, bon)))
    page.say(" ".join(filter(None, told)))
    if answer == "f7":
        page.keep(scans)
        await _pay(page, costs)
    else:
        app.keys.hand_back(*scans)


def _buttons(asked: Sequence[Bon], costs: Sequence[SessionCosts]) -> dict[str, str]:
    buttons = {"f5": "Bon"} if asked else {}
    if costs:
        buttons["f7"] = "Betalen"
    return {**buttons, "f12": "Afsluiten" if not costs else "Later betalen", "escape": "Terug"}


def _told(log: Log, costs: Sequence[SessionCosts], unseen: Sequence[Line]) -> list[str]:
    told = _summary(log)
    if costs:
        total = format_cents(sum(one.cents for one in costs))
        whom = f" van {len(costs)} klanten" if len(costs) > 1 else ""
        told.append(f"Kosten van deze sessie{whom}, nog niet betaald: {total}.")
    told += [f"! {line.title}: {line.remark}" for line in unseen[:_MOST_LINES]]
    if len(unseen) > _MOST_LINES:
        told.append(f"… en nog {many(len(unseen) - _MOST_LINES, 'regel', 'regels')} (Esc, en dan ↑ ↓)")
    return told


def _summary(log: Log) -> list[str]:
    counted = [
        f"{log.count(kind)} {word}"
        for kind, word in ((Lent, "geleend"), (Renewed, "verlengd"), (Returned, "ingenomen"))
        if log.count(kind)
    ]
    return [f"{', '.join(counted).capitalize()}."] if counted else []


async def _pay(page: ScanPage, costs: Sequence[SessionCosts]) -> None:
    from screens.financieel.paying import PayingPage

    app = page.desk_app
    if len(costs) == 1:
        await app.open(PayingPage(app.desk, costs[0].customer_id, costs[0].charge_ids))
    else:
        from screens.balie.settling import SettlingPage

        await app.open(SettlingPage(app.desk, costs))
