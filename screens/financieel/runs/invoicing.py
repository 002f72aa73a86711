"""Facturatie: the contribution of a month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from balie.dutch.counts import format_count
from balie.dutch.months import format_month, read_month
from balie.finance.invoicing.months import usual_month
from balie.finance.invoicing.preview import InvoicingPreview, preview
from balie.finance.invoicing.run import InvoicingResult, run
from balie.finance.invoicing.runs import RunKind
from balie.finance.invoicing.telling import broken_off_text, done_texts, nothing_text, question_text
from screens.financieel.runs.past_lines import past_lines, people_lines
from screens.financieel.runs.run_lines import RunLine, counted, section, told
from screens.financieel.runs.run_page import FieldRunPage
from screens.pages.act import Acts, PageAct
from screens.widgets.form_model import FieldSpec

if TYPE_CHECKING:
    from balie.desk import Desk
    from screens.acts.running import Work

MONTH = FieldSpec("month", "Maand (mm-jjjj)", 0, required=True, longest=7, width=8)


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
            *section("Eerder gedaan", past_lines(self.desk, RunKind.CONTRIBUTION)),
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
        *section("Gaat niet mee (Enter opent de klant)", people_lines(seen.left_out, seen.left_out_count)),
        *section("Doorstroom, de komende twee maanden", people_lines(coming_up, len(coming_up))),
    ]
