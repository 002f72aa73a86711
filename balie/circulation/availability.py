"""Which items are lent out, and until when: what the catalogue asks of the loans."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from balie.store.dialect import each

if TYPE_CHECKING:
    from balie.store.reading import Reader

_LENT = (
    f"SELECT l.item_number, l.due_on FROM {each()} AS n JOIN loan AS l ON l.item_number = n.value"
    " WHERE l.returned_on IS NULL"
)


def due_dates(reader: Reader, numbers: Sequence[str]) -> Mapping[str, date]:
    """Which of these items are lent out, by number, and until when (the `DueDates` of the catalogue)."""
    rows = reader.read(_LENT, (json.dumps(list(numbers)),)) if numbers else []
    return {number: date.fromisoformat(due_on) for number, due_on in rows}
