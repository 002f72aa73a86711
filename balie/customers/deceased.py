"""Customers who died: found by name only with a `*` in front, and not written to any more (rules.md#death).

The mark stands before the search keys, never in the name itself, so that what is printed for the next of kin has the
name as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.customers.standing import must_be_there
from balie.library.rights import Right
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

DECEASED = "*"
"""Where the name keys of the deceased begin, so that no other search for a name meets them (rules.md#death)."""

TAKEN_BACK = "death report withdrawn"
"""The word in the journal."""

_KEYS = ("name_key", "prefixed_key", "tag_key")
_MARK = (
    f"UPDATE customer SET {', '.join(f'{key} = ? || {key}' for key in _KEYS)}"
    " WHERE id = ? AND substr(name_key, 1, 1) <> ?"
)
_UNMARK = f"UPDATE customer SET {', '.join(f'{key} = ltrim({key}, ?)' for key in _KEYS)} WHERE id = ?"


def is_deceased(reader: Reader, customer_id: int) -> bool:
    """Whether the death of this customer was reported."""
    row = reader.read_one("SELECT name_key FROM customer WHERE id = ?", (customer_id,))
    return row is not None and str(row[0]).startswith(DECEASED)


def gets_mail(reader: Reader, customer_id: int) -> bool:
    """Whether service mail and newsletters may go to this customer: whoever sends asks at the moment of sending."""
    return not is_deceased(reader, customer_id)


def mark(tx: Transaction, customer_id: int) -> None:
    """Put the `*` before the search keys; once is enough."""
    tx.execute(_MARK, (DECEASED, DECEASED, DECEASED, customer_id, DECEASED))


def unmark(tx: Transaction, customer_id: int) -> None:
    """Take the `*` away again."""
    tx.execute(_UNMARK, (DECEASED, DECEASED, DECEASED, customer_id))


def report_death(desk: Desk, customer_id: int) -> None:
    """Mark somebody without a running membership; who is a member is cancelled with reason Overleden.

    Raises `Refusal` when there is no such customer, or when there is a membership to end first.
    """
    desk.require(Right.CANCEL)
    from balie.customers.memberships import is_running
    from balie.customers.versions import touch

    with desk.transaction() as tx:
        must_be_there(tx, customer_id)
        if is_deceased(tx, customer_id):
            return
        if is_running(tx, customer_id, desk.working_date):
            raise Refusal("Deze klant is nog lid: zeg het abonnement op met reden Overleden.")
        mark(tx, customer_id)
        touch(tx, customer_id)
        tx.journal("death reported", customer_id=customer_id, before={"deceased": False}, after={"deceased": True})


def take_back_death(desk: Desk, customer_id: int) -> None:
    """Take the report of a death back, where no cancellation came with it: it was about somebody else.

    Raises `Refusal` when no death was reported.
    """
    desk.require(Right.CANCEL)
    from balie.customers.versions import touch

    with desk.transaction() as tx:
        must_be_there(tx, customer_id)
        if not is_deceased(tx, customer_id):
            raise Refusal("Van deze klant is geen overlijden gemeld.")
        unmark(tx, customer_id)
        touch(tx, customer_id)
        tx.journal(TAKEN_BACK, customer_id=customer_id, before={"deceased": True}, after={"deceased": False})
