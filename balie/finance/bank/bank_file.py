"""One bank file at one desk: read and checked as a whole, told what it holds, and booked a few movements at a time.

Every movement is booked once: its key is unique in the store, and is written in the transaction that books it. So the
same file again, another file with the same movements, two desks with one file, and a program that was killed half-way
all come to the same books.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from types import TracebackType
from typing import TYPE_CHECKING, Self

from balie.dutch.text import clean, shown
from balie.finance.bank.camt import NOTHING_DONE, Statement, read_camt
from balie.finance.bank.effects import book_lines, carry_out
from balie.finance.bank.known import Known
from balie.finance.bank.matching import Match, MovementKind, match
from balie.finance.bank.report import BankFileReport, BookingResult, MovementTally, StatementLine, statement_line
from balie.finance.bank.waiting import KeyedMovement, WaitingStatements
from balie.library.rights import Right
from balie.refusal import Refusal
from balie.store.errors import file_refusal
from balie.store.pace import Pace

if TYPE_CHECKING:
    from balie.desk import Desk, Piece
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

Progress = Callable[[int, int], None]
"""Called with how much is done, of how much."""

_PREVIEWED = 500
"""Movements that are looked up at once when nothing is booked."""
_LONGEST_TEXT = 500
FEWEST = 25
"""Movements in one transaction at least, some seven milliseconds of work, which share what it costs of itself."""
_NO_ACCOUNT = (
    "In het bibliotheekbestand staat geen rekening van de bibliotheek: zet die in [bank]. Er is niets geboekt."
)
_STATEMENT = (
    "SELECT id, digest, done_on FROM bank_statement WHERE account = ? AND message = ? AND reference = ? AND made_at = ?"
)
_NEW_STATEMENT = (
    "INSERT INTO bank_statement (message, account, reference, made_at, opening_cents, closing_cents, transactions,"
    " digest, read_on, branch, staff) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_NEW_ENTRY = (
    "INSERT INTO bank_entry (statement_id, booked_on, key, cents, kind, state, payment_id, reason_code, why,"
    " proposed_invoice, batch, end_to_end, name, iban, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class BankFile:
    """A bank file: `read` it, and `book` what it holds. A context manager, which lets go of what was put aside.

    `pace` says how many movements go into one transaction.
    """

    def __init__(self, desk: Desk, path: Path, *, pace: Pace | None = None) -> None:
        self._desk = desk
        self._path = path
        self._pace = pace or Pace(fewest=FEWEST)
        self._waiting: WaitingStatements | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._waiting is not None:
            self._waiting.__exit__(kind, error, trace)

    def read(self, progress: Progress = lambda done, total: None) -> BankFileReport:
        """Read and check the whole file, and tell what it holds; nothing is booked. `progress` gets bytes.

        Raises `Refusal` for a file that is damaged, foreign or not of the library's own account, of which the sums are
        wrong, or which tells a statement otherwise than it was booked before.
        """
        waiting, store = self._wait(progress), self._desk.store
        tallies = {kind: MovementTally() for kind in MovementKind}
        known = 0
        lines = []
        for place, statement in enumerate(waiting.statements):
            done_on = _done_on(store, statement)
            lines.append(statement_line(statement, done_on))
            if done_on is not None:
                continue
            booked = Known(store, statement)
            for some in _parts(waiting.movements(place), lambda: _PREVIEWED):
                new = booked.new(store, some)
                known += len(some) - len(new)
                for one, found in zip(new, _judged(store, new), strict=True):
                    tallies[found.kind].add(found.size, one.movement.cents)
        return BankFileReport(tuple(lines), tallies, known, sum(one.pending for one in waiting.statements))

    def book(self, progress: Progress = lambda done, total: None) -> BookingResult:
        """Book what the file holds and was not booked before; `progress` gets movements. Raises `Refusal` as `read`.

        Stopped half-way it is done again from the start: what was booked is not booked twice.
        """
        self._desk.require(Right.BANK_FILE)
        waiting, desk = self._wait(), self._desk
        for statement in waiting.statements:
            _done_on(desk.store, statement)
        total = sum(one.movements for one in waiting.statements)
        work = _Booking(desk, self._pace, lambda done: progress(done, total))
        lines = [work.book(statement, waiting.movements(place)) for place, statement in enumerate(waiting.statements)]
        with desk.transaction() as tx:
            tx.journal("bank file booked", after={str(kind): tally.count for kind, tally in work.tallies.items()})
        return BookingResult(tuple(lines), work.tallies, work.known, sum(one.pending for one in waiting.statements))

    def _wait(self, progress: Progress = lambda done, total: None) -> WaitingStatements:
        if self._waiting is not None:
            return self._waiting
        bank = self._desk.library.bank
        if bank is None:
            raise Refusal(_NO_ACCOUNT)
        waiting = WaitingStatements(self._desk.store.path.parent)
        try:
            size = _size(self._path)
            for item in read_camt(self._path, bank.ibans, self._desk.working_date, lambda done: progress(done, size)):
                waiting.add(item)
        except BaseException:
            waiting.__exit__(None, None, None)
            raise
        self._waiting = waiting
        return waiting


class _Booking:
    """Books statement by statement, and counts what it did."""

    def __init__(self, desk: Desk, pace: Pace, progress: Callable[[int], None]) -> None:
        self._desk = desk
        self._pace = pace
        self._progress = progress
        self._done = 0
        self.tallies = {kind: MovementTally() for kind in MovementKind}
        self.known = 0

    def book(self, statement: Statement, movements: Iterator[KeyedMovement]) -> StatementLine:
        done_on = _done_on(self._desk.store, statement)
        if done_on is not None:
            return statement_line(statement, done_on)
        with self._desk.transaction() as tx:
            statement_id = _statement_id(tx, statement)
        known = Known(self._desk.store, statement)
        with self._desk.pieces(self._pace) as piece:
            for some in _parts(movements, lambda: self._pace.rows):
                self._book_files(known, some, piece)
                with piece() as tx:
                    self._book_some(tx, statement_id, known, some)
                self._done += len(some)
                self._progress(self._done)
        with self._desk.transaction() as tx:
            tx.execute(
                "UPDATE bank_statement SET done_on = ? WHERE id = ? AND done_on IS NULL",
                (tx.stamp.working_date.isoformat(), statement_id),
            )
        return statement_line(statement, None)

    def _book_files(self, known: Known, some: Sequence[KeyedMovement], piece: Piece) -> None:
        """The collections in files that the bank booked at once: too many for the transaction of their movement."""
        batches = [one for one in known.new(self._desk.store, some) if one.movement.batch]
        for (_, movement, _), found in zip(batches, _judged(self._desk.store, batches), strict=True):
            left = 1 if found.kind is MovementKind.FILE_COLLECTED else 0
            while left:
                with piece() as tx:
                    left = book_lines(tx, movement, found, self._pace.rows)

    def _book_some(self, tx: Transaction, statement_id: int, known: Known, some: Sequence[KeyedMovement]) -> None:
        new = known.new(tx, some)
        self.known += len(some) - len(new)
        rows = []
        for one, found in zip(new, _judged(tx, new), strict=True):
            payment_id = carry_out(tx, one.movement, found)
            rows.append(_entry_row(statement_id, one, found, payment_id))
            self.tallies[found.kind].add(found.size, one.movement.cents)
        tx.execute_many(_NEW_ENTRY, rows)
        known.keep(tx, new)


def _size(path: Path) -> int:
    """In bytes. Raises `Refusal` for a file that cannot be looked at, or that would be waited for (a pipe)."""
    try:
        found = path.stat()
    except OSError as error:
        raise file_refusal(error, path) from error
    if not (S_ISREG(found.st_mode) or S_ISDIR(found.st_mode)):
        raise Refusal(f"{shown(path.name)} is geen gewoon bestand. {NOTHING_DONE}")
    return found.st_size


def _done_on(reader: Reader, statement: Statement) -> date | None:
    """The day a statement was booked before; None when it was not, or not to its end.

    Raises `Refusal` when it was booked with other movements in it.
    """
    row = reader.read_one(_STATEMENT, (statement.account, statement.message, statement.label, statement.made_at))
    if row is None:
        return None
    if row[1] != statement.digest:
        raise Refusal(
            f"Afschrift {shown(statement.label)} is al eerder gelezen, met andere boekingen. Vraag de bank welk het"
            f" goede is. {NOTHING_DONE}"
        )
    return None if row[2] is None else date.fromisoformat(row[2])


def _statement_id(tx: Transaction, statement: Statement) -> int:
    """The row of a statement, made if it is not there."""
    _done_on(tx, statement)
    row = tx.read_one(_STATEMENT, (statement.account, statement.message, statement.label, statement.made_at))
    if row is not None:
        return int(row[0])
    return tx.insert(
        _NEW_STATEMENT,
        (
            *(statement.message, statement.account, statement.label, statement.made_at),
            *(statement.opening, statement.closing, statement.movements, statement.digest),
            *(tx.stamp.working_date.isoformat(), tx.stamp.branch, tx.stamp.staff),
        ),
    )


def _judged(reader: Reader, new: Sequence[KeyedMovement]) -> list[Match]:
    """What each is about; what has an id of ours is booked once by that, whatever else is told of it."""
    found = match(reader, [one.movement for one in new])
    return [
        Match(MovementKind.UNKNOWN, why=one.why)
        if one.why and its.kind in (MovementKind.INVOICE, MovementKind.UNKNOWN)
        else its
        for one, its in zip(new, found, strict=True)
    ]


def _entry_row(
    statement_id: int, one: KeyedMovement, found: Match, payment_id: int | None
) -> tuple[str | int | bytes | None, ...]:
    """What is kept of a movement; who it was from only where the desk still has to find out."""
    movement = one.movement
    kept: tuple[str | None, ...] = (None, None, None, None)
    is_open = found.kind is MovementKind.UNKNOWN
    if is_open:
        text = " ".join(part for part in (movement.reference, movement.text) if part)
        kept = (
            clean(movement.end_to_end) or None,
            clean(movement.name) or None,
            clean(movement.iban) or None,
            clean(text[:_LONGEST_TEXT]) or None,
        )
    state = "open" if is_open else "booked"
    return (
        *(statement_id, movement.day, one.key, movement.cents, found.kind, state, payment_id),
        *(movement.reason or None, found.why or None, found.proposal or None, movement.part_of or None, *kept),
    )


def _parts(movements: Iterable[KeyedMovement], size: Callable[[], int]) -> Iterator[list[KeyedMovement]]:
    """So many at a time as `size` says each time."""
    iterator = iter(movements)
    while some := list(islice(iterator, size())):
        yield some
