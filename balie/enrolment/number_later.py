"""The number of somebody enrolled with `p`, when the card has been printed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from balie.customers.cards.credentials import give_credential
from balie.customers.cards.numbers import HAS_NUMBER, add_card, allocate, check_number, current_number
from balie.customers.standing import must_be_there
from balie.dutch.names import full_name
from balie.enrolment.bon import bon_data
from balie.enrolment.enrol import Enrolled, check_free
from balie.library.rights import Right
from balie.messages.receipts import ENROLMENT, queue_receipt
from balie.refusal import Reason, Refusal

if TYPE_CHECKING:
    from balie.customers.cards.credentials import Secret
    from balie.desk import Desk


def give_number(desk: Desk, customer_id: int, card: str | None, secret: Secret) -> Enrolled:
    """Give a customer without a number the card that was scanned, or a number the system makes (`card` None).

    With it come the password and a bon, in one transaction. Raises `Refusal` when the customer has a number already, or
    when the card has a wrong number or is not free.
    """
    desk.require(Right.ENROL)
    scanned = None if card is None else check_number(card)
    with desk.transaction() as tx:
        must_be_there(tx, customer_id)
        row = tx.read_one(
            "SELECT c.initials, c.prefix, c.surname, m.code, m.rights_until FROM customer c"
            " LEFT JOIN membership m ON m.customer_id = c.id WHERE c.id = ? ORDER BY m.number DESC LIMIT 1",
            (customer_id,),
        )
        assert row is not None
        if current_number(tx, customer_id) is not None:
            raise Refusal(Reason(HAS_NUMBER, "number"))
        initials, prefix, surname, code, rights_until = row
        if scanned is not None:
            check_free(tx, scanned)
        number = scanned or allocate(tx, desk.library, desk.branch.number)
        add_card(tx, number, customer_id, plastic=scanned is not None)
        tx.execute("UPDATE customer SET number_later = 0, version = version + 1 WHERE id = ?", (customer_id,))
        give_credential(tx, customer_id, secret, desk.library.one_time_password)
        names = {subscription.code: subscription.name for subscription in desk.library.subscriptions}
        bon = bon_data(
            desk,
            name=full_name(initials or "", prefix or "", surname),
            subscription=names.get(code, code or ""),
            rights_until=None if rights_until is None else date.fromisoformat(rights_until),
            number=number,
        )
        receipt_id = queue_receipt(tx, ENROLMENT, customer_id, bon)
        tx.journal("number given", customer_id=customer_id, after={"number": number})
    return Enrolled(customer_id, number, receipt_id, password_issued=True)
