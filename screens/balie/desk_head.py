"""Who is being helped: the five lines of the customer screen's header, and the line on what there is to read.

Where several are helped in one session a last line names them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.strip import Strip
from textual.widget import Widget

from balie.customers.header import Header, read_header
from balie.refusal import Refusal
from screens.widgets.customer_header import BRIEF_ROWS, HEADER_ROWS, draw_brief, draw_header
from screens.widgets.row import Row, cut

if TYPE_CHECKING:
    from screens.host.asking import Surface


class DeskHead(Widget):
    """Takes no room while there is no customer."""

    DEFAULT_CSS = "DeskHead { height: 0; width: 1fr; }"

    def __init__(self, page: Surface) -> None:
        super().__init__()
        self.page = page
        self.customer_id: int | None = None
        self.header: Header | None = None
        self.names: Sequence[str] = ()
        self.place = 1
        self._is_old = False
        self._is_brief = False

    def show(
        self, customer_id: int | None, header: Header | None, *, names: Sequence[str] = (), place: int = 1
    ) -> None:
        """Show a customer, or (None) nobody. `names`: all who are helped, of whom this is number `place`, from 1 on."""
        self.customer_id, self.header, self._is_old = customer_id, header, False
        self.names, self.place = names, place
        self._make_room()
        self.refresh()

    def _make_room(self) -> None:
        """As many rows as there are to draw."""
        self.styles.height = self._rows

    def make_brief(self, brief: bool) -> None:
        """Take two rows instead of five for who it is, where what stands below it needs them; or five again."""
        if brief != self._is_brief:
            self._is_brief = brief
            self._make_room()
            self.refresh()

    @property
    def rows_whole(self) -> int:
        """As many rows as it takes when it is not brief."""
        return 0 if self.header is None else HEADER_ROWS + bool(self.header.notice) + self._is_one_of_several

    @property
    def _header_rows(self) -> int:
        return BRIEF_ROWS if self._is_brief else HEADER_ROWS

    @property
    def _rows(self) -> int:
        return 0 if self.header is None else self.rows_whole - HEADER_ROWS + self._header_rows

    @property
    def _is_one_of_several(self) -> bool:
        return len(self.names) > 1

    def out_of_date(self) -> None:
        """Something was booked: it is read again when it is painted, however many scans lie between."""
        if self.header is not None:
            self._is_old = True
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        self._read_again()
        look = self.page.look
        row = Row(self.size.width, look.base)
        if self.header is None:
            return row.strip()
        if y < self._header_rows:
            draw = draw_brief if self._is_brief else draw_header
            draw(row, y, self.header, look)
        elif self.header.notice and y == self._header_rows:
            row.put(1, cut(f"! {self.header.notice}", self.size.width - 2), look.error)
        elif self._is_one_of_several:
            self._draw_names(row)
        return row.strip()

    def _read_again(self) -> None:
        """Read what was booked since; where a notice came or went there is a row more or less, once this is painted."""
        if not self._is_old or self.customer_id is None:
            return
        self._is_old = False
        had_notice = self.header is not None and bool(self.header.notice)
        with suppress(Refusal):  # the next scan says so
            self.header = read_header(self.page.desk_app.desk, self.customer_id)
            if bool(self.header.notice) != had_notice:
                self.call_after_refresh(self._make_room)

    def _draw_names(self, row: Row) -> None:
        """`1 van 2`, and the names, of which that of the active customer stands out and is marked."""
        look = self.page.look
        at = row.put(1, f"{self.place} van {len(self.names)}", look.title) + 2
        room = (row.width - at) // len(self.names) - 2
        for place, name in enumerate(self.names, 1):
            active = place == self.place
            at = row.put(at, f"{'▸' if active else ' '}{cut(name, room)}", look.tab_active if active else look.base) + 1
