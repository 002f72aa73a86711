"""The run of a month: making the files for the bank.

Each file is booked with its hash, then its charges are marked, a few at a time so that no desk waits, and after that it
gets its name (`folder`). A program that is killed anywhere is simply run again: what was booked gets its name, what was
half booked is taken back, the rest is made as it would have been. One desk at a time is at it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING

from balie.finance.collection.candidates import CollectionTerms, DueCharges
from balie.finance.collection.creditor import Creditor, creditor_of
from balie.finance.collection.files import (
    CollectionFile,
    NewFile,
    add_file,
    files_of,
    mark,
    new_file,
    no_longer_due,
)
from balie.finance.collection.folder import clear_aside, collection_folder, digest, file_name, write_aside
from balie.finance.collection.items import CollectedCharge
from balie.finance.collection.naming import AT_WORK, finish_files, name_file, take_back
from balie.finance.collection.pain008 import pain008
from balie.finance.collection.preview import MOST, OPEN_CHARGES, Progress, judge_month
from balie.ledger import use_credit
from balie.library.rights import Right
from balie.store.pace import Pace
from balie.store.reading import changes_by_others
from balie.store.runs import only_run

if TYPE_CHECKING:
    from balie.desk import Desk

_OPEN_RUN = "SELECT id, started_at, working_date FROM collection_run WHERE month = ? AND finished_at IS NULL"
_NUMBER = "SELECT count(*) + 1 FROM collection_file AS f JOIN collection_run AS r ON r.id = f.run_id WHERE r.month = ?"


@dataclass(frozen=True, slots=True)
class Collected:
    """What a run made: its files, and those of an earlier run that was broken off and got their name now."""

    files: tuple[CollectionFile, ...]
    finished: tuple[CollectionFile, ...]

    @property
    def items(self) -> int:
        """The collections in the new files."""
        return sum(file.items for file in self.files)

    @property
    def cents(self) -> int:
        """Their sum."""
        return sum(file.cents for file in self.files)


def collect(desk: Desk, month: date, progress: Progress = lambda done, total: None) -> Collected:
    """Make the files for the month of `month`: everything that `preview` tells, in files of at most 10,000.

    First what a broken-off run left is brought to its end. `progress` gets how many collections were put in files of
    how many there may be. Raises `Refusal` as `preview` does, while another run is at work, and when the disk is full.
    """
    desk.require(Right.COLLECT)
    finished = tuple(finish_files(desk))
    creditor = creditor_of(desk.library)
    dates = judge_month(desk, month, creditor)
    made: list[CollectionFile] = []
    with only_run(desk.store, told=AT_WORK):
        work = _Work(desk, creditor, month.replace(day=1), dates.collect_on)
        total = int((desk.store.read_one(OPEN_CHARGES) or (0,))[0])
        done = 0
        while (file := work.next_file()) is not None:
            made.append(file)
            done += file.items
            progress(done, max(done, total))
        work.finish()
        progress(total, total)
    return Collected(tuple(made), finished)


class _Work:
    """Making the files of one month, one after another."""

    def __init__(self, desk: Desk, creditor: Creditor, month: date, collect_on: date) -> None:
        self._desk = desk
        self._creditor = creditor
        self._month = month
        self._collect_on = collect_on
        self._after = (0, 0)
        self._run: tuple[int, datetime, date] | None = self._find_run()

    def next_file(self) -> CollectionFile | None:
        """Make the next file; None when nothing is left."""
        while items := self._read():
            made = self._make(items)
            if made is not None:
                self._after = (items[-1].customer_id, items[-1].charge_id)
                return made
        return None

    def finish(self) -> None:
        """The run is over; the next one of this month is another."""
        if self._run is None:
            return
        with self._desk.transaction() as tx:
            row = tx.read_one(
                "UPDATE collection_run SET finished_at = ? WHERE id = ? AND finished_at IS NULL",
                (tx.at, self._run[0]),
            )
            if row is not None:
                made = tx.read_one(
                    "SELECT count(*), coalesce(sum(items), 0), coalesce(sum(cents), 0) FROM collection_file"
                    " WHERE run_id = ?",
                    (self._run[0],),
                )
                assert made is not None
                after = dict(zip(("files", "items", "cents"), made, strict=True))
                tx.journal("collection run finished", after={"month": self._month, **after})

    def _find_run(self) -> tuple[int, datetime, date] | None:
        row = self._desk.store.read_one(_OPEN_RUN, (self._month.isoformat(),))
        return None if row is None else (row[0], datetime.fromisoformat(row[1]), date.fromisoformat(row[2]))

    def _read(self) -> list[CollectedCharge]:
        self._version = changes_by_others(self._desk.store)
        today = self._desk.working_date if self._run is None else self._run[2]
        terms = CollectionTerms(self._month, self._collect_on, today, self._creditor.rule)
        due = DueCharges(self._desk.store, terms, use_credit=self._settle)
        return list(islice(due.items(self._after), MOST))

    def _settle(self, customer_id: int) -> None:
        with self._desk.transaction() as tx:
            use_credit(tx, customer_id)

    def _start(self) -> tuple[int, datetime, date]:
        """The run that is at work, begun now where there is none."""
        with self._desk.transaction() as tx:
            row = tx.read_one(_OPEN_RUN, (self._month.isoformat(),))
            if row is not None:
                return row[0], datetime.fromisoformat(row[1]), date.fromisoformat(row[2])
            stamp = tx.stamp
            run_id = tx.insert(
                "INSERT INTO collection_run (month, collect_on, started_at, working_date, branch, staff)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    *(self._month.isoformat(), self._collect_on.isoformat(), tx.at, stamp.working_date.isoformat()),
                    *(stamp.branch, stamp.staff),
                ),
            )
            tx.journal("collection run started", after={"month": self._month, "collect_on": self._collect_on})
            return run_id, datetime.fromisoformat(tx.at), stamp.working_date

    def _number(self) -> int:
        row = self._desk.store.read_one(_NUMBER, (self._month.isoformat(),))
        assert row is not None
        return int(row[0])

    def _mark(self, file_id: int, file: NewFile) -> bool:
        """Mark the charges of a file; False where one of them is not due any more, as it was, before it was marked."""
        pace, done = Pace(), 0
        with self._desk.pieces(pace) as piece:
            while done < file.items:
                part = slice(done, done + pace.rows)
                with piece() as tx:
                    changed = changes_by_others(tx) != self._version
                    if changed and no_longer_due(tx, file.lines[part]):
                        return False
                    mark(tx, file_id, file, part)
                    done = part.stop
                    if done >= file.items:
                        after = {"file": file.name, "items": file.items, "cents": file.cents, "sha256": file.sha256}
                        tx.journal("collection file made", after=after)
        return True

    def _make(self, items: Sequence[CollectedCharge]) -> CollectionFile | None:
        """Write the file aside, book it, and give it its name; None when somebody at a desk paid meanwhile."""
        if self._run is None:
            self._run = self._start()
        run_id, started_at, _ = self._run
        number = self._number()
        message_id = f"{self._creditor.business}-{self._month:%Y%m}-{number:03}"
        name = file_name(f"{self._month:%Y-%m}", number)
        contents = pain008(
            self._creditor, items, message_id=message_id, made_at=started_at, collect_on=self._collect_on
        )
        file = new_file(message_id, name, self._creditor.message, items, digest(contents))
        folder = collection_folder(self._desk)
        aside = write_aside(folder, name, contents)
        with self._desk.transaction() as tx:
            file_id = add_file(tx, run_id, file)
        if not self._mark(file_id, file):
            take_back(self._desk, file_id, name)
            return None
        name_file(self._desk, file_id, aside, name)
        clear_aside(folder, name)
        return next(file for file in files_of(self._desk.store, self._month) if file.file_id == file_id)
