"""Overviews by day: what went through the tills, what was booked in each group, and the VAT in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from balie.finance.overviews.groups import group_of_charge, group_of_payment
from balie.finance.overviews.shape import (
    Key,
    Overview,
    OverviewLine,
    PeriodKind,
    Scope,
    after,
    amount,
    count,
    day,
    text,
)
from balie.ledger.charges import vat_included
from balie.ledger.methods import NO_MONEY_HERE
from balie.ledger.till_sales import sales_between
from balie.ledger.totals import charge_totals, payment_totals, rate_totals

if TYPE_CHECKING:
    from balie.store.reading import Reader


def _from(scope: Scope, key: Key | None) -> Scope:
    """The part of a period that a page can still be about."""
    return scope if key is None else replace(scope, first=max(scope.first, date.fromisoformat(str(key[0]))))


def _tills(reader: Reader, scope: Scope, key: Key | None, limit: int) -> Sequence[OverviewLine]:
    part = _from(scope, key)
    lines = [
        OverviewLine(
            (total.day.isoformat(), total.branch, total.till, total.way),
            (
                *(total.day, total.branch, total.till, total.way, group_of_payment(total.way), total.taking.count),
                *(total.taking.received_cents, total.taking.paid_out_cents, total.taking.cents),
            ),
        )
        for total in payment_totals(reader, part.first, part.last, branch=part.branch, till=part.till)
        if total.way not in NO_MONEY_HERE
    ]
    return after(lines, key, limit)


def _groups(reader: Reader, scope: Scope, key: Key | None, limit: int) -> Sequence[OverviewLine]:
    part = _from(scope, key)
    lines = [
        OverviewLine(
            (total.day.isoformat(), 0, total.kind, total.vat_percent),
            (total.day, group_of_charge(total.kind), total.kind, f"{total.vat_percent}%", total.count, total.cents, 0),
        )
        for total in charge_totals(reader, part.first, part.last, branch=part.branch)
    ]
    paid: dict[tuple[date, str], tuple[int, int]] = {}
    for total in payment_totals(reader, part.first, part.last, branch=part.branch):
        number, cents = paid.get((total.day, total.way), (0, 0))
        paid[total.day, total.way] = (number + total.taking.count, cents + total.taking.cents)
    lines += [
        OverviewLine((on.isoformat(), 1, way, 0), (on, group_of_payment(way), way, "", number, 0, cents))
        for (on, way), (number, cents) in paid.items()
    ]
    return after(sorted(lines, key=lambda line: line.key), key, limit)


def _vat(reader: Reader, scope: Scope, key: Key | None, limit: int) -> Sequence[OverviewLine]:
    lines = []
    for total in rate_totals(reader, scope.first, scope.last, branch=scope.branch):
        vat = vat_included(total.cents, total.vat_percent)
        cells = (f"{total.vat_percent}%", total.count, total.cents, vat, total.cents - vat)
        lines.append(OverviewLine((total.vat_percent,), cells))
    return after(lines, key, limit)


def _sales(reader: Reader, scope: Scope, key: Key | None, limit: int) -> Sequence[OverviewLine]:
    found = sales_between(
        reader,
        scope.first,
        scope.last,
        branch=scope.branch,
        till=scope.till,
        after=0 if key is None else int(key[0]),
        limit=limit,
    )
    return [
        OverviewLine(
            (one.id,),
            (one.booked_on, one.branch, one.till, one.kind, one.what, one.way, one.cents, one.note),
        )
        for one in found
    ]


DAY_OVERVIEWS = (
    Overview(
        "dagoverzicht",
        "Dagoverzicht per kas",
        "Wat er per dag, kas en betaalwijze is ontvangen en terugbetaald.",
        (
            *(day(), text("Vest.", 5), text("Kas", 8), text("Betaalwijze", 14), text("Dagboek"), count("Aantal", 6)),
            *(amount("Ontvangen", 10), amount("Terug", 9), amount("Saldo", 10)),
        ),
        PeriodKind.DAY,
        _tills,
        by_till=True,
    ),
    Overview(
        "journaal-totalen",
        "Journaal, totalen per dag",
        "Wat er per dag is geboekt, per boekingsgroep: kosten met hun btw-tarief, betalingen per betaalwijze.",
        (
            *(day(), text("Groep", 14), text("Wat", 15), text("Btw", 4), count("Aantal", 6)),
            *(amount("Kosten", 12), amount("Betaald", 12)),
        ),
        PeriodKind.MONTH,
        _groups,
    ),
    Overview(
        "btw",
        "Btw per tarief",
        "De btw in wat er in rekening is gebracht, per tarief over het totaal van de periode.",
        (
            *(text("Tarief", 8), count("Aantal", 8), amount("Inclusief btw", 14), amount("Btw", 13)),
            amount("Exclusief btw", 14),
        ),
        PeriodKind.MONTH,
        _vat,
    ),
)

SALES_OVERVIEW = Overview(
    "verkoop",
    "Verkoop en kasuitgaven",
    "Wat er zonder klant door de kas ging: verkopen en uitgaven, een voor een.",
    (
        *(day(), text("Vest.", 5), text("Kas", 8), text("Soort", 10), text("Wat", 20), text("Waarmee", 8)),
        *(amount("Bedrag", 10), text("Toelichting")),
    ),
    PeriodKind.DAY,
    _sales,
    by_till=True,
)
