"""A tab of the customer screen while it is edited: `Wijzig` makes a form of it, F2 saves, Esc drops the changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.customers.editing import Conflict, EditForm, Saved, read_edit_field, save_edit
from screens.klanten.tab_layout import lay_out
from screens.widgets.form import Form
from screens.widgets.form_model import FormModel
from screens.widgets.form_talk import FormTalk

if TYPE_CHECKING:
    from screens.app import DeskApp
    from screens.klanten.customer import CustomerPage

class TabEditor(FormTalk):
    """The form of one tab: fields from `balie.customers.editing`, two beside each other where they fit."""

    def __init__(self, page: CustomerPage, base: EditForm) -> None:
        self.page = page
        self.base = base
        specs, captions = lay_out(base.specs)
        self.model = FormModel(specs, self)
        self.model.fill(base.fields)
        self.form = Form(self.model, page)
        self.form.captions = captions

    @property
    def desk_app(self) -> DeskApp:
        """The running program."""
        return self.page.desk_app

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Tell something; where there is nothing to tell, what the field takes."""
        if not text:
            name = self.model.field.spec.name
            text = next(spec.note for spec in self.base.specs if spec.name == name)
        self.page.say(text, wrong=wrong)

    def read_field(self, name: str, text: str) -> str:
        """Read a field by its own rule."""
        return read_edit_field(self.page.desk, self.base, name, {**self.model.values(), name: text})

    async def save(self) -> Saved | None:
        """Save; where another desk changed the same, ask what stays. None when the desk went back to the form."""
        typed, base = self.model.values(), self.base
        while True:
            try:
                return save_edit(self.page.desk, self.page.customer_id, base.tab, typed, base)
            except Conflict as conflict:
                settled = await self._settle(conflict)
                if settled is None:
                    return None
                typed, base = settled, conflict.base

    async def _settle(self, conflict: Conflict) -> dict[str, str] | None:
        """Ask, field by field, what stays: mine or theirs. None after Esc."""
        from screens.widgets.pick import Pick

        mine = dict(conflict.mine)
        for difference in conflict.differences:
            lines = [
                f"Mijn wijziging: {difference.mine or '(leeg)'}",
                f"Van {conflict.by}: {difference.theirs or '(leeg)'}",
            ]
            was = difference.was or "(leeg)"
            dialog = Pick(f"{difference.label} is ook door een ander gewijzigd (was {was}). Wat blijft?", lines)
            dialog.keeps_typed_ahead = False
            chosen = await self.desk_app.ask(dialog)
            if chosen is None:
                return None
            if chosen == 1:
                mine[difference.field] = conflict.base.fields[difference.field]
        return mine
