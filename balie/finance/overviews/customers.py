"""Overviews by customer of how things stand now: open posts by age, and credits. Read in pages, at any size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from balie.finance.overviews.people import who
from balie.finance.overviews.shape import Key, Overview, OverviewLine, PeriodKind, Scope, amount, customer_number, text
from balie.ledger.listings import AGES, OLDEST_ID, credits_of, open_by_age

if TYPE_CHECKING:
    from balie.store.reading import Reader


def _open(reader: Reader, scope: Scope, key: Key | None, limit: int) -> Sequence[OverviewLine]:
    begin = OLDEST_ID if key is None else int(key[0])
    found = open_by_age(reader, scope.last, branch=scope.branch, after=begin, limit=limit)
    people = who(reader, (item.customer_id for item in found))
    return [
        OverviewLine(
            (item.customer_id,),
            (people[item.customer_id].number, people[item.customer_id].name, *item.brackets, item.cents),
        )
        for item in found
    ]


def _credits(reader: Reader, scope: Scope, key: Key | None, limit: int) -> Sequence[OverviewLine]:
    begin = OLDEST_ID if key is None else int(key[0])
    found = credits_of(reader, branch=scope.branch, after=begin, limit=limit)
    people = who(reader, (customer_id for customer_id, _ in found))
    return [
        OverviewLine((customer_id,), (people[customer_id].number, people[customer_id].name, cents))
        for customer_id, cents in found
    ]


_BRACKETS = tuple(f"{low}-{high}" for low, high in zip((0, *(day + 1 for day in AGES)), AGES, strict=False))

CUSTOMER_OVERVIEWS = (
    Overview(
        "open-posten",
        "Openstaande posten naar ouderdom",
        "Wat elke klant nu nog moet betalen, naar het aantal dagen sinds het is geboekt.",
        (
            *(customer_number(), text("Naam", 16)),
            *(amount(name, 7) for name in (*_BRACKETS, "ouder")),
            amount("Totaal", 8),
        ),
        PeriodKind.NOW,
        _open,
    ),
    Overview(
        "tegoeden",
        "Tegoeden",
        "Wat klanten nu te goed hebben: te veel betaald of teruggegeven.",
        (customer_number(), text("Naam", 40), amount("Tegoed", 12)),
        PeriodKind.NOW,
        _credits,
    ),
)
