"""A customer as one line of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.widgets.row import cut, padded

if TYPE_CHECKING:
    from balie.customers.finding.listing import CustomerRow

_BIRTH_DATE = 10
_NUMBER = 14


def customer_line(row: CustomerRow, width: int) -> str:
    """Name, birth date, number, address, membership in columns of a line of `width` cells."""
    rest = width - _BIRTH_DATE - _NUMBER - 8
    name, membership = rest * 2 // 5, rest // 5
    address = rest - name - membership
    state = row.membership if row.running else f"({row.membership or 'geen'})"
    return "  ".join(
        (
            padded(row.name, name),
            padded(row.birth_date, _BIRTH_DATE),
            padded(row.number or "volgt", _NUMBER),
            padded(row.address, address),
            cut(state, membership),
        )
    )
