"""Boxes at the desk that no scan can answer, and that no scan is lost in.

A scanner types as a person does, so a letter or Enter could be anything. `Aside` makes way: whatever is scanned while
it is there goes on to the screen, and what the box asked stays open in the log; whoever asked is told why it went, and
asks again. `Gate` stays until it is answered with
a function key or Esc, and keeps what is scanned meanwhile for afterwards.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from itertools import dropwhile, pairwise
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events

from balie.dutch.counts import many
from screens.dialogs.dialog import Answer, Dialog
from screens.keyboard.actions import key_name
from screens.keyboard.key_order import TypedEvent
from screens.widgets.row import Row, cut, wrapped

if TYPE_CHECKING:
    from screens.host.asking import Host

MOST_ROWS = 17
"""The most rows of text, so that the buttons stay in sight on a screen of 24 rows. Long texts give way first."""
SCANNER_SECONDS = 0.05
"""What follows a letter within this time was not typed by a person."""


class _Box(Dialog[Answer]):
    """Lines of text with buttons below. A line that begins with `!` stands out."""

    def __init__(self, title: str, told: Sequence[str], buttons: Mapping[str, str]) -> None:
        super().__init__(title)
        self.told = told
        self.buttons = buttons

    def _below(self) -> str:
        """What stands between the text and the buttons."""
        return ""

    def _button_text(self) -> str:
        return "  ".join(f"[ {_named(key)} = {label} ]" for key, label in self.buttons.items())

    def inner_width(self) -> int:
        """As wide as the buttons at least."""
        return max(super().inner_width(), cell_len(self._button_text()))

    def lines(self, width: int) -> list[str]:
        """The text as far as there is room, what is below it, the buttons."""
        told = _shortened([wrapped(line, width) or [""] for line in self.told], width)
        if len(told) > MOST_ROWS:
            left_out = len(told) - MOST_ROWS + 1
            told = [*told[: MOST_ROWS - 1], f"… en nog {many(left_out, 'regel', 'regels')}"]
        return [*told, self._below(), self._button_text()]

    def draw(self, row: Row, y: int, width: int) -> None:
        """Draw a line; what stands in the way stands out."""
        lines = self.lines(width)
        if y >= len(lines):
            return
        look = self.look
        if y == len(lines) - 1:
            row.put(2, lines[y], look.button_focus)
        else:
            row.put(2, lines[y], look.dialog_title if lines[y].startswith("!") else look.dialog)


def _shortened(texts: list[list[str]], width: int) -> list[str]:
    """The rows of all texts; the longest lose their end while there are too many, so that each is told at all."""
    while sum(map(len, texts)) > MOST_ROWS:
        longest = max(texts, key=len)
        if len(longest) == 1:
            break
        left_out = longest.pop()
        longest[-1] = cut(f"{longest[-1].removesuffix('…')} {left_out}", width - 1).removesuffix("…") + "…"
    return [row for text in texts for row in text]


def _named(key: str) -> str:
    return key_name(key) if len(key) > 1 else key.upper()


SCANNED_ON = "scanned on"
WENT_ELSEWHERE = "went elsewhere"
"""Why an `Aside` went without an answer: something was scanned or typed, or a key asked for something else."""


class Aside(_Box[str | TypedEvent]):
    """Gives the key of a button, or what made it go: Enter or Esc (`escape`), or the first key of something else.

    With `stays` Enter and Esc answer nothing: something has to become of what it asks about.
    """

    def __init__(self, title: str, told: Sequence[str], buttons: Mapping[str, str], *, stays: bool = False) -> None:
        super().__init__(title, told, buttons)
        self.stays = stays

    def _below(self) -> str:
        return "De vraag blijft tot u kiest; scannen gaat gewoon door." if self.stays else ""

    def press(self, key: str, character: str | None) -> None:
        """A button, or something else."""
        pressed = (character or key).lower()
        if pressed in self.buttons:
            self.give(pressed)
        elif key in ("enter", "escape"):
            if not self.stays:
                self.give("escape")
        else:
            self.give(events.Key(key, character))

    def paste(self, text: str) -> None:
        """Pasted text is a scan."""
        self.give(events.Paste(text))


class Gate(_Box[str]):
    """Gives the key of a button; everything else but F1 is kept for afterwards, and counted for the desk to see."""

    def __init__(
        self, title: str, told: Sequence[str], buttons: Mapping[str, str], kept: Sequence[TypedEvent] = ()
    ) -> None:
        super().__init__(title, told, buttons)
        self.kept: list[TypedEvent] = list(kept)

    def _below(self) -> str:
        scans = sum(_is_enter(event) and not _is_enter(before) for before, event in pairwise(self.kept))
        return f"{many(scans, 'scan wacht', 'scans wachten')} tot hier is gekozen." if scans else ""

    @property
    def keys_told(self) -> tuple[tuple[str, str], ...]:
        """The buttons, and what becomes of a scan."""
        buttons = ((_named(key), f"{label}.") for key, label in self.buttons.items())
        return (*buttons, ("Scan", "Wacht tot hier is gekozen, en komt dan."))

    def press(self, key: str, character: str | None) -> None:
        """A button, or something for afterwards."""
        if key in self.buttons:
            self.give(key)
        else:
            self.kept.append(events.Key(key, character))
            self.box.refresh()

    def paste(self, text: str) -> None:
        """Kept too."""
        self.kept.append(events.Paste(text))


async def ask_aside(
    app: Host, title: str, told: Sequence[str], buttons: Mapping[str, str], *, stays: bool = False
) -> str:
    """Ask unless something was scanned already. The key of a button, `escape`, or why the box made way.

    A letter that is followed by more at the speed of a scanner is no answer: it goes on with the rest.
    """
    await _all_taken(app)
    if app.keys.typed_ahead:
        return SCANNED_ON
    answer = await app.ask(Aside(title, told, buttons, stays=stays))
    if not isinstance(answer, str):
        app.keys.hand_back(answer)
        typed = isinstance(answer, events.Paste) or answer.is_printable
        return SCANNED_ON if typed else WENT_ELSEWHERE
    if len(answer) == 1:
        await asyncio.sleep(SCANNER_SECONDS)
        if app.keys.typed_ahead:
            app.keys.hand_back(events.Key(answer, answer))
            return SCANNED_ON
    return answer


async def ask_gate(
    app: Host, title: str, told: Sequence[str], buttons: Mapping[str, str], kept: Sequence[TypedEvent] = ()
) -> tuple[str, list[TypedEvent]]:
    """Ask, whatever was scanned already. Out: the key, and what is to be handed back when all is done.

    `kept` is what an earlier gate of the same work kept. A button that was pressed before the box was there is no
    answer, since nobody had read it, and nothing for afterwards: there it would do something else.
    """
    await _all_taken(app)
    ahead = dropwhile(lambda event: isinstance(event, events.Key) and event.key in buttons, app.keys.take_typed_ahead())
    gate = Gate(title, told, buttons, [*kept, *ahead])
    return await app.ask(gate), _whole_scans(gate.kept)


def _whole_scans(kept: Sequence[TypedEvent]) -> list[TypedEvent]:
    """Without letters at the end that no Enter followed: a person tried them on the box."""
    whole = list(kept)
    while whole and isinstance(whole[-1], events.Key) and whole[-1].character is not None and not _is_enter(whole[-1]):
        whole.pop()
    return whole


def _is_enter(event: TypedEvent) -> bool:
    return isinstance(event, events.Key) and event.key == "enter"


async def _all_taken(app: Host) -> None:
    """Let what was typed already come in, so that it is known whether anything was."""
    while app.message_queue_size:
        await asyncio.sleep(0)
