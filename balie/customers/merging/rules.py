"""Which two records may be merged: the same person beyond doubt (rules.md#merging).

Wise asks for the same surname, address and birth date, and no other gender. Twins have all of that too, so that
initials that differ refuse as well. What is refused can be made equal first, by whoever is sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from balie.customers.deceased import is_deceased
from balie.customers.finding.listing import one_line
from balie.customers.kinds import rules_of
from balie.customers.merging.holds import against_merge
from balie.dutch.address import HouseNumber
from balie.dutch.dates import format_iso
from balie.dutch.names import Person
from balie.dutch.text import fold
from balie.refusal import Reasons

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Row

_PERSON = (
    "SELECT c.kind, c.initials, c.prefix, c.surname, c.birth_date, c.person, a.country, a.postcode, a.number,"
    " a.letter, a.addition, a.street, a.town, EXISTS (SELECT 1 FROM removal WHERE customer_id = c.id)"
    " FROM customer AS c LEFT JOIN address AS a ON a.customer_id = c.id AND a.kind = 'main' WHERE c.id = ?"
)
_HEAD_AND_CHILD = (
    "SELECT 1 FROM relation AS h JOIN relation AS c ON h.head_id = :one AND c.child_id = :other"
    " OR h.head_id = :other AND c.child_id = :one LIMIT 1"
)
_FIRST = "Maak de gegevens eerst gelijk als het toch dezelfde persoon is."


def judge_merge(reader: Reader, keep: int, merge: int) -> None:
    """Raise `Refusal` with every reason why record `merge` may not go into record `keep`."""
    reasons = Reasons()
    if keep == merge:
        reasons.add("Dit is tweemaal dezelfde klant: kies een andere klant om samen te voegen.")
        reasons.raise_if_any()
    one, other = (reader.read_one(_PERSON, (customer_id,)) for customer_id in (keep, merge))
    if one is None or other is None:
        reasons.add("Een van beide klanten bestaat niet meer: zoek opnieuw.")
        reasons.raise_if_any()
        return
    if one[13] or other[13]:
        reasons.add("Een verwijderde klant kan niet worden samengevoegd.")
        reasons.raise_if_any()
    _judge_persons(reasons, one, other)
    if is_deceased(reader, keep) != is_deceased(reader, merge):
        reasons.add("Een van beide klanten staat als overleden: meld het overlijden eerst ook bij de andere klant.")
    if reader.read_one(
        "SELECT 1 FROM relation WHERE child_id = :one AND head_id = :other OR child_id = :other AND head_id = :one",
        {"one": keep, "other": merge},
    ):
        reasons.add("De een is familiehoofd van de ander: beëindig eerst die relatie.")
    elif reader.read_one(_HEAD_AND_CHILD, {"one": keep, "other": merge}):
        reasons.add("De een is familiehoofd, de ander zelf een kind: beëindig eerst een van die relaties.")
    if reader.read_one(
        "SELECT 1 FROM guardianship WHERE child_id = :one AND guardian_id = :other"
        " OR child_id = :other AND guardian_id = :one",
        {"one": keep, "other": merge},
    ):
        reasons.add("De een is ouder of voogd van de ander: vul daar eerst een ander in (tabblad 2).")
    for reason in against_merge(reader, keep, merge):
        reasons.add(reason)
    reasons.raise_if_any()


def _judge_persons(reasons: Reasons, one: Row, other: Row) -> None:
    kind, initials, prefix, surname, born, person, *address, _ = one
    kind_2, initials_2, prefix_2, surname_2, born_2, person_2, *address_2, _ = other
    if rules_of(kind).is_institution != rules_of(kind_2).is_institution:
        reasons.add("De een is een instelling, de ander een persoon: die worden nooit samengevoegd.")
    elif kind != kind_2:
        reasons.add("Het klanttype verschilt: alleen klanten van hetzelfde type worden samengevoegd.")
    if _folded(prefix, surname) != _folded(prefix_2, surname_2):
        reasons.add(f"De achternaam verschilt ({surname} en {surname_2}). {_FIRST}")
    if born != born_2:
        reasons.add(f"De geboortedatum verschilt ({_day(born)} en {_day(born_2)}). {_FIRST}")
    # Street and town follow from postcode and house number, and are spelled in more than one way.
    if _house(address) != _house(address_2):
        shown = " en ".join(
            one_line(street, number, letter, addition, postcode, town) or "geen adres"
            for _, postcode, number, letter, addition, street, town in (address, address_2)
        )
        reasons.add(f"Het adres verschilt ({shown}). {_FIRST}")
    if {person, person_2} == {Person.MAN, Person.WOMAN}:
        reasons.add("De een staat als man, de ander als vrouw. " + _FIRST)
    if initials and initials_2 and fold(initials)[:1] != fold(initials_2)[:1]:
        reasons.add(f"De voorletters verschillen ({initials} en {initials_2}): dit kan een tweeling zijn. {_FIRST}")


def _house(address: Sequence[str | int | None]) -> tuple[str, ...]:
    """Country, postcode, number, and letter with addition, as far as they tell one house from another."""
    country, postcode, number, letter, addition = address[:5]
    suffix = HouseNumber(int(number or 0), str(letter or ""), str(addition or "")).suffix
    return (*(str(part or "").casefold() for part in (country, postcode, number)), suffix)


def _folded(*parts: str | None) -> str:
    return fold(" ".join(part or "" for part in parts))


def _day(iso: str | None) -> str:
    return "geen" if iso is None else format_iso(iso)
