"""The program: one desk, a stack of screens, keys in order."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine, Iterator
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar, cast

from textual import events
from textual.app import App
from textual.geometry import Size
from textual.screen import Screen

from balie.refusal import Refusal
from screens.actions import Action, key_name, tab_of
from screens.clickable import Clickable
from screens.keyed import Keyed
from screens.keys import KeyOrder, TypedEvent
from screens.looks import LOOKS, Look
from screens.page import Page
from screens.settings import FIRST_TAB, Settings
from screens.tabs import HOMES
from screens.widgets.masthead import SMALLEST

if TYPE_CHECKING:
    from datetime import date

    from balie.desk import Desk
    from screens.klanten.basic import BasicPage
    from screens.places import Place
    from screens.widgets.dialog import Dialog

Answer = TypeVar("Answer")

TOO_SMALL = "-te-klein"

_LOST = "Wat u typte is nog niet opgeslagen en gaat verloren."

END_BLIND: Final = "ctrl+q"
"""Ends the program where the window is too small to ask anything; other keys wait until it is large enough."""

MOST_VISITED = 50
"""How many customers F8 can go back to."""


def is_too_small(size: Size) -> bool:
    """Whether a terminal of this size has less room than the screens need."""
    return size.width < SMALLEST[0] or size.height < SMALLEST[1]


class DeskApp(App[None], inherit_bindings=False):
    """The desk on the screen.

    `open_desk` gives the store, library and place to work at; it is called after the first paint, while keys
    wait, and raises `Refusal` when the library file is wrong. `place` is what is known of the place before that.
    """

    ENABLE_COMMAND_PALETTE = False
    DEFAULT_MODE = FIRST_TAB
    MODES: ClassVar = HOMES
    AUTO_FOCUS = ""
    ALLOW_SELECT = False
    CSS = """
    Page, Dialog { layers: base; overflow: hidden; }
    Dialog { align: center middle; background: transparent; }
    Dialog.-bovenaan { align: left top; }
    Dialog.-bovenaan > Box { margin: 3 0 0 1; }
    .-te-klein > * { display: none; }
    .-te-klein > Masthead { display: block; height: 1fr; }
    """

    def __init__(self, open_desk: Callable[[], Desk], *, place: str = "", settings: Settings | None = None) -> None:
        from screens.driver import DeskDriver

        super().__init__(driver_class=DeskDriver)
        self.settings = settings or Settings()
        self.actions: tuple[Action, ...] = self.settings.actions
        self.keys = KeyOrder(self._deliver)
        self.visited: list[int] = []
        self.last_search: tuple[str, int] | None = None
        self._place = place
        self._open_desk = open_desk
        self._desk: Desk | None = None
        self._day: date | None = None
        self._look = LOOKS[self.settings.look]
        self._flows: set[asyncio.Task[None]] = set()
        self._blind = False
        self.keys.hold()

    # Start and end.

    def on_resize(self, event: events.Resize) -> None:
        """Hide everything but a message where there is too little room; it is all still there, and keys wait."""
        blind = is_too_small(event.size)
        for screen in self.all_screens():
            screen.set_class(blind, TOO_SMALL)
        if blind is not self._blind:
            self._blind = blind
            if blind:
                self.keys.hold()
            else:
                self.keys.release()

    def on_mount(self) -> None:
        """Take the signals, colours, and what is left for after the first paint."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._end_on_signal, number)
        self._use_look()
        self.app_resume_signal.subscribe(self, self._draw_again)
        self.call_after_refresh(self._get_ready)

    def _draw_again(self, _: object) -> None:
        """The program was stopped and goes on: the shell has used the screen meanwhile."""
        self.screen.refresh(layout=True)

    def _end_on_signal(self, number: int) -> None:
        self.exit(return_code=128 + number)

    def _get_ready(self) -> None:
        import gc

        from screens.warming import start_warming

        try:
            self._desk = self._open_desk()
        except Refusal as refusal:
            self.exit(return_code=1, message="\n".join(reason.text for reason in refusal.reasons))
            return
        self._day = self.desk.today
        self.page.masthead.refresh()
        gc.freeze()
        gc.enable()
        if self.settings.first_tab != self.current_mode:
            self.start(self.show_tab(self.settings.first_tab))
        self.keys.release()
        self.call_after_refresh(start_warming)

    def _fatal_error(self) -> None:
        """End after a mistake in the program: one Dutch line, a log without anybody's data."""
        import sys

        from screens.crash import tell

        self.exit(return_code=1, message=tell(sys.exc_info()[1] or self._exception))
        self._close_messages_no_wait()

    # What everything needs.

    @property
    def desk(self) -> Desk:
        """The desk that is worked at; there as soon as keys are delivered."""
        assert self._desk is not None, "the desk is not open yet"
        return self._desk

    @property
    def place(self) -> str:
        """Where, who and on what day, for the masthead; it tells when the working date is not (or no more) today's."""
        from balie.working_date import place_line

        desk = self._desk
        if desk is None:
            return self._place
        return place_line(f"{desk.branch.number} {desk.branch.name}", desk.staff, desk.working_date, desk.today)

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

    @property
    def page(self) -> Page:
        """The page on top, below any dialog."""
        return next(screen for screen in reversed(self.screen_stack) if isinstance(screen, Page))

    @property
    def too_small(self) -> bool:
        """Whether the terminal has less room than the screens need."""
        return is_too_small(self.size)

    # Keys.

    async def on_event(self, event: events.Event) -> None:
        """Put keys in order; everything else goes its way through Textual."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            event.stop()
            if self._blind and isinstance(event, events.Key) and event.key == END_BLIND:
                self.exit()
            else:
                self.keys.put(event)
        elif isinstance(event, events.MouseEvent):
            if isinstance(event, events.MouseDown) and not self.keys.held:
                self._click(int(event.screen_x), int(event.screen_y))
        else:
            await super().on_event(event)

    def _click(self, x: int, y: int) -> None:
        """Only with `--muis`: without it the terminal keeps the mouse for its own selection."""
        widget, region = self.screen.get_widget_at(x, y)
        if isinstance(widget, Clickable):
            widget.click_at(x - region.x, y - region.y)

    def _deliver(self, event: TypedEvent) -> None:
        screen = cast("Keyed", self.screen)  # every screen of ours is a Page or a Dialog
        if isinstance(event, events.Paste):
            screen.paste(event.text)
        else:
            # Esc and Enter come with a control character: that is no letter that was typed.
            screen.press(event.key, event.character if event.is_printable else None)
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

    # Screens and questions.

    def start(self, work: Coroutine[object, object, None]) -> None:
        """Begin something that takes more than a moment. Keys wait, except while it asks something."""
        self.keys.hold()
        task = asyncio.get_running_loop().create_task(self._run_flow(work))
        self._flows.add(task)
        task.add_done_callback(self._flows.discard)

    async def _run_flow(self, work: Coroutine[object, object, None]) -> None:
        try:
            await work
        except Refusal as refusal:
            if not self.page.keeps_typed_ahead:
                self.keys.drop_typed_ahead()
            self.page.refuse(refusal.reasons)
        except Exception as error:
            self._handle_exception(error)
        finally:
            self.keys.release()

    async def ask(self, dialog: Dialog[Answer]) -> Answer:
        """Show a dialog and wait for its answer. Only within work begun by `start`."""
        if not dialog.keeps_typed_ahead:
            self.keys.drop_typed_ahead()
        dialog.set_class(dialog.at_top, "-bovenaan")
        dialog.set_class(self.too_small, TOO_SMALL)
        await self.push_screen(dialog)
        self.keys.release()
        answer = await dialog.answer
        await self.pop_screen()
        return answer

    async def open(self, page: Page) -> None:
        """Put a page on top. Only within work begun by `start`."""
        page.set_class(self.too_small, TOO_SMALL)
        await self.push_screen(page)

    async def show(self, place: Place, *, told: str = "", or_back: bool = False) -> None:
        """Go to a place; with `or_back` one step back where it lies right below. An item takes the place of an item.

        `told` is said there. Only within work begun by `start`. Raises `Refusal` where there is no such thing.
        """
        from screens.shown_places import page_of

        below = self.screen_stack[-2] if len(self.screen_stack) > 1 else None
        if or_back and isinstance(below, Page) and below.place == place:
            await self.back()
        else:
            page = page_of(self.desk, place)
            if page.replaces(self.page):
                await self.back()
            await self.open(page)
        if told:
            self.page.say(told)

    async def back(self) -> None:
        """Take the page on top away. Only within work begun by `start`."""
        if len(self.screen_stack) > 1:
            await self.pop_screen()
            self.page.returned_to()

    async def home(self) -> None:
        """Back to the first screen of this tab, emptied. Only within work begun by `start`."""
        await self.leave_pages()
        self.page.begin_again()

    async def enrol_again(self, customer_id: int) -> None:
        """Klantenadministratie, to enrol somebody whose membership ended. Only within work begun by `start`."""
        from balie.customers.deceased import is_deceased
        from screens.widgets.question import Question

        told = "Deze klant is als overleden gemeld. Toch opnieuw inschrijven?"
        if is_deceased(self.desk.store, customer_id) and not await self.ask(Question(told)):
            return
        await self.begin_enrolment()
        await cast("BasicPage", self.page).enrol_again(customer_id)

    async def begin_enrolment(self) -> None:
        """An empty Klantenadministratie, from whatever tab. Only within work begun by `start`."""
        await self.show_tab("klanten")
        await self.home()

    async def leave_pages(self) -> None:
        """Take every page away but the first."""
        while len(self.screen_stack) > 1:
            await self.pop_screen()

    async def may_leave_all(self) -> bool:
        """Whether nothing typed on this tab would be lost, or the desk says it may be."""
        from screens.widgets.question import Question

        if not any(isinstance(screen, Page) and screen.has_typed_work for screen in self.screen_stack):
            return True
        return await self.ask(Question(f"{_LOST} Toch weggaan?"))

    async def may_quit(self) -> bool:
        """Whether nothing typed on any tab would be lost and no session is open, or the desk stops all the same."""
        from screens.widgets.question import Question

        pages = [screen for screen in self.all_screens() if isinstance(screen, Page)]
        told = [page.unfinished for page in pages if page.unfinished]
        if any(page.has_typed_work for page in pages):
            told.append(_LOST)
        return not told or await self.ask(Question(" ".join((*told, "Toch stoppen?"))))

    def all_screens(self) -> Iterator[Screen[None]]:
        """The screens of every tab that was opened, whether it shows or not."""
        for stack in self._screen_stacks.values():
            yield from stack

    # Tabs.

    def tab_works(self, tab_id: str) -> bool:
        """Whether a tab has a function in this version."""
        return tab_id in HOMES

    def tab_refusal(self, tab_id: str) -> str:
        """Why a tab of the menu bar cannot be opened, in Dutch; empty when it can."""
        if self.tab_works(tab_id):
            return ""
        from balie.dutch.text import enumerated

        working = [f"{tab.label} ({key_name(tab.key)})" for tab in map(tab_of, HOMES)]
        return f"Het tabblad {tab_of(tab_id).label} werkt nog niet in deze versie. {enumerated(working)} wel."

    def go_to_tab(self, tab_id: str) -> None:
        """Open a tab that works, as it was left; the tab that is open goes back to its first screen."""
        self.start(self._go_to_tab(tab_id))

    async def _go_to_tab(self, tab_id: str) -> None:
        if tab_id != self.current_mode:
            await self.show_tab(tab_id)
        elif len(self.screen_stack) == 1:
            self.page.at_home()
            await self.page.at_beginning()
        elif await self.may_leave_all():
            await self.home()
            await self.page.at_beginning()

    async def show_tab(self, tab_id: str) -> None:
        """Bring a tab to the front, as it was left. Only within work begun by `start`."""
        if tab_id != self.current_mode:
            begins = tab_id not in self._screen_stacks
            await self.switch_mode(tab_id)
            self.page.set_class(self.too_small, TOO_SMALL)
            self.page.tab_shown()
            if begins:
                await self.page.at_beginning()

    async def reprint(self) -> None:
        """Print the last bon again. Only within work begun by `start`."""
        from screens.printing import reprint_last

        await reprint_last(self.page.desk_app)

    # Customers.

    async def look_up_customer(self, text: str = "", *, at: int = 0) -> None:
        """Klant zoeken on top of this page. Only within work begun by `start`."""
        from screens.klanten.search import SearchPage

        await self.open(SearchPage(text, at=at))

    async def open_customer(self, customer_id: int, *, alert: bool = True) -> None:
        """Show a customer instead of whatever was open, and what is to be told of them when it is opened.

        Only within work begun by `start`. Without `alert` nothing is told: they were at the desk just now.
        """
        from screens.klanten.acts.alerts import tell_alerts
        from screens.klanten.customer import CustomerPage

        page = CustomerPage(customer_id, self.desk)
        await self.show_tab("klanten")
        self.note_visit(customer_id)
        await self._show_instead(page)
        if alert:
            await tell_alerts(page)

    def note_visit(self, customer_id: int) -> None:
        """Remember who was opened last, for F8 and for `v` at the desk."""
        self.visited = [*(seen for seen in self.visited if seen != customer_id), customer_id][-MOST_VISITED:]

    async def _show_instead(self, page: Page) -> None:
        """Put a page on the first one, in place of what lay there; the first one is empty again below it."""
        page.set_class(self.too_small, TOO_SMALL)
        while len(self.screen_stack) > 2:
            await self.pop_screen()
        cast("Page", self.screen_stack[0]).begin_again()
        if len(self.screen_stack) == 2:
            await self.switch_screen(page)
        else:
            await self.push_screen(page)

    def forget_customer(self, customer_id: int) -> None:
        """A customer is not there any more: F8 does not go back to them."""
        self.visited = [seen for seen in self.visited if seen != customer_id]

    async def open_previous_customer(self) -> None:
        """Open the customer of before: the last one, or the one before the customer that is open."""
        open_now = getattr(self.page, "customer_id", None)
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
