"""A customer of whom the store holds something in every table: for tests of access, removal and merging."""

from __future__ import annotations

import json
from datetime import date
from random import Random

from balie.catalogue.title_form import TitleValues
from balie.catalogue.titles import insert_title
from balie.desk import Desk
from balie.store.transaction import Transaction
from tests.support.applicants import IBAN, end_membership, enrol_tester
from tests.support.collections import past_collection
from tests.support.payouts import paid_out

_FREE = (
    *("initials", "prefix", "given_name", "tag", "tag_key", "prefixed_key", "phone", "phone_key", "mobile"),
    *(
        "mobile_key",
        "fax",
        "email",
        "email_key",
        "contact_name",
        "contact_phone",
        "department",
        "guardian",
        "selection",
    ),
    "login_account",
)


def full_customer(
    desk: Desk,
    mark: str,
    *,
    posted: date | None = None,
    collected: date | None = None,
    head: int | None = None,
    seed: int = 0,
) -> int:
    """Enrol somebody whose every text has `mark` in it, end the membership, settle all that is open. Out: the actor-id.

    `posted`: the day of all postings (the working date); `collected`: pay by direct debit, on that day; `head`: the
    Familiehoofd. `seed` decides how many notes, loans and so on there are, at least one of each.
    """
    random = Random(seed)
    customer_id = enrol_tester(
        desk, surname=f"Van {mark}", street=f"{mark}straat", account_holder=mark, direct_debit="ja", iban=IBAN
    ).customer_id
    end_membership(desk, customer_id)
    day = (collected or posted or desk.working_date).isoformat()
    with desk.transaction() as tx:
        tx.execute(
            f"UPDATE customer SET {', '.join(f'{name} = ?' for name in _FREE)}, warn_seen_before = 1 WHERE id = ?",
            (*(f"{name} {mark}" for name in _FREE), customer_id),
        )
        tx.execute(
            "UPDATE customer SET identity_checked_on = ?1, identity_checked_by = ?2, newsletter_since = ?1,"
            " keep_history_since = ?1 WHERE id = ?3",
            (day, f"ebt {mark}", customer_id),
        )
        tx.execute("UPDATE membership SET end_reason = ? WHERE customer_id = ?", (mark, customer_id))
        tx.execute("UPDATE card SET reason = ? WHERE customer_id = ?", (mark, customer_id))
        for kind in ("post", "invoice", "alternative"):
            tx.execute(
                "INSERT INTO address (customer_id, kind, country, street) VALUES (?, ?, 'NL', ?)",
                (customer_id, kind, mark),
            )
        tx.execute("INSERT INTO pin VALUES (?, ?, ?, 'scrypt:2:1:1', ?)", (customer_id, b"z", b"h", day))
        for place in range(random.randint(1, 5)):
            tx.execute("INSERT INTO note VALUES (?, ?, ?, ?, 'ebt')", (customer_id, place, f"tekst {mark}", day))
        for kind in ("general", "web")[: random.randint(1, 2)]:
            tx.execute("INSERT INTO block VALUES (?, ?, ?, ?, 'ebt')", (customer_id, kind, mark, day))
        if head is not None:
            tx.execute("INSERT INTO relation VALUES (?, ?, ?, 'ebt')", (customer_id, head, day))
            tx.execute("INSERT INTO guardianship VALUES (?, ?, ?, 'ebt')", (customer_id, head, day))
        tx.execute("INSERT INTO consent VALUES (?, 'email', 1, ?, 'ebt')", (customer_id, day))
        for table in ("role", "interest"):
            tx.execute(
                f"INSERT INTO {table} (customer_id, code, branch, since, noted_by) VALUES (?, ?, '9428', ?, 'ebt')",
                (customer_id, mark, day),
            )
        tx.execute("INSERT INTO property (customer_id, labels) VALUES (?, ?)", (customer_id, mark))
        for loan in range(random.randint(1, 4)):
            tx.execute(
                "INSERT INTO loan (customer_id, membership_number, item_number, lent_on, due_on, returned_on)"
                " VALUES (?, 1, ?, ?, ?, ?)",
                (customer_id, f"3942800000001{loan}", day, day, day),
            )
        tx.execute(
            "INSERT INTO renewal (customer_id, loan_id, renewed_on, was_due_on, due_on, was_branch, membership_number)"
            " SELECT customer_id, max(id), ?, '2024-04-09', '2024-05-07', '9428', 1 FROM loan WHERE customer_id = ?",
            (day, customer_id),
        )
        title = insert_title(tx, TitleValues(title="De avonden", kind="boek"))
        tx.execute(
            "INSERT INTO hold (title_id, customer_id, branch, placed_on, placed_by, state, reason, closed_on)"
            " VALUES (?, ?, '9428', ?, 'ebt', 'Z', 'vervallen', ?)",
            (title, customer_id, day, day),
        )
        tx.execute(
            "INSERT INTO cancellation (customer_id, membership_number, channel, received_on, reason, last_day,"
            " refund_per, refund_iban, refund_holder, refund_cents, told_cents, registered_on, branch, staff,"
            " settled_on)"
            " VALUES (?, 1, 'mail', ?, ?, '2024-04-08', 'dagen', ?, ?, 0, 0, ?, '9428', 'ebt', ?)",
            (customer_id, day, mark, mark, mark, day, day),
        )
        tx.execute(
            "INSERT INTO receipt (customer_id, branch, staff, template, data, made_on)"
            " VALUES (?, '9428', 'ebt', 'receipt-enrolment', ?, ?)",
            (customer_id, json.dumps({"name": mark}), day),
        )
        tx.execute(
            "INSERT INTO message (customer_id, kind, about, template, data, branch, staff, made_on)"
            " VALUES (?, 'factuur', ?, 'factuur', ?, '9428', 'ebt', ?)",
            (customer_id, f"{mark} {customer_id * 7919:x}", json.dumps({"name": mark}), day),
        )
        tx.execute("INSERT INTO bounce VALUES (?, ?, ?, ?)", (customer_id, f"{mark}@oud.test", day, mark))
        tx.journal("changed", customer_id=customer_id, before={"surname": mark}, after={"surname": f"x{mark}"})
        _settle(desk, customer_id, day, "incasso" if collected else "pin", random)
        paid_out(desk, customer_id, mark=mark, day=day)
        _announce_and_collect(tx, customer_id, day)
    if posted is not None:
        _post_on(desk, customer_id, posted)
    return customer_id


def _announce_and_collect(tx: Transaction, customer_id: int, day: str) -> None:
    """Announce the charges of a customer, and collect them."""
    row = tx.read_one("SELECT reference FROM mandate WHERE customer_id = ?", (customer_id,))
    assert row is not None
    for (charge,) in tx.read("SELECT id FROM charge WHERE customer_id = ?", (customer_id,)):
        tx.execute("INSERT OR REPLACE INTO announcement VALUES (?, ?, 'bon')", (charge, day))
        tx.execute("INSERT INTO charge_item (charge_id, item_number) VALUES (?, '1001')", (charge,))
        past_collection(tx, charge, row[0], date.fromisoformat(day))


def _settle(desk: Desk, customer_id: int, day: str, way: str, random: Random) -> None:
    """Pay what is open, in one or two payments."""
    execute = desk.store.connection.execute
    for charge, cents in execute("SELECT id, cents FROM charge WHERE customer_id = ?", (customer_id,)).fetchall():
        first = random.choice((cents, cents // 2 or cents))
        for part in filter(None, (first, cents - first)):
            payment = execute(
                "INSERT INTO payment (customer_id, cents, way, received_on, branch, staff)"
                " VALUES (?, ?, ?, ?, '9428', 'ebt')",
                (customer_id, part, way, day),
            ).lastrowid
            execute(
                "INSERT INTO allocation (payment_id, charge_id, cents, booked_on, branch, staff)"
                " VALUES (?, ?, ?, '2024-04-09', '9428', 'ebt')",
                (payment, charge, part),
            )


def _post_on(desk: Desk, customer_id: int, day: date) -> None:
    """Put the postings of a customer on another day; the ledger itself does not allow that."""
    execute = desk.store.connection.execute
    triggers = execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE '%_no_UPDATE'"
    ).fetchall()
    for name, _ in triggers:
        execute(f"DROP TRIGGER {name}")
    for table, column in (("charge", "booked_on"), ("payment", "received_on"), ("invoice", "made_on")):
        execute(f"UPDATE {table} SET {column} = ? WHERE customer_id = ?", (day.isoformat(), customer_id))
    for _, sql in triggers:
        execute(sql)
