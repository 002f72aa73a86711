"""What every screen of the desk is: masthead, body, foot line, and the actions it offers."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import cache
from typing import TYPE_CHECKING, ClassVar, Self

from textual.app import ComposeResult
from textual.css.scalar import Scalar
from textual.events import Resize
from textual.geometry import Offset
from textual.widget import Widget

from balie.refusal import Reason
from screens.dialogs.keyed import Keyed
from screens.keyboard.actions import CLOSE_MENU, TABS, Action, ActNow
from screens.keyboard.not_here import not_here
from screens.pages.act import Acts, PageAct, by_id
from screens.widgets.caret import caret_among
from screens.widgets.coach_panel import CoachPanel
from screens.widgets.footline import Footline
from screens.widgets.list_model import WALKING
from screens.widgets.masthead import Masthead

if TYPE_CHECKING:
    from screens.host.places import Place

_NARROWEST = 60
DROP = "Wijzigingen niet opslaan?"
"""The one question before what was typed is lost."""


def to_tab(tab_id: str) -> PageAct[Page]:
    """The act that opens a tab, from whatever page."""
    return PageAct(
        f"go_{tab_id}",
        lambda page: page.desk_app.go_to_tab(tab_id),
        refused=lambda page: page.desk_app.tab_refusal(tab_id),
    )


class Page(Keyed):
    """A screen with the masthead above and the foot line below.

    A page states its `heading`, what can be done there (`ACTS`) and the ids of its foot line (`FOOT`, six at most).
    What does an act is a coroutine where it opens something.
    """

    AUTO_FOCUS = ""
    ALLOW_SELECT = False
    BINDINGS: ClassVar = []

    FOOT: ClassVar[tuple[str, ...]] = ()

    keeps_typed_ahead = False
    """Whether what was typed behind an act that is refused is meant for this page all the same: a scanner goes on."""

    heading = ""

    place: Place | None = None
    """Where this is, for who wants to go there; None for what is only reached from one page."""

    def replaces(self, page: Page) -> bool:
        """Whether this comes in place of another page that is on top, instead of on it."""
        return False

    def __init__(self) -> None:
        super().__init__()
        self.masthead = Masthead(self)
        self.footline = Footline(self)
        self._panel: CoachPanel | None = None
        self._walked = False
        """Whether the last key walked a list: what follows the cursor is to read the line that was come to."""

    def compose(self) -> ComposeResult:
        """Masthead, body, foot line."""
        yield self.masthead
        yield from self.body()
        yield self.footline

    def on_mount(self) -> None:
        """Beside the coach, where there is one."""
        self._make_room_for_coach()

    def on_resize(self, event: Resize) -> None:
        """In another window the coach may stand elsewhere."""
        self._make_room_for_coach()

    def coach_changed(self) -> None:
        """The coach says another thing; where it takes other room, lists are laid out anew."""
        if self._make_room_for_coach():
            self.post_message(Resize(self.desk_app.size, self.desk_app.size))
        if self._panel is not None:
            self._panel.refresh()
        self.footline.coach_changed()

    def _make_room_for_coach(self) -> bool:
        """Give the panel its width; whether that is another one."""
        width = self.desk_app.side_width
        if self._panel is None:
            if not width:
                return False
            self._panel = CoachPanel(self)
            self.mount(self._panel)
        elif self._panel.styles.width == Scalar.from_number(width):
            return False
        self._panel.styles.width = width
        return True

    def body(self) -> list[Widget]:
        """The widgets between masthead and foot line."""
        return []

    @property
    def line_width(self) -> int:
        """Cells for a line of a list that is as wide as the screen; a terminal too narrow for any list cuts it."""
        return max(_NARROWEST, self.desk_app.size.width - self.desk_app.side_width - 4)

    # What can be done here.

    @classmethod
    @cache
    def table(cls) -> dict[str, Acts[Self]]:
        """Every act of this page by its id: its own and those of the pages it is made of."""
        pages = [kind for kind in reversed(cls.__mro__) if issubclass(kind, Page) and "ACTS" in vars(kind)]
        return by_id([kind.ACTS for kind in pages])

    def act(self, action_id: str) -> PageAct[Self] | None:
        """The act with this id as it is offered now; None where it is not."""
        return next((act for act in self.table().get(action_id, ()) if act.offered(self)), None)

    def actions(self) -> list[Action]:
        """What this page offers now, in the order of the list, with the labels and keys it shows."""
        table = self.table()
        found = ((action, self.act(action.id)) for action in self.desk_app.actions if action.id in table)
        return [act.words_of(action) for action, act in found if act is not None]

    def acts_now(self) -> tuple[ActNow, ...]:
        """What this page offers now, and of each why it cannot be done at this moment."""
        return tuple(ActNow(action, self.refusal_of(action.id)) for action in self.actions())

    def foot(self) -> tuple[str, ...]:
        """The ids of the actions that the foot line shows now, six at most."""
        return self.FOOT

    def refusal_of(self, action_id: str) -> str:
        """Why an action cannot be done now, in Dutch; empty when it can."""
        act = self.act(action_id)
        return "" if act is None else self.right_lacking(action_id) or act.refused(self)

    def right_lacking(self, action_id: str) -> str:
        """Why who works here may not do an action, whatever the state of this page, in Dutch; empty when they may."""
        act = self.act(action_id)
        return "" if act is None else act.right_refusal(self.desk_app.desk)

    def run(self, action_id: str) -> None:
        """Do an action, or say why not."""
        act = self.act(action_id)
        refused = self.refusal_of(action_id)
        if refused:
            self.say(refused, wrong=True)
        elif act is not None:
            work = act.do(self)
            if work is not None:
                self.begin(work)

    def begin(self, work: Coroutine[object, object, None]) -> None:
        """Begin what an action asks or opens."""
        self.desk_app.start(work)

    def press(self, key: str, character: str | None) -> None:
        """A key goes to the menu bar when that is open, else to the body, else to the action it stands for."""
        self._walked = key in WALKING or (self._walked and key in ("home", "end", "space"))
        if self.masthead.active:
            self.masthead.press(key, character)
        elif not self.press_in_body(key, character):
            letter = (character or "").lower()  # with Caps Lock, or as the foot line shows it
            action = next((found for found in self.actions() if found.key in (key, letter)), None)
            if action is not None:
                self.run(action.id)
            elif told := self._not_here(key, letter):
                self.say(told, wrong=True)
        self.state_changed()

    def _not_here(self, key: str, letter: str) -> str:
        host = self.desk_app
        return not_here(host.actions, host.current_mode, key, letter, later=self.table(), first=self.waits_for)

    @property
    def waits_for(self) -> str:
        """What to do before other acts of this page are offered again, in Dutch; empty where nothing keeps them."""
        return ""

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Let the body have a key. Returns whether it meant something there."""
        return False

    def state_changed(self) -> None:
        """Repaint what a key changed."""
        self.footline.state_changed()

    def caret(self) -> Offset:
        """Where the menu bar or the body has its caret or its mark; at the heading where nothing is marked."""
        found = caret_among(self.children, walked=self._walked)
        return Offset(1, 1) if found is None else found

    def focus_moved(self) -> None:
        """The keys went to the menu bar or came back: only one place is marked as having them."""
        for widget in self.children:
            widget.refresh()

    def list_resized(self) -> None:
        """More or fewer lines of a list are in sight."""

    def marked_another(self) -> None:
        """Another line of the list was marked by a click."""

    # What is told.

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Put a line above the foot line; it stays until the next key that changes something."""
        self.footline.say(text, wrong=wrong)

    def refuse(self, reasons: tuple[Reason, ...]) -> None:
        """Tell why something is refused. A page with a form shows it at the fields."""
        self.say(" ".join(reason.text for reason in reasons), wrong=True)

    # What every page offers.

    def do_menu(self) -> None:
        """To the menu bar."""
        self.masthead.open()

    def do_back(self) -> Coroutine[object, object, None] | None:
        """One step back; at the top of a tab that is the menu bar."""
        self.masthead.open()
        return None

    async def do_help(self) -> None:
        """Show the keys of this screen."""
        from balie.practice.lessons.titles import lessons_about
        from screens.dialogs.help import help_dialog

        await self.desk_app.ask(help_dialog(self, lessons_about(self.heading, self.desk_app.desk.store)))

    async def do_palette(self) -> None:
        """Show every action and do the chosen one."""
        from screens.dialogs.pick import Pick

        actions = self.actions()
        chosen = await self.desk_app.ask(Pick.of_actions("Opdrachten", actions, self.refusal_of, filtered=True))
        if chosen is not None:
            self.run(actions[chosen].id)

    async def do_looks(self) -> None:
        """Choose the colours."""
        from screens.dialogs.pick import Pick
        from screens.host.looks import LOOKS

        looks = list(LOOKS.values())
        chosen = await self.desk_app.ask(
            Pick("Kleuren", [look.label for look in looks], at=looks.index(self.desk_app.look))
        )
        if chosen is not None:
            self.desk_app.choose_look(looks[chosen].name)

    async def do_quit(self) -> None:
        """Stop the program; ask first when typed work would be lost, or something is to be closed off."""
        if await self.desk_app.may_quit():
            self.desk_app.exit(return_code=0)

    async def do_search(self) -> None:
        """Look a customer up."""
        await self.desk_app.look_up_customer()

    def no_list_yet(self) -> str:
        """Why there is no list to go back to; empty when there is one."""
        return "" if self.desk_app.last_search else "Er is nog niet gezocht. Zoek een klant met Alt+Z."

    async def do_last_list(self) -> None:
        """Show the last list of found customers again, at the line that was opened."""
        text, at = self.desk_app.last_search or ("", 0)
        await self.desk_app.look_up_customer(text, at=at)

    async def do_previous(self) -> None:
        """Open the customer of before again."""
        await self.desk_app.open_previous_customer()

    async def do_new(self) -> None:
        """Begin with an empty enrolment."""
        await self.desk_app.show_tab("klanten")
        if await self.desk_app.may_leave_all():
            await self.desk_app.home()

    async def do_close(self) -> None:
        """End with this customer."""
        if await self.desk_app.may_leave_all():
            await self.desk_app.home()

    async def do_to_returns(self) -> None:
        """To Innemen, from whatever tab."""
        await self.desk_app.show_tab("balie")
        await self.desk_app.page.to_returns()

    async def to_returns(self) -> None:
        """Show Innemen, while this page is on top of the tab that has it."""
        self.say("Ga eerst terug met Esc: hier ligt nog iets boven Uitlenen of Innemen.", wrong=True)

    async def do_reprint(self) -> None:
        """Print the last bon again."""
        await self.desk_app.reprint()

    def returned_to(self) -> None:
        """The page that lay on top is gone."""

    def tab_shown(self) -> None:
        """The tab came to the front again with this page on top."""

    async def pull_down(self, menu: str) -> None:
        """Offer what stands in a menu, and do what is chosen. Only within work begun by `start`."""
        from screens.dialogs.pick import Pick

        actions = [action for action in self.actions() if action.menu == menu]
        chosen = await self.desk_app.ask(Pick.of_actions(menu, actions, self.refusal_of, at_top=True))
        if chosen is not None:
            self.run(actions[chosen].id)

    # What the first page of a tab does.

    def begin_again(self) -> None:
        """Empty the first page of a tab for the next customer."""

    def at_home(self) -> None:
        """The tab that is open was asked for, and only its first page is there."""

    async def at_beginning(self) -> None:
        """The tab begins, or was asked for and only its first page is there: open what this workplace begins with."""

    # What would be lost.

    @property
    def has_typed_work(self) -> bool:
        """Whether leaving this page loses something that was typed."""
        return False

    async def may_leave(self) -> bool:
        """Whether nothing typed here would be lost, or the desk says that it may be: one question on every page."""
        from screens.dialogs.question import Question

        return not self.has_typed_work or await self.desk_app.ask(Question(DROP))

    @property
    def unfinished(self) -> str:
        """What is to be closed off here before the program stops, though nothing of it is lost: Dutch, or empty."""
        return ""

    @property
    def in_session(self) -> bool:
        """Whether work here belongs to the day and the user of now, and is to be closed off before these change."""
        return bool(self.unfinished)

    ACTS: Acts[Self] = (
        PageAct("menu", do_menu),
        PageAct("back", do_back),
        PageAct("help", do_help),
        PageAct("palette", do_palette),
        PageAct("looks", do_looks),
        PageAct("quit", do_quit),
        PageAct("search", do_search),
        PageAct("last_list", do_last_list, refused=no_list_yet),
        PageAct("previous", do_previous),
        PageAct("new", do_new),
        PageAct("close", do_close),
        PageAct("reprint", do_reprint),
        PageAct("other_side", do_to_returns, menu=CLOSE_MENU),
        *(to_tab(tab.id) for tab in TABS),
    )
    """What can be done here, beside what the pages it is made of offer; about the same id this has the last word."""


def _step_back(page: Page) -> Coroutine[object, object, None]:
    return page.desk_app.back()


BACK = PageAct("back", _step_back)
"""For the table of a page that lies on another and loses nothing: Esc takes it away."""
