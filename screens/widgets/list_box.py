"""A list drawn by one widget: only the lines in sight cost anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual.events import Resize
from textual.geometry import Offset
from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.list_model import ListModel
from screens.widgets.row import Row, wrapped

if TYPE_CHECKING:
    from screens.host.asking import Surface


class ListBox(Widget):
    """Draws a `ListModel` under a heading; ▸ marks the line, ↑ and ↓ tell that there is more.

    Beside a form that has the cursor (`beside_form`), and while the fields above it have the keys, the mark is ›: what
    is typed goes elsewhere, and what is chosen is seen without bold too.
    """

    DEFAULT_CSS = "ListBox { height: 1fr; width: 1fr; }"

    def __init__(self, model: ListModel, page: Surface, *, heading: str = "", beside_form: bool = False) -> None:
        super().__init__()
        self.beside_form = beside_form
        self.model = model
        self.page = page
        self.heading = heading
        self.focused = True
        self.empty = ""

    def on_resize(self, event: Resize) -> None:
        """More or fewer lines fit."""
        self.model.height = max(1, event.size.height - (1 if self.heading else 0))
        self.model.keep_in_sight()
        self.page.list_resized()
        self.refresh()

    def click_at(self, x: int, y: int) -> None:
        """A click marks a line; a click on the marked one is Enter."""
        place = self.model.top + y - (1 if self.heading else 0)
        if 0 <= place < len(self.model.lines) and not self.page.masthead.active:
            if place == self.model.at:
                self.page.press("enter", None)
            else:
                self.model.go_to(place)
                self.page.marked_another()
            self.refresh()

    def caret(self) -> Offset | None:
        """The line that ▸ marks; the first row while there is none."""
        return self._mark if self._has_keys else None

    def mark_beside(self) -> Offset | None:
        """The line that › marks beside a form: where one is after walking to it."""
        has_arrows = self.beside_form and self.focused and not self.page.masthead.active
        return self._mark if has_arrows and self.model.lines else None

    @property
    def _mark(self) -> Offset:
        place = self.model.at - self.model.top if self.model.lines else 0
        return Offset(0, max(0, place + (1 if self.heading else 0)))

    @property
    def _has_keys(self) -> bool:
        return self.focused and not self.beside_form and not self.page.masthead.active

    def text_of(self, place: int) -> str:
        """The line at this place."""
        return self.model.lines[place]

    def style_of(self, place: int) -> Style:
        """How a line that is not marked is drawn."""
        return self.page.look.base

    def render_line(self, y: int) -> Strip:
        """Draw the heading or a line."""
        look = self.page.look
        width = self.size.width
        row = Row(width, look.base)
        if self.heading:
            if y == 0:
                row.put(1, self.heading, look.title)
                if self.model.at < 0 and self._has_keys:
                    row.put(0, "▸", look.key)
                return row.strip()
            y -= 1
        model = self.model
        place = model.top + y
        if place >= len(model.lines):
            empty = [] if model.lines else wrapped(self.empty, width - 2)
            if y < len(empty):
                row.put(1, empty[y], look.base)
                if y == 0 and self._has_keys:
                    row.put(0, "▸", look.key)
            return row.strip()
        marked = place == model.at
        in_sight = not self.page.masthead.active
        here = marked and self._has_keys
        style = look.selected if here else look.title if marked else self.style_of(place)
        row.put(0, "▸" if here else "›" if marked and in_sight else " ", style)
        row.put(1, self.text_of(place), style, width=width - 3)
        if y == 0 and model.top > 0:
            row.put(width - 2, "↑", look.key)
        elif y == model.height - 1 and model.goes_on:
            row.put(width - 2, "↓", look.key)
        return row.strip()
