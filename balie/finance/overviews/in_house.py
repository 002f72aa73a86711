"""The overview of what was used inside the library, by day, branch and material."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from balie.circulation.in_house import uses_between
from balie.finance.overviews.shape import Key, Overview, OverviewLine, PeriodKind, Scope, after, count, day, text

if TYPE_CHECKING:
    from balie.store.reading import Reader


def _uses(reader: Reader, scope: Scope, key: Key | None, limit: int) -> Sequence[OverviewLine]:
    lines = [
        OverviewLine((one.day.isoformat(), one.branch, one.material), (one.day, one.branch, one.material, one.count))
        for one in uses_between(reader, scope.first, scope.last, branch=scope.branch)
    ]
    return after(lines, key, limit)


IN_HOUSE_OVERVIEW = Overview(
    "in-huis",
    "In huis gebruikt",
    "Hoe vaak exemplaren in de bibliotheek zijn gebruikt zonder te zijn geleend, per dag en materiaal.",
    (day(), text("Vest.", 5), text("Materiaal", 30), count("Aantal", 8)),
    PeriodKind.MONTH,
    _uses,
)
