"""Opening a customer: everything at once, blocks first; and what is at home (F9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from msgspec.structs import replace as changed

from balie.customers.blocks import BlockKind
from balie.desk import Desk
from balie.lending.at_home import in_bezit
from balie.lending.greeting import AlertTopic, Severity, open_customer
from balie.lending.holds.holds import place_hold
from balie.lending.holds.set_aside import set_aside
from balie.lending.lend import lend
from balie.lending.renew import renew
from balie.lending.rules.refusals import Rule
from balie.lending.session.session import Session
from balie.library.lending_tables import Alerts
from balie.library.structs import Library
from balie.library.values import Cents
from balie.refusal import Refusal
from tests.support.borrowers import ALLOWED, borrower, new_item, new_title, on, owe, with_rules
from tests.support.members import pay_all

LATE = date(2024, 5, 11)


def test_nothing_is_told_of_a_customer_about_whom_there_is_nothing(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    pay_all(at_poort, customer_id)
    opened = open_customer(at_poort, customer_id)
    assert (opened.alerts, opened.may_borrow, opened.reasons) == ((), True, ())
    assert opened.header.name == "Dhr. E.B. Tester"


def test_everything_is_told_at_once_what_blocks_first_the_rest_in_the_order_of_wise(at_poort: Desk) -> None:
    customer_id, title = borrower(at_poort), new_title(at_poort)
    number = new_item(at_poort, title)
    lend(at_poort, customer_id, new_item(at_poort))
    place_hold(at_poort, customer_id, title, override=ALLOWED)
    set_aside(at_poort, number)
    owe(at_poort, customer_id, 120)
    with at_poort.transaction() as tx:
        for place, text in ((0, "Let op, intern"), (1, "Bril vergeten")):
            tx.execute("INSERT INTO note VALUES (?, ?, ?, '2024-04-09', 'ebt')", (customer_id, place, text))
        for kind in (BlockKind.GENERAL, BlockKind.ADDRESS):
            tx.execute("INSERT INTO block VALUES (?, ?, 'Post terug', '2024-04-09', 'ebt')", (customer_id, kind))
        tx.execute("UPDATE membership SET status = 4")
    opened = open_customer(on(at_poort, LATE), customer_id)
    assert [(alert.topic, alert.severity) for alert in opened.alerts] == [
        (AlertTopic.MEMBERSHIP, Severity.BLOCK),
        (AlertTopic.BLOCK, Severity.BLOCK),
        (AlertTopic.NOTE, Severity.NOTE),
        (AlertTopic.REMARK, Severity.NOTE),
        (AlertTopic.READY, Severity.NOTE),
        (AlertTopic.LATE, Severity.WARNING),
        (AlertTopic.COSTS, Severity.NOTE),
        (AlertTopic.COSTS, Severity.NOTE),
        (AlertTopic.BLOCK, Severity.WARNING),
    ]
    texts = [alert.text for alert in opened.alerts]
    assert texts[2:4] == ["Bril vergeten", "Let op, intern"]
    assert texts[4].startswith("De avonden staat klaar")
    assert texts[5] == "1 te laat, sinds 07-05-2024, te-laat-geld tot nu € 0,80."
    assert texts[6:8] == ["Contributie: € 52,00 open.", "Registraties: € 1,20 open, sinds 09-04-2024."]
    assert {obstacle.rule for obstacle in opened.obstacles} == {Rule.OVERDUE, Rule.BLOCKED}
    assert (opened.may_borrow, opened.may_be_allowed) == (False, True)
    assert [topic for topic in AlertTopic if topic in {alert.topic for alert in opened.alerts}] == list(AlertTopic)


def test_open_costs_warn_and_block_from_where_the_library_says(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    owe(at_poort, customer_id, 501)

    def severity(desk: Desk) -> list[Severity]:
        alerts = open_customer(desk, customer_id).alerts
        return [
            alert.severity for alert in alerts if alert.topic is AlertTopic.COSTS and "Contributie" not in alert.text
        ]

    warned = replace(at_poort, library=changed(at_poort.library, alerts=Alerts(open_above_cents=Cents(500))))
    aged = replace(at_poort, library=changed(at_poort.library, alerts=Alerts(open_days=30)))
    assert severity(at_poort) == [Severity.NOTE]
    assert severity(warned) == [Severity.WARNING]
    assert [severity(on(aged, day)) for day in (date(2024, 5, 9), date(2024, 5, 10))] == [
        [Severity.NOTE],
        [Severity.WARNING],
    ]
    assert severity(with_rules(at_poort, blocked_above_cents=500)) == [Severity.BLOCK]


def test_who_is_gone_cannot_be_opened(at_poort: Desk) -> None:
    with pytest.raises(Refusal, match="bestaat niet"):
        open_customer(at_poort, 999_999)


def test_a_library_without_rules_of_loans_tells_that_it_lends_nothing(desk: Desk, s1_only: Library) -> None:
    opened = open_customer(replace(desk, library=s1_only), borrower(desk))
    assert [obstacle.rule for obstacle in opened.obstacles] == [Rule.NO_RULES]


# In bezit.


def test_in_bezit_tells_what_is_at_home_the_first_to_return_first(at_poort: Desk) -> None:
    customer_id, waits = borrower(at_poort), borrower(at_poort, surname="Wacht")
    titles = [new_title(at_poort, name) for name in ("Een", "Twee", "Drie")]
    numbers = [new_item(at_poort, title) for title in titles]
    first, second = (lend(at_poort, customer_id, number) for number in numbers[:2])
    renew(at_poort, customer_id, [first.loan_id])
    place_hold(at_poort, waits, titles[1])
    today = on(at_poort, LATE)
    session = Session(customer_id)
    session.add(lend(today, customer_id, numbers[2]))
    rows = in_bezit(today, customer_id, session=session.loan_ids)
    assert [(row.title, row.due_on, row.status) for row in rows] == [
        ("Twee / Reve, Gerard", date(2024, 5, 7), "Uitgeleend"),
        ("Een / Reve, Gerard", date(2024, 6, 4), "Uitgeleend"),
        ("Drie / Reve, Gerard", date(2024, 6, 8), "Geleend"),
    ]
    assert [(row.is_late, row.days_late, row.fine) for row in rows] == [
        (True, 4, "€ 0,80"),
        (False, 0, ""),
        (False, 0, ""),
    ]
    assert [row.remark for row in rows] == ["gereserveerd", "1 keer verlengd", ""]
    assert [row.may_renew for row in rows] == [False, True, True]
    assert (rows[0].kind, rows[0].number, rows[0].loan_id) == ("Boek", numbers[1], second.loan_id)


def test_in_bezit_tells_a_reservation_of_one_copy_with_that_copy_only(at_poort: Desk) -> None:
    customer_id, waits, title = borrower(at_poort), borrower(at_poort, surname="Wacht"), new_title(at_poort)
    numbers = [new_item(at_poort, title) for _ in range(2)]
    for number in numbers:
        lend(at_poort, customer_id, number)
    place_hold(at_poort, waits, title, item_number=numbers[1])
    assert {row.number: row.remark for row in in_bezit(at_poort, customer_id)} == {
        numbers[0]: "",
        numbers[1]: "gereserveerd",
    }


def test_in_bezit_of_who_has_nothing_is_empty(at_poort: Desk) -> None:
    assert in_bezit(at_poort, borrower(at_poort)) == []


def test_in_bezit_tells_the_branch_where_something_was_borrowed(at_poort: Desk, desk: Desk) -> None:
    customer_id = borrower(at_poort)
    lend(at_poort, customer_id, new_item(at_poort))
    (row,) = in_bezit(replace(at_poort, branch=desk.branch), customer_id)
    assert row.remark == "geleend bij 4104 (Achterhoekse Poort)"


def test_an_item_the_catalogue_does_not_know_is_told_by_its_number(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    with at_poort.transaction() as tx:
        tx.execute(
            "INSERT INTO loan (customer_id, item_number, lent_on, due_on)"
            " VALUES (?, 'OUD-1', '2024-03-01', '2024-03-29')",
            (customer_id,),
        )
    (row,) = in_bezit(at_poort, customer_id)
    assert (row.title, row.kind) == ("Exemplaar OUD-1", "")


def test_an_ended_membership_is_nothing_that_a_supervisor_can_allow(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    with at_poort.transaction() as tx:
        tx.execute("UPDATE membership SET status = 9, ended_on = '2024-04-08'")
        tx.execute("INSERT INTO block VALUES (?, 'general', 'Post terug', '2024-04-09', 'ebt')", (customer_id,))
    opened = open_customer(at_poort, customer_id)
    assert (len(opened.obstacles), opened.may_be_allowed) == (2, False)
