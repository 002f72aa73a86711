"""The lines below a run: what it comes down to, who is left out, what was made before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.dutch.counts import format_count
from balie.dutch.money import format_cents
from screens.widgets.row import cut
from screens.widgets.summary import WIDEST, dotted

if TYPE_CHECKING:
    from screens.pages.page import Page

SHORT_HASH = 8
"""So much of a SHA-256 tells two files apart at a glance; the page of the file has all of it."""


@dataclass(frozen=True, slots=True)
class RunLine:
    """A line: a text, with a value at its end or none.

    `detail` is told below the list while the line is marked; Enter opens `customer_id` in Klanten, or `page`.
    """

    text: str
    value: str = ""
    detail: str = ""
    customer_id: int | None = None
    page: Callable[[], Page] | None = None


def told(text: str, *, customer_id: int | None = None) -> RunLine:
    """A sentence, whole below the list while it is marked."""
    return RunLine(text, detail=text, customer_id=customer_id)


def section(heading: str, lines: Sequence[RunLine]) -> list[RunLine]:
    """Lines under a heading of their own; nothing where there are none."""
    return [RunLine(""), RunLine(f"{heading}:"), *lines] if lines else []


def drawn(line: RunLine, width: int) -> str:
    """The line in that many cells; dots lead the eye to the value."""
    return dotted(line.text, line.value, min(width, WIDEST)) if line.value else cut(line.text, width)


def counted(count: int, cents: int) -> str:
    """`1.234 · € 5.678,00`."""
    return f"{format_count(count)} · {format_cents(cents)}"
