"""Vervangende pas: which pass, why, what it costs, and the pass that takes its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from balie.dutch.money import format_cents
from balie.refusal import Reasons
from screens.klanten.cards.card_line import card_line
from screens.pages.act import Acts, PageAct
from screens.pages.form_page import FormPage
from screens.widgets.form import Caption
from screens.widgets.form_model import Choice, FieldSpec

if TYPE_CHECKING:
    from balie.customers.cards.cards import Card
    from screens.klanten.open_customer import OpenCustomer

_LONGEST_SCAN = 30
_LONGEST_REASON = 60
_LABEL_WIDTH = 20


def _fields(cards: tuple[Card, ...], *, fee: int) -> tuple[FieldSpec, ...]:
    from balie.customers.cards.states import REASONS

    passes = tuple(Choice(card.number, card_line(card)) for card in cards)
    reasons = tuple(Choice(reason.code, reason.label) for reason in REASONS)
    free = FieldSpec("without_fee", "Zonder kosten omdat", 3, longest=_LONGEST_REASON, label_width=_LABEL_WIDTH)
    return (
        FieldSpec("number", "Pas", 0, choices=passes, initial=passes[0].value, label_width=_LABEL_WIDTH),
        FieldSpec("reason", "Reden", 1, required=True, choices=reasons, label_width=_LABEL_WIDTH),
        *((free,) if fee else ()),
        FieldSpec("new", "Nieuwe pas", 5, required=True, longest=_LONGEST_SCAN, label_width=_LABEL_WIDTH, width=30),
    )


class ReplaceCardPage(FormPage):
    """One form; the scan of the new pass comes last, so that its Enter asks whether to replace."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "close")

    heading = "Vervangende pas"

    def __init__(self, customer: OpenCustomer, cards: tuple[Card, ...]) -> None:
        from balie.customers.cards.cards import replacement_fee

        self.customer = customer
        self.desk = customer.desk
        self.fee = replacement_fee(self.desk.library, self.desk.working_date)
        super().__init__(_fields(cards, fee=self.fee), heading=f"{customer.header.number} {customer.header.name}")
        cost = f"{format_cents(self.fee)} op een factuur, of:" if self.fee else "Geen, in deze bibliotheek"
        self.form.captions = (
            Caption(2, 1, f"{'Kosten':<{_LABEL_WIDTH}} {cost}"),
            Caption(6, _LABEL_WIDTH + 2, "Scan de pas, of typ v voor een nieuw nummer."),
            Caption(7, _LABEL_WIDTH + 2, "De oude pas werkt daarna nooit meer."),
        )
        self.model.go_to("number" if len(cards) > 1 else "reason")

    def read_field(self, name: str, text: str) -> str:
        """The new pass is judged as soon as it is scanned; the rest when it is saved."""
        from balie.customers.cards.new_card import read_new_card

        return read_new_card(self.desk.store, text) or text if name == "new" and text else text

    async def do_main(self) -> None:
        """Vervangen: ask, with the costs, and do it."""
        from balie.customers.cards.cards import replace
        from balie.customers.cards.new_card import read_new_card
        from balie.customers.cards.states import read_reason
        from screens.dialogs.question import Question

        values = self.model.values()
        reasons = Reasons()
        new = None
        with reasons.at("reason"):
            read_reason(values["reason"])
        with reasons.at("new"):
            new = read_new_card(self.desk.store, values["new"])
        reasons.raise_if_any()
        free = values.get("without_fee", "").strip()
        cost = "zonder kosten" if free or not self.fee else f"voor {format_cents(self.fee)}"
        asked = (
            f"Pas {values['number']} {cost} vervangen door {new or 'een nieuw nummer'}? De oude werkt dan niet meer."
        )
        if not await self.desk_app.ask(Question(asked)):
            return
        replaced = replace(
            self.desk, self.customer.customer_id, values["number"], new, values["reason"], without_fee=free
        )
        await self.desk_app.back()
        self.customer.show_anew()
        invoice = f" voor {format_cents(replaced.fee_cents)}, factuur {replaced.invoice}" if replaced.invoice else ""
        self.customer.say(f"Pas {values['number']} is vervangen door {replaced.number}{invoice}.")

    async def do_back(self) -> None:
        """Back to the customer; ask first when something was typed."""
        if await self.may_leave():
            await self.desk_app.back()

    ACTS: Acts[Self] = (
        PageAct("main", do_main, label="Vervangen"),
        PageAct("back", do_back),
    )
