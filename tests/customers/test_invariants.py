from __future__ import annotations

import pytest

from balie.customers.cards.numbers import make_number, make_online_number
from balie.customers.finding.entry import NumberLater
from balie.customers.invariants import CUSTOMER_INVARIANTS
from balie.desk import Desk
from balie.store.check import check
from tests.support.applicants import enrol_tester


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("UPDATE card SET number = '29428000077728'", "card.check_digit"),
        ("UPDATE card SET number = '2X942800000018'", "card.check_digit"),
        ("UPDATE card SET number = '2942800007772'", "card.form"),
        ("UPDATE card SET number = '2942800007772x'", "card.form"),
        ("DELETE FROM address", "customer.address"),
        ("UPDATE counter SET next = 480874 WHERE name = 'actor'", "counter.numbers"),
        ("UPDATE customer SET prefixed_key = 'van', name_key = '*' || name_key", "customer.deceased"),
        ("INSERT INTO name_part VALUES ('vries\x1f\x1f', 480874)", "customer.name_parts"),
        (
            "INSERT INTO cancellation (customer_id, membership_number, channel, received_on, last_day, refund_per,"
            " refund_cents, told_cents, registered_on, branch, staff) VALUES (480874, 1, 'mail', '2024-04-09',"
            " '2025-04-08', 'dagen', 0, 0, '2024-04-09', '9428', 'ebt')",
            "cancellation.last_day",
        ),
        (
            "INSERT INTO card (number, customer_id, plastic, branch, issued_on)"
            " VALUES ('29428000077735', 480874, 1, '9428', '2024-04-09')",
            "customer.one_number",
        ),
        ("UPDATE card SET kind = 'additional'", "customer.own_number"),
    ],
)
def test_the_check_finds(desk: Desk, damage: str, found: str) -> None:
    enrol_tester(desk)
    assert check(desk.store, CUSTOMER_INVARIANTS) == []
    with desk.transaction() as tx:
        tx.execute(damage)
    assert [finding.name for finding in check(desk.store, CUSTOMER_INVARIANTS)] == [found]


def test_the_check_finds_a_part_of_a_name_that_was_lost(desk: Desk) -> None:
    enrol_tester(desk, surname="Jansen-de Vries")
    assert check(desk.store, CUSTOMER_INVARIANTS) == []
    with desk.transaction() as tx:
        tx.execute("DELETE FROM name_part WHERE key LIKE 'vries%'")
    assert [(finding.name, finding.ids) for finding in check(desk.store, CUSTOMER_INVARIANTS)] == [
        ("customer.name_parts", ("480874",))
    ]


def test_the_check_finds_a_customer_who_lost_the_number(desk: Desk) -> None:
    enrol_tester(desk)
    with desk.transaction() as tx:
        tx.execute("DELETE FROM card")
    found = {finding.name for finding in check(desk.store, CUSTOMER_INVARIANTS)}
    assert found == {"customer.number", "credential.number"}


def test_a_number_that_follows_is_no_finding(desk: Desk) -> None:
    enrol_tester(desk, number=NumberLater())
    assert check(desk.store, CUSTOMER_INVARIANTS) == []


def test_every_number_the_desk_makes_passes_the_check_in_sql(desk: Desk) -> None:
    enrol_tester(desk)
    with desk.transaction() as tx:
        for serial in range(1, 200):
            for number in (make_number("9428", serial * 4_987), make_online_number("9428", serial * 4_987)):
                tx.execute(
                    "INSERT INTO card (number, customer_id, kind, plastic, branch, issued_on)"
                    " VALUES (?, 480874, 'additional', 1, '9428', '2024-04-09')",
                    (number,),
                )
    assert check(desk.store, CUSTOMER_INVARIANTS) == []


def test_the_check_finds_a_membership_that_runs_on_though_it_was_cancelled(desk: Desk) -> None:
    enrol_tester(desk)
    with desk.transaction() as tx:
        tx.execute(
            "INSERT INTO cancellation (customer_id, membership_number, channel, received_on, last_day, refund_per,"
            " refund_cents, told_cents, registered_on, branch, staff) VALUES (480874, 1, 'mail', '2024-04-09',"
            " '2025-04-08', 'dagen', 0, 0, '2024-04-09', '9428', 'ebt')"
        )
        tx.execute(
            "INSERT INTO membership (customer_id, number, code, branch, status, started_on, price_cents, way, ended_on)"
            " VALUES (480874, 2, '0045', '9428', 5, '2024-04-09', 0, 'factuur', '2025-04-08')"
        )
    found = check(desk.store, CUSTOMER_INVARIANTS)
    assert [finding.name for finding in found] == ["cancellation.period"]
