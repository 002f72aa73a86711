"""Two records of one person, with something in every table that names a customer: what tests of merging begin with."""

from __future__ import annotations

from random import Random

from balie.catalogue.title_form import TitleValues
from balie.catalogue.titles import insert_title
from balie.customers.guardians import text_of, write_guardian
from balie.desk import Desk
from balie.store.connection import Store
from tests.support.applicants import IBAN, enrol_tester
from tests.support.payouts import paid_out

Dump = dict[str, list[tuple[object, ...]]]

FOLLOWING = {
    "note": "(customer_id, place, text, written_on, written_by) VALUES (?, {place}, 'Let op {n}', '2024-04-09', 'ebt')",
    "block": "(customer_id, kind, reason, since, set_by) VALUES (?, '{block}', 'Misbruik', '2024-04-09', 'ebt')",
    "consent": "(customer_id, kind, given, since, noted_by) VALUES (?, '{consent}', {yes}, '2024-04-09', 'ebt')",
    "role": "(customer_id, code, branch, since, until, noted_by) VALUES (?, 'lid', '9428', '2024-04-09', {end}, 'ebt')",
    "interest": "(customer_id, code, branch, since, noted_by) VALUES (?, '{consent}', '9428', '2024-04-09', 'ebt')",
    "property": "(customer_id, external_number) VALUES (?, {external})",
    "pin": "(customer_id, salt, hash, cost, set_on) VALUES (?, x'00', x'01', 'scrypt:2:1:1', '2024-04-09')",
    "payment": "(customer_id, cents, way, received_on, branch, staff)"
    " VALUES (?, {cents}, 'kas', '2024-04-09', '9428', 'ebt')",
    "loan": "(customer_id, membership_number, item_number, lent_on, due_on, strips)"
    " VALUES (?, {period}, 'b{n}', '2024-04-09', '2024-04-30', 1)",
    "renewal": "(customer_id, loan_id, renewed_on, was_due_on, due_on, was_branch, membership_number)"
    " SELECT ?1, max(id), '2024-04-30', '2024-04-30', '2024-05-28', '9428', {period} FROM loan WHERE customer_id = ?1"
    " HAVING max(id) IS NOT NULL",
    "hold": "(customer_id, title_id, branch, placed_on, placed_by) VALUES (?, 1, '9428', '2024-04-09', 'ebt')",
    "message": "(customer_id, kind, about, template, data, branch, staff, made_on)"
    " SELECT ?, 'factuur', 'invoice ' || coalesce(max(id), 0), 'factuur', '{{}}', '9428', 'ebt', '2024-04-09'"
    " FROM message",
    "bounce": "VALUES (?, '{block}@oud.test', '2024-04-09', 'onbekend adres')",
    "cancellation": "(customer_id, membership_number, channel, received_on, last_day, refund_per, refund_cents,"
    " told_cents, registered_on, branch, staff) VALUES (?, 1, 'brief', '2024-04-09', '2025-04-30', 'dagen', 0, 0,"
    " '2024-04-09', '9428', 'ebt')",
}
"""What the desk has of somebody beyond the enrolment, table by table."""


def dump(store: Store) -> Dump:
    """Every row of the store, without the journal, what is drawn by lot and what every change of a customer changes."""
    tables = [row[0] for row in store.read("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    found: Dump = {}
    for table in tables:
        if table in ("journal", "store_identity", "actor_mark") or table.startswith("sqlite_"):
            continue
        names = [row[0] for row in store.read("SELECT name FROM pragma_table_info(?)", (table,))]
        kept = [name for name in names if table != "customer" or name not in ("version", "changed_on", "changed_by")]
        found[table] = sorted(store.read(f"SELECT {', '.join(kept)} FROM {table}"), key=repr)
    return found


def enrol_doubles(desk: Desk) -> tuple[int, int]:
    """E.B. Tester twice: with a telephone and a mandate, and as `E.` without telephone but with a mobile number."""
    keep = enrol_tester(desk, iban=IBAN, direct_debit="ja").customer_id
    return keep, enrol_tester(desk, initials="e", phone="", mobile="0612345678", given_name="Bert").customer_id


def furnish(desk: Desk, customer_id: int, seed: int, tables: frozenset[str] = frozenset(FOLLOWING)) -> None:
    """Give a customer rows in these tables, as the seed decides; with `relation` among them a child too."""
    random = Random(seed)
    with desk.transaction() as tx:
        if tx.read_one("SELECT 1 FROM title") is None:
            insert_title(tx, TitleValues(title="De avonden", kind="boek"))
        for table, sql in FOLLOWING.items():
            if table not in tables:
                continue
            for n in range(3 if table in ("payment", "loan") else 1):
                values = sql.format(
                    place=random.randint(0, 4),
                    n=seed * 10 + n,
                    block=random.choice(("general", "web", "address")),
                    consent=random.choice(("post", "mail")),
                    yes=random.randint(0, 1),
                    end=random.choice(("NULL", "'2024-04-09'")),
                    external=random.choice(("NULL", "'S1234567'")),
                    cents=random.randint(1, 9_999),
                    period=random.choice(("NULL", "1")),
                )
                tx.execute(f"INSERT INTO {table} {values}", (customer_id,))
            if table == "cancellation":
                tx.execute("UPDATE membership SET ended_on = '2025-04-30' WHERE customer_id = ?", (customer_id,))
        payment = tx.read_one("SELECT id FROM payment WHERE customer_id = ?", (customer_id,))
        charge = tx.read_one("SELECT id FROM charge WHERE customer_id = ?", (customer_id,))
        if payment and charge:
            tx.execute(
                "INSERT INTO allocation (payment_id, charge_id, cents, booked_on, branch, staff)"
                " VALUES (?, ?, 1, '2024-04-09', '9428', 'ebt')",
                (payment[0], charge[0]),
            )
        if "payment" in tables:
            paid_out(desk, customer_id)
    if "relation" in tables:
        child = enrol_tester(desk, surname=f"Kind{seed}", birth_date="01-01-2004").customer_id
        relate(desk, child, customer_id)
        guard(desk, child, customer_id)


def relate(desk: Desk, child: int, head: int) -> None:
    """Make one customer the Familiehoofd of another."""
    with desk.transaction() as tx:
        tx.execute(
            "INSERT INTO relation (child_id, head_id, since, made_by) VALUES (?, ?, '2024-04-09', 'ebt')", (child, head)
        )


def guard(desk: Desk, child: int, guardian: int) -> None:
    """Make one customer the parent or guardian of another."""
    with desk.transaction() as tx:
        write_guardian(tx, child, text_of(tx, guardian))
