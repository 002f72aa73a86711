"""The mark of the calendar is always a day of the month that is shown, whatever comes between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from balie.circulation.calendar import CalendarDay
from balie.desk import Desk
from balie.refusal import Refusal
from screens.vestigingsbeheer import calendar
from tests.support.desk_driver import running


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2024, 4, 30), "right"),
        (date(2024, 5, 31), "pagedown"),
        (date(2024, 2, 29), "pagedown"),
        (date(2024, 4, 26), "down"),
        (date(2024, 3, 1), "left"),
        (date(2025, 3, 31), "pageup"),
    ],
)
async def test_a_month_that_cannot_be_read_leaves_the_mark_where_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, day: date, key: str
) -> None:
    def refuse(*_: object) -> Sequence[CalendarDay]:
        raise Refusal("Het bestand wordt al te lang vastgehouden.")

    async with running(replace(desk, working_date=day)) as driver:
        await driver.keys("alt+v", "4")
        page = driver.app.page
        assert isinstance(page, calendar.CalendarPage)
        with monkeypatch.context() as broken:
            broken.setattr(calendar, "month_days", refuse)
            await driver.keys(key)
        assert "te lang vastgehouden" in driver.message
        assert page.at == page.marked.day == day
        await driver.keys(key)
        assert page.marked.day == page.at != day


@pytest.mark.parametrize(("day", "keys"), [(date(9999, 11, 30), ("right", "pagedown", "down", "end"))])
async def test_the_calendar_ends_where_dates_end(desk: Desk, day: date, keys: tuple[str, ...]) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+v", "4")
        page = driver.app.page
        assert isinstance(page, calendar.CalendarPage)
        page.show(day)
        await driver.keys(*keys)
        assert page.marked.day == page.at == day
