"""Ander abonnement (Wise, tab 3): a list as on screen 3, above it what the marked one costs and gives back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from balie.customers.subscriptions.change_plan import (
    ChangePlan,
    PlanChange,
    Start,
    change_offers,
    plan_change,
    possible_starts,
    preview_change,
    standing,
)
from balie.customers.subscriptions.pricing import PaymentWay, payment_ways
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.refusal import Refusal
from screens.klanten.membership.offer_list import OfferListPage
from screens.pages.act import Acts, PageAct
from screens.widgets.form import Caption
from screens.widgets.form_model import Choice, FieldSpec

if TYPE_CHECKING:
    from screens.klanten.open_customer import OpenCustomer

_FORM_ROWS = 7
_SECOND = 41
IN_LIST = "subscription"
"""The reasons of a plan at this name belong to the marked line of the list."""


def _fields(ways: list[PaymentWay], way: PaymentWay, start: Start) -> tuple[FieldSpec, ...]:
    starts = tuple(Choice(found, found.capitalize()) for found in Start)
    offered = tuple(Choice(found, found.word) for found in ways)
    return (
        FieldSpec("start", "Gaat in", 0, choices=starts, initial=start),
        FieldSpec("way", "Betaling", 0, x=_SECOND, choices=offered, initial=way),
        FieldSpec("iban", "Machtiging IBAN", 1, longest=42, label_width=15, width=22),
        FieldSpec("holder", "Rekeninghouder", 1, x=_SECOND, longest=70),
        FieldSpec("last_day", "Laatste dag (Tijd.)", 2, longest=20, label_width=19, width=12),
    )


class ChangingPage(OfferListPage):
    """Another subscription for a member. Moving through the list changes the amounts; F2 asks, then stores."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "close")

    heading = "Klantenadministratie"

    def __init__(self, customer: OpenCustomer) -> None:
        desk, customer_id = customer.desk, customer.customer_id
        now = standing(desk.store, customer_id, desk.working_date)
        # Without prices that differ by it there is still the choice between an invoice and a mandate.
        priced = payment_ways(desk.library, on=desk.working_date) or [PaymentWay.DIRECT_DEBIT, PaymentWay.INVOICE]
        ways = [way for way in PaymentWay if way in priced or way is now.way]
        start = possible_starts(desk, customer_id)[0]
        header = customer.header
        heading = f"Ander abonnement: {header.name}, nu {header.membership}"
        super().__init__(_fields(ways, now.way, start), heading=heading, rows=_FORM_ROWS)
        self.customer = customer
        self.desk = desk
        self.code = now.membership.code
        self._shown = tuple(self.model.values().values())
        self.show_offers()

    # The list.

    def show_offers(self) -> None:
        """What this member may have from that moment on, at the prices of that way of paying."""
        try:
            allowed, refused = change_offers(
                self.desk,
                self.customer.customer_id,
                PaymentWay(self.model["way"].text),
                Start(self.model["start"].text),
            )
        except Refusal as refusal:
            allowed, refused = [], []
            self.list_box.empty = " ".join(reason.text for reason in refusal.reasons)
        else:
            self.list_box.empty = "Er is dan geen abonnement met een tarief. Kies een andere betaling."
        self.show_choices(allowed, refused, at=self.code)

    def show_costs(self) -> None:
        """Show what the marked subscription comes down to, and what is in the way of it."""
        self.form.captions = ()
        self.model.message = ""
        if self.choices:
            try:
                last_day = self._last_day()
            except Refusal:
                last_day = None
            plan, reasons = preview_change(self.desk, self.customer.customer_id, self._change(last_day))
            self.form.captions = () if plan is None else _captions(plan)
            if self.marked[0].code != self.code:  # that it is the one of now need not be said until F2
                told = [reason.text for reason in reasons if reason.field == IN_LIST]
                self.model.message = told[0] if told else ""
        self.form.refresh()
        self.list_box.refresh()

    # The fields.

    def _change(self, last_day: date | None) -> PlanChange:
        typed = self.model.values()
        return PlanChange(
            code=self.marked[0].code,
            way=PaymentWay(typed["way"]),
            start=Start(typed["start"]),
            last_day=last_day,
            iban=typed["iban"],
            holder=typed["holder"],
        )

    def _last_day(self) -> date | None:
        from balie.enrolment.application import read_last_day

        return read_last_day(self.model["last_day"].text, self.desk.working_date)

    def read_field(self, name: str, text: str) -> str:
        """A day and an account as they should stand there."""
        if name == "last_day":
            from balie.enrolment.application import read_last_day

            day = read_last_day(text, self.desk.working_date)
            return "" if day is None else format_date(day)
        if name == "iban":
            from balie.dutch.bank import read_iban

            return read_iban(text)
        return text

    def show_form(self) -> None:
        """Whatever was typed: another moment or way of paying gives another list, anything else other costs."""
        told = self.model.message
        typed = tuple(self.model.values().values())
        if typed[:2] != self._shown[:2]:
            self.show_offers()
        elif typed != self._shown:
            self.show_costs()
        self._shown = typed
        self.model.message = told or self.model.message
        super().show_form()

    # Saving.

    async def do_main(self) -> None:
        """Opslaan: ask a supervisor where that is needed, ask whether it is right, store, back to the customer."""
        from balie.customers.subscriptions.change import change_subscription
        from screens.dialogs.question import Question

        change = await self._complete()
        if change is None:
            return
        plan = plan_change(self.desk, self.customer.customer_id, change)
        told = _told(plan)
        if not await self.desk_app.ask(Question(f"{told} Abonnement wijzigen?")):
            return
        change_subscription(self.desk, self.customer.customer_id, change, told=plan)
        await self.desk_app.back()
        self.customer.show_anew()
        self.customer.say(f"Gewijzigd: {told}")

    async def _complete(self) -> PlanChange | None:
        """The change as typed, with who allowed it. None when nobody did; raises `Refusal` for what is wrong."""
        from dataclasses import replace

        from balie.refusal import Reasons
        from screens.dialogs.permission import ask_permission

        if not self.choices:
            raise Refusal(self.list_box.empty)
        reasons = Reasons()
        last_day = None
        with reasons.at("last_day"):
            last_day = self._last_day()
        change = self._change(last_day)
        why = self.marked[1]
        in_the_way = preview_change(self.desk, self.customer.customer_id, change)[1]
        reasons.extend(reason for reason in in_the_way if reason.text != why)
        reasons.raise_if_any()
        if not why:
            return change
        permission = await ask_permission(self.desk_app, why)
        if permission is None:
            return None
        return replace(change, override=permission)

    async def do_back(self) -> None:
        """Back to the customer; asks first when something was typed."""
        if await self.may_leave():
            await self.desk_app.back()

    ACTS: Acts[Self] = (
        PageAct("main", do_main, label="Opslaan"),
        PageAct("back", do_back),
    )


def _span(plan: ChangePlan) -> str:
    first, last = plan.period.paid_from, plan.period.paid_until
    return f"vanaf {format_date(first)}" if last is None else f"{format_date(first)} t/m {format_date(last)}"


def _captions(plan: ChangePlan) -> tuple[Caption, ...]:
    """Period, price, what is given back, what is left to pay."""
    until = plan.period.rights_until
    back = "; ".join(refund.share for refund in plan.refunds)
    return (
        Caption(3, 1, f"Periode            {_span(plan)}"),
        Caption(3, 50, f"Rechten t/m  {format_date(until) if until is not None else 'onbepaald'}"),
        Caption(4, 1, f"Abonnement         {format_cents(plan.offer.price_cents)}"),
        Caption(4, 50, f"Tariefcode  {plan.offer.tariff_code}"),
        Caption(5, 1, f"Terug              {format_cents(plan.refund_cents)}{f'  {back}' if back else ''}"),
        Caption(6, 1, _to_pay(plan)),
    )


def _to_pay(plan: ChangePlan) -> str:
    if plan.owed_cents < 0:
        return f"Wordt tegoed       {format_cents(-plan.owed_cents)}"
    if plan.to_pay_cents < 0:
        return f"Af van wat open is {format_cents(-plan.to_pay_cents)}; blijft {format_cents(plan.owed_cents)}"
    in_all = f"; met wat al openstond {format_cents(plan.owed_cents)}" if plan.open_cents else ""
    return f"Te betalen         {format_cents(plan.to_pay_cents)}{in_all}"


def _told(plan: ChangePlan) -> str:
    """The subscription, its period and the money in one sentence."""
    return f"{plan.offer.name}, {_span(plan)}. {' '.join(_to_pay(plan).split())}."
