"""Any file of lines that each tell one fact: read and checked as a whole, and only then stored, a few at a time.

What is to be stored stands in a work file meanwhile, so that memory does not grow with the file. At the moment of
storing each line is judged again, by what the store has by then. Doing it twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING, Generic, Protocol, Self, TypeVar

from balie.importing.batches import BadLine, refused_line, told_as
from balie.importing.headings import FileColumns, read_headings
from balie.importing.input_file import InputFile, readable
from balie.importing.lines import BadText, open_lines
from balie.importing.mapping import AS_IT_IS, ColumnMapping
from balie.importing.recognised import known_inside
from balie.importing.tables.cells import ITEM, KNOWN_AS_IT_STANDS
from balie.importing.titles.judging import TitleTally, TitleVerdict
from balie.library.rights import Right
from balie.refusal import Refusal
from balie.store.aside import discard
from balie.store.pace import Pace
from balie.store.staging import WorkFile, filling, new_work_file

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

ACTION = "file imported"
"""The word in the journal: for each transaction which lines of which file it stored, and of what kind."""
MOST = 500
"""Lines in one transaction at most."""
_TELL_EVERY = 500
_TWICE = "Dit staat ook op regel {place} van het bestand."
_OTHERWISE = "Op regel {place} van het bestand staat hierover iets anders: haal de verkeerde regel weg."
_TABLES = (
    # seen: what the lines are about; place: the first line, times: how often it came.
    "CREATE TABLE seen (key TEXT PRIMARY KEY, place INTEGER NOT NULL, value TEXT NOT NULL, times INTEGER NOT NULL)"
    " WITHOUT ROWID",
    "CREATE TABLE work (place INTEGER PRIMARY KEY, nth INTEGER NOT NULL, packed BLOB NOT NULL)",
)
_SEE = (
    "INSERT INTO seen (key, place, value, times) VALUES (?, ?, ?, 1)"
    " ON CONFLICT (key) DO UPDATE SET times = seen.times + 1 RETURNING place, value, times"
)
_PAGE = "SELECT place, nth, packed FROM work WHERE place > ? ORDER BY place LIMIT ?"

LineT = TypeVar("LineT")
Progress = Callable[[int, int], None]


class Repeats(Enum):
    """What a second line about the same thing is."""

    MISTAKE = "mistake"
    SAME = "same"
    """Nothing new, as long as it says the same."""
    ANOTHER = "another"
    """One more of them: two fines of one amount on one day."""


class ImportTable(Protocol[LineT]):
    """A kind of file: its columns, and what its lines are to the store."""

    what: str
    """The word for it in the journal."""
    columns: FileColumns
    repeats: Repeats
    line_type: type[LineT]
    """A dataclass of plain values, in which a line waits."""
    fewest: int
    """Lines in one transaction at least: those that are written in no time would wait for the disk most of it."""

    def read(self, raw: Mapping[str, str], desk: Desk) -> LineT:
        """A line as values. Raises `Refusal` with all reasons."""
        ...

    def key(self, line: LineT) -> str:
        """What the line is about; `value` is what it says of that."""
        ...

    def value(self, line: LineT) -> str:
        """What the line says."""
        ...

    def judge(self, reader: Reader, desk: Desk, line: LineT, nth: int) -> TitleVerdict:
        """What the store has of a line, the nth of its key in the file. Raises `Refusal` where it cannot be."""
        ...

    def write(self, tx: Transaction, desk: Desk, line: LineT) -> None:
        """Store a line that was judged to be new or changed, in this transaction."""
        ...


@dataclass(slots=True)
class CheckedLines:
    """What the file would do: how many lines are new, change something, are so already; and how many are left out.

    `unused`: headings that are not known; `told`: what the desk has to know of the file as such.
    """

    unused: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    lines: TitleTally = field(default_factory=TitleTally)
    bad: int = 0

    @property
    def has_work(self) -> bool:
        """Whether there is anything to import."""
        return bool(self.lines.new or self.lines.changed)


@dataclass(slots=True)
class StoredLines:
    """What was stored, and why lines were passed over since the check, in Dutch."""

    lines: TitleTally = field(default_factory=TitleTally)
    passed_over: list[str] = field(default_factory=list)


class TableImport(Generic[LineT]):
    """One file for one desk, in two steps: `check`, then `carry_out`. A context manager, which clears away after it.

    `mapping` says what the headings and texts of the file stand for; `clock` (seconds) is what transactions are paced
    by.
    """

    def __init__(
        self,
        table: ImportTable[LineT],
        desk: Desk,
        path: Path | InputFile,
        mapping: ColumnMapping = AS_IT_IS,
        *,
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        self._table = table
        self._desk = desk
        self._path = path
        self._mapping = mapping
        self._clock = clock
        self._name = ""
        self._stack = ExitStack()
        self._work: WorkFile | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def check(self, on_bad: Callable[[BadLine], None], progress: Progress = lambda done, total: None) -> CheckedLines:
        """Read and check the whole file; the store is not touched.

        `on_bad` gets each line that is left out, `progress` the bytes read of how many. Raises `Refusal` when the file
        cannot be read, when columns are missing, or when the disk is full.
        """
        work_file = new_work_file(self._desk.store)
        self._stack.callback(discard, work_file)
        work = self._work = self._stack.enter_context(filling(work_file))
        for sql in _TABLES:
            work.execute(sql)
        work.execute("BEGIN")
        with readable(self._path) as file, open_lines(file.path) as lines:
            self._name = file.name
            headings = read_headings(lines.heading(), self._table.columns, self._mapping)
            checked = CheckedLines(headings.unused, (lines.told,) if lines.told else ())
            for count, (place, fields) in enumerate(lines):
                try:
                    if isinstance(fields, BadText):
                        raise Refusal(fields.reason)
                    ours = headings.translated(headings.fitted(fields))
                    raw = {name: ours[at] for name, at in headings.places.items()}
                    self._recognise(place, raw, on_bad)
                    self._look_at(work, place, raw, checked)
                except Refusal as refusal:
                    checked.bad += 1
                    on_bad(refused_line(place, refusal))
                if count % _TELL_EVERY == 0:
                    progress(min(lines.done, lines.size), lines.size)
            progress(lines.size, lines.size)
        return checked

    def carry_out(self, progress: Progress = lambda done, total: None) -> StoredLines:
        """Do what `check` told; `progress` gets the lines done of how many.

        Interrupted half-way it can simply be done again. Raises `Refusal` when the store cannot be written.
        """
        self._desk.require(Right.IMPORT)
        assert self._work is not None, "check first"
        done, last, count = StoredLines(), 0, 0
        (total,) = self._work.execute("SELECT count(*) FROM work").fetchone()
        pace = Pace(self._clock, fewest=self._table.fewest, most=MOST)
        with self._desk.pieces(pace) as piece:
            while rows := self._work.execute(_PAGE, (last, pace.rows)).fetchall():
                last = rows[-1][0]
                with piece() as tx:
                    self._store(tx, rows, done)
                count += len(rows)
                progress(count, total)
        return done

    def _recognise(self, place: int, raw: dict[str, str], tell: Callable[[BadLine], None]) -> None:
        """Put known numbers in the place of those with something around them. Raises `Refusal` for an ISBN."""
        for name, is_known in KNOWN_AS_IT_STANDS.items():
            text = raw.get(name, "").strip()
            if not text or is_known(self._desk.store, text):
                continue
            number = known_inside(self._desk.store, text, item=name == ITEM)
            if number != text:
                raw[name] = number
                tell(told_as(place, text, number))

    def _look_at(self, work: WorkFile, place: int, raw: Mapping[str, str], checked: CheckedLines) -> None:
        import msgspec

        table = self._table
        line = table.read(raw, self._desk)
        value = table.value(line)
        first, said, nth = work.execute(_SEE, (table.key(line), place, value)).fetchone()
        if nth > 1 and table.repeats is not Repeats.ANOTHER:
            if said != value:
                raise Refusal(_OTHERWISE.format(place=first))
            if table.repeats is Repeats.MISTAKE:
                raise Refusal(_TWICE.format(place=first))
            return
        verdict = table.judge(self._desk.store, self._desk, line, nth)
        checked.lines.add(verdict)
        if verdict is not TitleVerdict.SAME:
            work.execute("INSERT INTO work VALUES (?, ?, ?)", (place, nth, msgspec.json.encode(line)))

    def _store(self, tx: Transaction, rows: list[tuple[int, int, bytes]], done: StoredLines) -> None:
        """Store lines as they fit what the store has by now, with one row in the journal of which they are."""
        import msgspec

        stored = 0
        for place, nth, packed in rows:
            line = msgspec.json.decode(packed, type=self._table.line_type)
            try:
                verdict = self._table.judge(tx, self._desk, line, nth)
            except Refusal as refusal:
                done.passed_over.append(f"Regel {place} is overgeslagen: {refusal}")
                continue
            done.lines.add(verdict)
            if verdict is not TitleVerdict.SAME:
                self._table.write(tx, self._desk, line)
                stored += 1
        if stored:
            places = {"first": rows[0][0], "last": rows[-1][0], "count": stored}
            tx.journal(ACTION, after={"what": self._table.what, "file": self._name, **places})
