"""The screens of the program: tabs, a stack of pages on each, questions over them, and keys in order."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar, cast

from textual import events
from textual.app import App
from textual.screen import ModalScreen, Screen

from balie.refusal import Refusal
from screens.dialogs.keyed import Keyed
from screens.host.practising import panel_width
from screens.host.settings import FIRST_TAB
from screens.keyboard.actions import key_name, tab_of
from screens.keyboard.key_order import KeyOrder, TypedEvent
from screens.keyboard.scan_end import ScanEnd, ScanEnds
from screens.pages.page import DROP, Page
from screens.program.homes import HOMES
from screens.program.looking import CoachLooks
from screens.widgets.clickable import Clickable
from screens.widgets.masthead import is_too_small

if TYPE_CHECKING:
    from rich.console import RenderableType

    from balie.desk import Desk
    from screens.dialogs.dialog import Dialog
    from screens.host.places import Place
    from screens.host.practising import Practising, Recorder

Answer = TypeVar("Answer")

TOO_SMALL = "-te-klein"

_LOST = "Wat u typte is nog niet opgeslagen en gaat verloren."

END_BLIND: Final = "ctrl+q"
"""Ends the program where the window is too small to ask anything; other keys wait until it is large enough."""


class StackedApp(App[None], inherit_bindings=False):
    """What every screen may rely on, whatever the desk is; `DeskApp` is the desk."""

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

    recorder: Recorder | None = None
    """What a practice desk is recorded with, if it is."""

    def __init__(self) -> None:
        from screens.keyboard.driver import DeskDriver

        super().__init__(driver_class=DeskDriver)
        self.keys = KeyOrder(self.deliver)
        self.scan_ends = ScanEnds(ScanEnd.ENTER)
        self._flows: set[asyncio.Task[None]] = set()
        self._blind = False
        self._ending = False
        self.practice: Practising | None = None
        self.looks = CoachLooks(self)
        self._refusal: Refusal | None = None
        """The last one that was told."""
        self._leaving = False
        """A screen that cannot be drawn is being left: what else goes wrong while it is drawn is of the same."""
        self._begun_again: Page | None = None
        """The first page that was emptied since it could not be drawn."""

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """End; what was typed behind it is for nobody."""
        self._ending = True
        self.keys.close()
        super().exit(result, return_code, message)

    @property
    def desk(self) -> Desk:
        """The desk that is worked at; there as soon as keys are delivered."""
        raise NotImplementedError

    @property
    def is_open(self) -> bool:
        """Whether `desk` is there."""
        raise NotImplementedError

    @property
    def page(self) -> Page:
        """The page on top, below any dialog."""
        return next(screen for screen in reversed(self.screen_stack) if isinstance(screen, Page))

    @property
    def side_width(self) -> int:
        """The columns at the side that are the coach's, not a page's."""
        return panel_width(self.size.width) if self.practice is not None and self.practice.is_on else 0

    @property
    def anything_unfinished(self) -> bool:
        """Whether something was typed on any tab that would be lost, or is to be closed off."""
        pages = (screen for screen in self.all_screens() if isinstance(screen, Page))
        return any(page.has_typed_work or page.unfinished for page in pages)

    @property
    def too_small(self) -> bool:
        """Whether the terminal has less room than the screens need."""
        return is_too_small(self.size)

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

    # Keys.

    async def on_event(self, event: events.Event) -> None:
        """Put keys in order; everything else goes its way through Textual."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            event.stop()
            if self._blind and isinstance(event, events.Key) and event.key == END_BLIND:
                self.exit()
            else:
                for typed in self.scan_ends.read(event):
                    if self.practice is None or not self.practice.takes_at_once(typed):
                        self.keys.put(typed)
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

    def deliver(self, event: TypedEvent) -> None:
        """Hand a key or a paste to the screen on top. What it refuses, and no form tells, is told on the page."""
        self.looks.before_a_key()
        if self.practice is not None and self.practice.takes(event):
            return
        screen = cast("Keyed", self.screen)  # every screen of ours is a Page or a Dialog
        try:
            if isinstance(event, events.Paste):
                screen.paste(event.text)
            elif event.key == "f1" and screen.keys_told:
                self.start(self._tell_keys(screen.keys_told))
            else:
                # Esc and Enter come with a control character: that is no letter that was typed.
                screen.press(event.key, event.character if event.is_printable else None)
        except Exception as error:
            self.went_wrong(error)
        self.looks.after_an_act()

    async def _tell_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """F1 in a box: its keys; what it asks stands there again when they are read."""
        from screens.dialogs.help import Help

        await self.ask(Help(keys, title="Hulp: toetsen van dit venster"))

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """As Textual does, with the terminal's own cursor where the keys work: what follows it follows the desk."""
        self.cursor_position = cast("Keyed", self.screen).caret()
        super()._display(screen, renderable)
        self.looks.at_a_paint()

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
        except Exception as error:
            self.went_wrong(error)
        finally:
            self.keys.release()
            self.looks.after_an_act()

    def refused(self, refusal: Refusal) -> None:
        """Tell on the page why something was refused; what was typed behind it was meant for what did not happen."""
        self._refusal = refusal
        if not self.page.keeps_typed_ahead:
            self.keys.drop_typed_ahead()
        self.page.refuse(refusal.reasons)

    def went_wrong(self, error: Exception) -> None:
        """Tell what was refused, or came of a bad value in the store; a mistake in the program ends it."""
        if (refusal := self._misread(error)) is not None:
            self.refused(refusal)
        elif not self._ending:  # then the screens go, also those that were just being opened
            super()._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        """What goes wrong while a screen is drawn: that screen is left where it came of a bad value in the store."""
        if self._leaving:
            return
        refusal = self._misread(error)
        if refusal is None or self._begun_again is self.page:
            super()._handle_exception(error)
        else:
            self._leaving = True
            self.start(self._leave_undrawable(refusal))

    def _misread(self, error: Exception) -> Refusal | None:
        if isinstance(error, Refusal):
            return error
        from balie.rounds.misread import misread

        return misread(self.desk.store, error) if self.is_open and not self._ending else None

    async def _leave_undrawable(self, refusal: Refusal) -> None:
        try:
            if isinstance(self.screen, Page):
                await self._leave_page()
            elif not (answer := cast("Dialog[object]", self.screen).answer).done():
                self.keys.hold()
                answer.set_exception(refusal)
                return  # who asked tells it
        finally:
            self._leaving = False
        self.refused(refusal)

    async def _leave_page(self) -> None:
        if len(self.screen_stack) > 1:
            await self.back()
        else:
            self._begun_again = self.page
            self.page.begin_again()

    async def ask(self, dialog: Dialog[Answer]) -> Answer:
        """Show a dialog and wait for its answer. Only within work begun by `start`."""
        if not dialog.keeps_typed_ahead:
            self.keys.drop_typed_ahead()
        dialog.set_class(dialog.at_top, "-bovenaan")
        dialog.set_class(self.too_small, TOO_SMALL)
        await self.push_screen(dialog)
        self.keys.release()
        self.looks.after_an_act()
        try:
            answer = await dialog.answer
        except Refusal:  # it could not be drawn
            await self.pop_screen()
            raise
        await self.pop_screen()
        return answer

    async def drop_questions(self) -> None:
        """Take away what is asked, unanswered: whatever asked it is given up. Only within work begun by `start`."""
        while isinstance(self.screen, ModalScreen):
            answer = cast("Dialog[object]", self.screen).answer
            if not answer.done():
                self.keys.hold()  # as an answer does; what asked it releases
                answer.cancel()
            await self.pop_screen()

    async def open(self, page: Page) -> None:
        """Put a page on top. Only within work begun by `start`. Raises `Refusal` when what it shows cannot be read."""
        page.set_class(self.too_small, TOO_SMALL)
        self._refusal = None
        await self.push_screen(page)
        if self._refusal is not None:
            await self.pop_screen()
            raise self._refusal

    async def show(self, place: Place, *, told: str = "", or_back: bool = False) -> None:
        """Go to a place; with `or_back` one step back where it lies right below. An item takes the place of an item.

        `told` is said there. Only within work begun by `start`. Raises `Refusal` where there is no such thing.
        """
        from screens.program.places import page_of

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
        if self.page.masthead.active:
            self.page.masthead.close()
        self.page.begin_again()

    async def show_instead(self, page: Page) -> None:
        """Put a page on the first one, in place of what lay there; the first one is empty again below it.

        Only within work begun by `start`.
        """
        page.set_class(self.too_small, TOO_SMALL)
        while len(self.screen_stack) > 2:
            await self.pop_screen()
        cast("Page", self.screen_stack[0]).begin_again()
        if len(self.screen_stack) == 2:
            await self.switch_screen(page)
        else:
            await self.push_screen(page)

    async def leave_pages(self) -> None:
        """Take every page away but the first."""
        while len(self.screen_stack) > 1:
            await self.pop_screen()

    async def may_leave_all(self) -> bool:
        """Whether nothing typed on this tab would be lost, or the desk says it may be."""
        from screens.dialogs.question import Question

        if not any(isinstance(screen, Page) and screen.has_typed_work for screen in self.screen_stack):
            return True
        return await self.ask(Question(DROP))

    async def may_quit(self) -> bool:
        """Whether nothing typed on any tab would be lost and no session is open, or the desk stops all the same."""
        from screens.dialogs.question import Question

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
