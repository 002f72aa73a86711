"""A tab of the customer screen while it is edited: `Wijzig` makes a form of it, F2 saves, Esc drops the changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from balie.customers.tabs.editing import (
    Conflict,
    Difference,
    EditForm,
    FieldChange,
    Saved,
    follows_from,
    read_edit_field,
    save_edit,
)
from balie.customers.tabs.notes import texts_for
from screens.klanten.customer.tab_layout import lay_out
from screens.klanten.guardian_pick import GuardianPick
from screens.klanten.mail_slip import MailSlip
from screens.pages.form_talk import FormTalk
from screens.widgets.form import Form
from screens.widgets.form_model import FormModel

if TYPE_CHECKING:
    from screens.host.asking import Host
    from screens.klanten.open_customer import OpenCustomer


_FOLLOWED = "Straat en plaats zijn nu die van dit adres. Kijk ze na, en druk nog eens op F2."


class TabEditor(FormTalk):
    """The form of one tab: fields from `balie.customers.tabs.editing`, two beside each other where they fit."""

    def __init__(self, page: OpenCustomer, base: EditForm) -> None:
        self.page = page
        self.base = base
        self._put_in = dict(base.fields)
        self._slip = MailSlip()
        self._guardian = GuardianPick(page.desk, child_id=page.customer_id)
        specs, captions = lay_out(base.specs)
        self.model = FormModel(specs, self)
        self.model.fill(base.fields)
        self.form = Form(self.model, page)
        self.form.captions = captions

    @property
    def desk_app(self) -> Host:
        """The running program."""
        return self.page.desk_app

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Tell something; where there is nothing to tell, what the field takes."""
        if not text:
            name = self.model.field.spec.name
            text = next(spec.note for spec in self.base.specs if spec.name == name)
        self.page.say(text, wrong=wrong)

    @property
    def has_texts(self) -> bool:
        """Whether there are standard texts for any field of this tab."""
        return any(texts_for(spec.name) for spec in self.base.specs)

    @property
    def texts(self) -> tuple[str, ...]:
        """The standard texts for the field with the cursor."""
        return texts_for(self.model.field.spec.name)

    async def choose_text(self) -> None:
        """Put a standard text in the field with the cursor, instead of what stands there."""
        from screens.dialogs.pick import Pick

        field, texts = self.model.field, self.texts
        chosen = await self.desk_app.ask(Pick(f"Standaardtekst voor {field.spec.label}", texts))
        if chosen is not None:
            self.model.set(field.spec.name, texts[chosen])
            self.show_form()

    def read_field(self, name: str, text: str) -> str:
        """Read a field by its own rule."""
        if name == "guardian":
            text = self._guardian.read(text)
        return read_edit_field(self.page.desk, self.base, name, {**self.model.values(), name: text})

    def field_left(self, name: str) -> None:
        """Put in what follows from it; where a postcode or house number is another that is street and town."""
        self._put_in_what_follows(name)

    def _put_in_what_follows(self, name: str) -> bool:
        found = follows_from(self.page.desk, self.base, name, self._put_in, self.model.values())
        for other, text in found.items():
            self.model.set(other, text)
            self._put_in[other] = text
        return bool(found)

    async def save(self) -> Saved | None:
        """Save; where another desk changed the same, ask what stays. None when the desk went back to the form.

        What follows from the field with the cursor is seen before it is saved.
        """
        if self.model.read_current() and self._put_in_what_follows(self.model.field.spec.name):
            self.show_form()
            self.say(_FOLLOWED)
            return None
        await self._slip.settle(self.desk_app, self.model)
        if not await self._settle_guardian():
            return None
        typed, base = self.model.values(), self.base
        merged: tuple[FieldChange, ...] = ()
        while True:
            try:
                saved = save_edit(self.page.desk, self.page.customer_id, base.tab, typed, base)
                return replace(saved, merged=(*merged, *saved.merged))
            except Conflict as conflict:
                merged += conflict.merged
                settled = await self._settle(conflict)
                if settled is None:
                    return None
                typed, base = settled, conflict.base

    async def _settle_guardian(self) -> bool:
        """Ask which customer Ouder of voogd is, on the tab that has it. False when the desk went back to the form."""
        typed = self.model.values()
        if "guardian" not in typed:
            return True
        return await self._guardian.settle(
            self.desk_app, self.model, typed["main_postcode"], typed["main_house_number"]
        )

    async def _settle(self, conflict: Conflict) -> dict[str, str] | None:
        """Ask what stays, mine or theirs; what belongs together (an address) as a whole. None after Esc."""
        from screens.klanten.customer.which_stays import WhichStays

        mine = dict(conflict.mine)
        units = {spec.name: spec.unit or spec.name for spec in conflict.base.specs}
        together: dict[str, list[Difference]] = {}
        for difference in conflict.differences:
            together.setdefault(units[difference.field], []).append(difference)
        for differences in together.values():
            keep_mine = await self.desk_app.ask(WhichStays(differences, conflict.by))
            if keep_mine is None:
                return None
            if not keep_mine:
                mine |= {found.field: conflict.base.fields[found.field] for found in differences}
        return mine
