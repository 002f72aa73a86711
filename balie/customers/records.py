"""The rows of a customer: written by an enrolment, read back as the text of a form. The only writer of these tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.forms.choices import NO, YES
from balie.customers.memberships import Status
from balie.dutch.address import HouseNumber
from balie.dutch.dates import format_iso
from balie.dutch.text import fold
from balie.library.terms import PaymentWay

if TYPE_CHECKING:
    from balie.customers.cards.credentials import Secret
    from balie.customers.forms.details import Details
    from balie.library.structs import OneTimePassword
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction, Value

SEPARATOR = "\x1f"
"""Between the parts of a name key: lower than a blank, so that `Jansen` sorts before `Jansen-de Vries`."""

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
    "guardian",
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
_INSERT_CARD = "INSERT INTO card (number, customer_id, plastic, branch, issued_on) VALUES (?, ?, ?, ?, ?)"
_INSERT_MEMBERSHIP = (
    "INSERT INTO membership (customer_id, number, code, branch, status, started_on, paid_from, paid_until,"
    " rights_until, temporary, price_cents, way, strips, reduced_65, ended_on, status_on, brought_cents)"
    f" VALUES ({', '.join('?' * 17)})"
)
_REPLACE_CREDENTIAL = (
    "INSERT INTO credential (customer_id, salt, hash, cost, issued_on, expires_on, tries_left)"
    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (customer_id) DO UPDATE SET salt = excluded.salt,"
    " hash = excluded.hash, cost = excluded.cost, issued_on = excluded.issued_on,"
    " expires_on = excluded.expires_on, tries_left = excluded.tries_left, must_change = 1"
)


@dataclass(frozen=True, slots=True)
class NewMembership:
    """A period of membership to be written. Days inclusive; None where the subscription sets none.

    `ended_on` is the last day where the membership was cancelled before this period began. `branch` is where the
    customer is a member; empty for the branch that writes it.

    The last two are of a period that ran in another system before: `started_on` is when that began (None: the working
    date), `brought_cents` what of its price was paid there (None: it did not run elsewhere).
    """

    number: int
    code: str
    status: Status
    paid_from: date | None
    paid_until: date | None
    rights_until: date | None
    temporary: bool
    price_cents: int
    way: PaymentWay
    strips: int | None
    reduced_65: bool = False
    ended_on: date | None = None
    branch: str = ""
    started_on: date | None = None
    brought_cents: int | None = None


@dataclass(frozen=True, slots=True)
class BroughtMandate:
    """A mandate that was signed for another system, under the reference it had there; `iban` without blanks."""

    reference: str
    signed_on: date
    iban: str
    bic: str | None
    holder: str
    collected_before: date | None


def name_key(initials: str, prefix: str, surname: str) -> str:
    """What names are sorted and searched by: the main word first (rules.md#names), each part folded.

    A surname in another alphabet, which folds to nothing, keeps its own letters.
    """
    return SEPARATOR.join((fold(surname) or surname.casefold(), fold(initials), fold(prefix)))


def prefixed_key(initials: str, prefix: str, surname: str) -> str | None:
    """The same with the prefix in front, for whoever looks under `van den berg`; None without a prefix."""
    if not prefix:
        return None
    return SEPARATOR.join((fold(f"{prefix} {surname}"), fold(initials)))


def add_customer(tx: Transaction, customer_id: int, details: Details, *, number_later: bool) -> None:
    """Write a new customer with the main address. The stamp of `tx` gives branch, staff and day."""
    stamp = tx.stamp
    day = stamp.working_date.isoformat()
    tx.execute(
        _INSERT_CUSTOMER,
        (*_values(details, day, stamp.staff, None), customer_id, int(number_later), stamp.branch, day),
    )
    tx.execute(_INSERT_ADDRESS, (*_address(details), customer_id))


def change_customer(tx: Transaction, customer_id: int, details: Details) -> None:
    """Write the form over what is stored of a known customer; days of consent that still holds are kept."""
    stamp = tx.stamp
    day = stamp.working_date.isoformat()
    kept = tx.read_one(
        "SELECT identity_checked_on, identity_checked_by, newsletter_since, keep_history_since"
        " FROM customer WHERE id = ?",
        (customer_id,),
    )
    tx.execute(_UPDATE_CUSTOMER, (*_values(details, day, stamp.staff, kept), customer_id))
    tx.execute(_REPLACE_ADDRESS, (*_address(details), customer_id))


def _values(details: Details, day: str, staff: str, kept: tuple[str | None, ...] | None) -> tuple[Value, ...]:
    basic = details.basic
    checked_on, checked_by, newsletter, history = kept or (None, None, None, None)
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
        details.guardian or None,
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


def add_card(tx: Transaction, number: str, customer_id: int, *, plastic: bool) -> None:
    """Issue a number. Raises `sqlite3.IntegrityError` when it was issued before: check first."""
    stamp = tx.stamp
    tx.execute(_INSERT_CARD, (number, customer_id, int(plastic), stamp.branch, stamp.working_date.isoformat()))


def add_membership(tx: Transaction, customer_id: int, membership: NewMembership) -> None:
    """Write one period of membership, started on the working date unless it says otherwise."""
    tx.execute(_INSERT_MEMBERSHIP, _membership(tx, customer_id, membership))


def add_memberships(tx: Transaction, memberships: Iterable[tuple[int, NewMembership]]) -> None:
    """The same for periods of many customers, each behind the actor-id."""
    tx.execute_many(_INSERT_MEMBERSHIP, [_membership(tx, customer_id, period) for customer_id, period in memberships])


def _membership(tx: Transaction, customer_id: int, membership: NewMembership) -> tuple[Value, ...]:
    stamp = tx.stamp
    return (
        customer_id,
        membership.number,
        membership.code,
        membership.branch or stamp.branch,
        membership.status,
        _iso(membership.started_on or stamp.working_date),
        _iso(membership.paid_from),
        _iso(membership.paid_until),
        _iso(membership.rights_until),
        int(membership.temporary),
        membership.price_cents,
        membership.way,
        membership.strips,
        int(membership.reduced_65),
        _iso(membership.ended_on),
        # What was reminded elsewhere is reminded again here so many days from now.
        stamp.working_date.isoformat() if membership.status in (Status.REMINDED, Status.OVERDUE) else None,
        membership.brought_cents,
    )


def sign_mandate(tx: Transaction, customer_id: int, number: str, details: Details, holder: str) -> str:
    """Write the mandate signed today on the form and give its reference; `holder` where the form names none."""
    return add_mandate(tx, customer_id, number, details.iban, details.bic or None, details.account_holder or holder)


def add_mandate(tx: Transaction, customer_id: int, number: str, iban: str, bic: str | None, holder: str) -> str:
    """Write a mandate signed today and give its reference: the klantnummer, with -2, -3 after the first.

    The reference stays what it was at signing, also when the number is replaced later (rules.md#mandate).
    """
    from balie.dutch.bank import compact_iban

    row = tx.read_one("SELECT count(*) FROM mandate WHERE customer_id = ?", (customer_id,))
    earlier = row[0] if row else 0
    reference = f"{number}-{earlier + 1}" if earlier else number
    while tx.read_one("SELECT 1 FROM mandate WHERE reference = ?", (reference,)):  # brought from elsewhere, for another
        earlier += 1
        reference = f"{number}-{earlier + 1}"
    tx.execute(
        "INSERT INTO mandate (reference, customer_id, signed_on, iban, bic, holder) VALUES (?, ?, ?, ?, ?, ?)",
        (reference, customer_id, tx.stamp.working_date.isoformat(), compact_iban(iban), bic, holder),
    )
    return reference


def bring_mandates(tx: Transaction, mandates: Iterable[tuple[int, BroughtMandate]]) -> None:
    """Write mandates of another system, each behind the actor-id. Raises `sqlite3.IntegrityError` for a known one."""
    tx.execute_many(
        "INSERT INTO mandate (reference, customer_id, signed_on, iban, bic, holder, collected_before)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(mandate.reference, customer_id, mandate.signed_on.isoformat(), mandate.iban, mandate.bic),
                *(mandate.holder, _iso(mandate.collected_before)),
            )
            for customer_id, mandate in mandates
        ],
    )


def give_credential(tx: Transaction, customer_id: int, secret: Secret, rule: OneTimePassword) -> None:
    """Store the hash of a one-time password in place of any earlier one."""
    from balie.customers.cards.credentials import expires_on

    day = tx.stamp.working_date
    tx.execute(
        _REPLACE_CREDENTIAL,
        (
            customer_id,
            secret.salt,
            secret.hash,
            str(secret.cost),
            day.isoformat(),
            expires_on(day, rule).isoformat(),
            rule.tries,
        ),
    )


def current_number(reader: Reader, customer_id: int) -> str | None:
    """The klantnummer of a customer: the primary one that was not replaced; None while it has yet to follow."""
    row = reader.read_one(
        "SELECT number FROM card WHERE customer_id = ? AND kind = 'primary' AND state <> 'replaced'", (customer_id,)
    )
    return None if row is None else str(row[0])


def read_form(reader: Reader, customer_id: int) -> dict[str, str]:
    """What is stored of a customer, as the text of the fields of screen 1 and 2 (to enrol again, or to change).

    Empty when there is no such customer. Direct debit and identity are asked anew at every enrolment.
    """
    row = reader.read_one(
        "SELECT c.kind, c.initials, c.prefix, c.surname, c.given_name, c.birth_date, c.language, c.person, c.phone,"
        " c.mobile, c.email, c.selection, c.guardian, c.newsletter_since, c.keep_history_since, c.warn_seen_before,"
        " a.country, a.postcode, a.number, a.letter, a.addition, a.street, a.town"
        " FROM customer c LEFT JOIN address a ON a.customer_id = c.id AND a.kind = 'main' WHERE c.id = ?",
        (customer_id,),
    )
    if row is None:
        return {}
    names = (
        *("kind", "initials", "prefix", "surname", "given_name", "birth_date", "language", "person", "phone"),
        *("mobile", "email", "selection", "guardian", "newsletter", "keep_history", "warn_seen_before"),
        *("country", "postcode", "number", "letter", "addition", "street", "town"),
    )
    stored = dict(zip(names, row, strict=True))
    if stored["birth_date"]:
        stored["birth_date"] = format_iso(stored["birth_date"])
    for name in ("newsletter", "keep_history", "warn_seen_before"):
        stored[name] = YES if stored[name] else NO
    number, letter, addition = (stored.pop(name) for name in ("number", "letter", "addition"))
    stored["house_number"] = str(HouseNumber(number, letter or "", addition or "")) if number else ""
    return {name: value or "" for name, value in stored.items()}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
