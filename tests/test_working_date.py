"""Which working date may be taken, and how the masthead says that it is not today's."""

from __future__ import annotations

from datetime import date

import pytest

from balie.refusal import Refusal
from balie.working_date import is_far_back, place_line, read_working_date

TODAY = date(2024, 4, 9)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("9-4-2024", TODAY), ("02-04-2024", date(2024, 4, 2)), ("31-12-2019", date(2019, 12, 31))],
)
def test_today_and_every_earlier_day_can_be_worked_on(typed: str, day: date) -> None:
    assert read_working_date(typed, TODAY) == day


@pytest.mark.parametrize("typed", ["10-04-2024", "09-04-2025"])
def test_a_day_to_come_is_refused_with_the_day_that_it_is(typed: str) -> None:
    with pytest.raises(Refusal, match="in de toekomst; vandaag is het 09-04-2024"):
        read_working_date(typed, TODAY)


@pytest.mark.parametrize(("day", "far"), [(date(2024, 3, 9), False), (date(2024, 3, 8), True), (TODAY, False)])
def test_more_than_a_month_back_is_asked(day: date, far: bool) -> None:
    assert is_far_back(day, TODAY) is far


def test_a_date_that_is_not_todays_is_told_in_words() -> None:
    assert place_line("9428 Gieten", "ebt", TODAY, TODAY) == "9428 Gieten · ebt · 09-04-2024"
    assert place_line("9428", "ebt", date(2024, 4, 2), TODAY) == "9428 · ebt · ! WERKDATUM 02-04-2024"
