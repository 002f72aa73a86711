"""The second screen: everything else the desk asks of a customer."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Self

from balie.customers.forms.choices import NO
from balie.customers.forms.details import kind_of
from balie.customers.kinds import RULES
from balie.refusal import Refusal
from screens.klanten.enrolling.draft import EnrolmentDraft
from screens.klanten.enrolling.layout import details_fields
from screens.klanten.guardian_pick import GuardianPick
from screens.klanten.mail_slip import MailSlip
from screens.pages.act import Acts, PageAct
from screens.pages.form_page import FormPage

if TYPE_CHECKING:
    from balie.customers.forms.details import Details
    from balie.desk import Desk


class DetailsPage(FormPage):
    """The second screen of an enrolment."""

    heading = "Klantenadministratie"

    def __init__(self, draft: EnrolmentDraft, desk: Desk) -> None:
        super().__init__(details_fields(kind_of(draft.values)), heading=draft.details_heading(desk.branch.number))
        self.draft = draft
        self.desk = desk
        self._slip = MailSlip()
        self._guardian = GuardianPick(desk, child_id=draft.known_id)
        self.model.fill(draft.values)

    def on_mount(self) -> None:
        """Show what follows from what is filled in already; the cursor begins in the first empty field."""
        self.show_age()
        self.fill_address()
        self.model.go_to(self._first_empty())

    def _first_empty(self) -> str:
        """The first field that holds nothing yet and that screen 1 did not ask; where all are filled the first one."""
        from balie.customers.forms.details import FIELDS_OF_SCREEN_1
        from balie.dutch.names import Person

        for name, text in self.model.values().items():
            unspecified = name == "person" and text == Person.UNSPECIFIED
            if name not in FIELDS_OF_SCREEN_1 and (not text or unspecified):
                return name
        return self.model.fields[0].spec.name

    def read_field(self, name: str, text: str) -> str:
        """Ouder/verzorger takes a number or a scan too."""
        name_read = RULES[kind_of(self.draft.values)].reads(name)
        return super().read_field(name_read, self._guardian.read(text) if name == "guardian" else text)

    def field_left(self, name: str) -> None:
        """An address gives street and town, an IBAN its BIC, a birth date an age."""
        super().field_left(name)
        if name in ("postcode", "house_number"):
            self.fill_address()
        elif name == "iban":
            self.fill_bic()
        elif name == "direct_debit" and self.model[name].text == NO:
            self.model.go_to("identity_checked")  # Enter passes over the account; Tab does not

    def fill_address(self) -> None:
        """Put in street and town where the address table or a customer in that house tells them; what was typed stays.

        What was put in for another postcode goes, so that nobody is enrolled at a street that is not theirs.
        """
        from balie.customers.forms.known_addresses import address_at
        from balie.dutch.address import read_house_number

        model = self.model
        try:
            house_number = read_house_number(model["house_number"].text)
        except Refusal:
            return
        postcode = model["postcode"].text
        known = address_at(self.desk.store, postcode, house_number)
        if known is not None:
            self._put_in("street", known.street)
            self._put_in("town", known.town)
        elif postcode != self.draft.put_in.get("postcode", postcode):
            self._put_in("street", "")
            self._put_in("town", "")
        self.draft.put_in["postcode"] = postcode

    def _put_in(self, name: str, text: str) -> None:
        """Fill a field that follows from another one, unless something else was typed in it."""
        if self.model[name].text in ("", self.draft.put_in.get(name)):
            self.model.set(name, text)
            self.draft.put_in[name] = text

    def fill_bic(self) -> None:
        """Put in the BIC that belongs to the IBAN; of a bank that is not known it is typed by hand."""
        from balie.customers.forms.details import bic_for

        self._put_in("bic", bic_for(self.model["iban"].text))

    @property
    def has_typed_work(self) -> bool:
        """An enrolment is under way."""
        return True

    async def do_main(self) -> None:
        """OK, Vervolg: read everything, go on to the subscription."""
        from screens.klanten.enrolling.duplicates import is_somebody_else
        from screens.klanten.enrolling.subscription import SubscriptionPage

        self.model.read_current()
        await self._slip.settle(self.desk_app, self.model)
        values, _ = self._read()  # whatever is wrong is told before anything is asked
        if "guardian" in values and not await self._guardian.settle(
            self.desk_app, self.model, values["postcode"], values["house_number"]
        ):
            return
        self.show_form()  # with what was put right, for who comes back
        values, details = self._read()
        self.draft.values.update(values)
        if await is_somebody_else(self.desk_app, self.draft, details.basic):
            await self.desk_app.open(SubscriptionPage(self.draft, details, self.desk))

    def _read(self) -> tuple[dict[str, str], Details]:
        """What stands in the fields, and read. Raises `Refusal` with all reasons, each at its field."""
        from balie.customers.forms.details import read_details
        from balie.refusal import Reasons

        values = self.model.values()
        values["kind"] = self.draft.values.get("kind", "")
        reasons = Reasons()
        with reasons.at("guardian"):
            if "guardian" in values:
                values["guardian"] = self._guardian.read(values["guardian"])
        details = None
        with reasons.at(""):
            details = read_details(values, self.today)
        reasons.raise_if_any()
        assert details is not None
        return values, details

    def do_back(self) -> Coroutine[object, object, None]:
        """Back to screen 1, with everything that was typed."""
        self.draft.values.update(self.model.values())
        return self.desk_app.back()

    ACTS: Acts[Self] = (
        PageAct("main", do_main, label="OK, Vervolg"),
        PageAct("back", do_back),
    )
