"""Lines with amounts, as the lists of Financieel show them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from screens.widgets.row import cut

if TYPE_CHECKING:
    from balie.finance.history import Booking
    from balie.finance.sheet import SheetLine

_AMOUNT = 11
_BESIDE = 11
"""Room for a remark at 80 columns; half of what a wider screen has more is added to it."""


_SHORTEST_NAME = 6


def headed(title: str, amounts: str, width: int) -> str:
    """`J. Jansen  29428000077727   open € 54,00` in `width` cells: where that is too long, the name makes way.

    `title` is whose it is, as a `Sheet` has it: name, two blanks, number.
    """
    name, _, number = title.rpartition("  ")
    room = width - cell_len(amounts) - 3
    for_name = room - cell_len(number) - 2
    if not name or for_name < min(_SHORTEST_NAME, cell_len(name)):
        return f"{cut(title, room)}   {amounts}"
    return f"{cut(name, for_name)}  {number}   {amounts}"


def room_beside(lines: Sequence[SheetLine], width: int) -> int:
    """Cells for the remarks of these lines: what the longest takes, as far as there is room; the text has the rest."""
    longest = max((cell_len(", ".join(_beside(line))) for line in lines), default=0)
    return min(longest, _most_beside(width))


def open_line(line: SheetLine, width: int, *, beside: int, chosen: bool, title: str = "") -> str:
    """`[x] 09-04-2024 Contributie   € 54,00  in incasso`: what of it is open, and the whole where that differs.

    `title` is what was borrowed, for a fee or fine of which that is known; it comes first, for that is what is asked.
    `beside` is the room for a remark, in cells (`room_beside`).
    """
    text = f"{title} · {line.text}" if title else line.text
    remark = ", ".join(_beside(line))
    begin = f"[{'x' if chosen else ' '}] {format_date(line.on)} "
    return _with_amounts(begin, text, (line.open_cents,), remark, width, beside)


def whole_line(line: SheetLine, title: str, number: str) -> str:
    """All there is to tell of an open charge, which may be more than fits in its line."""
    told = (title, number, line.text, format_date(line.on), format_cents(line.open_cents), *_beside(line))
    return " · ".join(filter(None, told))


def _beside(line: SheetLine) -> list[str]:
    of = f"van {format_cents(line.cents)}" if line.open_cents != line.cents else ""
    return [part for part in (of, line.remark) if part]


def booking_line(booking: Booking, width: int) -> str:
    """`09-04-2024 Betaald, pin            € 54,00  voldaan`: charged and paid each in a column of its own."""
    amounts = (booking.charged, booking.paid)
    begin = f"{format_date(booking.on)} "
    return _with_amounts(begin, booking.text, amounts, booking.remark, width, _most_beside(width))


def _most_beside(width: int) -> int:
    return _BESIDE + max(0, width - 76) // 2


def _with_amounts(begin: str, text: str, amounts: tuple[int | None, ...], remark: str, width: int, beside: int) -> str:
    columns = "".join(f"{'' if cents is None else format_cents(cents):>{_AMOUNT}}" for cents in amounts)
    room = width - cell_len(begin) - len(columns) - 2
    told = cut(text, room - beside)
    blanks = " " * (room - beside - cell_len(told))
    return f"{begin}{told}{blanks}{columns}  {cut(remark, beside)}"
