"""Historie: what was booked for a customer, and putting a payment right (Herstel today, Storno later)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.finance.correct import correctable, read_storno_day, read_storno_reason, restore, storno
from balie.finance.costs import why_not_taken_back
from balie.finance.history import Booking, history
from screens.financieel.paying.money_lines import booking_line, headed
from screens.pages.act import Acts, PageAct
from screens.pages.list_page import ListPage

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.finance.sheet import Sheet

_LONGEST_REASON = 120
_PAGE = 50

_NO_PAYMENT = "Kies een betaling: kosten worden kwijtgescholden of teruggenomen, niet teruggeboekt."
_NO_COSTS = "Kies een regel met kosten: een betaling neemt u terug met Herstel of Storno."


class HistoryPage(ListPage[Booking]):
    """The bookings, the newest first; more is read on the way down."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "restore", "storno", "take_costs_back", "back")

    heading = "Historie"

    def __init__(self, desk: Desk, seen: Sheet) -> None:
        super().__init__(desk, heading=seen.title, empty="Er is nog niets geboekt.")
        self.sheet = seen
        self.read_on()

    def read_on(self) -> None:
        """Read the next page. Raises `Refusal` when the customer is not there any more."""
        before = self.rows[-1].key if self.rows else None
        more = history(self.desk, self.sheet.customer_id, before=before, limit=_PAGE)
        self.rows += more
        self.goes_on = len(more) == _PAGE

    def drawn(self, width: int) -> list[str]:
        """Day, what it was, what was booked or paid; above it whose it is, with the whole number."""
        self.list_box.heading = headed(self.sheet.title, "geboekt en betaald", width)
        return [booking_line(row, width) for row in self.rows]

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Nothing is opened with Enter."""
        return key != "enter" and super().press_in_body(key, character)

    def why_no_restore(self) -> str:
        """Why the payment on the marked line cannot be taken back; empty when it can."""
        payment_id = self._marked_payment()
        return _NO_PAYMENT if payment_id is None else correctable(self.desk, payment_id).why_no_restore

    def why_no_storno(self) -> str:
        """Why the payment on the marked line cannot be reversed; empty when it can."""
        payment_id = self._marked_payment()
        return _NO_PAYMENT if payment_id is None else correctable(self.desk, payment_id).why_no_storno

    def why_not_taken_back(self) -> str:
        """Why the marked line is no costs that can be taken back; empty when it is."""
        charge_id = self.rows[self.list.at].charge_id if self.rows else None
        return _NO_COSTS if charge_id is None else why_not_taken_back(self.desk.store, charge_id)

    def _marked_payment(self) -> int | None:
        return self.rows[self.list.at].payment_id if self.rows else None

    async def do_restore(self) -> None:
        """Herstel: take a payment of today back."""
        from screens.dialogs.question import Question

        row = self.rows[self.list.at]
        assert row.payment_id is not None
        found = correctable(self.desk, row.payment_id)
        if not await self.desk_app.ask(Question(f"{_told(row)} herstellen? {found.follows}")):
            return
        restore(self.desk, row.payment_id)
        self._read_after_booking()
        self.say(f"Hersteld. {found.hand_over or found.follows}")

    async def do_take_costs_back(self) -> None:
        """Kosten terugnemen: what was booked by hand, open or paid."""
        from screens.acts.costs import take_back

        row = self.rows[self.list.at]
        assert row.charge_id is not None
        told = f"{row.text}, {format_cents(row.charged or 0)}"
        if await take_back(self.desk_app, row.charge_id, told):
            self._read_after_booking()
            self.say(f"Teruggenomen: {told}.")

    async def do_storno(self) -> None:
        """Storno: counter a payment of an earlier day, on a day that is chosen."""
        from screens.dialogs.ask_text import AskText
        from screens.dialogs.permission import ask_permission
        from screens.dialogs.question import Question

        app = self.desk_app
        row = self.rows[self.list.at]
        assert row.payment_id is not None
        today = self.desk.working_date
        found = correctable(self.desk, row.payment_id)
        why = f"Waarom wordt {_told(row)} teruggeboekt?"
        reason = await app.ask(AskText("Storno", why, longest=_LONGEST_REASON, read=read_storno_reason))
        if reason is None:
            return
        day = await app.ask(
            AskText(
                "Storno",
                "Op welke dag boeken? De dag van de fout kan, als die niet te lang geleden is.",
                longest=20,
                typed=format_date(today),
                makes_way=True,
                read=lambda text: read_storno_day(found.received_on, today, text),
            )
        )
        if day is None:
            return
        allowed = await ask_permission(app, "Een betaling van een eerdere dag terugboeken mag niet zomaar.")
        if allowed is None or not await app.ask(Question(f"{_told(row)} terugboeken op {day}?")):
            return
        storno(
            self.desk,
            row.payment_id,
            reason,
            read_storno_day(found.received_on, today, day),
            override=allowed,
        )
        self._read_after_booking()
        self.say(f"Teruggeboekt. {found.follows} {found.hand_over}".rstrip())

    def _read_after_booking(self) -> None:
        limit = max(_PAGE, len(self.rows) + 1)
        self.rows = history(self.desk, self.sheet.customer_id, limit=limit)
        self.goes_on = len(self.rows) == limit
        self.show_rows()

    ACTS: Acts[Self] = (
        PageAct("restore", do_restore, refused=why_no_restore),
        PageAct("storno", do_storno, refused=why_no_storno),
        PageAct("take_costs_back", do_take_costs_back, refused=why_not_taken_back),
    )


def _told(row: Booking) -> str:
    return f"{row.text} van {format_date(row.on)}, {format_cents(row.paid or 0)},"
