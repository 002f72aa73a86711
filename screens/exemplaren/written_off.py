"""Afgeschreven: what was written off in the last thirty days, and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from balie.catalogue.stock import UNDO_DAYS, undo_write_off
from balie.catalogue.written_off import PAGE, WrittenOff, written_off_items
from balie.dutch.dates import format_date
from screens.keyboard.actions import ITEM_MENU
from screens.pages.act import Acts, PageAct
from screens.pages.list_page import ListPage
from screens.pages.scan_keys import ScanKeys
from screens.widgets.columns import line

if TYPE_CHECKING:
    from balie.desk import Desk

_EMPTY = f"In de laatste {UNDO_DAYS} dagen is niets afgeschreven. Wat eerder is afgeschreven vindt u op nummer."
_DAY, _NUMBER, _BRANCH, _REASON = 10, 14, 4, 20


class WrittenOffPage(ScanKeys, ListPage[WrittenOff]):
    """Arrows walk and read on; Enter shows the item, as does a scan, also of one that was written off long ago."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "undo_write_off", "back", "menu")

    heading = "Afgeschreven"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, heading=" ", empty=_EMPTY)

    def read_anew(self) -> None:
        """Read what was written off, as far as it was read."""
        self.read_as_far()
        self.show_rows()

    def read_on(self) -> None:
        """Read the next page."""
        after = self.rows[-1] if self.rows else None
        more = written_off_items(self.desk.store, self.desk.working_date, after=after)
        self.rows += more
        self.goes_on = len(more) == PAGE

    def drawn(self, width: int) -> list[str]:
        """`09-04-2024  39428000000017  9428  Verouderd             De avonden / Reve, Gerard`."""
        columns = (("Op", _DAY), ("Exemplaar", _NUMBER), ("Van", _BRANCH), ("Reden", _REASON), ("Titel", 0))
        self.list_box.heading = line(columns, width) if self.rows else ""
        return [
            line(
                (
                    (format_date(row.written_off_on), _DAY),
                    (row.number, _NUMBER),
                    (row.branch, _BRANCH),
                    (row.reason, _REASON),
                    (row.title, 0),
                ),
                width,
            )
            for row in self.rows
        ]

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Digits are a scanned number."""
        return self.press_scanned(key, character) or super().press_in_body(key, character)

    async def do_main(self) -> None:
        """Show the marked item."""
        await self.take_item(self.rows[self.list.at].number)

    async def do_undo_write_off(self) -> None:
        """Herstel: the marked item belongs to the stock again."""
        from screens.dialogs.question import Question

        row = self.rows[self.list.at]
        if await self.desk_app.ask(Question(f"Afschrijven van exemplaar {row.number} ({row.title}) terugdraaien?")):
            undo_write_off(self.desk, row.number)
            self.done(f"Exemplaar {row.number} hoort weer bij de collectie.")

    ACTS: Acts[Self] = (
        PageAct(
            "main",
            do_main,
            refused=ListPage.nothing_listed,
            label="Exemplaar",
            menu=ITEM_MENU,
            help="Toont het gemarkeerde exemplaar.",
        ),
        PageAct("undo_write_off", do_undo_write_off, refused=ListPage.nothing_listed, label="Herstel"),
    )
