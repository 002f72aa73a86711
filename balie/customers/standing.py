"""Whether a customer is there to work with, or was removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.store.reading import Reader

REMOVED_NAME = "Verwijderd"
"""What stands in the place of the surname of somebody who was removed."""

NO_CUSTOMER = "Deze klant bestaat niet meer: zoek de klant opnieuw op."
"""Why nothing can be done or shown where there is no such customer."""


def is_removed(reader: Reader, customer_id: int) -> bool:
    """Whether this customer was removed: the number and the postings are left, the person is not."""
    return reader.read_one("SELECT 1 FROM removal WHERE customer_id = ?", (customer_id,)) is not None


def must_be_there(reader: Reader, customer_id: int) -> None:
    """Raise `Refusal` when there is no such customer, or when this one was removed."""
    if reader.read_one("SELECT 1 FROM customer WHERE id = ?", (customer_id,)) is None:
        raise Refusal(NO_CUSTOMER)
    if is_removed(reader, customer_id):
        raise Refusal("Deze klant is verwijderd: er verandert niets meer. Schrijf zo nodig opnieuw in (Klanten, F3).")
