"""What a merge has to know of the schema: no column that names a customer, or ties two rows together, is missed."""

from __future__ import annotations

from balie.customers.merging.links import LINKED_BY
from balie.customers.merging.parts import EARLIEST, FILLED, KEPT_APART, LATEST, PARTS, STAYING
from balie.desk import Desk
from tests.support.customer_columns import customer_columns


def test_every_column_that_names_a_customer_has_its_place_in_a_merge(desk: Desk) -> None:
    known = {(part.table, part.column) for part in PARTS} | set(KEPT_APART)
    assert customer_columns(desk.store) == known


def test_every_column_of_what_follows_a_customer_has_its_place_in_a_merge(desk: Desk) -> None:
    for table in {part.table for part in PARTS}:
        columns = {row[0] for row in desk.store.read("SELECT name FROM pragma_table_info(?)", (table,))}
        assert columns == frozenset[str]().union(*(part.columns for part in PARTS if part.table == table)), table


def test_everything_that_ties_rows_of_a_customer_together_is_known(desk: Desk) -> None:
    apart = {"customer", "title", "payout_file", "journal"}  # of nobody, or the customer that everything names
    beside = {"bank_entry", "announcement", "charge_item"}  # they follow what they name, and name no customer
    found = set()
    for (table,) in desk.store.read("SELECT name FROM sqlite_schema WHERE type = 'table'"):
        rows = desk.store.read('SELECT "from", "table" FROM pragma_foreign_key_list(?)', (table,))
        found |= {(table, column) for column, of in rows if of in {part.table for part in PARTS} - apart}
    ties = {tie for tie in found if tie[0] not in beside and tie[1] != "customer_id"}
    assert ties == LINKED_BY - {
        ("message", "about"),
        *((table, "membership_number") for table in ("loan", "renewal")),
    }  # without a foreign key


def test_a_new_table_with_a_customer_in_it_is_noticed(desk: Desk) -> None:
    before = customer_columns(desk.store)
    with desk.transaction() as tx:
        tx.execute(
            "CREATE TABLE wish (id INTEGER PRIMARY KEY, who INTEGER REFERENCES customer (id), old_customer TEXT)"
        )
        assert customer_columns(tx) - before == {("wish", "who"), ("wish", "old_customer")}


def test_every_column_with_the_number_of_a_period_is_renumbered(desk: Desk) -> None:
    named = desk.store.read(
        "SELECT t.name, c.name FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c"
        " WHERE t.type = 'table' AND c.name LIKE '%membership%'"
    )
    assert {*named, ("membership", "number")} == {(part.table, part.period) for part in PARTS if part.period}


def test_every_column_of_the_customer_is_filled_or_stays(desk: Desk) -> None:
    columns = {row[0] for row in desk.store.read("SELECT name FROM pragma_table_info('customer')")}
    filled = {name for group in FILLED for name in group}
    assert columns == filled | STAYING | {EARLIEST, LATEST}
    assert not filled & STAYING
