"""What `balie importeer titels` does: check the file, tell what it would do, ask, and do it."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from balie.commands.left_out import left_out_in
from balie.commands.terminal import ask, progress_bar
from balie.dutch.counts import many
from balie.dutch.text import clean
from balie.importing.batches import BadLine
from balie.importing.titles import Checked, TitleImport
from balie.opening import Opening
from balie.options import DeskOptions

_OK, _REFUSED = 0, 1


def import_titles(
    options: DeskOptions, file: Path, *, today: date, sure: bool, trial: bool, bad_lines: Path | None
) -> int:
    """Check the file and show every mistake that is left out; ask, unless `sure`, and import the others.

    `trial` stops after the check. `bad_lines` is a file for the mistakes. The status is 1 when something was left out,
    or when nothing was imported.
    """
    with ExitStack() as stack:
        opening = stack.enter_context(Opening(options, today=today))
        left_out = stack.enter_context(left_out_in(bad_lines))
        work = stack.enter_context(TitleImport(opening.desk(), file))

        def note(place_name: str, bad: BadLine) -> None:
            left_out.place_name = place_name
            left_out.add(bad)

        with progress_bar("Controleren") as progress:
            checked = work.check(note, progress)
        left_out.show()
        _tell(checked)
        status = _REFUSED if checked.bad else _OK
        if trial or not checked.has_work:
            return status
        if not sure and not ask(f"{_what(checked)} importeren?"):
            print("Er is niets geïmporteerd.", file=sys.stderr)
            return _REFUSED
        with progress_bar("Importeren") as progress:
            done = work.carry_out(progress)
        for number in done.elsewhere:
            print(f"Exemplaar {number} kreeg intussen een andere titel en is overgeslagen.", file=sys.stderr)
        print(f"{_titles(done.titles.new)} toegevoegd, {_titles(done.titles.changed)} gewijzigd.")
        print(f"{_items(done.items.new)} toegevoegd, {_items(done.items.changed)} gewijzigd.")
        return _REFUSED if done.elsewhere else status


def _tell(checked: Checked) -> None:
    if checked.unused:
        print(clean(f"Niet gebruikte kolommen: {', '.join(checked.unused)}."))
    for words, tally in ((_titles, checked.titles), (_items, checked.items)):
        print(f"{words(tally.new)} nieuw, {tally.changed} te wijzigen, {tally.same} al gelijk.")
    print(f"{many(checked.bad, 'fout', 'fouten')}; wat fout is gaat niet mee.")


def _what(checked: Checked) -> str:
    titles, items = checked.titles.new + checked.titles.changed, checked.items.new + checked.items.changed
    return f"{_titles(titles)} en {_items(items)}"


def _titles(count: int) -> str:
    return many(count, "titel", "titels")


def _items(count: int) -> str:
    return many(count, "exemplaar", "exemplaren")
