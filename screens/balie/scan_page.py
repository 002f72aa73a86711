"""What Uitlenen and Innemen have in common: one line, and the log below it.

No scan is lost, and none answers a question. Each gets a line in the log, also when it is refused. A refusal is asked
about at once only where nothing was scanned behind it, in a box that makes way for the next scan; in a burst it stays a
red line with its bell. F2 takes the marked line up again, and Afsluiten tells of those that nobody saw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Self

from textual.events import Resize
from textual.widget import Widget

from balie.catalogue.items import find_item
from balie.catalogue.titles import title_of
from balie.customers.scans import clean_number
from balie.dutch.text import shown
from balie.lending.session.session import Session
from balie.refusal import Reason, Refusal
from screens.balie.asking_again import AsksAgain
from screens.balie.line_page import WALK
from screens.balie.log import Line, Log, Work, heading
from screens.balie.log_box import LogBox
from screens.balie.undoing import UNDO_SCAN, Undoing, why_nothing
from screens.dialogs.boxes import WENT_ELSEWHERE, ask_aside
from screens.pages.act import Acts, PageAct

if TYPE_CHECKING:
    from balie.lending.holds.catching import Caught
    from balie.lending.session.acts import Act
    from screens.keyboard.key_order import TypedEvent

_TO_A_LINE = " Een regel van de lijst: ↑ ↓ en dan F2 of F4."


class ScanPage(AsksAgain):
    """A line for scans and the log of the session."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "close", "menu")
    DAYS: ClassVar[str]
    """What the days in the log are."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.work = work
        self.log_box = LogBox(self, work)
        self.undoing = Undoing(self)
        self.walked = False
        self._kept: Sequence[TypedEvent] = ()
        self._told: Line | None = None

    @property
    def session(self) -> Session:
        """What was done in this session."""
        return self.work.session

    @property
    def works(self) -> Sequence[tuple[str, Work]]:
        """What Afsluiten ends, each with whose it is; without a name where there is nothing to tell apart."""
        return [("", self.work)]

    @property
    def all_work(self) -> Sequence[Work]:
        """Every session that this page keeps."""
        return (self.work,)

    @property
    def in_session(self) -> bool:
        """Somebody is being helped, or something was scanned or typed here that is not closed off."""
        lines = any(work.log.lines for work in self.all_work)
        return bool(super().in_session or self.line.text or self.has_typed_work or lines)

    def take_up(self, work: Work) -> None:
        """Work at another session from now on, with its log; nothing is taken back there unasked."""
        self.undoing.on = False
        self.work = self.log_box.work = work
        self.line.clear()
        self.show_log()
        self.footline.refresh()

    def body(self) -> list[Widget]:
        """The line and the log."""
        return [self.line, self.log_box]

    def on_mount(self) -> None:
        """Say what is expected."""
        self.show_log()
        super().on_mount()

    def on_resize(self, event: Resize) -> None:
        """Columns as wide as the screen."""
        self.log_box.heading = heading(self.DAYS, self.line_width + 1)
        self.log_box.refresh()

    # What a page of the two is.

    def scanned(self, text: str) -> None:
        """Something was scanned or typed, and not to be taken back."""
        raise NotImplementedError

    async def answer(self, line: Line) -> None:
        """Do what a line asks (`line.asks`)."""
        raise NotImplementedError

    def show_state(self) -> None:
        """Say what is expected now."""
        raise NotImplementedError

    # What taking back asks of it.

    @property
    def is_busy(self) -> bool:
        """What is scanned next is taken back."""
        return self.undoing.on

    def nothing_to_undo(self, number: str) -> Refusal:
        """Why what was scanned cannot be taken back."""
        return why_nothing(self.desk_app.desk.store, number)

    def caught_with(self, act: Act) -> Caught | None:
        """What was set aside with an act, and is let go of with it."""
        return None

    # Keys.

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Arrows walk the log too; Esc takes nothing back after all."""
        if key == "escape" and self.undoing.on:
            self.line.clear()
            self.undoing.stop()
            return True
        if key in WALK:
            self._walk(key)
            return True
        return super().press_in_body(key, character)

    def entered(self) -> None:
        """Take what was scanned."""
        text = self.line.take()
        if text:
            number = clean_number(self.desk_app.desk.store, text)
            if self.undoing.on:
                self.undoing.scanned(number)
            else:
                self.scanned(number)
            self.ask_what_waits(only_scans=True)
        else:
            self.say(f"Scan of typ iets.{_TO_A_LINE if self.work.log.lines else ''}")

    def _walk(self, key: str) -> None:
        self.log_box.model.press(key, None)
        self.log_box.refresh()
        line = self.log_box.marked
        self.walked = line is not None
        if line is not None:
            line.seen = True
            does = f" F2: {line.asks}." if line.asks else " F4: annuleren." if line.act else ""
            self.say(f"{line.title} · {line.number} · {line.remark}{does}", wrong=line.is_wrong)

    @property
    def has_typed_work(self) -> bool:
        """Scans that wait until something else is done."""
        return bool(self._kept)

    # The log.

    def did(self, act: Act, who: str = "") -> Line:
        """Note what was done; `who` tells of whoever brought the item back."""
        self.session.add(act)
        line = self.work.log.did(act, who)
        self.show_log()
        self.say(line.remark)
        return line

    def refused(self, number: str, refusal: Refusal, title: str = "") -> Line:
        """Note what was refused, with the bell, and ask about it where nothing was scanned behind it."""
        line = self.work.log.refused(title or self.title_of(number) or shown(number), number, refusal)
        self.show_log()
        self.desk_app.bell()
        self.say(line.remark, wrong=True)
        return line

    def show_log(self, *, newest: bool = True) -> None:
        """Show the log as it is now; a line that was walked to is not marked any more."""
        self.walked = self.walked and not newest
        self._told = self.work.log.newest
        self.show_state()
        self.log_box.show(newest=newest)

    def title_of(self, number: str) -> str:
        """The title of the item with this number; empty where there is none."""
        store = self.desk_app.desk.store
        item = find_item(store, number)
        return "" if item is None else title_of(store, item.title_id).name

    async def ask_about(
        self, line: Line, title: str, told: Sequence[str], buttons: Mapping[str, str], *, stays: bool = False
    ) -> str:
        """Ask about a line in a box that makes way. The key, or what is harmless; see `boxes.ask_aside`."""
        before = line.seen
        answer = await ask_aside(self.desk_app, title, told, buttons, stays=stays)
        line.seen = before or not self.desk_app.keys.typed_ahead
        line.put_off = answer == WENT_ELSEWHERE
        return answer

    def refuse(self, reasons: tuple[Reason, ...]) -> None:
        """Something refused that was no scan."""
        self.complain(" ".join(reason.text for reason in reasons))

    # What can be done.

    async def do_main(self) -> None:
        """Take what is typed, or else do what the marked line asks."""
        line = self.log_box.marked
        if self.line.text:
            self.entered()
        elif line is None:
            self.say("Scan of typ iets.")
        elif line.asks is None:
            self.say("Deze regel vraagt niets. Kies met ↑ ↓ een regel die geweigerd is of nog wacht.")
        else:
            await self.answer(line)

    async def print_bon(self, receipt_id: int | None) -> str:
        """Print a bon of the queue. What to tell; empty when there is none."""
        from screens.acts.printing import print_receipt

        return "" if receipt_id is None else await print_receipt(self.desk_app.desk, receipt_id, None)

    # The end of a session.

    async def do_close(self) -> None:
        """Afsluiten."""
        from screens.balie.closing import close_session

        await close_session(self)
        self.ask_what_waits()

    def end(self) -> None:
        """Begin a new session."""
        self.work.session, self.work.log, self.work.amnesty = Session(), Log(), None
        self.work.in_house = False
        self.take_up(self.work)

    def keep(self, scans: Sequence[TypedEvent]) -> None:
        """Keep what was scanned until this page is on top again."""
        self._kept = scans

    def _go_on(self) -> None:
        scans, self._kept = self._kept, ()
        if scans:
            self.desk_app.keys.hand_back(*scans)

    def returned_to(self) -> None:
        """Back from another page, which may have done something: what was scanned meanwhile comes now."""
        newest = self.work.log.newest
        if newest is self._told:
            self.show_log(newest=False)
        elif newest is not None:
            self.show_log()
            self.say(newest.remark, wrong=newest.is_wrong)
        self._go_on()
        super().returned_to()

    def tab_shown(self) -> None:
        """Something may have been booked on another tab."""
        self.show_state()
        super().tab_shown()

    def begin_again(self) -> None:
        """The tab was asked for: what is at hand stays at hand."""
        self.returned_to()

    ACTS: Acts[Self] = (
        PageAct("main", do_main, help="Doet wat de gemarkeerde regel nog vraagt: toestaan, doorgaan, klaarzetten."),
        PageAct("close", do_close, help="Sluit de sessie af: bonnen, en wat er te betalen is."),
        UNDO_SCAN,
    )
