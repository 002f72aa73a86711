"""`balie controle` names the customers, items and amounts of what it finds, not the rows of a table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from balie.commands.findings import finding_lines
from balie.desk import Desk
from balie.lending.holds.holds import place_hold
from balie.rounds.found_rows import KIND_OF, row_text
from balie.rounds.invariants import all_invariants
from balie.store.check import DESK_INVARIANTS, check
from balie.store.connection import Store
from tests.support.applicants import enrol_tester
from tests.support.borrowers import borrower, new_item, new_title
from tests.support.command_line import Run
from tests.support.members import pay_all
from tests.support.payouts import paid_out


@pytest.fixture
def today() -> date:
    return date(2024, 4, 9)


def test_of_every_invariant_it_is_known_what_its_ids_are_of() -> None:
    names = {invariant.name for invariant in (*all_invariants(), *DESK_INVARIANTS)}
    others = {"journal", "journal.chain", "journal.values", "file", "file.rule", "unreadable"}
    assert names | others | {"references", "guards"} == set(KIND_OF)


@pytest.mark.parametrize("name", sorted(KIND_OF))
def test_what_is_not_there_any_more_is_told_by_its_id(store: Store, name: str) -> None:
    assert row_text(store, name, "123") == "123"


def test_a_finding_names_the_customer_and_the_amount(balie: Run, desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    pay_all(desk, customer_id)
    path = Path(str(desk.store.read("PRAGMA database_list")[0][2]))
    connection = desk.store.connection
    (number,) = connection.execute("SELECT number FROM card").fetchone()
    triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE allocation SET cents = cents + 100")
    connection.execute("DELETE FROM address")
    for _, sql in triggers:
        connection.execute(sql)
    status, _, complained = balie("controle", "--bestand", path)
    assert status == 1
    about = f"  klant {number} [{customer_id}]"
    assert (
        f"Op een bedrag is meer afgeboekt dan het bedrag zelf.\n{about}, bedrag € 54,00 van 09-04-2024\n" in complained
    )
    assert f"Een klant heeft geen hoofdadres.\n{about}\n" in complained
    assert "kijk na wat hierboven is genoemd" in complained


@pytest.mark.parametrize(
    ("spoilt", "found"),
    [
        ("UPDATE customer SET birth_date = '1991-02-30'", "customer.birth_date"),
        ("UPDATE membership SET paid_until = '2020-01-01'", "membership.days"),
        ("UPDATE membership SET paid_from = '01-04-2024'", "membership.days"),
        (
            "INSERT INTO loan (customer_id, item_number, lent_on, due_on)"
            " SELECT id, 'nergens', '2024-04-09', '2024-05-07' FROM customer",
            "loan.exists",
        ),
        (
            "INSERT INTO merged (customer_id, into_id, journal_id, merged_on, at_work)"
            " SELECT 1, id, 1, '2024-04-09', 0 FROM customer",
            "merged.journal",
        ),
    ],
)
def test_what_a_person_may_have_changed_by_hand_is_found(desk: Desk, spoilt: str, found: str) -> None:
    enrol_tester(desk)
    assert check(desk.store, all_invariants()) == []
    desk.store.connection.execute(spoilt)
    assert [finding.name for finding in check(desk.store, all_invariants())] == [found]


@pytest.mark.parametrize(
    ("table", "found"), [("message", ["invoice.message"]), ("payout", ["payout.payment", "payout.reason"])]
)
def test_what_belongs_to_something_of_another_customer_is_found(desk: Desk, table: str, found: list[str]) -> None:
    one, other = enrol_tester(desk).customer_id, enrol_tester(desk, surname="Ander").customer_id
    with desk.transaction():
        paid_out(desk, one)
    desk.store.connection.execute(
        "INSERT INTO message (customer_id, kind, about, template, data, branch, staff, made_on)"
        " SELECT customer_id, 'factuur', 'invoice ' || id, 'factuur', '{}', '9428', 'ebt', '2024-04-09' FROM invoice"
        " WHERE customer_id = ?",
        (one,),
    )
    assert check(desk.store, all_invariants()) == []
    desk.store.connection.execute(f"UPDATE {table} SET customer_id = ?", (other,))
    assert [finding.name for finding in check(desk.store, all_invariants())] == found


def test_what_somebody_reserved_is_not_told_beside_who_it_is(desk: Desk) -> None:
    customer_id, title_id = borrower(desk), new_title(desk)
    new_item(desk, title_id)
    hold_id = place_hold(desk, customer_id, title_id).hold_id
    told = row_text(desk.store, "hold.waiting", str(hold_id))
    assert told.endswith(f"[{customer_id}], reservering {hold_id} van 09-04-2024")


def test_a_day_that_is_no_day_is_told_as_it_stands(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    desk.store.connection.execute(
        "INSERT INTO loan (customer_id, item_number, lent_on, due_on) VALUES (?, '1', 'x', 'y')", (customer_id,)
    )
    assert row_text(desk.store, "loan.days", "1").endswith("], exemplaar 1 van x")


@pytest.mark.parametrize(("table", "column"), [("card", "branch"), ("address", "street"), ("customer", "surname")])
def test_a_bad_value_names_its_customer_whatever_the_key_of_the_table(desk: Desk, table: str, column: str) -> None:
    customer_id = enrol_tester(desk).customer_id
    connection = desk.store.connection
    (number,) = connection.execute("SELECT number FROM card").fetchone()
    connection.execute(f"UPDATE {table} SET {column} = CAST(x'e94141' AS TEXT)")

    found = [finding for finding in check(desk.store, all_invariants()) if finding.name == "unreadable"]

    told = [line for line in finding_lines(desk.store, found) if f"kolom {column}" in line]
    assert len(told) == 1
    assert told[0].endswith(f"klant {number} [{customer_id}]")
