"""Closing a period of a till: the difference booked, the money for the bank noted, the Z-report written and locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.dutch.text import read_text
from balie.finance.tills.counting import Count
from balie.finance.tills.last import last_report
from balie.finance.tills.reports import ZReport, read_report
from balie.finance.tills.z_text import z_text
from balie.library.rights import Right
from balie.messages.receipts import template_named
from balie.refusal import Reasons, Refusal
from balie.store.chain import read_head

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.transaction import Transaction

LONGEST_INITIALS = 8
LONGEST_NOTE = 120
INITIALS = "initials"
NOTE = "note"

_NO_INITIALS = "Er is een verschil: typ de paraaf van wie heeft geteld."
_MEANWHILE = (
    "Kas {till} is intussen al geteld: kastelling {number} van {day} door {staff}. Deze telling is niet geboekt; begin"
    " opnieuw als er nog iets te tellen is."
)


def cash_up(desk: Desk, count: Count, *, initials: str = "", note: str = "") -> ZReport:
    """Book a count: the difference as an entry of its own, what goes to the bank, and the Z-report; all or nothing.

    Raises `Refusal` when there is a difference and nobody answers for it (field `initials`), when a text is too long
    (`note`), and when another desk cashed up this till since the count began.
    """
    desk.require(Right.COUNT_TILL)
    by, why = read_signature(count, initials, note)
    template_named("z-report")  # before the turn to write is taken: reading a template takes a while
    with desk.transaction() as tx:
        report_id = _write(tx, desk, count, by, why)
        report = read_report(tx, report_id)
    assert report is not None
    return report


def read_signature(count: Count, initials: str, note: str) -> tuple[str, str]:
    """Who answers for the count and what they say of it, as they are kept; refused as `cash_up` does."""
    reasons = Reasons()
    by = why = ""
    with reasons.at(INITIALS):
        by = read_text(initials, what="De paraaf", longest=LONGEST_INITIALS)
        if count.needs_initials and not by:
            raise Refusal(_NO_INITIALS)
    with reasons.at(NOTE):
        why = read_text(note, what="De toelichting", longest=LONGEST_NOTE)
    reasons.raise_if_any()
    return by, why


def _write(tx: Transaction, desk: Desk, count: Count, initials: str, note: str) -> int:
    form, stamp = count.form, tx.stamp
    last = last_report(tx, form.branch, form.till)
    if last != form.last:
        assert last is not None  # reports are never deleted
        raise Refusal(
            _MEANWHILE.format(till=form.till, number=last.number, day=format_date(last.made_on), staff=last.staff)
        )
    row = tx.read_one("SELECT coalesce(max(id), 0) + 1 FROM z_report")
    assert row is not None
    report_id = int(row[0])
    # What belongs to a report comes before it: afterwards it is locked (schema step 13).
    tx.execute_many(
        "INSERT INTO z_count (z_report_id, piece_cents, pieces) VALUES (?, ?, ?)",
        [(report_id, piece.cents, number) for piece, number in count.pieces],
    )
    tx.execute_many(
        "INSERT INTO till_entry (z_report_id, kind, cents) VALUES (?, ?, ?)",
        [(report_id, kind, cents) for kind, cents in _entries(count) if cents],
    )
    head = read_head(tx)
    shown = "" if desk.is_practice else head.text
    tx.execute(
        "INSERT INTO z_report (id, branch, till, number, after_payment, until_payment, until_sale, loose_cents,"
        " terminal_cents, initials, note, made_on, made_at, staff, text, journal_row, journal_chain)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(report_id, form.branch, form.till, form.number, form.after_payment, form.until_payment),
            form.until_sale,
            *(count.loose_cents, count.terminal_cents, initials or None, note or None),
            *(stamp.working_date.isoformat(), tx.at, stamp.staff),
            z_text(desk, count, initials=initials, note=note, at=stamp.at, journal=shown),
            *(head.row, head.chain),
        ),
    )
    tx.journal(
        "till counted",
        after={
            "till": form.till,
            "number": form.number,
            "counted": format_cents(count.counted_cents),
            "difference": format_cents(count.difference_cents),
        },
    )
    return report_id


def _entries(count: Count) -> tuple[tuple[str, int], ...]:
    return (
        ("beginsaldo", count.opening_cents),
        ("wisselgeld", count.added_cents),
        ("kasverschil", count.difference_cents),
        ("afstorting", -count.banked_cents),
    )
