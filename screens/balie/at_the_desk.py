"""Uitlenen and Innemen as their parts see them: undoing, helping, the customers of a session. Protocols only."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Protocol

from screens.host.asking import Surface

if TYPE_CHECKING:
    from balie.lending.holds.catching import Caught
    from balie.lending.session.acts import Act
    from balie.lending.session.session import Session
    from balie.refusal import Refusal
    from screens.balie.log import Line, Work
    from screens.balie.log_box import LogBox
    from screens.balie.scan_line import ScanLine


class ScanDesk(Surface, Protocol):
    """A page with a line for scans and the log of a session."""

    line: ScanLine
    log_box: LogBox
    work: Work
    walked: bool

    @property
    def session(self) -> Session:
        """What was done in this session."""

    def did(self, act: Act) -> Line:
        """Note what was done."""

    def refused(self, number: str, refusal: Refusal, title: str = "") -> Line:
        """Note what was refused, with the bell."""

    def complain(self, text: str) -> None:
        """Tell what cannot be, with the bell."""

    def show_log(self, *, newest: bool = True) -> None:
        """Show the log as it is now."""

    def show_state(self) -> None:
        """Say what is expected now."""

    def title_of(self, number: str) -> str:
        """The title of the item with this number; empty where there is none."""

    async def answer(self, line: Line) -> None:
        """Do what a line asks."""

    async def print_bon(self, receipt_id: int | None) -> str:
        """Print a bon of the queue. What to tell; empty when there is none."""


class TakesBack(ScanDesk, Protocol):
    """A page where what was done can be taken back."""

    def nothing_to_undo(self, number: str) -> Refusal:
        """Why what was scanned cannot be taken back."""

    def caught_with(self, act: Act) -> Caught | None:
        """What was set aside with an act, and is let go of with it."""


class HelpsCustomer(ScanDesk, Protocol):
    """A page where a customer is helped."""

    put_off: Callable[[], Coroutine[object, object, None]] | None

    @property
    def customer_id(self) -> int | None:
        """Who is being helped."""

    @property
    def pass_settled(self) -> bool:
        """Whether the pass of who is being helped does not hold, and the desk settled that."""


class TakesCustomers(ScanDesk, Protocol):
    """A page where customers come and go."""

    def take_up(self, work: Work) -> None:
        """Work at another session from now on, with its log."""

    def end(self) -> None:
        """Begin a new session."""

    async def do_close(self) -> None:
        """Afsluiten."""
