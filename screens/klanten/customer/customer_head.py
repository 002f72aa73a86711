"""The top of the customer screen: the five lines of the header (rules.md#header) and the row of tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.geometry import Offset
from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.customer_header import HEADER_ROWS, draw_header
from screens.widgets.row import Row, cut

if TYPE_CHECKING:
    from screens.klanten.open_customer import OpenCustomer

TABS = (
    ("1", "1.Klant"),
    ("2", "2.NAW-Gegevens"),
    ("3", "3.Contributie"),
    ("4", "4.Overig"),
    ("5", "5.Meldingen"),
    ("6", "6.Eigenschappen-1"),
    ("7", "7.Eigenschappen-2"),
    ("8", "8.Passen"),
    ("9", "9.Marketing"),
    ("A", "A.Rollen"),
    ("B", "B.Profielen"),
)
_TABS_IN_FIRST_ROW = 6

_TAB_ROWS = 2


class CustomerHead(Widget):
    """Draws who the customer is, a line on what there is to read of them if anything, and which tab is open."""

    DEFAULT_CSS = "CustomerHead { height: 7; width: 1fr; }"

    def __init__(self, page: OpenCustomer) -> None:
        super().__init__()
        self.page = page
        self.fit()

    @property
    def _tabs_at(self) -> int:
        """The row where the tabs begin."""
        return HEADER_ROWS + bool(self.page.header.notice)

    def fit(self) -> None:
        """Take as many rows as there is to show."""
        self.styles.height = self._tabs_at + _TAB_ROWS

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        look = self.page.look
        row = Row(self.size.width, look.base)
        if y < HEADER_ROWS:
            draw_header(row, y, self.page.header, look)
        elif y < self._tabs_at:
            row.put(1, cut(f"! {self.page.header.notice}", self.size.width - 2), look.error)
        else:
            self._draw_tabs(row, y - self._tabs_at)
        return row.strip()

    def click_at(self, x: int, y: int) -> None:
        """A click on a tab opens it."""
        at = 0
        for key, label in self._tabs_in_row(y - self._tabs_at):
            if at <= x <= at + cell_len(label):
                self.page.press(key.lower(), key.lower())
                return
            at += cell_len(label) + 1

    def caret(self) -> Offset | None:
        """The tab that is open, while none is edited."""
        if self.page.masthead.active or self.page.editor is not None:
            return None
        at = 0
        y = next(y for y in range(_TAB_ROWS) if self.page.tab in dict(self._tabs_in_row(y)))
        for key, label in self._tabs_in_row(y):
            if key == self.page.tab:
                break
            at += cell_len(label) + 1
        return Offset(at, self._tabs_at + y)

    def _tabs_in_row(self, y: int) -> tuple[tuple[str, str], ...]:
        if y not in (0, 1):
            return ()
        return TABS[:_TABS_IN_FIRST_ROW] if y == 0 else TABS[_TABS_IN_FIRST_ROW:]

    def _draw_tabs(self, row: Row, y: int) -> None:
        look = self.page.look
        at = 0
        for key, label in self._tabs_in_row(y):
            if key == self.page.tab:
                end = row.put(at, f"▸{label}", look.tab_active)
            else:
                end = row.put(at, f" {label}", look.tab)
                row.paint(at + 1, 1, look.tab.chain(look.tab, look.tab_letter.without_color))
            at = end
