"""What a form asks of whoever shows it, answered in the way that is the same for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.widgets.form import Form
from screens.widgets.form_model import FormModel

if TYPE_CHECKING:
    from balie.refusal import Reason
    from screens.host.asking import Host


class FormTalk:
    """Shows a form, tells what it has to tell, and opens the lists of its choices."""

    model: FormModel
    form: Form

    if TYPE_CHECKING:
        # Given by the page or by what edits a tab.
        @property
        def desk_app(self) -> Host:
            """The running program."""

        def say(self, text: str, *, wrong: bool = False) -> None:
            """Tell something above the foot line."""

    def show_form(self) -> None:
        """Repaint what changed in the form and tell what it has to tell."""
        self.form.state_changed()
        message = self.model.message
        self.say(message or self.model.hint, wrong=bool(message))

    def paste(self, text: str) -> None:
        """Pasted text goes where the cursor is."""
        self.model.paste(text)
        self.show_form()

    def refuse(self, reasons: tuple[Reason, ...]) -> None:
        """Mark every wrong field, the cursor in the first."""
        self.model.refuse(reasons)
        self.show_form()

    def read_field(self, name: str, text: str) -> str:
        """The text as it stands."""
        return text

    def field_left(self, name: str) -> None:
        """Nothing follows from it."""

    def field_entered(self, name: str) -> bool:
        """Enter goes on."""
        return False

    def form_refused(self) -> None:
        """What was typed ahead was meant for a field that is not reached."""
        self.desk_app.keys.drop_typed_ahead()
        self.desk_app.bell()

    def form_finished(self) -> None:
        """Enter in the last field is the main action of the page."""
        self.desk_app.page.run("main")

    def choose(self, name: str) -> None:
        """Show the list of a choice field."""
        self.desk_app.start(self._choose(name))

    async def _choose(self, name: str) -> None:
        from screens.dialogs.pick import Pick

        field = self.model[name]
        choices = field.spec.choices
        here = next((place for place, choice in enumerate(choices) if choice.value == field.text), 0)
        chosen = await self.desk_app.ask(Pick(field.spec.label, [choice.label for choice in choices], at=here))
        if chosen is not None:
            self.model.set(name, choices[chosen].value)
            self.show_form()
