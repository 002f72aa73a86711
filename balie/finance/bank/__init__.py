"""What the bank says back: bank files (camt.053, camt.054) read, matched with what is owed, and booked once.

For a screen: `read` tells what a file holds, `book` books it, `statements` lists what was booked; `desk_list` has what
is left for the desk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.finance.bank.bank_file import BankFile, Progress
from balie.finance.bank.report import BankFileReport, BookingResult
from balie.finance.bank.statements import StatementRow, statements

if TYPE_CHECKING:
    from pathlib import Path

    from balie.desk import Desk

__all__ = ["BankFile", "BankFileReport", "BookingResult", "Progress", "StatementRow", "book", "read", "statements"]


def read(desk: Desk, path: Path, progress: Progress = lambda done, total: None) -> BankFileReport:
    """What the bank file at `path` holds; nothing is booked. Raises `Refusal` as `BankFile.read`."""
    with BankFile(desk, path) as file:
        return file.read(progress)


def book(desk: Desk, path: Path, progress: Progress = lambda done, total: None) -> BookingResult:
    """Book what the bank file at `path` holds and was not booked before. Raises `Refusal` as `BankFile.read`."""
    with BankFile(desk, path) as file:
        return file.book(progress)
