"""Overviews of postings one by one: the journal, and what was waived."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from balie.finance.overviews.groups import group_of_charge, group_of_payment
from balie.finance.overviews.people import who
from balie.finance.overviews.shape import (
    Key,
    Overview,
    OverviewLine,
    PeriodKind,
    Scope,
    amount,
    customer_number,
    day,
    text,
)
from balie.ledger.listings import journal_lines, waivers

if TYPE_CHECKING:
    from balie.store.reading import Reader


def _journal(reader: Reader, scope: Scope, key: Key | None, limit: int) -> Sequence[OverviewLine]:
    place = None if key is None else (str(key[0]), int(key[1]), int(key[2]))
    found = journal_lines(reader, scope.first, scope.last, branch=scope.branch, after=place, limit=limit)
    people = who(reader, (item.customer_id for item in found))
    return [
        OverviewLine(
            item.key,
            (
                item.day,
                f"{'B' if item.is_payment else 'K'}{item.id}",
                group_of_payment(item.what) if item.is_payment else group_of_charge(item.what),
                item.what + (" (terug)" if item.counters else ""),
                people[item.customer_id].number,
                None if item.is_payment else item.cents,
                -item.cents if item.is_payment else None,
                "" if item.vat_percent is None else f"{item.vat_percent}%",
                item.branch,
                item.till,
                item.note,
            ),
        )
        for item in found
    ]


def _waivers(reader: Reader, scope: Scope, key: Key | None, limit: int) -> Sequence[OverviewLine]:
    place = None if key is None else (str(key[0]), int(key[1]))
    found = waivers(reader, scope.first, scope.last, branch=scope.branch, after=place, limit=limit)
    people = who(reader, (item.customer_id for item in found))
    return [
        OverviewLine(
            (item.day.isoformat(), item.id),
            (
                *(item.day, people[item.customer_id].number, people[item.customer_id].name, item.cents, item.reason),
                *(item.staff, item.branch),
            ),
        )
        for item in found
    ]


POSTING_OVERVIEWS = (
    Overview(
        "journaal",
        "Journaal",
        "Alle boekingen van klanten per dag, met hun boekingsgroep: K is kosten, B is een betaling.",
        (
            *(day(), text("Boeking", 8), text("Groep", 14), text("Wat", 14), customer_number()),
            *(amount("Kosten", 7), amount("Betaald", 7)),
            *(text("Btw"), text("Vestiging"), text("Kas"), text("Toelichting")),
        ),
        PeriodKind.MONTH,
        _journal,
    ),
    Overview(
        "kwijtschelding",
        "Kwijtgescholden",
        "Wat klanten niet hoefden te betalen, met de reden en wie het besliste.",
        (
            *(day(), customer_number(), text("Naam", 16), amount("Bedrag", 8), text("Reden", 18)),
            *(text("Wie", 6), text("Vestiging")),
        ),
        PeriodKind.MONTH,
        _waivers,
    ),
)
