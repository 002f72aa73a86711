"""What can be done for the customer who is being helped, beside lending."""

from __future__ import annotations

from functools import partial

from screens.balie.log import Open
from screens.balie.undoing import UndoingPage
from screens.host.places import HoldsOf, Paying

OF_CUSTOMER = frozenset({"in_bezit", "extend", "pay", "book_fines", "customer_record", "reserved", "customer_bon"})
"""What needs a customer."""


class HelpingPage(UndoingPage):
    """In bezit, renewing, paying, running fines, reservations, the record, a bon."""

    @property
    def customer_id(self) -> int | None:
        """Who is being helped."""
        return self.session.customer_id

    @property
    def pass_settled(self) -> bool:
        """Whether the pass of who is being helped does not hold, and the desk settled that."""
        return False

    async def do_in_bezit(self) -> None:
        """In bezit: what the customer has at home."""
        from screens.balie.in_bezit import InBezitPage

        assert self.customer_id is not None
        await self.desk_app.open(InBezitPage(self.desk_app.desk, self.customer_id, self))

    async def do_extend(self) -> None:
        """Verlengen: the marked line where that item was lent already, else choose from In bezit."""
        line = self.log_box.marked
        if line is not None and line.asks is Open.RENEW:
            await self.answer(line)
        else:
            await self.do_in_bezit()
            self.desk_app.page.say("Kies met de spatiebalk; F6 verlengt de gekozen regels, of alles.")

    async def do_pay(self) -> None:
        """Betalen: everything that is open of this customer."""
        assert self.customer_id is not None
        await self.desk_app.show(Paying(self.customer_id))

    async def do_book_fines(self) -> None:
        """Boete boeken: of everything that is late."""
        from balie.lending.in_bezit import in_bezit
        from screens.balie.booking_fines import book_fines, told

        assert self.customer_id is not None
        self.put_off = None
        done = await book_fines(self.desk_app, self.customer_id, in_bezit(self.desk_app.desk, self.customer_id))
        if done is None:
            self.put_off = partial(self._book_fines_again, self.customer_id)
            return
        for act in done:
            self.did(act)
        if done:
            self.say(told(done))

    async def _book_fines_again(self, customer_id: int) -> None:
        if self.customer_id == customer_id and not self.refusal_of("book_fines"):
            await self.do_book_fines()

    async def do_customer_record(self) -> None:
        """The customer in Klantenadministratie; Alt+B comes back."""
        assert self.customer_id is not None
        await self.desk_app.open_customer(self.customer_id, alert=False)

    async def do_reserved(self) -> None:
        """What the customer has reserved."""
        assert self.customer_id is not None
        await self.desk_app.show(HoldsOf(self.customer_id))

    async def do_customer_bon(self) -> None:
        """Klantbon: what is at home and what is open, on paper."""
        from balie.lending.session.bons import status_bon

        assert self.customer_id is not None
        self.say(await self.print_bon(status_bon(self.desk_app.desk, self.customer_id)))
