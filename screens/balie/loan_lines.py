"""What In bezit writes of each loan: its columns, its remark, and all there is to tell of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from balie.dutch.counts import many
from balie.dutch.dates import format_date
from balie.lending.session.acts import Renewed
from screens.widgets.row import padded

if TYPE_CHECKING:
    from balie.lending.at_home import ItemAtHome
    from balie.lending.session.acts import NotRenewed

_DATE = 10
_AMOUNT = 7
_KIND = 9
_BARCODE = 14
_REMARK = "Opmerking"
_WIDE = 110
"""From this width on the kind and the day it was lent have a column too."""


def room_beside(remarks: Sequence[str]) -> int:
    """The cells that the longest remark takes, or the heading above them."""
    return max(map(cell_len, (_REMARK, *remarks)))


def heading(width: int, beside: int) -> str:
    """What stands above the lines."""
    return _columns("Geleend", "Terug op", "Titel", "Soort", "Bedrag", _REMARK, "Exemplaar", width, beside)


def line_of(row: ItemAtHome, remark: str, width: int, beside: int, *, is_chosen: bool) -> str:
    """A loan on one line of so many cells."""
    title = f"{'[x]' if is_chosen else '[ ]'} {row.title}"
    due = f"{'!' if row.is_late else ' '}{format_date(row.due_on)}"
    return _columns(format_date(row.lent_on), due, title, row.kind, row.fine, remark, row.number, width, beside)


def remark_of(row: ItemAtHome, result: Renewed | NotRenewed | None) -> str:
    """What renewing it came to, else how late it is and what is special."""
    if isinstance(result, Renewed):
        return f"verlengd, {result.renewals}e keer"
    if result is not None:
        return f"! niet verlengd: {' '.join(result.reasons)}"
    return " ".join(filter(None, (_late(row), row.remark)))


def told_whole(row: ItemAtHome) -> str:
    """All there is to tell of a loan, which may be more than fits in its line."""
    lent = f"geleend {format_date(row.lent_on)}"
    return " · ".join(filter(None, (row.title, row.number, row.kind, lent, _late(row), row.remark)))


def _late(row: ItemAtHome) -> str:
    return f"{many(row.days_late, 'dag', 'dagen')} te laat" if row.is_late else ""


def _columns(
    lent: str, due: str, title: str, kind: str, fine: str, remark: str, number: str, width: int, beside: int
) -> str:
    """A line; what remarks do not take (`beside` is the longest of them, in cells) is for titles."""
    wide = width >= _WIDE
    also = f" {padded(kind, _KIND)}" if wide else ""
    begin = f"{lent:<{_DATE}} {due:<{_DATE + 1}}" if wide else f"{due:<{_DATE + 1}}"
    room = width - len(begin) - len(also) - _AMOUNT - _BARCODE - 4
    for_title = max(room * 55 // 100, room - beside)
    item = f"{padded(title, for_title)} {padded(number, _BARCODE)}{also}"
    return f"{begin} {item} {fine:>{_AMOUNT}} {padded(remark, room - for_title)}"
