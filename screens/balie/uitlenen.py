"""Uitlenen: a customer, then item after item (Wise 1.2, 1.3, 1.6)."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.widget import Widget

from balie.customers.entry import KnownCustomer, SearchFor, read_customer
from balie.dutch.money import format_cents
from balie.lending.acts import Lent
from balie.lending.lend import lend
from balie.lending.opening import Opening, Severity, open_customer
from balie.lending.refusals import (
    AlreadyLent,
    CardScanned,
    LendingRefusal,
    OnOtherName,
    Override,
    UnknownItem,
)
from balie.lending.session import Session
from balie.refusal import Refusal
from screens.balie.boxes import ask_gate
from screens.balie.desk_head import DeskHead
from screens.balie.helping import OF_CUSTOMER, HelpingPage
from screens.balie.log import Line, Work
from screens.balie.undoing import UNDO_NOTE

_PREVIOUS = "v"
_NOBODY = "Scan eerst de pas van de klant."
_EXPECTED = (
    "Scan een pas, of typ een nummer, een deel van een naam, een geboortedatum of een postcode."
    " De vorige klant: v en Enter. Innemen zonder klant: F11."
)
_MARKS = {Severity.NOTE: "", Severity.WARNING: "! ", Severity.BLOCK: "! "}


class LendPage(HelpingPage):
    """Klantnummer while nobody is being helped, else Exemplaar."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "undo_scan", "extend", "in_bezit", "other_side", "close")
    LABELS: ClassVar[dict[str, str]] = {"other_side": "Innemen", "main": "Regel afdoen"}
    DAYS: ClassVar[str] = "Terug op"

    heading = "Uitlenen"

    def __init__(self) -> None:
        super().__init__(Work())
        self.head = DeskHead(self)
        self.returns = Work()

    def body(self) -> list[Widget]:
        """Who is being helped, the line, the log."""
        return [self.head, *super().body()]

    def show_state(self) -> None:
        """Klantnummer, Exemplaar or Annuleren."""
        self.head.out_of_date()
        if self.undoing:
            self.line.show("Annuleren", UNDO_NOTE)
        elif self.customer_id is None:
            self.line.show("Klantnummer")
            self.log_box.empty = _EXPECTED
        else:
            self.line.show("Exemplaar", self._so_far())
            self.log_box.empty = "Scan het eerste exemplaar."

    def _so_far(self) -> str:
        """How much was lent in this session, and what that costs."""
        count, cents = self.work.log.count(Lent), self.session.made_cents
        fee = f"   kosten {format_cents(cents)}" if cents else ""
        return f"{count} geleend{fee}" if count or cents else ""

    # The line.

    def scanned(self, text: str) -> None:
        """A customer, an item to lend, or one to undo."""
        if self.undoing:
            self.undo_scanned(text)
        elif self.customer_id is None:
            self._enter_customer(text)
        else:
            self._lend(text)

    def _enter_customer(self, text: str) -> None:
        if text.casefold() == _PREVIOUS:
            self.run("previous")
            return
        desk = self.desk_app.desk
        try:
            found = read_customer(desk.store, text, desk.working_date)
        except Refusal as refusal:
            self._nobody(text, refusal)
            return
        match found:
            case KnownCustomer(customer_id=customer_id):
                self._open(customer_id)
            case SearchFor(wanted):
                if self.title_of(text):
                    self._nobody(text, Refusal())
                else:
                    self.desk_app.start(self._search(wanted))

    def _nobody(self, text: str, refusal: Refusal) -> None:
        """What was scanned is no customer: say so, and what it is where that is known."""
        title = self.title_of(text)
        if title:
            refusal = Refusal("Dit is een exemplaar: scan eerst de pas van de klant. Innemen kan met F11.")
        else:
            self.line.keep(text)
        self.refused(text, refusal, title)

    async def _search(self, text: str) -> None:
        from screens.choosing import ChoicePage

        await self.desk_app.open(ChoicePage(text, self._chosen))

    async def _chosen(self, customer_id: int) -> None:
        self._open(customer_id)

    # A customer.

    def _open(self, customer_id: int) -> None:
        """Help this customer: who it is, and everything there is to know, in one box."""
        try:
            opening = open_customer(self.desk_app.desk, customer_id)
        except Refusal as refusal:
            self.refused(self.line.text, refusal, "Klant")
            return
        self.work.session = Session(customer_id)
        self.desk_app.note_visit(customer_id)
        self.head.show(customer_id, opening.header)
        self.line.clear()
        self.show_log()
        self.say("")
        if opening.alerts or opening.obstacles:
            self.desk_app.start(self._tell(opening))

    async def _tell(self, opening: Opening) -> None:
        told = [f"{_MARKS[alert.severity]}{alert.topic}: {alert.text}" for alert in opening.alerts]
        if not opening.may_borrow:
            told.append("! Lenen kan nu niet, of alleen met toestemming.")
        buttons = {"f2": "Doorgaan", "escape": "Stop"}
        answer, scans = await ask_gate(self.desk_app, opening.header.left[0], told, buttons)
        if answer == "escape":
            self.end()
            self.say("Gestopt: deze klant is niet geholpen.")
        self.desk_app.keys.hand_back(*scans)

    def end(self) -> None:
        """Nobody is being helped."""
        self.head.show(None, None)
        super().end()

    # An item.

    def _lend(
        self, number: str, *, again: Line | None = None, override: Override | None = None, take_over: int | None = None
    ) -> None:
        """Lend it. `again`: the refused line that is answered by it."""
        assert self.customer_id is not None, "the line asks for a customer first"
        try:
            lent = lend(self.desk_app.desk, self.customer_id, number, override=override, take_over=take_over)
        except Refusal as refusal:
            if again is not None:
                again.answer = "zie boven"
                again.asks = None
            line = self.refused(number, refusal)
            line.override, line.take_over = override, take_over
            if isinstance(refusal, CardScanned) and not refusal.own:
                self.desk_app.start(self._next_customer(line, refusal))
            else:
                self.desk_app.start(self._explain(line))
            return
        if again is not None:
            again.answer = "toch geleend"
            again.asks = None
        self.did(lent)

    async def _explain(self, line: Line) -> None:
        """Every reason in a box, with what can be done about it."""
        refusal = line.refusal
        assert refusal is not None
        told = [line.title, "", *line.told]
        match refusal:
            case OnOtherName():
                buttons = {"j": "Ja, doorgaan", "n": "Nee"}
                if await self.ask_about(line, "Op een andere naam", told, buttons) == "j":
                    self._lend(line.number, again=line, override=line.override, take_over=refusal.loan_id)
            case LendingRefusal() if refusal.may_override:
                buttons = {"f2": "Toestaan (leidinggevende)", "escape": "OK"}
                if await self.ask_about(line, "Uitlenen kan niet", told, buttons) == "f2":
                    await self._allow(line)
            case AlreadyLent():
                if await self.ask_about(line, "Al geleend", told, {"f6": "Verlengen", "escape": "OK"}) == "f6":
                    await self.answer(line)
            case _:
                title = "Onbekend" if isinstance(refusal, UnknownItem) else "Uitlenen kan niet"
                await self.ask_about(line, title, told, {"escape": "OK"})

    async def _allow(self, line: Line) -> None:
        from screens.klanten.acts.permission import ask_permission

        given = await ask_permission(self.desk_app, " ".join(line.told))
        if given is not None:
            override = Override(given.supervisor, given.reason)
            self._lend(line.number, again=line, override=override, take_over=line.take_over)

    async def answer(self, line: Line) -> None:
        """Do what a line asks."""
        match line.refusal:
            case AlreadyLent(loan_id=loan_id):
                self.extend_loan(loan_id, line)
            case OnOtherName():
                await self._explain(line)
            case LendingRefusal():
                await self._allow(line)

    def extend_loan(self, loan_id: int, line: Line) -> None:
        """Renew a loan that was scanned once more."""
        from balie.lending.acts import Renewed
        from balie.lending.renew import renew

        assert self.customer_id is not None
        for result in renew(self.desk_app.desk, self.customer_id, [loan_id]):
            line.asks = None
            if isinstance(result, Renewed):
                line.answer = "verlengd"
                self.did(result)
            else:
                line.answer = "niet verlengd"
                self.refused(line.number, LendingRefusal(result.obstacles), result.title)

    async def _next_customer(self, line: Line, refusal: CardScanned) -> None:
        """A pass of somebody else: nothing more is lent until the desk says on whose name."""
        told = [
            "Dit is de pas van een andere klant. Wat daarna is gescand, wacht tot u kiest.",
            "F12: sluit deze klant af en helpt de andere. Esc: gaat met deze klant door.",
        ]
        buttons = {"f12": "Afsluiten", "escape": "Terug"}
        answer, scans = await ask_gate(self.desk_app, "Andere klant", told, buttons)
        line.seen = True
        if answer == "f12":
            # The pass is scanned once more behind the end of this session.
            line.answer = "volgende klant"
            self.desk_app.keys.hand_back(events.Paste(refusal.number), events.Key("enter", None), *scans)
            await self.do_close()
        else:
            self.desk_app.keys.hand_back(*scans)

    # What can be done.

    def refusal_of(self, action_id: str) -> str:
        """Most needs a customer; another customer needs the first to be done."""
        if action_id in OF_CUSTOMER and self.customer_id is None:
            return _NOBODY
        if action_id in ("search", "last_list", "previous") and self.customer_id is not None:
            return "Er wordt nog een klant geholpen: sluit die eerst af (F12)."
        if action_id == "previous" and not self.desk_app.visited:
            return "Er is in deze sessie nog geen klant geopend. Scan een pas, of zoek met Alt+Z."
        return super().refusal_of(action_id)

    async def do_search(self) -> None:
        """Look a customer up, to help."""
        await self._search("")

    async def do_last_list(self) -> None:
        """The list of before, to help somebody else from it."""
        text, _ = self.desk_app.last_search or ("", 0)
        await self._search(text)

    async def do_previous(self) -> None:
        """The previous customer again."""
        self._open(self.desk_app.visited[-1])

    async def do_other_side(self) -> None:
        """Innemen; who is being helped stays here."""
        from screens.balie.innemen import ReturnPage

        await self.desk_app.open(ReturnPage(self.returns))
