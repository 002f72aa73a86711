"""Questions at the desk that come back: what was asked stays asked until it is answered, whatever came in between.

A box about a line makes way for a scan, for F1, for the menu and for another tab. What still has to become of an item
is asked again as soon as nothing is typed; any other box that a key made go is back when what that key asked for is
done.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from screens.balie.line_page import LinePage

if TYPE_CHECKING:
    from screens.balie.log import Line, Work


class AsksAgain(LinePage):
    """A page with a log of which lines may still ask something."""

    work: Work
    _is_asking = False

    @property
    def is_busy(self) -> bool:
        """Whether what is scanned next is for something else than the session goes on with."""
        return False

    async def ask_once_more(self, line: Line) -> None:
        """Show the box of this line again."""
        raise NotImplementedError

    def ask_what_waits(self, *, only_scans: bool = False) -> None:
        """Ask again what still waits for an answer; with `only_scans` not what a key put off, since nobody is back."""
        if self._open_lines(only_scans) and not self._is_asking:
            self._is_asking = True  # two would wait for each other
            self.desk_app.start(self._ask_what_waits(only_scans))

    def _open_lines(self, only_scans: bool) -> list[Line]:
        """What still asks, the oldest first."""
        lines = reversed(self.work.log.lines)
        return [line for line in lines if line.is_waiting or (line.put_off and not only_scans)]

    async def _ask_what_waits(self, only_scans: bool) -> None:
        try:
            await self._ask_each(only_scans)
        finally:
            self._is_asking = False

    async def _ask_each(self, only_scans: bool) -> None:
        keys = self.desk_app.keys
        while keys.holds > 1 and self._is_on_top:
            await asyncio.sleep(0)  # what is being done may ask or open something itself
        for line in self._open_lines(only_scans):
            if not self._is_on_top or self.masthead.active or self.line.text or self.is_busy or keys.typed_ahead:
                return
            line.put_off = False
            await self.ask_once_more(line)
            if line.is_waiting or line.put_off:
                return

    @property
    def _is_on_top(self) -> bool:
        return self.desk_app.screen_stack[-1] is self

    # When somebody is back.

    def on_mount(self) -> None:
        """The log may have been left with something open."""
        self.ask_what_waits()

    def focus_moved(self) -> None:
        """Back from the menu bar."""
        super().focus_moved()
        if not self.masthead.active:
            self.ask_what_waits()

    def returned_to(self) -> None:
        """Back from another page."""
        self.ask_what_waits()

    def tab_shown(self) -> None:
        """Back from another tab."""
        self.ask_what_waits()

    async def pull_down(self, menu: str) -> None:
        """The actions of a menu."""
        await super().pull_down(menu)
        self.ask_what_waits()

    async def do_help(self) -> None:
        """The keys of this screen."""
        await super().do_help()
        self.ask_what_waits()

    async def do_palette(self) -> None:
        """Every action."""
        await super().do_palette()
        self.ask_what_waits()

    async def do_looks(self) -> None:
        """The colours."""
        await super().do_looks()
        self.ask_what_waits()
