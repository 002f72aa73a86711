"""What the desk is told of booking a bank file, in Dutch: the same on the screen and on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.dutch.counts import many
from balie.dutch.money import format_cents
from balie.dutch.text import shown

if TYPE_CHECKING:
    from balie.finance.bank.report import BankFileReport, BookingResult


def nothing_text(report: BankFileReport) -> str:
    """That everything in the file was booked before; empty where something was not."""
    return "" if report.has_work else "Er is niets te boeken: dit bestand is al verwerkt."


def question_text(report: BankFileReport, file_name: str) -> str:
    """What is asked before it is booked: how many movements, and what they come to."""
    total = report.of(*report.tallies)
    return (
        f"{many(total.count, 'boeking', 'boekingen')} uit {shown(file_name)} verwerken, samen"
        f" {format_cents(total.cents)}?"
    )


def done_texts(done: BookingResult, left: int) -> list[str]:
    """What was booked, and how many entries (`left`) the desk has to sort out."""
    told = list(done.counted) or ["Er is niets geboekt."]
    return [*told, f"Op de lijst voor de balie: {many(left, 'boeking', 'boekingen')}."] if left else told
