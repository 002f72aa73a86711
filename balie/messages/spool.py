"""The spool folder: which files lie in it, and what of them may go.

A file is there to be printed or handed over, and is no archive: whatever it tells is in the store as long as it may be.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from balie.messages.forget import TEXT_DAYS
from balie.messages.printing import PAGE_END
from balie.messages.receipts import ENROLMENT, PASSWORD
from balie.store.aside import tidy_folder
from balie.store.output import put

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader

_BON = re.compile(r"(?:bon|brief)-([0-9]{8})(?:-duplicaat-[0-9]+)?\.txt")
_OF_MANY = ("overzicht-*.csv", "overzicht-*.txt")
_LASTING = re.compile(r"kastelling-.*\.txt")
_KNOWN = re.compile(r"(?:[a-z-]+-.+-[0-9]{8}\.(?:txt|json)|overzicht-.+\.(?:txt|csv)|.+\.deel)")


def letters_file(spool: Path, number: int) -> Path:
    """Where a print job of letters becomes a file."""
    return spool / f"brieven-{number:08d}.txt"


def discard_bons(spool: Path, receipt_ids: Iterable[int]) -> None:
    """Take the files of these bons out of the folder, duplicates too. What cannot be taken away is left."""
    gone = set(receipt_ids)
    _unlink(path for path, receipt_id in _bons(spool) if receipt_id in gone)


def discard_documents(spool: Path, numbers: Collection[str], serials: Collection[int]) -> None:
    """Take the documents of a customer out of the folder: with these klantnummers in the name, or these serials."""
    endings = tuple(f"-{serial:08d}" for serial in serials)
    marks = tuple(f"-{number}-" for number in numbers)
    _unlink(
        path
        for path in _files(spool)
        if any(mark in path.name for mark in marks)
        or (
            path.stem.endswith(endings)
            and _KNOWN.fullmatch(path.name)
            and not _BON.fullmatch(path.name)
            and not path.name.startswith("brieven-")
        )
    )


def discard_lists(spool: Path, numbers: Collection[str]) -> None:
    """Take the overviews out of the folder in which one of these klantnummers stands."""
    marks = [number.encode() for number in numbers]
    for pattern in _OF_MANY:
        for path in spool.glob(pattern):
            with suppress(OSError):
                found = path.read_bytes()
                if any(mark in found for mark in marks):
                    path.unlink()


def cut_letters(spool: Path, jobs: Iterable[int], marks: Collection[str]) -> None:
    """Take the letters with one of these `marks` (numbers as a letter shows them) out of the files of print jobs.

    Where none of them is in a file that should have one (somebody without a number), the whole file goes.
    """
    for job in jobs:
        path = letters_file(spool, job)
        with suppress(OSError, UnicodeDecodeError):
            letters = _letters(path.read_text(encoding="utf-8"))
            kept = [letter for letter in letters if not any(mark in letter for mark in marks)]
            if kept and len(kept) < len(letters):
                put(path, "".join(kept).encode())
            else:
                path.unlink()


def _letters(text: str) -> list[str]:
    """The letters of a print job, each with its pages: what follows a page that goes on says so at its top."""
    letters: list[str] = []
    for page in text.split(PAGE_END)[:-1]:
        whole = page + PAGE_END
        if letters and any(re.search(r" - blad [0-9]+$", line) for line in page.split("\n", 2)[:2]):
            letters[-1] += whole
        else:
            letters.append(whole)
    return letters


def discard_orphans(desk: Desk) -> int:
    """Take the files of bons out of the folder whose row is gone: it was forgotten, or went with its customer."""
    found = list(_bons(desk.spool))
    there = _rows(desk.store, [receipt_id for _, receipt_id in found])
    return _unlink(path for path, receipt_id in found if receipt_id not in there)


def tidy_spool(desk: Desk) -> int:
    """Take out of the folder what has lain there long enough, and what killed programs left. Out: how many files.

    A bon with a one-time password lies there for the day it was made, another bon for thirty days as the texts of
    messages; documents, access and overviews for thirty days. Reports of the till stay: nobody is in them.
    """
    spool, today = desk.spool, desk.working_date
    before = today - timedelta(days=TEXT_DAYS)
    found = list(_bons(spool))
    there = _rows(desk.store, [receipt_id for _, receipt_id in found])
    removed = _unlink(path for path, receipt_id in found if _is_over(there.get(receipt_id), today, before))
    removed += _unlink(
        path
        for path in _files(spool)
        if _KNOWN.fullmatch(path.name)
        and not _BON.fullmatch(path.name)
        and not _LASTING.fullmatch(path.name)
        and not path.name.startswith("brieven-")
        and _day_of(path) < before
    )
    return removed + tidy_folder(spool)


def _is_over(bon: tuple[str, date] | None, today: date, before: date) -> bool:
    if bon is None:
        return True
    template, made_on = bon
    return made_on < (today if template in (ENROLMENT, PASSWORD) else before)


def _rows(reader: Reader, receipt_ids: list[int]) -> dict[int, tuple[str, date]]:
    """Template and day of these bons, of those that are there."""
    found: dict[int, tuple[str, date]] = {}
    for first in range(0, len(receipt_ids), 500):
        some = receipt_ids[first : first + 500]
        marks = ", ".join("?" * len(some))
        rows = reader.read(f"SELECT id, template, made_on FROM receipt WHERE id IN ({marks})", some)
        found.update({row[0]: (row[1], date.fromisoformat(row[2])) for row in rows})
    return found


def _bons(spool: Path) -> Iterator[tuple[Path, int]]:
    for path in _files(spool):
        if found := _BON.fullmatch(path.name):
            yield path, int(found[1])


def _files(spool: Path) -> list[Path]:
    try:
        return [path for path in spool.iterdir() if path.is_file()]
    except OSError:
        return []


def _day_of(path: Path) -> date:
    with suppress(OSError):
        return datetime.fromtimestamp(path.stat().st_mtime).astimezone().date()
    return date.max


def _unlink(paths: Iterable[Path]) -> int:
    removed = 0
    for path in paths:
        with suppress(OSError):
            path.unlink()
            removed += 1
    return removed
