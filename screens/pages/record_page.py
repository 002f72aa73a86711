"""A form over something in the catalogue that another desk may change meanwhile: nothing of either gets lost unseen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from balie.catalogue.titles import ChangedMeanwhile
from balie.dutch.text import enumerated
from balie.refusal import Reasons, Refusal
from screens.keyboard.actions import TITLE_MENU
from screens.pages.act import Acts, PageAct
from screens.pages.form_page import FormPage
from screens.pages.new_title import NEW_TITLE, OffersNewTitle

if TYPE_CHECKING:
    from balie.desk import Desk
    from screens.widgets.form_model import FieldSpec


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """What is stored now: the fields as they stand in the form, its version, and who changed it last."""

    fields: Mapping[str, str]
    version: int
    by: str


class RecordPage(OffersNewTitle, FormPage):
    """Reads fields by `readers`, saves with the version that was read; F2 is Opslaan."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "menu")

    def __init__(self, desk: Desk, fields: tuple[FieldSpec, ...], *, heading: str) -> None:
        super().__init__(fields, heading=heading)
        self.desk = desk
        self.readers: dict[str, Callable[[str], str]] = {}
        self.stored: StoredRecord | None = None

    def show_stored(self, stored: StoredRecord) -> None:
        """Fill the form with what is stored; that does not count as typed."""
        self.stored = stored
        self.model.fill(stored.fields)

    # What a form of this kind does.

    def read_stored(self) -> StoredRecord:
        """Read again what is stored."""
        raise NotImplementedError

    def save(self, typed: Mapping[str, str], version: int) -> bool:
        """Store it; whether anything was changed. Raises `ChangedMeanwhile`, or `Refusal` with what is wrong."""
        raise NotImplementedError

    async def saved(self, changed: bool) -> None:
        """Go on after it was stored."""
        await self.desk_app.back()
        self.desk_app.page.say("Opgeslagen." if changed else "Er was niets gewijzigd.")

    # The form.

    def read_field(self, name: str, text: str) -> str:
        """Read a field by its own rule, if it has one."""
        reader = self.readers.get(name)
        return text if reader is None else reader(text)

    def field_left(self, name: str) -> None:
        """Nothing follows from it."""

    async def do_main(self) -> None:
        """Opslaan. Changed at another desk meanwhile: that is taken over, and both are shown where they differ."""
        version = 0 if self.stored is None else self.stored.version
        try:
            changed = self.save(self.model.values(), version)
        except ChangedMeanwhile:
            self._take_theirs()
            return
        await self.saved(changed)

    def _take_theirs(self) -> None:
        """Put in what another desk changed; where this desk changed the same, keep what was typed and say so."""
        assert self.stored is not None
        before, now, typed = self.stored.fields, self.read_stored(), self.model.values()
        changed = [name for name in typed if now.fields[name] != before[name]]
        mine = {name: text for name, text in typed.items() if text != before[name]}
        self.show_stored(now)
        for name, text in mine.items():
            self.model.set(name, text)
        reasons = Reasons()
        for name in changed:
            if name in mine and mine[name] != now.fields[name]:
                theirs = self.shown(name, now.fields[name]) or "(leeg)"
                reasons.add(f"Medewerker {now.by} maakte hier intussen van: {theirs}. F2 bewaart wat u typte.", name)
        self.form.state_changed()
        if len(reasons):
            raise Refusal(*reasons)
        labels = enumerated([self.model[name].spec.label for name in changed])
        told = f"Medewerker {now.by} wijzigde intussen {labels or 'iets anders'}."
        raise Refusal(f"{told} Dat staat er nu bij; F2 bewaart uw wijziging.")

    def shown(self, name: str, text: str) -> str:
        """A value as its field shows it."""
        choices = self.model[name].spec.choices
        return next((choice.label for choice in choices if choice.value == text), text)

    async def do_back(self) -> None:
        """One step back; asks first when something was typed."""
        if await self.may_leave():
            await self.desk_app.back()

    ACTS: Acts[Self] = (
        NEW_TITLE,
        PageAct("main", do_main, label="Opslaan", menu=TITLE_MENU),
        PageAct("back", do_back, label="Annuleer"),
    )
