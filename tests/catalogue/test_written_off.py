"""The list of what was written off lately."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from balie.catalogue.stock import UNDO_DAYS, no_hindrances, undo_write_off, write_off
from balie.catalogue.written_off import _LIST, WrittenOff, written_off_items
from balie.desk import Desk
from tests.support.borrowers import new_item, new_title

TODAY = date(2024, 4, 9)


def gone(desk: Desk, days_ago: int, *, reason: str = "") -> str:
    """Write an item off so many days ago; its number."""
    number = new_item(desk, new_title(desk, f"Van {days_ago} dagen"))
    write_off(replace(desk, working_date=TODAY - timedelta(days=days_ago)), [number], no_hindrances, reason=reason)
    return number


def test_the_latest_come_first_with_the_reason_and_not_what_cannot_be_taken_back(desk: Desk) -> None:
    new_item(desk)
    old, newest = gone(desk, UNDO_DAYS, reason="versleten"), gone(desk, 0)
    too_old = gone(desk, UNDO_DAYS + 1)
    assert written_off_items(desk.store, TODAY) == [
        WrittenOff(newest, TODAY, "Verouderd", "9428", "Van 0 dagen / Reve, Gerard"),
        WrittenOff(old, date(2024, 3, 10), "Versleten of beschadigd", "9428", "Van 30 dagen / Reve, Gerard"),
    ]
    undo_write_off(desk, old)
    assert [row.number for row in written_off_items(desk.store, TODAY)] == [newest]
    assert desk.store.read("SELECT status FROM item WHERE number = ?", (too_old,)) == [("A",)]


def test_pages_follow_each_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("balie.catalogue.written_off.PAGE", 2)
    numbers = [gone(desk, days) for days in (0, 0, 1, 1, 2)]
    found: list[WrittenOff] = []
    while more := written_off_items(desk.store, TODAY, after=found[-1] if found else None):
        found += more
    assert sorted(row.number for row in found) == sorted(numbers)


def test_years_of_what_was_written_off_before_are_not_read(desk: Desk) -> None:
    values: dict[str, str | int] = {"first": "2024-03-10", "day": "2024-04-09", "number": "", "limit": 100}
    plan = [row[3] for row in desk.store.read(f"EXPLAIN QUERY PLAN {_LIST}", values)]
    assert plan[0].startswith("SEARCH i USING INDEX item_written_off (written_off_on>?")
    assert not any("TEMP B-TREE" in step for step in plan)
