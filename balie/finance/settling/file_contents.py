"""What stands in a file of payouts, and what became of each payment, for a screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.dutch.dates import format_date

if TYPE_CHECKING:
    from balie.store.reading import Reader

_PAYMENTS = "SELECT end_to_end_id, cents, holder, executed_on, returned_on FROM payout WHERE file_id = ? ORDER BY place"


@dataclass(frozen=True, slots=True)
class FilePayment:
    """One payment of a file, in cents; `holder` is empty where the customer was removed since.

    `state` is Dutch: `naar de bank`, `uitgevoerd op 15-09-2026`, `teruggekomen op 16-09-2026`.
    """

    end_to_end_id: str
    cents: int
    holder: str
    state: str


def payments_in(reader: Reader, file_id: int) -> list[FilePayment]:
    """The payments of a file (`payout_file.id`), in the order in which they stand in it."""
    return [
        FilePayment(end_to_end_id, cents, holder or "", _state(executed_on, returned_on))
        for end_to_end_id, cents, holder, executed_on, returned_on in reader.read(_PAYMENTS, (file_id,))
    ]


def _state(executed_on: str | None, returned_on: str | None) -> str:
    if returned_on is not None:
        return f"teruggekomen op {format_date(date.fromisoformat(returned_on))}"
    if executed_on is not None:
        return f"uitgevoerd op {format_date(date.fromisoformat(executed_on))}"
    return "naar de bank"
