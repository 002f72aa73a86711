"""Where the keys work: the terminal's own cursor stands there, so that what follows it follows the desk.

Braille displays, magnifiers and input methods know nothing of marks and colours; they follow the cursor.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from rich.cells import cell_len
from textual.geometry import Offset
from textual.widget import Widget


@runtime_checkable
class TakesKeys(Protocol):
    """A widget with a caret, or with a line, a field or a choice that is marked."""

    def caret(self) -> Offset | None:
        """The cell of the widget where its caret or its mark is; None while its keys go elsewhere."""


@runtime_checkable
class Walked(Protocol):
    """A list that the arrows walk while a form beside it has the letters."""

    def mark_beside(self) -> Offset | None:
        """The cell of the widget where its mark is; None when it is no such list, or empty."""


def caret_among(widgets: Sequence[Widget], *, walked: bool) -> Offset | None:
    """Where in the window the first of these that has the keys has its caret; None when none has.

    `walked`: a list beside a form was walked just now, and its mark goes first.
    """
    shown = [widget for widget in widgets if widget.display]
    for widget in shown:
        if walked and isinstance(widget, Walked) and (place := widget.mark_beside()) is not None:
            return widget.region.offset + place
    for widget in shown:
        if isinstance(widget, TakesKeys) and (place := widget.caret()) is not None:
            return widget.region.offset + place
    return None


def first_shown(text: str, cursor: int, width: int) -> int:
    """The first character that shows of a text with the caret at `cursor`: a long one scrolls in its cells."""
    start = 0
    while cell_len(text[start:cursor]) >= width:
        start += 1
    return start
