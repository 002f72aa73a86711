"""A file of customers in batches: who can be read, and which lines cannot and why.

Reading and checking a line takes longer than storing it. So a large file is read by other processes, which hand over
batches packed as SQLite keeps a table: this process then only copies them from one table to another.
"""

from __future__ import annotations

import fcntl
import marshal
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from balie.customers.cards.numbers import compact
from balie.dutch.text import shown
from balie.importing.headings import Headings, read_headings
from balie.importing.lines import BadText, LineFields, Lines, open_lines
from balie.importing.mapping import AS_IT_IS, ColumnMapping
from balie.importing.reading import Imported, LineReader
from balie.importing.sqlite.packing import packer
from balie.refusal import Refusal

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from balie.importing.memberships.lines import MemberReader
    from balie.importing.memberships.rules import Brought
    from balie.library.structs import Library

SIZE = 2_000
"""Lines in a batch."""
LARGE = 4_000_000
"""Bytes from which a file is worth other processes (which take a fifth of a second to start)."""
READERS = 2
"""How many processes read a large file, each its own batches of it."""
_READ_AS = "{text} is gelezen als {number}: er staat iets omheen."
_PIPE = 1 << 20
"""Bytes that may be under way, so that neither process waits for the other."""

Numbered: TypeAlias = tuple[str | int | None, ...]
"""The number of a line, and behind it the values of `Imported` in their order."""

NUMBER = 1 + Imported._fields.index("number")
"""Where the klantnummer stands in a `Numbered`."""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line or record that is left out: its number in the file, and every reason, in Dutch."""

    number: int
    reasons: tuple[str, ...]
    place_name: str = "Regel"
    """What a place in that file is called: `Regel` or `Record`."""
    goes_along: bool = False
    """Whether the line is only told of and is imported all the same."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a number of lines gave: `count` people, and the lines that are left out or told of.

    `brought` are the memberships among them, by the number of their line.

    The people are in `people`, or packed in `image`: by a `Packer`. `done` of the
    `size` bytes of the file have been read.
    """

    count: int
    people: list[Numbered]
    image: bytes
    bad: list[BadLine]
    done: int
    size: int
    brought: Mapping[int, Brought] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Head:
    """How a file begins: its columns, and what the desk has to know of its letters (empty: nothing)."""

    headings: Headings
    told: str


@dataclass(frozen=True, slots=True)
class FileSource:
    """A file to be read, and what its lines are read by: the working date, the library's branches, the desk's own.

    `library` judges memberships; such a file is read by this process, since they are looked at one by one.
    """

    path: Path
    today: date
    branches: tuple[str, ...]
    branch: str
    library: Library | None = None
    mapping: ColumnMapping = AS_IT_IS
    only_here: bool = False
    """Whether other processes cannot open the file."""

    def head(self) -> Head:
        """How the file begins. Raises `Refusal`, as for a file that cannot be read."""
        with open_lines(self.path) as lines:
            headings = read_headings(lines.heading(), mapping=self.mapping)
            return Head(headings, lines.told)


def read_batches(source: FileSource, part: int = 0, parts: int = 1) -> Iterator[Batch]:
    """The file batch by batch, read by this process; or only every batch of which the number has rest `part`.

    Raises `Refusal` where the rest cannot be read.
    """
    with open_lines(source.path) as lines:
        headings = read_headings(lines.heading(), mapping=source.mapping)
        reader = LineReader(headings, source.today, source.branches, source.branch, source.mapping.passes)
        members = _members(reader, headings, source)
        numbered = iter(lines)
        for turn in cycle(range(parts)):
            taken = list(islice(numbered, SIZE))
            if not taken:
                return
            if turn == part:
                yield _read(reader, members, headings, taken, lines)


def _members(reader: LineReader, headings: Headings, source: FileSource) -> MemberReader | None:
    """What reads the memberships too; None for a file without them."""
    if source.library is None or not headings.has_memberships:
        return None
    from balie.importing.memberships.lines import MemberReader

    return MemberReader(reader, headings, source.library, source.today)


def _read(
    reader: LineReader,
    members: MemberReader | None,
    headings: Headings,
    taken: list[tuple[int, LineFields]],
    lines: Lines,
) -> Batch:
    people: list[Numbered] = []
    bad: list[BadLine] = []
    brought: dict[int, Brought] = {}
    place = headings.places["number"]
    for number, fields in taken:
        if isinstance(fields, BadText):
            bad.append(BadLine(number, (fields.reason,)))
            continue
        try:
            ours = headings.translated(fields)
            membership = None
            if members is None:
                person = reader.read(ours)
            else:
                person, membership = members.read(ours)
            people.append((number, *person))
            if membership is not None:
                brought[number] = membership
            typed = ours[place]
            if person.number != typed and person.number != compact(typed):
                bad.append(told_as(number, typed, person.number))
        except Refusal as refusal:
            bad.append(refused_line(number, refusal))
    return Batch(len(people), people, b"", bad, min(lines.done, lines.size), lines.size, brought)


def refused_line(number: int, refusal: Refusal) -> BadLine:
    """A line that is left out for these reasons."""
    return BadLine(number, tuple(reason.text for reason in refusal.reasons))


def told_as(place: int, text: str, number: str, place_name: str = "Regel") -> BadLine:
    """What is told of a number that was read as the one inside it; the line itself goes along."""
    return BadLine(place, (_READ_AS.format(text=shown(text), number=number),), place_name, goes_along=True)


@contextmanager
def batches_of(source: FileSource, *, large: int = LARGE) -> Iterator[Iterator[Batch]]:
    """The file batch by batch; packed, and read by other processes, when it has at least `large` bytes."""
    if source.only_here or source.path.stat().st_size < large:
        yield read_batches(source)
        return
    with ExitStack() as stack:
        pipes = [stack.enter_context(_reader(source, part)) for part in range(READERS)]
        yield _received(pipes)


@contextmanager
def _reader(source: FileSource, part: int) -> Iterator[Connection]:
    """A process that reads its part of the file, and the pipe on which its batches come."""
    from multiprocessing import get_context

    processes = get_context("spawn")
    ours, theirs = processes.Pipe(duplex=False)
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):  # more than an administrator allows
            fcntl.fcntl(ours.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)
    process = processes.Process(target=_send, args=(theirs, source, part), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        process.terminate()
        process.join()


def _send(pipe: Connection, source: FileSource, part: int) -> None:
    """What such a process does: two messages for each batch, an empty one at the end, the reasons if it ends early."""
    try:
        with packer() as packing:
            for batch in read_batches(source, part, READERS):
                bad = [(line.number, line.reasons, line.goes_along) for line in batch.bad]
                pipe.send_bytes(marshal.dumps((batch.count, bad, batch.done, batch.size)))
                pipe.send_bytes(packing.pack(batch.people))
        pipe.send_bytes(marshal.dumps(()))
    except Refusal as refusal:
        pipe.send_bytes(marshal.dumps([reason.text for reason in refusal.reasons]))
    except (BrokenPipeError, KeyboardInterrupt):
        pass  # the first process has gone, or stops


def _received(pipes: list[Connection]) -> Iterator[Batch]:
    """The batches in the order of the file: from each process in turn, until one has no more."""
    for pipe in cycle(pipes):
        try:
            message = marshal.loads(pipe.recv_bytes())
            if isinstance(message, list):
                raise Refusal(*message)
            if not message:
                return
            count, bad, done, size = message
            image = pipe.recv_bytes()
        except EOFError:
            raise Refusal("Het lezen van het bestand is onverwacht gestopt. Er is niets geïmporteerd.") from None
        lines = [BadLine(number, reasons, goes_along=goes_along) for number, reasons, goes_along in bad]
        yield Batch(count, [], image, lines, done, size)
