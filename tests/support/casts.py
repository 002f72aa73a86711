"""Recordings as a terminal shows them: the screen at each moment, and at each marker."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final, cast

from balie.practice.manual.animation import Frame
from balie.practice.manual.shots import Run, Shot, merged
from tests.support.shown import Shown

_TEXT, _GROUND = "#c5c8c6", "#101820"
_TOGETHER: Final = 40
"""Milliseconds within which what is drawn is one screen."""


@dataclass(frozen=True, slots=True)
class Played:
    """A recording that was played: its head, its screens as they came, and what stood there at each marker."""

    head: dict[str, object]
    codes: str
    frames: list[Frame]
    markers: list[tuple[int, str, str]]
    end: int


def played(text: str) -> Played:
    """Play a recording (the text of a file in version 2 or 3) from beginning to end."""
    head, *events = (json.loads(line) for line in text.splitlines())
    shown = Shown()
    at = 0
    codes = ""
    frames: list[Frame] = []
    markers: list[tuple[int, str, str]] = []
    for seconds, code, data in events:
        moment = round(seconds * 1000)
        at = at + moment if head["version"] == 3 else moment
        codes += code
        if code == "m":
            markers.append((at, data, shown.text))
        elif code == "o" and data:
            shown.feed(data.encode())
            if frames and at - frames[-1][0] <= _TOGETHER:
                frames[-1] = (frames[-1][0], _shot(shown))
            else:
                frames.append((at, _shot(shown)))
    return Played(cast("dict[str, object]", head), codes, frames, markers, at)


def _shot(shown: Shown) -> Shot:
    rows = []
    for cells in shown.cells:
        runs = []
        for x, cell in enumerate(cells):
            colour, ground = _hex(cell.fg, _TEXT), _hex(cell.bg, _GROUND)
            if cell.reverse:
                colour, ground = ground, colour
            width = 1 if cell.data else 0  # the second cell of a wide character is part of the first
            runs.append(Run(x, 1, cell.data if width else "", colour, ground, cell.bold, cell.underscore))
        rows.append(merged(runs))
    return Shot(tuple(rows))


def _hex(name: str, usual: str) -> str:
    return f"#{name}" if len(name) == 6 and set(name) <= set("0123456789abcdef") else usual
