"""Looking a title up from another page: the search, with a way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from screens.finding.title_search import TitleSearchPage
from screens.pages.act import Acts
from screens.pages.page import BACK

if TYPE_CHECKING:
    from screens.host.asking import Host


class FoundTitlesPage(TitleSearchPage):
    """The search on top of the page that asked for it."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "new", "back", "menu")

    heading = "Titel zoeken"

    ACTS: Acts[Self] = (BACK,)


async def find_titles(app: Host, text: str) -> None:
    """Show the titles for these words. Only within work begun by `start`."""
    await app.open(FoundTitlesPage(text))
