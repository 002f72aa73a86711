"""What can be done for the customer who is being helped, beside lending."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from balie.lending.session.acts import DueDateSet, Lent, Renewed
from screens.balie.log import Open
from screens.host.places import HoldsOf, Paying
from screens.pages.act import Acts, PageAct

if TYPE_CHECKING:
    from screens.balie.at_the_desk import HelpsCustomer

_NOBODY = "Scan eerst de pas van de klant."


class Helping:
    """In bezit, renewing, paying, running fines, reservations, the record, a bon."""

    def __init__(self, page: HelpsCustomer) -> None:
        self.page = page

    def refused(self) -> str:
        """Why nothing can be done: nobody is being helped. Empty when somebody is."""
        return _NOBODY if self.page.customer_id is None else ""

    @property
    def _customer_id(self) -> int:
        customer_id = self.page.customer_id
        assert customer_id is not None, "refused while nobody is being helped"
        return customer_id

    async def in_bezit(self) -> None:
        """In bezit: what the customer has at home."""
        from screens.balie.at_home import AtHomePage

        app = self.page.desk_app
        await app.open(AtHomePage(app.desk, self._customer_id, self.page))

    async def extend(self) -> None:
        """Verlengen: the marked line where that item was lent already, else choose from In bezit."""
        line = self.page.log_box.marked
        if line is not None and line.asks is Open.RENEW:
            await self.page.answer(line)
        else:
            await self.in_bezit()
            self.page.desk_app.page.say("Kies met de spatiebalk; F6 verlengt de gekozen regels, of alles.")

    async def pay(self) -> None:
        """Betalen: everything that is open of this customer."""
        await self.page.desk_app.show(Paying(self._customer_id))

    async def book_fines(self) -> None:
        """Boete boeken: of everything that is late."""
        from balie.lending.at_home import in_bezit
        from screens.balie.booking_fines import book_fines, told

        app, customer_id = self.page.desk_app, self._customer_id
        self.page.put_off = None
        done = await book_fines(app, customer_id, in_bezit(app.desk, customer_id))
        if done is None:
            self.page.put_off = partial(self._book_fines_again, customer_id)
            return
        for act in done:
            self.page.did(act)
        if done:
            self.page.say(told(done))

    async def _book_fines_again(self, customer_id: int) -> None:
        if self.page.customer_id == customer_id and not self.page.refusal_of("book_fines"):
            await self.book_fines()

    def against_due_date(self) -> str:
        """Why the marked line gets no other due date; empty when it may."""
        line = self.page.log_box.marked
        if refused := self.refused():
            return refused
        lent = line is not None and isinstance(line.act, Lent | Renewed | DueDateSet)
        return "" if lent else "Kies met ↑ ↓ wat is uitgeleend, of ga naar In bezit (F9) en kies het daar."

    async def own_due_date(self) -> None:
        """Datum: another due date for what the marked line lent or renewed."""
        from screens.balie.due_dates import ask_and_set

        line = self.page.log_box.marked
        assert line is not None, "refused before"
        assert isinstance(line.act, Lent | Renewed | DueDateSet), "and that too"
        act = await ask_and_set(self.page.desk_app, self._customer_id, line.act.loan_id)
        if act is not None:
            self.page.did(act)

    async def customer_record(self) -> None:
        """The customer in Klantenadministratie; Alt+B comes back."""
        await self.page.desk_app.open_customer(self._customer_id, alert=False)

    async def reserved(self) -> None:
        """What the customer has reserved."""
        await self.page.desk_app.show(HoldsOf(self._customer_id))

    async def customer_bon(self) -> None:
        """Klantbon: what is at home and what is open, on paper."""
        from balie.lending.session.bons import status_bon

        self.page.say(await self.page.print_bon(status_bon(self.page.desk_app.desk, self._customer_id)))


class CanHelp(Protocol):
    """A page with it."""

    helping: Helping


def nobody_helped(page: CanHelp) -> str:
    """Why what needs a customer is refused; empty while somebody is being helped."""
    return page.helping.refused()


HELPING_ACTS: Acts[CanHelp] = (
    PageAct("in_bezit", lambda page: page.helping.in_bezit(), refused=nobody_helped),
    PageAct("extend", lambda page: page.helping.extend(), refused=nobody_helped),
    PageAct("pay", lambda page: page.helping.pay(), refused=nobody_helped),
    PageAct("book_fines", lambda page: page.helping.book_fines(), refused=nobody_helped),
    PageAct(
        "own_due_date",
        lambda page: page.helping.own_due_date(),
        refused=lambda page: page.helping.against_due_date(),
    ),
    PageAct("customer_record", lambda page: page.helping.customer_record(), refused=nobody_helped),
    PageAct("reserved", lambda page: page.helping.reserved(), refused=nobody_helped),
    PageAct("customer_bon", lambda page: page.helping.customer_bon(), refused=nobody_helped),
)
"""For the table of such a page."""
