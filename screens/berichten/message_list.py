"""Lists of messages: those in a state, or everything that was written to one customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from rich.cells import cell_len

from screens.berichten.acts import MessageActs
from screens.berichten.telling import told_of
from screens.pages.act import Acts, PageAct
from screens.pages.list_page import ListPage
from screens.widgets.row import cut, padded

if TYPE_CHECKING:
    from balie.correspondence.overview import MessageLine
    from balie.desk import Desk
    from screens.berichten.sources import MessageSource

_PAGE = 50
_NUMBER = 18
_LEAST_NAME = 20
"""The klantnummer stands in the line only where the name keeps so much room; below the list it always stands."""


class MessageListPage(ListPage["MessageLine"], MessageActs):
    """Arrows and PgUp PgDn walk and read on, Enter shows the text of a message; the marked one is told below."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "menu")
    DETAIL_ROWS = 5

    def __init__(self, desk: Desk, source: MessageSource) -> None:
        self.heading = source.title
        super().__init__(desk, empty=source.empty)
        self.source = source

    # The lines.

    def read_anew(self) -> None:
        """Read what is there now, as far as it was read."""
        limit = max(_PAGE, len(self.rows))
        self.rows = self.source.read(self.desk, None, limit)
        self.goes_on = len(self.rows) == limit
        self.list_box.heading = self.source.counted(self.desk)
        self.show_rows()

    def read_on(self) -> None:
        """Read the next page."""
        more = self.source.read(self.desk, self.rows[-1], _PAGE)
        self.rows += more
        self.goes_on = len(more) == _PAGE

    def drawn(self, width: int) -> list[str]:
        """As what is listed here draws them."""
        return [_drawn(self.source.cells(row), row, width) for row in self.rows]

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

    def message(self) -> MessageLine | None:
        """The marked message."""
        return self.row()

    async def do_main(self) -> None:
        """Show the text of the marked message."""
        from screens.berichten.message import MessagePage

        await self.desk_app.open(MessagePage(self.desk, self._at_hand()))

    ACTS: Acts[Self] = (PageAct("main", do_main, refused=ListPage.nothing_listed, label="Tekst"),)


def _drawn(cells: tuple[tuple[str, int], ...], line: MessageLine, width: int) -> str:
    """`09-04-2024  factuur   mail   Tester, E.B.   2 9428 0000 7772 7`."""
    begin = "".join(padded(text, room) + "  " for text, room in cells)
    left = width - cell_len(begin)
    if left < _NUMBER + 2 + _LEAST_NAME:
        return begin + cut(line.name, left)
    return begin + padded(line.name, left - _NUMBER - 2) + "  " + line.number
