"""Tegoed uitbetalen at the till: how, how much, why."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from balie.dutch.money import format_cents
from balie.finance.paying_out import pay_out, read_payout
from balie.finance.plan import Tender
from balie.finance.settling.refunds import reversible
from screens.klanten.form_page import FormPage
from screens.widgets.form_model import Choice, FieldSpec

if TYPE_CHECKING:
    from screens.financieel.paying import PayingPage


class PayingOutPage(FormPage):
    """One form; F2 asks, then books it in the till."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "menu")
    LABELS: ClassVar[dict[str, str]] = {"main": "Uitbetalen"}

    heading = "Tegoed uitbetalen"

    def __init__(self, paying: PayingPage) -> None:
        seen = paying.sheet
        tenders = (Choice(Tender.CASH, "Contant"), Choice(Tender.CARD, "Pin"))
        super().__init__(
            (
                FieldSpec("tender", "Hoe", 0, required=True, choices=tenders),
                FieldSpec("amount", "Bedrag", 1, required=True, longest=20, width=14),
                FieldSpec("reason", "Waarom", 2, required=True, longest=120),
            ),
            heading=f"{seen.title}   tegoed {format_cents(seen.credit_cents)}",
        )
        self.paying = paying

    def read_field(self, name: str, text: str) -> str:
        """The fields are judged together when it is booked."""
        return text

    async def do_main(self) -> None:
        """Uitbetalen: ask, book, print the bon."""
        from screens.printing import print_receipt
        from screens.widgets.question import Question

        values = self.model.values()
        desk, sheet = self.paying.desk, self.paying.sheet
        cents, _ = read_payout(sheet, values["tender"], values["amount"], values["reason"])
        if not await self.desk_app.ask(Question(f"{format_cents(cents)} uitbetalen ({values['tender']})?")):
            return
        waiting = reversible(desk, desk.store, sheet.customer_id)
        if waiting and not await self.desk_app.ask(Question(f"{waiting} Is nagekeken dat er niet is gestorneerd?")):
            return
        paid = pay_out(desk, sheet, values["tender"], values["amount"], values["reason"], not_reversed=bool(waiting))
        printed = "" if paid.receipt_id is None else await print_receipt(self.paying.desk, paid.receipt_id, None)
        await self.desk_app.back()
        self.paying.say(f"Uitbetaald ({values['tender']}). {printed}".rstrip())

    async def do_back(self) -> None:
        """Back to paying."""
        from screens.widgets.question import Question

        if not self.model.typed or await self.desk_app.ask(Question("Niet uitbetalen? Wat u typte vervalt.")):
            await self.desk_app.back()
