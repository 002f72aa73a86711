"""What the run of a month would collect, and whether it can be run now at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.mandates import Sequence
from balie.dutch.counts import format_count
from balie.dutch.dates import format_date, month_year
from balie.dutch.money import format_cents
from balie.dutch.periods import add_months, first_of_next_month
from balie.finance.collection.candidates import CollectionTerms, DueCharges
from balie.finance.collection.creditor import Creditor, creditor_of
from balie.finance.collection.dates import CollectionDates, collection_dates
from balie.finance.collection.files import CollectionFile, files_of
from balie.finance.collection.items import LeftOutCharge
from balie.finance.collection.naming import undo_half_booked
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk

MOST = 10_000
"""Collections in one file."""
OPEN_CHARGES = "SELECT count(*) FROM charge WHERE settled_on IS NULL"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class CollectionPreview:
    """What the run of a month would do now. Amounts in cents; `first` are the first collections of their mandates.

    `again` counts what is presented for the second time, `left_out` what is due and does not go along, `under_way` what
    is at the bank already. `made` are the files of this month that were made before; `warnings` are Dutch sentences.
    """

    month: date
    dates: CollectionDates
    items: int
    cents: int
    first: int
    first_cents: int
    again: int
    left_out: int
    left_out_cents: int
    under_way: int
    made: tuple[CollectionFile, ...]
    warnings: tuple[str, ...]

    @property
    def files(self) -> int:
        """How many files it takes."""
        return -(-self.items // MOST)

    def lines(self) -> tuple[tuple[str, str], ...]:
        """The preview as the screen shows it: labels with their values."""
        recurrent = format_cents(self.cents - self.first_cents)
        return (
            ("Incassomaand", month_year(self.month)),
            ("Incassodatum", format_date(self.dates.collect_on)),
            ("Inleveren bij de bank", f"uiterlijk {format_date(self.dates.deliver_by)}"),
            ("Incasso's", f"{format_count(self.items)} · {format_cents(self.cents)}"),
            ("Eerste (FRST)", f"{format_count(self.first)} · {format_cents(self.first_cents)}"),
            ("Vervolg (RCUR)", f"{format_count(self.items - self.first)} · {recurrent}"),
            ("Opnieuw aangeboden", format_count(self.again)),
            ("Bestanden", str(self.files)),
            ("Gaat niet mee", f"{format_count(self.left_out)} · {format_cents(self.left_out_cents)}"),
            ("Al onderweg", format_count(self.under_way)),
        )


def next_month(desk: Desk) -> date:
    """The month that a run is for now, its first day: the first one that can still be delivered to the bank.

    Raises `Refusal` when this library does not collect.
    """
    rule = creditor_of(desk.library).rule
    month = desk.working_date.replace(day=1)
    while collection_dates(month, rule).last_delivery < desk.working_date:
        month = add_months(month, 1)
    return month


def preview(
    desk: Desk,
    month: date,
    *,
    on_left_out: Callable[[LeftOutCharge], None] = lambda left_out: None,
    progress: Progress = lambda done, total: None,
) -> CollectionPreview:
    """What the run of the month of `month` would collect; nothing changes, but what a killed run half booked goes.

    Each charge that is due and does not go along goes to `on_left_out`; `progress` gets how many open charges were
    looked at of how many. Raises `Refusal` for a month that cannot be collected now, when this library does not
    collect, and while a file is being booked.
    """
    creditor = creditor_of(desk.library)
    dates = judge_month(desk, month, creditor)
    undo_half_booked(desk)
    warnings = _late(desk, dates)
    left_out = left_out_cents = items = cents = first = first_cents = again = 0

    def leave_out(charge: LeftOutCharge) -> None:
        nonlocal left_out, left_out_cents
        left_out += 1
        left_out_cents += charge.cents
        on_left_out(charge)

    total = int((desk.store.read_one(OPEN_CHARGES) or (0,))[0])
    terms = CollectionTerms(month.replace(day=1), dates.collect_on, desk.working_date, creditor.rule)
    due = DueCharges(desk.store, terms, on_left_out=leave_out, on_warning=warnings.append)
    for item in due.items():
        items += 1
        cents += item.cents
        again += item.attempt > 1
        if item.sequence is Sequence.FIRST:
            first += 1
            first_cents += item.cents
        if not items % 1_000:
            progress(min(items + left_out, total), total)
    progress(total, total)
    return CollectionPreview(
        month=terms.month,
        dates=dates,
        items=items,
        cents=cents,
        first=first,
        first_cents=first_cents,
        again=again,
        left_out=left_out,
        left_out_cents=left_out_cents,
        under_way=due.under_way,
        made=tuple(files_of(desk.store, terms.month)),
        warnings=tuple(warnings),
    )


def judge_month(desk: Desk, month: date, creditor: Creditor) -> CollectionDates:
    """The dates of a run. Raises `Refusal` when it is too late for this month, or too early."""
    dates = collection_dates(month, creditor.rule)
    name = month_year(month).lower()
    if desk.working_date > dates.last_delivery:
        raise Refusal(
            f"Voor {name} is het te laat: de incasso van {format_date(dates.collect_on)} moest uiterlijk"
            f" {format_date(dates.last_delivery)} bij de bank zijn. Kies {month_year(next_month(desk)).lower()}; wat"
            " nog open staat gaat dan mee."
        )
    if month.replace(day=1) > first_of_next_month(desk.working_date):
        start = add_months(month.replace(day=1), -1)
        raise Refusal(f"Voor {name} is het te vroeg: dat kan vanaf {format_date(start)}.")
    return dates


def _late(desk: Desk, dates: CollectionDates) -> list[str]:
    if desk.working_date <= dates.deliver_by:
        return []
    return [
        f"Het bestand had op {format_date(dates.deliver_by)} bij de bank moeten zijn; vraag de bank of het nog mee kan"
        f" voor {format_date(dates.collect_on)}. Uiterlijk {format_date(dates.last_delivery)}."
    ]
