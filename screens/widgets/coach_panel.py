"""What the coach tells at the side of a wide screen; the page has the rest of the width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.row import Row

if TYPE_CHECKING:
    from screens.host.asking import Surface


class CoachPanel(Widget):
    """Draws what practising tells, from top to bottom of the screen."""

    DEFAULT_CSS = "CoachPanel { dock: right; height: 100%; width: 0; }"

    def __init__(self, page: Surface) -> None:
        super().__init__()
        self.page = page

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        look, practice = self.page.look, self.page.desk_app.practice
        row = Row(self.size.width, look.base)
        row.put(0, "│", look.rule)
        rows = [] if practice is None else practice.panel(max(1, self.size.width - 3), self.size.height)
        if y < len(rows):
            shown = rows[y]
            row.put(2, shown.text, look.title if shown.title else look.dimmed if shown.dimmed else look.base)
        return row.strip()
