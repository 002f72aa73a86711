"""The top of the customer screen: the five lines of the header (rules.md#header) and the row of tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.row import Row, cut

if TYPE_CHECKING:
    from balie.customers.overview import Header
    from screens.klanten.open_customer import OpenCustomer
    from screens.looks import Look

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

HEADER_ROWS = 5
_TAB_ROWS = 2
_MIDDLE_WIDTH = len("geboortedatum 04-01-1991 (33 jr.)")


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


def bar_text(parts: tuple[str, ...], width: int) -> str:
    """The parts of the header's first line with │ between them, without blanks around it where room is short.

    Where that is not enough the names of branch and subscription give way: number and date are of no use by half.
    """
    shown = [part for part in parts if part]
    wide = " │ ".join(shown)
    if cell_len(wide) <= width:
        return wide
    while cell_len("│".join(shown)) > width and any(cell_len(name) > 1 for name in shown[1:3]):
        longest = max(range(1, len(shown[:3])), key=lambda place: cell_len(shown[place]))
        shown[longest] = cut(shown[longest], cell_len(shown[longest]) - 1)
    return "│".join(shown)


def draw_header(row: Row, y: int, header: Header, look: Look) -> None:
    """Draw row `y` of the five of a header: the bar, then three columns."""
    width = row.width
    if y == 0:
        row.put(1, cut(bar_text(header.bar, width - 2), width - 2), look.tab_active)
        row.paint(0, width, look.tab_active)
        return
    middle = max(24, width * 30 // 100)
    right = max(middle + _MIDDLE_WIDTH + 3, width * 75 // 100)
    stands_out = y == 4 and not header.membership_valid
    left = f"! {header.left[3]}" if stands_out and header.left[3] else header.left[y - 1]
    row.put(1, cut(left, middle - 4), look.error if stands_out else look.title if y == 1 else look.base)
    for x, cell, end in ((middle, header.middle[y - 1], right - 3), (right, header.right[y - 1], width)):
        row.put(x - 2, "│", look.rule)
        row.put(x, cell.label, look.text_label)
        value = cut(cell.value, end - x - cell_len(cell.label) - 1)
        row.put(end - cell_len(value), value, look.base)
