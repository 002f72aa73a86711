"""The text of a Z-report, made once when the till is closed and kept as it is (data/templates/z-report.txt)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from balie.dutch.dates import format_date
from balie.dutch.moments import format_moment
from balie.dutch.money import format_cents
from balie.dutch.text import clean
from balie.finance.tills.counting import Count
from balie.messages.receipts import template_named

if TYPE_CHECKING:
    from balie.desk import Desk


def z_text(desk: Desk, count: Count, *, initials: str, note: str, at: datetime, journal: str) -> str:
    """The report as it is shown and printed, as wide as a bon: labels to the left, amounts to the right.

    `journal`: the head of the journal (rules.md#journal-chain), to be kept on paper; empty where that is no use.
    """
    form, width = count.form, desk.library.printing.receipt_width
    text = template_named("z-report").render(
        width=width,
        library=clean(desk.library.name),
        branch=clean(f"{desk.branch.number} {desk.branch.name}"),
        till=clean(form.till),
        number=form.number,
        date=f"{format_date(desk.working_date)}, gemaakt {format_moment(at)}",
        staff=clean(desk.staff),
        since=form.since,
        payments=sum(taking.count for taking in count.takings.values()),
        pieces=_aligned(_pieces(count), width),
        money=_aligned(_money(count), width),
        card=_aligned(_card(count), width),
        initials=clean(initials),
        note=clean(note),
        journal=journal,
    )
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n") + "\n"


def _pieces(count: Count) -> Iterable[tuple[str, int]]:
    for piece, number in count.pieces:
        yield f"{number:>5} x {piece.label:>6}", piece.cents * number
    if count.loose_cents:
        yield "Overig", count.loose_cents
    yield "Geteld", count.counted_cents


def _money(count: Count) -> Iterable[tuple[str, int]]:
    yield "Beginsaldo", count.float_cents
    if count.added_cents:
        yield "Wisselgeld erbij", count.added_cents
    yield "Contant ontvangen", count.cash.received_cents
    yield "Contant uitbetaald", -count.cash.paid_out_cents
    if count.rounding_cents:
        yield "Waarvan afronding", count.rounding_cents
    yield "Verwacht", count.expected_cents
    yield "Geteld", count.counted_cents
    yield "Kasverschil", count.difference_cents
    yield "Naar de bank", count.banked_cents
    yield "Blijft in de kas", count.left_cents


def _card(count: Count) -> Iterable[tuple[str, int]]:
    yield "Pin geboekt", count.card.cents
    if count.terminal_cents is not None:
        yield "Pin automaat", count.terminal_cents
        yield "Pinverschil", count.terminal_difference_cents


def _aligned(rows: Iterable[tuple[str, int]], width: int) -> list[str]:
    return [f"{label}{format_cents(cents):>{max(width - len(label), 0)}}" for label, cents in rows]
