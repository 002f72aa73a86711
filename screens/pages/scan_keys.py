"""A scanner on a page without a field: digits and then Enter are the number of an item."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from balie.barcodes import LEAST
from balie.customers.scans import clean_number
from screens.host.places import ItemAt
from screens.keyboard.scans import is_digit

if TYPE_CHECKING:
    from screens.host.asking import Host
    from screens.keyboard.actions import Action

_START_SIGNS = frozenset("ABCD")
"""What a scanner may send before the digits, as capitals."""
_SCANNER_SECONDS = 0.05
"""A digit that is an action of the page waits so long for a second one: then it is not a person who types."""


class ScanKeys:
    """Gathers digits, shows them, and takes the item at Enter: opens it, unless the page does something else."""

    _scanned = ""

    if TYPE_CHECKING:

        @property
        def desk_app(self) -> Host:
            """The running program."""

        def actions(self) -> list[Action]:
            """What the page offers."""

        def run(self, action_id: str) -> None:
            """Do an action."""

        def say(self, text: str, *, wrong: bool = False) -> None:
            """Tell something above the foot line."""

    def press_scanned(self, key: str, character: str | None) -> bool:
        """Take a key that belongs to a number. Returns whether it did."""
        if is_digit(character):
            action = next((found.id for found in self.actions() if found.key == character), None)
            if action is None or self._scanned:
                self._gather(self._scanned + character)
            else:
                self.desk_app.start(self._digit_or_scan(character, action))
            return True
        if not self._scanned:
            return self._begins_scan(character)
        if key == "backspace":
            self._gather(self._scanned[:-1])
            return True
        if character is not None and len(self._scanned) >= LEAST:
            self._gather(self._scanned + character)  # a stop sign or a check sign, and no action
            return True
        number, self._scanned = self._scanned, ""
        self.say("")
        if key == "enter":
            self.desk_app.start(self.take_item(clean_number(self.desk_app.desk.store, number)))
        return key in ("enter", "escape")

    def _begins_scan(self, character: str | None) -> bool:
        """A start sign is a letter, which may be that of an action: it waits as a digit does."""
        action = next((found.id for found in self.actions() if found.key == (character or "").lower()), None)
        if character is None or character not in _START_SIGNS or action is None:
            return False
        self.desk_app.start(self._digit_or_scan(character, action))
        return True

    def _gather(self, digits: str) -> None:
        self._scanned = digits
        self.say(f"Exemplaar {digits}" if digits else "")

    async def _digit_or_scan(self, character: str, action: str) -> None:
        """Keys wait meanwhile; if another came in behind this one, it is a number."""
        await asyncio.sleep(_SCANNER_SECONDS)
        if self.desk_app.keys.typed_ahead:
            self._gather(character)
        else:
            self.run(action)

    async def take_item(self, number: str) -> None:
        """Do what a scan means here: show the item."""
        await self.desk_app.show(ItemAt(number))
