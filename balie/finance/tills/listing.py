"""Z-reports of a period over all tills, for the overviews, in pages by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.finance.tills.last import counted, entry

if TYPE_CHECKING:
    from balie.store.reading import Reader

_CARD = (
    "coalesce((SELECT sum(cents) FROM payment AS p WHERE p.branch = z.branch AND p.till = z.till AND p.way = 'pin'"
    " AND p.id > z.after_payment AND p.id <= z.until_payment), 0)"
    " + coalesce((SELECT sum(cents) FROM till_sale AS s WHERE s.branch = z.branch AND s.till = z.till AND s.way = 'pin'"
    " AND s.id <= z.until_sale AND s.id > coalesce((SELECT p.until_sale FROM z_report AS p WHERE p.branch = z.branch"
    " AND p.till = z.till AND p.number = z.number - 1), 0)), 0)"
)
_REPORTS = (
    f"SELECT id, made_on, branch, till, number, {counted('z')} AS counted, {entry('z', 'kasverschil')} AS difference,"
    f" -{entry('z', 'afstorting')} AS banked, coalesce(terminal_cents - ({_CARD}), 0) AS card_difference, staff,"
    " coalesce(initials, '') AS initials, coalesce(note, '') AS note FROM z_report AS z"
    " WHERE made_on BETWEEN :first AND :last AND (made_on, id) > (:day, :id) AND (:branch = '' OR branch = :branch)"
    " AND (:till = '' OR till = :till)"
)


@dataclass(frozen=True, slots=True)
class Closing:
    """A Z-report as a line of an overview; amounts in cents, differences below zero where something is missing."""

    id: int
    made_on: date
    branch: str
    till: str
    number: int
    counted_cents: int
    difference_cents: int
    banked_cents: int
    card_difference_cents: int
    staff: str
    initials: str
    note: str


def closings(
    reader: Reader,
    first: date,
    last: date,
    *,
    branch: str = "",
    till: str = "",
    only_differences: bool = False,
    after: tuple[str, int] | None,
    limit: int,
) -> Sequence[Closing]:
    """The Z-reports made on these days (both included), of a branch and a till or "" for all; at most `limit`."""
    day, number = after or ("", 0)
    which = "difference <> 0 OR card_difference <> 0" if only_differences else "TRUE"
    rows = reader.read(
        f"SELECT * FROM ({_REPORTS}) AS found WHERE {which} ORDER BY made_on, id LIMIT :limit",
        {
            "first": first.isoformat(),
            "last": last.isoformat(),
            "branch": branch,
            "till": till,
            "day": day,
            "id": number,
            "limit": limit,
        },
    )
    return [Closing(identity, date.fromisoformat(made_on), *rest) for identity, made_on, *rest in rows]
