"""What `balie facturatie` does: show what the run of a month makes and whom it leaves out, ask, and do it.

With `--aanmanen`: the same for what follows when contribution is not paid.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date

from balie.commands.terminal import ask, progress_bar
from balie.dutch.counts import format_count, many
from balie.dutch.money import format_cents
from balie.dutch.months import read_month
from balie.dutch.text import clean
from balie.finance.invoicing.dunning import DunningPreview, dunning_preview, dunning_run
from balie.finance.invoicing.dunning_telling import (
    dunning_broken_off_text,
    dunning_done_texts,
    dunning_nothing_text,
    dunning_question_text,
)
from balie.finance.invoicing.judging import LeftOutCustomer
from balie.finance.invoicing.months import month_text, usual_month
from balie.finance.invoicing.preview import InvoicingPreview, preview
from balie.finance.invoicing.run import run
from balie.finance.invoicing.telling import broken_off_text, done_texts, nothing_text, question_text
from balie.finance.invoicing.unpaid import UnpaidStep
from balie.opening import Opening
from balie.options import DeskOptions

_OK, _REFUSED = 0, 1
_LINES_SHOWN = 200


def invoice_month(options: DeskOptions, month: str | None, *, today: date, sure: bool) -> int:
    """Show what the run of `month` (`05-2025`; None for the one that is next) makes; ask, unless `sure`, and do it.

    The status is 1 when somebody was left out, or when nothing was done though there was something to do.
    """
    with Opening(options, today=today) as opening:
        desk = opening.desk()
        chosen = usual_month(desk) if month is None else read_month(month)
        found = preview(desk, chosen)
        _show(found)
        status = _REFUSED if found.left_out_count else _OK
        if nothing := nothing_text(found):
            print(nothing)
            return status
        if not sure and not ask(question_text(found)):
            print("Er is niets gefactureerd.", file=sys.stderr)
            return _REFUSED
        with progress_bar("Factureren") as progress:
            done = run(desk, chosen, progress)
        print(*done_texts(done), sep="\n")
        return _REFUSED if done.obstacles else _OK


def dun(options: DeskOptions, *, today: date, sure: bool) -> int:
    """Show which reminders and further steps are due today; ask, unless `sure`, and take them."""
    with Opening(options, today=today) as opening:
        desk = opening.desk()
        found = dunning_preview(desk)
        if nothing := dunning_nothing_text(found):
            print(nothing)
            return _OK
        _show_steps(found)
        if not sure and not ask(dunning_question_text(found)):
            print("Er is niemand aangemaand.", file=sys.stderr)
            return _REFUSED
        with progress_bar("Aanmanen") as progress:
            done = dunning_run(desk, progress)
        print(*dunning_done_texts(done), sep="\n")
        return _OK


def _show(found: InvoicingPreview) -> None:
    print(f"Facturatie van {month_text(found.month)}")
    if found.broken_off:
        print(broken_off_text(found.broken_off))
    for group in found.groups:
        print(
            clean(f"  {group.code} {group.name}, {group.way}: {format_count(group.count)}, {format_cents(group.cents)}")
        )
    if found.count:
        print(f"Samen: {many(found.count, 'periode', 'perioden')}, {format_cents(found.cents)}")
    for obstacle, count in sorted(found.obstacles.items()):
        print(f"Niet gefactureerd, {obstacle}: {format_count(count)}", file=sys.stderr)
    _show_people(found.left_out, found.left_out_count)
    told = {one.customer_id for one in found.left_out}
    coming_up = [one for one in found.coming_up if one.customer_id not in told]
    if coming_up:
        print("Doorstroom, de komende twee maanden:", file=sys.stderr)
        _show_people(coming_up, len(coming_up))


def _show_people(people: Sequence[LeftOutCustomer], count: int) -> None:
    for one in people[:_LINES_SHOWN]:
        print(clean(f"  {one.line}"), file=sys.stderr)
    if (more := count - min(len(people), _LINES_SHOWN)) > 0:
        print(f"  En nog {format_count(more)}.", file=sys.stderr)


def _show_steps(found: DunningPreview) -> None:
    if found.broken_off:
        print(dunning_broken_off_text(found.broken_off))
    for step in UnpaidStep:
        if count := found.counts.get(step):
            print(f"{step.capitalize()}: {many(count, 'klant', 'klanten')}, {format_cents(found.cents[step])} open")
    for one in found.customers[:_LINES_SHOWN]:
        print(clean(f"  {one.line}"))
    if (more := found.count - min(len(found.customers), _LINES_SHOWN)) > 0:
        print(f"  En nog {format_count(more)}.")
