"""Choosing a title for what is about to be done with it: the search of Catalogus, where Enter takes the marked one."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Self, TypeAlias

from screens.finding.found_titles import FoundTitlesPage
from screens.keyboard.actions import TITLE_MENU
from screens.pages.act import Acts, PageAct

if TYPE_CHECKING:
    from screens.host.asking import Host

Then: TypeAlias = Callable[[int], Coroutine[object, object, None]]
"""What is done with a title that was chosen."""


class ChooseTitlePage(FoundTitlesPage):
    """The search, where Enter goes back and on with the marked title."""

    def __init__(self, then: Then) -> None:
        super().__init__()
        self.then = then

    async def do_main(self) -> None:
        """Take the marked title."""
        row = self.row()
        if row is not None:
            await self.desk_app.back()
            await self.then(row.title_id)

    ACTS: Acts[Self] = (PageAct("main", do_main, label="Kies titel", menu=TITLE_MENU),)


async def with_title(app: Host, then: Then) -> None:
    """Ask which title, and do `then` with it; Esc does nothing. Only within work begun by `start`."""
    await app.open(ChooseTitlePage(then))
