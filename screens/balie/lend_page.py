"""Uitlenen: a customer, then item after item (rules.md#at-the-desk)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Self

from textual.widget import Widget

from balie.customers.permission import Override
from balie.dutch.money import format_cents
from balie.dutch.text import enumerated, shown
from balie.lending.lend import lend
from balie.lending.rules.refusals import (
    AlreadyLent,
    CardScanned,
    ForFamily,
    LendingRefusal,
    OnOtherName,
    UnknownItem,
)
from balie.lending.session.acts import Lent, NotRenewed, Renewed, Returned
from balie.refusal import Refusal
from screens.balie.customers import CUSTOMER_ACTS, Customers
from screens.balie.helping import HELPING_ACTS, Helping
from screens.balie.log import Line, Open, Work
from screens.balie.other_pass import OtherPass
from screens.balie.scan_page import ScanPage
from screens.balie.slips import ask_slip, see_to_slip
from screens.balie.undoing import UNDO_NOTE
from screens.host.settings import RETURNS
from screens.pages.act import Acts, PageAct

if TYPE_CHECKING:
    from balie.lending.renewal_plan import RenewalPlan

_EXPECTED = (
    "Scan een pas, of typ een nummer, een deel van een naam, een geboortedatum of een postcode."
    " De vorige klant: v en Enter. Innemen zonder klant: F11."
)


_STILL_OPEN = (
    "Alles is al geboekt, maar bonnen en betalen zijn nog niet gevraagd. Met N gaat u terug; F12 sluit de sessie af."
)


class LendPage(ScanPage):
    """Klantnummer while nobody is being helped, else Exemplaar."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "undo_scan", "extend", "in_bezit", "other_side", "close")
    DAYS: ClassVar[str] = "Terug op"

    heading = "Uitlenen"

    def __init__(self) -> None:
        super().__init__(Work())
        self.helping = Helping(self)
        self.customers = Customers(self)
        self.other_pass = OtherPass(self, self.customers)
        self.returns = Work()

    def body(self) -> list[Widget]:
        """Who is being helped, the line, the log."""
        return [self.customers.head, *super().body()]

    # Who is being helped.

    @property
    def customer_id(self) -> int | None:
        """Who is being helped."""
        return self.session.customer_id

    @property
    def pass_settled(self) -> bool:
        """Whether the pass of the active customer does not hold, and the desk settled that."""
        active = self.customers.party.active
        return active is not None and active.pass_settled

    @property
    def works(self) -> Sequence[tuple[str, Work]]:
        """Afsluiten ends everybody's."""
        return self.customers.works or super().works

    def end(self) -> None:
        """Nobody is being helped."""
        self.customers.end()
        super().end()

    def nothing_to_undo(self, number: str) -> Refusal:
        """It may be that of another customer of this session."""
        if (one := self.customers.of_whom(number)) is not None:
            return Refusal(f"Dit staat op naam van {shown(one.name)}: ga daarheen met F8, en annuleer het daar.")
        return super().nothing_to_undo(number)

    # What is expected.

    def show_state(self) -> None:
        """Klantnummer, Exemplaar or Annuleren."""
        self.customers.head.out_of_date()
        if self.undoing.on:
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
        """A customer, or an item to lend."""
        if self.customer_id is None:
            self.customers.enter(text)
        else:
            self._lend(text)

    # An item.

    def _lend(
        self,
        number: str,
        *,
        again: Line | None = None,
        override: Override | None = None,
        take_over: int | None = None,
        collect: int | None = None,
    ) -> None:
        """Lend it. `again`: the refused line that is answered by it."""
        assert self.customer_id is not None, "the line asks for a customer first"
        try:
            lent = lend(
                self.desk_app.desk,
                self.customer_id,
                number,
                override=override,
                take_over=take_over,
                collect=collect,
                pass_settled=self.pass_settled,
            )
        except Refusal as refusal:
            if isinstance(refusal, CardScanned) and self.other_pass.turns_to(refusal):
                return
            if again is not None:
                again.answer = "zie boven"
                again.asks = None
            line = self.refused(number, refusal)
            line.override, line.take_over, line.collect = override, take_over, collect
            if isinstance(refusal, CardScanned) and self.other_pass.is_of_session_and_wrong(refusal):
                self.desk_app.start(self.other_pass.ask_about_pass(line, refusal))
            elif isinstance(refusal, CardScanned) and not refusal.own:
                self.desk_app.start(self.other_pass.ask_whose_turn(line, refusal))
            else:
                self.desk_app.start(self._explain(line))
            return
        if again is not None:
            again.answer = "toch geleend"
            again.asks = None
        line = self.did(lent)
        if lent.handed is not None and lent.handed.slip is not None:
            # Of another copy, which stood ready for this customer and goes to somebody else or elsewhere.
            self.desk_app.start(see_to_slip(self, line, lent.handed.slip))

    async def _explain(self, line: Line) -> None:
        """Every reason in a box, with what can be done about it."""
        refusal = line.refusal
        assert refusal is not None
        told = [line.title, "", *line.told]
        match refusal:
            case OnOtherName():
                buttons = {"j": "Ja, doorgaan", "n": "Nee"}
                if await self.ask_about(line, "Op een andere naam", told, buttons) == "j":
                    self._lend(
                        line.number,
                        again=line,
                        override=line.override,
                        take_over=refusal.loan_id,
                        collect=line.collect,
                    )
            case ForFamily():
                buttons = {"j": "Ja, uitlenen", "n": "Nee"}
                if await self.ask_about(line, "Voor een gezinslid", told, buttons) == "j":
                    self._lend(
                        line.number,
                        again=line,
                        override=line.override,
                        take_over=line.take_over,
                        collect=refusal.hold_id,
                    )
            case LendingRefusal() if refusal.may_override:
                buttons = {"f2": "Toestaan (leidinggevende)", "escape": "OK"}
                if await self.ask_about(line, _cannot(line), told, buttons) == "f2":
                    await self._allow(line)
            case AlreadyLent(loan_id=loan_id):
                await self._offer_to_renew(line, told, loan_id)
            case UnknownItem(may_lend=True):
                buttons = {"f2": "Toch uitlenen", "escape": "OK"}
                if await self.ask_about(line, "Onbekend", told, buttons) == "f2":
                    await self.answer(line)
            case _:
                title = "Onbekend" if isinstance(refusal, UnknownItem) else _cannot(line)
                await self.ask_about(line, title, told, {"escape": "OK"})

    async def _offer_to_renew(self, line: Line, told: Sequence[str], loan_id: int) -> None:
        """Tell what renewing comes to, and do that; where something changed meanwhile it is told anew."""
        from balie.lending.renewal_plan import RenewalChanged, look_at_renewal
        from screens.balie.renewing import what_it_costs

        assert self.customer_id is not None
        desk, note = self.desk_app.desk, list[str]()
        while True:
            plan = look_at_renewal(desk, self.customer_id, [loan_id], pass_settled=self.pass_settled)
            buttons = {"f6": "Verlengen", "escape": "OK"}
            if await self.ask_about(line, "Al geleend", [*told, "", *note, what_it_costs(plan)], buttons) != "f6":
                return
            try:
                self.extend_loan(loan_id, line, told=plan)
            except RenewalChanged:
                note = ["! Er is intussen iets veranderd, er is nog niets verlengd."]
            else:
                return

    async def ask_once_more(self, line: Line) -> None:
        """The question of a line, or why it was refused."""
        if line.is_waiting:
            await self.answer(line)
        elif line.refusal is not None:
            await self._explain(line)

    async def _allow(self, line: Line) -> None:
        from screens.balie.renewing import ask_and_allow
        from screens.dialogs.permission import ask_permission

        why = " ".join(line.told)
        if line.renewing is not None:
            assert self.customer_id is not None
            settled = self.pass_settled
            self._renewed(
                line,
                await ask_and_allow(self.desk_app, self.customer_id, line.renewing, why, pass_settled=settled),
                "toch verlengd",
            )
            return
        given = await ask_permission(self.desk_app, why)
        if given is not None:
            self._lend(line.number, again=line, override=given, take_over=line.take_over, collect=line.collect)

    async def answer(self, line: Line) -> None:
        """Do what a line asks."""
        if line.asks is Open.SLIP:
            self.say(await ask_slip(self, line))
            self.show_log(newest=False)
            return
        match line.refusal:
            case AlreadyLent() | OnOtherName() | ForFamily():
                await self._explain(line)
            case LendingRefusal():
                await self._allow(line)
            case UnknownItem(may_lend=True, number=number):
                await self._note_unknown(line, number)

    async def _note_unknown(self, line: Line, number: str) -> None:
        """Ask what an unknown item is, and lend it."""
        from screens.balie.unknown_item import UnknownItemPage

        def done(lent: Lent) -> None:
            line.answer, line.asks = "toch geleend", None
            self.did(lent)

        assert self.customer_id is not None
        await self.desk_app.open(UnknownItemPage(self.desk_app.desk, self.customer_id, number, done, self.pass_settled))

    def extend_loan(self, loan_id: int, line: Line, told: RenewalPlan) -> None:
        """Renew a loan that was scanned once more, as it was told. `line`: the refused one that is answered by it."""
        from balie.lending.renew import renew

        assert self.customer_id is not None
        settled = self.pass_settled
        self._renewed(
            line, renew(self.desk_app.desk, self.customer_id, [loan_id], told=told, pass_settled=settled), "verlengd"
        )

    def _renewed(self, line: Line, results: Sequence[Renewed | NotRenewed], word: str) -> None:
        """Note what became of renewing. `line`: the refused one that is answered by it, with this word."""
        for result in results:
            line.asks = None
            if isinstance(result, Renewed):
                line.answer = word
                self.did(result)
            else:
                line.answer = "niet verlengd"
                refused = self.refused(line.number, LendingRefusal(result.obstacles), result.title)
                refused.renewing = result.loan_id
                self.desk_app.start(self._explain(refused))

    # What can be done.

    def foot(self) -> tuple[str, ...]:
        """Who is helped is turned with F8 while there are several."""
        several = self.customers.several
        return tuple("previous" if several and one == "in_bezit" else one for one in self.FOOT)

    @property
    def all_work(self) -> Sequence[Work]:
        """What was lent, and what was taken in on the other side."""
        return (self.work, self.returns)

    @property
    def unfinished(self) -> str:
        """Who is still being helped, and what was taken in without being closed off."""
        if not self.customers.party.helped and not self.returns.session.acts:
            return ""
        told = []
        if names := [shown(one.name) for one in self.customers.party.helped]:
            are = "is" if len(names) == 1 else "zijn"
            told.append(f"{enumerated(names)} {are} op Uitlenen nog niet afgesloten.")
        if self.returns.session.acts:
            count = self.returns.log.count(Returned)
            came_in = f" ({count} ingenomen)" if count else ""
            told.append(f"Op Innemen is de sessie nog niet afgesloten{came_in}.")
        return " ".join((*told, _STILL_OPEN))

    async def at_beginning(self) -> None:
        """Innemen, at a desk where items come in and nobody is being helped."""
        if self.desk_app.settings.opens_with == RETURNS and self.customer_id is None and not self.line.text:
            await self.do_other_side()

    async def do_other_side(self) -> None:
        """Innemen; who is being helped stays here."""
        from screens.balie.return_page import ReturnPage

        await self.desk_app.open(ReturnPage(self.returns))

    async def to_returns(self) -> None:
        """From another tab."""
        await self.do_other_side()

    ACTS: Acts[Self] = (
        PageAct(
            "main",
            ScanPage.do_main,
            label="Regel afdoen",
            help="Doet wat de gemarkeerde regel nog vraagt: toestaan, doorgaan, klaarzetten.",
        ),
        PageAct("other_side", do_other_side),
        *HELPING_ACTS,
        *CUSTOMER_ACTS,
    )


def _cannot(line: Line) -> str:
    """The title of a box about what the rules forbid."""
    return "Uitlenen kan niet" if line.renewing is None else "Verlengen kan niet"
