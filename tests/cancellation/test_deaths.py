"""A death reported: marked, put right, taken back, and to whom the letter goes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from balie.cancellation.cancel import cancel, withdraw
from balie.cancellation.confirmation import confirmation_text
from balie.customers.deceased import gets_mail, is_deceased, report_death, take_back_death
from balie.customers.finding.search import search
from balie.customers.header import read_header
from balie.customers.memberships import is_running
from balie.refusal import Refusal
from tests.cancellation.conftest import At
from tests.support.leaving import NOTICE, row_of, wish


def test_the_deceased_are_found_with_a_star_and_get_no_mail(at: At, member: int) -> None:
    today = at(NOTICE)
    cancelled = cancel(today, member, wish(reason="overleden", died_on=date(2026, 8, 10)))
    assert cancelled.settlement.last_day == date(2026, 8, 10)
    assert cancelled.settlement.refund_cents == 2479  # 174 of 365 days of € 52,00
    assert (is_deceased(today.store, member), gets_mail(today.store, member)) == (True, False)
    assert search(today.store, today.library, "tester", NOTICE).rows == ()
    (row,) = search(today.store, today.library, "*tester", NOTICE).rows
    assert row.name == "*Tester, E.B."
    assert read_header(today, member).name == "Dhr. E.B. *Tester"
    assert read_header(today, member).left[3] == "Overleden"
    assert row_of(today, "SELECT surname FROM customer") == ("Tester",)


def test_a_death_reported_of_the_wrong_person_is_put_right_later(at: At, member: int) -> None:
    cancel(at(NOTICE), member, wish(reason="overleden"))
    later = at(NOTICE + timedelta(days=60))
    withdraw(later, member)
    assert gets_mail(later.store, member)
    assert is_running(later.store, member, later.working_date)
    assert len(search(later.store, later.library, "tester", NOTICE).rows) == 1


def test_the_death_of_somebody_who_left_is_only_marked(at: At, member: int) -> None:
    with pytest.raises(Refusal, match="nog lid"):
        report_death(at(NOTICE), member)
    cancel(at(NOTICE), member, wish())
    report_death(at(date(2026, 12, 1)), member)
    report_death(at(date(2026, 12, 1)), member)
    assert row_of(at(NOTICE), "SELECT substr(name_key, 1, 2) FROM customer") == ("*t",)
    assert row_of(at(NOTICE), "SELECT count(*) FROM journal WHERE action = 'death reported'") == (1,)


def test_a_death_reported_of_who_left_can_be_taken_back(at: At, member: int) -> None:
    cancel(at(NOTICE), member, wish())
    later = at(date(2026, 12, 1))
    with pytest.raises(Refusal, match="geen overlijden gemeld"):
        take_back_death(later, member)
    report_death(later, member)
    take_back_death(later, member)
    assert not is_deceased(later.store, member)


def test_after_a_death_the_letter_goes_to_the_next_of_kin(at: At, member: int) -> None:
    cancelled = cancel(at(NOTICE), member, wish(reason="overleden"))
    lines = confirmation_text(at(NOTICE), cancelled.receipt_id).splitlines()
    assert "Aan de nabestaanden van Dhr. E.B. Tester" in lines
    assert "Geachte nabestaanden," in lines
    assert not any("bedacht" in line or "uw opzegging" in line for line in lines)
