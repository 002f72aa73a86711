"""The settlement of one cancellation, line by line; and another account to pay it out to."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from balie.dutch.bank import grouped_iban
from balie.dutch.money import format_cents
from balie.finance.settling.cases import read_case
from balie.finance.settling.refunds import change_refund_account
from balie.finance.settling.settle import settle
from screens.acts.in_klanten import open_in_klanten
from screens.pages.act import Acts, PageAct
from screens.pages.form_page import FormPage
from screens.pages.text_page import TextPage
from screens.widgets.form_model import FieldSpec
from screens.widgets.summary import WIDEST, dotted

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.finance.settling.cases import Case


class SettlementPage(TextPage):
    """What is given back, what is set off against it, what is waited for. Enter opens the customer."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "refund_account", "back", "menu")

    def __init__(self, desk: Desk, case: Case) -> None:
        super().__init__("Afrekening", _lines(case))
        self.desk = desk
        self.case = case

    def show_anew(self) -> None:
        """As it stands now."""
        case = read_case(self.desk.store, self.case.cancellation.id, self.desk.working_date)
        if case is not None:
            self.case = case
            self.text.show(_lines(case))

    def returned_to(self) -> None:
        """Back from another account."""
        self.show_anew()

    def tab_shown(self) -> None:
        """Back from the customer."""
        self.show_anew()

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Keys that scroll, and Enter."""
        if key == "enter":
            self.desk_app.start(open_in_klanten(self.desk_app, self.case.customer_id))
            return True
        return super().press_in_body(key, character)

    def against_settling(self) -> str:
        """Why it cannot be settled; empty when it can."""
        return " ".join(self.case.against_settling)

    def nothing_to_repay(self) -> str:
        """Why an account has no use; empty when it has."""
        settled = self.case.settlement.settled_on and not self.case.payout_cents
        return "Er is niets (meer) terug te betalen." if settled else ""

    async def do_main(self) -> None:
        """Afrekenen: ask, and settle this one."""
        from screens.dialogs.question import Question

        back = format_cents(self.case.settlement.refund_cents)
        if not await self.desk_app.ask(Question(f"{self.case.name} afrekenen, contributie terug {back}?")):
            return
        try:
            settle(self.desk, self.case.cancellation.id)
        finally:
            self.show_anew()
        self.say(f"Afgerekend: {self.case.state}.")

    async def do_refund_account(self) -> None:
        """Another account to pay out to."""
        await self.desk_app.open(RefundAccountPage(self.desk, self.case))

    ACTS: Acts[Self] = (
        PageAct("main", do_main, refused=against_settling, label="Afrekenen"),
        PageAct("refund_account", do_refund_account, refused=nothing_to_repay),
    )


class RefundAccountPage(FormPage):
    """The account and whose it is; refusals stand at the fields."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "menu")

    heading = "Rekening voor terugbetaling"

    def __init__(self, desk: Desk, case: Case) -> None:
        super().__init__(
            (
                FieldSpec("refund_iban", "IBAN", 0, required=True, longest=42),
                FieldSpec("refund_holder", "Op naam van", 1, required=True, longest=70),
            ),
            heading=f"{case.name}  {case.number}".strip(),
        )
        self.desk = desk
        self.cancellation_id = case.cancellation.id
        self.model.fill(
            {"refund_iban": grouped_iban(case.cancellation.refund_iban or ""), "refund_holder": case.holder}
        )

    def read_field(self, name: str, text: str) -> str:
        """The fields are judged together when they are saved."""
        return text

    async def do_main(self) -> None:
        """Save it."""
        values = self.model.values()
        change_refund_account(self.desk, self.cancellation_id, values["refund_iban"], values["refund_holder"])
        await self.desk_app.back()
        self.desk_app.page.say("De rekening is opgeslagen.")

    async def do_back(self) -> None:
        """Back; asks first where something was typed."""
        if await self.may_leave():
            await self.desk_app.back()

    ACTS: Acts[Self] = (
        PageAct("main", do_main, label="Opslaan"),
        PageAct("back", do_back),
    )


def _lines(case: Case) -> list[str]:
    settlement = case.settlement
    sentences = dict.fromkeys((*settlement.why, *case.against_settling, *settlement.needs, *settlement.remarks))
    account = f"{grouped_iban(settlement.refund_iban)} op naam van {case.holder}" if settlement.refund_iban else "geen"
    return [
        f"{case.name}  {case.number}".strip(),
        "",
        *(dotted(label, value, WIDEST - 2) for label, value in (*case.lines(), ("Rekening", account))),
        "",
        *sentences,
    ]
