"""The page of a run: what it would do now and whom it leaves out; F2 asks and does it, then looks again."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, ClassVar, Generic, Self, TypeVar

from textual.events import Resize
from textual.widget import Widget

from balie.refusal import Refusal
from screens.acts.in_klanten import open_in_klanten
from screens.acts.running import Stopped, Work, beside
from screens.financieel.runs.run_lines import RunLine, drawn
from screens.pages.act import Acts, PageAct
from screens.pages.form_talk import FormTalk
from screens.pages.page import BACK, Page
from screens.widgets.form import Form
from screens.widgets.form_model import FieldSpec, FormModel
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import WALKING, ListModel
from screens.widgets.summary import Summary

if TYPE_CHECKING:
    from balie.desk import Desk

Seen = TypeVar("Seen")
"""What looking gives: the preview of the run."""
Done = TypeVar("Done")
"""What doing gives: the result of the run."""

_DETAIL_ROWS = 6
STOPPED = "Gestopt. Wat al gedaan was, blijft staan; F2 gaat verder waar het was."


class RunPage(Page, Generic[Seen, Done]):
    """Looks when it opens. Arrows walk the lines, Enter opens whom or what the marked one is about.

    A page of it says how to look and to do (in a thread, with a desk of that thread), and how that is told.
    """

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "look_again", "back", "menu")

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.seen: Seen | None = None
        self.rows: list[RunLine] = []
        self.list = ListModel()
        self.list_box = ListBox(self.list, self)
        self.detail = Summary(self, heading="Toelichting")
        self.detail.styles.height = _DETAIL_ROWS
        self._left_for_customer = False

    # What a page of it says.

    def looking(self) -> Work[Seen]:
        """What finds out what would be done. Raises `Refusal` for what was typed."""
        raise NotImplementedError

    def lines(self) -> list[RunLine]:
        """Everything to show; `seen` is None while it is not known."""
        raise NotImplementedError

    def nothing(self, seen: Seen) -> str:
        """Why there is nothing to be done, in Dutch; empty where there is."""
        raise NotImplementedError

    def question(self, seen: Seen) -> str:
        """What is asked before it is done, with counts and amount."""
        raise NotImplementedError

    def doing(self, seen: Seen) -> Work[Done]:
        """What does it."""
        raise NotImplementedError

    def told(self, done: Done) -> list[str]:
        """What was done, and where files lie."""
        raise NotImplementedError

    # Looking.

    def body(self) -> list[Widget]:
        """The lines, and the marked one in full."""
        return [self.list_box, self.detail]

    def on_resize(self, event: Resize) -> None:
        """Lines as wide as the screen."""
        self.show()

    def show(self) -> None:
        """Show what is known now."""
        width = self.line_width
        rows = self.lines()
        self.rows = rows[1:] if rows and rows[0] == RunLine("") else rows
        at = min(self.list.at, len(self.rows) - 1)
        while at > 0 and self.rows[at] == RunLine(""):  # what was marked is gone
            at -= 1
        self.list.show([drawn(row, width) for row in self.rows], [() for _ in self.rows], at=at)
        self._show_marked()

    def _show_marked(self) -> None:
        detail = self.rows[self.list.at].detail if self.rows else ""
        self.detail.show((), [detail] if detail else [])
        self.list_box.refresh()

    def marked_another(self) -> None:
        """Another line of the list was marked by a click."""
        self._show_marked()

    async def find_out(self) -> None:
        """Find out what would be done now, and show it. Raises `Refusal` where that cannot be said."""
        self.seen = None
        self.list_box.empty = ""
        try:
            seen = self.seen = await beside(self.desk_app, "Bekijken", self.looking())
        except Stopped:
            self.say("Gestopt; er is niets gewijzigd.")
        except Refusal as refusal:
            self.list_box.empty = str(refusal)
            raise
        else:
            self.list_box.empty = self.nothing(seen)
            self.say(self.list_box.empty)
        finally:
            self.show()

    def returned_to(self) -> None:
        """Back from a page that may have changed something."""
        self.show()

    def tab_shown(self) -> None:
        """Back from a customer that was opened from here: look whether that helped."""
        if self._left_for_customer:
            self._left_for_customer = False
            self.desk_app.start(self.find_out())

    @property
    def is_up_to_date(self) -> bool:
        """Whether what shows was looked up for what is typed now."""
        return self.seen is not None

    # Keys.

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Arrows walk, Enter opens."""
        if key == "enter":
            self.open_marked()
            return True
        return self.walk(key)

    def walk(self, key: str) -> bool:
        """Go to another line. Returns whether the key meant that."""
        handled = self.list.press(key, None)
        if handled:
            self._show_marked()
        return handled

    def open_marked(self) -> bool:
        """Open whom or what the marked line is about. Returns whether it is about anything."""
        row = self.rows[self.list.at] if self.rows else RunLine("")
        if row.customer_id is not None:
            self._left_for_customer = True
            self.desk_app.start(open_in_klanten(self.desk_app, row.customer_id))
        elif row.page is not None:
            self.desk_app.start(self.desk_app.open(row.page()))
        return row.customer_id is not None or row.page is not None

    # What can be done.

    def do_look_again(self) -> Coroutine[object, object, None]:
        """Look once more: other desks go on working."""
        return self.find_out()

    async def do_main(self) -> None:
        """Ask, do it, tell what was done, and look again."""
        from screens.dialogs.question import Notice, Question

        if not self.is_up_to_date:
            await self.find_out()
        seen = self.seen
        if seen is None:
            return
        if nothing := self.nothing(seen):
            self.say(nothing)
            return
        if not await self.desk_app.ask(Question(self.question(seen))):
            return
        self.seen = None  # whatever happens, that is not how it is any more
        try:
            told = self.told(await beside(self.desk_app, self.heading, self.doing(seen)))
        except Stopped:
            told = [STOPPED]
        await self.desk_app.ask(Notice(told, title=self.heading))
        self.list.go_to(0)
        await self.find_out()

    ACTS: Acts[Self] = (
        PageAct("look_again", do_look_again),
        PageAct("main", do_main),
        BACK,
    )


class FieldRunPage(FormTalk, RunPage[Seen, Done]):
    """A run of which one thing is typed (month, week, file). Enter looks, and after that opens the marked line."""

    def __init__(self, desk: Desk, field: FieldSpec, text: str) -> None:
        super().__init__(desk)
        self.model = FormModel((field,), self)
        self.model.fill({field.name: text})
        self.form = Form(self.model, self)
        self.form.styles.height = 2
        self.list_box.beside_form = True
        self._looked_for = text

    @property
    def typed(self) -> str:
        """What stands in the field."""
        return self.model.field.text

    def body(self) -> list[Widget]:
        """The field, the lines, the marked one in full."""
        return [self.form, *super().body()]

    @property
    def is_up_to_date(self) -> bool:
        """Whether what shows is about what is typed."""
        return super().is_up_to_date and self.typed == self._looked_for

    async def find_out(self) -> None:
        """As a run without a field; what is refused is told at the field."""
        field = self.model.field
        self._looked_for, field.error = field.text, ""
        try:
            await super().find_out()
        except Refusal as refusal:
            raise refusal.for_field(field.spec.name) from None

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Arrows are the list's, the rest the field's."""
        if key in WALKING:
            return self.walk(key)
        handled = self.model.press(key, character)
        if handled:
            self.show_form()
        return handled

    def form_finished(self) -> None:
        """Enter in the field: look, or open the marked line where that was done."""
        if self.typed != self._looked_for or not self.open_marked():
            self.desk_app.start(self.find_out())
