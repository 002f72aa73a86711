"""Which column of a file holds what: the headings it is known by, for customers those of Wise's template too.

docs/import.md tells them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from balie.dutch.text import fold, shown
from balie.importing.mapping import AS_IT_IS, ColumnMapping
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

MEMBERSHIP_FIELDS: Mapping[str, tuple[str, ...]] = {
    "subscription": ("Abonnement", "Abonnementscode"),
    "enrolled_on": ("Ingeschreven op", "Inschrijfdatum"),
    "paid_until": ("Gefactureerd t/m", "Rechten t/m", "Betaald t/m"),
    "way": ("Betaalwijze",),
    "strips": ("Strippen",),
    "status": ("Status",),
    "reduced_65": ("65-plus", "65+", "65+-tarief"),
    "uninterrupted": ("Ononderbroken", "Ononderbroken lid"),
    "open_cents": ("Openstaande contributie",),
    "reference": ("Machtigingskenmerk", "Machtiging"),
    "signed_on": ("Getekend op", "Machtiging getekend op"),
    "iban": ("IBAN",),
    "holder": ("Rekeninghouder",),
    "collected_before": ("Laatst geïncasseerd op", "Laatste incasso"),
}
"""The same for the membership that runs, and the mandate that it is collected on; read where there is an Abonnement."""

REASON_HEADING = "Fout"
"""The column in which a line that is given back tells why; it is not read."""

REQUIRED = ("number", "surname", "birth_date", "street", "house_number", "postcode", "town")
"""The columns without which no line can be read."""


@dataclass(frozen=True, slots=True)
class FileColumns:
    """What a kind of file can have: per field its headings, which fields it must have, and how such a file begins."""

    fields: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    hint: str

    def label(self, name: str) -> str:
        """The Dutch heading of a field."""
        headings = self.fields[name]
        return next((heading for heading in headings if not heading.isupper()), headings[0])


CUSTOMERS = FileColumns(
    {**FIELDS, **MEMBERSHIP_FIELDS},
    REQUIRED,
    "Klantnummer;Voorletters;Voorvoegsel;Achternaam;… of gebruik het importsjabloon van Wise.",
)
"""The columns of a file of customers."""


@dataclass(frozen=True, slots=True)
class Headings:
    """Where each field stands in a line (from 0), how many columns there are, and the headings that mean nothing."""

    places: Mapping[str, int]
    count: int
    unused: tuple[str, ...]
    values: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    """Where a text of the file stands for another: by the place, and folded."""

    @property
    def has_memberships(self) -> bool:
        """Whether the lines of a file of customers tell of memberships too."""
        return "subscription" in self.places

    def translated(self, fields: list[str]) -> list[str]:
        """A line in the words of Balie, where the keeper said what stands for what."""
        if not self.values:
            return fields
        return [
            texts.get(fold(field), field) if (texts := self.values.get(place)) else field
            for place, field in enumerate(fields)
        ]

    def fitted(self, fields: list[str]) -> list[str]:
        """A line without empty fields too many, or with those that a spreadsheet left out at the end.

        Raises `Refusal` when it cannot be told which field is which.
        """
        have, count = len(fields), self.count
        if have == count:
            return fields
        while have > count and not fields[have - 1].strip():
            have -= 1
        if have > count or (have < count and have <= max(self.places.values())):
            raise Refusal(
                f"De regel heeft {have} kolommen en de eerste regel {count}:"
                " kijk of er een scheidingsteken of een aanhalingsteken te veel of te weinig staat."
            )
        return fields[:have] + [""] * (count - have)


def read_headings(line: Sequence[str], columns: FileColumns = CUSTOMERS, mapping: ColumnMapping = AS_IT_IS) -> Headings:
    """The first line of a file. Raises `Refusal` with every column that is missing or comes twice.

    `mapping` says what its headings and texts stand for, where they are not those of Balie.
    """
    field_of = {fold(heading): name for name, headings in columns.fields.items() for heading in headings}
    places: dict[str, int] = {}
    unused: list[str] = []
    reasons: list[str] = []
    values: dict[int, Mapping[str, str]] = {}
    for place, heading in enumerate(line):
        ours = mapping.heading(heading)
        name = field_of.get(fold(ours))
        if name is None:
            if ours != heading and ours.strip():
                reasons.append(f"De kolom {shown(heading)} staat voor {shown(ours)}, maar zo heet hier geen kolom.")
            elif heading.strip() and fold(heading) != fold(REASON_HEADING):
                unused.append(shown(heading))
        elif name in places:
            reasons.append(f"De kolom {columns.label(name)} staat er twee keer in: haal er een weg.")
        else:
            places[name] = place
            texts = [found for ours in columns.fields[name] if (found := mapping.values.get(fold(ours)))]
            if texts:
                values[place] = {key: text for found in texts for key, text in found.items()}
    if not places:
        raise Refusal(
            f"De eerste regel heeft geen bekende kolomnamen. Begin het bestand met een regel als {columns.hint}"
        )
    missing = [name for name in columns.required if name not in places]
    reasons += [f"De kolom {columns.label(name)} ontbreekt ({columns.fields[name][0]})." for name in missing]
    if reasons:
        raise Refusal(*dict.fromkeys(reasons))
    if columns is CUSTOMERS and "subscription" not in places:
        alone = [name for name in places if name in MEMBERSHIP_FIELDS]
        unused += [f"{columns.label(name)} (zonder Abonnement)" for name in alone]
        places = {name: place for name, place in places.items() if name not in alone}
    return Headings(places, len(line), tuple(unused), values)
