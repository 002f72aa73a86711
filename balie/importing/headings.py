"""Which column of a file holds what: the headings of Wise's template and the Dutch ones (docs/import.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from balie.dutch.text import fold, shown
from balie.refusal import Refusal

FIELDS: Mapping[str, tuple[str, ...]] = {
    "number": ("PATRON_ID", "Klantnummer", "Pasnummer"),
    "external_number": ("Extern nummer",),
    "external_number_2": ("STUDENT_ID", "Extern nummer-2", "Leerlingnummer"),
    "first_names": ("FIRST_NAMES", "Voornamen", "Voornaam"),
    "initials": ("INITIALS", "Voorletters"),
    "prefix": ("PREFIX", "Voorvoegsel", "Tussenvoegsel"),
    "surname": ("LAST_NAME", "Achternaam"),
    "given_name": ("Roepnaam",),
    "birth_date": ("DATE_OF_BIRTH", "Geboortedatum"),
    "person": ("GENDER", "Geslacht", "Persoon/Instelling"),
    "street": ("ADDRESS", "Straat"),
    "house_number": ("HOUSE_NUMBER", "Huisnummer"),
    "postcode": ("ZIPCODE", "Postcode"),
    "town": ("CITY", "Plaats", "Woonplaats"),
    "country": ("COUNTRY", "Land"),
    "phone": ("PHONE", "Telefoon"),
    "mobile": ("MOBILE", "SMS-nummer", "Mobiel"),
    "email": ("E_MAIL", "E-mail", "E-mailadres"),
    "branch": ("BRANCH", "Vestiging", "Filiaal"),
}
"""Per field the headings by which it is known; capitals, underscores and hyphens in them do not matter."""

REQUIRED = ("number", "surname", "birth_date", "street", "house_number", "postcode", "town")
"""The columns without which no line can be read."""

_FIELD_OF = {fold(heading): name for name, headings in FIELDS.items() for heading in headings}


@dataclass(frozen=True, slots=True)
class Headings:
    """Where each field stands in a line (from 0), how many columns there are, and the headings that mean nothing."""

    places: Mapping[str, int]
    count: int
    unused: tuple[str, ...]


def read_headings(line: Sequence[str]) -> Headings:
    """The first line of a file. Raises `Refusal` with every column that is missing or comes twice."""
    places: dict[str, int] = {}
    unused, reasons = [], []
    for place, heading in enumerate(line):
        name = _FIELD_OF.get(fold(heading))
        if name is None:
            if heading.strip():
                unused.append(shown(heading))
        elif name in places:
            reasons.append(f"De kolom {label(name)} staat er twee keer in: haal er een weg.")
        else:
            places[name] = place
    if not places:
        raise Refusal(
            "De eerste regel heeft geen bekende kolomnamen. Begin het bestand met een regel als"
            " Klantnummer;Voorletters;Voorvoegsel;Achternaam;… of gebruik het importsjabloon van Wise."
        )
    missing = [name for name in REQUIRED if name not in places]
    reasons += [f"De kolom {label(name)} ontbreekt ({FIELDS[name][0]})." for name in missing]
    if reasons:
        raise Refusal(*reasons)
    return Headings(places, len(line), tuple(unused))


def label(name: str) -> str:
    """The Dutch heading of a field."""
    return next((heading for heading in FIELDS[name] if not heading.isupper()), FIELDS[name][0])
