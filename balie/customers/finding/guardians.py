"""Whom a number, a scan or a name in the field Ouder of voogd means (rules.md#guardian)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.customers.finding.entry import KnownCustomer, SearchFor, read_entry
from balie.customers.finding.listing import CustomerRow, list_people
from balie.customers.guardians import FIELD, check_guardian, linked_id, may_agree, text_of
from balie.customers.identities import current_id
from balie.customers.name_keys import SEPARATOR
from balie.dutch.names import split_prefix, split_whole_name
from balie.dutch.text import fold
from balie.refusal import Reason, Refusal

if TYPE_CHECKING:
    from datetime import date

    from balie.library.structs import Library
    from balie.store.reading import Reader

MOST = 40
"""As many people of one name are offered."""

_OF_NAME = (
    "SELECT id, initials, prefix, birth_date, person FROM customer WHERE name_key >= ? AND name_key < ?"
    " ORDER BY name_key, id"
)
_AT_HOME = (
    "SELECT customer_id FROM address WHERE postcode = ? AND number = ? AND postcode IS NOT NULL AND kind = 'main'"
)


@dataclass(frozen=True, slots=True)
class Home:
    """Where the child lives: postcode as shown and the number of the house."""

    postcode: str
    number: int


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Who may be meant with a name, those who live with the child first, and whom to link without a question.

    `sure` is the one customer of that name, where that is somebody in the child's own house; else None.
    """

    people: tuple[CustomerRow, ...]
    sure: int | None


def read_guardian(reader: Reader, text: str, on: date, *, child_id: int | None = None) -> str:
    """What was typed or scanned in the field, as it stands there: a klantnummer or `[actor-id]` becomes the customer.

    Anything else is a name and stays as it is. `child_id` is None while the child is being enrolled. Raises `Refusal`
    at the field for a number that is nobody's, and for who cannot be a guardian.
    """
    if not text.strip():
        return ""
    guardian_id = linked_id(text)
    if guardian_id is not None:
        guardian_id = current_id(reader, guardian_id)
        check_guardian(reader, guardian_id, child_id, on)
        return text_of(reader, guardian_id)
    try:
        entry = read_entry(reader, text, on)
    except Refusal as refusal:
        raise Refusal(*(Reason(reason.text, FIELD) for reason in refusal.reasons)) from None
    if isinstance(entry, KnownCustomer):
        check_guardian(reader, entry.customer_id, child_id, on)
        return text_of(reader, entry.customer_id)
    if isinstance(entry, SearchFor) or len(text.strip()) == 1:
        return text
    raise Refusal(Reason(f"Nummer {text.strip()} is van niemand: scan de pas van de ouder, of typ de naam.", FIELD))


def namesakes(
    reader: Reader, library: Library, name: str, on: date, *, home: Home | None, child_id: int | None = None
) -> Namesakes:
    """The customers of 18 and over (and institutions) who may be meant with a name typed whole: `eb tester`.

    At most `MOST`. `home` is where the child lives, None where that is not known.
    """
    ids = _of_name(reader, name, on, child_id)
    if not ids:
        return Namesakes((), None)
    at_home = () if home is None else {row[0] for row in reader.read(_AT_HOME, (home.postcode, home.number))}
    first = [one for one in ids if one in at_home]
    people = (*first, *(one for one in ids if one not in at_home))[:MOST]
    rows = {row.customer_id: row for row in list_people(reader, library, on, people)}
    return Namesakes(tuple(rows[one] for one in people), first[0] if len(ids) == len(first) == 1 else None)


def _of_name(reader: Reader, name: str, on: date, child_id: int | None) -> list[int]:
    try:
        whole = split_whole_name(name)
    except Refusal:
        return []
    prefix, surname = split_prefix(name) if whole is None else (whole.prefix, whole.surname)
    initials = "" if whole is None else fold(whole.initials)
    key = fold(surname)
    if not key:
        return []
    start = key + SEPARATOR + initials[:1]
    return [
        id_
        for id_, known, known_prefix, born, person in reader.read(_OF_NAME, (start, start + "\U0010ffff"))
        if id_ != child_id
        and may_agree(person, born, on)
        and _fits(initials, fold(known or ""))
        and fold(prefix) in ("", fold(known_prefix or ""))
    ]


def _fits(typed: str, known: str) -> bool:
    """Whether initials may be those of one person: `e` and `e b`."""
    return typed.startswith(known) or known.startswith(typed)
