"""What a command says, on streams that may fail: a pipe that nobody reads, a full disk, a terminal without all letters.

The work is done all the same, and how it ended is told on the other stream.
"""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
import unicodedata
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import BinaryIO, Self, TextIO, cast

_FAILED = 1
_PLAIN = "balie-plain"
_SIGNS = {"€": "EUR", "…": "...", "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "▸": ">", "›": ">"}
_LAST = 5
_NOT_READ = "Niet alle uitvoer is gelezen; de opdracht zelf is gewoon afgemaakt."
_NOT_WRITTEN = "De uitvoer kon niet worden geschreven ({why}); de opdracht zelf is gewoon afgemaakt."
_WHY = {
    errno.ENOSPC: "de schijf is vol",
    errno.EDQUOT: "de schijf is vol",
    errno.EFBIG: "het bestand is te groot",
    errno.EIO: "de schijf of de terminal geeft een fout",
}


class _Outlet(io.TextIOBase):
    """A stream that takes everything; the first error is kept, and the last lines that went to it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._line = ""
        self.last: deque[str] = deque(maxlen=_LAST)
        self.failure: OSError | None = None
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_PLAIN)

    @property
    def encoding(self) -> str:  # type: ignore[override]  # read-only here
        return self._stream.encoding

    @property
    def buffer(self) -> BinaryIO:
        """For what is no text: what a shell asks, which reads all of it."""
        return self._stream.buffer

    def isatty(self) -> bool:
        return self.failure is None and self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        *lines, self._line = (self._line + text).split("\n")
        self.last.extend(lines)
        self._try(lambda: self._stream.write(text))
        return len(text)

    def flush(self) -> None:
        self._try(self._stream.flush)

    def close(self) -> None:
        """Leave the stream as it is: it is not ours to end, and may have ended before."""

    def _try(self, work: Callable[[], object]) -> None:
        if self.failure is None:
            try:
                work()
            except OSError as error:
                self.failure = error

    def drop(self) -> None:
        """Have what is still held go nowhere, so that the end of the program does not stumble over it."""
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)


class Streams:
    """Standard output and error that never break off the work. `status` is asked for afterwards."""

    def __init__(self, *, retold: bool) -> None:
        self._retold = retold

    def __enter__(self) -> Self:
        codecs.register_error(_PLAIN, _plainly)
        self._before = sys.stdout, sys.stderr
        self._out, self._told = (None if stream is None else _Outlet(stream) for stream in self._before)
        sys.stdout, sys.stderr = cast("TextIO", self._out), cast("TextIO", self._told)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for outlet in (self._out, self._told):
            if outlet is not None:
                outlet.flush()
        sys.stdout, sys.stderr = self._before

    def status(self, status: int) -> int:
        """The exit status of a command that ended with `status`, told on standard error where its output was lost."""
        if self._told is not None and self._told.failure is not None:
            self._told.drop()
        if self._out is None or (failure := self._out.failure) is None:
            return status
        self._out.drop()
        if self._told is not None and self._told.failure is None:
            unread = failure.errno == errno.EPIPE
            why = _WHY.get(failure.errno or 0, "er is niets om op te schrijven")
            print(_NOT_READ if unread else _NOT_WRITTEN.format(why=why), file=sys.stderr)
            if self._retold:
                print(*self._out.last, sep="\n", file=sys.stderr)
        return status if failure.errno == errno.EPIPE else status or _FAILED


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """In letters that every terminal has: `€ 5,00` → `EUR 5,00`, `é` → `e`."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_plain, error.object[error.start : error.end])), error.end


def _plain(letter: str) -> str:
    known = _SIGNS.get(letter)
    return known or unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode() or "?"
