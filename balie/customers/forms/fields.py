"""One field of a form: what was typed, read by the rule of that field and given back the way it is shown.

A screen calls `read_field` when the cursor leaves a field. Whether a field must be filled is judged by `forms`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from balie.customers.forms.choices import OFFERED, read_choice
from balie.dutch import address, dates, names
from balie.dutch.text import read_text
from balie.refusal import Refusal

LONGEST_SELECTION = 10
LONGEST_NAME = 70
"""Room for a full name of somebody else: account holder (SEPA allows 70), parent or guardian."""
LONGEST_DEPARTMENT = 60
LONGEST_GUARDIAN = 140
"""Room for a customer as guardian: initials, prefix, surname and actor-id."""


def read_selection(text: str) -> str:
    """A selection code in capitals, such as `INT`."""
    return read_text(text, what="De selectie", longest=LONGEST_SELECTION).upper()


def read_account_holder(text: str) -> str:
    """The name on the bank account, which need not be the customer's (a parent)."""
    return read_text(text, what="De naam van de rekeninghouder", longest=LONGEST_NAME)


def read_guardian(text: str) -> str:
    """Who agrees to the enrolment of somebody under 18: a name, or a customer (`E.B. Tester [480874]`).

    Who that customer is, and whose a number is, is asked of the store (`customers.guardians`).
    """
    longest = LONGEST_GUARDIAN if text.rstrip().endswith("]") else LONGEST_NAME
    return read_text(text, what="De naam van ouder of voogd", longest=longest)


def read_contact_name(text: str) -> str:
    """Whom to ask for at an institution."""
    return read_text(text, what="De naam van de contactpersoon", longest=LONGEST_NAME)


def read_department(text: str) -> str:
    """The part of an institution that borrows: a group, a ward, a location."""
    return read_text(text, what="De afdeling", longest=LONGEST_DEPARTMENT)


def read_bic(text: str) -> str:
    """A BIC: eight or eleven letters and digits, in capitals. Raises `Refusal` for anything else."""
    from stdnum import bic
    from stdnum.exceptions import ValidationError

    typed = read_text(text, what="De BIC", longest=14)
    if not typed:
        return ""
    try:
        return str(bic.validate(typed))
    except ValidationError:
        raise Refusal("Dit is geen BIC: die heeft 8 of 11 tekens, bijvoorbeeld ABNANL2A.") from None


def _read_phone(text: str) -> str:
    from balie.dutch.contact import read_phone

    return read_phone(text)


def _read_mobile(text: str) -> str:
    from balie.dutch.contact import read_mobile

    return read_mobile(text)


def _read_email(text: str) -> str:
    from balie.dutch.contact import read_email

    return read_email(text)


def _read_iban(text: str) -> str:
    from balie.dutch.bank import read_iban

    return read_iban(text)


_READERS: Mapping[str, Callable[[str], str]] = {
    "initials": names.read_initials,
    "prefix": names.read_prefix,
    "surname": names.read_surname,
    "institution_name": names.read_institution_name,
    "given_name": names.read_given_name,
    "street": address.read_street,
    "town": address.read_town,
    "phone": _read_phone,
    "mobile": _read_mobile,
    "email": _read_email,
    "iban": _read_iban,
    "bic": read_bic,
    "account_holder": read_account_holder,
    "selection": read_selection,
    "guardian": read_guardian,
    "contact_name": read_contact_name,
    "department": read_department,
}


def read_field(name: str, text: str, today: date, country: str = "NL") -> str:
    """What was typed in the field `name`, as it is shown: `eb` → `E.B.`, `9468bg` → `9468 BG`.

    `institution_name` is how the field `surname` of an institution is read. `today` reads dates of two-digit years,
    `country` (code or label) the postcode. Empty stays empty. Reading the answer again gives the same answer. Raises
    `Refusal` at this field; `KeyError` for a name that is no field.
    """
    try:
        return _read(name, text, today, country)
    except Refusal as refusal:
        raise refusal.for_field("surname" if name == "institution_name" else name) from None


def _read(name: str, text: str, today: date, country: str) -> str:
    if name in OFFERED:
        return read_choice(name, text).label
    if not text.strip():
        return ""
    if name == "birth_date":
        return dates.format_date(dates.parse_birth_date(text, today))
    if name == "postcode":
        return address.read_postcode(text, read_choice("country", country).code)
    if name == "house_number":
        return str(address.read_house_number(text))
    return _READERS[name](text)
