"""How the scanner of a workplace ends what it reads: with Enter, or with Tab, which is then the Enter of the scan.

Source: rules.md#scan-end.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from textual import events

from balie.barcodes import LEAST
from screens.keyboard.key_order import TypedEvent
from screens.keyboard.scans import is_digit


class ScanEnd(StrEnum):
    """What the scanner sends behind a number, as the settings of a workplace say it."""

    ENTER = "enter"
    TAB = "tab"


class ScanEnds:
    """Turns the Tab behind a scan into Enter, where the scanner of this workplace sends Tab.

    A text with at least `LEAST` digits and then Tab is a scan: an amount or a house number that somebody types is none.
    An Enter that comes right behind that Tab is of the same scan (some scanners send both) and answers nothing.
    """

    def __init__(self, end: ScanEnd) -> None:
        self.end = end
        self._digits = 0
        self._just_ended = False

    def read(self, event: TypedEvent) -> Sequence[TypedEvent]:
        """What a key or a pasted text stands for here: itself, another, or nothing."""
        if self.end is not ScanEnd.TAB:
            return (event,)
        ended, self._just_ended = self._just_ended, False
        if isinstance(event, events.Paste):
            return self._pasted(event)
        if event.key == "enter" and ended:
            return ()
        if event.key == "tab" and self._digits >= LEAST:
            return (self._enter(event),)
        is_text = event.character is not None and event.character.isprintable()
        self._digits = self._digits + is_digit(event.character) if is_text else 0
        return (event,)

    def _pasted(self, event: events.Paste) -> Sequence[TypedEvent]:
        text = event.text.removesuffix("\t")
        self._digits += sum(is_digit(character) for character in text)
        if text == event.text or self._digits < LEAST:
            return (event,)
        return (events.Paste(text), self._enter(event))

    def _enter(self, end: TypedEvent) -> events.Key:
        self._digits, self._just_ended = 0, True
        enter = events.Key("enter", None)
        enter.time = end.time  # what is dropped by when it was typed is dropped with its end
        return enter
