"""Klanttypen: what a customer of each kind is asked, and has. The kind decides whether a customer is an institution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from balie.library.terms import CustomerKind

__all__ = ["RULES", "CustomerKind", "KindRules", "rules_of"]

_ADDRESS = frozenset({"postcode", "house_number"})
_WHOLE_ADDRESS = _ADDRESS | {"street", "town"}
_OF_PERSONS = frozenset({"initials", "prefix", "given_name", "birth_date", "person", "guardian"})
_OF_INSTITUTIONS = frozenset({"contact_name", "department"})


@dataclass(frozen=True, slots=True)
class KindRules:
    """What goes for the customers of a kind.

    `basic` and `details` are the fields that must be filled on screen 1 and, with the whole address, on screen 2;
    `unasked` those that it does not have. `offered` is whether somebody can be enrolled as one. Source:
    rules.md#required-fields, rules.md#institutions.
    """

    label: str
    basic: frozenset[str]
    is_institution: bool = False
    offered: bool = True

    @property
    def details(self) -> frozenset[str]:
        """The fields that must be filled on screen 2."""
        return self.basic | _WHOLE_ADDRESS

    @property
    def unasked(self) -> frozenset[str]:
        """The fields of a customer that this kind does not have."""
        return _OF_PERSONS if self.is_institution else _OF_INSTITUTIONS

    @property
    def name_label(self) -> str:
        """What the field with the name is called: `Achternaam`, or `Naam` of an institution."""
        return "Naam" if self.is_institution else "Achternaam"

    def reads(self, name: str) -> str:
        """As which field `forms.fields` is to read the field `name`."""
        return "institution_name" if name == "surname" and self.is_institution else name

    @property
    def has_birth_date(self) -> bool:
        """Whether it has a birth date, and so an age."""
        return "birth_date" not in self.unasked

    @property
    def has_department(self) -> bool:
        """Whether it has a department beside its contact person."""
        return "department" not in self.unasked


_PERSON = frozenset({"surname", "birth_date"}) | _ADDRESS
_NAMED = frozenset({"surname"}) | _ADDRESS

RULES: Mapping[CustomerKind, KindRules] = {
    CustomerKind.REGULAR: KindRules("Reguliere klant", _PERSON),
    CustomerKind.INSTITUTION: KindRules("Instelling", _NAMED, is_institution=True),
    CustomerKind.SPECIAL: KindRules("Speciale klant", _PERSON),
    CustomerKind.VOLUNTEER: KindRules("Vrijwilliger", _PERSON),
    CustomerKind.STAFF: KindRules("Medewerker", _PERSON),
    CustomerKind.NEWSLETTER: KindRules("Nieuwsbriefklant", _NAMED, offered=False),
}
"""Of each kind, in the order in which they are offered; no subscription is for a newsletter only."""


def rules_of(kind: str) -> KindRules:
    """The rules of a kind, also of one that stands in the store; those of a regular customer for one not known."""
    try:
        return RULES[CustomerKind(kind)]
    except ValueError:
        return RULES[CustomerKind.REGULAR]
