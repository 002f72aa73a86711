"""The five lines of a customer's header (rules.md#header), drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from screens.widgets.row import Row, cut

if TYPE_CHECKING:
    from balie.customers.header import Header
    from screens.host.looks import Look

HEADER_ROWS = 5
BRIEF_ROWS = 2
_MIDDLE_WIDTH = len("geboortedatum 04-01-1991 (33 jr.)")


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


def draw_brief(row: Row, y: int, header: Header, look: Look) -> None:
    """Draw row `y` of the two that are left of a header where a list needs the room: the bar, and what counts there."""
    if y == 0:
        draw_header(row, y, header, look)
        return
    end = row.put(1, header.name, look.title)
    for cell in (header.middle[2], *header.right[1:], header.middle[0]):
        told = f" │ {cell.text}"
        if end + cell_len(told) > row.width:  # an amount is of no use by half
            break
        end = row.put(end, told, look.base)


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
