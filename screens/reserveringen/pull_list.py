"""Kastlijst: what is to be fetched from the shelves here; scanning what was found sets it aside for who waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from balie.lending.holds.pull_list import Pull, pull_list
from screens.host.places import TitleAt
from screens.keyboard.actions import HOLD_MENU
from screens.pages.act import Acts, PageAct
from screens.pages.list_page import ListPage
from screens.pages.scan_keys import ScanKeys
from screens.widgets.columns import line

if TYPE_CHECKING:
    from balie.desk import Desk

_EMPTY = "De kastlijst is leeg: er staat hier niets waar iemand op wacht."
_PLACE, _NUMBER, _BRANCH = 16, 14, 4


class PullListPage(ScanKeys, ListPage[Pull]):
    """Arrows walk along the shelves; G or a scan sets aside what was found, N tells that it is not there."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "put_ready", "not_found", "print_pull_list", "back")

    heading = "Kastlijst"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, heading=" ", empty=_EMPTY)

    def read_anew(self) -> None:
        """Read what is to be fetched now."""
        self.rows = pull_list(self.desk)
        self.show_rows()

    def drawn(self, width: int) -> list[str]:
        """`ROMANS  2 9428 0000 0001  hier  De ontdekking van de hemel`."""
        columns = (("Plaatsing", _PLACE), ("Exemplaar", _NUMBER), ("Naar", _BRANCH), ("Titel", 0))
        self.list_box.heading = line(columns, width) if self.rows else ""
        here = self.desk.branch.number
        return [
            line(
                (
                    (row.place or "-", _PLACE),
                    (row.number, _NUMBER),
                    ("hier" if row.branch == here else row.branch, _BRANCH),
                    (row.title, 0),
                ),
                width,
            )
            for row in self.rows
        ]

    # Keys.

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Digits are a scanned number."""
        return self.press_scanned(key, character) or super().press_in_body(key, character)

    async def take_item(self, number: str) -> None:
        """Set a scanned item aside."""
        await self._put_ready(number)

    async def do_put_ready(self) -> None:
        """Set the marked item aside."""
        await self._put_ready(self.rows[self.list.at].number)

    async def _put_ready(self, number: str) -> None:
        from balie.lending.holds.set_aside import set_aside
        from screens.reserveringen.slips import print_slip

        caught = set_aside(self.desk, number)
        told = f"{caught.number}: {caught.text}"
        if printed := await print_slip(self.desk_app, caught.slip):
            told += f" {printed}."
        self.read_anew()
        self.say(told)

    async def do_not_found(self) -> None:
        """Niet gevonden: the marked item is missing, after asking."""
        from balie.catalogue.stock import mark_missing
        from balie.lending.stock import let_go, told_of_missing, who_waits_in_vain
        from screens.dialogs.question import Question

        row = self.rows[self.list.at]
        becomes = told_of_missing(self.desk.store, row.number)
        asked = f"Exemplaar {row.number} van {row.title} als vermist melden? {becomes}".rstrip()
        if await self.desk_app.ask(Question(asked)):
            mark_missing(self.desk, row.number, let_go)
            self.read_anew()
            in_vain = who_waits_in_vain(self.desk.store, row.number)
            self.say(f"Exemplaar {row.number} is vermist gemeld. {in_vain}".rstrip())

    async def do_print_pull_list(self) -> None:
        """The list on paper."""
        from balie.lending.holds.pull_list import queue_pull_list
        from screens.acts.printing import print_receipt

        self.say(await print_receipt(self.desk, queue_pull_list(self.desk), None))

    async def do_main(self) -> None:
        """Show the title of the marked item."""
        from balie.catalogue.items import item_of

        title_id = item_of(self.desk.store, self.rows[self.list.at].number).title_id
        await self.desk_app.show(TitleAt(title_id))

    ACTS: Acts[Self] = (
        PageAct("put_ready", do_put_ready, refused=ListPage.nothing_listed),
        PageAct("not_found", do_not_found, refused=ListPage.nothing_listed),
        PageAct("print_pull_list", do_print_pull_list, refused=ListPage.nothing_listed),
        PageAct(
            "main",
            do_main,
            refused=ListPage.nothing_listed,
            label="Titel",
            menu=HOLD_MENU,
            help="Toont de titel van het gemarkeerde exemplaar.",
        ),
    )
