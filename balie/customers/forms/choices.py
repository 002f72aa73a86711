"""What the choice fields of a customer offer (klanttype, land, taal, persoon, ja/nee), and what a klanttype needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from balie.dutch.names import Person
from balie.dutch.text import fold
from balie.refusal import Refusal


@dataclass(frozen=True, slots=True)
class CodeChoice:
    """One thing to choose: the code that is stored and the label that is shown."""

    code: str
    label: str


class CustomerKind(StrEnum):
    """Klanttype. Those of Wise that need rules of their own are added when their rules are built."""

    REGULAR = "regulier"
    NEWSLETTER = "nieuwsbrief"


YES, NO = "ja", "nee"
YES_NO = (CodeChoice(YES, "Ja"), CodeChoice(NO, "Nee"))

KINDS = (CodeChoice(CustomerKind.REGULAR, "Reguliere klant"), CodeChoice(CustomerKind.NEWSLETTER, "Nieuwsbriefklant"))

PERSONS = (
    CodeChoice(Person.MAN, "Man"),
    CodeChoice(Person.WOMAN, "Vrouw"),
    CodeChoice(Person.INSTITUTION, "Instelling"),
    CodeChoice(Person.UNSPECIFIED, "N.v.t."),
)

LANGUAGES = (
    CodeChoice("nl", "Nederlands"),
    CodeChoice("fy", "Fries"),
    CodeChoice("en", "Engels"),
    CodeChoice("de", "Duits"),
    CodeChoice("fr", "Frans"),
)

COUNTRIES = (
    CodeChoice("NL", "Nederland"),
    CodeChoice("BE", "België"),
    CodeChoice("DE", "Duitsland"),
    CodeChoice("FR", "Frankrijk"),
    CodeChoice("LU", "Luxemburg"),
    CodeChoice("GB", "Verenigd Koninkrijk"),
    CodeChoice("IE", "Ierland"),
    CodeChoice("DK", "Denemarken"),
    CodeChoice("NO", "Noorwegen"),
    CodeChoice("SE", "Zweden"),
    CodeChoice("FI", "Finland"),
    CodeChoice("PL", "Polen"),
    CodeChoice("CZ", "Tsjechië"),
    CodeChoice("AT", "Oostenrijk"),
    CodeChoice("CH", "Zwitserland"),
    CodeChoice("IT", "Italië"),
    CodeChoice("ES", "Spanje"),
    CodeChoice("PT", "Portugal"),
    CodeChoice("GR", "Griekenland"),
    CodeChoice("HU", "Hongarije"),
    CodeChoice("RO", "Roemenië"),
    CodeChoice("BG", "Bulgarije"),
    CodeChoice("UA", "Oekraïne"),
    CodeChoice("TR", "Turkije"),
    CodeChoice("CW", "Curaçao"),
    CodeChoice("AW", "Aruba"),
    CodeChoice("SX", "Sint Maarten"),
    CodeChoice("BQ", "Caribisch Nederland"),
    CodeChoice("SR", "Suriname"),
    CodeChoice("US", "Verenigde Staten"),
    CodeChoice("XX", "Ander land"),
)

OFFERED: Mapping[str, tuple[CodeChoice, ...]] = {
    "kind": KINDS,
    "person": PERSONS,
    "language": LANGUAGES,
    "country": COUNTRIES,
    "direct_debit": YES_NO,
    "identity_checked": YES_NO,
    "newsletter": YES_NO,
    "keep_history": YES_NO,
    "warn_seen_before": YES_NO,
}
"""Per choice field what it offers, in the order of the list."""

DEFAULTS: Mapping[str, str] = {
    "kind": CustomerKind.REGULAR,
    "person": Person.UNSPECIFIED,
    "language": "nl",
    "country": "NL",
    "direct_debit": NO,
    "identity_checked": NO,
    "newsletter": NO,
    "keep_history": NO,
    "warn_seen_before": NO,
}
"""Per choice field the code it begins with; the loan history is off unless asked for (rules.md#asked)."""

_REQUIRED: Mapping[CustomerKind, tuple[frozenset[str], frozenset[str]]] = {
    CustomerKind.REGULAR: (
        frozenset({"surname", "birth_date", "postcode", "house_number"}),
        frozenset({"street", "town"}),
    ),
    CustomerKind.NEWSLETTER: (frozenset({"surname", "postcode", "house_number"}), frozenset({"street", "town"})),
}


def required_basic(kind: CustomerKind) -> frozenset[str]:
    """The fields that must be filled on screen 1 for this klanttype (rules.md#required-fields)."""
    return _REQUIRED[kind][0]


def required_details(kind: CustomerKind) -> frozenset[str]:
    """The fields that must be filled on screen 2: those of screen 1, and the whole address."""
    return _REQUIRED[kind][0] | _REQUIRED[kind][1]


def offered_kinds() -> tuple[CodeChoice, ...]:
    """The klanttypen that can be enrolled: those for which a subscription exists (rules.md#required-fields)."""
    return KINDS[:1]


def read_choice(field: str, text: str) -> CodeChoice:
    """The choice of a field by its code or its label; accents and capitals do not matter, empty is the default.

    Raises `Refusal` naming what can be chosen (the first six).
    """
    offered = OFFERED[field]
    wanted = fold(text) or fold(DEFAULTS[field])
    for choice in offered:
        if wanted in (fold(choice.code), fold(choice.label)):
            return choice
    known = ", ".join(choice.label for choice in offered[:6])
    more = " …" if len(offered) > 6 else ""
    raise Refusal(f"Kies een van: {known}{more}.")


def label_of(field: str, code: str) -> str:
    """The label of a stored code; a code that is no longer offered shows as itself."""
    return next((choice.label for choice in OFFERED[field] if choice.code == code), code)
