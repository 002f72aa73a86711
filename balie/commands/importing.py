"""What `balie importeer klanten` does: check the file, tell what it would do, ask, and do it."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TextIO

from balie.commands.terminal import ask, progress_bar
from balie.dutch.text import clean
from balie.importing.batches import BadLine
from balie.importing.customers import Checked, CustomerImport
from balie.opening import Opening
from balie.options import DeskOptions
from balie.store.errors import file_refusal

_OK, _REFUSED = 0, 1
_LINES_SHOWN = 200


class _BadLines:
    """The lines that were left out: the first ones kept to be shown, all of them in a file if that was asked for."""

    def __init__(self, file: TextIO | None) -> None:
        self._file = file
        self._kept: list[str] = []
        self._count = 0

    def add(self, line: BadLine) -> None:
        text = clean(f"Regel {line.number}: {' '.join(line.reasons)}")
        self._count += 1
        if self._file is not None:
            print(text, file=self._file)
        if len(self._kept) < _LINES_SHOWN:
            self._kept.append(text)

    def show(self) -> None:
        for text in self._kept:
            print(text, file=sys.stderr)
        if more := self._count - len(self._kept):
            print(f"En nog {_number(more)} regels; met --fouten PAD komen ze allemaal in een bestand.", file=sys.stderr)


def import_customers(
    options: DeskOptions, file: Path, *, today: date, sure: bool, trial: bool, bad_lines: Path | None
) -> int:
    """Check the file and show every line that is left out; ask, unless `sure`, and import the others.

    `trial` stops after the check. `bad_lines` is a file for the lines that are left out. The status is 1 when lines
    were left out, or when nothing was imported.
    """
    with ExitStack() as stack:
        opening = stack.enter_context(Opening(options, today=today))
        left_out = _BadLines(stack.enter_context(_new_file(bad_lines)) if bad_lines else None)
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
    print(f"{_number(checked.bad)} {'regel' if checked.bad == 1 else 'regels'} met een fout, die niet meegaan.")


def _people(count: int) -> str:
    return f"{_number(count)} {'klant' if count == 1 else 'klanten'}"


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def _new_file(path: Path) -> TextIO:
    try:
        return path.open("w", encoding="utf-8")
    except OSError as error:
        raise file_refusal(error, path) from error
