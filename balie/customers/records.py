"""The rows of a customer: written by an enrolment, read back as the text of a form. The only writer of these tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.customers.forms.choices import NO, YES
from balie.customers.guardians import guardian_text, write_guardian
from balie.customers.kinds import RULES, CustomerKind, rules_of
from balie.customers.name_keys import name_key, prefixed_key
from balie.dutch.address import HouseNumber
from balie.dutch.dates import format_iso
from balie.refusal import Reason, Refusal

if TYPE_CHECKING:
    from balie.customers.forms.details import Details
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction, Value

_COLUMNS = (
    "kind",
    "initials",
    "prefix",
    "surname",
    "given_name",
    "name_key",
    "prefixed_key",
    "birth_date",
    "person",
    "language",
    "phone",
    "phone_key",
    "mobile",
    "mobile_key",
    "email",
    "email_key",
    "contact_name",
    "department",
    "selection",
    "identity_checked_on",
    "identity_checked_by",
    "newsletter_since",
    "keep_history_since",
    "warn_seen_before",
    "last_active_on",
    "changed_on",
    "changed_by",
)
_INSERT_CUSTOMER = (
    f"INSERT INTO customer ({', '.join(_COLUMNS)}, id, number_later, home_branch, registered_on)"
    f" VALUES ({', '.join('?' * (len(_COLUMNS) + 4))})"
)
_UPDATE_CUSTOMER = (
    f"UPDATE customer SET {', '.join(f'{column} = ?' for column in _COLUMNS)}, version = version + 1 WHERE id = ?"
)
_INSERT_ADDRESS = (
    "INSERT INTO address (country, postcode, number, letter, addition, street, town, customer_id, kind)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'main')"
)
_REPLACE_ADDRESS = (
    _INSERT_ADDRESS + " ON CONFLICT (customer_id, kind) DO UPDATE SET country = excluded.country,"
    " postcode = excluded.postcode, number = excluded.number, letter = excluded.letter,"
    " addition = excluded.addition, street = excluded.street, town = excluded.town"
)


def add_customer(tx: Transaction, customer_id: int, details: Details, *, number_later: bool) -> None:
    """Write a new customer with the main address. The stamp of `tx` gives branch, staff and day."""
    stamp = tx.stamp
    day = stamp.working_date.isoformat()
    tx.execute(
        _INSERT_CUSTOMER,
        (*_values(details, day, stamp.staff, None), customer_id, int(number_later), stamp.branch, day),
    )
    tx.execute(_INSERT_ADDRESS, (*_address(details), customer_id))
    write_guardian(tx, customer_id, details.guardian, enrolling=True)


def check_kind(reader: Reader, customer_id: int, kind: CustomerKind) -> None:
    """Raise `Refusal` where a person would become an institution, or the other way round (rules.md#institutions)."""
    row = reader.read_one("SELECT kind FROM customer WHERE id = ?", (customer_id,))
    if row is None or rules_of(row[0]).is_institution == RULES[kind].is_institution:
        return
    was, never = ("instelling", "persoon") if rules_of(row[0]).is_institution else ("persoon", "instelling")
    why = f"Deze klant is een {was} en wordt geen {never}: kies het klanttype van eerst, of schrijf in onder een nieuw"
    raise Refusal(Reason(f"{why} klantnummer.", "kind"))


def change_customer(tx: Transaction, customer_id: int, details: Details) -> None:
    """Write the form over what is stored of a known customer; days of consent that still holds are kept."""
    stamp = tx.stamp
    day = stamp.working_date.isoformat()
    kept = tx.read_one(
        "SELECT identity_checked_on, identity_checked_by, newsletter_since, keep_history_since, contact_name"
        " FROM customer WHERE id = ?",
        (customer_id,),
    )
    tx.execute(_UPDATE_CUSTOMER, (*_values(details, day, stamp.staff, kept), customer_id))
    tx.execute(_REPLACE_ADDRESS, (*_address(details), customer_id))
    write_guardian(tx, customer_id, details.guardian)


def _values(details: Details, day: str, staff: str, kept: tuple[str | None, ...] | None) -> tuple[Value, ...]:
    basic = details.basic
    checked_on, checked_by, newsletter, history, contact = kept or (None,) * 5
    if RULES[basic.kind].is_institution:
        contact = basic.contact_name or None  # of a person it is not asked at enrolling, and stays
    from balie.dutch.contact import phone_digits

    return (
        basic.kind,
        basic.initials or None,
        basic.prefix or None,
        basic.surname,
        basic.given_name or None,
        name_key(basic.initials, basic.prefix, basic.surname),
        prefixed_key(basic.initials, basic.prefix, basic.surname),
        basic.birth_date.isoformat() if basic.birth_date else None,
        details.person,
        details.language,
        details.phone or None,
        phone_digits(details.phone) or None,
        details.mobile or None,
        phone_digits(details.mobile) or None,
        details.email or None,
        details.email.lower() or None,
        contact,
        basic.department or None,
        details.selection or None,
        (checked_on or day) if details.identity_checked else None,
        (checked_by or staff) if details.identity_checked else None,
        (newsletter or day) if details.newsletter else None,
        (history or day) if details.keep_history else None,
        int(details.warn_seen_before),
        day,
        day,
        staff,
    )


def _address(details: Details) -> tuple[Value, ...]:
    basic = details.basic
    house = basic.house_number
    return (
        basic.country,
        basic.postcode or None,
        house.number,
        house.letter or None,
        house.addition or None,
        details.street or None,
        details.town or None,
    )


def read_form(reader: Reader, customer_id: int) -> dict[str, str]:
    """What is stored of a customer, as the text of the fields of screen 1 and 2 (to enrol again, or to change).

    Empty when there is no such customer. Direct debit and identity are asked anew at every enrolment.
    """
    row = reader.read_one(
        "SELECT c.kind, c.initials, c.prefix, c.surname, c.given_name, c.birth_date, c.language, c.person, c.phone,"
        " c.contact_name, c.department, c.mobile, c.email, c.selection, c.newsletter_since, c.keep_history_since,"
        " c.warn_seen_before,"
        " a.country, a.postcode, a.number, a.letter, a.addition, a.street, a.town"
        " FROM customer c LEFT JOIN address a ON a.customer_id = c.id AND a.kind = 'main' WHERE c.id = ?",
        (customer_id,),
    )
    if row is None:
        return {}
    names = (
        *("kind", "initials", "prefix", "surname", "given_name", "birth_date", "language", "person", "phone"),
        *(
            "contact_name",
            "department",
            "mobile",
            "email",
            "selection",
            "newsletter",
            "keep_history",
            "warn_seen_before",
        ),
        *("country", "postcode", "number", "letter", "addition", "street", "town"),
    )
    stored = dict(zip(names, row, strict=True))
    if rules_of(stored["kind"]).is_institution:  # all of its name stands in one field
        stored["surname"] = " ".join(filter(None, (stored["prefix"], stored["surname"])))
        stored["prefix"] = ""
    if stored["birth_date"]:
        stored["birth_date"] = format_iso(stored["birth_date"])
    for name in ("newsletter", "keep_history", "warn_seen_before"):
        stored[name] = YES if stored[name] else NO
    number, letter, addition = (stored.pop(name) for name in ("number", "letter", "addition"))
    stored["house_number"] = str(HouseNumber(number, letter or "", addition or "")) if number else ""
    return {name: value or "" for name, value in stored.items()} | {"guardian": guardian_text(reader, customer_id)}
