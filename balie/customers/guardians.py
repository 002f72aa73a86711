"""Ouder of voogd: who agrees for somebody under 18; a customer, or a name of who is none (rules.md#guardian)."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.ages import is_minor
from balie.customers.deceased import DECEASED
from balie.customers.identities import current_id
from balie.customers.standing import is_removed
from balie.dutch.names import full_name
from balie.refusal import Reason, Refusal

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

LINKED = "guardian linked"
UNLINKED = "guardian unlinked"
"""The journal's words, written for the child and for who is the guardian."""

FIELD = "guardian"
_MARKED = re.compile(r".*\[([0-9]{1,18})\] *")
_OF_NAME = (
    "SELECT id, initials, prefix, birth_date, person FROM customer WHERE name_key >= ? AND name_key < ?"
    " ORDER BY name_key, id"
)
_AT_HOME = (
    "SELECT customer_id FROM address WHERE postcode = ? AND number = ? AND postcode IS NOT NULL AND kind = 'main'"
)


def linked_id(text: str) -> int | None:
    """The actor-id in the text of the field (`E.B. Tester [480874]`); None for the name of somebody who is none."""
    found = _MARKED.fullmatch(text)
    return None if found is None else int(found[1])


def guardian_text(reader: Reader, child_id: int) -> str:
    """What stands in the field: the customer with the actor-id, else the name that was typed, else an empty text.

    A customer goes before a name: after a merge there may be both.
    """
    row = reader.read_one(
        "SELECT g.guardian_id, c.guardian FROM customer AS c LEFT JOIN guardianship AS g ON g.child_id = c.id"
        " WHERE c.id = ?",
        (child_id,),
    )
    guardian_id, name = row or (None, None)
    return name or "" if guardian_id is None else text_of(reader, guardian_id)


def text_of(reader: Reader, guardian_id: int) -> str:
    """A customer as the text of the field."""
    return f"{_name_of(reader, guardian_id)} [{guardian_id}]"


def check_guardian(reader: Reader, guardian_id: int, child_id: int | None, on: date) -> None:
    """Raise `Refusal` at the field where this customer cannot be the guardian of that one, with what to do."""
    row = reader.read_one("SELECT person, birth_date, name_key FROM customer WHERE id = ?", (guardian_id,))
    why = ""
    if row is None or is_removed(reader, guardian_id):
        why = "Deze ouder of voogd is geen klant (meer): typ de naam, of scan een andere pas."
    elif guardian_id == child_id:
        why = "Dit is de klant zelf: scan de pas van de ouder, of typ de naam."
    else:
        person, born, key = row
        name = _name_of(reader, guardian_id)
        if key.startswith(DECEASED):
            why = f"{name} is overleden: vul een andere ouder of voogd in."
        elif not may_agree(person, born, on):
            why = f"{name} is nog geen 18 en kan geen toestemming geven: vul een volwassene in."
    if why:
        raise Refusal(Reason(why, FIELD))


def wards_of(reader: Reader, guardian_id: int, on: date) -> list[str]:
    """The names of those under 18 whom this customer is the guardian of, the eldest first."""
    rows = reader.read(
        "SELECT c.person, c.initials, c.prefix, c.surname, c.birth_date FROM guardianship AS g"
        " JOIN customer AS c ON c.id = g.child_id WHERE g.guardian_id = ? AND c.birth_date IS NOT NULL"
        " ORDER BY c.birth_date, c.id",
        (guardian_id,),
    )
    return [
        full_name(initials or "", prefix or "", surname)
        for person, initials, prefix, surname, born in rows
        if not may_agree(person, born, on)
    ]


def write_guardian(tx: Transaction, child_id: int, text: str, *, enrolling: bool = False) -> None:
    """Write what stands in the field, in place of what was there, with its journal rows.

    Raises `Refusal` at the field where the customer in it cannot be the guardian (any more). Who is a customer is
    never written by name: so the name is that of the customer, also after it changed. `enrolling`: that the name came
    is told by the journal's row of the enrolment.
    """
    guardian_id = linked_id(text)
    if guardian_id is not None:
        guardian_id = current_id(tx, guardian_id)
    row = tx.read_one("SELECT guardian_id FROM guardianship WHERE child_id = ?", (child_id,))
    was_id = None if row is None else int(row[0])
    if guardian_id != was_id and guardian_id is not None:
        check_guardian(tx, guardian_id, child_id, tx.stamp.working_date)
    named = tx.read_one("SELECT guardian FROM customer WHERE id = ?", (child_id,))
    was_name = named[0] or "" if named else ""
    name = "" if guardian_id is not None else text
    if name != was_name:
        tx.execute("UPDATE customer SET guardian = ? WHERE id = ?", (name or None, child_id))
        if not enrolling:
            tx.journal("changed", customer_id=child_id, before={FIELD: was_name}, after={FIELD: name})
    if guardian_id == was_id:
        return
    if was_id is not None:
        tx.execute("DELETE FROM guardianship WHERE child_id = ?", (child_id,))
        tx.journal(UNLINKED, customer_id=child_id, before={"guardian_id": was_id})
        tx.journal(UNLINKED, customer_id=was_id, before={"ward_id": child_id})
    if guardian_id is not None:
        stamp = tx.stamp
        tx.execute(
            "INSERT INTO guardianship (child_id, guardian_id, since, made_by) VALUES (?, ?, ?, ?)",
            (child_id, guardian_id, stamp.working_date.isoformat(), stamp.staff),
        )
        tx.journal(LINKED, customer_id=child_id, after={"guardian_id": guardian_id})
        tx.journal(LINKED, customer_id=guardian_id, after={"ward_id": child_id})


def may_agree(person: str, born: str | None, on: date) -> bool:
    """Whether somebody of this person and birth date (ISO) may agree for another: of age, or an institution."""
    return not is_minor(born, on, person)


def _name_of(reader: Reader, customer_id: int) -> str:
    row = reader.read_one("SELECT initials, prefix, surname FROM customer WHERE id = ?", (customer_id,))
    if row is None:
        return ""
    initials, prefix, surname = row
    return full_name(initials or "", prefix or "", surname)
