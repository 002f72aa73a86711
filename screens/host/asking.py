"""What a page, a dialog or a widget may ask of the program. Protocols only: the program alone knows pages."""

from __future__ import annotations

from collections.abc import Coroutine, Iterator
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    import asyncio

    from textual.geometry import Size
    from textual.screen import Screen

    from balie.desk import Desk
    from balie.refusal import Reason, Refusal
    from screens.host.looks import Look
    from screens.host.places import Place
    from screens.host.practising import Practising
    from screens.host.read_today import ReadToday
    from screens.host.settings import Settings
    from screens.keyboard.actions import Action, ActNow
    from screens.keyboard.key_order import KeyOrder

Answer = TypeVar("Answer")


class Asked(Protocol[Answer]):
    """A box that asks something: what it gives back once it is answered."""

    answer: asyncio.Future[Answer]


class Shown(Protocol):
    """The page on top, as whoever is not that page sees it."""

    def acts_now(self) -> tuple[ActNow, ...]:
        """What can be done there now: each act with its key and words, and why it is refused."""

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Tell something above the foot line."""

    def run(self, action_id: str) -> None:
        """Do an action, or say why not."""

    def returned_to(self) -> None:
        """The page that lay on top is gone."""

    async def to_returns(self) -> None:
        """Show Innemen, while this page is on top of the tab that has it."""


class Host(Protocol):
    """The running program."""

    settings: Settings
    actions: tuple[Action, ...]
    practice: Practising | None
    keys: KeyOrder
    visited: list[int]
    alerts_read: ReadToday
    last_search: tuple[str, int] | None

    @property
    def desk(self) -> Desk:
        """The desk that is worked at."""

    @property
    def page(self) -> Shown:
        """The page on top, below any dialog."""

    @property
    def look(self) -> Look:
        """The colours to draw with."""

    @property
    def place(self) -> str:
        """Where, who and on what day, for the masthead."""

    @property
    def size(self) -> Size:
        """How large the terminal is, in cells."""

    @property
    def side_width(self) -> int:
        """The columns at the side that are the coach's, not a page's."""

    @property
    def anything_unfinished(self) -> bool:
        """Whether something was typed on any tab that would be lost, or is to be closed off."""

    async def drop_questions(self) -> None:
        """Take away what is asked, unanswered."""

    @property
    def too_small(self) -> bool:
        """Whether the terminal has less room than the screens need."""

    @property
    def current_mode(self) -> str:
        """The tab that is open."""

    @property
    def message_queue_size(self) -> int:
        """How much has come in that was not looked at yet."""

    @property
    def screen_stack(self) -> list[Screen[None]]:
        """The pages of this tab, the one on top last."""

    def start(self, work: Coroutine[object, object, None]) -> None:
        """Begin something that takes more than a moment; keys wait."""

    def refused(self, refusal: Refusal) -> None:
        """Tell why something was refused."""

    def went_wrong(self, error: Exception) -> None:
        """Tell what was refused, or came of a bad value in the store; a mistake in the program ends it."""

    async def ask(self, dialog: Asked[Answer]) -> Answer:
        """Show a dialog and wait for its answer."""

    async def open(self, page: Screen[None]) -> None:
        """Put a page on top."""

    async def show(self, place: Place, *, told: str = "", or_back: bool = False) -> None:
        """Go to a place, on whatever tab, and say there what is told."""

    async def back(self) -> None:
        """Take the page on top away."""

    async def home(self) -> None:
        """Back to the first screen of this tab, emptied."""

    async def leave_pages(self) -> None:
        """Take every page away but the first."""

    async def show_tab(self, tab_id: str) -> None:
        """Bring a tab to the front."""

    def go_to_tab(self, tab_id: str) -> None:
        """Open a tab that works."""

    def tab_works(self, tab_id: str) -> bool:
        """Whether a tab has a function in this version."""

    def tab_refusal(self, tab_id: str) -> str:
        """Why a tab cannot be opened, in Dutch; empty when it can."""

    async def may_leave_all(self) -> bool:
        """Whether nothing typed on this tab would be lost, or the desk says it may be."""

    async def may_quit(self) -> bool:
        """Whether the desk may stop."""

    async def open_customer(self, customer_id: int, *, alert: bool = True) -> None:
        """Show a customer instead of whatever was open."""

    async def look_up_customer(self, text: str = "", *, at: int = 0) -> None:
        """Klant zoeken on top of this page."""

    async def open_previous_customer(self) -> None:
        """Open the customer of before."""

    async def enrol_again(self, customer_id: int) -> None:
        """Klantenadministratie, for somebody whose membership ended."""

    async def begin_enrolment(self) -> None:
        """An empty Klantenadministratie."""

    async def reprint(self) -> None:
        """Print the last bon again."""

    def note_visit(self, customer_id: int) -> None:
        """Remember who was opened last."""

    def forget_customer(self, customer_id: int) -> None:
        """A customer is not there any more."""

    def all_screens(self) -> Iterator[Screen[None]]:
        """The screens of every tab that was opened."""

    async def work_at(self, desk: Desk) -> None:
        """Go on at another desk."""

    def choose_look(self, name: str) -> None:
        """Use other colours from now on."""

    def bell(self) -> None:
        """Sound the bell."""

    def exit(self, *, return_code: int = 0) -> None:
        """Stop."""


class Bar(Protocol):
    """Whether the keys are the menu bar's."""

    @property
    def active(self) -> bool:
        """Whether keys go to the menu bar."""


class Surface(Protocol):
    """The page as the widgets on it see it."""

    heading: str

    @property
    def look(self) -> Look:
        """The colours to draw with."""

    @property
    def desk_app(self) -> Host:
        """The running program."""

    @property
    def masthead(self) -> Bar:
        """The menu bar."""

    def actions(self) -> list[Action]:
        """What can be done here."""

    def foot(self) -> tuple[str, ...]:
        """The ids that the foot line shows."""

    async def pull_down(self, menu: str) -> None:
        """Offer what stands in a menu, and do what is chosen."""

    def run(self, action_id: str) -> None:
        """Do an action, or say why not."""

    def refusal_of(self, action_id: str) -> str:
        """Why an action cannot be done now; empty when it can."""

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Tell something above the foot line."""

    def refuse(self, reasons: tuple[Reason, ...]) -> None:
        """Tell why something is refused."""

    def press(self, key: str, character: str | None) -> None:
        """A key."""

    def ends_scan(self, key: str, character: str | None) -> bool:
        """Whether a key is the Enter of a scan where no field asked for one."""

    def focus_moved(self) -> None:
        """The keys went to the menu bar or came back."""

    def list_resized(self) -> None:
        """More or fewer lines of a list are in sight."""

    def marked_another(self) -> None:
        """Another line of the list was marked by a click."""
