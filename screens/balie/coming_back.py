"""A page that asks again what a key put off, as soon as somebody is back from what that key opened."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine

from screens.pages.page import Page
from screens.widgets.list_model import WALKING


class ComesBack(Page):
    """What made way for F1, the menu, another page or another tab is kept, and asked again when that is done."""

    put_off: Callable[[], Coroutine[object, object, None]] | None = None
    """Asks again what made way."""
    is_asking = False
    """Whether it is being asked again."""

    @property
    def may_ask(self) -> bool:
        """Whether somebody looks at this page and does nothing else on it."""
        app = self.desk_app
        return app.screen_stack[-1] is self and not self.masthead.active and not app.keys.typed_ahead

    def is_back(self) -> None:
        """Somebody may have come back: ask what is still to be asked."""
        if self.is_to_ask and not self.is_asking:
            self.is_asking = True  # two would wait for each other
            self.desk_app.start(self._ask_in_turn())

    @property
    def is_to_ask(self) -> bool:
        """Whether anything was put off."""
        return self.put_off is not None

    async def _ask_in_turn(self) -> None:
        keys = self.desk_app.keys
        try:
            while keys.holds > 1 and self.desk_app.screen_stack[-1] is self:
                await asyncio.sleep(0)  # what is being done may ask or open something itself
            await self.ask_each()
        finally:
            self.is_asking = False

    async def ask_each(self) -> None:
        """Ask what was put off, if it may be asked now."""
        if self.put_off is not None and self.may_ask:
            again, self.put_off = self.put_off, None
            await again()

    # When somebody is back.

    def focus_moved(self) -> None:
        """Back from the menu bar."""
        super().focus_moved()
        if not self.masthead.active:
            self.is_back()

    def returned_to(self) -> None:
        """Back from another page."""
        super().returned_to()
        self.is_back()

    def tab_shown(self) -> None:
        """Back from another tab."""
        super().tab_shown()
        self.is_back()

    async def pull_down(self, menu: str) -> None:
        """The actions of a menu."""
        await super().pull_down(menu)
        self.is_back()

    def begin(self, work: Coroutine[object, object, None]) -> None:
        """What a key asked for, whatever it is."""
        super().begin(self._and_back(work))

    async def _and_back(self, work: Coroutine[object, object, None]) -> None:
        try:
            await work
        finally:  # a refusal is told, and the question is there again
            self.is_back()

    def press(self, key: str, character: str | None) -> None:
        """A key that does nothing here, or is refused; who walks the list looks at its lines first."""
        super().press(key, character)
        if key not in WALKING and not self.desk_app.keys.held and self.may_ask:
            self.is_back()
