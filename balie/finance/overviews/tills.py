"""Overviews of cash-ups: every one of them, and those with a difference."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from balie.finance.overviews.shape import Key, Overview, OverviewLine, PeriodKind, Scope, amount, day, text
from balie.finance.tills.listing import Closing, closings

if TYPE_CHECKING:
    from balie.store.reading import Reader


def _read(reader: Reader, scope: Scope, key: Key | None, limit: int, *, only_differences: bool) -> Sequence[Closing]:
    return closings(
        reader,
        scope.first,
        scope.last,
        branch=scope.branch,
        till=scope.till,
        only_differences=only_differences,
        after=None if key is None else (str(key[0]), int(key[1])),
        limit=limit,
    )


def _closings(reader: Reader, scope: Scope, key: Key | None, limit: int) -> Sequence[OverviewLine]:
    return [
        OverviewLine(
            (item.made_on.isoformat(), item.id),
            (
                *(item.made_on, item.branch, item.till, str(item.number), item.counted_cents - item.difference_cents),
                *(item.counted_cents, item.difference_cents, item.banked_cents, item.staff),
            ),
        )
        for item in _read(reader, scope, key, limit, only_differences=False)
    ]


def _differences(reader: Reader, scope: Scope, key: Key | None, limit: int) -> Sequence[OverviewLine]:
    return [
        OverviewLine(
            (item.made_on.isoformat(), item.id),
            (
                *(item.made_on, item.branch, item.till, str(item.number), item.difference_cents),
                *(item.card_difference_cents, item.initials, item.note, item.staff),
            ),
        )
        for item in _read(reader, scope, key, limit, only_differences=True)
    ]


_TILL = (day(), text("Vest.", 5), text("Kas", 8), text("Nr.", 5))

TILL_OVERVIEWS = (
    Overview(
        "kastellingen",
        "Kastellingen",
        "De kastellingen: wat er had moeten liggen, wat er lag, en wat naar de bank ging.",
        (
            *_TILL,
            *(amount("Verwacht", 10, summed=False), amount("Geteld", 10, summed=False)),
            *(amount("Kasverschil", 11), amount("Naar de bank", 12), text("Wie")),
        ),
        PeriodKind.MONTH,
        _closings,
        by_till=True,
    ),
    Overview(
        "kasverschillen",
        "Kasverschillen",
        "De kastellingen die niet uitkwamen, contant of pin, met paraaf en toelichting.",
        (
            *_TILL,
            *(amount("Kasverschil", 11), amount("Pinverschil", 11), text("Paraaf", 8), text("Toelichting", 15)),
            text("Wie"),
        ),
        PeriodKind.MONTH,
        _differences,
        by_till=True,
    ),
)
