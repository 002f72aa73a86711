"""The third screen, Opbouw abonnementskosten: the subscription, what it costs and how long it lasts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from balie.customers.ages import counted_age
from balie.customers.subscriptions.pricing import PaymentWay, offers, payment_ways, refused_offers
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents, parse_cents
from balie.dutch.names import full_name
from balie.enrolment.application import Application, Discounts, default_way, judge, preview, read_last_day
from balie.refusal import Refusal
from screens.klanten.enrolling.draft import EnrolmentDraft
from screens.klanten.membership.offer_list import OfferListPage
from screens.pages.act import Acts, PageAct
from screens.pages.page import BACK
from screens.widgets.form import Caption
from screens.widgets.form_model import Choice, FieldSpec

if TYPE_CHECKING:
    from balie.customers.forms.details import Details
    from balie.customers.permission import Override
    from balie.desk import Desk

_AMOUNT_WIDTH = 9
_FORM_ROWS = 6
_CHOOSE = "Kies een abonnement: loop erheen met ↓, of typ de code of de naam."
_DISCOUNTS = ("discount_subscription", "discount_transfer", "discount")


def _fields(ways: list[PaymentWay]) -> tuple[FieldSpec, ...]:
    discounts = (
        FieldSpec("discount_subscription", "Korting abonnement", 3, longest=12, label_width=18, width=_AMOUNT_WIDTH),
        FieldSpec("discount_transfer", "Korting overdracht", 3, longest=12, label_width=18, width=_AMOUNT_WIDTH, x=41),
        FieldSpec("discount", "Korting", 4, longest=12, label_width=18, width=_AMOUNT_WIDTH),
    )
    last_day = FieldSpec("last_day", "Laatste dag (Tijd.)", 5, longest=12, label_width=19, width=12)
    way = FieldSpec("way", "Betaling", 5, x=41, choices=tuple(Choice(way, way.word) for way in ways), label_width=18)
    return (*discounts, last_day, *((way,) if len(ways) > 1 else ()))


class SubscriptionPage(OfferListPage):
    """The third screen of an enrolment: a list of subscriptions, below the amounts that go with the marked one.

    The cursor begins in the list; Tab goes to the amounts and back. What a subscription may cost and who may have
    it is asked of `balie.customers.subscriptions.pricing`.
    """

    heading = "Klantenadministratie"

    def __init__(self, draft: EnrolmentDraft, details: Details, desk: Desk) -> None:
        ways = payment_ways(desk.library, on=desk.working_date)
        super().__init__(_fields(ways), heading=draft.costs_heading(desk.branch.number), rows=_FORM_ROWS)
        self.draft = draft
        self.details = details
        self.desk = desk
        self._default_way = default_way(details)
        self._in_the_way = ""
        self.preselects = desk.library.preselect
        if len(ways) > 1:
            self.model.set("way", self._default_way)
        self.show_offers()

    def on_mount(self) -> None:
        """Tell what there is to tell of the marked subscription, before anybody sells it."""
        self.show_form()

    # The list.

    @property
    def way(self) -> PaymentWay:
        """How the customer pays."""
        names = self.model.values()
        return PaymentWay(names["way"]) if "way" in names else self._default_way

    def show_offers(self) -> None:
        """Fill the list: first what this person may have, then what only a supervisor may give."""
        self._listed = self.way
        born, kind = self.details.basic.birth_date, self.details.basic.kind
        library, day = self.desk.library, self.desk.working_date
        allowed = offers(library, born=born, on=day, kind=kind, way=self.way)
        refused = refused_offers(library, born=born, on=day, kind=kind, way=self.way)
        self.list_box.empty = "Er is op deze dag geen abonnement met een tarief. Controleer de werkdatum."
        self.show_choices(allowed, refused)

    # The amounts.

    def show_costs(self) -> None:
        """Show what belongs to the marked subscription: the amounts that saving would book, or none."""
        if not self.is_marked:
            self.model.message = ""
            return
        offer, why = self.marked
        basic = self.details.basic
        age = counted_age(basic.birth_date, self.desk.working_date, basic.kind)
        discounts = self._discounts()
        outlook = preview(self.desk, self._application_with(discounts or Discounts(), self._last_day(), None))
        # Discounts that cannot be read come to no amount at all, rather than to one that is not booked.
        costs = None if outlook is None or discounts is None else outlook.costs
        span = None if outlook is None else outlook.period
        until = format_date(span.rights_until) if span is not None and span.rights_until is not None else "onbepaald"
        billed_until = span.billed_until_label if span is not None else ""
        name = full_name(basic.initials, basic.prefix, basic.surname)
        self.form.captions = (
            Caption(0, 1, f"Naam  {name}"),
            *((Caption(0, 41, f"Leeftijd  {age}"),) if age is not None else ()),
            Caption(0, 57, f"Tariefcode  {offer.tariff_code}"),
            Caption(1, 1, f"Proefabonnement  {'Ja' if offer.trial else 'Nee'}"),
            Caption(1, 24, f"Vervalmaand  {billed_until or '-'}"),
            Caption(1, 54, f"Rechten t/m  {until}"),
            Caption(2, 1, f"Abonnement         {format_cents(offer.price_cents)}"),
            Caption(2, 41, f"Inschrijfkosten    {format_cents(offer.enrolment_fee_cents)}"),
            Caption(4, 41, f"Saldo              {'-' if costs is None else format_cents(costs.balance)}"),
        )
        self.form.refresh()
        self.list_box.refresh()
        # What nobody may set aside goes before what a supervisor may.
        self._in_the_way = "" if outlook is None else " ".join(outlook.in_the_way)
        self.model.message = self._in_the_way or why

    def _discounts(self) -> Discounts | None:
        """The discounts as typed so far; None while one of them is no amount."""
        try:
            return Discounts(*(self._discount(name) for name in _DISCOUNTS))
        except Refusal:
            return None

    def _discount(self, name: str) -> int:
        text = self.model[name].text
        return parse_cents(text) if text else 0

    def _last_day(self) -> date | None:
        try:
            day = read_last_day(self.model["last_day"].text, self.desk.working_date)
        except Refusal:
            return None
        return day if day is not None and day >= self.desk.working_date else None

    # Keys.

    def read_field(self, name: str, text: str) -> str:
        """Amounts and the last day, as they should stand there."""
        if name in _DISCOUNTS:
            return format_cents(parse_cents(text)).removeprefix("€ ") if text else ""
        if name == "last_day":
            day = read_last_day(text, self.desk.working_date)
            return "" if day is None else format_date(day)
        return text

    def show_form(self) -> None:
        """Whatever was typed: the amounts follow, and the list follows another way of paying."""
        told = self.model.message
        if self.way is not self._listed:
            self.show_offers()
        else:
            self.show_costs()
        self.model.message = told or self.model.message
        super().show_form()
        if self.choices and not self.is_marked and not self.model.message:
            self.say(_CHOOSE)

    @property
    def has_typed_work(self) -> bool:
        """An enrolment is under way."""
        return True

    # Saving.

    async def do_main(self) -> None:
        """Ok, Opslaan: enrol, print the bon, show the customer and the password."""
        from balie.enrolment.enrol import enrol
        from screens.dialogs.permission import ask_permission
        from screens.klanten.saving import new_secret, tell_password

        if not self.choices:
            self.say(self.list_box.empty, wrong=True)
            return
        if not self.is_marked:
            self.go(in_list=True)
            self.say(_CHOOSE, wrong=True)
            return
        why = self.marked[1]
        if why and self._in_the_way:  # nobody is asked for what nobody may allow
            self.say(self._in_the_way, wrong=True)
            return
        override = await ask_permission(self.desk_app, why) if why else None
        if why and override is None:
            return
        application = self._application(override)
        judge(self.desk, application)
        secret = await new_secret(self.desk)
        await tell_password(self.desk_app, enrol(self.desk, application, secret), secret)

    def _application(self, override: Override | None) -> Application:
        """What is on the three screens, as one application. Raises `Refusal` for amounts and dates that are none."""
        from balie.refusal import Reasons

        reasons = Reasons()
        given = dict.fromkeys(_DISCOUNTS, 0)
        for name in _DISCOUNTS:
            with reasons.at(name):
                given[name] = self._discount(name)
        last_day = None
        with reasons.at("last_day"):
            last_day = read_last_day(self.model["last_day"].text, self.desk.working_date)
        reasons.raise_if_any()
        return self._application_with(Discounts(*(given[name] for name in _DISCOUNTS)), last_day, override)

    def _application_with(self, discounts: Discounts, last_day: date | None, override: Override | None) -> Application:
        return Application(
            number=self.draft.choice,
            details=self.details,
            subscription=self.marked[0].code,
            way=self.way,
            discounts=discounts,
            last_day=last_day,
            override=override,
        )

    ACTS: Acts[Self] = (
        PageAct("main", do_main, label="Ok, Opslaan"),
        BACK,
    )
