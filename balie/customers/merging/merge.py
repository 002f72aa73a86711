"""Ontdubbelen: two records of one person become one, in one transaction, and can be taken apart again.

The record that goes is deleted; everything that named it names the one that stays. Its own row and what was left out
are kept in the journal, under its own actor-id (`identities`), from which `undo` puts all of it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.customers.deceased import DECEASED
from balie.customers.finding.listing import CustomerRow, list_people
from balie.customers.merging.apart import take_apart
from balie.customers.merging.plan import make_plan
from balie.customers.merging.preview import MergePreview, describe
from balie.customers.merging.rules import judge_merge
from balie.customers.merging.sides import Sides
from balie.customers.merging.steps import carry_out
from balie.customers.merging.undo_rules import find_merge, judge_undo
from balie.customers.versions import touch
from balie.dutch.dates import format_iso
from balie.dutch.name_likeness import Likeness, likeness
from balie.library.rights import Right
from balie.refusal import Refusal
from balie.store.dialect import member

if TYPE_CHECKING:
    from balie.customers.merging.kept import KeptMerge
    from balie.desk import Desk

__all__ = ["FormerRecord", "MergePreview", "candidates", "former_records", "merge", "preview", "undo"]

UNDONE = "merge undone"
"""The word in the journal, for both records."""

MOST = 20

_SAME_HOUSE = (
    "SELECT c.id, c.prefix, c.surname, k.prefix, k.surname FROM customer AS k"
    " JOIN address AS ka ON ka.customer_id = k.id AND ka.kind = 'main'"
    " JOIN customer AS c ON c.birth_date = k.birth_date AND c.birth_date IS NOT NULL AND c.id <> k.id"
    " JOIN address AS ca ON ca.customer_id = c.id AND ca.kind = 'main'"
    " WHERE k.id = ? AND ca.postcode IS NOT DISTINCT FROM ka.postcode AND ca.number IS NOT DISTINCT FROM ka.number"
    " AND (substr(c.name_key, 1, 1) = ?) = (substr(k.name_key, 1, 1) = ?)"
    " AND (c.person = k.person OR 'nvt' IN (c.person, k.person)) ORDER BY c.name_key, c.id"
)


@dataclass(frozen=True, slots=True)
class FormerRecord:
    """A record that went into another: its actor-id and name, on which day, and the row of the journal for `undo`."""

    customer_id: int
    name: str
    merged_on: str
    journal_id: int


def candidates(desk: Desk, customer_id: int) -> list[CustomerRow]:
    """Who may be the same person: same surname, birth date and house, no other gender; at most twenty.

    Also those whose membership has ended, since a member enrolled anew under another number is the commonest double.
    """
    rows = desk.store.read(_SAME_HOUSE, (customer_id, DECEASED, DECEASED))
    same = [
        found
        for found, prefix, surname, own_prefix, own in rows
        if likeness((prefix or "", surname), (own_prefix or "", own)) is Likeness.SAME
    ]
    return list_people(desk.store, desk.library, desk.working_date, same[:MOST])


def preview(desk: Desk, keep: int, merge: int) -> MergePreview:
    """What merging `merge` into `keep` would do. Raises `Refusal` with every reason why it may not be done."""
    judge_merge(desk.store, keep, merge)
    return describe(desk, make_plan(desk.store, keep, merge, desk.working_date))


def merge(desk: Desk, shown: MergePreview) -> int:
    """Merge as the preview showed; the row of the journal by which it can be undone.

    Raises `Refusal` when it may not be done, or when another desk changed something of it since the preview.
    """
    desk.require(Right.MERGE)
    with desk.transaction() as tx:
        judge_merge(tx, shown.keep, shown.merge)
        plan = make_plan(tx, shown.keep, shown.merge, desk.working_date)
        if plan != shown.plan:
            raise Refusal("Een van beide klanten is intussen gewijzigd: bekijk opnieuw wat er wordt samengevoegd.")
        return carry_out(tx, plan)


def former_records(desk: Desk, customer_id: int) -> list[FormerRecord]:
    """The records that were merged into this one, the last first; not those whose data were removed since."""
    rows = desk.store.read(
        f"SELECT m.customer_id, m.merged_on, m.journal_id, {member('j.before', 'name')} FROM merged AS m"
        " JOIN journal AS j ON j.id = m.journal_id WHERE m.into_id = ? AND j.before IS NOT NULL"
        " ORDER BY m.journal_id DESC",
        (customer_id,),
    )
    return [FormerRecord(id_, name or "", format_iso(day), journal_id) for id_, day, journal_id, name in rows]


def undo(desk: Desk, journal_id: int) -> int:
    """Take a merge apart again; the actor-id of the record that came back.

    Each gets back what was theirs. What happened since goes with what it was for (`merging.sides`), and stays with the
    record that stayed where it was for nothing in particular. Raises `Refusal`, before anything is written, when it was
    undone before, when data were removed since, when a later merge comes first, and with every reason why what
    happened since cannot be told apart.
    """
    desk.require(Right.MERGE)
    from json import loads

    with desk.transaction() as tx:
        gone, keep, before = find_merge(tx, journal_id)
        kept: KeptMerge = loads(before)
        sides = Sides(tx, keep, journal_id, kept)
        judge_undo(tx, keep, kept, sides, desk.working_date)
        take_apart(tx, keep, gone, kept, sides)
        for customer_id in (keep, gone):
            touch(tx, customer_id)
            tx.journal(UNDONE, customer_id=customer_id, after={"merged": gone, "into": keep})
    return gone
