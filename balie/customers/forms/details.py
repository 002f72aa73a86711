"""The forms of screen 1 and 2: raw text per field in, typed values out, or all reasons at once with their fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from balie.customers.ages import is_minor
from balie.customers.forms.choices import YES, read_choice
from balie.customers.forms.fields import read_field
from balie.customers.kinds import RULES, CustomerKind
from balie.dutch.address import HouseNumber, read_house_number
from balie.dutch.dates import parse_birth_date
from balie.dutch.names import Person
from balie.refusal import Reasons

FIELDS_OF_SCREEN_1 = (
    "kind",
    "initials",
    "prefix",
    "surname",
    "given_name",
    "birth_date",
    "contact_name",
    "department",
    "country",
    "postcode",
    "house_number",
)
FIELDS_OF_SCREEN_2 = (
    *FIELDS_OF_SCREEN_1,
    "language",
    "street",
    "town",
    "person",
    "phone",
    "mobile",
    "direct_debit",
    "iban",
    "bic",
    "account_holder",
    "identity_checked",
    "email",
    "newsletter",
    "selection",
    "keep_history",
    "warn_seen_before",
    "guardian",
)

_NO_NAME = "Vul de naam van de instelling in."
_MISSING = {
    "surname": "Vul de achternaam in.",
    "birth_date": "Vul de geboortedatum in, als dd-mm-jjjj.",
    "postcode": "Vul de postcode in, bijvoorbeeld 9468 BG.",
    "house_number": "Vul het huisnummer in, bijvoorbeeld 41 of 41A.",
    "street": "Vul de straat in.",
    "town": "Vul de plaats in.",
}

T = TypeVar("T")


NO_IBAN = "Sepa incasso kan alleen met een IBAN: vul het rekeningnummer in of kies Nee."
"""Why nothing can be collected from who gives no account."""


@dataclass(frozen=True, slots=True)
class Basic:
    """Screen 1, read. `birth_date` is None only where the klanttype does not ask for it; `country` is an ISO code.

    `surname` is the name of an institution; `contact_name` and `department` are empty of anybody else.
    """

    kind: CustomerKind
    initials: str
    prefix: str
    surname: str
    given_name: str
    birth_date: date | None
    country: str
    postcode: str
    house_number: HouseNumber
    contact_name: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class Details:
    """Screen 2, read: everything the desk asks of a customer. Texts are as they are shown; empty is an empty text."""

    basic: Basic
    language: str
    street: str
    town: str
    person: Person
    phone: str
    mobile: str
    direct_debit: bool
    iban: str
    bic: str
    account_holder: str
    identity_checked: bool
    email: str
    newsletter: bool
    selection: str
    keep_history: bool
    warn_seen_before: bool
    guardian: str


class _Form:
    """A form while it is read: the values as shown, and every reason found so far.

    What the klanttype does not have is empty, whatever was typed before it was chosen.
    """

    def __init__(self, raw: Mapping[str, str], names: tuple[str, ...], kind: CustomerKind, today: date) -> None:
        self.reasons = Reasons()
        self.values = dict.fromkeys(names, "")
        country, rules = raw.get("country", ""), RULES[kind]
        required = rules.details if "street" in names else rules.basic
        asked = [name for name in names if name not in rules.unasked]
        for name in asked:
            with self.reasons.at(name):
                self.values[name] = read_field(rules.reads(name), raw.get(name, ""), today, country)
        for name in asked:
            if name in required and not raw.get(name, "").strip():
                self.reasons.add(_NO_NAME if name == "surname" and rules.is_institution else _MISSING[name], name)

    def code(self, name: str) -> str:
        return read_choice(name, self.values[name]).code

    def yes(self, name: str) -> bool:
        return self.code(name) == YES


def kind_of(raw: Mapping[str, str]) -> CustomerKind:
    """The klanttype chosen; the regular one as long as nothing else was."""
    return CustomerKind(read_choice("kind", raw.get("kind", "")).code)


def read_basic(raw: Mapping[str, str], today: date) -> Basic:
    """Read screen 1. In: the text of each field by its name; a missing one counts as empty.

    Raises `Refusal` with all reasons, each at its field, in the order of the form.
    """
    kind = kind_of(raw)
    form = _Form(raw, FIELDS_OF_SCREEN_1, kind, today)
    form.reasons.raise_if_any()
    return _basic(form, kind, today)


def read_details(raw: Mapping[str, str], today: date) -> Details:
    """Read screen 2, which holds the fields of screen 1 too.

    Beyond the fields one by one: Sepa incasso needs an IBAN, the IBAN fills the BIC, and somebody under 18 needs a
    parent or guardian. Raises `Refusal` with all reasons, each at its field.
    """
    kind = kind_of(raw)
    form = _Form(raw, FIELDS_OF_SCREEN_2, kind, today)
    refused = {reason.field for reason in form.reasons}
    if "direct_debit" not in refused and form.yes("direct_debit") and not raw.get("iban", "").strip():
        form.reasons.add(NO_IBAN, "iban")
    person = Person.UNSPECIFIED
    if RULES[kind].is_institution:
        person = Person.INSTITUTION
    elif "person" not in refused:
        person = Person(form.code("person"))
    if "birth_date" not in refused and form.values["birth_date"]:
        born = parse_birth_date(form.values["birth_date"], today)
        if is_minor(born, today, person) and not form.values["guardian"] and "guardian" not in refused:
            form.reasons.add(
                "De klant is nog geen 18: scan de pas van de ouder of voogd die toestemming geeft, of typ de naam.",
                "guardian",
            )
    form.reasons.raise_if_any()
    values = form.values
    return Details(
        basic=_basic(form, kind, today),
        language=form.code("language"),
        street=values["street"],
        town=values["town"],
        person=person,
        phone=values["phone"],
        mobile=values["mobile"],
        direct_debit=form.yes("direct_debit"),
        iban=values["iban"],
        bic=values["bic"] or bic_for(values["iban"]),
        account_holder=values["account_holder"],
        identity_checked=form.yes("identity_checked"),
        email=values["email"],
        newsletter=form.yes("newsletter"),
        selection=values["selection"],
        keep_history=form.yes("keep_history"),
        warn_seen_before=form.yes("warn_seen_before"),
        guardian=values["guardian"],
    )


def bic_for(iban: str) -> str:
    """The BIC that belongs to a valid IBAN, or an empty text where it is not known (foreign banks)."""
    if not iban:
        return ""
    from balie.dutch.bank import bic_of

    return bic_of(iban) or ""


def _basic(form: _Form, kind: CustomerKind, today: date) -> Basic:
    values = form.values
    return Basic(
        kind=kind,
        initials=values["initials"],
        prefix=values["prefix"],
        surname=values["surname"],
        given_name=values["given_name"],
        birth_date=parse_birth_date(values["birth_date"], today) if values["birth_date"] else None,
        country=form.code("country"),
        postcode=values["postcode"],
        house_number=read_house_number(values["house_number"]),
        contact_name=values["contact_name"],
        department=values["department"],
    )
