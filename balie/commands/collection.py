"""What `balie incasso` does: show what the run of a month would collect and what not, ask, and make the files."""

from __future__ import annotations

import sys
from datetime import date

from balie.commands.terminal import ask, progress_bar
from balie.dutch.dates import format_date
from balie.dutch.months import read_month
from balie.dutch.text import clean
from balie.finance.collection.folder import collection_folder
from balie.finance.collection.items import LeftOutCharge
from balie.finance.collection.naming import finish_files, put_in_place
from balie.finance.collection.preview import CollectionPreview, next_month, preview
from balie.finance.collection.run import collect
from balie.finance.collection.telling import done_texts, finished_texts, items_text, nothing_text, question_text
from balie.opening import Opening
from balie.options import DeskOptions

_OK, _REFUSED = 0, 1
_LINES_SHOWN = 200


def collect_month(options: DeskOptions, month: str | None, *, today: date, sure: bool) -> int:
    """Show what the run of `month` (`05-2025`; None for the one that is due now) does; ask, unless `sure`, and do it.

    The status is 1 when something was due and left out, or when nothing was made.
    """
    with Opening(options, today=today) as opening:
        desk = opening.desk()
        for text in finished_texts(finish_files(desk)):
            print(text)
        chosen = next_month(desk) if month is None else read_month(month)
        left_out: list[LeftOutCharge] = []

        def keep(charge: LeftOutCharge) -> None:
            if len(left_out) < _LINES_SHOWN:
                left_out.append(charge)

        with progress_bar("Bekijken") as progress:
            found = preview(desk, chosen, on_left_out=keep, progress=progress)
        _show(found, left_out)
        for file in found.made:
            if not (collection_folder(desk) / file.name).exists():
                print(f"{file.name} lag er niet meer, en staat er weer: {clean(str(put_in_place(desk, file)))}")
        status = _REFUSED if found.left_out else _OK
        if nothing := nothing_text(found):
            print(nothing)
            return status
        if not sure and not ask(question_text(found)):
            print("Er is niets gemaakt.", file=sys.stderr)
            return _REFUSED
        with progress_bar("Incasseren") as progress:
            done = collect(desk, chosen, progress)
        for text in done_texts(done, collection_folder(desk)):
            print(clean(text))
        return status


def _show(found: CollectionPreview, left_out: list[LeftOutCharge]) -> None:
    for label, value in found.lines():
        print(f"{label:<22}{value}")
    for file in found.made:
        print(
            f"Al gemaakt: {file.name} ({format_date(file.made_on)}, {items_text(file.items, file.cents)},"
            f" sha-256 {file.sha256})"
        )
    for text in found.warnings[:_LINES_SHOWN]:
        print(f"Let op: {clean(text)}", file=sys.stderr)
    for charge in left_out:
        print(f"Gaat niet mee: {clean(charge.line)}", file=sys.stderr)
    if more := found.left_out - len(left_out):
        print(f"En nog {more} die niet meegaan.", file=sys.stderr)
