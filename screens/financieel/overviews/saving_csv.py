"""Writing an overview in a CSV file: where, and whether a file that is there may go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.dutch.counts import many
from balie.finance.overviews.csv_file import Exported, default_path, export, read_target
from balie.refusal import Refusal
from screens.acts.running import Progress, Stopped, Work, beside

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.finance.overviews.shape import Overview, Scope
    from balie.store.output import Target
    from screens.host.asking import Host

_LONGEST = 400


async def save_csv(app: Host, item: Overview, scope: Scope) -> str:
    """Ask where, and write it. Returns what to tell, in Dutch; empty after Esc. Only within work begun by `start`."""
    from screens.dialogs.ask_text import AskText
    from screens.dialogs.question import Question

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
        try:
            written = await beside(app, "CSV", _writing(item, scope, target))
        except Stopped:
            return "Gestopt: er is geen bestand geschreven."
        except Refusal as refusal:
            refused = " ".join(reason.text for reason in refusal.reasons)
            continue
        return f"{many(written.lines, 'regel', 'regels')} bewaard in {written.path}"


def _writing(item: Overview, scope: Scope, target: Target) -> Work[Exported]:
    def write(desk: Desk, progress: Progress) -> Exported:
        # How many lines there will be nobody knows: it can be stopped at each, and is one thing as far as it is told.
        return export(desk, item, scope, target.path, overwrite=target.taken, tick=lambda: progress(0, 1))

    return write
