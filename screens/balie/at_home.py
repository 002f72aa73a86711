"""In bezit (F9): what a customer has at home, what is late, and renewing it (rules.md#at-home)."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, ClassVar, Protocol, Self

from rich.style import Style
from textual import events
from textual.events import Resize
from textual.widget import Widget

from balie.customers.header import read_header
from balie.dutch.counts import many
from balie.dutch.money import format_cents
from balie.lending.at_home import ItemAtHome, in_bezit
from balie.lending.rules.refusals import LendingRefusal
from balie.lending.running_fines import NOTHING
from balie.lending.session.acts import NotRenewed, Renewed
from screens.balie.coming_back import ComesBack
from screens.balie.desk_head import DeskHead
from screens.balie.loan_lines import heading, line_of, remark_of, room_beside, told_whole
from screens.balie.renewing import ask_and_allow, ask_and_renew
from screens.host.places import Paying
from screens.pages.act import Acts, PageAct
from screens.pages.page import BACK
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import ListModel

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.lending.session.session import Session
    from screens.balie.log import Work


class Scanning(Protocol):
    """Where items are scanned for this customer: what is renewed here is told there too."""

    work: Work

    @property
    def session(self) -> Session:
        """What was done in this session."""

    @property
    def pass_settled(self) -> bool:
        """Whether the pass of who is being helped does not hold, and the desk settled that."""


class LoanBox(ListBox):
    """The loans; what is late or was refused stands out, by its word and its colour."""

    def __init__(self, page: AtHomePage) -> None:
        super().__init__(ListModel(), page, heading=" ")
        self.of = page

    def style_of(self, place: int) -> Style:
        """Red for what is late or was not renewed."""
        row = self.of.rows[place]
        stands_out = row.is_late or isinstance(self.of.results.get(row.loan_id), NotRenewed)
        return self.page.look.error if stands_out else self.page.look.base


class AtHomePage(ComesBack):
    """The space bar chooses, F6 renews what is chosen or all, Ctrl+F books the fine of it; F2 asks for permission on a
    line that was refused.

    A digit goes back to where items are scanned, with the scan.
    """

    FOOT: ClassVar[tuple[str, ...]] = ("help", "extend", "report_lost", "book_fines", "pay", "back")

    heading = "In bezit"

    def __init__(self, desk: Desk, customer_id: int, scanning: Scanning | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.customer_id = customer_id
        self.scanning = scanning
        self.rows: list[ItemAtHome] = []
        self.results: dict[int, Renewed | NotRenewed] = {}
        self.chosen: set[int] = set()
        self.head = DeskHead(self)
        self.head.show(customer_id, read_header(desk, customer_id))
        self.list_box = LoanBox(self)
        self.list_box.empty = "Niets in bezit."

    def body(self) -> list[Widget]:
        """Who it is, and the list."""
        return [self.head, self.list_box]

    def on_resize(self, event: Resize) -> None:
        """Lines as wide as the screen."""
        self._show()

    def _show(self) -> None:
        session = self.scanning.session.loan_ids if self.scanning is not None else ()
        self.rows = in_bezit(self.desk, self.customer_id, session=session)
        self.chosen &= {row.loan_id for row in self.rows}
        width = self.line_width
        remarks = [remark_of(row, self.results.get(row.loan_id)) for row in self.rows]
        beside = room_beside(remarks)
        self.list_box.heading = heading(width, beside)
        model = self.list_box.model
        lines = [
            line_of(row, remark, width, beside, is_chosen=row.loan_id in self.chosen)
            for row, remark in zip(self.rows, remarks, strict=True)
        ]
        model.show(lines, [() for _ in self.rows], at=model.at)
        self.list_box.refresh()
        self.head.out_of_date()
        self._give_rows_to_list()

    def _give_rows_to_list(self) -> None:
        """A list that does not fit takes the rows of the address and of what renewing does not ask."""
        both = self.list_box.size.height + self.head.size.height
        if both:
            self.head.make_brief(len(self.rows) + 1 > both - self.head.rows_whole)

    # Keys.

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Arrows walk, the space bar chooses, a scan goes on where it belongs."""
        model = self.list_box.model
        if key == "space":
            self._tick()
        elif character is not None and character.isdigit():
            self.desk_app.start(self._scan_on(events.Key(key, character)))
        elif character is None and model.press(key, None):
            self._tell_marked()
        else:
            return False
        self.list_box.refresh()
        return True

    def paste(self, text: str) -> None:
        """A scan, too."""
        self.desk_app.start(self._scan_on(events.Paste(text)))

    async def _scan_on(self, event: events.Key | events.Paste) -> None:
        await self.desk_app.back()
        self.desk_app.keys.hand_back(event)

    def _tick(self) -> None:
        if self.rows:
            at = self.list_box.model.at
            self.chosen ^= {self.rows[at].loan_id}
            self._show()
            self.list_box.model.go_to(at + 1)

    def _tell_marked(self) -> None:
        """All there is to tell of the marked line, which may be more than fits in it."""
        if not self.rows:
            return
        row = self.rows[self.list_box.model.at]
        result = self.results.get(row.loan_id)
        if isinstance(result, NotRenewed):
            allowed = " Met toestemming: F2." if result.may_override else ""
            self.say(f"{row.title}: {' '.join(result.reasons)}{allowed}", wrong=True)
        else:
            self.say(told_whole(row))

    # What can be done.

    def _picked(self) -> list[ItemAtHome]:
        """What is chosen, or all."""
        return [row for row in self.rows if not self.chosen or row.loan_id in self.chosen]

    @property
    def _pass_settled(self) -> bool:
        return self.scanning is not None and self.scanning.pass_settled

    async def do_extend(self) -> None:
        """Verlengen: what is chosen, or all; what it comes to is told first."""
        self._show()
        loans = [row.loan_id for row in self._picked()]
        if not loans:
            self.say("Er is niets meer om te verlengen: alles is intussen ingenomen.")
            return
        self._renewed(await ask_and_renew(self.desk_app, self.customer_id, loans, pass_settled=self._pass_settled))

    async def do_main(self) -> None:
        """Toestaan: renew the marked line all the same."""
        row = self.rows[self.list_box.model.at]
        result = self.results[row.loan_id]
        assert isinstance(result, NotRenewed)
        why = " ".join(result.reasons)
        self._renewed(
            await ask_and_allow(self.desk_app, self.customer_id, row.loan_id, why, pass_settled=self._pass_settled)
        )

    def _renewed(self, results: list[Renewed | NotRenewed]) -> None:
        """Tell what became of each; nothing where it was not done."""
        if not results:
            self._show()
            return
        for result in results:
            self.results[result.loan_id] = result
            self._note(result)
        self.chosen.clear()
        self._show()
        done = [result for result in results if isinstance(result, Renewed)]
        cents = sum(result.fee_cents + result.fine_cents for result in done)
        costs = f" Kosten: {format_cents(cents)}." if cents else ""
        refused = len(results) - len(done)
        told = f" {many(refused, 'exemplaar', 'exemplaren')} niet: ↑ ↓ toont waarom." if refused else ""
        self.say(f"{len(done)} verlengd.{costs}{told}", wrong=not done)
        if refused:
            self.desk_app.bell()

    def _note(self, result: Renewed | NotRenewed) -> None:
        """The log of the session has it, too."""
        if self.scanning is None:
            return
        if isinstance(result, Renewed):
            self.scanning.session.add(result)
            self.scanning.work.log.did(result)
        else:
            line = self.scanning.work.log.refused(result.title, result.number, LendingRefusal(result.obstacles))
            line.asks, line.seen = None, True

    async def do_book_fines(self) -> None:
        """Boete boeken: of what is chosen, or of all that is late."""
        from screens.balie.booking_fines import book_fines, told

        self.put_off = None
        done = await book_fines(self.desk_app, self.customer_id, self._picked())
        if done is None:
            self.put_off = self._book_fines_again
        if not done:
            return
        for act in done:
            self.results.pop(act.loan_id, None)
            if self.scanning is not None:
                self.scanning.session.add(act)
                self.scanning.work.log.did(act)
        self.chosen.clear()
        self._show()
        self.say(told(done))

    async def _book_fines_again(self) -> None:
        if not self.refusal_of("book_fines"):
            await self.do_book_fines()

    async def do_own_due_date(self) -> None:
        """Datum: another due date for the marked line."""
        from screens.balie.due_dates import ask_and_set, told

        act = await ask_and_set(self.desk_app, self.customer_id, self.rows[self.list_box.model.at].loan_id)
        if act is None:
            return
        self.results.pop(act.loan_id, None)
        if self.scanning is not None:
            self.scanning.session.add(act)
            self.scanning.work.log.did(act)
        self._show()
        place = next((nth for nth, row in enumerate(self.rows) if row.loan_id == act.loan_id), 0)
        self.list_box.model.go_to(place)
        self.say(f"{act.title}: {told(act)}")

    async def do_claim_returned(self) -> None:
        """Zoek: the marked line was brought back, says the customer; or not after all."""
        from balie.lending.claims import claim_told
        from screens.balie.claiming import ask_and_claim

        act = await ask_and_claim(self.desk_app, self.customer_id, self.rows[self.list_box.model.at].loan_id)
        self._show()
        if act is None:
            return
        self.results.pop(act.loan_id, None)
        if self.scanning is not None:
            self.scanning.session.add(act)
            self.scanning.work.log.did(act)
        self._show()
        self.say(f"{act.title}: {claim_told(act)}")

    async def do_report_lost(self) -> None:
        """Kwijt: the marked line."""
        from screens.balie.losing import lose, told

        row = self.rows[self.list_box.model.at]
        act = await lose(self.desk_app, self.customer_id, row)
        self._show()
        if act is None:
            return
        self.results.pop(act.loan_id, None)
        if self.scanning is not None:
            self.scanning.session.add(act)
            self.scanning.work.log.did(act)
        self._show()
        self.say(told(act))

    async def do_pay(self) -> None:
        """Betalen."""
        await self.desk_app.show(Paying(self.customer_id))

    def nothing_here(self) -> str:
        """Why nothing can be renewed; empty when something can."""
        return "" if self.rows else "Er is niets om te verlengen."

    def no_line_here(self) -> str:
        """Why there is no loan to do something with; empty when there is one."""
        return "" if self.rows else "De klant heeft niets in bezit."

    def nothing_lost(self) -> str:
        """Why nothing can be reported lost; empty when something can."""
        return "" if self.rows else "Er is niets in bezit om kwijt te melden."

    def nothing_late(self) -> str:
        """Why there is no fine to book; empty when there is one."""
        return "" if any(row.fine_cents for row in self._picked()) else NOTHING

    def against_allowing(self) -> str:
        """Why the marked line cannot be renewed with permission; empty when it can."""
        row = self.rows[self.list_box.model.at] if self.rows else None
        result = None if row is None else self.results.get(row.loan_id)
        if not isinstance(result, NotRenewed):
            return "Toestaan kan op een regel waarvan verlengen is geweigerd. Verlengen: F6."
        return "" if result.may_override else f"Dit kan niemand toestaan: {' '.join(result.reasons)}"

    def returned_to(self) -> None:
        """Something may have been paid."""
        self._show()
        super().returned_to()

    def do_close(self) -> Coroutine[object, object, None]:
        """Afsluiten: on the screen that this lies on."""
        return self._close()

    async def _close(self) -> None:
        await self.desk_app.back()
        self.desk_app.page.run("close")

    ACTS: Acts[Self] = (
        PageAct("extend", do_extend, refused=nothing_here),
        PageAct(
            "main",
            do_main,
            refused=against_allowing,
            label="Toestaan",
            help="Verlengt de gemarkeerde regel die geweigerd is, met toestemming.",
        ),
        PageAct("book_fines", do_book_fines, refused=nothing_late),
        PageAct("own_due_date", do_own_due_date, refused=no_line_here),
        PageAct("claim_returned", do_claim_returned, refused=no_line_here),
        PageAct("report_lost", do_report_lost, refused=nothing_lost),
        PageAct("pay", do_pay),
        BACK,
        PageAct("close", do_close),
    )
