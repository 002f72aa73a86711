"""Which month can be invoiced now: not too early, not one that is over, and none is skipped."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from balie.customers.subscriptions.change_plan import AHEAD_MONTHS
from balie.dutch.dates import format_date, month_year
from balie.dutch.periods import add_months
from balie.finance.invoicing.due import count_due, due_ids, earliest_due
from balie.finance.invoicing.runs import last_finished
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.library.structs import Library
    from balie.store.reading import Reader


def month_text(month: date) -> str:
    """`mei 2025`, within a sentence."""
    return month_year(month).lower()


def months_ahead(library: Library) -> int:
    """How many months before a period it can be invoiced; by hand it can be renewed that long ahead."""
    return library.invoicing.months_before if library.invoicing else AHEAD_MONTHS


def usual_month(desk: Desk) -> date:
    """The month to propose: the first that was not done, else the last that can be."""
    latest = add_months(desk.working_date.replace(day=1), months_ahead(desk.library))
    done = last_finished(desk.store)
    return earliest_due(desk.store, latest, done) or latest


def check_month(desk: Desk, reader: Reader, month: date) -> None:
    """Raise `Refusal`, with what to do instead, for a month that cannot be invoiced now. `month` is its first day."""
    today, name = desk.working_date, month_text(month)
    soonest = add_months(month, -months_ahead(desk.library))
    if soonest > today:
        raise Refusal(f"Voor {name} is het te vroeg: die maand kan vanaf {format_date(soonest)} worden gefactureerd.")
    done = last_finished(reader)
    if month < today.replace(day=1):
        if done is not None and month <= done:
            raise Refusal(
                f"{month_year(month)} is voorbij en al gefactureerd. Wat er nog van openstaat: verleng het per klant"
                " (tabblad 3)."
            )
        if not due_ids(reader, month, after=-1, limit=1):
            raise Refusal(f"{month_year(month)} is voorbij, en er is niets van in te halen. Kies een latere maand.")
    earlier = earliest_due(reader, month, done)
    if earlier is not None:
        left = count_due(reader, earlier)
        what = "1 abonnement" if left == 1 else f"{left} abonnementen"
        raise Refusal(
            f"Eerst {month_text(earlier)} ({earlier:%m-%Y}): daarvan is de facturatie van {what} nog niet gedaan."
        )
