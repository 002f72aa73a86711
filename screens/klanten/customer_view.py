"""How a customer is drawn: five lines of header, two rows of tabs, the contents, the buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.row import Row, cut

if TYPE_CHECKING:
    from balie.customers.overview import Cell
    from balie.customers.tabs import Tab, Table
    from screens.klanten.customer import CustomerPage

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

_HEADER_ROWS = 5
_MIDDLE_WIDTH = len("geboortedatum 04-01-1991 (33 jr.)")
_ABOVE_CONTENTS = _HEADER_ROWS + 2


@dataclass(frozen=True, slots=True)
class Button:
    """A button of S1. `action` is what it does; without one it has no function yet."""

    label: str
    letter: str
    action: str = ""


BUTTONS = (
    Button("Verwijder", "v"),
    Button("Wijzig", "w"),
    Button("Annuleer", "n"),
    Button("Opslaan", "o"),
    Button("Quit", "q", "leave"),
    Button("Seriemutatie", "s"),
    Button("Inschrijven", "i", "enrol_again"),
    Button("Ontdubbelen", "d"),
)


class CustomerView(Widget):
    """Draws a customer. What does not fit is reached with ↑ ↓ PgUp PgDn."""

    DEFAULT_CSS = "CustomerView { height: 1fr; width: 1fr; }"

    def __init__(self, page: CustomerPage) -> None:
        super().__init__()
        self.page = page
        self.top = 0

    @property
    def room(self) -> int:
        """How many lines of contents fit."""
        return max(1, self.size.height - _ABOVE_CONTENTS - 1)

    def show_from_top(self) -> None:
        """Show another tab from its first line."""
        self.top = 0
        self.refresh()

    def scroll_by(self, lines: int) -> None:
        """Scroll the contents, no further than their last line."""
        last = max(0, len(self._contents()) - self.room)
        self.top = max(0, min(self.top + lines, last))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        look = self.page.look
        row = Row(self.size.width, look.base)
        if y < _HEADER_ROWS:
            self._draw_header(row, y)
        elif y < _ABOVE_CONTENTS:
            self._draw_tabs(row, y - _HEADER_ROWS)
        elif y == self.size.height - 1:
            self._draw_buttons(row)
        else:
            self._draw_contents(row, y - _ABOVE_CONTENTS)
        return row.strip()

    # Header.

    def _draw_header(self, row: Row, y: int) -> None:
        look, header = self.page.look, self.page.header
        if y == 0:
            row.put(1, cut(bar_text(header.bar, self.size.width - 2), self.size.width - 2), look.tab_active)
            row.paint(0, self.size.width, look.tab_active)
            return
        middle = max(24, self.size.width * 30 // 100)
        right = max(middle + _MIDDLE_WIDTH + 3, self.size.width * 75 // 100)
        stands_out = y == 4 and not header.membership_valid
        left = f"! {header.left[3]}" if stands_out and header.left[3] else header.left[y - 1]
        row.put(1, cut(left, middle - 4), look.error if stands_out else look.title if y == 1 else look.base)
        for x, cell, end in ((middle, header.middle[y - 1], right - 3), (right, header.right[y - 1], self.size.width)):
            row.put(x - 2, "│", look.rule)
            row.put(x, cell.label, look.text_label)
            value = cut(cell.value, end - x - cell_len(cell.label) - 1)
            row.put(end - cell_len(value), value, look.base)

    # Tabs and buttons.

    def _draw_tabs(self, row: Row, y: int) -> None:
        look = self.page.look
        tabs = TABS[:_TABS_IN_FIRST_ROW] if y == 0 else TABS[_TABS_IN_FIRST_ROW:]
        at = 0
        for key, label in tabs:
            if key == self.page.tab:
                end = row.put(at, f"▸{label}", look.tab_active)
            else:
                style = look.dimmed if self.page.tab_refusal_of(key) else look.tab
                end = row.put(at, f" {label}", style)
                row.paint(at + 1, 1, style.chain(style, look.tab_letter.without_color))
            at = end

    def _draw_buttons(self, row: Row) -> None:
        look = self.page.look
        at = 1
        for button in BUTTONS:
            works = bool(button.action) and not self.page.refusal_of(button.action)
            style = look.tab if works else look.dimmed
            letter = button.label.lower().index(button.letter)
            end = row.put(at, button.label, style)
            if works:
                row.paint(at + letter, 1, style.chain(style, look.tab_letter.without_color))
            at = end + 1

    # Contents.

    def _contents(self) -> list[str]:
        return tab_lines(self.page.tabs[self.page.tab], self.size.width - 3)

    def _draw_contents(self, row: Row, y: int) -> None:
        look = self.page.look
        lines = self._contents()
        place = self.top + y
        if place < len(lines):
            row.put(1, lines[place], look.base)
        if y == 0 and self.top > 0:
            row.put(self.size.width - 2, "↑", look.key)
        if y == self.room - 1 and self.top + self.room < len(lines):
            row.put(self.size.width - 2, "↓", look.key)


def bar_text(parts: tuple[str, ...], width: int) -> str:
    """The parts of the header's first line with │ between them, without blanks around it where room is short."""
    shown = [part for part in parts if part]
    wide = " │ ".join(shown)
    return wide if cell_len(wide) <= width else "│".join(shown)


def tab_lines(tab: Tab, width: int) -> list[str]:
    """The contents of a tab as lines: labels and values in two columns, then the table."""
    rows = (len(tab.cells) + 1) // 2
    left, right = _labelled(tab.cells[:rows]), _labelled(tab.cells[rows:])
    most = max((cell_len(text) for text in left), default=0)
    least = max((cell_len(text) for text in right), default=0)
    middle = width // 2 if most < width // 2 and least <= width - width // 2 else max(most + 1, width - least)
    middle = min(middle, width * 3 // 5)
    lines = [_filled(text, middle) for text in left]
    for number, text in enumerate(right):
        lines[number] += cut(text, width - middle)
    return [*lines, *(_table_lines(tab.table, width) if tab.table is not None else [])]


def _labelled(cells: tuple[Cell, ...]) -> list[str]:
    """Labels in one column, values behind them."""
    widest = max((cell_len(cell.label) for cell in cells), default=0)
    return [f"{_filled(cell.label, widest)} {cell.value}" for cell in cells]


def _filled(text: str, width: int) -> str:
    shown = cut(text, width)
    return shown + " " * (width - cell_len(shown))


def _table_lines(table: Table, width: int) -> list[str]:
    """The table with columns as wide as what is in them, where the screen is wide enough for that."""
    rows = [table.headings, *table.rows]
    widths = [max(cell_len(row[place]) for row in rows) for place in range(len(table.headings))]
    gap = 2 if sum(widths) + 2 * (len(widths) - 1) <= width else 1
    while sum(widths) + gap * (len(widths) - 1) > width:
        widths[_gives_way(table, widths)] -= 1
    return [
        (" " * gap).join(_filled(text, size) for text, size in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def _gives_way(table: Table, widths: list[int]) -> int:
    """The column to take a cell from: a heading wider than its column first, then the widest; never a number."""
    needed = [max((cell_len(row[place]) for row in table.rows), default=0) for place in range(len(widths))]
    roomy = [place for place, width in enumerate(widths) if width > needed[place]]
    numbers = {place for place in range(len(widths)) for row in table.rows if row[place].isdigit()}
    candidates = roomy or [place for place in range(len(widths)) if place not in numbers] or list(range(len(widths)))
    return max(candidates, key=lambda place: widths[place])
