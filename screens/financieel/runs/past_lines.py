"""Lines that the runs of invoicing have in common: who is left out, and the runs of before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from balie.dutch.counts import format_count
from balie.dutch.dates import format_date, month_year
from balie.finance.invoicing.judging import LeftOutCustomer
from balie.finance.invoicing.runs import PastRun, RunKind, past_runs
from screens.financieel.runs.run_lines import RunLine, counted, told

if TYPE_CHECKING:
    from balie.desk import Desk


_RUNS_SHOWN = 24


def people_lines(people: Sequence[LeftOutCustomer], count: int) -> list[RunLine]:
    """A line each, which Enter opens, and how many more there are of `count` in all."""
    lines = [told(one.line, customer_id=one.customer_id) for one in people]
    more = count - len(people)
    return [*lines, RunLine(f"En nog {format_count(more)}.")] if more > 0 else lines


def past_lines(desk: Desk, kind: RunKind) -> list[RunLine]:
    """The last runs of a kind, a line each."""
    return [_past_line(past) for past in past_runs(desk.store, limit=_RUNS_SHOWN) if past.kind is kind]


def _past_line(past: PastRun) -> RunLine:
    what = month_year(past.period) if past.period else "Aanmaning"
    done = "" if past.finished_at else ", afgebroken"
    begin = f"{what}, {format_date(past.working_date)} ({past.staff}){done}"
    if past.kind is RunKind.CONTRIBUTION:
        return RunLine(begin, counted(past.periods, past.cents))
    counts = (past.reminded, "herinnerd"), (past.overdue, "achterstand"), (past.ended, "uitgeschreven")
    return RunLine(begin, ", ".join(f"{format_count(count)} {what}" for count, what in counts if count))
