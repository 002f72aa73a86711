"""Facturatie: the contribution of a month. Herinneringen en achterstand: what follows when it is not paid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from balie.dutch.counts import format_count
from balie.dutch.dates import format_date, month_year
from balie.dutch.months import format_month, read_month
from balie.finance.invoicing.dunning import DunningPreview, DunningResult, dunning_preview, dunning_run
from balie.finance.invoicing.dunning_telling import (
    dunning_broken_off_text,
    dunning_done_texts,
    dunning_nothing_text,
    dunning_question_text,
)
from balie.finance.invoicing.judging import LeftOutCustomer
from balie.finance.invoicing.months import usual_month
from balie.finance.invoicing.preview import InvoicingPreview, preview
from balie.finance.invoicing.run import InvoicingResult, run
from balie.finance.invoicing.runs import PastRun, RunKind, past_runs
from balie.finance.invoicing.telling import broken_off_text, done_texts, nothing_text, question_text
from balie.finance.invoicing.unpaid import UnpaidStep
from screens.financieel.runs.run_lines import RunLine, counted, section, told
from screens.financieel.runs.run_page import FieldRunPage, RunPage
from screens.pages.act import Acts, PageAct
from screens.widgets.form_model import FieldSpec

if TYPE_CHECKING:
    from balie.desk import Desk
    from screens.acts.running import Work

MONTH = FieldSpec("month", "Maand (mm-jjjj)", 0, required=True, longest=7, width=8)
_RUNS_SHOWN = 24


class InvoicingPage(FieldRunPage[InvoicingPreview, InvoicingResult]):
    """The run of a month; the one that is due stands there already."""

    heading = "Facturatie"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, MONTH, format_month(usual_month(desk)))

    def read_field(self, name: str, text: str) -> str:
        """A month, as it is written."""
        return format_month(read_month(text))

    def looking(self) -> Work[InvoicingPreview]:
        """What the run of the month makes."""
        month = read_month(self.typed)
        return lambda desk, progress: preview(desk, month, progress)

    def lines(self) -> list[RunLine]:
        """Per subscription and way of paying, then who is left out, then the runs of before."""
        seen = self.seen
        return [
            *(_preview_lines(seen) if seen else ()),
            *section("Eerder gedaan", _past_lines(self.desk, RunKind.CONTRIBUTION)),
        ]

    def nothing(self, seen: InvoicingPreview) -> str:
        """Whether there is anybody to invoice, or a month to be noted as done."""
        return nothing_text(seen)

    def question(self, seen: InvoicingPreview) -> str:
        """How many periods, what they cost, and how many customers are left out."""
        return question_text(seen)

    def doing(self, seen: InvoicingPreview) -> Work[InvoicingResult]:
        """The run."""
        return lambda desk, progress: run(desk, seen.month, progress)

    def told(self, done: InvoicingResult) -> list[str]:
        """What was made."""
        return done_texts(done)

    ACTS: Acts[Self] = (PageAct("main", FieldRunPage.do_main, label="Factureren"),)


def _preview_lines(seen: InvoicingPreview) -> list[RunLine]:
    people = {one.customer_id for one in seen.left_out}
    coming_up = [one for one in seen.coming_up if one.customer_id not in people]
    return [
        *([told(broken_off_text(seen.broken_off))] if seen.broken_off else ()),
        *(
            RunLine(f"{group.code} {group.name}, {group.way}", counted(group.count, group.cents))
            for group in seen.groups
        ),
        *([RunLine("Samen te factureren", counted(seen.count, seen.cents))] if seen.count else ()),
        *(
            RunLine(f"Niet gefactureerd, {obstacle}", format_count(count))
            for obstacle, count in sorted(seen.obstacles.items())
        ),
        *section("Gaat niet mee (Enter opent de klant)", _people(seen.left_out, seen.left_out_count)),
        *section("Doorstroom, de komende twee maanden", _people(coming_up, len(coming_up))),
    ]


def _people(people: Sequence[LeftOutCustomer], count: int) -> list[RunLine]:
    lines = [told(one.line, customer_id=one.customer_id) for one in people]
    more = count - len(people)
    return [*lines, RunLine(f"En nog {format_count(more)}.")] if more > 0 else lines


def _past_lines(desk: Desk, kind: RunKind) -> list[RunLine]:
    return [_past_line(past) for past in past_runs(desk.store, limit=_RUNS_SHOWN) if past.kind is kind]


def _past_line(past: PastRun) -> RunLine:
    what = month_year(past.period) if past.period else "Aanmaning"
    done = "" if past.finished_at else ", afgebroken"
    begin = f"{what}, {format_date(past.working_date)} ({past.staff}){done}"
    if past.kind is RunKind.CONTRIBUTION:
        return RunLine(begin, counted(past.periods, past.cents))
    counts = (past.reminded, "herinnerd"), (past.overdue, "achterstand"), (past.ended, "uitgeschreven")
    return RunLine(begin, ", ".join(f"{format_count(count)} {what}" for count, what in counts if count))


class DunningPage(RunPage[DunningPreview, DunningResult]):
    """The steps that are due today, by the library's terms."""

    heading = "Herinneringen en achterstand"

    def looking(self) -> Work[DunningPreview]:
        """Which steps are due."""
        return dunning_preview

    def lines(self) -> list[RunLine]:
        """Per step, then who, then the runs of before."""
        seen = self.seen
        return [
            *(_step_lines(seen) if seen else ()),
            *section("Eerder gedaan", _past_lines(self.desk, RunKind.DUNNING)),
        ]

    def nothing(self, seen: DunningPreview) -> str:
        """Whether anything is due."""
        return dunning_nothing_text(seen)

    def question(self, seen: DunningPreview) -> str:
        """Each step with its count, and what is open in all; or whether a run that was broken off is done."""
        return dunning_question_text(seen)

    def doing(self, seen: DunningPreview) -> Work[DunningResult]:
        """The run."""
        return dunning_run

    def told(self, done: DunningResult) -> list[str]:
        """What was done, step by step."""
        return dunning_done_texts(done)

    ACTS: Acts[Self] = (PageAct("main", RunPage.do_main, label="Aanmanen"),)


def _step_lines(seen: DunningPreview) -> list[RunLine]:
    people = [told(one.line, customer_id=one.customer_id) for one in seen.customers]
    more = seen.count - len(people)
    return [
        *([told(dunning_broken_off_text(seen.broken_off))] if seen.broken_off else ()),
        *(
            RunLine(step.capitalize(), counted(seen.counts[step], seen.cents[step]))
            for step in UnpaidStep
            if seen.counts.get(step)
        ),
        *section("Wie (Enter opent de klant)", people),
        *([RunLine(f"En nog {format_count(more)}.")] if more > 0 else ()),
    ]
