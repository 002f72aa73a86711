"""Opzeggen: what the customer tells, and below it what that comes down to, before anything is stored.

Source: rules.md#cancellation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from textual.widget import Widget

from balie.cancellation.wish import CancellationForm, Moment, read_form, read_wish, read_wish_field
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.refusal import Refusal
from screens.pages.act import Acts, PageAct
from screens.pages.form_page import FormPage
from screens.widgets.form_model import Choice, FieldSpec
from screens.widgets.summary import Summary

if TYPE_CHECKING:
    from balie.customers.cancelling.settlement import Settlement
    from screens.klanten.open_customer import OpenCustomer

OWN_DAY = "eigen"
"""The moment that is typed."""
_SECOND = 48
_FORM_ROWS = 5


def _fields(form: CancellationForm) -> tuple[FieldSpec, ...]:
    channels = tuple(Choice(way, way.capitalize()) for way in form.channels)
    moments = (*(Choice(moment.text, moment.label) for moment in form.moments), Choice(OWN_DAY, "Eigen datum"))
    reasons = (Choice("", "Niet verteld"), *(Choice(reason.code, reason.label) for reason in form.reasons))
    return (
        FieldSpec("channel", "Hoe opgezegd", 0, choices=channels),
        FieldSpec("received_on", "Ontvangen op", 0, x=_SECOND, required=True, longest=20, width=12),
        FieldSpec("moment", "Wanneer", 1, choices=moments),
        FieldSpec("wished_on", "Vrij vanaf", 1, x=_SECOND, longest=20, width=12),
        FieldSpec("reason", "Reden", 2, choices=reasons),
        FieldSpec("died_on", "Overleden op", 2, x=_SECOND, longest=20, width=12),
        FieldSpec("refund_iban", "Terug op IBAN", 3, longest=42),
        FieldSpec("refund_holder", "Rekeninghouder", 4, longest=70),
    )


class CancellingPage(FormPage):
    """The fields of a cancellation; the last day and the settlement follow every key. F2 asks, then stores."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "close")

    heading = "Klantenadministratie"

    def __init__(self, customer: OpenCustomer) -> None:
        form = read_form(customer.desk, customer.customer_id)
        header = customer.header
        super().__init__(_fields(form), heading=f"Opzeggen: {header.name}, {header.membership}")
        self.customer = customer
        self.desk = customer.desk
        self.moments: tuple[Moment, ...] = form.moments
        self.model.fill({**form.fields, "moment": form.fields["wished_on"]})
        self.form.styles.height = _FORM_ROWS + 2
        self.summary = Summary(self, heading="Afrekening")
        self._followed = ("", "")
        self._follow()
        self._show_settlement()

    def body(self) -> list[Widget]:
        """The fields, and below them the settlement."""
        return [self.form, self.summary]

    def press_in_body(self, key: str, character: str | None) -> bool:
        """The form has the keys; the settlement is scrolled with PgUp and PgDn."""
        return self.summary.press(key) or super().press_in_body(key, character)

    def show_form(self) -> None:
        """Whatever changed: moment and day follow each other, and the settlement follows both."""
        self._follow()
        self._show_settlement()
        super().show_form()

    def _follow(self) -> None:
        """A chosen moment fills in the day; a typed day is a moment of one's own."""
        moment, day = self.model["moment"].text, self.model["wished_on"].text
        if moment != self._followed[0] and moment != OWN_DAY:
            self.model.set("wished_on", moment)
        elif day != self._followed[1]:
            self.model.set("moment", day if any(found.text == day for found in self.moments) else OWN_DAY)
        self._followed = (self.model["moment"].text, self.model["wished_on"].text)

    def read_field(self, name: str, text: str) -> str:
        """Days and account as they should stand there."""
        return read_wish_field(self.desk, name, text)

    def _plan(self) -> Settlement:
        from balie.cancellation.cancel import plan_cancellation

        typed = self.model.values()
        if typed["moment"] == OWN_DAY and not typed["wished_on"].strip():
            raise Refusal("Vul in vanaf welke dag, of kies een ander moment.").for_field("wished_on")
        return plan_cancellation(self.desk, self.customer.customer_id, read_wish(self.desk, typed))

    def _show_settlement(self) -> None:
        try:
            plan = self._plan()
        except Refusal as refusal:
            self.summary.show((), ["Nog niet te zeggen.", *(reason.text for reason in refusal.reasons)])
        else:
            self.summary.show(plan.lines(), [*plan.why, *plan.needs, *plan.remarks])

    async def do_main(self) -> None:
        """Opslaan: ask, store, back to the customer; then the confirmation."""
        from balie.cancellation.cancel import cancel
        from screens.dialogs.question import Question
        from screens.klanten.membership.confirmation import ConfirmationPage

        plan = self._plan()
        if not await self.desk_app.ask(Question(f"{_told(plan)} Opzegging opslaan?")):
            return
        wish = read_wish(self.desk, self.model.values())
        cancelled = cancel(self.desk, self.customer.customer_id, wish, told=plan)
        await self.desk_app.back()
        self.customer.show_anew()
        told = f"Opgezegd: lid t/m {format_date(cancelled.settlement.last_day)}."
        self.customer.say(told)
        letter = ConfirmationPage(self.customer, cancelled.receipt_id)
        await self.desk_app.open(letter)
        letter.say(f"{told} F2 drukt de bevestiging af.")

    async def do_back(self) -> None:
        """Back to the customer; asks first when something was typed."""
        if await self.may_leave():
            await self.desk_app.back()

    ACTS: Acts[Self] = (
        PageAct("main", do_main, label="Opslaan"),
        PageAct("back", do_back),
    )


def _told(plan: Settlement) -> str:
    """The last day and the money in two sentences."""
    if plan.due_cents:
        money = f"Nog te betalen {format_cents(plan.due_cents)}."
    elif plan.payout_cents:
        money = f"Terug te betalen {format_cents(plan.payout_cents)}."
    else:
        money = "Er is niets te verrekenen."
    return f"Lid t/m {format_date(plan.last_day)}. {money}"
