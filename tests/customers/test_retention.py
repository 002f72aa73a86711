from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from balie.customers.privacy.retention import Forgotten, forget_expired, keep_until, postings_kept_until
from balie.desk import Desk
from balie.store.pace import MOST
from tests.support.applicants import enrol_tester


@pytest.mark.parametrize(
    ("posted", "until"),
    [
        (date(2025, 1, 1), date(2032, 12, 31)),
        (date(2025, 5, 15), date(2032, 12, 31)),
        (date(2025, 12, 31), date(2032, 12, 31)),
        (date(2026, 2, 1), date(2033, 12, 31)),
    ],
)
def test_a_posting_is_kept_seven_years_after_its_financial_year(posted: date, until: date) -> None:
    assert keep_until(posted) == until
    assert postings_kept_until(posted, until) == until
    assert postings_kept_until(posted, date(until.year + 1, 1, 1)) is None


def test_without_postings_nothing_is_kept() -> None:
    assert postings_kept_until(None, date(2024, 4, 9)) is None


def test_values_in_the_journal_are_forgotten_after_24_months(desk: Desk) -> None:
    enrol_tester(desk)
    assert forget_expired(replace(desk, working_date=date(2026, 4, 9))) == Forgotten(0, 0, 0, 0, 0)
    assert forget_expired(replace(desk, working_date=date(2026, 4, 10))) == Forgotten(0, 0, 1, 0, 0)
    assert desk.store.read("SELECT action, before, after FROM journal ORDER BY id")[0] == ("enrolled", None, None)
    assert forget_expired(replace(desk, working_date=date(2026, 4, 10))) == Forgotten(0, 0, 0, 0, 0)


def test_much_is_forgotten_a_little_at_a_time(desk: Desk) -> None:
    many = 3 * MOST
    with desk.transaction() as tx:
        tx.journal_many("looked at", [(1, {"was": "this"}, {"is": "that"})] * many)
    assert forget_expired(replace(desk, working_date=date(2026, 5, 1))).journal == many
    rows = desk.store.read("SELECT after ->> 'journal' FROM journal WHERE action = 'expired data forgotten'")
    assert sum(journal for (journal,) in rows) == many
    assert max(journal for (journal,) in rows) <= MOST
