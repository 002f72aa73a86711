"""The first screen of Titels: look a title up to change it, or add one; an unknown ISBN begins a new title."""

from __future__ import annotations

from typing import Self

from screens.finding.title_search import TitleSearchPage
from screens.keyboard.actions import TITLE_MENU
from screens.pages.act import Acts, PageAct


class TitlesPage(TitleSearchPage):
    """The search; an ISBN that is not in the catalogue yet, with Enter, opens the form of a new title."""

    heading = "Titels"

    async def do_main(self) -> None:
        """Open the marked title, or begin a new one with this ISBN."""
        from screens.titels.title_form import NewTitlePage

        self.catch_up()
        isbn = self.isbn_for_new
        if self.rows or not isbn:
            await super().do_main()
            return
        page = NewTitlePage(self.desk_app.desk, isbn)
        await self.desk_app.open(page)
        page.say(f"ISBN {isbn} is nieuw: vul de titel in.")

    ACTS: Acts[Self] = (PageAct("main", do_main, label="Open titel", menu=TITLE_MENU),)
