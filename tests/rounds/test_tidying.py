"""What may not be kept any longer is forgotten in every department at once, whoever asks for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from balie.desk import Desk
from balie.rounds.tidying import last_work_before_a_doubtful_day, note_clock_is_right, tidy
from tests.support.applicants import enrol_tester

ENROLLED = datetime(2024, 4, 9, 8, tzinfo=UTC)


@pytest.fixture
def after_two_years(desk: Desk) -> Desk:
    """A desk two years and a day after somebody was enrolled."""
    enrol_tester(replace(desk, now=lambda: ENROLLED))
    return replace(desk, working_date=date(2026, 4, 10), now=lambda: datetime(2026, 4, 10, 8, tzinfo=UTC))


def test_each_kind_is_counted_and_a_second_time_finds_nothing(
    after_two_years: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tidy(after_two_years), tidy(after_two_years)
    assert (first.expired.journal, second.expired.journal) == (1, 0)
    assert (second.bons, second.loans, second.holds, second.bank_entries, second.files) == (0, 0, 0, 0, 0)
    assert capsys.readouterr() == ("", "")


def test_a_day_long_after_the_last_work_is_in_doubt_until_somebody_says_it_is_right(after_two_years: Desk) -> None:
    assert last_work_before_a_doubtful_day(after_two_years) == date(2024, 4, 9)
    note_clock_is_right(after_two_years)
    assert last_work_before_a_doubtful_day(after_two_years) is None


@pytest.mark.parametrize(("days", "in_doubt"), [(31, False), (32, True)])
def test_a_month_without_work_is_no_doubt(desk: Desk, days: int, in_doubt: bool) -> None:
    enrol_tester(replace(desk, now=lambda: ENROLLED))
    later = replace(desk, working_date=date(2024, 4, 9) + timedelta(days=days))
    assert (last_work_before_a_doubtful_day(later) is not None) == in_doubt
