"""Titel zoeken: one line that understands words, author, ISBN and exemplaarnummer; the titles below as one types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Self

from balie.refusal import Refusal
from screens.finding.title_line import title_heading, title_line
from screens.host.places import TitleAt
from screens.keyboard.actions import TITLE_MENU
from screens.pages.act import Acts, PageAct
from screens.pages.new_title import NEW_TITLE, OffersNewTitle
from screens.pages.search_line import SearchLinePage

if TYPE_CHECKING:
    from balie.catalogue.search import AfterTitle, FoundTitle

NOTHING = "Geen titel gevonden. Typ minder, of een deel van een woord uit de titel of van de auteur."
_LEAST_SCANNED = 8
"""So many digits and nothing else were scanned, or typed from a label."""


def nothing_found(text: str) -> str:
    """What is told where a text finds no title: of an ISBN, or of another number, what is the matter with that."""
    from balie.barcodes import isbn_in
    from balie.catalogue.title_form import read_isbn

    if isbn := isbn_in(text):
        return f"Er is geen titel met ISBN {isbn}. F3 voert hem op."
    number = text.replace("-", "").replace(" ", "").upper()
    if not (number.isascii() and number.removesuffix("X").isdecimal() and len(number) >= _LEAST_SCANNED):
        return NOTHING
    if len(number) not in (10, 13):
        return f"Er is geen exemplaar en geen titel met nummer {number}. Scan het opnieuw, of zoek op titel of auteur."
    try:
        read_isbn(number)
    except Refusal as refusal:
        return " ".join(reason.text for reason in refusal.reasons)
    return NOTHING


class TitleSearchPage(OffersNewTitle, SearchLinePage["FoundTitle", "AfterTitle"]):
    """What is typed in one burst is searched for once, when the last key of it is in."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "new", "search", "menu")

    def __init__(self, text: str = "") -> None:
        super().__init__(text, longest=200, nothing=NOTHING, heading=" ")

    def search(self, *, at: int = 0) -> None:
        """As every search; of a number it is told what is the matter with it."""
        self.nothing = self._pass_scanned() or nothing_found(self.text)
        super().search(at=at)

    def _pass_scanned(self) -> str:
        """What is told of a klantnummer, also with something around it; empty for any other text."""
        from balie.customers.scans import PassScan, read_scan

        if sum(character.isdecimal() for character in self.text) < _LEAST_SCANNED:
            return ""
        scan = read_scan(self.desk_app.desk.store, self.text)
        if not isinstance(scan, PassScan):
            return ""
        return f"{scan.number} is een klantnummer. Scan de streepjescode van het boek, of zoek op titel of auteur."

    def found(self, after: AfterTitle | None) -> tuple[Sequence[FoundTitle], AfterTitle | None]:
        """Titles with where they are."""
        from balie.catalogue.search import PAGE, search_titles
        from balie.circulation.availability import due_dates

        limit = max(PAGE, self.list.height)
        page = search_titles(self.desk_app.desk.store, self.text, due_dates, limit=limit, after=after)
        return page.rows, page.after

    def drawn(self, width: int) -> list[str]:
        """Title, author, what it is and how many are in."""
        self.list_box.heading = title_heading(width)
        return [title_line(row, width) for row in self.rows]

    def state_changed(self) -> None:
        """After the last key that waits: show what it found."""
        if not self.desk_app.keys.typed_ahead:
            self.catch_up()
        super().state_changed()

    # What can be done.

    async def do_main(self) -> None:
        """Open the marked title."""
        row = self.row()
        if row is not None:
            await self.desk_app.show(TitleAt(row.title_id))

    @property
    def isbn_for_new(self) -> str:
        """The ISBN that was typed."""
        from balie.barcodes import isbn_in

        return isbn_in(self.text)

    def begin_again(self) -> None:
        """An empty line."""
        self.model.clear()
        self.show_form()
        self.search()

    def returned_to(self) -> None:
        """Back from a title that may have been changed."""
        self.search(at=self.list.at)

    def tab_shown(self) -> None:
        """What was done on another tab meanwhile shows."""
        self.search(at=self.list.at)

    ACTS: Acts[Self] = (
        NEW_TITLE,
        PageAct("main", do_main, label="Open titel", menu=TITLE_MENU),
    )
