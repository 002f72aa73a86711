"""A short form of this tab with what it means below it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Self

from textual.widget import Widget

from screens.keyboard.actions import BRANCH_MENU
from screens.pages.act import Acts, PageAct
from screens.pages.form_page import FormPage
from screens.widgets.summary import Summary

if TYPE_CHECKING:
    from balie.desk import Desk
    from screens.widgets.form_model import FieldSpec

LABEL = 20


class BranchForm(FormPage):
    """The fields with `start` in them, and sentences; `readers` read a field when it is left."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "menu")

    def __init__(
        self, desk: Desk, fields: tuple[FieldSpec, ...], start: Mapping[str, str], sentences: Sequence[str]
    ) -> None:
        super().__init__(fields)
        self.desk = desk
        self.readers: dict[str, Callable[[str], str]] = {}
        self.form.styles.height = len(fields) + 1
        self.model.fill(start)
        self.means = Summary(self, heading="Wat dit doet")
        self._sentences = sentences

    def body(self) -> list[Widget]:
        """The form, and what it means."""
        return [self.form, self.means]

    def on_mount(self) -> None:
        """Tell what it means."""
        self.means.show((), self._sentences)

    def read_field(self, name: str, text: str) -> str:
        """Read a field by its own rule, if it has one."""
        reader = self.readers.get(name)
        return text if reader is None else reader(text)

    def field_left(self, name: str) -> None:
        """Nothing follows from it."""

    async def finish(self, told: str) -> None:
        """Back to where this was opened, and tell there what was done."""
        await self.desk_app.back()
        self.desk_app.page.say(told)

    async def do_back(self) -> None:
        """One step back; asks first when something was typed."""
        if await self.may_leave():
            await self.desk_app.back()

    ACTS: Acts[Self] = (
        PageAct("main", FormPage.do_main, label="Opslaan", menu=BRANCH_MENU),
        PageAct("back", do_back, label="Annuleer"),
    )
