"""A payment that the bank told, for a customer who was chosen: which charges it settles, before it is booked."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar, Self

from balie.dutch.money import format_cents
from balie.finance.bank.desk_list import OpenEntry, attach_as_planned
from balie.finance.plan import PaymentPlan, Tender, plan
from balie.finance.sheet import Sheet, SheetLine, sheet
from balie.refusal import Refusal
from screens.financieel.paying.money_lines import headed, open_line, room_beside
from screens.pages.act import Acts, PageAct
from screens.pages.list_page import ListPage

if TYPE_CHECKING:
    from balie.desk import Desk


class AttachingPage(ListPage[SheetLine]):
    """As in Betalen: the space bar chooses lines, none chosen is all of them, oldest first. Enter or F2 asks, then
    books.
    """

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "menu")
    DETAIL_ROWS = 7

    heading = "Betaling van de bank"

    def __init__(self, desk: Desk, entry: OpenEntry, customer_id: int, chosen: Collection[int] = ()) -> None:
        """`entry` is money that came in; `chosen` are charges to begin with."""
        super().__init__(desk, heading=" ", empty="Er staat niets open: alles wordt tegoed.")
        self.entry = entry
        self.customer_id = customer_id
        self.sheet: Sheet = sheet(desk, customer_id)
        self.chosen: set[int] = set(chosen)
        self.detail.heading = "Dat wordt"

    def read_anew(self) -> None:
        """Read what is open now; what was chosen and is settled since is chosen no more."""
        self.sheet = sheet(self.desk, self.customer_id)
        self.rows = list(self.sheet.lines)
        self.chosen &= {line.charge_id for line in self.rows}
        self.show_rows()

    def drawn(self, width: int) -> list[str]:
        """What is open, with what is chosen; below it what that comes down to."""
        came, owed = format_cents(self.entry.cents), format_cents(self.sheet.open_cents)
        self.list_box.heading = headed(f"{came} voor {self.sheet.title}", f"open {owed}", width)
        planned = self._plan()
        self.detail.show(
            planned.summary,
            [*planned.warnings, "Spatie kiest regels; geen gekozen: die van dit bedrag, anders de oudste."],
        )
        beside = room_beside(self.rows, width)
        return [open_line(line, width, beside=beside, chosen=line.charge_id in self.chosen) for line in self.rows]

    def _plan(self) -> PaymentPlan:
        amount = format_cents(self.entry.cents)
        return plan(self.sheet, self.chosen or None, Tender.BANK, amount, keep_change=True)

    def press_in_body(self, key: str, character: str | None) -> bool:
        """The space bar chooses, and goes on to the next line."""
        if key != "space":
            return super().press_in_body(key, character)
        line = self.row()
        if line is not None:
            self.chosen ^= {line.charge_id}
            self.show_rows()
            self.list.go_to(self.list.at + 1)
            self.list_box.refresh()
        return True

    async def do_main(self) -> None:
        """Boeken: ask with the amounts, and book it."""
        from screens.dialogs.question import Question

        planned = self._plan()
        if not await self.desk_app.ask(Question(_asked(planned))):
            return
        try:
            attach_as_planned(self.desk, self.entry.entry_id, planned)
        except Refusal:
            self.read_anew()
            raise
        await self.desk_app.back()
        await self.desk_app.back()
        self.desk_app.page.say(f"{format_cents(self.entry.cents)} geboekt bij {self.sheet.title}.")

    ACTS: Acts[Self] = (PageAct("main", do_main, label="Boeken"),)


def _asked(planned: PaymentPlan) -> str:
    """What is booked, in one sentence, with what becomes credit and what stays open."""
    credit = f" Wordt tegoed: {format_cents(planned.credit_cents)}." if planned.credit_cents else ""
    left = f" Blijft open: {format_cents(planned.left_cents)}." if planned.left_cents else ""
    warned = "".join(f" {warning}" for warning in planned.warnings)
    amount = format_cents(planned.received_cents)
    return f"{amount} boeken als betaling van {planned.sheet.title}?{credit}{left}{warned}"
