"""Niet opgehaald: what is to go from the shelf of reservations here, and where to."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, ClassVar

from textual.events import Resize
from textual.widget import Widget

from balie.dutch.dates import format_date
from balie.lending.hold_lists import ToClear, uncollected_list
from screens.actions import HOLD_MENU
from screens.exemplaren.scanning import ScanKeys
from screens.page import Page
from screens.reserveringen.lines import line
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import ListModel
from screens.widgets.summary import Summary

if TYPE_CHECKING:
    from balie.desk import Desk

_EMPTY = "Er is hier de laatste twee weken niets niet opgehaald of geannuleerd."
_DAY, _NUMBER, _NOW = 10, 14, 32
_DETAIL_ROWS = 4


class UncollectedPage(ScanKeys, Page):
    """Arrows walk; Enter shows the item, as does a scan."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "menu")
    LABELS: ClassVar[dict[str, str]] = {"main": "Exemplaar"}
    MENUS: ClassVar[dict[str, str]] = {"main": HOLD_MENU}
    HELPS: ClassVar[dict[str, str]] = {"main": "Toont het gemarkeerde exemplaar."}

    heading = "Niet opgehaald"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.rows: list[ToClear] = []
        self.list = ListModel()
        self.list_box = ListBox(self.list, self, heading=" ")
        self.list_box.empty = _EMPTY
        self.detail = Summary(self, heading="")
        self.detail.styles.height = _DETAIL_ROWS

    def body(self) -> list[Widget]:
        """The list, and the marked one."""
        return [self.list_box, self.detail]

    def on_mount(self) -> None:
        """Read it."""
        self.read_anew()

    def on_resize(self, event: Resize) -> None:
        """Lines as wide as the screen."""
        self._show()

    def returned_to(self) -> None:
        """Back from an item."""
        self.read_anew()

    def tab_shown(self) -> None:
        """What was done on another tab meanwhile shows."""
        self.read_anew()

    def read_anew(self) -> None:
        """Read what is to be cleared now."""
        self.rows = uncollected_list(self.desk)
        self._show()

    def _show(self) -> None:
        width = max(60, self.desk_app.size.width - 4)
        columns = (("Sinds", _DAY), ("Exemplaar", _NUMBER), ("Nu", _NOW), ("Titel", 0))
        self.list_box.heading = line(columns, width) if self.rows else ""
        lines = [
            line(((format_date(row.closed_on), _DAY), (row.number, _NUMBER), (row.now, _NOW), (row.title, 0)), width)
            for row in self.rows
        ]
        self.list.show(lines, [() for _ in lines], at=self.list.at)
        self.marked_another()
        self.list_box.refresh()

    def marked_another(self) -> None:
        """Tell of the marked one what its line has no room for."""
        row = self.rows[self.list.at] if self.rows else None
        self.detail.heading = "" if row is None else row.title
        self.detail.show((), () if row is None else (f"{row.reason.label.capitalize()}. {row.now}.",))
        self.detail.refresh()

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Digits are a scanned number; arrows walk."""
        if self.press_scanned(key, character):
            return True
        if key == "enter":
            self.run("main")
            return True
        if character is not None or not self.list.press(key, None):
            return False
        self.marked_another()
        self.list_box.refresh()
        return True

    def refusal_of(self, action_id: str) -> str:
        """There may be nothing."""
        return _EMPTY if action_id == "main" and not self.rows else super().refusal_of(action_id)

    async def do_main(self) -> None:
        """Show the marked item."""
        await self.take_item(self.rows[self.list.at].number)

    def do_back(self) -> Coroutine[object, object, None]:
        """Back to the list of the tab."""
        return self.desk_app.back()
