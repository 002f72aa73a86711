"""Afschrijven in serie (Wise): scan item after item, then Space writes them all off at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from textual.events import Resize
from textual.widget import Widget

from balie.catalogue.lists import write_off_reasons
from balie.catalogue.numbers import compact
from balie.catalogue.stock import UNDO_DAYS, default_reason, look_at_write_off, write_off
from balie.customers.scans import clean_number, item_scanned
from balie.dutch.counts import many
from balie.lending.stock import hindrances
from balie.refusal import Reason, Refusal
from screens.keyboard.actions import ITEM_MENU
from screens.pages.act import Acts, PageAct
from screens.pages.form_talk import FormTalk
from screens.pages.new_title import NEW_TITLE, OffersNewTitle
from screens.pages.page import Page
from screens.widgets.form import Form
from screens.widgets.form_model import Choice, FieldSpec, FormModel
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import WALKING, ListModel

if TYPE_CHECKING:
    from balie.desk import Desk

_SECOND = 41
_EMPTY = "Scan de exemplaren een voor een. Spatie schrijft ze samen af, Delete haalt er een van de lijst, Esc stopt."


@dataclass(frozen=True, slots=True)
class _Scanned:
    """A scanned number: what it is, what to warn for, or why it cannot go."""

    number: str
    title: str
    warning: str = ""
    refused: str = ""

    @property
    def line(self) -> str:
        """As it stands in the list; what is refused or warned for comes first."""
        if self.refused:
            return f"Niet: {self.number} {self.title}. {self.refused}".replace(" . ", ". ")
        return f"{self.number} {f'LET OP: {self.warning} ' if self.warning else ''}{self.title}"


class WriteOffPage(OffersNewTitle, FormTalk, Page):
    """What is scanned in a burst is all taken: a number that cannot go stays in the list, with why."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "confirm", "take_off", "back", "menu")

    heading = "Afschrijven in serie"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        reasons = tuple(Choice(entry.code, entry.label) for entry in write_off_reasons().entries)
        self.model = FormModel(
            [
                FieldSpec("number", "Exemplaar", 0, longest=60, label_width=9, width=24),
                FieldSpec("reason", "Reden", 0, x=_SECOND, choices=reasons, initial=default_reason(), label_width=6),
            ],
            self,
        )
        self.form = Form(self.model, self)
        self.form.styles.height = 2
        self.list = ListModel()
        self.list_box = ListBox(self.list, self, beside_form=True)
        self.list_box.empty = _EMPTY
        self.scanned: list[_Scanned] = []

    def body(self) -> list[Widget]:
        """The number, the reason, what was scanned."""
        return [self.form, self.list_box]

    @property
    def going(self) -> list[str]:
        """The numbers that can be written off."""
        return [one.number for one in self.scanned if not one.refused]

    # Scanning.

    def field_entered(self, name: str) -> bool:
        """Enter in the number: put it on the list; Enter in the reason goes back there."""
        if name == "number":
            typed = self.model["number"].text
            if typed.strip():
                self._take(compact(clean_number(self.desk.store, typed)))
        self.model.set("number", "")
        self.model.go_to("number")
        return True

    def _take(self, number: str) -> None:
        if number in self.going:
            self.say(f"Exemplaar {number} staat al op de lijst.")
            return
        self.scanned = [one for one in self.scanned if one.number != number]
        found = self._judge(number, self.going)
        self.scanned.append(found)
        self._show(at=len(self.scanned) - 1)
        if found.refused:
            self.desk_app.bell()
        self.say(found.line, wrong=bool(found.refused))

    def _judge(self, number: str, along: list[str]) -> _Scanned:
        try:
            item_scanned(self.desk.store, number, self.desk.library)
            looked = look_at_write_off(self.desk.store, number, hindrances, along=along)
        except Refusal as refusal:
            return _Scanned(number, "", refused=" ".join(reason.text for reason in refusal.reasons))
        return _Scanned(number, looked.title, " ".join(looked.warnings), " ".join(looked.reasons))

    def _judge_again(self) -> None:
        """Look at all of them again: something was done at another desk, or one was taken off."""
        numbers = [one.number for one in self.scanned]
        self.scanned = []
        for number in numbers:
            self.scanned.append(self._judge(number, self.going))
        self._show(at=self.list.at)

    def on_resize(self, event: Resize) -> None:
        """Lines as wide as the screen."""
        self._show(at=self.list.at)

    def _show(self, *, at: int) -> None:
        going = len(self.going)
        self.list_box.heading = f"Af te schrijven: {many(going, 'exemplaar', 'exemplaren')}" if self.scanned else ""
        self.list.show([one.line for one in self.scanned], [() for _ in self.scanned], at=at)
        self.list_box.refresh()

    # Keys.

    def press_in_body(self, key: str, character: str | None) -> bool:
        """In the number, Space and (when it is empty) Delete are what is done with the list."""
        in_number = self.model.field.spec.name == "number"
        if key in WALKING:
            self.list.press(key, None)
            self.list_box.refresh()
            return True
        if in_number and (key == "space" or (key == "delete" and not self.model["number"].text)):
            return False
        before = self.model.message
        handled = self.model.press(key, character)
        if handled:
            self.form.state_changed()
            if key != "enter" and (self.model.message or before):
                self.say(self.model.message, wrong=bool(self.model.message))
        return handled

    def refuse(self, reasons: tuple[Reason, ...]) -> None:
        """What is refused is told; it also stands in the list."""
        Page.refuse(self, reasons)

    @property
    def has_typed_work(self) -> bool:
        """Whether there are items on the list that are not written off yet."""
        return bool(self.going)

    # What can be done.

    def none_going(self) -> str:
        """Why nothing can be written off; empty when something can."""
        return "" if self.going else "Er staat nog geen exemplaar op de lijst dat kan worden afgeschreven: scan er een."

    def nothing_scanned(self) -> str:
        """Why nothing can be taken off the list; empty when something can."""
        return "" if self.scanned else "De lijst is leeg."

    async def do_confirm(self) -> None:
        """Space: write off all of them, with this reason."""
        code = self.model["reason"].text
        try:
            written = write_off(self.desk, self.going, hindrances, reason=code)
        except Refusal:
            self._judge_again()
            raise
        self.scanned = [one for one in self.scanned if one.refused]
        self._show(at=0)
        told = f"{many(written, 'exemplaar', 'exemplaren')} afgeschreven: {write_off_reasons().label(code)}."
        self.say(f"{told} Terugdraaien kan {UNDO_DAYS} dagen lang, bij het exemplaar.")

    async def do_main(self) -> None:
        """The same."""
        await self.do_confirm()

    def do_take_off(self) -> None:
        """Delete: the marked one stays."""
        taken = self.scanned.pop(self.list.at)
        self._judge_again()
        self.say(f"Exemplaar {taken.number} is van de lijst.")

    async def do_back(self) -> None:
        """Stop; asks first when something is on the list."""
        if await self.may_leave():
            await self.desk_app.back()

    ACTS: Acts[Self] = (
        NEW_TITLE,
        PageAct("confirm", do_confirm, refused=none_going),
        PageAct("main", do_main, refused=none_going, label="Afschrijven", menu=ITEM_MENU),
        PageAct("take_off", do_take_off, refused=nothing_scanned),
        PageAct("back", do_back),
    )
