"""Herinneringen en achterstand: what follows when contribution is not paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from balie.dutch.counts import format_count
from balie.finance.invoicing.dunning import DunningPreview, DunningResult, dunning_preview, dunning_run
from balie.finance.invoicing.dunning_telling import (
    dunning_broken_off_text,
    dunning_done_texts,
    dunning_nothing_text,
    dunning_question_text,
)
from balie.finance.invoicing.runs import RunKind
from balie.finance.invoicing.unpaid import UnpaidStep
from screens.financieel.runs.past_lines import past_lines
from screens.financieel.runs.run_lines import RunLine, counted, section, told
from screens.financieel.runs.run_page import RunPage
from screens.pages.act import Acts, PageAct

if TYPE_CHECKING:
    from screens.acts.running import Work


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
            *section("Eerder gedaan", past_lines(self.desk, RunKind.DUNNING)),
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
