"""Familiehoofd and Kind: who pays for whom. A child has one head; a head has no head (rules.md#relations)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.ages import is_minor
from balie.customers.cards.numbers import current_number
from balie.customers.versions import touch
from balie.dutch.names import list_name
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

RELATED = "related"
UNRELATED = "unrelated"
"""The journal's words for making and ending a relation, written for the child and for the head."""

_OTHERS = (
    "SELECT c.id, c.initials, c.prefix, c.surname, c.birth_date, r.since, r.made_by FROM relation AS r"
    " JOIN customer AS c ON c.id = r.{other} WHERE r.{own} = ? ORDER BY c.birth_date NULLS FIRST, c.id"
)


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody related: `Vries, E.B. de`, the klantnummer (empty while it follows), since when and noted by whom."""

    customer_id: int
    name: str
    birth_date: date | None
    number: str
    since: date
    made_by: str


def head_of(reader: Reader, customer_id: int) -> Relative | None:
    """The Familiehoofd of a customer, or None."""
    found = _relatives(reader, customer_id, own="child_id", other="head_id")
    return found[0] if found else None


def children_of(reader: Reader, customer_id: int) -> list[Relative]:
    """Those this customer is the Familiehoofd of, the eldest first."""
    return _relatives(reader, customer_id, own="head_id", other="child_id")


def _relatives(reader: Reader, customer_id: int, *, own: str, other: str) -> list[Relative]:
    rows = reader.read(_OTHERS.format(own=own, other=other), (customer_id,))
    return [
        Relative(
            found,
            list_name(initials or "", prefix or "", surname),
            date.fromisoformat(born) if born else None,
            current_number(reader, found) or "",
            date.fromisoformat(since),
            made_by,
        )
        for found, initials, prefix, surname, born, since, made_by in rows
    ]


def read_relative(reader: Reader, text: str, on: date) -> int:
    """Whom a typed or scanned klantnummer means (or an `[actor-id]`): the actor-id. Raises `Refusal` for nobody's."""
    from balie.customers.finding.entry import KnownCustomer, read_entry

    actor = re.fullmatch(r" *\[([0-9]{1,18})\] *", text)
    if actor and reader.read_one("SELECT 1 FROM customer WHERE id = ?", (int(actor[1]),)):
        return int(actor[1])
    try:
        found = read_entry(reader, text, on)
    except Refusal as refusal:
        raise Refusal(*(reason.text for reason in refusal.reasons)) from None
    if isinstance(found, KnownCustomer):
        return found.customer_id
    raise Refusal("Dit is geen klantnummer dat bekend is: scan de pas of typ het nummer van 14 cijfers.")


def check_relation(reader: Reader, child_id: int, head_id: int, on: date) -> None:
    """Raise `Refusal` with all reasons why the one cannot be the Familiehoofd of the other."""
    if child_id == head_id:
        raise Refusal("Dit is de klant zelf: geef het nummer van een ander gezinslid.")
    reasons = []
    born = reader.read_one("SELECT birth_date, person FROM customer WHERE id = ?", (head_id,))
    if born is not None and is_minor(born[0], on, born[1]):
        reasons.append("Het familiehoofd is nog geen 18 en kan niet voor een ander betalen: kies een volwassene.")
    if head_of(reader, head_id) is not None:
        reasons.append("Het familiehoofd is zelf als kind gekoppeld: kies het familiehoofd daarvan.")
    if children_of(reader, child_id):
        reasons.append("Deze klant is zelf familiehoofd: beëindig eerst de relatie met de eigen kinderen.")
    if reasons:
        raise Refusal(*reasons)


def relate(tx: Transaction, child_id: int, head_id: int) -> None:
    """Make one the Familiehoofd of the other, in place of an earlier head. Check first with `check_relation`."""
    unrelate(tx, child_id)
    stamp = tx.stamp
    tx.execute(
        "INSERT INTO relation (child_id, head_id, since, made_by) VALUES (?, ?, ?, ?)",
        (child_id, head_id, stamp.working_date.isoformat(), stamp.staff),
    )
    tx.journal(RELATED, customer_id=child_id, after={"head_id": head_id})
    tx.journal(RELATED, customer_id=head_id, after={"child_id": child_id})
    touch(tx, child_id)
    touch(tx, head_id)


def unrelate(tx: Transaction, child_id: int) -> None:
    """End the relation of a child with its head, if there is one."""
    row = tx.read_one("DELETE FROM relation WHERE child_id = ? RETURNING head_id", (child_id,))
    if row is None:
        return
    (head_id,) = row
    tx.journal(UNRELATED, customer_id=child_id, before={"head_id": head_id})
    tx.journal(UNRELATED, customer_id=head_id, before={"child_id": child_id})
    touch(tx, child_id)
    touch(tx, head_id)
