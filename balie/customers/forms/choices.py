"""What the choice fields of a customer offer: klanttype, land, taal, persoon, ja/nee."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from balie.customers.kinds import RULES, CustomerKind
from balie.dutch.names import Person
from balie.dutch.text import fold
from balie.refusal import Refusal


@dataclass(frozen=True, slots=True)
class CodeChoice:
    """One thing to choose: the code that is stored and the label that is shown."""

    code: str
    label: str


YES, NO = "ja", "nee"
YES_NO = (CodeChoice(YES, "Ja"), CodeChoice(NO, "Nee"))

KINDS = tuple(CodeChoice(kind, rules.label) for kind, rules in RULES.items())

PERSONS = (
    CodeChoice(Person.MAN, "Man"),
    CodeChoice(Person.WOMAN, "Vrouw"),
    CodeChoice(Person.UNSPECIFIED, "N.v.t."),
)
"""What a person is asked; an institution is one by its klanttype."""

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

_SHOWN_ONLY: Mapping[str, tuple[CodeChoice, ...]] = {"person": (CodeChoice(Person.INSTITUTION, "Instelling"),)}
"""Per choice field what is shown and never chosen."""


def offered_kinds() -> tuple[CodeChoice, ...]:
    """The klanttypen that can be enrolled (rules.md#required-fields)."""
    return tuple(choice for choice in KINDS if RULES[CustomerKind(choice.code)].offered)


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
    known = (*OFFERED[field], *_SHOWN_ONLY.get(field, ()))
    return next((choice.label for choice in known if choice.code == code), code)
