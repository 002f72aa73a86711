"""Who pays now: the customers who owe something for this session, with what they owe together."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, ClassVar, Self

from textual.events import Resize
from textual.widget import Widget

from balie.customers.asked import asked
from balie.customers.header import read_header
from balie.dutch.money import format_cents
from balie.lending.session.costs import still_owed
from screens.pages.act import Acts, PageAct
from screens.pages.page import BACK, Page
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import ListModel
from screens.widgets.row import padded

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.lending.session.costs import SessionCosts

_AMOUNT = 10


class WhoPaysPage(Page):
    """Enter or F7 pays of the marked customer; Esc or F12 leaves the rest for later."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "pay", "back", "close", "menu")

    heading = "Wie betaalt nu"

    def __init__(self, desk: Desk, costs: Sequence[SessionCosts]) -> None:
        super().__init__()
        self.desk = desk
        self.costs = costs
        self.list = ListModel()
        self.list_box = ListBox(self.list, self, heading=" ")

    def body(self) -> list[Widget]:
        """The list."""
        return [self.list_box]

    def on_resize(self, event: Resize) -> None:
        """Lines as wide as the screen."""
        self._show()

    def _show(self) -> None:
        width = self.line_width
        owed = [still_owed(self.desk.store, one) for one in self.costs]
        lines = [self._line(one, cents, width) for one, cents in zip(self.costs, owed, strict=True)]
        self.list_box.heading = f"{padded('Klant', width - 2 * _AMOUNT)}{'Sessie':>{_AMOUNT}} {'Alles':>{_AMOUNT}}"
        total = sum(owed)
        self.say(f"Samen nog {format_cents(total)} van deze sessie." if total else "Deze sessie is betaald.")
        self.list.show(lines, [() for _ in lines], at=self.list.at)
        self.list_box.refresh()

    def _line(self, one: SessionCosts, cents: int, width: int) -> str:
        header = read_header(self.desk, one.customer_id)
        money = asked(self.desk.store, one.customer_id)
        open_now = money.contribution + money.other
        amounts = " ".join(f"{format_cents(owed) if owed else 'betaald':>{_AMOUNT}}" for owed in (cents, open_now))
        return f"{padded(f'{header.name}  {header.number}', width - len(amounts) - 1)} {amounts}"

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Arrows walk, Enter pays unless it ends a scan."""
        if self.ends_scan(key, character):
            from screens.financieel.paying.paying import NO_SCANS

            self.say(NO_SCANS, wrong=True)
            return True
        if key == "enter":
            self.run("pay")
            return True
        if character is not None:
            return False
        handled = self.list.press(key, None)
        self.list_box.refresh()
        return handled

    async def do_pay(self) -> None:
        """Betalen."""
        from screens.financieel.paying.paying import PayingPage

        one = self.costs[self.list.at]
        await self.desk_app.open(PayingPage(self.desk, one.customer_id, one.charge_ids))

    def returned_to(self) -> None:
        """Somebody may have paid."""
        self._show()

    def do_close(self) -> Coroutine[object, object, None]:
        """Later: it stays open."""
        return self.desk_app.back()

    ACTS: Acts[Self] = (
        PageAct("pay", do_pay),
        PageAct("back", BACK.do, label="Later"),
        PageAct("close", do_close, label="Later"),
    )
