"""F3 on the pages of Catalogus, Titels and Exemplaren: a new title instead of a new customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from screens.host.places import NewTitle
from screens.keyboard.actions import TITLE_MENU

if TYPE_CHECKING:
    from screens.host.asking import Host


class OffersNewTitle:
    """Comes before `Page` among the bases; what a page says of other actions comes beside these."""

    LABELS: ClassVar[dict[str, str]] = {"new": "Nieuwe titel"}
    MENUS: ClassVar[dict[str, str]] = {"new": TITLE_MENU}
    HELPS: ClassVar[dict[str, str]] = {"new": "Voert een titel op; het ISBN eerst."}

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
