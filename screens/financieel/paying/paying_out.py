"""Tegoed uitbetalen: at the till, or by the bank with the next batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from textual.events import Resize

from balie.dutch.money import format_cents
from balie.finance.pay_out import as_paid_out, pay_out, read_payout
from balie.finance.plan import Tender
from balie.finance.settling.refunds import ask_refund, check_refund, refund_requests, reversible, withdraw_refund
from screens.financieel.paying.money_lines import headed
from screens.pages.act import Acts, PageAct
from screens.pages.form_page import FormPage
from screens.widgets.form import Caption
from screens.widgets.form_model import Choice, FieldSpec

if TYPE_CHECKING:
    from screens.financieel.paying.payable import Payable


class PayingOutPage(FormPage):
    """One form; F2 asks, then books it in the till, or notes it for the bank."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "withdraw_refund", "back", "menu")

    heading = "Tegoed uitbetalen"

    def __init__(self, paying: Payable) -> None:
        tenders = (Choice(Tender.CASH, "Contant"), Choice(Tender.CARD, "Pin"), Choice(Tender.BANK, "Bank"))
        super().__init__(
            (
                FieldSpec("tender", "Hoe", 0, required=True, choices=tenders),
                FieldSpec("amount", "Bedrag", 1, required=True, longest=20, width=14),
                FieldSpec("reason", "Waarom", 2, longest=120),
                FieldSpec("iban", "IBAN", 4, longest=42),
                FieldSpec("holder", "Op naam van", 5, longest=70),
            ),
            heading=" ",
        )
        self.form.captions = (Caption(3, 1, "Via de bank (met het eerstvolgende betaalbestand):"),)
        self.paying = paying

    def on_mount(self) -> None:
        """Show what there is."""
        self._show_credit()

    def on_resize(self, event: Resize) -> None:
        """Whose it is and what there is, as wide as the screen."""
        self._show_credit()

    def _show_credit(self) -> None:
        seen = self.paying.sheet
        asked = sum(one.cents for one in refund_requests(self.paying.desk.store, seen.customer_id))
        by_bank = f", waarvan {format_cents(asked)} al via de bank" if asked else ""
        credit = f"tegoed {format_cents(seen.credit_cents)}{by_bank}"
        self.form.heading = headed(seen.title, credit, self.line_width)
        self.form.refresh()

    def press_in_body(self, key: str, character: str | None) -> bool:
        """At the till the reason is the last field; the two below it are the bank's."""
        values = self.model.values()
        if key == "enter" and self.model.field.spec.name == "reason" and values["tender"] != Tender.BANK:
            self.run("main")
            return True
        return super().press_in_body(key, character)

    def read_field(self, name: str, text: str) -> str:
        """The fields are judged together when it is booked."""
        return text

    async def do_main(self) -> None:
        """Uitbetalen: ask, book, print the bon."""
        from screens.acts.printing import print_receipt
        from screens.dialogs.question import Question

        values = self.model.values()
        if values["tender"] == Tender.BANK:
            await self._by_bank(values)
            return
        desk, sheet = self.paying.desk, self.paying.sheet
        cents, _ = read_payout(sheet, values["tender"], values["amount"], values["reason"])
        goes_out = as_paid_out(sheet, values["tender"], cents)
        if not await self.desk_app.ask(Question(f"{format_cents(goes_out)} uitbetalen ({values['tender']})?")):
            return
        waiting = reversible(desk, desk.store, sheet.customer_id)
        if waiting and not await self.desk_app.ask(Question(f"{waiting} Is nagekeken dat er niet is gestorneerd?")):
            return
        paid = pay_out(desk, sheet, values["tender"], values["amount"], values["reason"], not_reversed=bool(waiting))
        printed = "" if paid.receipt_id is None else await print_receipt(self.paying.desk, paid.receipt_id, None)
        await self.desk_app.back()
        self.paying.say(f"Uitbetaald ({values['tender']}). {printed}".rstrip())

    async def _by_bank(self, values: dict[str, str]) -> None:
        from screens.dialogs.question import Question

        desk, sheet = self.paying.desk, self.paying.sheet
        cents = check_refund(desk, sheet.customer_id, values["amount"], values["iban"], values["holder"])
        if not await self.desk_app.ask(
            Question(f"{format_cents(cents)} met het volgende betaalbestand terugbetalen aan {values['holder']}?")
        ):
            return
        ask_refund(desk, sheet.customer_id, cents, values["iban"], values["holder"])
        await self.desk_app.back()
        self.paying.say(f"{format_cents(cents)} gaat met het volgende betaalbestand mee; tot dan blijft het tegoed.")

    async def do_withdraw_refund(self) -> None:
        """Aanvraag intrekken: what was asked back by bank stays credit."""
        from screens.dialogs.question import Question

        desk = self.paying.desk
        requests = refund_requests(desk.store, self.paying.sheet.customer_id)
        cents = format_cents(sum(one.cents for one in requests))
        if await self.desk_app.ask(Question(f"{cents} toch niet via de bank terugbetalen?")):
            for one in requests:
                withdraw_refund(desk, one.id)
            self._show_credit()
            self.say(f"Ingetrokken: {cents} blijft tegoed.")

    def nothing_asked(self) -> str:
        """Why there is no request to take back; empty when there is one."""
        asked = refund_requests(self.paying.desk.store, self.paying.sheet.customer_id)
        return "" if asked else "Er is niets via de bank teruggevraagd."

    async def do_back(self) -> None:
        """Back to paying."""
        if await self.may_leave():
            await self.desk_app.back()

    ACTS: Acts[Self] = (
        PageAct("main", do_main, label="Uitbetalen"),
        PageAct("withdraw_refund", do_withdraw_refund, refused=nothing_asked),
        PageAct("back", do_back),
    )
