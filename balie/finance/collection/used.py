"""What was collected on mandates: how often, how that ended, and when last."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.finance.collection.return_codes import blocking_codes

if TYPE_CHECKING:
    from balie.store.reading import Reader

_USED = """
SELECT j.value, count(*), sum(k.returned_on IS NOT NULL AND k.payment_id IS NULL), max(r.collect_on),
    max(CASE WHEN k.reason IN (SELECT value FROM json_each(?)) THEN k.reason END)
FROM json_each(?) AS j JOIN collection AS k ON k.mandate_reference = j.value
JOIN collection_file AS f ON f.id = k.file_id JOIN collection_run AS r ON r.id = f.run_id GROUP BY j.value
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
    """What was done on the mandates with these references; one on which nothing was collected is left out."""
    rows = reader.read(_USED, (json.dumps(blocking_codes()), json.dumps(list(dict.fromkeys(references)))))
    return {
        reference: Used(presented, refused, date.fromisoformat(last_on), blocked_by)
        for reference, presented, refused, last_on, blocked_by in rows
    }
