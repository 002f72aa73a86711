"""Who is being helped: the five lines of the customer screen's header, and the line on what there is to read."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from textual.strip import Strip
from textual.widget import Widget

from balie.customers.overview import Header, read_header
from balie.refusal import Refusal
from screens.klanten.customer_head import HEADER_ROWS, draw_header
from screens.widgets.row import Row, cut

if TYPE_CHECKING:
    from screens.page import Page


class DeskHead(Widget):
    """Takes no room while there is no customer."""

    DEFAULT_CSS = "DeskHead { height: 0; width: 1fr; }"

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.customer_id: int | None = None
        self.header: Header | None = None
        self._is_old = False

    def show(self, customer_id: int | None, header: Header | None) -> None:
        """Show a customer, or (None) nobody."""
        self.customer_id, self.header, self._is_old = customer_id, header, False
        self.styles.height = 0 if header is None else HEADER_ROWS + bool(header.notice)
        self.refresh()

    def out_of_date(self) -> None:
        """Something was booked: it is read again when it is painted, however many scans lie between."""
        if self.header is not None:
            self._is_old = True
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        if self._is_old and self.customer_id is not None:
            self._is_old = False
            with suppress(Refusal):  # the next scan says so
                self.header = read_header(self.page.desk_app.desk, self.customer_id)
        look = self.page.look
        row = Row(self.size.width, look.base)
        if self.header is None:
            return row.strip()
        if y < HEADER_ROWS:
            draw_header(row, y, self.header, look)
        else:
            row.put(1, cut(f"! {self.header.notice}", self.size.width - 2), look.error)
        return row.strip()
