"""Messages that wait for customers, as the departments queue them."""

from __future__ import annotations

from balie.desk import Desk
from balie.messages.kinds import MessageKind
from balie.messages.outbox import Message, enqueue
from tests.support.applicants import enrol_tester

INVOICE = (
    dict.fromkeys(
        ("paid_until", "vat", "day", "iban", "account_name", "creditor", "creditor_id", "mandate", "account_end")
    )
    | {"invoice": "1", "subscription": "Basis", "paid_from": "01-05-2024", "amount": "€ 54,00", "open": "€ 54,00"}
    | {
        "by_transfer": "ja",
        "reference": "1234 5678",
    }
)


def queue_invoice(
    desk: Desk, *, email: str = "eb@lezer.nl", kind: MessageKind = MessageKind.INVOICE
) -> tuple[int, int]:
    """E.B. Tester with the invoice of the enrolment in the queue: the customer and the message."""
    customer_id = enrol_tester(desk, email=email).customer_id
    with desk.transaction() as tx:
        row = tx.read_one("SELECT max(id) FROM invoice WHERE customer_id = ?", (customer_id,))
        assert row is not None
        number = enqueue(tx, Message(customer_id, kind, "invoice", INVOICE, f"invoice {row[0]}"))
    assert number is not None
    return customer_id, number
