"""A new one-time password, and the PIN of four digits for self-service. Only hashes are kept: nothing can be read back.

Hashing is slow on purpose: make the `Secret` (`credentials.make_secret`) before and off the event loop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.customers.cards.credentials import Cost, expires_on, give_credential, verify
from balie.customers.cards.numbers import current_number, in_groups
from balie.customers.names import find_name
from balie.customers.standing import must_be_there
from balie.customers.versions import touch
from balie.dutch.dates import format_date
from balie.library.rights import Right
from balie.messages.receipts import PASSWORD, queue_receipt
from balie.refusal import Reason, Refusal

if TYPE_CHECKING:
    from balie.customers.cards.credentials import Secret
    from balie.desk import Desk
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

PIN_LENGTH = 4


def give_password(desk: Desk, customer_id: int, secret: Secret) -> int:
    """Put a new one-time password in the place of the old one and queue its bon, in one transaction. Out: the bon.

    The password on the bon is handed over when it is printed (`printing.prepare`); it is stored nowhere. Raises
    `Refusal` when the customer has no number yet: there is nothing to log in with.
    """
    desk.require(Right.CHANGE_CUSTOMER)
    with desk.transaction() as tx:
        must_be_there(tx, customer_id)
        number = _number(tx, customer_id)
        give_credential(tx, customer_id, secret, desk.library.one_time_password)
        receipt_id = queue_receipt(tx, PASSWORD, customer_id, _bon(desk, tx, customer_id, number))
        touch(tx, customer_id)
        tx.journal("password given", customer_id=customer_id)
    return receipt_id


def read_pin(typed: str) -> str:
    """A PIN as typed: four digits 0 to 9, nothing else. Raises `Refusal` at `pin`."""
    pin = typed.strip()
    if len(pin) != PIN_LENGTH or not (pin.isascii() and pin.isdigit()):
        raise Refusal(Reason("Een pincode bestaat uit vier cijfers, zoals 4082. Laat de klant hem zelf kiezen.", "pin"))
    return pin


def read_pin_again(first: str, typed: str) -> str:
    """The PIN typed a second time, to be sure of it. Raises `Refusal` at `pin` when it is another one."""
    pin = read_pin(typed)
    if pin != read_pin(first):
        raise Refusal(
            Reason("Dit zijn andere cijfers dan de eerste keer. Typ ze opnieuw, of begin opnieuw met Esc.", "pin")
        )
    return pin


def has_pin(reader: Reader, customer_id: int) -> bool:
    """Whether the customer has a PIN; what it is nobody can see."""
    return reader.read_one("SELECT 1 FROM pin WHERE customer_id = ?", (customer_id,)) is not None


def set_pin(desk: Desk, customer_id: int, secret: Secret) -> None:
    """Keep the hash of a PIN (`make_secret(read_pin(typed))`), in the place of an earlier one. Raises `Refusal`."""
    desk.require(Right.CHANGE_CUSTOMER)
    with desk.transaction() as tx:
        must_be_there(tx, customer_id)
        _number(tx, customer_id)
        had = has_pin(tx, customer_id)
        tx.execute(
            "INSERT INTO pin (customer_id, salt, hash, cost, set_on) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (customer_id) DO UPDATE SET salt = excluded.salt, hash = excluded.hash, cost = excluded.cost,"
            " set_on = excluded.set_on",
            (customer_id, secret.salt, secret.hash, str(secret.cost), tx.stamp.working_date.isoformat()),
        )
        touch(tx, customer_id)
        tx.journal("pin changed" if had else "pin set", customer_id=customer_id)


def clear_pin(desk: Desk, customer_id: int) -> None:
    """Take the PIN away. Raises `Refusal` when there is none."""
    desk.require(Right.CHANGE_CUSTOMER)
    with desk.transaction() as tx:
        must_be_there(tx, customer_id)
        if not has_pin(tx, customer_id):
            raise Refusal("Deze klant heeft geen pincode.")
        tx.execute("DELETE FROM pin WHERE customer_id = ?", (customer_id,))
        touch(tx, customer_id)
        tx.journal("pin cleared", customer_id=customer_id)


def pin_fits(reader: Reader, customer_id: int, typed: str) -> bool:
    """Whether this is the PIN of the customer; False without one."""
    row = reader.read_one("SELECT salt, hash, cost FROM pin WHERE customer_id = ?", (customer_id,))
    return row is not None and verify(typed, row[0], row[1], Cost.parse(row[2]))


def _number(tx: Transaction, customer_id: int) -> str:
    number = current_number(tx, customer_id)
    if number is None:
        raise Refusal("Deze klant heeft nog geen klantnummer om mee in te loggen: geef eerst een nummer uit.")
    return number


def _bon(desk: Desk, tx: Transaction, customer_id: int, number: str) -> dict[str, str | None]:
    name = find_name(tx, customer_id)
    assert name is not None
    library = desk.library
    return {
        "library": library.name,
        "branch": f"{desk.branch.number} {desk.branch.name}",
        "date": format_date(desk.working_date),
        "name": name.full,
        "number": in_groups(number),
        "expires": format_date(expires_on(desk.working_date, library.one_time_password)),
        "website": library.contact.website,
    }
