"""Zoeklijst: what customers say was brought back, along the shelves here (rules.md#claimed)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.lending.search_list import (
    NOTHING,
    Search,
    found_on_shelf,
    let_go_of,
    mark_searched,
    queue_search_list,
    search_list,
    undo_searched,
)
from screens.host.places import AtHome
from screens.keyboard.actions import ITEM_MENU
from screens.pages.act import Acts, PageAct
from screens.pages.list_page import ListPage
from screens.pages.scan_keys import ScanKeys
from screens.widgets.columns import line

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.lending.session.acts import Returned

_PLACE, _NUMBER, _DAYS, _STATE = 12, 14, 3, 18


class SearchListPage(ScanKeys, ListPage[Search]):
    """Arrows walk along the shelves; Enter shows the item, as does a scan. F4 takes back what was done here last."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "searched", "found", "missing", "print_search_list", "back")
    DETAIL_ROWS = 4

    heading = "Zoeklijst"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, heading=" ", empty=NOTHING)
        self.last: Search | Returned | None = None

    def read_anew(self) -> None:
        """Read what is to be searched now."""
        self.rows = search_list(self.desk)
        self.show_rows()

    def drawn(self, width: int) -> list[str]:
        """`ROMANS  39428000000017  14  gezocht 11-05-2024  De avonden / Reve, Gerard`."""
        columns = (("Plaatsing", _PLACE), ("Exemplaar", _NUMBER), ("Dgn", _DAYS), ("Stand", _STATE), ("Titel", 0))
        self.list_box.heading = line(columns, width) if self.rows else ""
        return [
            line(
                (
                    (row.place or "-", _PLACE),
                    (row.number, _NUMBER),
                    (str(row.days), _DAYS),
                    (row.state, _STATE),
                    (row.title, 0),
                ),
                width,
            )
            for row in self.rows
        ]

    def marked_another(self) -> None:
        """Tell of the marked one what its line has no room for."""
        row = self.row()
        self.detail.heading = "" if row is None else row.title
        self.detail.show((), () if row is None else (row.told,))
        self.detail.refresh()

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Digits are a scanned number."""
        return self.press_scanned(key, character) or super().press_in_body(key, character)

    async def do_main(self) -> None:
        """Show the marked item."""
        await self.take_item(self.rows[self.list.at].number)

    async def do_hold_customer(self) -> None:
        """Klant: In bezit of who says that it is back, where it can be reported lost."""
        await self.desk_app.show(AtHome(self.rows[self.list.at].customer_id))

    def do_searched(self) -> None:
        """Gezocht: the marked item was searched, and not found."""
        row = self.rows[self.list.at]
        mark_searched(self.desk, row)
        self.last = row
        self.done(f"{row.title}: gezocht op {format_date(self.desk.working_date)}. Annuleren: F4.")

    async def do_found(self) -> None:
        """Gevonden: the marked item stands on its shelf."""
        from screens.dialogs.question import Question

        row = self.rows[self.list.at]
        if not await self.desk_app.ask(
            Question(f"{row.title} gevonden? Het telt als ingeleverd op {format_date(row.claimed_on)}.")
        ):
            return
        act = found_on_shelf(self.desk, row)
        self.last = act
        waits = " Er wacht een klant op: scan het bij Innemen." if act.hold is not None else ""
        self.done(f"{row.title}: ingenomen per {format_date(row.claimed_on)}.{_costs(act)}{waits}")

    async def do_missing(self) -> None:
        """Vermist: search the marked item no more."""
        from balie.lending.stock import told_of_missing, who_waits_in_vain
        from screens.dialogs.question import Question

        row = self.rows[self.list.at]
        asked = f"{row.title} niet meer zoeken? De lening eindigt per {format_date(row.claimed_on)}, het is vermist."
        if not await self.desk_app.ask(Question(f"{asked} {told_of_missing(self.desk.store, row.number)}".rstrip())):
            return
        act = let_go_of(self.desk, row)
        self.last = act
        in_vain = who_waits_in_vain(self.desk.store, row.number)
        self.done(f"{row.title} is vermist.{_costs(act)} {in_vain}".rstrip())

    def do_undo_scan(self) -> None:
        """Annuleren: what was done here last."""
        from balie.lending.undo import undo

        last, stays = self.last, ""
        assert last is not None, "refused before"
        if isinstance(last, Search):
            undo_searched(self.desk, last)
        else:
            stays = undo(self.desk, last)
        self.last = None
        self.done(f"Geannuleerd: {last.title}. {stays}".rstrip())

    async def do_print_search_list(self) -> None:
        """What is to be searched now, on paper."""
        from screens.acts.printing import print_receipt

        self.say(await print_receipt(self.desk, queue_search_list(self.desk), None))

    def nothing_done(self) -> str:
        """Why there is nothing to take back; empty when there is."""
        return "" if self.last is not None else "Op deze lijst is nog niets gedaan dat terug kan."

    ACTS: Acts[Self] = (
        PageAct(
            "main",
            do_main,
            refused=ListPage.nothing_listed,
            label="Exemplaar",
            menu=ITEM_MENU,
            help="Toont het gemarkeerde exemplaar.",
        ),
        PageAct("searched", do_searched, refused=ListPage.nothing_listed),
        PageAct(
            "found", do_found, refused=ListPage.nothing_listed, help="Neemt het in per de dag dat de klant het zei."
        ),
        PageAct(
            "missing",
            do_missing,
            refused=ListPage.nothing_listed,
            help="Zoekt niet meer: de lening eindigt, het is vermist.",
        ),
        PageAct(
            "hold_customer",
            do_hold_customer,
            refused=ListPage.nothing_listed,
            menu=ITEM_MENU,
            help="Toont In bezit van wie zegt dat het terug is.",
        ),
        PageAct("print_search_list", do_print_search_list, refused=ListPage.nothing_listed),
        PageAct(
            "undo_scan",
            do_undo_scan,
            refused=nothing_done,
            menu=ITEM_MENU,
            help="Neemt terug wat op deze lijst het laatst is gedaan.",
        ),
    )


def _costs(act: Returned) -> str:
    return f" Te-laat-geld: {format_cents(act.fine_cents)}." if act.fine_cents else ""
