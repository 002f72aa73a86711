"""Lists of messages: those in a state, or everything that was written to one customer."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.events import Resize
from textual.widget import Widget

from screens.berichten.acts import MessageActs
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import ListModel
from screens.widgets.row import cut, padded
from screens.widgets.summary import Summary

if TYPE_CHECKING:
    from balie.correspondence.overview import Line
    from balie.desk import Desk
    from screens.berichten.sources import Source

_PAGE = 50
_DETAIL_ROWS = 5
_NUMBER = 18
_LEAST_NAME = 20
"""The klantnummer stands in the line only where the name keeps so much room; below the list it always stands."""


class MessageListPage(MessageActs):
    """Arrows and PgUp PgDn walk and read on, Enter shows the text of a message; the marked one is told below."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "menu")
    LABELS: ClassVar[dict[str, str]] = {"main": "Tekst"}

    def __init__(self, desk: Desk, source: Source) -> None:
        self.heading = source.title
        super().__init__()
        self.desk = desk
        self.source = source
        self.rows: list[Line] = []
        self.goes_on = False
        self.list = ListModel()
        self.list_box = ListBox(self.list, self)
        self.detail = Summary(self, heading="")
        self.detail.styles.height = _DETAIL_ROWS

    def body(self) -> list[Widget]:
        """The list, and the marked one."""
        return [self.list_box, self.detail]

    def on_mount(self) -> None:
        """Read the first lines."""
        self.read_anew()

    def on_resize(self, event: Resize) -> None:
        """Lines as wide as the screen."""
        self._show()

    def returned_to(self) -> None:
        """Back from the text of one, with which something may have been done."""
        self.read_anew()

    def tab_shown(self) -> None:
        """Back from a customer whose address may be better now."""
        self.read_anew()

    # The lines.

    def read_anew(self) -> None:
        """Read what is there now, as far as it was read."""
        limit = max(_PAGE, len(self.rows))
        self.rows = self.source.read(self.desk, None, limit)
        self.goes_on = len(self.rows) == limit
        self.list_box.heading = self.source.counted(self.desk)
        self.list_box.empty = self.source.empty
        self._show()

    def _read_on(self) -> None:
        if not self.goes_on or self.list.at + self.list.height < len(self.rows):
            return
        more = self.source.read(self.desk, self.rows[-1], _PAGE)
        self.rows += more
        self.goes_on = len(more) == _PAGE
        self._show()

    def _show(self) -> None:
        width = max(60, self.desk_app.size.width - 4)
        lines = [_drawn(self.source.cells(row), row, width) for row in self.rows]
        self.list.show(lines, [() for _ in lines], at=self.list.at, more=self.goes_on)
        self.marked_another()
        self.list_box.refresh()

    def marked_another(self) -> None:
        """Tell of the marked message what its line has no room for."""
        message = self.message()
        if message is None:
            self.detail.heading = ""
            self.detail.show((), ())
            return
        self.detail.heading = f"{message.name or 'Naam onbekend'}  {message.number or 'nog zonder klantnummer'}"
        self.detail.show((), told_of(message))
        self.detail.refresh()

    def message(self) -> Line | None:
        """The marked message."""
        return self.rows[self.list.at] if self.rows else None

    def done(self, told: str) -> None:
        """Show what is left, and tell."""
        self.read_anew()
        self.say(told)

    # Keys.

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Arrows walk, Enter shows the text; letters are the acts."""
        if key == "enter":
            self.run("main")
            return True
        if character is not None:
            return False
        if key in ("down", "pagedown"):
            self._read_on()
        if not self.list.press(key, None):
            return False
        self.marked_another()
        self.list_box.refresh()
        return True

    def refusal_of(self, action_id: str) -> str:
        """Without a message there is no text to show."""
        if action_id == "main" and self.message() is None:
            return self.source.empty
        return super().refusal_of(action_id)

    async def do_main(self) -> None:
        """Show the text of the marked message."""
        from screens.berichten.message import MessagePage

        await self.desk_app.open(MessagePage(self.desk, self._at_hand()))

    def do_back(self) -> Coroutine[object, object, None]:
        """Back to the list of the tab."""
        return self.desk_app.back()


def told_of(message: Line) -> list[str]:
    """What became of a message, in sentences: when it was made and sent, how often it was tried, and the reason."""
    made = f"Klaargezet op {message.made_on}"
    sent = f", verstuurd op {message.sent_on}" if message.sent_on else ""
    tried = f", {message.attempts} keer geprobeerd" if message.attempts > 1 else ""
    return [f"{made}{sent}{tried}.", *([message.reason] if message.reason else [])]


def _drawn(cells: tuple[tuple[str, int], ...], line: Line, width: int) -> str:
    """`09-04-2024  factuur   mail   Tester, E.B.   2 9428 0000 7772 7`."""
    begin = "".join(padded(text, room) + "  " for text, room in cells)
    left = width - cell_len(begin)
    if left < _NUMBER + 2 + _LEAST_NAME:
        return begin + cut(line.name, left)
    return begin + padded(line.name, left - _NUMBER - 2) + "  " + line.number
