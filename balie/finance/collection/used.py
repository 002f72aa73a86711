"""What was collected on mandates: how often, how that ended, and when last; also in the system before Balie."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.finance.collection.return_codes import blocking_codes
from balie.store.dialect import among, each

if TYPE_CHECKING:
    from balie.store.reading import Reader

_USED = f"""
SELECT j.value, count(*), count(*) FILTER (WHERE k.returned_on IS NOT NULL AND k.payment_id IS NULL), max(r.collect_on),
    max(CASE WHEN k.reason IN {among()} THEN k.reason END)
FROM {each()} AS j JOIN collection AS k ON k.mandate_reference = j.value
JOIN collection_file AS f ON f.id = k.file_id JOIN collection_run AS r ON r.id = f.run_id GROUP BY j.value
"""
_BEFORE = f"""
SELECT d.reference, d.collected_before FROM {each()} AS j JOIN mandate AS d ON d.reference = j.value
WHERE d.collected_before IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Used:
    """What was done on a mandate: times presented, of which refused before booking; the last day; why it is blocked."""

    presented: int
    refused: int
    last_on: date | None
    blocked_by: str | None


UNUSED = Used(0, 0, None, None)


def read_used(reader: Reader, references: Iterable[str]) -> dict[str, Used]:
    """What was done on the mandates with these references; one on which nothing was collected is left out.

    What the system before collected counts as one time, booked on its last day.
    """
    wanted = json.dumps(list(dict.fromkeys(references)))
    found = {
        reference: Used(presented, refused, date.fromisoformat(last_on), blocked_by)
        for reference, presented, refused, last_on, blocked_by in reader.read(
            _USED, (json.dumps(blocking_codes()), wanted)
        )
    }
    for reference, before in reader.read(_BEFORE, (wanted,)):
        used, day = found.get(reference, UNUSED), date.fromisoformat(before)
        last_on = day if used.last_on is None else max(used.last_on, day)
        found[reference] = Used(used.presented + 1, used.refused, last_on, used.blocked_by)
    return found
