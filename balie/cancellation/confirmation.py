"""The printed confirmation of a cancellation: data/templates/letter-cancellation.txt.

It waits in the queue of bons, so that a printer that fails never undoes a cancellation and F5 prints it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.customers.cards.numbers import current_number, in_groups
from balie.customers.header import membership_name, town_line
from balie.customers.standing import NO_CUSTOMER
from balie.dutch.address import HouseNumber
from balie.dutch.bank import grouped_iban
from balie.dutch.dates import format_date, long_date
from balie.dutch.money import format_cents
from balie.dutch.names import Person, header_name, letter_salutation
from balie.messages.printing import LETTER_WIDTH
from balie.messages.receipts import render_receipt
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.customers.cancelling.cancellations import Cancellation
    from balie.customers.cancelling.settlement import Settlement
    from balie.desk import Desk
    from balie.store.reading import Reader

CONFIRMATION = "letter-cancellation"
"""Its template."""

_ADDRESSEE = (
    "SELECT c.person, c.initials, c.prefix, c.surname, a.street, a.number, a.letter, a.addition, a.postcode, a.town,"
    " a.country, m.code FROM customer AS c JOIN membership AS m ON m.customer_id = c.id AND m.number = ?"
    " LEFT JOIN address AS a ON a.customer_id = c.id AND a.kind = coalesce("
    "(SELECT kind FROM address WHERE customer_id = c.id AND kind = 'post'), 'main') WHERE c.id = ?"
)


def letter_data(
    desk: Desk, reader: Reader, customer_id: int, cancellation: Cancellation, settlement: Settlement
) -> dict[str, str | None]:
    """What the letter tells, ready to be shown; None for what does not apply. The actor-id is not among it.

    It goes to the Postadres where there is one, and after a death to the next of kin.
    """
    row = reader.read_one(_ADDRESSEE, (cancellation.membership_number, customer_id))
    if row is None:
        raise Refusal(NO_CUSTOMER)
    person, initials, prefix, surname, street, house, letter, addition, postcode, town, country, code = row
    names = (Person(person), initials or "", prefix or "", surname)
    name = header_name(*names)
    number = current_number(reader, customer_id)
    house_number = "" if house is None else str(HouseNumber(house, letter or "", addition or ""))
    dead = cancellation.deceased
    return {
        "library": desk.library.name,
        "branch": f"{desk.branch.number} {desk.branch.name}",
        "contact": desk.library.contact.email or desk.library.contact.phone,
        "date": long_date(desk.working_date),
        "addressee": f"Aan de nabestaanden van {name}" if dead else name,
        "street": " ".join(filter(None, (street, house_number))) or None,
        "town": town_line(postcode, town, country) or None,
        "salutation": "Geachte nabestaanden," if dead else letter_salutation(*names),
        "name": name if dead else None,
        "number": None if number is None else in_groups(number),
        "subscription": membership_name(desk, code),
        "channel": cancellation.channel,
        "received_on": long_date(cancellation.received_on),
        "last_day": long_date(cancellation.last_day),
        "why": " ".join(settlement.why),
        "refund": format_cents(settlement.refund_cents) if settlement.refund_cents else None,
        "refunds": "; ".join(refund.text for refund in settlement.refunds) or None,
        "credit": format_cents(settlement.credit_cents) if settlement.credit_cents else None,
        "open": format_cents(settlement.open_cents) if settlement.open_cents else None,
        "payout": format_cents(settlement.payout_cents) if settlement.payout_cents else None,
        "payout_from": format_date(settlement.payout_from),
        "iban": grouped_iban(settlement.refund_iban) or None,
        "due": format_cents(settlement.due_cents) if settlement.due_cents else None,
        "items": str(settlement.items_at_home) if settlement.items_at_home else None,
    }


def confirmation_text(desk: Desk, receipt_id: int) -> str:
    """The confirmation as it is shown on the screen and printed. Raises `Refusal` when there is no such letter."""
    import json

    row = desk.store.read_one("SELECT template, data FROM receipt WHERE id = ?", (receipt_id,))
    if row is None or row[0] != CONFIRMATION:
        raise Refusal("Deze brief bestaat niet meer: hij is met de klant verwijderd.")
    return render_receipt(CONFIRMATION, json.loads(row[1]), width=LETTER_WIDTH, password=None, duplicate=False)


def last_confirmation(desk: Desk, customer_id: int) -> int | None:
    """The number of the last confirmation of this customer, to be printed again; None where there is none."""
    row = desk.store.read_one(
        "SELECT max(id) FROM receipt WHERE customer_id = ? AND template = ?", (customer_id, CONFIRMATION)
    )
    return None if row is None else row[0]
