"""The first screen of Catalogus: look a title up."""

from __future__ import annotations

from screens.finding.title_search import TitleSearchPage


class CataloguePage(TitleSearchPage):
    """The search; Enter shows the title with its items."""

    heading = "Catalogus"
