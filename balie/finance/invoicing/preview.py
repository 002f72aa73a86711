"""What a contribution run would do, before anything is written: totals per subscription, and who is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.finance.invoicing.due import due_ids, id_span, read_due
from balie.finance.invoicing.judging import Judge, LeftOutCustomer, PeriodObstacle
from balie.finance.invoicing.months import check_month
from balie.finance.invoicing.runs import PastRun, RunKind, broken_off, is_done
from balie.finance.invoicing.transitions import coming_up
from balie.library.terms import PaymentWay

if TYPE_CHECKING:
    from balie.customers.subscriptions.offer import Offer
    from balie.desk import Desk

SHOWN = 1_000
"""Customers left out that are told by name; the others are counted."""
_PAGE = 500
Progress = Callable[[int, int], None]
"""Gets how far a run has come, of how much."""


@dataclass(frozen=True, slots=True)
class PeriodGroup:
    """What a run makes of one subscription paid in one way: how many periods, and what they cost together."""

    code: str
    name: str
    way: PaymentWay
    count: int
    cents: int


@dataclass(frozen=True, slots=True)
class InvoicingPreview:
    """What a run for one month would do now.

    `left_out` are the first `SHOWN` customers that it leaves to the desk, `obstacles` counts all of them. `coming_up`:
    who turns 18 within two months, and so pays from then on (never charged without being asked). `again`: this month
    was done before, and what is left is what came up since. `broken_off`: the run that was broken off
    and goes on, with what it did.
    """

    month: date
    groups: tuple[PeriodGroup, ...]
    left_out: tuple[LeftOutCustomer, ...]
    obstacles: Mapping[PeriodObstacle, int]
    coming_up: tuple[LeftOutCustomer, ...]
    again: bool
    broken_off: PastRun | None

    @property
    def count(self) -> int:
        """How many periods are made."""
        return sum(group.count for group in self.groups)

    @property
    def cents(self) -> int:
        """What is charged in all."""
        return sum(group.cents for group in self.groups)

    @property
    def left_out_count(self) -> int:
        """How many customers are left to the desk."""
        return sum(self.obstacles.values())


class RunTally:
    """Counts what a run makes, or would make."""

    def __init__(self) -> None:
        self._groups: dict[tuple[str, str, str], list[int]] = {}
        self.obstacles: Counter[PeriodObstacle] = Counter()
        self.left_out: list[LeftOutCustomer] = []

    def add(self, offer: Offer, way: str) -> None:
        """Count one period of that subscription at its price, paid in that way (`incasso`, `factuur`)."""
        counted = self._groups.setdefault((offer.code, way, offer.name), [0, 0])
        counted[0] += 1
        counted[1] += offer.price_cents

    def leave_out(self, found: LeftOutCustomer) -> None:
        """Count one customer who is left to the desk; only the first `SHOWN` are kept by name."""
        self.obstacles[found.obstacle] += 1
        if len(self.left_out) < SHOWN:
            self.left_out.append(found)

    @property
    def groups(self) -> tuple[PeriodGroup, ...]:
        """By code and way of paying."""
        return tuple(
            PeriodGroup(code, name, PaymentWay(way), *counted)
            for (code, way, name), counted in sorted(self._groups.items())
        )


def preview(desk: Desk, period: date, progress: Progress = lambda done, total: None) -> InvoicingPreview:
    """What `run` would do for the month of `period`. Changes nothing; raises `Refusal` for a month that cannot be."""
    month, store = period.replace(day=1), desk.store
    check_month(desk, store, month)
    judge, tally = Judge(desk.library), RunTally()
    lowest, highest = id_span(store)
    after = lowest - 1
    while ids := due_ids(store, month, after=after, limit=_PAGE):
        after = ids[-1]
        for due in read_due(store, month, ids):
            found = judge.judge(due)
            if isinstance(found, LeftOutCustomer):
                tally.leave_out(found)
            else:
                tally.add(found.offer, due.way)
        progress(after - lowest, highest - lowest + 1)
    return InvoicingPreview(
        month=month,
        groups=tally.groups,
        left_out=tuple(tally.left_out),
        obstacles=dict(tally.obstacles),
        coming_up=coming_up(store, month, desk.working_date),
        again=is_done(store, month),
        broken_off=broken_off(store, RunKind.CONTRIBUTION, month),
    )
