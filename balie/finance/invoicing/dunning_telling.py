"""What the desk is told of a run of reminders, in Dutch: the same on the screen and on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.dutch.counts import format_count, many
from balie.dutch.money import format_cents
from balie.finance.invoicing.telling import LETTERS_WAIT
from balie.finance.invoicing.unpaid import UnpaidStep

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balie.finance.invoicing.dunning import DunningPreview, DunningResult
    from balie.finance.invoicing.runs import PastRun

_WORDS = {
    UnpaidStep.REMINDER: ("herinnering", "herinneringen"),
    UnpaidStep.ARREARS: ("betalingsachterstand", "betalingsachterstanden"),
    UnpaidStep.END: ("uitschrijving", "uitschrijvingen"),
}


def dunning_nothing_text(seen: DunningPreview) -> str:
    """That nobody is due; empty where there is something to do: a run that was broken off is to be finished."""
    return "" if seen.count or seen.broken_off else "Er is vandaag niemand aan te manen."


def dunning_broken_off_text(before: PastRun) -> str:
    """How far the run came that was broken off."""
    return f"Eerder afgebroken na {_steps(_counts(before))}: hier staat wat er nog te doen is."


def dunning_question_text(seen: DunningPreview) -> str:
    """What is asked before the run: each step with its count, and what is open in all.

    Or whether the end of a run that was broken off is to be noted, where nothing else is left of it.
    """
    if not seen.count:
        return "Er is niemand meer aan te manen. De afgebroken aanmaning afronden?"
    steps = ", ".join(f"{step} {format_count(seen.counts[step])}" for step in UnpaidStep if seen.counts.get(step))
    return f"Uitvoeren: {steps}? Samen staat er {format_cents(sum(seen.cents.values()))} open."


def dunning_done_texts(done: DunningResult) -> list[str]:
    """What was done now, step by step, and by the same run before it was broken off; and what sends the letters."""
    return [*_done_texts(done), *([LETTERS_WAIT] if has_dunning_letters(done) else ())]


def _done_texts(done: DunningResult) -> list[str]:
    now = [
        f"{step.capitalize()}: {many(done.counts[step], 'klant', 'klanten')}."
        for step in UnpaidStep
        if done.counts.get(step)
    ]
    if done.run is None:
        return now or ["Er is niemand aangemaand."]
    earlier = {step: count - done.counts.get(step, 0) for step, count in _counts(done.run).items()}
    if not any(earlier.values()) and now:
        return now
    return [*now, f"De afgebroken aanmaning is afgerond; eerder gedaan: {_steps(earlier)}."]


def has_dunning_letters(done: DunningResult) -> bool:
    """Whether the run made letters, now or before it was broken off."""
    before = _counts(done.run) if done.run else {}
    return any(
        counts.get(step) for step in (UnpaidStep.REMINDER, UnpaidStep.ARREARS) for counts in (done.counts, before)
    )


def _counts(run: PastRun) -> dict[UnpaidStep, int]:
    return {UnpaidStep.REMINDER: run.reminded, UnpaidStep.ARREARS: run.overdue, UnpaidStep.END: run.ended}


def _steps(counts: Mapping[UnpaidStep, int]) -> str:
    """`2 herinneringen en 1 uitschrijving`."""
    parts = [many(count, *_WORDS[step]) for step, count in counts.items() if count]
    return " en ".join(([", ".join(parts[:-1])] if parts[1:] else []) + parts[-1:]) or "geen enkele stap"
