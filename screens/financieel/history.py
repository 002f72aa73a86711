"""Historie: what was booked for a customer, and putting a payment right (Herstel today, Storno later)."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, ClassVar

from textual.events import Resize
from textual.widget import Widget

from balie.dutch.dates import format_date, parse_date
from balie.dutch.money import format_cents
from balie.finance.correcting import correctable, restore, storno
from balie.finance.history import Booking, history
from screens.financieel.money_lines import booking_line
from screens.page import Page
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import ListModel

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.finance.sheet import Sheet

_LONGEST_REASON = 120


class HistoryPage(Page):
    """The bookings, the newest first; more is read on the way down."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "restore", "storno", "reprint", "back", "menu")

    heading = "Historie"

    def __init__(self, desk: Desk, seen: Sheet) -> None:
        super().__init__()
        self.desk = desk
        self.sheet = seen
        self.rows: list[Booking] = history(desk, seen.customer_id)
        self.list = ListModel()
        self.list_box = ListBox(self.list, self, heading=f"{seen.title}   geboekt en betaald")
        self.list_box.empty = "Er is nog niets geboekt."

    def body(self) -> list[Widget]:
        """The list."""
        return [self.list_box]

    def on_resize(self, event: Resize) -> None:
        """Lines as wide as the screen."""
        self._show()

    def _show(self) -> None:
        width = max(60, self.desk_app.size.width - 4)
        self.list.show([booking_line(row, width) for row in self.rows], [() for _ in self.rows], at=self.list.at)
        self.list_box.refresh()

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Arrows walk; at the end the next page is read."""
        if character is not None or not self.list.press(key, None):
            return False
        if self.rows and self.list.at >= len(self.rows) - 1:
            self.rows += history(self.desk, self.sheet.customer_id, before=self.rows[-1].key)
            self._show()
        self.list_box.refresh()
        return True

    def refusal_of(self, action_id: str) -> str:
        """Why the marked line cannot be put right that way."""
        if action_id not in ("restore", "storno"):
            return super().refusal_of(action_id)
        payment_id = self.rows[self.list.at].payment_id if self.rows else None
        if payment_id is None:
            return "Kies een betaling: kosten worden kwijtgescholden, niet teruggeboekt."
        found = correctable(self.desk, payment_id)
        return found.why_no_restore if action_id == "restore" else found.why_no_storno

    async def do_restore(self) -> None:
        """Herstel: take a payment of today back."""
        from screens.widgets.question import Question

        row = self.rows[self.list.at]
        assert row.payment_id is not None
        if not await self.desk_app.ask(Question(f"{_told(row)} herstellen? Wat ermee betaald was, staat weer open.")):
            return
        restore(self.desk, row.payment_id)
        self._read_anew()
        self.say(f"Hersteld. Geef terug wat de klant gaf: {format_cents(row.paid or 0)}.")

    async def do_storno(self) -> None:
        """Storno: counter a payment of an earlier day, on a day that is chosen."""
        from screens.klanten.acts.permission import ask_permission
        from screens.widgets.ask_text import AskText
        from screens.widgets.question import Question

        app = self.desk_app
        row = self.rows[self.list.at]
        assert row.payment_id is not None
        today = self.desk.working_date
        reason = await app.ask(AskText("Storno", f"Waarom wordt {_told(row)} teruggeboekt?", longest=_LONGEST_REASON))
        if reason is None:
            return
        day = await app.ask(
            AskText(
                "Storno",
                "Op welke dag boeken? De dag van de fout kan, als die niet te lang geleden is.",
                longest=20,
                typed=format_date(today),
                read=lambda text: parse_date(text, today),
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
            parse_date(day, today),
            supervisor=allowed.supervisor,
            because=allowed.reason,
        )
        self._read_anew()
        self.say("Teruggeboekt: wat ermee betaald was, staat weer open.")

    def _read_anew(self) -> None:
        self.rows = history(self.desk, self.sheet.customer_id, limit=max(50, len(self.rows) + 1))
        self._show()

    def do_back(self) -> Coroutine[object, object, None]:
        """Back to paying."""
        return self.desk_app.back()


def _told(row: Booking) -> str:
    return f"{row.text} van {format_date(row.on)}, {format_cents(row.paid or 0)},"
