"""A file that was made for the bank: what it is, what stands in it; F2 lays the same file down once more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Self

from screens.acts.running import Stopped, beside
from screens.pages.act import Acts, PageAct
from screens.pages.text_page import TextPage
from screens.widgets.row import cut

if TYPE_CHECKING:
    from pathlib import Path

    from screens.acts.running import Work

_LABEL = 16
_WIDEST = 80


class BankFilePage(TextPage):
    """The text scrolls; nothing is booked here."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "menu")

    def __init__(self, name: str, rows: Sequence[tuple[str, str]], contents: Sequence[str], lay: Work[Path]) -> None:
        told = [f"{label:<{_LABEL}}{value}" for label, value in rows]
        super().__init__(name, [*told, "", *(cut(line, _WIDEST) for line in contents)])
        self._lay = lay

    async def do_main(self) -> None:
        """Have the file lie in its place, the same bytes."""
        try:
            path = await beside(self.desk_app, self.heading, self._lay)
        except Stopped:
            return
        self.say(f"Het bestand staat klaar: {path}")

    ACTS: Acts[Self] = (PageAct("main", do_main, label="Opnieuw klaarzetten"),)
