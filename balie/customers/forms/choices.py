"""What the choice fields of a customer offer (klanttype, land, taal, persoon, ja/nee), and what a klanttype needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from balie.dutch.names import Person
from balie.dutch.text import fold
from balie.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: the code that is stored and the label that is shown."""

    code: str
    label: str


class CustomerKind(StrEnum):
    """Klanttype. Those of Wise that need rules of their own are added when their rules are built."""

    REGULAR = "regulier"
    NEWSLETTER = "nieuwsbrief"


YES, NO = "ja", "nee"
YES_NO = (Choice(YES, "Ja"), Choice(NO, "Nee"))

KINDS = (Choice(CustomerKind.REGULAR, "Reguliere klant"), Choice(CustomerKind.NEWSLETTER, "Nieuwsbriefklant"))

PERSONS = (
    Choice(Person.MAN, "Man"),
    Choice(Person.WOMAN, "Vrouw"),
    Choice(Person.INSTITUTION, "Instelling"),
    Choice(Person.UNSPECIFIED, "N.v.t."),
)

LANGUAGES = (
    Choice("nl", "Nederlands"),
    Choice("fy", "Fries"),
    Choice("en", "Engels"),
    Choice("de", "Duits"),
    Choice("fr", "Frans"),
)

COUNTRIES = (
    Choice("NL", "Nederland"),
    Choice("BE", "België"),
    Choice("DE", "Duitsland"),
    Choice("FR", "Frankrijk"),
    Choice("LU", "Luxemburg"),
    Choice("GB", "Verenigd Koninkrijk"),
    Choice("IE", "Ierland"),
    Choice("DK", "Denemarken"),
    Choice("NO", "Noorwegen"),
    Choice("SE", "Zweden"),
    Choice("FI", "Finland"),
    Choice("PL", "Polen"),
    Choice("CZ", "Tsjechië"),
    Choice("AT", "Oostenrijk"),
    Choice("CH", "Zwitserland"),
    Choice("IT", "Italië"),
    Choice("ES", "Spanje"),
    Choice("PT", "Portugal"),
    Choice("GR", "Griekenland"),
    Choice("HU", "Hongarije"),
    Choice("RO", "Roemenië"),
    Choice("BG", "Bulgarije"),
    Choice("UA", "Oekraïne"),
    Choice("TR", "Turkije"),
    Choice("CW", "Curaçao"),
    Choice("AW", "Aruba"),
    Choice("SX", "Sint Maarten"),
    Choice("BQ", "Caribisch Nederland"),
    Choice("SR", "Suriname"),
    Choice("US", "Verenigde Staten"),
    Choice("XX", "Ander land"),
)

OFFERED: Mapping[str, tuple[Choice, ...]] = {
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


def offered_kinds() -> tuple[Choice, ...]:
    """The klanttypen that can be enrolled: those for which a subscription exists (rules.md#required-fields)."""
    return KINDS[:1]


def read_choice(field: str, text: str) -> Choice:
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
