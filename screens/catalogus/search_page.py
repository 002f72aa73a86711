"""Titel zoeken: one line that understands words, author, ISBN and exemplaarnummer; the titles below as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.events import Resize
from textual.widget import Widget

from balie.refusal import Refusal
from screens.actions import TITLE_MENU
from screens.catalogus.lines import title_heading, title_line
from screens.page import Page
from screens.titels.new_title import OffersNewTitle
from screens.widgets.form import Form
from screens.widgets.form_model import FieldSpec, FormModel
from screens.widgets.form_talk import FormTalk
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import ListModel

if TYPE_CHECKING:
    from balie.catalogue.search import After, FoundTitle

LIST_KEYS = frozenset({"up", "down", "pageup", "pagedown"})
NOTHING = "Geen titel gevonden. Typ minder, of een deel van een woord uit de titel of van de auteur."


class TitleSearchPage(OffersNewTitle, FormTalk, Page):
    """The line has the letters, the list has the arrows; Enter opens the marked title.

    What is typed in one burst is searched for once, when the last key of it is in.
    """

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "new", "search", "menu")
    LABELS: ClassVar[dict[str, str]] = {**OffersNewTitle.LABELS, "main": "Open titel"}
    MENUS: ClassVar[dict[str, str]] = {**OffersNewTitle.MENUS, "main": TITLE_MENU}

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.model = FormModel([FieldSpec("text", "Zoek", 0, longest=200, label_width=4)], self)
        self.form = Form(self.model, self)
        self.form.styles.height = 2
        self.list = ListModel()
        self.list_box = ListBox(self.list, self, heading=" ")
        self.rows: list[FoundTitle] = []
        self.after: After | None = None
        self._searched: str | None = None
        self.model.fill({"text": text})

    def body(self) -> list[Widget]:
        """The line and the list."""
        return [self.form, self.list_box]

    @property
    def text(self) -> str:
        """What is typed."""
        return self.model["text"].text

    # Searching.

    def on_mount(self) -> None:
        """Search for the text that was brought along, or say what can be typed."""
        self.search()

    def on_resize(self, event: Resize) -> None:
        """Lines as wide as the screen."""
        self._show(at=self.list.at)

    def search(self, *, at: int = 0) -> None:
        """Show the titles for what is typed, read on up to line `at`. From the store at once: less than a key takes."""
        self._searched = self.text
        self.rows, self.after = [], None
        self.list_box.empty = NOTHING
        try:
            self._read()
        except Refusal as refusal:
            self.list_box.empty = " ".join(reason.text for reason in refusal.reasons)
        while at >= len(self.rows) and self.after is not None:
            self._read()
        self._show(at=at)

    def catch_up(self) -> None:
        """Search for what was typed since."""
        if self._searched != self.text:
            self.search()

    def _more(self) -> None:
        """Add the next page behind the last line."""
        if self.after is not None:
            self._read()
            self._show(at=self.list.at)

    def _read(self) -> None:
        from balie.catalogue.search import PAGE, search_titles
        from balie.circulation.availability import due_dates

        limit = max(PAGE, self.list.height)
        page = search_titles(self.desk_app.desk.store, self.text, due_dates, limit=limit, after=self.after)
        self.rows += page.rows
        self.after = page.after

    def list_resized(self) -> None:
        """Fill a window that has become higher."""
        if len(self.rows) < self.list.height:
            self._more()

    def _show(self, *, at: int) -> None:
        width = self.desk_app.size.width - 4
        self.list_box.heading = title_heading(width)
        lines = [title_line(row, width) for row in self.rows]
        self.list.show(lines, [() for _ in lines], at=at, more=self.after is not None)
        self.list_box.refresh()

    # Keys.

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Arrows walk the list, Enter opens, the rest edits the line."""
        if key in LIST_KEYS:
            self.catch_up()
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
        handled = self.model.press(key, character)
        if handled:
            self._typed()
        return handled

    def paste(self, text: str) -> None:
        """Pasted text is searched for."""
        self.model.paste(text)
        self._typed()

    def _typed(self) -> None:
        self.form.state_changed()
        self.say(self.model.message, wrong=bool(self.model.message))

    def state_changed(self) -> None:
        """After the last key that waits: show what it found."""
        if not self.desk_app.keys.typed_ahead:
            self.catch_up()
        super().state_changed()

    # What can be done.

    async def do_main(self) -> None:
        """Open the marked title."""
        from screens.catalogus.title import TitlePage

        self.catch_up()
        if not self.rows:
            self.say(self.list_box.empty, wrong=bool(self.text.strip()))
            return
        await self.desk_app.open(TitlePage(self.desk_app.desk, self.rows[self.list.at].title_id))

    @property
    def isbn_for_new(self) -> str:
        """The ISBN that was typed."""
        from screens.titels.title_form import isbn_in

        return isbn_in(self.text)

    def begin_again(self) -> None:
        """An empty line."""
        self.model.clear()
        self._typed()
        self.search()

    def returned_to(self) -> None:
        """Back from a title that may have been changed."""
        self.search(at=self.list.at)

    def tab_shown(self) -> None:
        """What was done on another tab meanwhile shows."""
        self.search(at=self.list.at)
