"""One transaction that waits for the desk: of which customer it is, or why it is nobody's."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from textual.widget import Widget

from balie.customers.permission import read_because
from balie.dutch.bank import grouped_iban
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.finance.bank.desk_list import OpenEntry, Proposal, attach, proposal, set_aside
from balie.finance.sheet import sheet
from screens.pages.act import Acts, PageAct
from screens.pages.page import BACK, Page
from screens.widgets.text_box import TextBox

if TYPE_CHECKING:
    from balie.desk import Desk
    from screens.financieel.bank.attaching import AttachingPage

_LABEL = 16
_LONGEST_REASON = 120


class BankEntryPage(Page):
    """Everything the bank told of it; A attaches it to a customer, L sets it aside."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "to_customer", "set_aside", "back", "menu")

    heading = "Boeking van de bank"

    def __init__(self, desk: Desk, entry: OpenEntry) -> None:
        super().__init__()
        self.desk = desk
        self.entry = entry
        self.proposal = proposal(desk, entry)
        self.text = TextBox(self, _lines(entry, self._proposed()))

    def _proposed(self) -> str:
        """`factuur 12 van E.B. Tester  29428000077727`; empty where nothing is proposed."""
        if self.proposal is None:
            return ""
        return f"factuur {self.entry.proposed_invoice} van {sheet(self.desk, self.proposal.customer_id).title}"

    def body(self) -> list[Widget]:
        """The text."""
        return [self.text]

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Keys that scroll."""
        return self.text.press(key)

    async def do_to_customer(self) -> None:
        """Aan klant: ask whose, then what it settles, and book it. What the text proposes is asked first."""
        from screens.dialogs.question import Question
        from screens.finding.choose_customer import Chosen, with_customer

        found = self.proposal
        if found is not None and await self.desk_app.ask(Question(f"Aan het voorstel: {self._proposed()}?")):
            await self.desk_app.open(self._attaching(found.customer_id, found))
            return

        async def book(chosen: Chosen) -> None:
            await self._book_for(chosen.customer_id)

        await with_customer(self.desk_app, f"{format_cents(self.entry.cents)} aan klant", book)

    async def _book_for(self, customer_id: int) -> None:
        """Money that came in: choose what it settles. Money that went out is booked as it is."""
        from screens.dialogs.question import Question

        if self.entry.cents > 0:
            await self.desk_app.open(self._attaching(customer_id))
            return
        title, amount = sheet(self.desk, customer_id).title, format_cents(-self.entry.cents)
        if not await self.desk_app.ask(Question(f"{amount} boeken als uitbetaling aan {title}?")):
            return
        attach(self.desk, self.entry.entry_id, customer_id)
        await self.desk_app.back()
        self.desk_app.page.say(f"{amount} geboekt bij {title}.")

    def _attaching(self, customer_id: int, found: Proposal | None = None) -> AttachingPage:
        from screens.financieel.bank.attaching import AttachingPage

        return AttachingPage(self.desk, self.entry, customer_id, found.charge_ids if found is not None else ())

    async def do_set_aside(self) -> None:
        """Opzij leggen: ask why, and take it from the list."""
        from screens.dialogs.ask_text import AskText

        amount = format_cents(self.entry.cents)
        reason = await self.desk_app.ask(
            AskText(
                "Opzij leggen",
                f"{amount} is van geen klant. Wat is het wel (subsidie, kosten van de bank)?",
                longest=_LONGEST_REASON,
                read=read_because,
            )
        )
        if reason is None:
            return
        set_aside(self.desk, self.entry.entry_id, reason)
        await self.desk_app.back()
        self.desk_app.page.say(f"{amount} opzij gelegd: {reason}")

    ACTS: Acts[Self] = (
        PageAct("to_customer", do_to_customer),
        PageAct("set_aside", do_set_aside),
        BACK,
    )


def _lines(entry: OpenEntry, proposed: str) -> list[str]:
    rows = (
        ("Geboekt op", format_date(entry.booked_on)),
        ("Bedrag", format_cents(entry.cents)),
        ("Van" if entry.cents > 0 else "Aan", entry.name),
        ("Rekening", grouped_iban(entry.iban)),
        ("Omschrijving", entry.text),
        ("Kenmerk", entry.end_to_end),
        ("Code van de bank", entry.reason_code),
        ("Afschrift", f"{entry.statement}, {grouped_iban(entry.account)}"),
        ("Niet geboekt", entry.why),
        ("Voorstel (A)", proposed),
    )
    return [f"{label:<{_LABEL}}  {value}" for label, value in rows if value]
