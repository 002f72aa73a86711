"""What may not be kept any longer is forgotten in every department at once, whoever asks for it."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from balie.desk import Desk
from balie.rounds.tidy import last_work_before_a_doubtful_day, note_clock_is_right, tidy
from tests.support.applicants import enrol_tester

ENROLLED = datetime(2024, 4, 9, 8, tzinfo=UTC)


@pytest.fixture
def desk_with_work(desk: Desk) -> Desk:
    """A desk at which somebody was enrolled on 09-04-2024, and whose file was last written then."""
    enrol_tester(replace(desk, now=lambda: ENROLLED))
    desk.store.take_up_log()
    for path in desk.store.path.parent.glob(f"{desk.store.path.name}*"):
        os.utime(path, (ENROLLED.timestamp(), ENROLLED.timestamp()))
    return desk


def later(desk: Desk, days: int) -> Desk:
    moment = ENROLLED + timedelta(days=days)
    return replace(desk, working_date=moment.date(), now=lambda: moment)


def test_each_kind_is_counted_and_a_second_time_finds_nothing(
    desk_with_work: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = later(desk_with_work, 731)
    first, second = tidy(desk), tidy(desk)
    assert (first.expired.journal, second.expired.journal) == (1, 0)
    assert (second.bons, second.loans, second.holds, second.bank_entries, second.files) == (0, 0, 0, 0, 0)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(("days", "last"), [(31, None), (32, date(2024, 4, 9)), (731, date(2024, 4, 9))])
def test_more_than_a_month_without_work_is_in_doubt_until_somebody_says_the_day_is_right(
    desk_with_work: Desk, days: int, last: date | None
) -> None:
    desk = later(desk_with_work, days)
    assert last_work_before_a_doubtful_day(desk) == last
    note_clock_is_right(desk)
    assert last_work_before_a_doubtful_day(desk) is None
