"""What `balie uitbetaling` does: show who is settled and paid, and who is not and why; ask, and make the file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from balie.commands.terminal import ask
from balie.customers.finding.entry import KnownCustomer, read_customer
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.dutch.text import clean
from balie.finance.settling.outcome import mark_executed
from balie.finance.settling.payouts import PayoutPreview, pay_out, preview_payouts
from balie.finance.settling.telling import done_texts, executed_text, nothing_text, payments_text, question_text
from balie.finance.settling.weeks import read_week, week_of
from balie.opening import Opening
from balie.options import DeskOptions
from balie.refusal import Reasons, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk

_OK, _REFUSED = 0, 1


def pay_out_week(
    options: DeskOptions, week: str | None, *, not_reversed: Sequence[str], today: date, sure: bool
) -> int:
    """Show what paying out `week` (`2026-38`; None: this one) does; ask, unless `sure`, and do it.

    `not_reversed` are klantnummers of whom somebody looked up that the collection was not reversed. The status is 1
    when somebody was left out, or when it was not done.
    """
    with Opening(options, today=today) as opening:
        desk = opening.desk()
        chosen = None if week is None else read_week(week)
        checked = _read_numbers(desk, not_reversed)
        found = preview_payouts(desk, chosen, checked)
        _show(found)
        status = _REFUSED if found.left_out else _OK
        if nothing := nothing_text(found):
            print(nothing)
            return status
        if not sure and not ask(question_text(found)):
            print("Er is niets gedaan.", file=sys.stderr)
            return _REFUSED
        done = pay_out(desk, chosen, checked)
        for text in done_texts(done):
            print(clean(text))
        return _REFUSED if done.left_out else _OK


def note_executed(options: DeskOptions, week: str | None, on: date, *, today: date) -> int:
    """Note that the bank paid the file of a week (None: this one) on that day, for who reads no files of the bank."""
    with Opening(options, today=today) as opening:
        desk = opening.desk()
        chosen = week_of(desk.working_date) if week is None else read_week(week)
        count = mark_executed(desk, chosen, on)
        print(f"Week {chosen}: {executed_text(count, on)}")
        return _OK


def _read_numbers(desk: Desk, numbers: Sequence[str]) -> frozenset[int]:
    """The actor-ids of these klantnummers. Raises `Refusal` with every one that is not known."""
    reasons, found = Reasons(), set()
    for number in numbers:
        with reasons.at("not_reversed"):
            known = read_customer(desk.store, number, desk.working_date)
            if not isinstance(known, KnownCustomer):
                raise Refusal(f"{clean(number)} is geen klantnummer.")
            found.add(known.customer_id)
    reasons.raise_if_any()
    return frozenset(found)


def _show(found: PayoutPreview) -> None:
    print(f"Week {found.week}")
    if found.made is not None:
        what = payments_text(found.made.payments, found.made.cents)
        print(f"Al gemaakt op {format_date(found.made.made_on)}: {found.made.path.name}, {what}")
    for case in found.to_settle:
        amount = format_cents(case.settlement.refund_cents)
        print(clean(f"Af te rekenen: {case.number} {case.name}, contributie terug {amount}"))
    for payment in found.payments:
        print(clean(f"Uit te betalen: {payment.line}{' (niet gestorneerd)' if payment.checked else ''}"))
    if found.payments:
        total = payments_text(len(found.payments), found.cents)
        print(f"{total}, uitvoering {format_date(found.execute_on)}.")
    for remark in found.remarks:
        print(f"Let op: {remark}", file=sys.stderr)
    for one in found.left_out:
        print(clean(f"Gaat niet mee: {one.line}"), file=sys.stderr)
