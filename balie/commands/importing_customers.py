"""What `balie importeer klanten` brings in, and what it says of it."""

from __future__ import annotations

from balie.commands.importing import ImportKind
from balie.dutch.counts import many
from balie.importing.customers import CheckedCustomers, CustomerImport
from balie.importing.sqlite.adding_customers import Added


def _counted(checked: CheckedCustomers) -> list[str]:
    memberships = [] if checked.memberships is None else [f"{_memberships(checked.memberships)} nieuw."]
    return [
        f"{_people(checked.new)} nieuw.",
        f"{_people(checked.changed)} te wijzigen.",
        f"{_people(checked.same)} al gelijk.",
        *memberships,
        f"{many(checked.bad, 'regel', 'regels')} met een fout, die niet meegaan.",
    ]


def _asked(checked: CheckedCustomers) -> str:
    memberships = f" en {_memberships(checked.memberships)}" if checked.memberships else ""
    return f"{_people(checked.new + checked.changed)}{memberships}"


def _stored(done: Added) -> list[str]:
    people = f"{_people(done.added)} toegevoegd, {_people(done.changed)} gewijzigd."
    return [people, f"{_memberships(done.memberships)} toegevoegd."] if done.memberships else [people]


def _passed_over(done: Added) -> list[str]:
    return [
        *(f"{number} is intussen aan een balie uitgegeven en is overgeslagen." for number in done.issued_since),
        *(
            f"{number} is intussen aan een balie ingeschreven of gewijzigd; het abonnement is overgeslagen."
            for number in done.enrolled_since
        ),
    ]


def _people(count: int) -> str:
    return many(count, "klant", "klanten")


def _memberships(count: int) -> str:
    return many(count, "abonnement", "abonnementen")


CUSTOMERS: ImportKind[CheckedCustomers, Added] = ImportKind(CustomerImport, _counted, _asked, _stored, _passed_over)
