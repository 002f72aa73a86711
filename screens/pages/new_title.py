"""F3 on the pages of Catalogus, Titels and Exemplaren: a new title instead of a new customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.host.places import NewTitle
from screens.keyboard.actions import TITLE_MENU
from screens.pages.act import PageAct

if TYPE_CHECKING:
    from screens.host.asking import Host


class OffersNewTitle:
    """Comes before `Page` among the bases; such a page names `NEW_TITLE` in its table."""

    if TYPE_CHECKING:

        @property
        def desk_app(self) -> Host:
            """The running program."""

    async def do_new(self) -> None:
        """Nieuw: an empty form; what was typed here stays below it."""
        await self.desk_app.show(NewTitle(self.isbn_for_new))

    @property
    def isbn_for_new(self) -> str:
        """The ISBN to begin with."""
        return ""


NEW_TITLE = PageAct(
    "new",
    OffersNewTitle.do_new,
    label="Nieuwe titel",
    menu=TITLE_MENU,
    help="Voert een titel op; het ISBN eerst.",
    asks="change_title",
)
"""For the table of a page that offers it."""
