"""Institutions that were enrolled with a date that was made up, from before an institution could do without one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from balie.customers.cards.numbers import own_number
from balie.customers.tabs.editing import read_edit, save_edit
from balie.dutch.dates import format_iso
from balie.dutch.names import Person, header_name

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader

_TAB, _FIELD = "2", "birth_date"
_DATED = (
    f"SELECT id, initials, prefix, surname, birth_date, {own_number('customer.id')} FROM customer"
    " WHERE person = ? AND birth_date IS NOT NULL ORDER BY name_key, id"
)


@dataclass(frozen=True, slots=True)
class DatedInstitution:
    """An institution with a birth date: its name, klantnummer (None while it follows) and the date as `dd-mm-jjjj`."""

    customer_id: int
    name: str = field(repr=False)
    number: str | None
    born: str


def dated_institutions(reader: Reader) -> tuple[DatedInstitution, ...]:
    """Every institution with a birth date, by name."""
    return tuple(
        DatedInstitution(
            id_,
            header_name(Person.INSTITUTION, initials or "", prefix or "", surname),
            number,
            format_iso(born),
        )
        for id_, initials, prefix, surname, born, number in reader.read(_DATED, (Person.INSTITUTION,))
    )


def empty_date(desk: Desk, found: DatedInstitution) -> bool:
    """Empty the date, as tab 2 does, with its row in the journal. False where it is another one by now, or none.

    Raises `Refusal` for a customer who is not there any more.
    """
    form = read_edit(desk, found.customer_id, _TAB)
    if form.fields.get(_FIELD) != found.born:
        return False
    return bool(save_edit(desk, found.customer_id, _TAB, {_FIELD: ""}, form).changes)
