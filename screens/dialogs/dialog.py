"""A box over the screen that asks or tells something and gives an answer."""

from __future__ import annotations

import asyncio
from typing import ClassVar, Generic, TypeVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.events import Resize
from textual.geometry import Offset
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

from screens.dialogs.keyed import Keyed
from screens.widgets.row import Row, cut

Answer = TypeVar("Answer")

WIDEST = 76
"""The widest a box may be, so that it fits a screen of 80 with a margin."""


class Dialog(Keyed, ModalScreen[None], Generic[Answer]):
    """A box with a title and lines. `answer` is set once, by `give`; then the keys go back to the screen below."""

    AUTO_FOCUS = ""
    ALLOW_SELECT = False
    BINDINGS: ClassVar = []

    keeps_typed_ahead = True
    """Whether keys typed before the box appeared count as an answer to it."""

    at_top = False

    def __init__(self, title: str) -> None:
        super().__init__()
        self.box_title = title
        self.answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self.box = Box(self)

    def on_mount(self) -> None:
        """Beside the coach."""
        self.coach_changed()

    def on_resize(self, event: Resize) -> None:
        """In another window the coach may stand elsewhere."""
        self.coach_changed()

    def coach_changed(self) -> None:
        """Stand in the middle of what the coach leaves."""
        if not self.at_top:  # that one stands at the left already
            self.box.styles.margin = (0, self.desk_app.side_width, 0, 0)

    def compose(self) -> ComposeResult:
        """Only the box."""
        yield self.box

    def give(self, answer: Answer) -> None:
        """Answer and close. Keys wait until the screen below is back."""
        if not self.answer.done():
            self.desk_app.keys.hold()
            self.answer.set_result(answer)

    def lines(self, width: int) -> list[str]:
        """The text in the box, for a box of that inner width."""
        raise NotImplementedError

    def caret(self) -> Offset:
        """Where its caret or its mark is, inside the frame."""
        region = self.box.region
        x, y = self.caret_inside(max(1, region.width - 4))
        return Offset(region.x + 2 + x, region.y + 1 + y)

    def caret_inside(self, width: int) -> tuple[int, int]:
        """The cell and the line of the inside where the keys work: what ▸ marks, else the last line, of the buttons."""
        lines = self.lines(width)
        marked = (y for y, line in enumerate(lines) if line.startswith("▸"))
        return 0, next(marked, len(lines) - 1)

    def draw(self, row: Row, y: int, width: int) -> None:
        """Draw line `y` of the inside, beginning at cell 2 of the row."""
        lines = self.lines(width)
        if y < len(lines):
            row.put(2, cut(lines[y], width), self.look.dialog)

    def draw_marked(self, row: Row, y: int, width: int) -> None:
        """The same for a box with a list in it: the line that ▸ marks stands out."""
        line = self.lines(width)[y]
        row.put(2, cut(line, width), self.look.selected if line.startswith("▸") else self.look.dialog, width=width)

    @property
    def foot(self) -> str:
        """What stands in the frame below: what there is besides what is shown; empty where all of it is."""
        return ""

    def click_at(self, x: int, y: int) -> None:
        """A click on line `y` of the inside; a box that asks nothing of it passes it over."""

    def inner_height(self, width: int) -> int:
        """How many lines the inside has."""
        return len(self.lines(width))

    def inner_width(self) -> int:
        """How wide the inside wants to be."""
        return max([cell_len(self.box_title) + 4, *(cell_len(line) for line in self.lines(WIDEST - 4))])


class Box(Widget):
    """The frame of a dialog, sized to what is in it."""

    DEFAULT_CSS = "Box { width: auto; height: auto; }"

    def __init__(self, dialog: Dialog[Answer]) -> None:
        super().__init__()
        self.dialog = dialog

    def get_content_width(self, container: object, viewport: object) -> int:
        """As wide as the text, within the screen."""
        return max(1, min(self.dialog.inner_width() + 4, WIDEST, self.app.size.width))

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As high as the text, within the screen."""
        return max(1, min(self.dialog.inner_height(width - 4) + 2, self.app.size.height - 1))

    def click_at(self, x: int, y: int) -> None:
        """A click inside the frame."""
        if 0 < y < self.size.height - 1:
            self.dialog.click_at(x, y - 1)

    def render_line(self, y: int) -> Strip:
        """Draw one row of the box."""
        look = self.dialog.look
        width = self.size.width
        row = Row(width, look.dialog)
        if y == 0:
            title = f" {cut(self.dialog.box_title, max(1, width - 6))} "
            row.put(0, "╭─" + title + "─" * (width - cell_len(title) - 3) + "╮", look.dialog_title)
        elif y == self.size.height - 1:
            foot = f" {cut(self.dialog.foot, max(1, width - 6))} " if self.dialog.foot else ""
            row.put(0, "╰" + "─" * (width - cell_len(foot) - 3) + foot + "─╯", look.dialog_title)
        else:
            row.put(0, "│", look.dialog_title)
            self.dialog.draw(row, y - 1, width - 4)
            row.put(width - 2, " │", look.dialog_title)
        return row.strip()
