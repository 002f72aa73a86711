"""Klantnummer: who is being helped, one or several in a session, and who comes next (rules.md#at-the-desk)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events
from textual.widget import Widget

from balie.customers.finding.entry import KnownCustomer, SearchFor, read_customer
from balie.customers.finding.same_address import same_address
from balie.customers.presented import trouble_with
from balie.dutch.text import shown
from balie.lending.greeting import Opening, Severity, open_customer
from balie.refusal import Refusal
from screens.balie.customers_in_session import NOT_LENT, Helped, Party
from screens.balie.desk_head import DeskHead
from screens.balie.helping import OF_CUSTOMER, HelpingPage
from screens.balie.line_page import as_scans, scans_in
from screens.balie.log import Line, Work
from screens.dialogs.boxes import ask_gate
from screens.dialogs.presented_pass import STOPPED, present
from screens.keyboard.actions import Action

if TYPE_CHECKING:
    from balie.lending.rules.refusals import CardScanned

_PREVIOUS = "v"
_NOBODY = "Scan eerst de pas van de klant."
_MARKS = {Severity.NOTE: "", Severity.WARNING: "! ", Severity.BLOCK: "! "}


class CustomersPage(HelpingPage):
    """Opens customers, adds some to the session, and turns from one to the other."""

    def __init__(self) -> None:
        super().__init__(Work())
        self.head = DeskHead(self)
        self.party = Party()

    def body(self) -> list[Widget]:
        """Who is being helped, the line, the log."""
        return [self.head, *super().body()]

    # The line, while nobody is being helped.

    def enter_customer(self, text: str) -> None:
        """A pass, a number, or what to look for."""
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
            case KnownCustomer(customer_id=customer_id, number=number):
                self._welcome(customer_id, number)
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
        from screens.finding.choosing_customer import ChoicePage

        await self.desk_app.open(ChoicePage(text, self._chosen))

    async def _chosen(self, customer_id: int) -> None:
        self._open(customer_id)

    # A customer.

    def _welcome(self, customer_id: int, number: str) -> None:
        """Help whose pass this is, once it is settled where it does not hold."""
        if trouble_with(self.desk_app.desk.store, number) is None:
            self._open(customer_id)
        else:
            self.desk_app.start(self._present(customer_id, number))

    async def _present(self, customer_id: int, number: str) -> None:
        shown_pass = await present(self.desk_app, number)
        if shown_pass.goes_on:
            self._open(customer_id, scans_in(shown_pass.kept), pass_settled=shown_pass.settled)
            return
        self.refused(number, Refusal(STOPPED), "Pas")
        self._log_as_not_lent(scans_in(shown_pass.kept))

    def _open(self, customer_id: int, scans: Sequence[str] = (), *, pass_settled: bool = False) -> None:
        """Help this customer: who it is, and everything there is to know, in one box. `scans` come behind it."""
        try:
            opening = open_customer(self.desk_app.desk, customer_id, pass_settled=pass_settled)
        except Refusal as refusal:
            self.refused(self.line.text or str(customer_id), refusal, "Klant")
            self._log_as_not_lent(scans)
            return
        before = self.party.active
        work = Work(customer_id)
        if before is None:  # what was refused so far stays in sight
            work.log = self.work.log
        one = self.party.add(customer_id, opening.header, work, pass_settled=pass_settled)
        self.desk_app.note_visit(customer_id)
        self._show_active()
        self.say("")
        self.desk_app.keys.hand_back(*as_scans(scans))
        if opening.alerts or opening.obstacles:
            self.desk_app.start(self._tell(opening, one, before))

    async def _tell(self, opening: Opening, one: Helped, before: Helped | None) -> None:
        told = [f"{_MARKS[alert.severity]}{alert.topic}: {alert.text}" for alert in opening.alerts]
        if not opening.may_borrow:
            allowed = "alleen met toestemming" if opening.may_be_allowed else "niet"
            told.append(f"! Lenen kan nu {allowed}.")
        answer, scans = await ask_gate(self.desk_app, one.name, told, {"f2": "Doorgaan", "escape": "Stop"})
        if answer == "escape" and before is not None:
            self.party.drop(one, before)
            self._show_active()
            self._log_as_not_lent(scans_in(scans))
            self.say(f"Gestopt: {shown(one.name)} is niet geholpen. Verder met {shown(before.name)}.")
            return
        if answer == "escape":
            self.end()
            self.say("Gestopt: deze klant is niet geholpen.")
        self.desk_app.keys.hand_back(*scans)

    def _log_as_not_lent(self, scans: Sequence[str]) -> None:
        """What was meant for somebody who is not helped gets a line, and is lent on nobody's name."""
        for scan in scans:
            self.refused(scan, NOT_LENT)

    def _show_active(self) -> None:
        """The block and the log of the active customer."""
        one = self.party.active
        assert one is not None, "somebody is being helped"
        names = [helped.name for helped in self.party.helped]
        self.head.show(one.customer_id, one.header, names=names, place=self.party.place)
        self.take_up(one.work)

    @property
    def pass_settled(self) -> bool:
        """Whether the pass of the active customer does not hold, and the desk settled that."""
        return self.party.active is not None and self.party.active.pass_settled

    @property
    def works(self) -> Sequence[tuple[str, Work]]:
        """Afsluiten ends everybody's."""
        several = len(self.party) > 1
        return [(one.name if several else "", one.work) for one in self.party.helped] or super().works

    def end(self) -> None:
        """Nobody is being helped."""
        self.party.end()
        self.head.show(None, None)
        super().end()

    # Several customers.

    async def do_add_customer(self) -> None:
        """Klant erbij: choose who comes along, first of all from the same house."""
        from screens.balie.adding import AddPage

        desk, one = self.desk_app.desk, self.party.active
        assert one is not None, "refused while nobody is being helped"
        living = same_address(desk.store, desk.library, one.customer_id, desk.working_date)
        rows = [row for row in living if self.party.of(row.customer_id) is None]
        before = [seen for seen in self.desk_app.visited if self.party.of(seen) is None]
        await self.desk_app.open(AddPage(one.name, rows, before[-1] if before else None, self._add))

    async def _add(self, customer_id: int | None, scans: Sequence[str], pass_settled: bool) -> None:
        if customer_id is None:
            self._log_as_not_lent(scans)
        elif (known := self.party.of(customer_id)) is None:
            self._open(customer_id, scans, pass_settled=pass_settled)
        else:
            self._turn_to(known)
            self.desk_app.keys.hand_back(*as_scans(scans))

    def _turn_to(self, one: Helped) -> None:
        self.party.turn_to(one)
        self._show_active()
        self.say(f"{shown(one.name)}: {self.party.place} van {len(self.party)} in deze sessie.")

    def turns_to(self, refusal: CardScanned) -> bool:
        """Whether the pass that was scanned as item is of somebody of this session, who is active from now on."""
        known = self.party.of(refusal.customer_id)
        if known is None or refusal.own or self.is_of_session_and_wrong(refusal):
            return False
        self._turn_to(known)
        return True

    def is_of_session_and_wrong(self, refusal: CardScanned) -> bool:
        """Whether a pass that does not hold is of somebody who is being helped, and was not settled."""
        known = self.party.of(refusal.customer_id)
        return known is not None and refusal.trouble is not None and not known.pass_settled

    async def ask_about_pass(self, line: Line, refusal: CardScanned) -> None:
        """A pass of this session that does not hold: it is settled, or the session ends."""
        shown_pass = await present(self.desk_app, refusal.number)
        line.seen, line.answer = True, "gezien"
        one = self.party.of(refusal.customer_id)
        assert one is not None, "it is of this session"
        if shown_pass.goes_on:
            one.pass_settled = True
            self._turn_to(one)
            self.desk_app.keys.hand_back(*shown_pass.kept)
            return
        line.answer = ""
        self._log_as_not_lent(scans_in(shown_pass.kept))
        await self.do_close()

    async def ask_whose_turn(self, line: Line, refusal: CardScanned) -> None:
        """A pass of somebody else: nothing more is lent until the desk says on whose name."""
        told = [
            *([] if refusal.trouble is None else [f"! {refusal.trouble.text}"]),
            "Dit is de pas van een andere klant. Wat daarna is gescand, wacht tot u kiest.",
            "F12: sluit deze sessie af en helpt de andere. F8: de andere erbij, in dezelfde sessie.",
            "Esc: gaat met deze klant door.",
        ]
        buttons = {"f12": "Afsluiten", "f8": "Erbij", "escape": "Terug"}
        answer, scans = await ask_gate(self.desk_app, "Andere klant", told, buttons)
        line.seen = True
        if answer == "f12":
            # The pass is scanned once more behind the end of this session.
            line.answer = "volgende klant"
            self.desk_app.keys.hand_back(events.Paste(refusal.number), events.Key("enter", None), *scans)
            await self.do_close()
        else:
            if answer == "f8":
                await self._bring_along(line, refusal)
            self.desk_app.keys.hand_back(*scans)

    async def _bring_along(self, line: Line, refusal: CardScanned) -> None:
        shown_pass = await present(self.desk_app, refusal.number)
        if shown_pass.goes_on:
            line.answer = "klant erbij"
            self._open(refusal.customer_id, scans_in(shown_pass.kept), pass_settled=shown_pass.settled)
        else:
            self._log_as_not_lent(scans_in(shown_pass.kept))
            self.say(STOPPED, wrong=True)

    def nothing_to_undo(self, number: str) -> Refusal:
        """It may be that of another customer of this session."""
        for one in self.party.helped:
            if one.work.session.lent_by(number) is not None:
                return Refusal(f"Dit staat op naam van {shown(one.name)}: ga daarheen met F8, en annuleer het daar.")
        return super().nothing_to_undo(number)

    # What can be done.

    def actions(self) -> list[Action]:
        """F8 turns to the next customer of the session while there are several."""
        found = super().actions()
        if len(self.party) < 2:
            return found
        turn = {"label": "Wisselen", "help": "Gaat naar de volgende klant van deze sessie."}
        return [replace(action, **turn) if action.id == "previous" else action for action in found]

    def refusal_of(self, action_id: str) -> str:
        """Most needs a customer; another customer comes along, or needs the first to be done."""
        helping = self.customer_id is not None
        if (action_id in OF_CUSTOMER or action_id == "add_customer") and not helping:
            return _NOBODY
        if action_id == "previous" and len(self.party) > 1:
            return ""
        if action_id in ("search", "last_list", "previous") and helping:
            return "Er wordt nog een klant geholpen: sluit eerst af (F12), of neem een klant erbij (Alt+N)."
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
        """The previous customer again; the next one of the session while there are several."""
        if len(self.party) > 1:
            self.party.turn()
            assert self.party.active is not None
            self._turn_to(self.party.active)
        else:
            self._open(self.desk_app.visited[-1])
