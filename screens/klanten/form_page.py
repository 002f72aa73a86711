"""What the pages with a form share: the form hears keys, the page hears the form."""

from __future__ import annotations

from collections.abc import Coroutine
from datetime import date
from typing import ClassVar

from textual.widget import Widget

from balie.customers.choices import OFFERED
from balie.dutch.dates import parse_birth_date
from balie.dutch.periods import age_on
from balie.refusal import Reason, Refusal
from screens.page import Page
from screens.widgets.form import Form
from screens.widgets.form_model import FieldSpec, FormModel


class FormPage(Page):
    """A page that is mostly one form."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "search", "back", "close")

    def __init__(self, fields: tuple[FieldSpec, ...], *, heading: str = "") -> None:
        super().__init__()
        self.model = FormModel(fields, self)
        self.form = Form(self.model, self, heading=heading)

    def body(self) -> list[Widget]:
        """The form."""
        return [self.form]

    @property
    def today(self) -> date:
        """The day the desk works on."""
        return self.desk_app.desk.working_date

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Every key that types or moves goes to the form."""
        handled = self.model.press(key, character)
        if handled:
            self.show_form()
        return handled

    def paste(self, text: str) -> None:
        """Pasted text goes where the cursor is."""
        self.model.paste(text)
        self.show_form()

    def show_form(self) -> None:
        """Repaint what changed in the form and tell what it has to tell."""
        self.form.state_changed()
        self.say(self.model.message, wrong=bool(self.model.message))

    def refuse(self, reasons: tuple[Reason, ...]) -> None:
        """Mark every wrong field, the cursor in the first."""
        self.model.refuse(reasons)
        self.show_form()

    # What the form asks of the page.

    def read_field(self, name: str, text: str) -> str:
        """Read a field by the customers' rules."""
        if name in OFFERED:
            return text
        from balie.customers.fields import read_field

        return read_field(name, text, self.today, self.model["country"].text)

    def field_left(self, name: str) -> None:
        """Echo what follows from a field: the age of a birth date."""
        if name == "birth_date":
            self.show_age()

    def show_age(self) -> None:
        """Put the age beside the birth date."""
        field = self.model["birth_date"]
        try:
            born = parse_birth_date(field.text, self.today) if field.text else None
        except Refusal:
            born = None
        field.note = f"{age_on(born, self.today)} jaar" if born is not None else ""

    def field_entered(self, name: str) -> bool:
        """Enter goes on, unless a page says otherwise."""
        return False

    def form_refused(self) -> None:
        """What was typed ahead was meant for a field that is not reached."""
        self.desk_app.keys.drop_typed_ahead()
        self.desk_app.bell()

    def form_finished(self) -> None:
        """Enter in the last field is the main action."""
        self.run("main")

    def choose(self, name: str) -> None:
        """Show the list of a choice field."""
        self.desk_app.start(self._choose(name))

    async def _choose(self, name: str) -> None:
        from screens.widgets.pick import Pick

        field = self.model[name]
        choices = field.spec.choices
        here = next((place for place, choice in enumerate(choices) if choice.value == field.text), 0)
        chosen = await self.desk_app.ask(Pick(field.spec.label, [choice.label for choice in choices], at=here))
        if chosen is not None:
            self.model.set(name, choices[chosen].value)
            self.show_form()

    @property
    def has_typed_work(self) -> bool:
        """Whether the form holds something that was typed."""
        return self.model.typed

    def do_main(self) -> Coroutine[object, object, None] | None:
        """The main action of the page."""
        raise NotImplementedError
