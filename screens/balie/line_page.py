"""A page with one line that everything is scanned or typed into."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import events

from screens.balie.scan_line import ScanLine
from screens.keyboard.scans import is_digit
from screens.pages.page import Page

if TYPE_CHECKING:
    from screens.keyboard.key_order import TypedEvent

WALK = frozenset({"up", "down", "pageup", "pagedown"})
"""The keys that walk the list below the line."""


class LinePage(Page):
    """Enter takes what is in the line (`entered`); pasted lines are scans; a scan is never for the menu bar."""

    keeps_typed_ahead = True

    def __init__(self) -> None:
        super().__init__()
        self.line = ScanLine(self)

    def entered(self) -> None:
        """Enter was pressed."""
        raise NotImplementedError

    def press(self, key: str, character: str | None) -> None:
        """A digit is never for the menu bar: somebody scans on."""
        if self.masthead.active and is_digit(character):
            self.masthead.close()
        super().press(key, character)

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Enter takes what was scanned, the rest is typed; Esc empties the line."""
        if key == "enter":
            self.entered()
        elif key == "escape" and self.line.text:
            self.line.clear()
        elif character is not None and character.isprintable():
            refused = self.line.type(character)
            if refused:
                self.complain(refused)
        else:
            return self.line.press(key)
        return True

    def paste(self, text: str) -> None:
        """Pasted text: every whole line of it is a scan."""
        *whole, rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        if whole:
            self.desk_app.keys.hand_back(*as_scans(whole), events.Paste(rest))
        elif text and (refused := self.line.type(text.replace("\t", " "))):
            self.complain(refused)

    def complain(self, text: str) -> None:
        """Tell what cannot be, with the bell."""
        self.say(text, wrong=True)
        self.desk_app.bell()


def as_scans(texts: Iterable[str]) -> list[TypedEvent]:
    """What a scanner sends for these."""
    return [event for text in texts for event in (events.Paste(text), events.Key("enter", None))]


def scans_in(typed: Iterable[TypedEvent]) -> list[str]:
    """The other way round: the lines in what a box kept; other keys are left out."""
    lines, line = [], ""
    for event in typed:
        if isinstance(event, events.Paste):
            line += event.text
        elif event.key == "enter":
            lines.append(line.strip())
            line = ""
        elif event.is_printable:
            line += event.character or ""
    return [line for line in [*lines, line.strip()] if line]
