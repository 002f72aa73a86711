"""A list of reservations, whichever: one a line, the acts on the marked one by key, more of it below."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, ClassVar

from textual.events import Resize
from textual.widget import Widget

from balie.circulation.hold_rules import USUAL_PRIORITY
from balie.circulation.holds import HoldState
from balie.customers.overview import branch_label
from balie.dutch.dates import format_date
from balie.lending.hold_lists import PAGE, HoldRow
from screens.actions import HOLD_MENU
from screens.exemplaren.scanning import ScanKeys
from screens.reserveringen.hold_acts import HoldActs
from screens.reserveringen.lines import line
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import ListModel
from screens.widgets.summary import Summary

if TYPE_CHECKING:
    from balie.desk import Desk
    from screens.reserveringen.sources import Source

_DETAIL_ROWS = 5


class HoldListPage(ScanKeys, HoldActs):
    """Arrows and PgUp PgDn walk and read on; Enter shows the title. A scanned item marks the reservation it is for."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "menu")
    LABELS: ClassVar[dict[str, str]] = {"main": "Titel"}
    MENUS: ClassVar[dict[str, str]] = {"main": HOLD_MENU}
    HELPS: ClassVar[dict[str, str]] = {"main": "Toont de titel van de gemarkeerde reservering."}

    def __init__(self, desk: Desk, source: Source) -> None:
        self.heading = source.title
        super().__init__()
        self.desk = desk
        self.source = source
        self.rows: list[HoldRow] = []
        self.goes_on = False
        self.with_done = False
        self.list = ListModel()
        self.list_box = ListBox(self.list, self, heading=" ")
        self.list_box.empty = source.empty
        self.detail = Summary(self, heading="")
        self.detail.styles.height = _DETAIL_ROWS

    def body(self) -> list[Widget]:
        """The list, and the marked one."""
        return [self.list_box, self.detail]

    def on_mount(self) -> None:
        """Read the first lines."""
        self.read_anew()

    def on_resize(self, event: Resize) -> None:
        """Lines as wide as the screen."""
        self._show()

    def returned_to(self) -> None:
        """Back from something that may have changed one."""
        self.read_anew()

    def tab_shown(self) -> None:
        """What was done on another tab meanwhile shows."""
        self.read_anew()

    # The lines.

    def read_anew(self) -> None:
        """Read what is there now, as far as it was read; the same reservation stays marked, wherever it stands now."""
        seen, marked = len(self.rows), self.row()
        self.rows = []
        self._read()
        while self.goes_on and len(self.rows) < seen:
            self._read()
        if marked is not None:
            self.list.at = next((place for place, row in enumerate(self.rows) if row.id == marked.id), self.list.at)
        self._show()

    def _read(self) -> None:
        more = self.source.read(self.desk, self.rows[-1] if self.rows else None, closed=self.with_done)
        self.rows += more
        self.goes_on = len(more) == PAGE

    def _show(self) -> None:
        width = max(60, self.desk_app.size.width - 4)
        self.list_box.heading = line(self.source.headings, width) if self.rows else ""
        lines = [line(self.source.cells(row), width) for row in self.rows]
        self.list.show(lines, [() for _ in lines], at=self.list.at, more=self.goes_on)
        self.marked_another()
        self.list_box.refresh()

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

    def row(self) -> HoldRow | None:
        """The marked reservation."""
        return self.rows[self.list.at] if self.rows else None

    def done(self, told: str) -> None:
        """Show what is left, and tell."""
        self.read_anew()
        self.say(told)

    # Keys.

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Digits are a scanned number; arrows walk, Enter shows the title; letters are the acts."""
        if self.press_scanned(key, character):
            return True
        if key == "enter":
            self.run("main")
            return True
        if character is not None:
            return False
        if key in ("down", "pagedown") and self.goes_on and self.list.at + self.list.height >= len(self.rows):
            self._read()
            self._show()
        if not self.list.press(key, None):
            return False
        self.marked_another()
        self.list_box.refresh()
        return True

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
        from screens.catalogus.title import TitlePage

        await self.desk_app.open(TitlePage(self.desk, self.at_hand().title_id))

    async def do_hold_done(self) -> None:
        """Show what was closed too, or not any more; only of a customer, whose history that is."""
        self.with_done = not self.with_done
        self.read_anew()
        self.say("Wat is afgehandeld staat er nu bij." if self.with_done else "Nu staat hier alleen wat loopt.")

    def refusal_of(self, action_id: str) -> str:
        """What was closed is only listed of one customer."""
        from screens.reserveringen.sources import OfCustomer

        if action_id == "hold_done" and not isinstance(self.source, OfCustomer):
            return "Wat is afgehandeld ziet u per klant: kies Van een klant (5)."
        return super().refusal_of(action_id)

    def do_back(self) -> Coroutine[object, object, None]:
        """Back to where this was opened."""
        return self.desk_app.back()


def told_of(desk: Desk, row: HoldRow) -> list[str]:
    """A reservation in sentences: of what, how far, where it is collected, which item stands ready."""
    where = f"afhalen in {branch_label(desk, row.branch)}"
    unusual = row.state is HoldState.WAITING and row.priority != USUAL_PRIORITY
    first = f"; prioriteit {row.priority}" if unusual else ""
    found = [row.name, f"{row.status}; {where}{first}."]
    if row.item_number is not None:
        found.append(f"Alleen exemplaar {row.item_number}.")
    if row.ready_item is not None and row.closed_on is None:
        since = "" if row.ready_on is None else f", sinds {format_date(row.ready_on)}"
        found.append(f"Apart gezet: exemplaar {row.ready_item}{since}.")
    return found
