"""What `balie importeer klanten` does: check the file, tell what it would do, ask, and do it."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from balie.commands.left_out import left_out_in
from balie.commands.terminal import ask, progress_bar
from balie.dutch.counts import many
from balie.dutch.text import clean
from balie.importing.customers import Checked, CustomerImport
from balie.opening import Opening
from balie.options import DeskOptions

_OK, _REFUSED = 0, 1


def import_customers(
    options: DeskOptions, file: Path, *, today: date, sure: bool, trial: bool, bad_lines: Path | None
) -> int:
    """Check the file and show every line that is left out; ask, unless `sure`, and import the others.

    `trial` stops after the check. `bad_lines` is a file for the lines that are left out. The status is 1 when lines
    were left out, or when nothing was imported.
    """
    with ExitStack() as stack:
        opening = stack.enter_context(Opening(options, today=today))
        left_out = stack.enter_context(left_out_in(bad_lines))
        work = stack.enter_context(CustomerImport(opening.desk(), file))
        with progress_bar("Controleren") as progress:
            checked = work.check(left_out.add, progress)
        left_out.show()
        _tell(checked)
        status = _REFUSED if checked.bad else _OK
        if trial or not checked.has_work:
            return status
        if not sure and not ask(f"{_people(checked.new + checked.changed)} importeren?"):
            print("Er is niets geïmporteerd.", file=sys.stderr)
            return _REFUSED
        with progress_bar("Importeren") as progress:
            done = work.carry_out(progress)
        for number in done.issued_since:
            print(f"{number} is intussen aan een balie uitgegeven en is overgeslagen.", file=sys.stderr)
        print(f"{_people(done.added)} toegevoegd, {_people(done.changed)} gewijzigd.")
        return _REFUSED if done.issued_since else status


def _tell(checked: Checked) -> None:
    if checked.unused:
        print(clean(f"Niet gebruikte kolommen: {', '.join(checked.unused)}."))
    for count, what in (
        (checked.new, "nieuw"),
        (checked.changed, "te wijzigen"),
        (checked.same, "al gelijk"),
    ):
        print(f"{_people(count)} {what}.")
    print(f"{many(checked.bad, 'regel', 'regels')} met een fout, die niet meegaan.")


def _people(count: int) -> str:
    return many(count, "klant", "klanten")
