"""Klantnummer: who is being helped, one or several in a session, and who comes next (rules.md#at-the-desk)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from balie.customers.finding.entry import KnownCustomer, SearchFor, read_customer
from balie.customers.finding.same_address import same_address
from balie.customers.presented import trouble_with
from balie.dutch.text import shown
from balie.lending.greeting import Greeting, Severity, open_customer
from balie.refusal import Refusal
from screens.balie.customers_in_session import NOT_LENT, Helped, Party
from screens.balie.desk_head import DeskHead
from screens.balie.helping import CanHelp, nobody_helped
from screens.balie.line_page import as_scans, scans_in
from screens.balie.log import Work
from screens.dialogs.boxes import ask_gate
from screens.dialogs.presented_pass import STOPPED, present
from screens.host.read_today import ReadToday
from screens.pages.act import Acts, PageAct

if TYPE_CHECKING:
    from screens.balie.at_the_desk import TakesCustomers
    from screens.host.asking import Host

_PREVIOUS = "v"
_STILL_HELPING = "Er wordt nog een klant geholpen: sluit eerst af (F12), of neem een klant erbij (Alt+N)."
_MARKS = {Severity.NOTE: "", Severity.WARNING: "! ", Severity.BLOCK: "! "}


class Customers:
    """Opens customers, adds some to the session, and turns from one to the other."""

    def __init__(self, page: TakesCustomers) -> None:
        self.page = page
        self.head = DeskHead(page)
        self.party = Party()
        self._known = ReadToday()

    @property
    def several(self) -> bool:
        """Whether more than one is helped in this session."""
        return len(self.party) > 1

    @property
    def _app(self) -> Host:
        return self.page.desk_app

    # The line, while nobody is being helped.

    def enter(self, text: str) -> None:
        """A pass, a number, or what to look for."""
        if text.casefold() == _PREVIOUS:
            self.page.run("previous")
            return
        desk = self._app.desk
        try:
            found = read_customer(desk.store, text, desk.working_date)
        except Refusal as refusal:
            self._nobody(text, refusal)
            return
        match found:
            case KnownCustomer(customer_id=customer_id, number=number):
                self._welcome(customer_id, number)
            case SearchFor(wanted):
                if self.page.title_of(text):
                    self._nobody(text, Refusal())
                else:
                    self._app.start(self.search(wanted))

    def _nobody(self, text: str, refusal: Refusal) -> None:
        """What was scanned is no customer: say so, and what it is where that is known."""
        title = self.page.title_of(text)
        if title:
            refusal = Refusal("Dit is een exemplaar: scan eerst de pas van de klant. Innemen kan met F11.")
        else:
            self.page.line.keep(text)
        self.page.refused(text, refusal, title)

    async def search(self, text: str) -> None:
        """Look a customer up, to help."""
        from screens.finding.choose_customer import ChooseCustomerPage

        await self._app.open(ChooseCustomerPage(text, self._chosen))

    async def _chosen(self, customer_id: int) -> None:
        self.open(customer_id)

    # A customer.

    def _welcome(self, customer_id: int, number: str) -> None:
        """Help whose pass this is, once it is settled where it does not hold."""
        if trouble_with(self._app.desk.store, number) is None:
            self.open(customer_id)
        else:
            self._app.start(self._present(customer_id, number))

    async def _present(self, customer_id: int, number: str) -> None:
        shown_pass = await present(self._app, number)
        if shown_pass.goes_on:
            self.open(customer_id, scans_in(shown_pass.kept), pass_settled=shown_pass.settled)
            return
        self.page.refused(number, Refusal(STOPPED), "Pas")
        self.log_as_not_lent(scans_in(shown_pass.kept))

    def open(self, customer_id: int, scans: Sequence[str] = (), *, pass_settled: bool = False) -> None:
        """Help this customer: who it is, and everything there is to know, in one box. `scans` come behind it."""
        try:
            opening = open_customer(self._app.desk, customer_id, pass_settled=pass_settled)
        except Refusal as refusal:
            self.page.refused(self.page.line.text or str(customer_id), refusal, "Klant")
            self.log_as_not_lent(scans)
            return
        before = self.party.active
        work = Work(customer_id)
        if before is None:  # what was refused so far stays in sight
            work.log = self.page.work.log
        one = self.party.add(customer_id, opening.header, work, pass_settled=pass_settled)
        self._app.note_visit(customer_id)
        self._show_active()
        self.page.say("")
        self._app.keys.hand_back(*as_scans(scans))
        if opening.alerts or opening.obstacles:
            self._app.start(self._tell(opening, one, before))

    async def _tell(self, opening: Greeting, one: Helped, before: Helped | None) -> None:
        told = [f"{_MARKS[alert.severity]}{alert.topic}: {alert.text}" for alert in opening.alerts]
        if not opening.may_borrow:
            allowed = "alleen met toestemming" if opening.may_be_allowed else "niet"
            told.insert(0, f"! Lenen kan nu {allowed}.")
        day = self._app.desk.working_date
        if self._known.nothing_new(day, one.customer_id, told):
            self.page.say(" · ".join(told), wrong=not opening.may_borrow)
            return
        answer, scans = await ask_gate(self._app, one.name, told, {"f2": "Doorgaan", "escape": "Stop"})
        if answer == "escape" and before is not None:
            self.party.drop(one, before)
            self._show_active()
            self.log_as_not_lent(scans_in(scans))
            self.page.say(f"Gestopt: {shown(one.name)} is niet geholpen. Verder met {shown(before.name)}.")
            return
        if answer == "escape":
            self.page.end()
            self.page.say("Gestopt: deze klant is niet geholpen.")
        else:
            self._known.read(day, one.customer_id, told)
        self._app.keys.hand_back(*scans)

    def log_as_not_lent(self, scans: Sequence[str]) -> None:
        """What was meant for somebody who is not helped gets a line, and is lent on nobody's name."""
        for scan in scans:
            self.page.refused(scan, NOT_LENT)

    def _show_active(self) -> None:
        """The block and the log of the active customer."""
        one = self.party.active
        assert one is not None, "somebody is being helped"
        names = [helped.name for helped in self.party.helped]
        self.head.show(one.customer_id, one.header, names=names, place=self.party.place)
        self.page.take_up(one.work)

    @property
    def pass_settled(self) -> bool:
        """Whether the pass of the active customer does not hold, and the desk settled that."""
        return self.party.active is not None and self.party.active.pass_settled

    @property
    def works(self) -> list[tuple[str, Work]]:
        """The session of each, with their name where there are several."""
        return [(one.name if self.several else "", one.work) for one in self.party.helped]

    def end(self) -> None:
        """Nobody is being helped."""
        self.party.end()
        self.head.show(None, None)

    # Several customers.

    async def add_customer(self) -> None:
        """Klant erbij: choose who comes along, first of all from the same house."""
        from screens.balie.add_page import AddPage

        desk, one = self._app.desk, self.party.active
        assert one is not None, "refused while nobody is being helped"
        living = same_address(desk.store, desk.library, one.customer_id, desk.working_date)
        rows = [row for row in living if self.party.of(row.customer_id) is None]
        before = [seen for seen in self._app.visited if self.party.of(seen) is None]
        await self._app.open(AddPage(one.name, rows, before[-1] if before else None, self._add))

    async def _add(self, customer_id: int | None, scans: Sequence[str], pass_settled: bool) -> None:
        if customer_id is None:
            self.log_as_not_lent(scans)
        elif (known := self.party.of(customer_id)) is None:
            self.open(customer_id, scans, pass_settled=pass_settled)
        else:
            self.turn_to(known)
            self._app.keys.hand_back(*as_scans(scans))

    def turn_to(self, one: Helped) -> None:
        """Go on with this customer of the session."""
        self.party.turn_to(one)
        self._show_active()
        self.page.say(f"{shown(one.name)}: {self.party.place} van {len(self.party)} in deze sessie.")

    def of_whom(self, number: str) -> Helped | None:
        """Who of this session has the item that was lent in it with this number; None where nobody has."""
        return next((one for one in self.party.helped if one.work.session.lent_by(number) is not None), None)

    # Who comes next.

    def refused(self) -> str:
        """Why nobody else can be looked up now; empty while nobody is being helped."""
        return _STILL_HELPING if self.party.helped else ""

    def refused_previous(self) -> str:
        """Why there is no previous customer to help; empty when there is one."""
        if refused := self.refused():
            return refused
        if not self._app.visited:
            return "Er is in deze sessie nog geen klant geopend. Scan een pas, of zoek met Alt+Z."
        return ""

    async def last_list(self) -> None:
        """The list of before, to help somebody else from it."""
        text, _ = self._app.last_search or ("", 0)
        await self.search(text)

    def previous(self) -> None:
        """The previous customer again."""
        self.open(self._app.visited[-1])

    def turn(self) -> None:
        """The next customer of the session."""
        self.party.turn()
        assert self.party.active is not None, "somebody is being helped"
        self.turn_to(self.party.active)


class HasCustomers(CanHelp, Protocol):
    """A page with them."""

    customers: Customers

    def no_list_yet(self) -> str:
        """Why there is no list to go back to; empty when there is one."""


def _several(page: HasCustomers) -> bool:
    return page.customers.several


def _at_most_one(page: HasCustomers) -> bool:
    return not page.customers.several


CUSTOMER_ACTS: Acts[HasCustomers] = (
    PageAct("add_customer", lambda page: page.customers.add_customer(), refused=nobody_helped),
    PageAct("search", lambda page: page.customers.search(""), refused=lambda page: page.customers.refused()),
    PageAct(
        "last_list",
        lambda page: page.customers.last_list(),
        refused=lambda page: page.customers.refused() or page.no_list_yet(),
    ),
    PageAct(
        "previous",
        lambda page: page.customers.previous(),
        refused=lambda page: page.customers.refused_previous(),
        offered=_at_most_one,
    ),
    PageAct(
        "previous",
        lambda page: page.customers.turn(),
        offered=_several,
        label="Wisselen",
        help="Gaat naar de volgende klant van deze sessie.",
    ),
)
"""For the table of such a page."""
