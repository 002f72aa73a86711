"""A page that is one list: arrows walk it, Enter does what the page is for, letters are the actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, Self, TypeVar

from textual.events import Resize
from textual.widget import Widget

from screens.pages.act import Acts
from screens.pages.page import BACK, Page
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import ListModel
from screens.widgets.summary import Summary

if TYPE_CHECKING:
    from balie.desk import Desk

RowT = TypeVar("RowT")


class ListPage(Page, Generic[RowT]):
    """Rows, a line for each; below them, where `DETAIL_ROWS` gives it room, what the line of the marked one leaves out.

    A page made of it says how rows are read (`read_anew`, and `read_on` where there can be more) and drawn (`drawn`).
    """

    DETAIL_ROWS: ClassVar[int] = 0

    def __init__(self, desk: Desk, *, heading: str = "", empty: str = "") -> None:
        super().__init__()
        self.desk = desk
        self.rows: list[RowT] = []
        self.goes_on = False
        """Whether there are rows behind these that were not read yet."""
        self.list = ListModel()
        self.list_box = ListBox(self.list, self, heading=heading)
        self.list_box.empty = empty
        self.detail = Summary(self, heading="")
        self.detail.styles.height = self.DETAIL_ROWS

    def body(self) -> list[Widget]:
        """The list, and the marked one where it has room."""
        return [self.list_box, self.detail] if self.DETAIL_ROWS else [self.list_box]

    def on_mount(self) -> None:
        """Read the first rows."""
        self.read_anew()

    def on_resize(self, event: Resize) -> None:
        """Lines as wide as the screen."""
        self.show_rows()

    def returned_to(self) -> None:
        """Back from something that may have changed one."""
        self.read_anew()

    def tab_shown(self) -> None:
        """What was done on another tab meanwhile shows."""
        self.read_anew()

    # The rows.

    def read_anew(self) -> None:
        """Read what is there now, and show it. Without an own one: the rows do not change while the page is open."""
        self.show_rows()

    def read_on(self) -> None:
        """Add the rows behind the last one. Asked only while `goes_on`."""

    def read_as_far(self) -> None:
        """Read again from the first row on, as far as was read before: for a list with a `read_on` from its rows."""
        seen, self.rows = len(self.rows), []
        self.read_on()
        while self.goes_on and len(self.rows) < seen:
            self.read_on()

    def drawn(self, width: int) -> list[str]:
        """A line for each row, of so many cells; what stands above the list may be set here too."""
        raise NotImplementedError

    def show_rows(self) -> None:
        """Draw the rows again, with the same line marked."""
        lines = self.drawn(self.line_width)
        self.list.show(lines, [() for _ in lines], at=self.list.at, more=self.goes_on)
        self.marked_another()
        self.list_box.refresh()

    def row(self) -> RowT | None:
        """The marked row; None where the list is empty."""
        return self.rows[self.list.at] if self.rows else None

    def done(self, told: str) -> None:
        """Something was done with a row: show how it is now, and tell."""
        self.read_anew()
        self.say(told)

    # Keys.

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Arrows walk and read on, Enter does what the page is for."""
        if key == "enter":
            self.run("main")
            return True
        if character is not None:
            return False
        if key in ("down", "pagedown") and self.goes_on and self.list.at + self.list.height >= len(self.rows):
            self.read_on()
            self.show_rows()
        if not self.list.press(key, None):
            return False
        self.marked_another()
        self.list_box.refresh()
        return True

    def nothing_listed(self) -> str:
        """Why an act on a row cannot be done: there may be nothing in the list. Empty when there is."""
        return "" if self.rows else self.list_box.empty

    ACTS: Acts[Self] = (BACK,)
