"""Opzeggingen afrekenen: who left, what it waits for, what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from rich.cells import cell_len
from textual.events import Resize
from textual.widget import Widget

from balie.dutch.counts import many
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.finance.settling.settle import SettledRun, settle_these, settlements
from balie.refusal import Refusal
from screens.acts.running import Stopped, beside
from screens.pages.act import Acts, PageAct
from screens.pages.page import BACK, Page
from screens.widgets.list_box import ListBox
from screens.widgets.list_model import ListModel
from screens.widgets.row import cut

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.finance.settling.cases import Case
    from screens.acts.running import Progress

_STATE, _AMOUNT = 24, 16
_WITH_NUMBER = 36
"""Cells for who it is, from which on the klantnummer stands there too."""


class SettlingPage(Page):
    """Arrows walk, the space bar chooses, Enter shows one; more is read on the way down."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "choose_all", "with_done", "back", "menu")

    heading = "Opzeggingen afrekenen"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.with_done = False
        self.chosen: set[int] = set()
        self.rows: list[Case] = settlements(desk)
        self.list = ListModel()
        self.list_box = ListBox(self.list, self)

    def body(self) -> list[Widget]:
        """The list."""
        return [self.list_box]

    def on_resize(self, event: Resize) -> None:
        """Lines as wide as the screen."""
        self._show()

    def returned_to(self) -> None:
        """Back from one of them, which may be settled now."""
        self._read_anew()

    def tab_shown(self) -> None:
        """Back from a customer, perhaps."""
        self._read_anew()

    def _read_anew(self) -> None:
        self.rows = settlements(self.desk, done=self.with_done, limit=max(50, len(self.rows) + 1))
        self.chosen &= {case.cancellation.id for case in self.rows if case.can_settle}
        self._show()

    def _show(self) -> None:
        what = "Alle opzeggingen" if self.with_done else "Opzeggingen die nog iets vragen"
        self.list_box.heading = f"{what}: laatste dag, stand, bedrag"
        self.list_box.empty = "Er is niets af te rekenen."
        width = self.line_width
        lines = [_line(case, width, chosen=case.cancellation.id in self.chosen) for case in self.rows]
        self.list.show(lines, [() for _ in lines], at=self.list.at)
        self.list_box.refresh()

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Arrows walk, the space bar chooses, Enter shows the marked one."""
        if key == "enter":
            if self.rows:
                self.desk_app.start(self._open())
            return True
        if key == "space":
            self._tick()
            return True
        if character is not None or not self.list.press(key, None):
            return False
        if self.rows and self.list.at >= len(self.rows) - 1:
            self.rows += settlements(self.desk, done=self.with_done, after=self.rows[-1])
            self._show()
        self.list_box.refresh()
        return True

    async def _open(self) -> None:
        from screens.financieel.settling.settlement import SettlementPage

        await self.desk_app.open(SettlementPage(self.desk, self.rows[self.list.at]))

    def _tick(self) -> None:
        if not self.rows:
            return
        case = self.rows[self.list.at]
        if not case.can_settle:
            self.say(" ".join(case.against_settling), wrong=True)
            return
        self.chosen ^= {case.cancellation.id}
        self._show()
        self.list.go_to(self.list.at + 1)

    def do_choose_all(self) -> None:
        """Choose whatever can be settled, or nothing any more."""
        can = {case.cancellation.id for case in self.rows if case.can_settle}
        self.chosen = set() if self.chosen == can else can
        self._show()
        self.say(f"{many(len(self.chosen), 'opzegging', 'opzeggingen')} gekozen.")

    def do_with_done(self) -> None:
        """Show the settled ones too, or no longer."""
        self.with_done = not self.with_done
        self._read_anew()

    async def do_main(self) -> None:
        """Afrekenen: the chosen ones, or the marked one. Asks, does it, tells what became of it."""
        from screens.dialogs.question import Notice, Question

        if not self.rows:
            raise Refusal("Er is niets af te rekenen.")
        marked = self.rows[self.list.at]
        cases = [case for case in self.rows if case.cancellation.id in self.chosen] or [marked]
        if cases == [marked] and not marked.can_settle:
            raise Refusal(*marked.against_settling)
        back = sum(case.settlement.refund_cents for case in cases)
        if not await self.desk_app.ask(Question(f"{_asked(cases)} afrekenen, contributie terug {format_cents(back)}?")):
            return
        ids = [case.cancellation.id for case in cases]

        def settle(desk: Desk, progress: Progress) -> SettledRun:
            return settle_these(desk, ids, progress)

        try:
            done = await beside(self.desk_app, self.heading, settle)
            told = [
                f"{many(done.settled, 'opzegging', 'opzeggingen')} afgerekend, contributie terug"
                f" {format_cents(done.given_back_cents)}.",
                *_passed_over(len(ids) - done.settled),
            ]
        except Stopped:
            told = ["Gestopt. Wat afgerekend was, blijft dat."]
        self._read_anew()
        await self.desk_app.ask(Notice(told, title=self.heading))

    ACTS: Acts[Self] = (
        PageAct("choose_all", do_choose_all),
        PageAct("with_done", do_with_done),
        PageAct("main", do_main, label="Afrekenen"),
        BACK,
    )


def _asked(cases: list[Case]) -> str:
    return f"{cases[0].number} {cases[0].name}".strip() if len(cases) == 1 else f"{len(cases)} opzeggingen"


def _passed_over(count: int) -> list[str]:
    return [f"{many(count, 'opzegging', 'opzeggingen')} kon intussen niet meer: kijk waarom."] if count else []


def _line(case: Case, width: int, *, chosen: bool) -> str:
    """`[x] 29428000077727 Tester, E.B.  14-09-2026  uit te betalen   terug € 19,80`."""
    amount = ""
    if case.due_cents:
        amount = f"nog {format_cents(case.due_cents)}"
    elif case.payout_cents:
        amount = f"terug {format_cents(case.payout_cents)}"
    end = f"  {format_date(case.cancellation.last_day)}  {case.state:<{_STATE}}{amount:>{_AMOUNT}}"
    begin = f"[{'x' if chosen else ' '}] " if case.can_settle else "    "
    room = max(10, width - len(begin) - len(end))
    who = cut(f"{case.number:<14}  {case.name}" if room >= _WITH_NUMBER else case.name, room)
    return f"{begin}{who}{' ' * (room - cell_len(who))}{end}"
