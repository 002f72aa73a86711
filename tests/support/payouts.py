"""A payout as the store keeps it: what tests of merging and removing need of it."""

from __future__ import annotations

from balie.desk import Desk


def paid_out(desk: Desk, customer_id: int, *, mark: str = "Tester", day: str = "2024-04-09") -> None:
    """€ 1,00 paid too much, asked back and paid by the bank in a file of its own; `mark` is in account and name.

    To be called within a transaction.
    """
    execute = desk.store.connection.execute
    request = execute(
        "INSERT INTO refund_request (customer_id, cents, iban, holder, asked_on, branch, staff)"
        " VALUES (?, 100, ?, ?, ?, '9428', 'ebt')",
        (customer_id, mark, mark, day),
    ).lastrowid
    _, payment = (
        execute(
            "INSERT INTO payment (customer_id, cents, way, received_on, branch, staff)"
            " VALUES (?, ?, 'bank', ?, '9428', 'ebt')",
            (customer_id, cents, day),
        ).lastrowid
        for cents in (100, -100)
    )
    file = execute(
        "INSERT INTO payout_file (week, message_id, version, iban, name, made_on, made_at, execute_on, payments, cents,"
        " sha256, branch, staff) VALUES (?1, ?1, '09', '', '', ?2, ?2, ?2, 1, 100, '', '9428', 'ebt')",
        {"1": f"week {customer_id}", "2": day},
    ).lastrowid
    execute(
        "INSERT INTO payout (file_id, place, customer_id, refund_request_id, end_to_end_id, cents, iban, holder,"
        " description, payment_id, executed_on) VALUES (?, 1, ?, ?, ?, 100, ?, ?, 'tegoed', ?, ?)",
        (file, customer_id, request, f"UIT-{file:04d}", mark, mark, payment, day),
    )
