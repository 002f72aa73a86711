"""The first screen, Klantenadministratie: a number, a name, a birth date, an address; or somebody to look up."""

from __future__ import annotations

from typing import Self

from balie.customers.kinds import RULES, CustomerKind
from screens.klanten.enrolling.draft import EnrolmentDraft, OneHouse
from screens.klanten.enrolling.layout import basic_fields
from screens.pages.act import Acts, PageAct
from screens.pages.form_page import FormPage


class BasicPage(FormPage):
    """The first screen of the desk, with the cursor in Klantnummer."""

    heading = "Klantenadministratie"

    def __init__(self) -> None:
        super().__init__(basic_fields())
        self.draft: EnrolmentDraft | None = None
        self._kind = CustomerKind.REGULAR
        self._spread = False
        self._household = OneHouse()
        self.model.go_to("number")

    def begin_again(self) -> None:
        """Empty the screen for the next customer."""
        self.draft = None
        self.model.clear()
        self.go_to_number()

    def at_home(self) -> None:
        """Alt+K: the cursor in Klantnummer."""
        self.go_to_number()

    def go_to_number(self) -> None:
        """Put the cursor in Klantnummer."""
        self.model.go_to("number")
        self.show_form()

    def show_form(self) -> None:
        """As ever; another klanttype has other fields."""
        self._shape()
        super().show_form()

    def _shape(self) -> None:
        kind = CustomerKind(self.model["kind"].text)
        if kind is not self._kind:
            self._kind = kind
            self.model.reshape(basic_fields(kind))

    # Klantnummer.

    def read_field(self, name: str, text: str) -> str:
        """Klantnummer is read on Enter only: it may ask something. A whole name in Voorletters fills three fields."""
        if name == "number":
            return text
        if name == "initials":
            text = self._spread_name(text)
        return super().read_field(RULES[self._kind].reads(name), text)

    def _spread_name(self, text: str) -> str:
        """Put prefix and surname of a whole name in their fields, unless a surname stands there. Out: initials."""
        from balie.dutch.names import read_prefix, read_surname, split_whole_name

        whole = None if self.model["surname"].text else split_whole_name(text)
        if whole is None:
            return text
        self.model.set("surname", read_surname(whole.surname))
        self.model.set("prefix", read_prefix(whole.prefix))
        self.model.put_right("surname")
        if whole.given_name and not self.model["given_name"].text:
            self.model.set("given_name", whole.given_name)
            self.model.put_right("given_name")
        self._spread = True
        return whole.initials

    def field_left(self, name: str) -> None:
        """After a whole name Enter goes on to the birth date."""
        super().field_left(name)
        if name == "initials" and self._spread:
            self._spread = False
            self.model.go_to("birth_date")

    def field_entered(self, name: str) -> bool:
        """Enter in Klantnummer: find out what was typed there."""
        if name != "number" or (self.number_is_settled):
            return False
        self.desk_app.start(self._enter_number(self.model["number"].text))
        return True

    @property
    def has_typed_work(self) -> bool:
        """Whether more was typed than a number or a name to look for."""
        return any(self.model.was_typed(field) for field in self.model.fields if field.spec.name != "number")

    @property
    def number_is_settled(self) -> bool:
        """Whether what stands in Klantnummer is what was found out about it."""
        return self.draft is not None and self.model["number"].text == self.draft.shown_number

    async def _enter_number(self, typed: str) -> None:
        from balie.customers.finding import entry

        found = entry.read_entry(self.desk_app.desk.store, typed, self.today)
        match found:
            case entry.GenerateNumber():
                from screens.dialogs.question import Question

                if await self.desk_app.ask(Question("System nummer laten genereren?", harmless=True)):
                    self._take(EnrolmentDraft(found, household=self._household))
            case entry.NumberLater() | entry.FreeCard():
                self._take(EnrolmentDraft(found, household=self._household))
            case entry.KnownCustomer():
                from screens.dialogs.presented_pass import may_go_on

                if not await self.desk_app.may_leave_all() or not await may_go_on(self.desk_app, found.number):
                    return
                if found.running or found.deceased:
                    await self.desk_app.open_customer(found.customer_id)
                else:
                    await self.enrol_again(found.customer_id)
            case entry.SearchFor(text):
                from screens.finding.customer_search import CustomerSearchPage

                await self.desk_app.open(CustomerSearchPage(text))

    def _take(self, draft: EnrolmentDraft) -> None:
        self.draft = draft
        self.model.set("number", draft.shown_number)
        self.model["number"].error = ""
        self.model.message = ""
        self._go_to_name()
        self.show_form()

    def _go_to_name(self) -> None:
        self.model.go_to("initials" if "initials" in self.model else "surname")

    async def enrol_again(self, customer_id: int) -> None:
        """Fill the screen with somebody whose membership ended, to enrol again under the same number."""
        from balie.customers.finding.entry import known_customer
        from balie.customers.records import read_form

        store = self.desk_app.desk.store
        values = read_form(store, customer_id)
        put_in = {name: values[name] for name in ("postcode", "street", "town")}
        draft = EnrolmentDraft(known_customer(store, customer_id, self.today), values=values, put_in=put_in)
        self.model.clear()
        self.model.set("kind", draft.values["kind"])
        self._shape()
        self.model.fill({**draft.values, "number": draft.shown_number})
        self.draft = draft
        self.show_age()
        self._go_to_name()
        self.show_form()
        self.say("Herinschrijven: het abonnement van deze klant is beëindigd. Controleer de gegevens.")

    # On to screen 2.

    async def do_main(self) -> None:
        """OK, Vervolg: read everything, look for people who are known already, go on."""
        from balie.customers.forms.details import read_basic
        from balie.customers.records import check_kind
        from screens.klanten.enrolling.details import DetailsPage
        from screens.klanten.enrolling.duplicates import is_somebody_else

        if not self.number_is_settled:
            self.model.go_to("number")
            await self._enter_number(self.model["number"].text)
        self.model.read_current()  # a whole name is spread, also where F2 comes right behind it
        self._spread = False
        draft = self.draft
        if draft is None or not self.number_is_settled or self.desk_app.page is not self:
            return
        values = self.model.values()
        basic = read_basic(values, self.today)
        if draft.known_id is not None:
            check_kind(self.desk_app.desk.store, draft.known_id, basic.kind)
        if await is_somebody_else(self.desk_app, draft, basic):
            draft.values.update(values)
            await self.desk_app.open(DetailsPage(draft, self.desk_app.desk))

    def returned_to(self) -> None:
        """Back from screen 2: what was changed there shows here too."""
        if self.draft is not None:
            self._shape()
            for field in self.model.fields:
                if field.spec.name in self.draft.values and field.spec.name != "number":
                    self.model.set(field.spec.name, self.draft.values[field.spec.name])
            self.show_age()
        self.show_form()

    ACTS: Acts[Self] = (PageAct("main", do_main, label="OK, Vervolg", asks="new"),)
