"""How a customer is drawn: five lines of header, two rows of tabs, the contents, the buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.row import Row, cut

if TYPE_CHECKING:
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

    def _columns(self) -> tuple[int, int, int]:
        """Where the three columns of the header begin: S1's proportions at any width."""
        width = self.size.width
        return 1, 1 + width * 31 // 100, 1 + width * 72 // 100

    def _draw_header(self, row: Row, y: int) -> None:
        look, header = self.page.look, self.page.header
        if y == 0:
            at = 1
            for number, text in enumerate(header.bar):
                if text:
                    at = row.put(at, ("" if number == 0 else " │ ") + text, look.tab_active)
            row.paint(0, self.size.width, look.tab_active)
            return
        columns = self._columns()
        left = header.left[y - 1]
        style = look.error if y == 4 and not header.membership_valid else look.title if y == 1 else look.base
        text = f"! {left}" if y == 4 and not header.membership_valid and left else left
        row.put(columns[0], cut(text, columns[1] - 3), style)
        for place, cells, end in ((1, header.middle, columns[2]), (2, header.right, self.size.width)):
            cell = cells[y - 1]
            x = columns[place]
            row.put(x - 2, "│", look.rule)
            row.put(x, cell.label, look.text_label)
            value = cut(cell.value, end - x - cell_len(cell.label) - 3)
            row.put(end - (3 if place == 1 else 1) - cell_len(value), value, look.base)

    # Tabs and buttons.

    def _draw_tabs(self, row: Row, y: int) -> None:
        look = self.page.look
        tabs = TABS[:_TABS_IN_FIRST_ROW] if y == 0 else TABS[_TABS_IN_FIRST_ROW:]
        at = 1
        for key, label in tabs:
            if key == self.page.tab:
                end = row.put(at, f"▸{label}", look.tab_active)
            else:
                style = look.dimmed if self.page.tab_refusal_of(key) else look.tab
                end = row.put(at, f" {label}", style)
                row.paint(at + 1, 1, style.chain(style, look.tab_letter.without_color))
            at = end + 1

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
            at = end + 2

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


def tab_lines(tab: Tab, width: int) -> list[str]:
    """The contents of a tab as lines: labels and values in as many columns as fit two, then the table."""
    lines = []
    half = (width - 2) // 2
    cells = tab.cells
    rows = (len(cells) + 1) // 2
    widest = [max((cell_len(cell.label) for cell in part), default=0) for part in (cells[:rows], cells[rows:])]
    for number in range(rows):
        left = cells[number]
        text = _cell(left.label, left.value, widest[0], half)
        if rows + number < len(cells):
            right = cells[rows + number]
            text = f"{text}  {_cell(right.label, right.value, widest[1], half)}"
        lines.append(text)
    if tab.table is not None:
        lines += [*([""] if lines else []), *_table_lines(tab.table, width)]
    return lines


def _cell(label: str, value: str, label_width: int, width: int) -> str:
    text = cut(f"{label}{' ' * (label_width - cell_len(label) + 2)}{value}", width)
    return text + " " * (width - cell_len(text))


def _table_lines(table: Table, width: int) -> list[str]:
    """The table with columns as wide as what is in them; the widest gives way where the screen is too narrow."""
    rows = [table.headings, *table.rows]
    widths = [max(cell_len(row[place]) for row in rows) for place in range(len(table.headings))]
    while sum(widths) + 2 * (len(widths) - 1) > width:
        widths[widths.index(max(widths))] -= 1
    lines = []
    for row in rows:
        texts = [cut(text, size) for text, size in zip(row, widths, strict=True)]
        lines.append("  ".join(t + " " * (s - cell_len(t)) for t, s in zip(texts, widths, strict=True)).rstrip())
    return lines
