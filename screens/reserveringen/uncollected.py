"""Niet opgehaald: what is to go from the shelf of reservations here, and where to."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from balie.dutch.dates import format_date
from balie.lending.holds.lists import ToClear, uncollected_list
from screens.keyboard.actions import HOLD_MENU
from screens.pages.act import Acts, PageAct
from screens.pages.list_page import ListPage
from screens.pages.scan_keys import ScanKeys
from screens.widgets.columns import line

if TYPE_CHECKING:
    from balie.desk import Desk

_EMPTY = "Alles wat hier klaarstond, is de laatste twee weken opgehaald; er is niets van de plank te halen."
_DAY, _NUMBER, _NOW = 10, 14, 32


class UncollectedPage(ScanKeys, ListPage[ToClear]):
    """Arrows walk; Enter shows the item, as does a scan."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "menu")
    DETAIL_ROWS = 4

    heading = "Niet opgehaald"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, heading=" ", empty=_EMPTY)

    def read_anew(self) -> None:
        """Read what is to be cleared now."""
        self.rows = uncollected_list(self.desk)
        self.show_rows()

    def drawn(self, width: int) -> list[str]:
        """`09-04-2024  29428000077727  weg te zetten  De ontdekking van de hemel`."""
        columns = (("Sinds", _DAY), ("Exemplaar", _NUMBER), ("Nu", _NOW), ("Titel", 0))
        self.list_box.heading = line(columns, width) if self.rows else ""
        return [
            line(((format_date(row.closed_on), _DAY), (row.number, _NUMBER), (row.now, _NOW), (row.title, 0)), width)
            for row in self.rows
        ]

    def marked_another(self) -> None:
        """Tell of the marked one what its line has no room for."""
        row = self.row()
        self.detail.heading = "" if row is None else row.title
        self.detail.show((), () if row is None else (f"{row.reason.label.capitalize()}. {row.now}.",))
        self.detail.refresh()

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Digits are a scanned number."""
        return self.press_scanned(key, character) or super().press_in_body(key, character)

    async def do_main(self) -> None:
        """Show the marked item."""
        await self.take_item(self.rows[self.list.at].number)

    ACTS: Acts[Self] = (
        PageAct(
            "main",
            do_main,
            refused=ListPage.nothing_listed,
            label="Exemplaar",
            menu=HOLD_MENU,
            help="Toont het gemarkeerde exemplaar.",
        ),
    )
