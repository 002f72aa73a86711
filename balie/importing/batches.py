"""A file of customers in batches: who can be read, and which lines cannot and why.

Reading and checking a line takes as long as storing it. So a large file is read by a second process; this one stores.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from balie.importing.headings import Headings, read_headings
from balie.importing.lines import open_lines
from balie.importing.reading import Imported, LineReader
from balie.refusal import Refusal

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

SIZE = 1_000
"""Lines in a batch."""
LARGE = 4_000_000
"""Bytes from which a file is worth a second process (which takes a fifth of a second to start)."""

Numbered: TypeAlias = tuple[str | int | None, ...]
"""The number of a line, and behind it the values of `Imported` in their order."""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is left out: its number in the file and every reason, in Dutch."""

    number: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """What a number of lines gave; `done` of the `size` bytes of the file have been read."""

    people: list[Numbered]
    bad: list[BadLine]
    done: int
    size: int


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read, and what its lines are read by: the working date, the library's branches, the desk's own."""

    path: Path
    today: date
    branches: tuple[str, ...]
    branch: str

    def headings(self) -> Headings:
        """The columns of the file. Raises `Refusal`, as for a file that cannot be read."""
        with open_lines(self.path) as lines:
            return read_headings(lines.heading())


def read_batches(source: Source) -> Iterator[Batch]:
    """The file batch by batch, read by this process. Raises `Refusal` where the rest cannot be read."""
    with open_lines(source.path) as lines:
        reader = LineReader(read_headings(lines.heading()), source.today, source.branches, source.branch)
        numbered = iter(lines)
        while True:
            people: list[Numbered] = []
            bad: list[BadLine] = []
            taken = 0
            for number, fields in islice(numbered, SIZE):
                taken += 1
                try:
                    people.append((number, *reader.read(fields)))
                except Refusal as refusal:
                    bad.append(BadLine(number, tuple(reason.text for reason in refusal.reasons)))
            if not taken:
                return
            yield Batch(people, bad, min(lines.done, lines.size), lines.size)


@contextmanager
def batches_of(source: Source, *, large: int = LARGE) -> Iterator[Iterator[Batch]]:
    """The file batch by batch, read by a second process when it has at least `large` bytes."""
    if source.path.stat().st_size < large:
        yield read_batches(source)
        return
    from multiprocessing import get_context

    processes = get_context("spawn")
    ours, theirs = processes.Pipe(duplex=False)
    process = processes.Process(target=_send, args=(theirs, source), daemon=True)
    process.start()
    theirs.close()
    try:
        yield _received(ours)
    finally:
        ours.close()
        process.terminate()
        process.join()


def _send(pipe: Connection, source: Source) -> None:
    """What the second process does: a message for each batch, an empty one at the end, the reasons if it ends early."""
    try:
        for batch in read_batches(source):
            bad = [(line.number, line.reasons) for line in batch.bad]
            pipe.send_bytes(marshal.dumps((batch.people, bad, batch.done, batch.size)))
        pipe.send_bytes(marshal.dumps(()))
    except Refusal as refusal:
        pipe.send_bytes(marshal.dumps([reason.text for reason in refusal.reasons]))
    except (BrokenPipeError, KeyboardInterrupt):
        pass  # the first process has gone, or stops


def _received(pipe: Connection) -> Iterator[Batch]:
    while True:
        try:
            message = marshal.loads(pipe.recv_bytes())
        except EOFError:
            raise Refusal("Het lezen van het bestand is onverwacht gestopt. Er is niets geïmporteerd.") from None
        if isinstance(message, list):
            raise Refusal(*message)
        if not message:
            return
        people, bad, done, size = message
        yield Batch(people, [BadLine(number, reasons) for number, reasons in bad], done, size)


NUMBER = 1 + Imported._fields.index("number")
"""Where the klantnummer stands in a `Numbered`."""
