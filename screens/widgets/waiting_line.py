"""A line over the screen while an act waits, written to the terminal itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


def line_at(row: int, width: int, text: str) -> str:
    """The escapes that put a text on a row of the terminal (from 1), in reverse, and the cursor back where it was."""
    from screens.widgets.row import cut

    shown = cut(f" {text}", width)
    return f"\x1b7\x1b[{row};1H\x1b[0;7m{shown}\x1b[K\x1b[0m\x1b8"
