"""Overzichten: which there are, and what each of them tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from textual.widget import Widget

from balie.finance.overviews.registry import OVERVIEWS
from screens.pages.act import Acts, PageAct
from screens.pages.page import BACK, Page
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import ListModel
from screens.widgets.summary import Summary

if TYPE_CHECKING:
    from balie.desk import Desk

_HELP_ROWS = 3


class OverviewsPage(Page):
    """Arrows or a letter go to one, what it is about stands below; Enter opens it."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "menu")

    heading = "Overzichten"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.list = ListModel()
        self.list_box = ListBox(self.list, self)
        self.list.show([item.title for item in OVERVIEWS], [(item.title,) for item in OVERVIEWS])
        self.told = Summary(self, heading="")
        self.told.styles.height = _HELP_ROWS

    def body(self) -> list[Widget]:
        """The list, and what the marked one is about."""
        return [self.list_box, self.told]

    def on_mount(self) -> None:
        """Tell of the first."""
        self.marked_another()

    def marked_another(self) -> None:
        """Tell what the marked one is about."""
        item = OVERVIEWS[self.list.at]
        self.told.heading = item.title
        self.told.show((), [item.help])

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Walk, or open."""
        if key == "enter":
            self.run("main")
            return True
        handled = self.list.press(key, character)
        if handled:
            self.list_box.refresh()
            self.marked_another()
        return handled

    async def do_main(self) -> None:
        """Open the marked one."""
        from screens.financieel.overviews.overview import OverviewPage

        await self.desk_app.open(OverviewPage(self.desk, OVERVIEWS[self.list.at]))

    ACTS: Acts[Self] = (
        PageAct("main", do_main, label="Openen"),
        BACK,
    )
