"""What is in a tab of the customer screen: labels and values in two columns, tables below; it scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.row import Row, cut, padded

if TYPE_CHECKING:
    from balie.customers.header import Cell
    from balie.customers.tabs.tab import Tab, TabTable
    from screens.klanten.open_customer import OpenCustomer


class TabContents(Widget):
    """Draws the open tab. What does not fit is reached with ↑ ↓ PgUp PgDn."""

    DEFAULT_CSS = "TabContents { height: 1fr; width: 1fr; }"

    def __init__(self, page: OpenCustomer) -> None:
        super().__init__()
        self.page = page
        self.top = 0
        self._drawn: tuple[Tab, int, list[str]] | None = None

    @property
    def room(self) -> int:
        """How many lines fit."""
        return max(1, self.size.height)

    def show_from_top(self) -> None:
        """Show another tab from its first line."""
        self.top = 0
        self.refresh()

    def scroll_by(self, lines: int) -> None:
        """Scroll, no further than the last line; what is not read yet is read when it comes in sight."""
        while self.top + lines + self.room > len(self._lines()) and self.page.read_more():
            pass
        last = max(0, len(self._lines()) - self.room)
        self.top = max(0, min(self.top + lines, last))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        look = self.page.look
        row = Row(self.size.width, look.base)
        lines = self._lines()
        place = self.top + y
        if place < len(lines):
            row.put(1, lines[place], look.base)
        if y == 0 and self.top > 0:
            row.put(self.size.width - 2, "↑", look.key)
        if y == self.room - 1 and self.top + self.room < len(lines):
            row.put(self.size.width - 2, "↓", look.key)
        return row.strip()

    def _lines(self) -> list[str]:
        """The lines of the open tab, laid out once for as long as it stays the same."""
        tab, width = self.page.tabs[self.page.tab], self.size.width - 3
        if self._drawn is None or self._drawn[0] is not tab or self._drawn[1] != width:
            self._drawn = (tab, width, tab_lines(tab, width))
        return self._drawn[2]


def tab_lines(tab: Tab, width: int) -> list[str]:
    """The contents of a tab as lines: labels and values in two columns, then its tables."""
    rows = (len(tab.cells) + 1) // 2
    left, right = _labelled(tab.cells[:rows]), _labelled(tab.cells[rows:])
    most = max((cell_len(text) for text in left), default=0)
    least = max((cell_len(text) for text in right), default=0)
    middle = width // 2 if most < width // 2 and least <= width - width // 2 else max(most + 1, width - least)
    middle = min(middle, width * 3 // 5)
    lines = [padded(text, middle - 1) + " " for text in left]
    for number, (text, cell) in enumerate(zip(right, tab.cells[rows:], strict=True)):
        room = width - middle
        lines[number] += cut(text if cell_len(text) <= room else cell.text, room)
    lines += _table_lines(tab.table, width) if tab.table is not None else []
    return [*lines, "", *_table_lines(tab.below, width)] if tab.below is not None else lines


def _labelled(cells: tuple[Cell, ...]) -> list[str]:
    """Labels in one column, values behind them."""
    widest = max((cell_len(cell.label) for cell in cells), default=0)
    return [f"{padded(cell.label, widest)} {cell.value}" for cell in cells]


def _table_lines(table: TabTable, width: int) -> list[str]:
    """The table with columns as wide as what is in them, where the screen is wide enough for that."""
    rows = [table.headings, *table.rows]
    widths = [max(cell_len(row[place]) for row in rows) for place in range(len(table.headings))]
    gap = 2 if sum(widths) + 2 * (len(widths) - 1) <= width else 1
    while sum(widths) + gap * (len(widths) - 1) > width:
        widths[_gives_way(table, widths)] -= 1
    return [
        (" " * gap).join(padded(text, size) for text, size in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def _gives_way(table: TabTable, widths: list[int]) -> int:
    """The column to take a cell from: a heading wider than its column first, then the widest; never a number."""
    needed = [max((cell_len(row[place]) for row in table.rows), default=0) for place in range(len(widths))]
    roomy = [place for place, width in enumerate(widths) if width > needed[place]]
    numbers = {place for place in range(len(widths)) for row in table.rows if row[place].isdigit()}
    candidates = roomy or [place for place in range(len(widths)) if place not in numbers] or list(range(len(widths)))
    return max(candidates, key=lambda place: widths[place])
