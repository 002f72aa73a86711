"""What `balie incasso` does: show what the run of a month would collect and what not, ask, and make the files."""

from __future__ import annotations

import sys
from datetime import date

from balie.commands.terminal import ask, progress_bar
from balie.dutch.counts import many
from balie.dutch.dates import format_date, month_year
from balie.dutch.money import format_cents
from balie.dutch.months import read_month
from balie.dutch.text import clean
from balie.finance.collection.folder import collection_folder
from balie.finance.collection.items import LeftOut
from balie.finance.collection.naming import finish_files, put_in_place
from balie.finance.collection.preview import Preview, next_month, preview
from balie.finance.collection.run import Collected, collect
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
        for file in finish_files(desk):
            print(f"{file.name} was bij de vorige keer niet af, en staat nu klaar.")
        chosen = next_month(desk) if month is None else read_month(month)
        left_out: list[LeftOut] = []

        def keep(charge: LeftOut) -> None:
            if len(left_out) < _LINES_SHOWN:
                left_out.append(charge)

        with progress_bar("Bekijken") as progress:
            found = preview(desk, chosen, on_left_out=keep, progress=progress)
        _show(found, left_out)
        for file in found.made:
            if not (collection_folder(desk) / file.name).exists():
                print(f"{file.name} lag er niet meer, en staat er weer: {clean(str(put_in_place(desk, file)))}")
        status = _REFUSED if found.left_out else _OK
        if not found.items:
            print(f"Er is voor {month_year(found.month).lower()} niets te incasseren.")
            return status
        if not sure and not ask(f"{_count(found.items)} van {format_cents(found.cents)} klaarzetten voor de bank?"):
            print("Er is niets gemaakt.", file=sys.stderr)
            return _REFUSED
        with progress_bar("Incasseren") as progress:
            done = collect(desk, chosen, progress)
        _tell(done)
        print(f"De bestanden staan in {clean(str(collection_folder(desk)))}.")
        return status


def _show(found: Preview, left_out: list[LeftOut]) -> None:
    for label, value in found.lines():
        print(f"{label:<22}{value}")
    for file in found.made:
        print(
            f"Al gemaakt: {file.name} ({format_date(file.made_on)}, {_count(file.items)},"
            f" {format_cents(file.cents)}, sha-256 {file.sha256})"
        )
    for text in found.warnings[:_LINES_SHOWN]:
        print(f"Let op: {clean(text)}", file=sys.stderr)
    for charge in left_out:
        print(f"Gaat niet mee: {clean(charge.line)}", file=sys.stderr)
    if more := found.left_out - len(left_out):
        print(f"En nog {more} die niet meegaan.", file=sys.stderr)


def _tell(done: Collected) -> None:
    for file in done.files:
        print(f"{file.name}: {_count(file.items)}, {format_cents(file.cents)}, sha-256 {file.sha256}")
    if not done.files:
        print("Een andere balie heeft de bestanden intussen gemaakt.")


def _count(items: int) -> str:
    return many(items, "incasso", "incasso's")
