"""What an import leaves out: told on the screen, the first ones, and all of them in a file if that was asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from balie.dutch.counts import format_count
from balie.dutch.text import clean
from balie.importing.batches import BadLine
from balie.store.output import Target, written

_SHOWN = 200


class LeftOutFile:
    """Collects what is left out, and writes it to a file unless that is None."""

    def __init__(self, file: TextIO | None) -> None:
        self._file = file
        self._kept: list[str] = []
        self._count = 0

    def add(self, line: BadLine) -> None:
        """Note one place with its reasons."""
        text = clean(f"{line.place_name} {line.number}: {' '.join(line.reasons)}")
        self._count += 1
        if self._file is not None:
            print(text, file=self._file)
        if len(self._kept) < _SHOWN:
            self._kept.append(text)

    def show(self) -> None:
        """Tell the first ones, and how many more there are."""
        for text in self._kept:
            print(text, file=sys.stderr)
        if more := self._count - len(self._kept):
            print(
                f"En nog {format_count(more)} regels; met --fouten PAD komen ze allemaal in een bestand.",
                file=sys.stderr,
            )


@contextmanager
def left_out_in(target: Target | None, *, overwrite: bool) -> Iterator[LeftOutFile]:
    """Collect, also in a file at `target` unless it is None. Raises `Refusal` as `written` does."""
    if target is None:
        yield LeftOutFile(None)
        return
    with written(target, overwrite=overwrite) as file:
        yield LeftOutFile(file)
