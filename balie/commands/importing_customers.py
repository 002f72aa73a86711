"""What `balie importeer klanten` brings in, and what it says of it."""

from __future__ import annotations

from balie.commands.importing import Kind
from balie.dutch.counts import many
from balie.importing.adding import Added
from balie.importing.customers import Checked, CustomerImport


def _counted(checked: Checked) -> list[str]:
    return [
        f"{_people(checked.new)} nieuw.",
        f"{_people(checked.changed)} te wijzigen.",
        f"{_people(checked.same)} al gelijk.",
        f"{many(checked.bad, 'regel', 'regels')} met een fout, die niet meegaan.",
    ]


def _asked(checked: Checked) -> str:
    return _people(checked.new + checked.changed)


def _stored(done: Added) -> list[str]:
    return [f"{_people(done.added)} toegevoegd, {_people(done.changed)} gewijzigd."]


def _passed_over(done: Added) -> list[str]:
    return [f"{number} is intussen aan een balie uitgegeven en is overgeslagen." for number in done.issued_since]


def _people(count: int) -> str:
    return many(count, "klant", "klanten")


CUSTOMERS: Kind[Checked, Added] = Kind(CustomerImport, _counted, _asked, _stored, _passed_over)
