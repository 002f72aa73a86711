"""A few lines of text above what is done with them: as high as they are many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.row import Row

if TYPE_CHECKING:
    from screens.host.asking import Surface


class Facts(Widget):
    """Draws lines, the first one as a title, and a blank below them."""

    DEFAULT_CSS = "Facts { height: 1; width: 1fr; }"

    def __init__(self, page: Surface) -> None:
        super().__init__()
        self.page = page
        self.lines: tuple[str, ...] = ()

    def show(self, lines: Sequence[str]) -> None:
        """Show other lines."""
        self.lines = tuple(lines)
        self.styles.height = len(self.lines) + 1
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        look = self.page.look
        row = Row(self.size.width, look.base)
        if y < len(self.lines):
            row.put(1, self.lines[y], look.title if y == 0 else look.base)
        return row.strip()
