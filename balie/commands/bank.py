"""What `balie bankbestand` does: read a bank file, tell what it holds, ask, and book it."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from balie.commands.terminal import ask, progress_bar
from balie.finance.bank import BankFile
from balie.finance.bank.desk_list import waiting
from balie.finance.bank.telling import done_texts, nothing_text, question_text
from balie.opening import Opening
from balie.options import DeskOptions

_OK, _REFUSED = 0, 1


def book_bank_file(options: DeskOptions, file: Path, *, today: date, sure: bool) -> int:
    """Tell what the bank file holds; ask, unless `sure`, and book it. The status is 1 when that was declined.

    What was booked before is not booked again: a file that holds nothing new is no mistake.
    """
    with Opening(options, today=today) as opening:
        desk = opening.desk()
        with BankFile(desk, file) as work:
            with progress_bar("Lezen") as progress:
                report = work.read(progress)
            for line in report.lines:
                print(line)
            if nothing := nothing_text(report):
                print(nothing)
                return _OK
            if not sure and not ask(question_text(report, file.name)):
                print("Er is niets geboekt.", file=sys.stderr)
                return _REFUSED
            with progress_bar("Boeken") as progress:
                result = work.book(progress)
        print("Geboekt:")
        for line in done_texts(result, waiting(desk).count):
            print(f"  {line}")
    return _OK
