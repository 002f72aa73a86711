"""A page with one line to search by, and below it what was found as one types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from textual.events import Resize
from textual.widget import Widget

from balie.refusal import Refusal
from screens.pages.form_talk import FormTalk
from screens.pages.page import Page
from screens.widgets.form import Form
from screens.widgets.form_model import FieldSpec, FormModel
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import WALKING, ListModel

RowT = TypeVar("RowT")
AfterT = TypeVar("AfterT")
"""Where a search goes on."""


class SearchLinePage(FormTalk, Page, Generic[RowT, AfterT]):
    """The line has the letters, the list has the arrows; Enter opens the marked one.

    What is typed, scanned or pasted after that is another search: it takes the place of what was searched for, unless
    that is being mended (a key that moves or deletes).

    A page made of it says how is searched (`found`), how that is drawn (`drawn`), and when: at each key that changes
    the line, or once after a burst (`catch_up` in `show_form` or in `state_changed`).
    """

    def __init__(self, text: str = "", *, at: int = 0, longest: int, nothing: str, heading: str = "") -> None:
        super().__init__()
        self.model = FormModel([FieldSpec("text", "Zoek", 0, longest=longest, label_width=4)], self)
        self.form = Form(self.model, self)
        self.form.styles.height = 2
        self.list = ListModel()
        self.list_box = ListBox(self.list, self, heading=heading, beside_form=True)
        self.nothing = nothing
        """What is told where nothing is found."""
        self.rows: list[RowT] = []
        self.after: AfterT | None = None
        self._first = at
        self._searched: str | None = None
        self._answered = False
        self.model.fill({"text": text})

    def body(self) -> list[Widget]:
        """The line and the list."""
        return [self.form, self.list_box]

    @property
    def text(self) -> str:
        """What is typed."""
        return self.model["text"].text

    # Searching.

    def found(self, after: AfterT | None) -> tuple[Sequence[RowT], AfterT | None]:
        """The next rows for what is typed, as many as are in sight at least, and where it goes on behind them.

        Raises `Refusal` where nothing can be searched for with that text.
        """
        raise NotImplementedError

    def drawn(self, width: int) -> list[str]:
        """A line for each row, of so many cells."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Search for the text that was brought along, up to the line that was opened before."""
        self.search(at=self._first)

    def on_resize(self, event: Resize) -> None:
        """Lines as wide as the screen."""
        self._show(at=self.list.at)

    def search(self, *, at: int = 0) -> None:
        """Show what is found, read on up to line `at`. From the store at once: less than a key takes."""
        self._searched = self.text
        self.rows, self.after = [], None
        self.list_box.empty = self.nothing
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

    def _read(self) -> None:
        rows, self.after = self.found(self.after)
        self.rows += rows

    def _more(self) -> None:
        """Add the next page behind the last line, however far that is."""
        if self.after is not None:
            self._read()
            self._show(at=self.list.at)

    def list_resized(self) -> None:
        """Fill a window that has become higher."""
        if len(self.rows) < self.list.height:
            self._more()

    def _show(self, *, at: int) -> None:
        lines = self.drawn(self.line_width)
        self.list.show(lines, [() for _ in lines], at=at, more=self.after is not None)
        self.list_box.refresh()

    # Keys.

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Arrows walk the list, Enter opens, the rest edits the line."""
        if key in WALKING:
            self.catch_up()
            if self.list.at + self.list.height >= len(self.rows) - 1:
                self._more()
            self.list.press(key, None)
            self.list_box.refresh()
            return True
        if key == "enter":
            self._answered = True
            self.run("main")
            return True
        if key in ("tab", "shift+tab"):
            return True
        if character is not None and character.isprintable():
            self._make_way()
        handled = self.model.press(key, character)
        if handled:
            self._answered = False
            self.show_form()
        return handled

    def paste(self, text: str) -> None:
        """Pasted text is typed."""
        self._make_way()
        super().paste(text)

    def _make_way(self) -> None:
        if self._answered:
            self._answered = False
            self.model.set("text", "")

    def row(self) -> RowT | None:
        """The marked row of what is typed now; None, and told, where nothing was found."""
        self.catch_up()
        if self.rows:
            return self.rows[self.list.at]
        self.say(self.list_box.empty, wrong=bool(self.text.strip()))
        return None
