"""Kastelling: the empty form in which a till is counted. What there should be shows only once there is a count."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from textual.widget import Widget

from balie.dutch.money import format_cents
from balie.finance.tills.counting import CountField, CountForm, begin_count, judge, read_field
from balie.finance.tills.tally import tally
from screens.pages.act import Acts, PageAct
from screens.pages.form_page import FormPage
from screens.widgets.form import Caption
from screens.widgets.form_model import FieldSpec
from screens.widgets.summary import Summary

if TYPE_CHECKING:
    from balie.desk import Desk

_RIGHT = 40
_FIRST_ROW = 1
_LONGEST = 20
_BLANK_ABOVE = 1
_NOTES, _COINS = "Biljetten", "Munten"


class CountingPage(FormPage):
    """Notes to the left, coins to the right, the rest below; Enter goes down them all. F2 shows what comes of it."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "menu")

    heading = "Kastelling"

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.counting = begin_count(desk)
        self.signed: dict[str, str] = {}
        self._fields = {field.name: field for field in self.counting.fields}
        specs = _layout(self.counting)
        super().__init__(specs, heading=f"Kas {desk.till}, kastelling {self.counting.number}, {self.counting.since}")
        self.form.captions = (Caption(0, 1, _NOTES), Caption(0, _RIGHT, _COINS))
        self.form.styles.height = max(spec.row for spec in specs) + 2
        self.summary = Summary(self, heading="Geteld tot nu toe")

    def body(self) -> list[Widget]:
        """The fields, and what they add up to."""
        return [self.form, self.summary]

    def on_mount(self) -> None:
        """Nothing is counted yet."""
        self._add_up()

    def show_form(self) -> None:
        """Whatever was typed: the sum follows."""
        self._add_up()
        super().show_form()

    def _add_up(self) -> None:
        so_far = tally(self.counting, self.model.values())
        for field in self.model.fields:
            worth = so_far.worth.get(field.spec.name)
            field.note = "" if worth is None else format_cents(worth)
        self.summary.show(so_far.lines(), ())

    def read_field(self, name: str, text: str) -> str:
        """A number that is none is told at once; what is empty may still come."""
        typed = text.strip()
        if typed:
            read_field(self._fields[name], typed)
        return typed

    async def do_main(self) -> None:
        """Hold what was counted against what should be there."""
        from screens.dialogs.question import Question
        from screens.financieel.till.counted import CountedPage

        texts = self.model.values()
        count = judge(self.desk, self.counting, texts)
        if count.later.count:
            amount = format_cents(count.later.cents)
            asked = f"Sinds deze telling begon ging er {amount} contant door deze kas. Is dat al meegeteld?"
            again = begin_count(self.desk)
            # Counted at another desk meanwhile: then this count cannot go on, and booking it says so.
            if again.last == self.counting.last and await self.desk_app.ask(Question(asked)):
                self.counting = again
                count = judge(self.desk, again, texts)
        await self.desk_app.open(CountedPage(self.desk, count, self.signed))

    async def do_back(self) -> None:
        """Back; asks first when something was counted."""
        if await self.may_leave():
            await self.desk_app.back()

    ACTS: Acts[Self] = (
        PageAct("main", do_main, label="Verschil tonen"),
        PageAct("back", do_back),
    )


def _layout(form: CountForm) -> tuple[FieldSpec, ...]:
    """Where each field stands, in the order in which Enter goes through them."""
    notes = [field for field in form.fields if field.group == _NOTES]
    coins = [field for field in form.fields if field.group == _COINS]
    others = [field for field in form.fields if field.group not in (_NOTES, _COINS)]
    below = _FIRST_ROW + max(len(notes), len(coins)) + _BLANK_ABOVE
    half = (len(others) + 1) // 2
    return (
        *(_piece(field, _FIRST_ROW + row, None) for row, field in enumerate(notes)),
        *(_piece(field, _FIRST_ROW + row, _RIGHT) for row, field in enumerate(coins)),
        *(_amount(field, below + row, None) for row, field in enumerate(others[:half])),
        *(_amount(field, below + row, _RIGHT) for row, field in enumerate(others[half:])),
    )


def _piece(field: CountField, row: int, x: int | None) -> FieldSpec:
    label = field.label if field.pieces is None else f"{field.label:>6} x"
    return FieldSpec(field.name, label, row, x=x, longest=_LONGEST, width=9, label_width=9)


def _amount(field: CountField, row: int, x: int | None) -> FieldSpec:
    return FieldSpec(
        field.name, field.label, row, x=x, longest=_LONGEST, width=12, label_width=20, required=field.required
    )
