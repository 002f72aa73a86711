"""Historie: what was done with an item or a title, the latest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar, Self

from textual.widget import Widget

from screens.pages.act import Acts
from screens.pages.new_title import NEW_TITLE, OffersNewTitle
from screens.pages.page import BACK, Page
from screens.widgets.text_box import TextBox

if TYPE_CHECKING:
    from balie.catalogue.history import Event, Events

NOTHING = "Nog niets gewijzigd. Uitlenen en innemen staan hier niet."
"""Of an item or title that is as it was made or imported; it may well have been lent."""

_MOST = 1000
"""Acts that are read at most; no item is handled so often."""


def event_lines(events: Iterable[Event]) -> list[str]:
    """`09-04-2024 10:15  ebt 9428  Exemplaar gewijzigd`, and below it what was changed."""
    lines = []
    for event in events:
        lines.append(f" {event.at}  {event.staff} {event.branch}  {event.what}")
        lines += [f"     {line}" for line in event.lines]
    return lines


class EventsPage(OffersNewTitle, Page):
    """A text that scrolls."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "back", "menu")

    def __init__(self, heading: str, read: Callable[[int | None], Events]) -> None:
        self.heading = heading
        super().__init__()
        found: list[Event] = []
        page = read(None)
        found += page.rows
        while page.after is not None and len(found) < _MOST:
            page = read(page.after)
            found += page.rows
        self.text = TextBox(self, event_lines(found) or [f" {NOTHING}"])

    def body(self) -> list[Widget]:
        """The text."""
        return [self.text]

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Keys that scroll."""
        return self.text.press(key)

    ACTS: Acts[Self] = (
        NEW_TITLE,
        BACK,
    )
