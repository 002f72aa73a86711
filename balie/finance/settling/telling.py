"""What the desk is told of a batch that gives money back, in Dutch: the same on the screen and on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.dutch.counts import many
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents

if TYPE_CHECKING:
    from datetime import date

    from balie.finance.settling.payouts import PaidOut, PayoutPreview


def payments_text(count: int, cents: int) -> str:
    """`2 uitbetalingen van samen € 104,00`."""
    together = " samen" if count > 1 else ""
    return f"{_payments(count)} van{together} {format_cents(cents)}"


def nothing_text(seen: PayoutPreview) -> str:
    """That nobody is to be settled or paid, nor a file to be laid down again; empty where there is."""
    if seen.made or seen.payments or seen.to_settle:
        return ""
    return f"In week {seen.week} is nu niets af te rekenen of uit te betalen."


def question_text(seen: PayoutPreview) -> str:
    """What is asked before the batch: how many are settled, how many are paid and how much, who is left out."""
    if seen.made is not None:
        return "Hetzelfde bestand opnieuw klaarzetten?"
    settle = many(len(seen.to_settle), "opzegging", "opzeggingen")
    if not seen.payments:
        return f"{settle} afrekenen? Uit te betalen is er niets."
    what = f"{payments_text(len(seen.payments), seen.cents)} klaarzetten voor de bank?"
    left = f" {many(len(seen.left_out), 'gaat', 'gaan')} niet mee." if seen.left_out else ""
    return (f"{settle} afrekenen, en {what}" if seen.to_settle else what) + left


def done_texts(done: PaidOut) -> list[str]:
    """What was settled and paid, where the file lies, and what is to be done with it."""
    told = [f"{many(done.settled, 'opzegging', 'opzeggingen')} afgerekend."] if done.settled else []
    if done.file is None:
        return [*told, "Er is niets uit te betalen."]
    again = "Opnieuw klaargezet: " if done.again else ""
    made = f"{again}{done.file.path.name}: {payments_text(done.file.payments, done.file.cents)}."
    return [*told, made, f"Lever het in bij de bank. Het staat in {done.file.path.parent}.", *done.remarks]


def executed_text(count: int, on: date) -> str:
    """How many payments the bank carried out on a day."""
    return f"{_payments(count)} uitgevoerd op {format_date(on)}."


def _payments(count: int) -> str:
    return many(count, "uitbetaling", "uitbetalingen")
