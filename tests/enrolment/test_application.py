"""What an application asks beyond its fields."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from balie.customers.permission import Override
from balie.desk import Desk
from balie.enrolment.application import judge, preview, read_last_day
from balie.refusal import Refusal
from tests.support.applicants import SUPPLEMENT, application

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


def test_a_supplement_alone_is_refused_below_the_screens_too(desk: Desk) -> None:
    alone = replace(application(desk, subscription=SUPPLEMENT), override=None)
    with pytest.raises(Refusal, match="komt naast een ander abonnement en kan niet alleen") as refused:
        judge(desk, alone)
    assert [reason.field for reason in refused.value.reasons] == ["subscription"]
    outlook = preview(desk, alone)
    assert outlook is not None
    assert "komt naast" in outlook.allowed
    allowed = judge(desk, replace(alone, override=Override("ans", "had dit al")))
    assert "komt naast" in allowed.allowed
    assert judge(desk, application(desk)).allowed == ""
