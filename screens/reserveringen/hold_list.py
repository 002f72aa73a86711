"""A list of reservations, whichever: one a line, the acts on the marked one by key, more of it below."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from balie.circulation.hold_rules import USUAL_PRIORITY
from balie.circulation.holds import HoldState
from balie.customers.header import branch_label
from balie.dutch.dates import format_date
from balie.lending.holds.collecting import CONTACT_LABELS
from balie.lending.holds.lists import PAGE, HoldRow
from balie.lending.stock import waits_in_vain
from screens.host.places import TitleAt
from screens.keyboard.actions import HOLD_MENU
from screens.pages.act import Acts, PageAct
from screens.pages.list_page import ListPage
from screens.pages.scan_keys import ScanKeys
from screens.reserveringen.hold_acts import HoldActs
from screens.widgets.columns import line

if TYPE_CHECKING:
    from balie.desk import Desk
    from screens.reserveringen.sources import HoldSource


class HoldListPage(ScanKeys, ListPage[HoldRow], HoldActs):
    """Arrows and PgUp PgDn walk and read on; Enter shows the title. A scanned item marks the reservation it is for."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "menu")
    DETAIL_ROWS = 5

    def __init__(self, desk: Desk, source: HoldSource) -> None:
        self.heading = source.title
        super().__init__(desk, heading=" ", empty=source.empty)
        self.source = source
        self.with_done = False

    # The lines.

    def read_anew(self) -> None:
        """Read what is there now, as far as it was read; the same reservation stays marked, wherever it stands now."""
        marked = self.row()
        self.read_as_far()
        if marked is not None:
            self.list.at = next((place for place, row in enumerate(self.rows) if row.id == marked.id), self.list.at)
        self.show_rows()

    def read_on(self) -> None:
        """Read the next page."""
        more = self.source.read(self.desk, self.rows[-1] if self.rows else None, closed=self.with_done)
        self.rows += more
        self.goes_on = len(more) == PAGE

    def drawn(self, width: int) -> list[str]:
        """As what is listed here draws them."""
        self.list_box.heading = line(self.source.headings, width) if self.rows else ""
        return [line(self.source.cells(row), width) for row in self.rows]

    def marked_another(self) -> None:
        """Tell of the marked reservation what its line has no room for."""
        row = self.row()
        if row is None:
            self.detail.heading = self.source.about(self.desk)
            self.detail.show((), ())
        else:
            whose = f"{row.customer}  {row.card or 'nog zonder klantnummer'}" if row.customer else "Klant onbekend"
            self.detail.heading = whose
            self.detail.show((), told_of(self.desk, row))
        self.detail.refresh()

    # Keys.

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Digits are a scanned number."""
        return self.press_scanned(key, character) or super().press_in_body(key, character)

    async def take_item(self, number: str) -> None:
        """Mark the reservation that a scanned item is for; show the item where it is for none of these."""
        place = next((place for place, row in enumerate(self.rows) if row.ready_item == number), None)
        if place is None:
            await super().take_item(number)
            return
        self.list.go_to(place)
        self.marked_another()
        self.list_box.refresh()

    async def do_main(self) -> None:
        """Show the title."""
        await self.desk_app.show(TitleAt(self.at_hand().title_id))

    async def do_hold_done(self) -> None:
        """Show what was closed too, or not any more; only of a customer, whose history that is."""
        self.with_done = not self.with_done
        self.read_anew()
        self.say("Wat is afgehandeld staat er nu bij." if self.with_done else "Nu staat hier alleen wat loopt.")

    def lists_all(self) -> str:
        """What was closed is only listed of one customer: why it is not here; empty when it is."""
        from screens.reserveringen.sources import HoldsOfCustomer

        return (
            ""
            if isinstance(self.source, HoldsOfCustomer)
            else "Wat is afgehandeld ziet u per klant: kies Van een klant (5)."
        )

    ACTS: Acts[Self] = (
        PageAct(
            "main",
            do_main,
            refused=HoldActs.no_hold,
            label="Titel",
            menu=HOLD_MENU,
            help="Toont de titel van de gemarkeerde reservering.",
        ),
        PageAct("hold_done", do_hold_done, refused=lists_all),
    )


def told_of(desk: Desk, row: HoldRow) -> list[str]:
    """A reservation in sentences: of what, how far, where it is collected, which item stands ready."""
    where = f"afhalen in {branch_label(desk, row.branch)}"
    unusual = row.state is HoldState.WAITING and row.priority != USUAL_PRIORITY
    first = f"; prioriteit {row.priority}" if unusual else ""
    found = [row.name, f"{row.status}; {where}{first}."]
    if row.contact is not None and row.closed_on is None:
        found.append(f"Bericht over deze reservering: {CONTACT_LABELS[row.contact]}.")
    if row.item_number is not None:
        found.append(f"Alleen exemplaar {row.item_number}.")
    if waits_in_vain(desk.store, row.id):
        found.append("Let op: hiervoor kan geen exemplaar meer komen (vermist, afgeschreven).")
    if row.ready_item is not None and row.closed_on is None:
        since = "" if row.ready_on is None else f", sinds {format_date(row.ready_on)}"
        found.append(f"Apart gezet: exemplaar {row.ready_item}{since}.")
    return found
