"""Writing an overview in a CSV file: where, and whether a file that is there may go."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from balie.dutch.counts import many
from balie.finance.overviews.csv_file import Exported, Target, default_path, export, read_target
from balie.refusal import Refusal
from balie.store.connection import open_store

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.finance.overviews.shape import Overview, Scope
    from screens.app import DeskApp

_LONGEST = 400


async def save_csv(app: DeskApp, item: Overview, scope: Scope) -> str:
    """Ask where, and write it. Returns what to tell, in Dutch; empty after Esc. Only within work begun by `start`."""
    from screens.widgets.ask_text import AskText
    from screens.widgets.question import Question

    desk = app.desk
    typed, refused = str(default_path(desk, item, scope)), ""
    while True:
        asking = AskText(
            "CSV",
            "In welk bestand bewaren?",
            longest=_LONGEST,
            typed=typed,
            read=lambda text: read_target(desk, item, scope, text),
        )
        asking.refused = refused
        answer = await app.ask(asking)
        if answer is None:
            return ""
        typed, refused = answer, ""
        target = read_target(desk, item, scope, typed)
        if target.taken and not await app.ask(Question(f"{target.path} bestaat al. Vervangen?")):
            continue
        app.page.say("Het bestand wordt geschreven…")
        try:
            written = await asyncio.to_thread(_write, desk, item, scope, target)
        except Refusal as refusal:
            refused = " ".join(reason.text for reason in refusal.reasons)
            app.page.say("")
            continue
        return f"{many(written.lines, 'regel', 'regels')} bewaard in {written.path}"


def _write(desk: Desk, item: Overview, scope: Scope, target: Target) -> Exported:
    """Off the event loop, with a connection of its own to the same store."""
    with open_store(desk.store.path) as store:
        return export(replace(desk, store=store), item, scope, target.path, overwrite=target.taken)
