"""The customer screen: the header of S1, the eleven tabs, the buttons. Read-only in this version."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from balie.customers.entry import known_customer
from balie.customers.overview import read_header
from balie.customers.tabs import read_tab
from screens.klanten.button_row import BUTTONS, ButtonRow
from screens.klanten.customer_head import TABS, CustomerHead
from screens.klanten.tab_contents import TabContents
from screens.page import Page

if TYPE_CHECKING:
    from balie.desk import Desk

FIRST_TAB = "2"
WORKING_TABS = frozenset("1238")

_SHORTEST_SCAN = 10
"""So many digits in a row and then Enter are a scanned number, not a walk along the tabs."""


class CustomerPage(Page):
    """One customer. A tab is read from the store when it is first shown, and kept."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "search", "previous", "reprint", "back", "close")
    LABELS: ClassVar[dict[str, str]] = {"reprint": "Bon", "search": "Zoeken"}

    heading = "Klantenadministratie"

    def __init__(self, customer_id: int, desk: Desk) -> None:
        super().__init__()
        self.customer_id = customer_id
        self.desk = desk
        self.header = read_header(desk, customer_id)
        self.number = known_customer(desk.store, customer_id, desk.working_date)
        self.tab = FIRST_TAB
        self.tabs = {FIRST_TAB: read_tab(desk, customer_id, FIRST_TAB)}
        self.head = CustomerHead(self)
        self.contents = TabContents(self)
        self.buttons = ButtonRow(self)
        self._digits = ""

    def body(self) -> list[Widget]:
        """Header with tabs, contents, buttons."""
        return [self.head, self.contents, self.buttons]

    # Tabs.

    def tab_refusal_of(self, key: str) -> str:
        """Why a tab of the customer cannot be shown; empty when it can."""
        if key in WORKING_TABS:
            return ""
        label = next(label for found, label in TABS if found == key)
        return f"Tabblad {label} werkt nog niet in deze versie van Balie. 1, 2, 3 en 8 wel."

    def show_tab(self, key: str) -> None:
        """Go to a tab, or say why not."""
        refused = self.tab_refusal_of(key)
        if refused:
            self.say(refused, wrong=True)
            return
        if key not in self.tabs:
            self.tabs[key] = read_tab(self.desk, self.customer_id, key)
        self.tab = key
        self.head.refresh()
        self.contents.show_from_top()
        self.say("")

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Digits and A, B are tabs; a row of digits that ends in Enter is a scanned number; arrows scroll."""
        if key == "enter" and len(self._digits) >= _SHORTEST_SCAN:
            self.desk_app.start(self._scanned(self._digits))
            self._digits = ""
            return True
        self._digits = self._digits + character if character is not None and character in "0123456789" else ""
        if character is not None and character.upper() in dict(TABS):
            self.show_tab(character.upper())
            return True
        match key:
            case "down" | "pagedown":
                self.contents.scroll_by(1 if key == "down" else self.contents.room)
            case "up" | "pageup":
                self.contents.scroll_by(-1 if key == "up" else -self.contents.room)
            case _:
                return self._press_button(character)
        return True

    def _press_button(self, character: str | None) -> bool:
        for button in BUTTONS:
            if character is not None and character.lower() == button.letter:
                if button.action:
                    return False
                self.say(f"{button.label} werkt nog niet in deze versie van Balie.", wrong=True)
                return True
        return False

    async def _scanned(self, digits: str) -> None:
        """Another card is scanned while this customer is open: that customer is the next one."""
        from balie.customers.entry import KnownCustomer, read_entry

        found = read_entry(self.desk.store, digits, self.desk.working_date)
        if isinstance(found, KnownCustomer):
            await self.desk_app.open_customer(found.customer_id)
        else:
            self.say(f"Nummer {digits} is van niemand. Nieuwe klant: F3, en scan de pas opnieuw.", wrong=True)

    # Actions.

    def refusal_of(self, action_id: str) -> str:
        """Enrolling again is for those whose membership ended."""
        if action_id == "enrol_again" and self.number.running:
            return "Inschrijven kan pas als het abonnement is beëindigd: deze klant heeft een lopend abonnement."
        if action_id == "give_number" and self.number.number:
            return "Deze klant heeft al een klantnummer."
        return super().refusal_of(action_id)

    async def do_give_number(self) -> None:
        """Give the number that was to follow (`p`): a scanned card, or `v` for one the system makes."""
        from balie.customers.entry import FreeCard, GenerateNumber, read_entry
        from balie.enrolment.number_later import give_number
        from screens.klanten.saving import new_secret, tell_password
        from screens.widgets.ask_text import AskText

        typed = await self.desk_app.ask(
            AskText("Klantnummer", "Scan de pas, of typ v: dan maakt het systeem een nummer.", longest=30)
        )
        if typed is None:
            return
        found = read_entry(self.desk.store, typed, self.desk.working_date)
        if not isinstance(found, FreeCard | GenerateNumber):
            self.say("Dit is geen vrije pas. Scan een andere pas, of typ v.", wrong=True)
            return
        card = found.number if isinstance(found, FreeCard) else None
        secret = await new_secret(self.desk)
        given = give_number(self.desk, self.customer_id, card, secret)
        await tell_password(self.desk_app, given, secret)

    async def do_enrol_again(self) -> None:
        """Back to screen 1, filled in, to enrol this customer again."""
        from screens.klanten.basic import BasicPage

        await self.desk_app.home()
        page = self.desk_app.page
        assert isinstance(page, BasicPage)
        await page.enrol_again(self.customer_id)

    def do_tab_left(self) -> None:
        """To the next working tab on the left."""
        self._step(-1)

    def do_tab_right(self) -> None:
        """To the next working tab on the right."""
        self._step(1)

    def _step(self, step: int) -> None:
        working = [key for key, _ in TABS if key in WORKING_TABS]
        self.show_tab(working[(working.index(self.tab) + step) % len(working)])

    def do_leave(self) -> Coroutine[object, object, None]:
        """Quit: back to where the customer was opened from."""
        return self.desk_app.back()

    def do_back(self) -> Coroutine[object, object, None]:
        """One step back."""
        return self.desk_app.back()
