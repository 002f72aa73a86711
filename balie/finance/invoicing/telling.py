"""What the desk is told of a contribution run, in Dutch: the same on the screen and on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.dutch.counts import many
from balie.dutch.dates import month_year
from balie.dutch.money import format_cents
from balie.finance.invoicing.months import month_text

if TYPE_CHECKING:
    from balie.finance.invoicing.preview import InvoicingPreview
    from balie.finance.invoicing.run import InvoicingResult
    from balie.finance.invoicing.runs import PastRun


LETTERS_WAIT = "De brieven en mails staan klaar: `balie berichten` verstuurt ze."
"""What is told where a run queued letters."""


def nothing_text(seen: InvoicingPreview) -> str:
    """That there is nothing to do for the month; empty where there is: a run that was broken off is to be finished."""
    if seen.count or seen.broken_off or not (seen.again or not seen.left_out_count):
        return ""
    return f"Voor {month_text(seen.month)} is niets{' meer' if seen.again else ''} te factureren."


def broken_off_text(before: PastRun) -> str:
    """How far the run came that was broken off."""
    return f"Eerder afgebroken na {_periods(before.periods, before.cents)}: hier staat wat er nog te doen is."


def question_text(seen: InvoicingPreview) -> str:
    """What is asked before the run: how many periods, what they cost, who is left out; or what else is to be noted."""
    if seen.count:
        left = f" {many(seen.left_out_count, 'klant gaat', 'klanten gaan')} niet mee." if seen.left_out_count else ""
        return f"{_periods(seen.count, seen.cents)} factureren voor {month_text(seen.month)}?{left}"
    if seen.broken_off:
        return f"Er is niets meer te factureren. De afgebroken facturatie van {month_text(seen.month)} afronden?"
    return f"Er is niemand te factureren. {month_year(seen.month)} als gedaan noteren?"


def done_texts(done: InvoicingResult) -> list[str]:
    """What was made now, and by the same run before it was broken off; and what sends the invoices."""
    return [*_made_texts(done), *([LETTERS_WAIT] if has_letters(done) else ())]


def _made_texts(done: InvoicingResult) -> list[str]:
    made = f"{many(done.count, 'periode', 'perioden')} gemaakt, {format_cents(done.cents)} gefactureerd."
    kept = done.run
    if kept is None or kept.periods == done.count:
        return [made]
    earlier = _periods(kept.periods - done.count, kept.cents - done.cents)
    finished = f"De afgebroken facturatie is afgerond; eerder gedaan: {earlier}."
    return [made, finished] if done.count else [finished]


def has_letters(done: InvoicingResult) -> bool:
    """Whether the run made invoices, now or before it was broken off."""
    return bool(done.cents or (done.run is not None and done.run.cents))


def _periods(count: int, cents: int) -> str:
    """`2 perioden van samen € 104,00`."""
    return f"{many(count, 'periode', 'perioden')} van samen {format_cents(cents)}"
