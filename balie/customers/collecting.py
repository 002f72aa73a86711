"""Who of a family may collect what another of it reserved: those who are linked, where that customer wants it (tab 7).

Linked are a familiehoofd and the children, these among each other, and a child with the parent or guardian.

Source: rules.md#family-collects.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.customers.deceased import DECEASED
from balie.dutch.names import list_name

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Row

_FAMILY = (
    "(SELECT head_id AS id FROM relation WHERE child_id = :id"
    " UNION SELECT child_id FROM relation WHERE head_id = :id"
    " UNION SELECT b.child_id FROM relation AS a JOIN relation AS b ON b.head_id = a.head_id"
    " WHERE a.child_id = :id AND b.child_id <> :id"
    " UNION SELECT guardian_id FROM guardianship WHERE child_id = :id"
    " UNION SELECT child_id FROM guardianship WHERE guardian_id = :id)"
)
_RELATIVES = (
    f"SELECT c.id, c.initials, c.prefix, c.surname FROM {_FAMILY} AS f JOIN customer AS c ON c.id = f.id"
    " LEFT JOIN property AS p ON p.customer_id = c.id WHERE c.name_key NOT LIKE :gone{only} ORDER BY c.name_key, c.id"
)
_ALLOWS = " AND p.family_collects = 1"


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """Somebody of the family of a customer, by actor-id and name (`Vries, E.B. de`)."""

    customer_id: int
    name: str


def family_of(reader: Reader, customer_id: int) -> list[FamilyMember]:
    """Who is linked with a customer, those who died apart, by name."""
    return _members(reader, customer_id, "")


def collects_for(reader: Reader, customer_id: int) -> list[FamilyMember]:
    """Of whom this customer may collect what they reserved, by name."""
    return _members(reader, customer_id, _ALLOWS)


def may_collect(reader: Reader, collector_id: int, owner_id: int) -> FamilyMember | None:
    """The customer whose reservation it is, where the collector is of that family and may; else None."""
    return next((one for one in collects_for(reader, collector_id) if one.customer_id == owner_id), None)


def collecting_text(reader: Reader, customer_id: int) -> str:
    """Both sides in Dutch, as tab 7 tells them: `Gezin: Vries, A. de · haalt ook af voor: Vries, E.B. de`"""
    family = "; ".join(one.name for one in family_of(reader, customer_id))
    others = "; ".join(one.name for one in collects_for(reader, customer_id))
    if not family:
        return "Niemand is als gezin gekoppeld (tabblad 6, of Ouder of voogd op tabblad 2)."
    return f"Gezin: {family}{f' · haalt ook af voor: {others}' if others else ''}"


def _members(reader: Reader, customer_id: int, only: str) -> list[FamilyMember]:
    rows: list[Row] = reader.read(_RELATIVES.format(only=only), {"id": customer_id, "gone": f"{DECEASED}%"})
    return [
        FamilyMember(found, list_name(initials or "", prefix or "", surname))
        for found, initials, prefix, surname in rows
    ]
