"""The week of a file of payouts, and the day on which the bank pays it."""

from __future__ import annotations

from datetime import date

import pytest

from balie.finance.settling.payouts import execution_day
from balie.finance.settling.weeks import read_week, week_of
from balie.refusal import Refusal


@pytest.mark.parametrize(
    ("day", "week"),
    [(date(2026, 9, 14), "2026-38"), (date(2024, 12, 31), "2025-01"), (date(2027, 1, 3), "2026-53")],
)
def test_a_week_is_an_iso_week(day: date, week: str) -> None:
    assert week_of(day) == week


@pytest.mark.parametrize("typed", ["2026-38", "2026-W38", " 202638 ", "2026w38"])
def test_a_week_is_read_as_people_type_it(typed: str) -> None:
    assert read_week(typed) == "2026-38"


@pytest.mark.parametrize("typed", ["", "38", "2026-54", "2026-00", "26-38", "２０２６-38", "0000-01", "2025-53"])
def test_what_is_no_week_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="is geen week"):
        read_week(typed)


@pytest.mark.parametrize(
    ("today", "execute_on"),
    [
        (date(2026, 9, 15), date(2026, 9, 16)),
        (date(2026, 9, 18), date(2026, 9, 21)),
        (date(2026, 4, 2), date(2026, 4, 7)),
        (date(2026, 12, 24), date(2026, 12, 28)),
    ],
)
def test_the_bank_is_asked_to_pay_on_the_next_target_day(today: date, execute_on: date) -> None:
    assert execution_day(today) == execute_on
