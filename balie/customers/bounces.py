"""E-mail addresses to which mail could not be delivered: noted by whoever sends, or by the desk.

A note counts for as long as the customer has that address; another address is given another chance by itself. What
was noted of addresses that nobody has any more is forgotten by `balie opruimen`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.standing import must_be_there
from balie.dutch.dates import format_date
from balie.dutch.text import read_text
from balie.library.rights import Right
from balie.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

LONGEST_REASON = 200
BY_THE_DESK = "gemeld aan de balie"
"""The reason where the desk gives none of its own."""
_OLD = "NOT EXISTS (SELECT 1 FROM customer AS c WHERE c.id = bounce.customer_id AND c.email = bounce.email)"
NO_ADDRESS = "Deze klant heeft geen e-mailadres: er is niets onbestelbaar. Vul het zo nodig in met Wijzig (W)."


@dataclass(frozen=True, slots=True)
class Bounce:
    """Since when mail to a customer's e-mail address does not arrive, and why (Dutch)."""

    email: str
    on: date
    reason: str

    @property
    def text(self) -> str:
        """`e-mail onbestelbaar sinds 09-04-2024`."""
        return f"e-mail onbestelbaar sinds {format_date(self.on)}"


def read_bounce(reader: Reader, customer_id: int) -> Bounce | None:
    """What is noted of the e-mail address that the customer has now; None when mail may be sent to it."""
    row = reader.read_one(
        "SELECT b.email, b.bounced_on, b.reason FROM customer AS c JOIN bounce AS b ON b.customer_id = c.id"
        " AND b.email = c.email WHERE c.id = ?",
        (customer_id,),
    )
    return None if row is None else Bounce(row[0], date.fromisoformat(row[1]), row[2])


def has_address(reader: Reader, customer_id: int) -> bool:
    """Whether the customer has an e-mail address."""
    return reader.read_one("SELECT 1 FROM customer WHERE id = ? AND email <> ''", (customer_id,)) is not None


def note_bounce(tx: Transaction, customer_id: int, email: str, reason: str) -> None:
    """Note that mail to this address of a customer did not arrive. Noting it twice keeps the first day."""
    added = tx.execute(
        "INSERT INTO bounce (customer_id, email, bounced_on, reason) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (customer_id, email, tx.stamp.working_date.isoformat(), reason),
    ).rowcount
    if added:
        tx.journal("mail bounced", customer_id=customer_id, after={"reason": reason})


def read_reason(text: str) -> str:
    """Why mail does not arrive, as typed; may be empty. Raises `Refusal` for what cannot be kept."""
    return read_text(text, what="De reden", longest=LONGEST_REASON)


def report_bounce(desk: Desk, customer_id: int, reason: str = "") -> None:
    """The desk notes that mail to the customer comes back; `reason` in its own words.

    Raises `Refusal` for a customer who is not there or has no e-mail address.
    """
    desk.require(Right.CHANGE_CUSTOMER)
    told = read_reason(reason) or BY_THE_DESK
    with desk.transaction() as tx:
        must_be_there(tx, customer_id)
        row = tx.read_one("SELECT email FROM customer WHERE id = ?", (customer_id,))
        if row is None or not row[0]:
            raise Refusal(NO_ADDRESS)
        note_bounce(tx, customer_id, row[0], told)


def clear_bounce(desk: Desk, customer_id: int) -> None:
    """The address is good after all: mail may be sent to it again.

    Raises `Refusal` for a customer who is not there, or whose address was not noted.
    """
    desk.require(Right.CHANGE_CUSTOMER)
    with desk.transaction() as tx:
        must_be_there(tx, customer_id)
        cleared = tx.execute(
            "DELETE FROM bounce WHERE customer_id = :id AND email = (SELECT email FROM customer WHERE id = :id)",
            {"id": customer_id},
        ).rowcount
        if not cleared:
            raise Refusal("Van dit e-mailadres is niet bekend dat het onbestelbaar is.")
        tx.journal("mail bounce cleared", customer_id=customer_id)


def old_addresses(reader: Reader) -> list[tuple[int, str]]:
    """The noted addresses that are nobody's any more: the customer who had each, and the address."""
    return [(row[0], row[1]) for row in reader.read(f"SELECT customer_id, email FROM bounce WHERE {_OLD}")]


def forget_old_addresses(tx: Transaction, old: Sequence[tuple[int, str]]) -> int:
    """Forget those of these addresses that are still nobody's. Out: how many."""
    sql = f"DELETE FROM bounce WHERE customer_id = ? AND email = ? AND {_OLD}"
    return sum(tx.execute(sql, one).rowcount for one in old)
