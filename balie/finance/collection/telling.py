"""What the desk is told of a run of direct debit, in Dutch: the same on the screen and on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.dutch.counts import many
from balie.dutch.dates import format_date, month_year
from balie.dutch.money import format_cents

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from balie.finance.collection.files import CollectionFile
    from balie.finance.collection.preview import CollectionPreview
    from balie.finance.collection.run import Collected


def items_text(count: int, cents: int) -> str:
    """`2 incasso's van € 104,00`."""
    counted = many(count, "incasso", "incasso's")
    return f"{counted} van {format_cents(cents)}"


def nothing_text(seen: CollectionPreview) -> str:
    """That there is nothing to collect for the month; empty where there is."""
    if seen.items:
        return ""
    more = " meer" if seen.made or seen.under_way else ""
    return f"Voor {month_year(seen.month).lower()} is niets{more} te incasseren."


def question_text(seen: CollectionPreview) -> str:
    """What is asked before the files are made: how many, what they come to, when it is collected, who is left out."""
    left = f" {many(seen.left_out, 'post gaat', 'posten gaan')} niet mee." if seen.left_out else ""
    return (
        f"{items_text(seen.items, seen.cents)} klaarzetten voor de bank, in {many(seen.files, 'bestand', 'bestanden')},"
        f" te innen op {format_date(seen.dates.collect_on)}?{left}"
    )


def finished_texts(files: Iterable[CollectionFile]) -> list[str]:
    """Which files of a run that was broken off got their name now."""
    return [f"{file.name} was bij de vorige keer niet af, en staat nu klaar." for file in files]


def done_texts(done: Collected, folder: Path, *, hash_shown: int = 64) -> list[str]:
    """The files, each with so many digits of its SHA-256, where they lie, and what is to be done with them."""
    made = [
        f"{file.name}: {items_text(file.items, file.cents)}, sha-256 {file.sha256[:hash_shown]}" for file in done.files
    ]
    told = [*finished_texts(done.finished), *made]
    if not told:
        return ["Een andere balie heeft de bestanden intussen gemaakt."]
    return [*told, f"Lever ze in bij de bank. Ze staan in {folder}."]
