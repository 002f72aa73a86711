"""Tab A, Rollen, while it is edited: a Ja or Nee per role. The role Lid follows from the membership."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.customers.edit_fields import EditField, EditTab, Values, nothing_to_judge, yes_no
from balie.customers.lists import lists
from balie.customers.spans import span_values, write_spans

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction


def _fields(desk: Desk, customer_id: int) -> tuple[EditField, ...]:
    return tuple(yes_no(f"role_{role.code}", role.label) for role in lists().roles)


def _read(reader: Reader, customer_id: int) -> dict[str, str]:
    return span_values(reader, "role", customer_id, lists().roles)


def _write(desk: Desk, tx: Transaction, customer_id: int, was: Values, will: Values) -> None:
    write_spans(tx, "role", customer_id, was, will)


TAB = EditTab(_fields, _read, nothing_to_judge, _write)
