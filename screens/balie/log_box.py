"""The log of a session as a list: only the lines in sight are made up."""

from __future__ import annotations

from rich.style import Style

from screens.balie.log import Line, Work
from screens.pages.page import Page
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import ListModel


class LogBox(ListBox):
    """Draws the log under its heading; what was refused stands out, in colour and by its word."""

    def __init__(self, page: Page, work: Work) -> None:
        super().__init__(ListModel(), page, heading=" ", beside_form=True)
        self.work = work

    def show(self, *, newest: bool = True) -> None:
        """Show the log as it is now, with the newest line marked (or the one that was)."""
        model, count = self.model, len(self.work.log.lines)
        at = 0 if newest else model.at + count - len(model.lines)
        model.lines = [""] * count
        model.go_to(at)
        self.refresh()

    @property
    def marked(self) -> Line | None:
        """The line that is marked; None while there is none."""
        return self.work.log.lines[self.model.at] if self.work.log.lines else None

    def text_of(self, place: int) -> str:
        """The line at this place."""
        return self.work.log.lines[place].text(self.size.width - 3)

    def style_of(self, place: int) -> Style:
        """Red for what was refused, dim for what was taken back or answered."""
        line, look = self.work.log.lines[place], self.page.look
        if line.is_wrong:
            return look.error
        return look.dimmed if line.answer else look.base
