"""Screen 1 of S1, Klantenadministratie: a number, a name, a birth date, an address; or somebody to look up."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import ClassVar

from balie.refusal import Reason
from screens.klanten.draft import Draft, NumberWish
from screens.klanten.form_page import FormPage
from screens.klanten.layout import basic_fields

GENERATED = "V" * 14
"""What stands in Klantnummer while the number is still to be made (S1: `een rijtje V`)."""

LATER = "P" * 14


class BasicPage(FormPage):
    """The first screen of the desk, with the cursor in Klantnummer."""

    LABELS: ClassVar[dict[str, str]] = {"main": "OK, Vervolg"}

    heading = "Klantenadministratie"

    def __init__(self) -> None:
        super().__init__(basic_fields())
        self.draft: Draft | None = None
        self.model.go_to("number")

    def begin_again(self) -> None:
        """Empty the screen for the next customer."""
        self.draft = None
        self.model.clear()
        self.go_to_number()

    def go_to_number(self) -> None:
        """Put the cursor in Klantnummer."""
        self.model.go_to("number")
        self.show_form()

    # Klantnummer.

    def read_field(self, name: str, text: str) -> str:
        """Klantnummer is read on Enter only: it may ask something."""
        return text if name == "number" else super().read_field(name, text)

    def field_entered(self, name: str) -> bool:
        """Enter in Klantnummer: find out what was typed there."""
        if name != "number" or (self.draft is not None and self.model["number"].text == self._shown_number()):
            return False
        self.desk_app.start(self._enter_number(self.model["number"].text))
        return True

    def _shown_number(self) -> str:
        if self.draft is None:
            return ""
        match self.draft.wish:
            case NumberWish.GENERATE:
                return GENERATED
            case NumberWish.LATER:
                return LATER
            case NumberWish.CARD | NumberWish.KEPT:
                return self.draft.card

    async def _enter_number(self, typed: str) -> None:
        from balie.customers import entry

        match entry.read_entry(self.desk_app.desk, typed):
            case entry.GenerateNumber():
                from screens.widgets.question import Question

                if await self.desk_app.ask(Question("System nummer laten genereren?", harmless=True)):
                    self._take(Draft(NumberWish.GENERATE))
            case entry.NumberLater():
                self._take(Draft(NumberWish.LATER))
            case entry.FreeCard(number):
                self._take(Draft(NumberWish.CARD, card=number))
            case entry.KnownCustomer(customer_id, running):
                if running:
                    await self.desk_app.open_customer(customer_id)
                else:
                    await self.enrol_again(customer_id)
            case entry.SearchFor(text):
                from screens.klanten.search import SearchPage

                await self.desk_app.open(SearchPage(text))

    def _take(self, draft: Draft) -> None:
        self.draft = draft
        self.model.set("number", self._shown_number())
        self.model["number"].error = ""
        self.model.message = ""
        self.model.go_to("initials")
        self.show_form()

    async def enrol_again(self, customer_id: int) -> None:
        """Fill the screen with somebody whose membership ended, to enrol again under the same number."""
        from balie.customers.records import values_for_enrolment

        values = values_for_enrolment(self.desk_app.desk.store, customer_id)
        self.draft = Draft(NumberWish.KEPT, values=dict(values), card=values["number"], customer_id=customer_id)
        self.model.fill(values)
        self.show_age()
        self.model.go_to("initials")
        self.show_form()
        self.say("Herinschrijving: het abonnement van deze klant is beëindigd. Controleer de gegevens.")

    # On to screen 2.

    async def do_main(self) -> None:
        """OK, Vervolg: read everything, look for people who are known already, go on."""
        from balie.customers.forms import read_basic
        from screens.klanten.details import DetailsPage

        if self.draft is None or self.model["number"].text != self._shown_number():
            typed = self.model["number"].text
            if not typed.strip():
                self.refuse((Reason("Typ v voor een nieuw nummer, scan een pas of typ een nummer of naam.", "number"),))
                return
            self.model.go_to("number")
            await self._enter_number(typed)
            if self.draft is None or self.desk_app.page is not self:
                return
        draft = self.draft
        values = self.model.values()
        basic = read_basic(values, self.today)
        if not await self._is_somebody_else(draft, basic):
            return
        draft.values.update(values)
        await self.desk_app.open(DetailsPage(draft, self.desk_app.desk))

    async def _is_somebody_else(self, draft: Draft, basic: object) -> bool:
        from balie.customers.duplicates import find_duplicates
        from balie.customers.forms import Basic
        from screens.klanten.duplicates import DuplicatesDialog, Decision

        assert isinstance(basic, Basic)
        if draft.known_to_differ or draft.customer_id is not None:
            return True
        found = find_duplicates(self.desk_app.desk, basic)
        if not found:
            return True
        decision, customer_id = await self.desk_app.ask(DuplicatesDialog(found))
        match decision:
            case Decision.OTHER_PERSON:
                draft.known_to_differ = True
                return True
            case Decision.OPEN:
                await self.desk_app.open_customer(customer_id)
            case Decision.ENROL_AGAIN:
                await self.enrol_again(customer_id)
            case Decision.BACK:
                pass
        return False

    def do_back(self) -> Coroutine[object, object, None] | None:
        """The top of the tab: Esc goes to the menu bar."""
        self.masthead.open()
        return None
