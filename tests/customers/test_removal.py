"""Verwijder: refused with all reasons; otherwise nothing of the person is left but what the law keeps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balie.customers.cards.cards import block
from balie.customers.cards.cards import replace as replace_card
from balie.customers.documents import preview, print_job
from balie.customers.finding.entry import KnownCustomer, read_entry
from balie.customers.finding.search import search
from balie.customers.header import read_header
from balie.customers.privacy.removal import plan_removal, remove, wipe
from balie.customers.privacy.retention import forget_expired
from balie.customers.privacy.tables import PERSONAL_TABLES
from balie.desk import Desk
from balie.library.structs import Library
from balie.messages.printing import deliver, print_receipt
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from balie.store.connection import Store, create_store
from tests.conftest import MOMENT, WORKING_DATE
from tests.support.applicants import enrol_tester
from tests.support.full_customer import full_customer

MARK = "Qzwxj"
COUNT = count()
LEDGER = ("invoice", "charge", "payment", "allocation")


def dump(desk: Desk) -> str:
    """Everything in the store, as text."""
    return "\n".join(desk.store.connection.iterdump())


def values(desk: Desk, *without: str) -> Iterator[tuple[str, str]]:
    """Every text in the store with its table."""
    for (table,) in desk.store.read("SELECT name FROM sqlite_schema WHERE type = 'table'"):
        if table not in without:
            for row in desk.store.read(f"SELECT * FROM {table}"):
                yield from ((table, value) for value in row if isinstance(value, str))


def customer_tables(store: Store) -> dict[str, set[str]]:
    """The tables in which a column names a customer, with those columns, as the store itself tells."""
    found: dict[str, set[str]] = {}
    for (table,) in store.read("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"):
        columns = {row[1] for row in store.read(f"PRAGMA table_info({table})") if "customer" in row[1]}
        for _, _, other, own, *_ in store.read(f"PRAGMA foreign_key_list({table})"):
            if other == "customer":
                columns.add(own)
        if columns:
            found[table] = columns
    return found


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Iterator[Desk]:
    """One desk for many examples."""
    folder: Path = tmp_path_factory.mktemp("removal")
    with create_store(folder / "balie.balie") as store:
        yield Desk(store, library, library.branch("9428"), "ebt", WORKING_DATE, folder / "spool", lambda: MOMENT)


# Nothing is forgotten in the list.


def test_no_table_of_a_customer_is_forgotten(desk: Desk) -> None:
    listed = {table.name for table in PERSONAL_TABLES}
    assert set(customer_tables(desk.store)) - listed == {"erasure_permit"}


def test_the_condition_of_a_table_names_every_column_of_a_customer(desk: Desk) -> None:
    found = customer_tables(desk.store)
    for table in PERSONAL_TABLES:
        for column in found.get(table.name, ()):
            assert column in table.own, (table.name, column)


def test_every_table_about_a_customer_has_a_row_of_the_full_customer(desk: Desk) -> None:
    head = enrol_tester(desk).customer_id
    customer_id = full_customer(desk, MARK, head=head)
    empty = {
        table.name
        for table in PERSONAL_TABLES
        if desk.store.read_one(f"SELECT 1 FROM {table.name} WHERE {table.own}", {"id": customer_id}) is None
    }
    assert empty <= {"removal", "merged"}


# What speaks against it.


def test_all_reasons_are_given_at_once(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    child = enrol_tester(desk, surname="Kind").customer_id
    with desk.transaction() as tx:
        tx.execute(
            "INSERT INTO loan (customer_id, item_number, lent_on, due_on) VALUES (?, 'x', '2024-04-09', '2024-05-01')",
            (customer_id,),
        )
        tx.execute("INSERT INTO relation VALUES (?, ?, '2024-04-09', 'ebt')", (child, customer_id))
        tx.execute(
            "INSERT INTO payment (customer_id, cents, way, received_on, branch, staff)"
            " VALUES (?, 500, 'pin', '2024-04-09', '9428', 'ebt')",
            (customer_id,),
        )
    before = dump(desk)
    with pytest.raises(Refusal) as refused:
        remove(desk, customer_id)
    texts = [reason.text for reason in refused.value.reasons]
    assert [text.split(":")[0] for text in texts] == [
        "De klant heeft nog 1 in bezit",
        "Er staat nog € 54,00 open",
        "De klant heeft nog € 5,00 tegoed",
        "Het abonnement Basis loopt nog",
        "De klant is familiehoofd van 1",
    ]
    assert [reason.text for reason in plan_removal(desk, customer_id).reasons] == texts
    assert dump(desk) == before


def test_a_membership_that_was_cancelled_runs_until_its_last_day(desk: Desk) -> None:
    customer_id = full_customer(desk, MARK)
    with desk.transaction() as tx:
        tx.execute("UPDATE membership SET status = 5, ended_on = '2024-04-09' WHERE customer_id = ?", (customer_id,))
    with pytest.raises(Refusal, match="loopt nog t/m 09-04-2024"):
        remove(desk, customer_id)
    remove(replace(desk, working_date=date(2024, 4, 10)), customer_id)


def test_who_was_removed_cannot_be_removed_or_changed_again(desk: Desk) -> None:
    customer_id = full_customer(desk, MARK)
    (number,) = desk.store.read_one("SELECT number FROM card WHERE customer_id = ?", (customer_id,)) or ("",)
    remove(desk, customer_id)
    for act in (remove, plan_removal):
        with pytest.raises(Refusal, match="is verwijderd"):
            act(desk, customer_id)
    with pytest.raises(Refusal, match="is verwijderd"):
        block(desk, customer_id, number, "vermist")
    with pytest.raises(Refusal, match="bestaat niet"):
        remove(desk, 99)


def test_the_number_of_who_was_removed_is_not_issued_again(desk: Desk) -> None:
    customer_id = full_customer(desk, MARK)
    (number,) = desk.store.read_one("SELECT number FROM card WHERE customer_id = ?", (customer_id,)) or ("",)
    assert isinstance(read_entry(desk.store, number, desk.working_date), KnownCustomer)
    remove(desk, customer_id)
    with pytest.raises(Refusal, match="niet opnieuw uitgegeven") as refused:
        read_entry(desk.store, number, desk.working_date)
    assert refused.value.reasons[0].field == "number"
    other = enrol_tester(desk)
    assert other.number is not None
    with pytest.raises(Refusal, match="al eens uitgegeven"):
        replace_card(desk, other.customer_id, other.number, number, "vermist")


# What becomes of it.


@given(
    seed=st.integers(0, 10**6),
    posted=st.none() | st.dates(date(2014, 1, 1), WORKING_DATE),
    collected=st.none() | st.dates(date(2022, 6, 1), WORKING_DATE),
    child=st.booleans(),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_of_the_person_is_left_but_what_the_law_keeps(
    wide: Desk, seed: int, posted: date | None, collected: date | None, child: bool
) -> None:
    mark = f"Q{next(COUNT)}zwxj"  # of this example only
    head = full_customer(wide, "Hoofd", seed=seed) if child else None
    full_customer(wide, "Ander", posted=posted, seed=seed)
    customer_id = full_customer(wide, mark, posted=posted, collected=collected, head=head, seed=seed)
    postings = [wide.store.read(f"SELECT * FROM {table}") for table in LEDGER]
    others = [row for row in values(wide) if "Ander" in row[1]]
    plan = plan_removal(wide, customer_id)
    assert not plan.reasons

    removed = remove(wide, customer_id)

    assert [wide.store.read(f"SELECT * FROM {table}") for table in LEDGER] == postings
    assert wide.store.read("PRAGMA foreign_key_check") == []
    assert check(wide.store, all_invariants()) == []
    assert [row for row in values(wide) if "Ander" in row[1]] == others

    last = max(filter(None, (posted or WORKING_DATE,)))
    kept_until = date(last.year + 7, 12, 31)
    keeps_name = kept_until >= WORKING_DATE
    # `posted` puts every posting on that day, the collections too.
    last_collection = (posted or collected) if collected else None
    keeps_mandate = last_collection is not None and last_collection >= date(2023, 2, 9)
    assert removed.postings_until == (kept_until if keeps_name else None)
    left = {table for table, text in values(wide) if mark in text}
    assert left == {name for name, kept in (("removal", keeps_name), ("mandate", keeps_mandate)) if kept}
    if keeps_name:
        row = wide.store.read_one("SELECT name, address FROM removal WHERE customer_id = ?", (customer_id,))
        assert row is not None
        assert mark in row[0]
        assert any("Naam en adres" in line for line in plan.stays)


def test_a_wipe_takes_all_or_nothing(desk: Desk) -> None:
    customer_id = full_customer(desk, MARK)
    before = dump(desk)
    with suppress(ZeroDivisionError), desk.transaction() as tx:
        wipe(tx, customer_id)
        assert not any(MARK in str(row) for row in tx.read("SELECT * FROM customer"))
        _ = 1 // 0
    assert dump(desk) == before


def test_the_plan_tells_what_goes_and_what_stays(desk: Desk) -> None:
    customer_id = full_customer(desk, MARK)
    plan = plan_removal(desk, customer_id)
    before = {
        table.title: len(desk.store.read(f"SELECT 1 FROM {table.name} WHERE {table.own}", {"id": customer_id}))
        for table in PERSONAL_TABLES
    }
    remove(desk, customer_id)
    after = {
        table.title: len(desk.store.read(f"SELECT 1 FROM {table.name} WHERE {table.own}", {"id": customer_id}))
        for table in PERSONAL_TABLES
    }
    gone = {title: count - after[title] for title, count in before.items() if count > after[title]}
    assert dict(line.rsplit(": ", 1) for line in plan.goes) == {title: str(count) for title, count in gone.items()}
    stay = {line.split(":")[0] for line in plan.stays if ":" in line}
    assert stay == {title for title, count in after.items() if count} - {"Verwijderd"}


def test_the_journal_keeps_who_did_what_when_and_nothing_of_the_person(desk: Desk) -> None:
    customer_id = full_customer(desk, MARK)
    facts = "SELECT id, at, working_date, branch, staff, action, customer_id FROM journal WHERE customer_id = ?"
    before = desk.store.read(facts, (customer_id,))
    remove(desk, customer_id)
    after = desk.store.read(facts, (customer_id,))
    assert after[:-1] == before
    assert after[-1][5] == "removed"
    assert desk.store.read("SELECT before, after FROM journal WHERE customer_id = ?", (customer_id,)) == [
        *[(None, None)] * len(before),
        (None, '{"postings_until":"2031-12-31"}'),
    ]


def test_the_journal_of_who_was_merged_into_the_customer_is_emptied_too(desk: Desk) -> None:
    customer_id = full_customer(desk, MARK)
    with desk.transaction() as tx:
        tx.journal("changed", customer_id=7, before={"surname": MARK}, after={"surname": MARK})
        tx.execute("INSERT INTO merged VALUES (7, ?, (SELECT max(id) FROM journal), '2024-04-09', 0)", (customer_id,))
    remove(desk, customer_id)
    assert desk.store.read("SELECT action, before, after FROM journal WHERE customer_id = 7") == [
        ("changed", None, None)
    ]


def test_not_even_the_bytes_of_the_file_hold_the_person(desk: Desk) -> None:
    customer_id = full_customer(desk, MARK, posted=date(2014, 1, 1))
    files = [desk.store.path, desk.store.path.with_name(desk.store.path.name + "-wal")]
    assert any(MARK.encode() in path.read_bytes() for path in files)
    remove(desk, customer_id)
    for path in files:
        assert MARK.encode() not in path.read_bytes()
        assert MARK.lower().encode() not in path.read_bytes()


def test_what_was_printed_of_the_person_goes_too(desk: Desk) -> None:
    customer_id = full_customer(desk, MARK)
    other = enrol_tester(desk)
    print_receipt(desk, other.receipt_id)
    deliver(print_job(desk, other.customer_id, preview(desk, other.customer_id, "leenoverzicht")))
    theirs = set(desk.spool.iterdir())
    (receipt_id,) = desk.store.read_one("SELECT id FROM receipt WHERE customer_id = ?", (customer_id,)) or (0,)
    print_receipt(desk, receipt_id)
    print_receipt(desk, receipt_id)
    deliver(print_job(desk, customer_id, preview(desk, customer_id, "leenoverzicht")))
    assert len(set(desk.spool.iterdir())) == 5
    remove(desk, customer_id)
    assert set(desk.spool.iterdir()) == theirs


def test_who_was_removed_is_found_by_no_name(desk: Desk) -> None:
    customer_id = full_customer(desk, MARK)
    remove(desk, customer_id)
    for text in (f"Van {MARK}", MARK, "Verwijderd", "9468 BG 41", "04-01-1991", "*Van"):
        found = search(desk.store, desk.library, text, desk.working_date).rows
        assert customer_id not in {row.customer_id for row in found}
    assert read_header(desk, customer_id).name == "Verwijderd"


def test_what_the_law_kept_is_forgotten_when_it_is_over(desk: Desk) -> None:
    customer_id = full_customer(desk, MARK, collected=date(2024, 3, 1))
    remove(desk, customer_id)
    assert {table for table, text in values(desk) if MARK in text} == {"removal", "mandate"}
    day = date(2025, 5, 1)
    assert forget_expired(replace(desk, working_date=day)).mandates == 0
    assert forget_expired(replace(desk, working_date=day + timedelta(days=1))).mandates == 1
    assert forget_expired(replace(desk, working_date=date(2031, 12, 31))).names == 0
    assert MARK in dump(desk)
    assert forget_expired(replace(desk, working_date=date(2032, 1, 1))).names == 1
    assert MARK not in dump(desk)
    assert check(desk.store, all_invariants()) == []
