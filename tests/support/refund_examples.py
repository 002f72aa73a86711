"""Members as in the worked examples of rules.md#refund, made through the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from balie.cancellation.cancel import cancel
from balie.cancellation.wish import Wish
from balie.customers.memberships import NewMembership, Status, add_membership
from balie.desk import Desk
from balie.ledger import Charge, Incoming, Method, invoice, receive
from balie.library.terms import CancellationWay, ChargeKind, PaymentWay
from tests.support.applicants import IBAN, enrol_tester
from tests.support.borrowers import new_item

At = Callable[[date], Desk]


@dataclass(frozen=True, slots=True)
class Example:
    """A row of the worked examples: the period that is not used to its end, the notice, and what must come of it."""

    name: str
    paid_from: date
    paid_until: date
    cents: int
    notice: date
    last_day: date
    refund: int
    enrolled: date = date(2016, 12, 5)
    way: PaymentWay = PaymentWay.INVOICE

    def __str__(self) -> str:
        return self.name


EXAMPLES = (
    Example("C1", date(2026, 2, 1), date(2027, 1, 31), 5200, date(2026, 8, 15), date(2026, 9, 14), 1980),
    Example("C3", date(2025, 5, 1), date(2026, 4, 30), 4800, date(2026, 1, 31), date(2026, 2, 28), 802),
    Example("C4", date(2027, 3, 1), date(2028, 2, 29), 5200, date(2027, 10, 1), date(2027, 10, 31), 1719),
    Example("C5", date(2024, 6, 1), date(2025, 5, 31), 4300, date(2025, 2, 1), date(2025, 2, 28), 1084),
    Example("C6", date(2025, 5, 1), date(2026, 4, 30), 4800, date(2025, 3, 31), date(2025, 4, 30), 4800),
    Example(
        *("C7", date(2026, 9, 1), date(2026, 9, 30), 400, date(2026, 8, 15), date(2026, 9, 14), 213),
        way=PaymentWay.MONTHLY,
    ),
)
C1 = EXAMPLES[0]


def pay(desk: Desk, customer_id: int, cents: int, method: Method = Method.BANK) -> None:
    """Money that came in, for the oldest charges first."""
    with desk.transaction() as tx:
        receive(tx, Incoming(customer_id, cents, method, desk.working_date, till="1"))


def charge(desk: Desk, customer_id: int, *amounts: tuple[ChargeKind, int]) -> None:
    """Charge these amounts on the working date."""
    with desk.transaction() as tx:
        invoice(tx, desk.library, customer_id, [Charge(kind, cents) for kind, cents in amounts])


def lend(desk: Desk, customer_id: int) -> None:
    """Something the customer has at home."""
    item = new_item(desk)
    with desk.transaction() as tx:
        tx.execute(
            "INSERT INTO loan (customer_id, item_number, lent_on, due_on) VALUES (?, ?, '2026-08-01', '2026-08-29')",
            (customer_id, item),
        )


def take_in(desk: Desk, customer_id: int) -> None:
    """Everything the customer had is back."""
    with desk.transaction() as tx:
        tx.execute("UPDATE loan SET returned_on = '2026-09-20' WHERE customer_id = ?", (customer_id,))


def member_of(
    at: At, example: Example = C1, *, paid: bool = True, method: Method = Method.BANK, surname: str = "Tester"
) -> int:
    """Somebody who was enrolled long ago and has the period of the example as the last one."""
    first = at(example.enrolled)
    customer_id = enrol_tester(first, subscription="0002", surname=surname).customer_id
    row = first.store.read_one("SELECT sum(cents) FROM charge WHERE customer_id = ?", (customer_id,))
    assert row is not None
    pay(first, customer_id, row[0])
    with at(example.paid_from).transaction() as tx:
        add_membership(
            tx,
            customer_id,
            NewMembership(
                number=2,
                code="0002",
                status=Status.INVOICED,
                paid_from=example.paid_from,
                paid_until=example.paid_until,
                rights_until=example.paid_until,
                temporary=False,
                price_cents=example.cents,
                way=example.way,
                strips=None,
            ),
        )
        invoice(tx, at(example.paid_from).library, customer_id, [Charge(ChargeKind.CONTRIBUTION, example.cents, 2)])
    if paid:
        pay(at(example.paid_from), customer_id, example.cents, method)
    return customer_id


def cancelled(at: At, customer_id: int, example: Example = C1, **wish: object) -> int:
    """The customer gives notice as in the example. Out: the number of the cancellation."""
    told = Wish(CancellationWay.TELEPHONE, example.notice, refund_iban=IBAN, refund_holder="E.B. Tester")
    return cancel(at(example.notice), customer_id, replace(told, **wish)).cancellation_id  # type: ignore[arg-type]
