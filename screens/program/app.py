"""The program: one desk, a stack of screens, keys in order."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from balie.refusal import Refusal
from screens.dialogs.keyed import Keyed
from screens.host.looks import LOOKS, Look
from screens.host.read_today import ReadToday
from screens.host.settings import Settings
from screens.keyboard.actions import Action
from screens.keyboard.key_order import TypedEvent
from screens.keyboard.scan_end import ScanEnds
from screens.keyboard.waiting import Waiting
from screens.pages.about_customer import AboutCustomer
from screens.pages.page import Page
from screens.program.homes import HOMES
from screens.program.keeping_little import forget_lines_of_gone_widgets, work_in_one_thread
from screens.program.stacked_app import StackedApp
from screens.widgets.waiting_line import line_at

if TYPE_CHECKING:
    from datetime import date
    from types import FrameType

    from rich.console import RenderableType
    from textual import events

    from balie.desk import Desk
    from screens.host.practising import Recorder

Answer = TypeVar("Answer")

_FIRST_START = "Nieuw hier? `balie oefenen` opent een bibliotheek met verzonnen klanten om in te oefenen."

MOST_VISITED = 50
"""How many customers F8 can go back to."""


class DeskApp(StackedApp, inherit_bindings=False):
    """The desk on the screen.

    `open_desk` gives the store, library and place to work at; it is called after the first paint, while keys
    wait, and raises `Refusal` when the library file is wrong. `place` is what is known of the place before that.
    """

    lesson = ""
    """What a practice desk begins with (several with commas between them, or `alle`); empty for the list of lessons."""
    shows = False
    """Whether it plays that lesson."""
    is_first_start = False
    """Whether the store was made just now: then one is told where to practise."""
    told_to_end: Callable[[], int] = staticmethod(lambda: 0)
    """Which signal to end came before this took the signals; 0 when none did."""

    def __init__(self, open_desk: Callable[[], Desk], *, place: str = "", settings: Settings | None = None) -> None:
        super().__init__()
        forget_lines_of_gone_widgets()
        self.settings = settings or Settings()
        self.actions: tuple[Action, ...] = self.settings.actions
        self.scan_ends = ScanEnds(self.settings.scan_end)
        self.visited: list[int] = []
        self.alerts_read = ReadToday()
        self.last_search: tuple[str, int] | None = None
        self._place = place
        self._open_desk = open_desk
        self._desk: Desk | None = None
        self._day: date | None = None
        self._look = LOOKS[self.settings.look]
        self._handled_before: dict[int, signal.Handlers | Callable[[int, FrameType | None], object] | int | None] = {}
        self.waiting = Waiting(self._show_wait, self._draw_again)
        self.keys.hold()

    # Start and end.

    def on_mount(self) -> None:
        """Take the signals, colours, and what is left for after the first paint."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
            self._handled_before[number] = signal.getsignal(number)
            # The loop's own handler wakes the loop, whatever thread the system gives the signal to and however
            # shortly before the loop waits. An act that waits for another desk is to hear it at once, too.
            loop.add_signal_handler(number, partial(self.exit, return_code=128 + number))
            signal.signal(number, lambda *_: self.waiting.stop())
        if before := self.told_to_end():
            self.exit(return_code=128 + before)
        self._use_look()
        self.app_resume_signal.subscribe(self, self._draw_again)
        self.call_after_refresh(self._get_ready)

    def _draw_again(self, _: object = None) -> None:
        """The screen was used for something else: by the shell after a stop, or to show a wait."""
        self.screen.refresh(layout=True)

    def on_unmount(self) -> None:
        """Give the signals back."""
        loop = asyncio.get_running_loop()
        for number, handler in self._handled_before.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)

    def _show_wait(self, text: str) -> None:
        """Put a line above the foot line at once: the act that waits holds everything else up."""
        if self._driver is not None:
            self._driver.write(line_at(self.size.height - 1, self.size.width, text))
            self._driver.flush()

    def _get_ready(self) -> None:
        import gc

        from screens.program.warming import start_warming

        try:
            self._desk = self._open_desk()
        except Refusal as refusal:
            self.exit(return_code=1, message="\n".join(reason.text for reason in refusal.reasons))
            return
        work_in_one_thread(asyncio.get_running_loop())
        self.desk.store.on_wait = self.waiting
        self._day = self.desk.today
        self.page.masthead.refresh()
        gc.freeze()
        gc.enable()
        if self.settings.first_tab != self.current_mode:
            self.start(self.show_tab(self.settings.first_tab))
        if self.settings.told:
            self.start(self._tell_settings())
        if self.is_first_start and not self.settings.told:
            self.page.say(_FIRST_START)
        if self.desk.is_practice:
            self.start(self._practise())
        self.keys.release()
        self.call_after_refresh(start_warming)

    async def _practise(self) -> None:
        from balie.practice.places import practice_progress
        from balie.practice.progress import ProgressFile
        from balie.practice.starting import beginning_of
        from screens.practice.coaching import Coaching
        from screens.program.shown_text import shown_text

        coaching = Coaching(
            self.page.desk_app,
            beginning_of(self.desk.store, self.desk.working_date),
            ProgressFile(practice_progress(self.desk.store.path)),
            read_screen=lambda: shown_text(self),
            refresh=self._draw_coach,
            follower=self,
            look_later=self.looks.after_an_act,
        )
        self.practice = coaching
        if self.lesson:
            await coaching.begin_first(self.lesson, shows=self.shows)
        else:
            await coaching.offer()

    def at_step(self, told: str) -> None:
        """A step of a lesson begins: a place to go to in a recording, once the screen shows it."""
        if self.recorder is not None:
            self.call_after_refresh(self.recorder.mark, told)

    def was_shown(self) -> None:
        """A demonstration is at its end, and so is a recording of it."""
        if self.recorder is not None:
            self.call_after_refresh(self._end_recording, self.recorder)

    def _end_recording(self, recorder: Recorder) -> None:
        recorder.finish()
        self.page.say("De opname is klaar; het bestand is er als u afsluit (Ctrl+Q).")

    def on_resize(self, event: events.Resize) -> None:
        """A recording tells it too."""
        if self.recorder is not None:
            self.recorder.resize((event.size.width, event.size.height))

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """End; the terminal that is given back is not recorded."""
        if self.recorder is not None:
            self.recorder.finish()
        super().exit(result, return_code, message)

    def _draw_coach(self) -> None:
        for screen in self.all_screens():
            if isinstance(screen, Keyed):
                screen.coach_changed()

    async def _tell_settings(self) -> None:
        self.page.say(self.settings.told, wrong=True)

    def _fatal_error(self) -> None:
        """End after a mistake in the program: one Dutch line, a log without anybody's data."""
        import sys

        from screens.program.crash import tell

        self.exit(return_code=1, message=tell(sys.exc_info()[1] or self._exception))
        self._close_messages_no_wait()

    # What everything needs.

    @property
    def desk(self) -> Desk:
        """The desk that is worked at; there as soon as keys are delivered."""
        assert self._desk is not None, "the desk is not open yet"
        return self._desk

    @property
    def is_open(self) -> bool:
        """Whether the desk is there; it is not yet while the first screen is painted."""
        return self._desk is not None

    @property
    def place(self) -> str:
        """Where, who and on what day, for the masthead; it tells when the working date is not (or no more) today's."""
        from balie.working_date import place_line

        desk = self._desk
        if desk is None:
            return self._place
        where = f"{desk.branch.number} {desk.branch.name}"
        return place_line(where, desk.staff, desk.working_date, desk.today, practice=desk.is_practice)

    async def work_at(self, desk: Desk) -> None:
        """Go on at another desk: another day, user or branch. Only within work begun by `start`.

        Pages hold what they were opened with, so every other tab begins anew at its next visit; what would be lost by
        that has been asked before (`screens/vestigingsbeheer/handing_over.py`).
        """
        self._desk = desk
        for tab_id in [mode for mode in self._screen_stacks if mode in HOMES and mode != self.current_mode]:
            await self.remove_mode(tab_id)
            self.add_mode(tab_id, HOMES[tab_id])
        for screen in self.screen_stack:
            if isinstance(screen, Page):
                screen.masthead.refresh()

    def deliver(self, event: TypedEvent) -> None:
        """As every program of screens does; then tell it when a new day has begun."""
        super().deliver(event)
        if self.desk.today != self._day:
            self._tell_new_day()

    def _tell_new_day(self) -> None:
        """A desk that was left open overnight still works on the day of before: say so, at the top of every screen."""
        from balie.working_date import day_has_changed

        desk, self._day = self.desk, self.desk.today
        for screen in self.all_screens():
            if isinstance(screen, Page):
                screen.masthead.refresh()
        if desk.working_date != desk.today:
            self.page.say(day_has_changed(desk.working_date), wrong=True)
            self.bell()

    async def reprint(self) -> None:
        """Print the last bon again. Only within work begun by `start`."""
        from screens.acts.printing import reprint_last

        await reprint_last(self.page.desk_app)

    # Customers.

    async def enrol_again(self, customer_id: int) -> None:
        """Klantenadministratie, to enrol somebody whose membership ended. Only within work begun by `start`."""
        from balie.customers.deceased import is_deceased
        from screens.dialogs.question import Question
        from screens.klanten.enrolling.basic import BasicPage

        told = "Deze klant is als overleden gemeld. Toch opnieuw inschrijven?"
        if is_deceased(self.desk.store, customer_id) and not await self.ask(Question(told)):
            return
        await self.begin_enrolment()
        page = self.page
        assert isinstance(page, BasicPage), "the first page of Klanten"
        await page.enrol_again(customer_id)

    async def begin_enrolment(self) -> None:
        """An empty Klantenadministratie, from whatever tab. Only within work begun by `start`."""
        await self.show_tab("klanten")
        await self.home()

    async def look_up_customer(self, text: str = "", *, at: int = 0) -> None:
        """Klant zoeken on top of this page. Only within work begun by `start`."""
        from screens.finding.customer_search import CustomerSearchPage

        await self.open(CustomerSearchPage(text, at=at))

    async def open_customer(self, customer_id: int, *, alert: bool = True) -> None:
        """Show a customer instead of whatever was open, and what is to be told of them when it is opened.

        Only within work begun by `start`. Without `alert` nothing is told: they were at the desk just now.
        """
        from screens.klanten.customer.alerts import tell_alerts
        from screens.klanten.customer.customer import CustomerPage

        page = CustomerPage(customer_id, self.desk)
        await self.show_tab("klanten")
        self.note_visit(customer_id)
        await self.show_instead(page)
        if alert:
            await tell_alerts(page)

    def note_visit(self, customer_id: int) -> None:
        """Remember who was opened last, for F8 and for `v` at the desk."""
        self.visited = [*(seen for seen in self.visited if seen != customer_id), customer_id][-MOST_VISITED:]

    def forget_customer(self, customer_id: int) -> None:
        """A customer is not there any more: F8 does not go back to them."""
        self.visited = [seen for seen in self.visited if seen != customer_id]

    async def open_previous_customer(self) -> None:
        """Open the customer of before: the last one, or the one before the customer that is open."""
        page = self.page
        open_now = page.customer_id if isinstance(page, AboutCustomer) else None
        before = [seen for seen in self.visited if seen != open_now]
        if not before:
            raise Refusal("Er is in deze sessie nog geen andere klant geopend. Zoek een klant met Alt+Z.")
        if await self.may_leave_all():
            await self.open_customer(before[-1])

    # Looks.

    @property
    def look(self) -> Look:
        """The colours everything is drawn with."""
        return self._look

    def choose_look(self, name: str) -> None:
        """Use other colours from now on, and remember them."""
        self._look = LOOKS[name]
        self._use_look()
        for screen in self.all_screens():
            for widget in screen.walk_children():
                widget.refresh()
        self.settings.remember_look(name)

    def _use_look(self) -> None:
        """Tell Textual what lies under the widgets; only where that changes, since it costs a repaint."""
        ansi = self._look.name == "terminal"
        if self.ansi_color != ansi:
            self.ansi_color = ansi
        theme = "textual-dark" if self._look.dark else "textual-light"
        if self.theme != theme:
            self.theme = theme
