"""The calendar of a branch: read by the month, changed by the day and by the period, in one act each."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from msgspec.structs import replace as changed

from balie.circulation.calendar import (
    USUAL,
    CalendarPeriod,
    ChangedDays,
    Setting,
    Stretch,
    due_between,
    holidays_of,
    month_days,
    public_holidays,
    read_calendar,
    read_period,
    set_day,
    set_days,
    stretches,
)
from balie.circulation.loans import NewLoan, add_loan
from balie.circulation.opening_days import DayKind, opening_days
from balie.desk import Desk
from balie.library.structs import Library
from balie.library.terms import Weekday
from balie.refusal import Refusal
from tests.support.borrowers import borrower

WEEK = (Weekday.MONDAY, Weekday.WEDNESDAY, Weekday.FRIDAY)
CHRISTMAS = date(2024, 12, 25)
DECEMBER = (date(2024, 12, 1), date(2024, 12, 31))
TODAY = date(2024, 4, 9)


@pytest.fixture
def poort_desk(desk: Desk, poort: Library) -> Desk:
    return replace(desk, library=poort, branch=changed(poort.branch("4104"), opening_days=WEEK))


def test_the_calendar_is_of_one_branch_and_can_be_taken_back(poort_desk: Desk) -> None:
    set_day(poort_desk, CHRISTMAS, DayKind.CLOSED, note="Kerst")
    assert read_calendar(poort_desk.store, "4104", *DECEMBER) == [(CHRISTMAS, DayKind.CLOSED, "Kerst")]
    assert read_calendar(poort_desk.store, "9428", *DECEMBER) == []
    assert not opening_days(poort_desk.store, poort_desk.branch, *DECEMBER).is_open(CHRISTMAS)
    set_day(poort_desk, CHRISTMAS, DayKind.FINE_FREE)
    set_day(poort_desk, CHRISTMAS, None)
    assert read_calendar(poort_desk.store, "4104", *DECEMBER) == []
    assert poort_desk.store.read("SELECT action FROM journal") == [("calendar changed",)] * 3


def test_a_note_that_is_too_long_is_refused(poort_desk: Desk) -> None:
    with pytest.raises(Refusal, match="60"):
        set_day(poort_desk, CHRISTMAS, DayKind.CLOSED, note="x" * 61)


def test_a_period_is_one_act_that_tells_what_was_there_before(poort_desk: Desk) -> None:
    set_day(poort_desk, CHRISTMAS, DayKind.OPEN, note="Kerstmarkt")
    closure = CalendarPeriod(date(2024, 12, 24), date(2024, 12, 26), DayKind.CLOSED, "Kerstvakantie")

    assert set_days(poort_desk, closure.settings()).days == 3

    found = read_calendar(poort_desk.store, "4104", *DECEMBER)
    assert found == [(date(2024, 12, day), DayKind.CLOSED, "Kerstvakantie") for day in (24, 25, 26)]
    before, after = poort_desk.store.read("SELECT before, after FROM journal ORDER BY id DESC LIMIT 1")[0]
    assert json.loads(str(before)) == {"2024-12-25": ["open", "Kerstmarkt"]}
    assert json.loads(str(after)) == {f"2024-12-{day}": ["gesloten", "Kerstvakantie"] for day in (24, 25, 26)}


def test_what_is_so_already_is_not_written_again(poort_desk: Desk) -> None:
    setting = [Setting(CHRISTMAS, DayKind.CLOSED, "Kerst")]
    assert [set_days(poort_desk, setting).days, set_days(poort_desk, setting).days] == [1, 0]
    assert set_day(poort_desk, date(2024, 12, 27), None) == ChangedDays()
    assert len(poort_desk.store.read("SELECT action FROM journal")) == 1


def test_a_month_has_every_day_with_the_usual_and_the_exception(poort_desk: Desk) -> None:
    set_day(poort_desk, CHRISTMAS, DayKind.CLOSED, note="Kerst")
    days = month_days(poort_desk.store, poort_desk.branch, CHRISTMAS)
    assert [one.day.day for one in days] == list(range(1, 32))
    assert [one.day.day for one in days if one.usually_open][:4] == [2, 4, 6, 9]
    assert [(one.day, one.kind, one.note) for one in days if one.kind] == [(CHRISTMAS, DayKind.CLOSED, "Kerst")]


def test_days_on_end_that_say_the_same_are_told_as_one(poort_desk: Desk) -> None:
    for first, last, note in ((2, 6, "Verbouwing"), (7, 8, "Open huis")):
        period = CalendarPeriod(date(2024, 12, first), date(2024, 12, last), DayKind.CLOSED, note)
        set_days(poort_desk, period.settings())
    set_day(poort_desk, CHRISTMAS, DayKind.FINE_FREE)
    assert stretches(month_days(poort_desk.store, poort_desk.branch, CHRISTMAS)) == [
        Stretch(date(2024, 12, 2), date(2024, 12, 6), DayKind.CLOSED, "Verbouwing"),
        Stretch(date(2024, 12, 7), date(2024, 12, 8), DayKind.CLOSED, "Open huis"),
        Stretch(CHRISTMAS, CHRISTMAS, DayKind.FINE_FREE, ""),
    ]


def typed(first: str, last: str, kind: str = "gesloten", note: str = "") -> dict[str, str]:
    return {"first": first, "last": last, "kind": kind, "note": note}


@pytest.mark.parametrize(
    ("form", "period"),
    [
        (typed("21-7-2024", "10082024"), CalendarPeriod(date(2024, 7, 21), date(2024, 8, 10), DayKind.CLOSED, "")),
        (typed("25-12-2024", ""), CalendarPeriod(CHRISTMAS, CHRISTMAS, DayKind.CLOSED, "")),
        (typed("25-12-2024", "", "open", " Markt "), CalendarPeriod(CHRISTMAS, CHRISTMAS, DayKind.OPEN, "Markt")),
        (typed("25-12-2024", "", USUAL, "vergeten"), CalendarPeriod(CHRISTMAS, CHRISTMAS, None, "")),
        (typed("01-01-2024", "31-12-2024"), CalendarPeriod(date(2024, 1, 1), date(2024, 12, 31), DayKind.CLOSED, "")),
    ],
)
def test_a_period_is_read_from_the_form(form: dict[str, str], period: CalendarPeriod) -> None:
    assert read_period(form, TODAY) == period


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        (typed("", "morgen", note="x" * 61), ["first", "last", "note"]),
        (typed("10-08-2024", "21-07-2024"), ["last"]),
        (typed("01-01-2024", "01-01-2025"), ["last"]),
    ],
)
def test_a_period_that_cannot_be_is_refused_with_every_reason(form: dict[str, str], fields: list[str]) -> None:
    with pytest.raises(Refusal) as refused:
        read_period(form, TODAY)
    assert [reason.field for reason in refused.value.reasons] == fields


def test_the_holidays_of_the_netherlands_have_dutch_names() -> None:
    found = dict(public_holidays(2025))
    assert found[date(2025, 4, 26)] == "Koningsdag"
    assert found[date(2025, 5, 29)] == "Hemelvaartsdag"
    assert found[date(2025, 12, 26)] == "Tweede kerstdag"
    assert all(day.year == 2025 for day in found)


def test_a_holiday_is_proposed_where_the_branch_would_be_open_and_the_calendar_says_nothing(poort_desk: Desk) -> None:
    set_day(poort_desk, CHRISTMAS, DayKind.OPEN, note="Kerstmarkt")
    found = {one.name: one for one in holidays_of(poort_desk.store, poort_desk.branch, 2024)}
    assert [name for name, one in found.items() if one.proposed] == [
        "Nieuwjaarsdag",
        "Tweede paasdag",
        "Tweede pinksterdag",
    ]
    assert found["Eerste kerstdag"].day.kind is DayKind.OPEN
    assert not found["Hemelvaartsdag"].day.usually_open  # a Thursday
    assert found["Goede vrijdag"].day.usually_open  # and yet many work then


def test_what_is_to_be_back_in_a_period_is_counted_for_the_branch_that_lent_it(poort_desk: Desk) -> None:
    customer_id = borrower(poort_desk)
    with poort_desk.transaction() as tx:
        for day in (1, 31):
            add_loan(tx, NewLoan(customer_id, 1, f"{day}", date(2024, 12, day), 0, None))
        add_loan(tx, NewLoan(customer_id, 1, "later", date(2025, 1, 1), 0, None))
    assert due_between(poort_desk.store, "4104", *DECEMBER) == 2
    assert due_between(poort_desk.store, "9428", *DECEMBER) == 0
