"""A page that shows a text of 80 columns and does one thing with it: print it, or write it in a file."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import ClassVar, Self

from textual.widget import Widget

from screens.pages.act import Acts, PageAct
from screens.pages.page import BACK, Page
from screens.widgets.text_box import TextBox


class TextPage(Page):
    """The text scrolls with ↑ ↓ PgUp PgDn Home End and the space bar. A page made of it says what F2 does."""

    FOOT: ClassVar[tuple[str, ...]] = ("help", "main", "back", "close", "menu")

    def __init__(self, heading: str, lines: Sequence[str]) -> None:
        self.heading = heading
        super().__init__()
        self.text = TextBox(self, lines)

    def body(self) -> list[Widget]:
        """The text."""
        return [self.text]

    def press_in_body(self, key: str, character: str | None) -> bool:
        """Keys that scroll."""
        return self.text.press(key)

    def do_main(self) -> Coroutine[object, object, None] | None:
        """What is done with the text."""
        raise NotImplementedError

    ACTS: Acts[Self] = (
        PageAct("main", do_main),
        BACK,
    )
