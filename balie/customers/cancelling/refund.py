"""What of a paid period is given back when it ends early. Pure rules (rules.md#refund)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from balie.dutch.money import half_up
from balie.dutch.periods import add_months
from balie.library.terms import RefundBasis


@dataclass(frozen=True, slots=True)
class UnusedPart:
    """How much of a period is not used: `unused` of `total` days, or of whole months."""

    unused: int
    total: int
    unit: RefundBasis


def unused_part(paid_from: date, paid_until: date, free_on: date, basis: RefundBasis) -> UnusedPart:
    """What is left of a period (both days in it) for who is no member from `free_on` on.

    By the day every day from `free_on` counts. By the month only whole months of the period that begin on or after
    it: the tariffs page leaves the choice, this project takes days, other libraries take months (rules.md#refund).
    """
    if basis is RefundBasis.DAYS:
        total = (paid_until - paid_from).days + 1
        unused = (paid_until - max(paid_from, free_on)).days + 1
        return UnusedPart(max(unused, 0), total, basis)
    starts: list[date] = []
    while (start := add_months(paid_from, len(starts))) <= paid_until:
        starts.append(start)
    return UnusedPart(sum(start >= free_on for start in starts), len(starts), basis)


def refund_of(charged_cents: int, part: UnusedPart) -> int:
    """The cents given back of what was charged for the period, half-up; nothing where nothing was charged."""
    return half_up(max(charged_cents, 0) * part.unused, part.total)
