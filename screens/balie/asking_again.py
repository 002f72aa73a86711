"""Questions at the desk that come back: what was asked stays asked until it is answered, whatever came in between.

A box about a line makes way for a scan, for F1, for the menu and for another tab. What still has to become of an item
is asked again as soon as nothing is typed; any other box that a key made go is back when what that key asked for is
done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.balie.coming_back import ComesBack
from screens.balie.line_page import LinePage

if TYPE_CHECKING:
    from screens.balie.log import Line, Work


class AsksAgain(ComesBack, LinePage):
    """A page with a log of which lines may still ask something."""

    work: Work
    _only_scans = False

    @property
    def is_busy(self) -> bool:
        """Whether what is scanned next is for something else than the session goes on with."""
        return False

    async def ask_once_more(self, line: Line) -> None:
        """Show the box of this line again."""
        raise NotImplementedError

    def ask_what_waits(self, *, only_scans: bool = False) -> None:
        """Ask again what still waits for an answer; with `only_scans` not what a key put off, since nobody is back."""
        if not self.is_asking:
            self._only_scans = only_scans
            super().is_back()

    def is_back(self) -> None:
        """Somebody may have come back."""
        self.ask_what_waits()

    @property
    def is_to_ask(self) -> bool:
        """Whether a line asks, or a key did."""
        return bool(self._open_lines()) or (super().is_to_ask and not self._only_scans)

    @property
    def may_ask(self) -> bool:
        """Whether nothing is being typed or scanned either."""
        return super().may_ask and not self.line.text.strip() and not self.is_busy

    def _open_lines(self) -> list[Line]:
        """What still asks, the oldest first."""
        lines = reversed(self.work.log.lines)
        return [line for line in lines if line.is_waiting or (line.put_off and not self._only_scans)]

    async def ask_each(self) -> None:
        """The lines, and then what a key asked."""
        for line in self._open_lines():
            if not self.may_ask:
                return
            line.put_off = False
            await self.ask_once_more(line)
            if line.is_waiting or line.put_off:
                return
        if not self._only_scans:
            await super().ask_each()

    def on_mount(self) -> None:
        """The log may have been left with something open."""
        self.ask_what_waits()
