"""How a step says what is typed: texts, keys that are the same everywhere, and actions by their id, never by their key.

`"Tester"` is typed, `"@enter"` pressed, `"@down*3"` pressed three times, `"@action:main"` is whatever key does that,
and `"@scan:{pas:jong}"` comes from the scanner, with its Enter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

PLAIN_KEYS: Final = {
    "enter": "enter",
    "tab": "tab",
    "backtab": "shift+tab",
    "esc": "escape",
    "up": "up",
    "down": "down",
    "left": "left",
    "right": "right",
    "home": "home",
    "end": "end",
    "pageup": "pageup",
    "pagedown": "pagedown",
    "backspace": "backspace",
    "delete": "delete",
    "space": "space",
}
"""The keys that mean the same everywhere, as a lesson and as Textual calls them."""

_TOKEN = re.compile(r"@(?:(action|scan):(.+)|([a-z]+))(?:\*([1-9][0-9]?))?")


@dataclass(frozen=True, slots=True)
class Typed:
    """A text; `scanned`: by the scanner, which ends it with Enter."""

    text: str
    scanned: bool = False


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key, by Textual's name."""

    key: str


@dataclass(frozen=True, slots=True)
class ActionKey:
    """Whatever key does this action."""

    action_id: str


Stroke = Typed | Pressed | ActionKey


def strokes(do: str) -> Iterator[Stroke]:
    """What one entry of `do` comes to. Raises `ValueError` for a key there is not."""
    if not do.startswith("@"):
        yield Typed(do)
        return
    found = _TOKEN.fullmatch(do)
    if found is None or (found[3] and found[3] not in PLAIN_KEYS):
        raise ValueError(do)
    kind, what, plain, times = found.groups()
    one: Stroke = (
        Pressed(PLAIN_KEYS[plain]) if plain else ActionKey(what) if kind == "action" else Typed(what, scanned=True)
    )
    for _ in range(int(times or 1)):
        yield one


def wrong_stroke(do: str, actions: Collection[str]) -> str:
    """What is wrong with an entry of `do`, in Dutch; empty when nothing is. `actions` are the ids that there are."""
    try:
        found = list(strokes(do))
    except ValueError:
        known = ", ".join(f"@{name}" for name in PLAIN_KEYS)
        return f'"{do}" is geen toets; bekend zijn {known}, @action:… en @scan:…'
    for stroke in found:
        if isinstance(stroke, ActionKey) and stroke.action_id not in actions:
            return f'de opdracht "{stroke.action_id}" bestaat niet'
    return ""


def repeated(keys: list[str]) -> tuple[str, ...]:
    """Keys with those that follow themselves told once: `Enter ×2`."""
    counted = ((key, len(list(same))) for key, same in groupby(keys))
    return tuple(key if times == 1 else f"{key} ×{times}" for key, times in counted)
