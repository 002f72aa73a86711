"""Klant zoeken: one line that understands number, name, address, birth date; the answers below as one types."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from balie.refusal import Refusal
from screens.klanten.lines import customer_line
from screens.page import Page
from screens.widgets.form import Form
from screens.widgets.form_model import FieldSpec, FormModel
from screens.widgets.form_talk import FormTalk
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import ListModel

if TYPE_CHECKING:
    from balie.customers.listing import CustomerRow
    from balie.customers.search import After

LIST_KEYS = frozenset({"up", "down", "pageup", "pagedown"})


class SearchPage(FormTalk, Page):
    """The line has the letters, the list has the arrows; Enter opens the marked customer."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "close", "menu")
    LABELS: ClassVar[dict[str, str]] = {"main": "Open klant"}

    heading = "Klant zoeken"

    def __init__(self, text: str = "", *, at: int = 0) -> None:
        super().__init__()
        self._first = at
        self.model = FormModel([FieldSpec("text", "Zoek", 0, longest=80, label_width=4)], self)
        self.form = Form(self.model, self)
        self.form.styles.height = 2
        self.list = ListModel()
        self.list_box = ListBox(self.list, self)
        self.rows: list[CustomerRow] = []
        self.after: After | None = None
        self.model.fill({"text": text})

    def on_mount(self) -> None:
        """Search for the text that was brought along, up to the line that was opened before."""
        self.search()
        while self._first >= len(self.rows) and self.after is not None:
            self._more()
        self.list.go_to(self._first)

    def body(self) -> list[Widget]:
        """The line and the list."""
        return [self.form, self.list_box]

    def search(self) -> None:
        """Show the first page for what is typed. Straight from the store: it takes less than a key does."""
        self.rows, self.after = [], None
        try:
            self._read()
            self.list_box.empty = (
                "Niemand gevonden. Typ minder letters, of zoek op geboortedatum of postcode en huisnummer."
            )
        except Refusal as refusal:
            self.list_box.empty = " ".join(reason.text for reason in refusal.reasons)
        self._show(at=0)

    def _more(self) -> None:
        """Add the next page; it goes on behind the last line, however far that is."""
        if self.after is not None:
            self._read()
            self._show(at=self.list.at)

    def _read(self) -> None:
        """Ask for as many lines as are in sight, after the ones that are there."""
        from balie.customers.search import PAGE, search

        desk = self.desk_app.desk
        text, limit = self.model["text"].text, max(PAGE, self.list.height)
        page = search(desk.store, desk.library, text, desk.working_date, after=self.after, limit=limit)
        self.rows += page.rows
        self.after = page.after

    def list_resized(self) -> None:
        """Fill a window that has become higher."""
        if len(self.rows) < self.list.height:
            self._more()

    def _show(self, *, at: int) -> None:
        width = max(60, self.desk_app.size.width - 4)
        lines = [customer_line(row, width) for row in self.rows]
        self.list.show(lines, [() for _ in lines], at=at, more=self.after is not None)
        self.list_box.refresh()

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Arrows walk the list, Enter opens, the rest edits the line."""
        if key in LIST_KEYS:
            if self.list.at + self.list.height >= len(self.rows) - 1:
                self._more()
            self.list.press(key, None)
            self.list_box.refresh()
            return True
        if key == "enter":
            self.run("main")
            return True
        if key in ("tab", "shift+tab"):
            return True
        before = self.model["text"].text
        handled = self.model.press(key, character)
        if handled:
            self._typed(before)
        return handled

    def paste(self, text: str) -> None:
        """Pasted text is searched for."""
        before = self.model["text"].text
        self.model.paste(text)
        self._typed(before)

    def _typed(self, before: str) -> None:
        self.form.state_changed()
        self.say(self.model.message, wrong=bool(self.model.message))
        if self.model["text"].text != before:
            self.search()

    async def do_main(self) -> None:
        """Open the marked customer."""
        if not self.rows:
            self.say(self.list_box.empty, wrong=bool(self.model["text"].text.strip()))
            return
        await self.take(self.rows[self.list.at].customer_id)

    async def take(self, customer_id: int) -> None:
        """Open the customer, and remember the list."""
        self.desk_app.last_search = (self.model["text"].text, self.list.at)
        if not await self.desk_app.may_leave_all():
            return
        await self.desk_app.open_customer(customer_id)

    def do_back(self) -> Coroutine[object, object, None]:
        """Back to where the search was asked for."""
        return self.desk_app.back()
