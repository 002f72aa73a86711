"""What the pages with a form share: the form hears keys, the page hears the form."""

from __future__ import annotations

from collections.abc import Coroutine
from datetime import date
from typing import ClassVar, Self

from textual.widget import Widget

from balie.customers.forms.choices import OFFERED
from balie.dutch.dates import parse_birth_date
from balie.dutch.periods import age_on
from balie.refusal import Refusal
from screens.pages.act import Acts, PageAct
from screens.pages.form_talk import FormTalk
from screens.pages.page import Page
from screens.widgets.form import Form
from screens.widgets.form_model import FieldSpec, FormModel


class FormPage(FormTalk, Page):
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

    # What the form asks of the page.

    def read_field(self, name: str, text: str) -> str:
        """Read a field by the customers' rules."""
        if name in OFFERED:
            return text
        from balie.customers.forms.fields import read_field

        return read_field(name, text, self.today, self.model["country"].text)

    def field_left(self, name: str) -> None:
        """Echo what follows from a field: the age of a birth date."""
        if name == "birth_date":
            self.show_age()

    def show_age(self) -> None:
        """Put the age beside the birth date."""
        if "birth_date" not in self.model:
            return
        field = self.model["birth_date"]
        try:
            born = parse_birth_date(field.text, self.today) if field.text else None
        except Refusal:
            born = None
        field.note = f"{age_on(born, self.today)} jaar" if born is not None else ""

    @property
    def has_typed_work(self) -> bool:
        """Whether the form holds something that was typed."""
        return self.model.typed

    def do_main(self) -> Coroutine[object, object, None] | None:
        """The main action of the page."""
        raise NotImplementedError

    ACTS: Acts[Self] = (PageAct("main", do_main),)
