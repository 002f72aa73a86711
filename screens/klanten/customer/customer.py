"""The customer screen: the header, the eleven tabs, the buttons."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Self

from textual.widget import Widget

from balie.customers.cards.numbers import HAS_NUMBER
from balie.customers.finding.entry import known_customer
from balie.customers.header import read_header
from balie.customers.tabs.editing import EDITABLE_TABS
from balie.customers.tabs.reading import read_more, read_tab
from balie.dutch.text import shown
from balie.refusal import Reason
from screens.host.places import AtHome, HoldsOf, Paying
from screens.keyboard.scans import is_digit
from screens.klanten.cards.acts import CARD_ACTS, SCAN
from screens.klanten.cards.secrets import SECRET_ACTS
from screens.klanten.customer.button_row import BUTTONS, ButtonRow
from screens.klanten.customer.customer_head import TABS, CustomerHead
from screens.klanten.customer.tab_contents import TabContents
from screens.klanten.membership.acts import MEMBERSHIP_ACTS
from screens.klanten.papers.acts import PAPER_ACTS
from screens.klanten.papers.bounce import BOUNCE
from screens.klanten.reading import is_edited, is_read
from screens.klanten.records.acts import RECORD_ACTS
from screens.pages.act import Acts, PageAct
from screens.pages.page import DROP, Page

if TYPE_CHECKING:
    from balie.customers.tabs.tab import Tab
    from balie.desk import Desk
    from screens.klanten.customer.tab_editor import TabEditor

FIRST_TAB = "2"
CONTRIBUTION_TAB = "3"

_SHORTEST_SCAN = 10
"""So many digits in a row and then Enter are a scanned number, not a walk along the tabs."""

_ONLY_SHOWS = "Dit tabblad heeft geen velden om te wijzigen: het toont wat op de andere staat."
_NO_FIELDS = {
    "1": _ONLY_SHOWS,
    "4": _ONLY_SHOWS,
    "8": "Passen hebben geen velden: L blokkeert, M vervangt, Y geeft een volgpas, H kiest de hoofdpas.",
}
"""Why Wijzig makes no form of a tab, and what to do instead."""


class CustomerPage(Page):
    """One customer. A tab is read from the store when it is first shown, and kept."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "search", "previous", "reprint", "back", "close")

    heading = "Klantenadministratie"

    def __init__(self, customer_id: int, desk: Desk) -> None:
        super().__init__()
        self.customer_id = customer_id
        self.desk = desk
        self.tab = FIRST_TAB
        self.editor: TabEditor | None = None
        self._read()
        self.head = CustomerHead(self)
        self.contents = TabContents(self)
        self.buttons = ButtonRow(self)
        self._gathered = ""

    def body(self) -> list[Widget]:
        """Header with tabs, contents, buttons."""
        return [self.head, self.contents, self.buttons]

    def _read(self) -> None:
        """Read what is shown; the other tabs are read when they are opened."""
        self.header = read_header(self.desk, self.customer_id)
        self.number = known_customer(self.desk.store, self.customer_id, self.desk.working_date)
        self.tabs = {self.tab: self._read_tab(self.tab)}

    def _read_tab(self, key: str) -> Tab:
        """A tab of this customer; under tab 3 what Financieel knows of the mandates."""
        tab = read_tab(self.desk, self.customer_id, key)
        if key != CONTRIBUTION_TAB:
            return tab
        from balie.finance.collection.mandates_of import mandate_table

        return replace(tab, below=mandate_table(self.desk, self.customer_id))

    def show_anew(self) -> None:
        """Show the customer as the store has it now."""
        self._read()
        self.head.fit()
        for widget in self.children:
            widget.refresh()

    # Tabs.

    def show_tab(self, key: str) -> None:
        """Go to a tab."""
        if key not in self.tabs:
            self.tabs[key] = self._read_tab(key)
        self.tab = key
        self.head.refresh()
        self.contents.show_from_top()
        self.say("")

    def read_more(self) -> bool:
        """Read on in the open tab. Out: whether there was more."""
        tab = self.tabs[self.tab]
        self.tabs[self.tab] = read_more(self.desk, self.customer_id, tab)
        return tab.after is not None

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Digits and A, B are tabs; a row of digits that ends in Enter is a scanned number; arrows scroll."""
        if self.editor is not None:
            handled = self.editor.model.press(key, character)
            if handled:
                self.editor.show_form()
            return handled
        if key == "enter" and len(self._gathered) >= _SHORTEST_SCAN:
            self.desk_app.start(self._scanned(self._gathered))
            self._gathered = ""
            return True
        if character is not None and len(self._gathered) >= _SHORTEST_SCAN:
            self._gathered += character  # also a stop sign or a check sign: no tab, and no button
            return True
        self._gathered = self._gathered + character if is_digit(character) else ""
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
        """Tell of a button that works while editing how to get there; the others are actions with their letter."""
        for button in BUTTONS:
            if button.while_editing and character is not None and character.lower() == button.letter:
                self.say(f"{button.label} kan tijdens het wijzigen. Kies eerst Wijzig (W).", wrong=True)
                return True
        return False

    def paste(self, text: str) -> None:
        """Pasted text goes into the form that is edited."""
        if self.editor is not None:
            self.editor.paste(text)

    async def _scanned(self, digits: str) -> None:
        """Another card is scanned while this customer is open: that customer is the next one."""
        from balie.customers.finding.entry import KnownCustomer, read_entry
        from screens.dialogs.presented_pass import may_go_on

        found = read_entry(self.desk.store, digits, self.desk.working_date)
        if isinstance(found, KnownCustomer):
            if await may_go_on(self.desk_app, found.number):
                await self.desk_app.open_customer(found.customer_id)
        else:
            self.say(f"Nummer {shown(digits)} is van niemand. Nieuwe klant: F3, en scan de pas opnieuw.", wrong=True)

    # Editing.

    @property
    def has_typed_work(self) -> bool:
        """Whether a tab is edited and something was changed in it."""
        return self.editor is not None and self.editor.model.typed

    def foot(self) -> tuple[str, ...]:
        """The keys that matter now."""
        if self.editor is None:
            return self.FOOT
        return ("help", "main", "standard_text", "back") if self.editor.has_texts else ("help", "main", "back")

    def focus_moved(self) -> None:
        """The menu bar took the keys or gave them back."""
        super().focus_moved()
        if self.editor is not None:
            self.editor.form.refresh()

    def run(self, action_id: str) -> None:
        """Do an action, or say why not. What was told of the one before is not true of this one."""
        if self.editor is None:
            self.say("")
        super().run(action_id)

    def refuse(self, reasons: tuple[Reason, ...]) -> None:
        """Tell it at the fields while a tab is edited."""
        if self.editor is not None:
            self.editor.refuse(reasons)
        else:
            super().refuse(reasons)

    async def do_edit(self) -> None:
        """Wijzig: the open tab becomes a form."""
        from balie.customers.tabs.editing import read_edit
        from screens.klanten.customer.tab_editor import TabEditor

        editor = TabEditor(self, read_edit(self.desk, self.customer_id, self.tab))
        self.contents.display = False
        await self.mount(editor.form, before=self.buttons)
        self.editor = editor
        editor.model.seek()
        editor.show_form()
        self._show_buttons()

    async def do_standard_text(self) -> None:
        """Put a standard text in the note with the cursor."""
        assert self.editor is not None
        await self.editor.choose_text()

    async def do_main(self) -> None:
        """Opslaan: save the tab that is edited."""
        assert self.editor is not None
        from balie.customers.household import carriable_to

        saved = await self.editor.save()
        if saved is None:
            return
        await self._end_editing()
        merged = ", ".join(change.label for change in saved.merged)
        told = "Opgeslagen." if saved.changes else "Er was niets gewijzigd."
        housemates = carriable_to(self.desk, self.customer_id, {change.field for change in saved.changes})
        if housemates:
            told += f" Ook voor {'een ander' if housemates == 1 else f'{housemates} anderen'} op dit adres? Druk op S."
        self.say(f"{told} Een ander wijzigde intussen: {merged}." if merged else told)

    async def do_drop_changes(self) -> None:
        """Annuleer: to the tab as it was; asks first when something was changed."""
        from screens.dialogs.question import Question

        assert self.editor is not None
        if self.editor.model.typed and not await self.desk_app.ask(Question(DROP)):
            return
        await self._end_editing()
        self.say("")

    async def _end_editing(self) -> None:
        assert self.editor is not None
        form, self.editor = self.editor.form, None
        await form.remove()
        self.contents.display = True
        self.show_anew()

    def _show_buttons(self) -> None:
        self.buttons.refresh()
        self.footline.refresh()

    # Actions.

    def no_form_here(self) -> str:
        """Why Wijzig makes no form of the open tab; empty when it does."""
        return "" if self.tab in EDITABLE_TABS else _NO_FIELDS[self.tab]

    def no_texts_here(self) -> str:
        """Why there is no standard text for the field with the cursor; empty when there is one."""
        if self.editor is None or not self.editor.texts:
            return "Standaardteksten zijn er voor de meldingen 1 t/m 4 van tabblad 5. Zet de cursor daarin."
        return ""

    def still_a_member(self) -> str:
        """Why this customer cannot be enrolled again; empty when they can."""
        if self.number.running:
            return "Inschrijven kan pas als het abonnement is beëindigd: deze klant heeft een lopend abonnement."
        return ""

    def has_number(self) -> str:
        """Why no number is to be given; empty when one is."""
        return HAS_NUMBER if self.number.number else ""

    async def do_give_number(self) -> None:
        """Give the number that was to follow (`p`): a scanned card, or `v` for one the system makes."""
        from balie.customers.cards.new_card import read_new_card
        from balie.enrolment.number_later import give_number
        from screens.dialogs.ask_text import AskText
        from screens.klanten.saving import new_secret, tell_password

        store = self.desk.store
        typed = await self.desk_app.ask(
            AskText("Klantnummer", SCAN, longest=80, makes_way=True, read=lambda text: read_new_card(store, text))
        )
        if typed is None:
            return
        card = read_new_card(store, typed)
        secret = await new_secret(self.desk)
        given = give_number(self.desk, self.customer_id, card, secret)
        await tell_password(self.desk_app, given, secret)

    async def do_pay(self) -> None:
        """Betalen: what is open, and paying it."""
        await self.desk_app.show(Paying(self.customer_id))

    async def do_book_costs(self) -> None:
        """Kosten boeken: damage, copies and whatever else this library charges by hand."""
        from screens.acts.costs import book_costs

        await book_costs(self.desk_app, self.customer_id)

    async def do_in_bezit(self) -> None:
        """In bezit: what the customer has at home, and renewing it."""
        await self.desk_app.show(AtHome(self.customer_id))

    async def do_reserved(self) -> None:
        """Gereserveerd: what the customer has on reservation."""
        await self.desk_app.show(HoldsOf(self.customer_id))

    @property
    def waits_for(self) -> str:
        """While a tab is edited, most of what can be done waits."""
        return "" if self.editor is None else "sla eerst op met F2, of annuleer met Esc"

    def returned_to(self) -> None:
        """Back from paying: the header may show something else."""
        if self.editor is None:
            self.show_anew()

    async def do_enrol_again(self) -> None:
        """Back to screen 1, filled in, to enrol this customer again."""
        await self.desk_app.enrol_again(self.customer_id)

    def do_tab_left(self) -> None:
        """To the tab on the left."""
        self._step(-1)

    def do_tab_right(self) -> None:
        """To the tab on the right."""
        self._step(1)

    def _step(self, step: int) -> None:
        keys = [key for key, _ in TABS]
        self.show_tab(keys[(keys.index(self.tab) + step) % len(keys)])

    def do_leave(self) -> Coroutine[object, object, None]:
        """Quit: back to where the customer was opened from."""
        return self.desk_app.back()

    def do_back(self) -> Coroutine[object, object, None]:
        """One step back."""
        return self.desk_app.back()

    ACTS: Acts[Self] = (
        PageAct("main", do_main, offered=is_edited, label="Opslaan"),
        PageAct("standard_text", do_standard_text, refused=no_texts_here, offered=is_edited),
        PageAct("back", do_back, offered=is_read),
        PageAct("back", do_drop_changes, offered=is_edited, label="Annuleer"),
        PageAct("search", Page.do_search, offered=is_read, label="Zoeken"),
        PageAct("search", Page.do_search, offered=is_edited),
        PageAct("reprint", Page.do_reprint, offered=is_read, label="Bon"),
        PageAct("edit", do_edit, refused=no_form_here, offered=is_read),
        PageAct("give_number", do_give_number, refused=has_number, offered=is_read),
        PageAct("pay", do_pay, offered=is_read),
        PageAct("book_costs", do_book_costs, offered=is_read),
        PageAct("in_bezit", do_in_bezit, offered=is_read),
        PageAct("reserved", do_reserved, offered=is_read),
        PageAct("enrol_again", do_enrol_again, refused=still_a_member, offered=is_read),
        PageAct("tab_left", do_tab_left, offered=is_read),
        PageAct("tab_right", do_tab_right, offered=is_read),
        PageAct("leave", do_leave, offered=is_read),
        *CARD_ACTS,
        *SECRET_ACTS,
        BOUNCE,
        *PAPER_ACTS,
        *MEMBERSHIP_ACTS,
        *RECORD_ACTS,
    )
