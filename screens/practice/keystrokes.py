"""From what a lesson says is typed to keys as the terminal sends them, by the keymap of this workplace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from balie.practice.lessons.keys import ActionKey, Pressed, Typed, strokes
from screens.keyboard.actions import key_name

if TYPE_CHECKING:
    from balie.practice.lessons.naming import Names
    from balie.practice.lessons.structs import LessonStep
    from screens.keyboard.actions import Action

_CHARACTERS: Final = {"space": " ", "escape": "\x1b", "enter": "\r", "tab": "\t", "backspace": "\x7f"}
_NAMES: Final = {
    "enter": "Enter",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "escape": "Esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "backspace": "Backspace",
    "delete": "Delete",
    "space": "spatie",
}


@dataclass(frozen=True, slots=True)
class Keystroke:
    """One key: Textual's name of it, the character that comes with it, and what it is called in Dutch.

    `typed`: it is a letter of a text; `scanned`: it comes from the scanner, faster than anybody types.
    """

    key: str
    character: str | None
    name: str
    typed: bool = False
    scanned: bool = False


def keystrokes(step: LessonStep, names: Names, actions: Sequence[Action]) -> Iterator[Keystroke]:
    """The keys of a step, in order. `actions` have the keys of this workplace."""
    for do in step.do:
        for stroke in strokes(do):
            match stroke:
                case Typed(text, scanned):
                    yield from (_letter(letter, scanned) for letter in names.filled(text))
                    if scanned:
                        yield Keystroke("enter", "\r", "Enter", scanned=True)
                case Pressed(key):
                    yield _key(key)
                case ActionKey(action_id):
                    yield _key(next(action.key for action in actions if action.id == action_id))


def key_texts(step: LessonStep, names: Names, actions: Sequence[Action]) -> list[str]:
    """What is typed and pressed, in words for a person: texts in one piece, a key as the foot line calls it."""
    told: list[str] = []
    text = ""
    for stroke in keystrokes(step, names, actions):
        if stroke.typed:
            text += stroke.name
            continue
        if text:
            told.append(text)
            text = ""
        told.append(stroke.name)
    return [*told, text] if text else told


def _letter(letter: str, scanned: bool) -> Keystroke:
    key = "space" if letter == " " else letter
    return Keystroke(key, letter, letter, typed=True, scanned=scanned)


def _key(key: str) -> Keystroke:
    if len(key) == 1:
        return Keystroke(key, key, key)
    return Keystroke(key, _CHARACTERS.get(key), _NAMES.get(key) or key_name(key))
