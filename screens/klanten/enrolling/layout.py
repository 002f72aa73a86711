"""Which fields stand where on the screens of an enrolment, with its labels (rules.md#screens)."""

from __future__ import annotations

from collections.abc import Iterable

from balie.customers.forms.choices import (
    DEFAULTS,
    OFFERED,
    CodeChoice,
    offered_kinds,
)
from balie.customers.forms.fields import LONGEST_DEPARTMENT, LONGEST_GUARDIAN, LONGEST_NAME
from balie.customers.kinds import RULES, CustomerKind
from screens.widgets.form_model import Choice, FieldSpec

_YES_NO_WIDTH = 30


def _choice(
    name: str, label: str, row: int, column: int = 0, *, label_width: int = 14, offered: tuple[CodeChoice, ...] = ()
) -> FieldSpec:
    """A choice field that offers what the customers' department offers, and begins where that begins."""
    choices = tuple(Choice(choice.code, choice.label) for choice in offered or OFFERED[name])
    return FieldSpec(name, label, row, column, choices=choices, initial=DEFAULTS[name], label_width=label_width)


def _of_kind(specs: Iterable[FieldSpec], kind: CustomerKind, required: frozenset[str]) -> tuple[FieldSpec, ...]:
    """The fields that this klanttype has, with those marked that it must fill."""
    from dataclasses import replace

    unasked = RULES[kind].unasked
    return tuple(replace(spec, required=spec.name in required) for spec in specs if spec.name not in unasked)


def basic_fields(kind: CustomerKind = CustomerKind.REGULAR) -> tuple[FieldSpec, ...]:
    """The first screen: Klantenadministratie. Of an institution it asks its name, and whom to ask for."""
    institution = RULES[kind].is_institution
    return _of_kind(
        (
            _choice("kind", "Klanttype", 0, offered=offered_kinds()),
            FieldSpec("number", "Klantnummer", 1, longest=80),
            FieldSpec("initials", "Voorletters", 2, longest=30),
            FieldSpec("prefix", "Voorvoegsel", 2, 1, longest=20, label_width=12),
            _name(kind, 2 if institution else 3),
            FieldSpec("given_name", "Roepnaam", 3, 1, label_width=12, capitals=True),
            FieldSpec("birth_date", "Geboortedatum (dd-mm-jjjj)", 4, longest=20, width=12),
            *_whom_to_ask_for(3),
            _choice("country", "Land", 5),
            FieldSpec("postcode", "Postcode", 6, longest=12, digits=True),
            FieldSpec("house_number", "Huisnummer", 6, 1, longest=12, label_width=12, width=12),
        ),
        kind,
        RULES[kind].basic | {"number"},
    )


def _name(kind: CustomerKind, row: int) -> FieldSpec:
    """The name; that of an institution is never given other capitals."""
    rules = RULES[kind]
    return FieldSpec("surname", rules.name_label, row, capitals=not rules.is_institution)


def _whom_to_ask_for(row: int) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("contact_name", "Contactpersoon", row, longest=LONGEST_NAME),
        FieldSpec("department", "Afdeling", row + 1, longest=LONGEST_DEPARTMENT),
    )


def details_fields(kind: CustomerKind = CustomerKind.REGULAR) -> tuple[FieldSpec, ...]:
    """The second screen; account holder and guardian are not in the work instruction and stand last of their row."""
    institution = RULES[kind].is_institution
    return _of_kind(
        (
            FieldSpec("initials", "Voorletters", 0, longest=30),
            FieldSpec("prefix", "Voorvoegsel", 0, 1, longest=20, label_width=12),
            _name(kind, 0 if institution else 1),
            FieldSpec("given_name", "Roepnaam", 1, 1, label_width=12, capitals=True),
            FieldSpec("birth_date", "Geboren (dd-mm-jjjj)", 2, longest=20, width=12),
            *_whom_to_ask_for(1),
            _choice("language", "Voorkeurstaal", 3),
            _choice("country", "Land", 3, 1, label_width=12),
            FieldSpec("postcode", "Postcode (T)", 4, longest=12, digits=True),
            FieldSpec("house_number", "/ Huisnummer", 4, 1, longest=12, label_width=12, width=12),
            FieldSpec("street", "Straat", 5),
            FieldSpec("town", "/ Plaats", 5, 1, label_width=12),
            _choice("person", "Persoon/Instelling", 6, label_width=18),
            FieldSpec("phone", "Telefoon", 7, longest=25, digits=True),
            FieldSpec("mobile", "SMS-nummer", 7, 1, longest=25, label_width=12),
            _choice("direct_debit", "Sepa incasso", 8),
            FieldSpec("account_holder", "Rekeninghouder", 8, 1, longest=70, label_width=14),
            FieldSpec("iban", "Incasso IBAN", 9, longest=42),
            FieldSpec("bic", "BIC", 9, 1, longest=14, label_width=4, x=45, width=12),
            _choice("identity_checked", "Legitimatie gecontroleerd?", 10, label_width=_YES_NO_WIDTH),
            FieldSpec("email", "E-mail", 11, longest=120),
            _choice("newsletter", "Nieuwsbrief", 12),
            FieldSpec("selection", "Selectie", 12, 1, longest=10, label_width=12, width=12),
            _choice("keep_history", "Leenhistorie activeren?", 13, label_width=_YES_NO_WIDTH),
            _choice("warn_seen_before", "Melding 'titel eerder geleend'?", 14, label_width=_YES_NO_WIDTH),
            FieldSpec("guardian", "Ouder/verzorger (onder 18)", 15, longest=LONGEST_GUARDIAN, label_width=26),
        ),
        kind,
        RULES[kind].details,
    )
