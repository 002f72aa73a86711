"""A recording of a screen as asciinema takes it: asciicast, version 2 or 3. What was typed is never in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TextIO

VERSIONS = (2, 3)
HELD_AT_THE_END = 3000
"""Milliseconds that the last screen stays."""


class Cast:
    """Writes a recording to `file` (UTF-8) while it happens. `clock` gives seconds, from any moment on.

    A moment is a whole number of milliseconds since the start. Version 3 tells how long after the event before it is:
    a difference of such moments, so that what was rounded never adds up.
    """

    def __init__(
        self, file: TextIO, size: tuple[int, int], title: str, clock: Callable[[], float], *, version: int = VERSIONS[0]
    ) -> None:
        self._file = file
        self._size = size
        self._clock = clock
        self._version = version
        self._start = clock()
        self._before = 0
        self._finished = False
        self.failed: OSError | None = None
        """Why it could not be written; what came after is not in it."""
        columns, rows = size
        shape: dict[str, object] = (
            {"term": {"cols": columns, "rows": rows, "type": "xterm-256color"}}
            if version == VERSIONS[1]
            else {"width": columns, "height": rows, "env": {"TERM": "xterm-256color"}}
        )
        self._write({"version": version, **shape, "title": title})

    def output(self, text: str) -> None:
        """What the screen was drawn with."""
        self._event("o", text)

    def mark(self, label: str) -> None:
        """A place to go to."""
        self._event("m", label)

    def resize(self, size: tuple[int, int]) -> None:
        """The window has other columns and rows now; nothing where it has not."""
        if size != self._size:
            self._size = size
            self._event("r", f"{size[0]}x{size[1]}")

    def finish(self) -> None:
        """Leave the last screen to be looked at; what comes after is not recorded."""
        self._event("o", "", later=HELD_AT_THE_END)
        self._finished = True

    def _event(self, code: str, data: str, *, later: int = 0) -> None:
        if self._finished:
            return
        at = max(self._before, round((self._clock() - self._start) * 1000) + later)
        told = at - self._before if self._version == VERSIONS[1] else at
        self._before = at
        self._write([told / 1000, code, data])

    def _write(self, value: object) -> None:
        if self.failed is not None:
            return
        # Half a character, which JSON in UTF-8 cannot hold, never comes from the desk; from a name in a file it may.
        line = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
        try:
            self._file.write(line + "\n")
        except OSError as error:
            self.failed = error
