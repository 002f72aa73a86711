"""What an application asks beyond its fields."""

from __future__ import annotations

from datetime import date

import pytest

from balie.enrolment.application import read_last_day
from balie.refusal import Refusal

DAY = date(2024, 4, 9)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("310524", date(2024, 5, 31)),
        ("31-5-2024", date(2024, 5, 31)),
        ("010101", date(2001, 1, 1)),
        ("311273", date(2073, 12, 31)),
        ("", None),
    ],
)
def test_the_last_day_of_a_temporary_subscription_may_lie_ahead_with_two_digits(typed: str, read: date | None) -> None:
    assert read_last_day(typed, DAY) == read


def test_a_last_day_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Refusal, match="april heeft 30 dagen"):
        read_last_day("31-04-2024", DAY)
