"""The loan rules of both libraries as tables: who asks for what, and what comes of it; days that are unlike others.

Poort: rules.md#loan. Drenthe: its strips, and what libraries in Drenthe publish (the library file says
which page). Of every other row of the calendar see `tests/circulation`.

Source: rules.md#strips.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from balie.catalogue.statuses import ItemStatus
from balie.circulation.fines import fine_cents
from balie.circulation.opening_days import DayKind, OpeningDays
from balie.circulation.rules import due_after_renewal, due_on, lending_fee, terms_for
from balie.customers.cards.states import CardState
from balie.customers.memberships import Membership, Status
from balie.dutch.dates import format_date, parse_date
from balie.dutch.money import format_cents
from balie.lending.rules.borrower import Borrower, OpenCosts
from balie.lending.rules.judging import against_borrower, against_item, reserved
from balie.lending.rules.scanned import Scanned
from balie.library.structs import Library
from balie.library.terms import CustomerKind, Weekday
from tests.support.borrowers import BOOK

ON = date(2024, 4, 9)
YESTERDAY = date(2024, 4, 8)
Changes = dict[str, object]


def who(code: str, age: int | None, member: Changes, strips: int | None, at_home: int, debt: int) -> Borrower:
    """A customer with a card: subscription, age (None: an institution), what is unusual of the membership."""
    membership = Membership(1, code, Status.NORMAL, date(2025, 4, 30), temporary=False)
    return Borrower(
        customer_id=1,
        born=None if age is None else date(ON.year - age, 4, 9),
        kind=CustomerKind.INSTITUTION if age is None else CustomerKind.REGULAR,
        deceased=False,
        warn_seen_before=False,
        membership=replace(membership, **member),  # type: ignore[arg-type]
        strips_left=strips,
        at_home=at_home,
        card=CardState.ACTIVE,
        block="",
        not_returned=0,
        wants_receipts=True,
        open_costs=OpenCosts(debt, YESTERDAY if debt else None),
    )


def what(**changes: object) -> Scanned:
    """A book that is in."""
    return replace(BOOK, **changes)  # type: ignore[arg-type]


TOP = what(top_title=True)
NEVER_LENT = what(not_for_loan=True, material="tijdschrift")
ORDERED = what(status=ItemStatus.ON_ORDER)
GONE = what(status=ItemStatus.WRITTEN_OFF)
FOUND = what(status=ItemStatus.MISSING)
NOBODY, ONE_WAITS = (0, 0), (1, 0)
"""How many wait for the title, and how many copies are left for them once this one is gone."""
NONE: Changes = {}
REMINDED: Changes = {"status": Status.REMINDED}
BEHIND: Changes = {"status": Status.OVERDUE}
BEHIND_AND_RUN_OUT: Changes = {"status": Status.OVERDUE, "rights_until": YESTERDAY}
RUN_OUT: Changes = {"rights_until": YESTERDAY}
ENDED: Changes = {"ended_on": YESTERDAY}

ALL_AT_POORT = "overdue, rights, max items, not for loan, reserved"
ALL_IN_DRENTHE = "overdue, digital only, strips, max items, written off, reserved"

Row = tuple[str, int | None, Changes, int | None, int, int, Scanned, tuple[int, int], str]


def outcome(library: Library, row: Row) -> str:
    """`07-05-2024 € 1,50`: until when, and what it costs; or every rule that stands in the way."""
    code, age, member, strips, at_home, debt, item, (waiting, left), _ = row
    borrower = who(code, age, member, strips, at_home, debt)
    obstacles = [*against_borrower(borrower, library, ON), *against_item(item)]
    if waiting > left:
        obstacles.append(reserved(waiting))
    if obstacles:
        return ", ".join(obstacle.rule for obstacle in obstacles)
    rules = library.loans
    assert rules is not None
    due = due_on(terms_for(rules, borrower.kind), ON)
    fee = lending_fee(rules, top_title=item.top_title, age=borrower.age(ON), on=ON)
    return f"{format_date(due)} {format_cents(fee)}"


# subscription, age, membership, strips, at home, debt in cents, what, who waits -> what comes of it

POORT: list[Row] = [
    ("0002", 33, NONE, None, 0, 0, BOOK, NOBODY, "07-05-2024 € 0,00"),
    ("0002", 33, NONE, None, 9, 0, BOOK, NOBODY, "07-05-2024 € 0,00"),
    ("0002", 33, NONE, None, 10, 0, BOOK, NOBODY, "max items"),
    ("0002", 33, NONE, None, 0, 0, TOP, NOBODY, "07-05-2024 € 1,50"),
    ("0002", 18, NONE, None, 0, 0, TOP, NOBODY, "07-05-2024 € 1,50"),
    ("0001", 17, NONE, None, 0, 0, TOP, NOBODY, "07-05-2024 € 0,00"),
    ("0004", None, NONE, None, 29, 0, TOP, NOBODY, "21-05-2024 € 1,50"),  # an institution: more and longer
    ("0004", None, NONE, None, 30, 0, BOOK, NOBODY, "max items"),
    ("0002", 33, NONE, None, 0, 9_999, BOOK, NOBODY, "07-05-2024 € 0,00"),  # open costs are told and block nobody
    ("0002", 33, REMINDED, None, 0, 0, BOOK, NOBODY, "reminded"),
    ("0002", 33, BEHIND, None, 0, 0, BOOK, NOBODY, "overdue"),
    ("0002", 33, RUN_OUT, None, 0, 0, BOOK, NOBODY, "rights"),
    ("0003", 33, {**RUN_OUT, "temporary": True}, None, 0, 0, BOOK, NOBODY, "ended"),
    ("0002", 33, ENDED, None, 0, 0, BOOK, NOBODY, "ended"),
    ("0002", 33, NONE, None, 0, 0, FOUND, NOBODY, "07-05-2024 € 0,00"),
    ("0002", 33, NONE, None, 0, 0, NEVER_LENT, NOBODY, "not for loan"),
    ("0002", 33, NONE, None, 0, 0, ORDERED, NOBODY, "on order"),
    ("0002", 33, NONE, None, 0, 0, GONE, NOBODY, "written off"),
    ("0002", 33, NONE, None, 0, 0, BOOK, ONE_WAITS, "reserved"),
    ("0002", 33, NONE, None, 0, 0, BOOK, (1, 1), "07-05-2024 € 0,00"),  # another copy is left for who waits
    ("0002", 33, BEHIND_AND_RUN_OUT, None, 10, 500, NEVER_LENT, ONE_WAITS, ALL_AT_POORT),
]
DRENTHE: list[Row] = [
    ("0045", 33, NONE, 125, 0, 0, BOOK, NOBODY, "30-04-2024 € 0,00"),
    ("0045", 33, NONE, 1, 19, 0, BOOK, NOBODY, "30-04-2024 € 0,00"),
    ("0045", 33, NONE, 0, 0, 0, BOOK, NOBODY, "strips"),
    ("0045", 33, NONE, 125, 20, 0, BOOK, NOBODY, "max items"),
    ("0053", 33, NONE, None, 0, 0, BOOK, NOBODY, "30-04-2024 € 0,00"),  # Compleet: no strip card
    ("0049", 33, NONE, None, 0, 0, BOOK, NOBODY, "30-04-2024 € 0,00"),
    ("0045", 33, NONE, 125, 0, 0, TOP, NOBODY, "30-04-2024 € 0,00"),  # no fee for a toptitel
    ("0140", 33, NONE, None, 0, 0, BOOK, NOBODY, "digital only"),
    ("0141", 33, NONE, None, 0, 0, BOOK, NOBODY, "digital only"),
    ("0045", None, NONE, 125, 0, 0, BOOK, NOBODY, "30-04-2024 € 0,00"),  # an institution as everybody
    ("0045", 33, NONE, 125, 0, 9_999, BOOK, NOBODY, "30-04-2024 € 0,00"),
    ("0045", 33, REMINDED, 125, 0, 0, BOOK, NOBODY, "reminded"),
    ("0045", 33, BEHIND, 125, 0, 0, BOOK, NOBODY, "overdue"),
    ("0045", 33, RUN_OUT, 125, 0, 0, BOOK, NOBODY, "rights"),
    ("0091", 33, {**RUN_OUT, "temporary": True}, None, 0, 0, BOOK, NOBODY, "ended"),
    ("0045", 33, ENDED, 125, 0, 0, BOOK, NOBODY, "ended"),
    ("0045", 33, NONE, 125, 0, 0, NEVER_LENT, ONE_WAITS, "not for loan, reserved"),
    ("0141", 33, BEHIND, 0, 20, 500, GONE, ONE_WAITS, ALL_IN_DRENTHE),
]


@pytest.mark.parametrize("row", POORT, ids=lambda row: f"{row[0]}-{row[-1]}")
def test_lending_at_achterhoekse_poort(poort: Library, row: Row) -> None:
    assert outcome(poort, row) == row[-1]


@pytest.mark.parametrize("row", DRENTHE, ids=lambda row: f"{row[0]}-{row[-1]}")
def test_lending_in_drenthe(library: Library, row: Row) -> None:
    assert outcome(library, row) == row[-1]


# Days that are no ordinary day: the nights of 30-03-2025 and 26-10-2025 have 23 and 25 hours.

SUMMER, WINTER = "30-03-2025", "26-10-2025"


def day(text: str) -> date:
    return parse_date(text, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("lent", "poort_due", "poort_renewed", "drenthe_due", "drenthe_renewed"),
    [
        ("09-04-2024", "07-05-2024", "04-06-2024", "30-04-2024", "21-05-2024"),
        ("02-03-2025", SUMMER, "27-04-2025", "23-03-2025", "13-04-2025"),
        ("09-03-2025", "06-04-2025", "04-05-2025", SUMMER, "20-04-2025"),
        (SUMMER, "27-04-2025", "25-05-2025", "20-04-2025", "11-05-2025"),
        ("28-09-2025", WINTER, "23-11-2025", "19-10-2025", "09-11-2025"),
        ("05-10-2025", "02-11-2025", "30-11-2025", WINTER, "16-11-2025"),
        (WINTER, "23-11-2025", "21-12-2025", "16-11-2025", "07-12-2025"),
        ("01-02-2024", "29-02-2024", "28-03-2024", "22-02-2024", "14-03-2024"),
        ("08-02-2024", "07-03-2024", "04-04-2024", "29-02-2024", "21-03-2024"),
        ("29-02-2024", "28-03-2024", "25-04-2024", "21-03-2024", "11-04-2024"),
        ("31-01-2025", "28-02-2025", "28-03-2025", "21-02-2025", "14-03-2025"),
        ("03-12-2024", "31-12-2024", "28-01-2025", "24-12-2024", "14-01-2025"),
        ("11-12-2024", "08-01-2025", "05-02-2025", "01-01-2025", "22-01-2025"),
        ("31-12-2024", "28-01-2025", "25-02-2025", "21-01-2025", "11-02-2025"),
    ],
)
def test_loans_and_renewals_count_calendar_days(
    poort: Library,
    library: Library,
    lent: str,
    poort_due: str,
    poort_renewed: str,
    drenthe_due: str,
    drenthe_renewed: str,
) -> None:
    for one, due, renewed in ((poort, poort_due, poort_renewed), (library, drenthe_due, drenthe_renewed)):
        rules = one.loans
        assert rules is not None
        terms = terms_for(rules, CustomerKind.REGULAR)
        assert format_date(due_on(terms, day(lent))) == due
        assert format_date(due_after_renewal(terms, day(due))) == renewed


@pytest.mark.parametrize(
    ("due", "back", "age", "poort_cents", "drenthe_cents"),
    [
        ("07-05-2024", "07-05-2024", 33, 0, 0),  # the due date is free
        ("29-03-2025", SUMMER, 33, 20, 15),
        (SUMMER, "31-03-2025", 33, 20, 15),
        ("29-03-2025", "31-03-2025", 33, 40, 30),
        ("25-10-2025", WINTER, 33, 20, 15),
        (WINTER, "27-10-2025", 33, 20, 15),
        ("28-02-2024", "29-02-2024", 33, 20, 0),  # before the prices of Drenthe hold
        ("29-02-2024", "01-03-2024", 33, 20, 0),
        ("31-03-2024", "02-04-2024", 33, 40, 30),
        ("28-02-2025", "01-03-2025", 33, 20, 15),
        ("31-12-2024", "01-01-2025", 33, 20, 15),
        ("30-04-2025", "02-05-2025", 33, 40, 30),
        ("07-05-2024", "06-06-2024", 33, 600, 450),  # thirty days: the cap of Drenthe is reached
        ("07-05-2024", "07-06-2024", 33, 620, 450),
        ("07-05-2024", "07-05-2025", 33, 7300, 450),
        ("07-05-2024", "09-05-2024", 17, 40, 0),
        ("07-05-2024", "09-05-2024", 18, 40, 0),  # in Drenthe free up to and including 18
        ("07-05-2024", "09-05-2024", 19, 40, 30),
        ("07-05-2024", "09-05-2024", None, 40, 30),
    ],
)
def test_fines_count_calendar_days(
    poort: Library, library: Library, due: str, back: str, age: int | None, poort_cents: int, drenthe_cents: int
) -> None:
    assert fine_cents(poort.fines, day(due), day(back), age=age) == poort_cents
    assert fine_cents(library.fines, day(due), day(back), age=age) == drenthe_cents


NOT_ON_SUNDAY = tuple(Weekday)[:-1]
HOLIDAYS = {date(2025, 1, 1): DayKind.CLOSED, date(2025, 4, 20): DayKind.CLOSED, date(2025, 4, 21): DayKind.CLOSED}


@pytest.mark.parametrize(
    ("weekdays", "emptied", "counted", "due", "poort_cents", "drenthe_cents"),
    [
        ((), "31-03-2025", SUMMER, "29-03-2025", 20, 15),
        (NOT_ON_SUNDAY, "31-03-2025", "29-03-2025", "29-03-2025", 0, 0),  # put in on Saturday at the latest
        (NOT_ON_SUNDAY, "31-03-2025", "29-03-2025", "27-03-2025", 40, 30),
        ((), "27-10-2025", WINTER, WINTER, 0, 0),
        (NOT_ON_SUNDAY, "27-10-2025", "25-10-2025", "24-10-2025", 20, 15),
        ((), "01-03-2024", "29-02-2024", "28-02-2024", 20, 0),
        ((), "01-03-2025", "28-02-2025", "27-02-2025", 20, 15),
        ((), "01-05-2024", "30-04-2024", "30-04-2024", 0, 0),
        ((), "01-01-2025", "31-12-2024", "30-12-2024", 20, 15),
        (NOT_ON_SUNDAY, "02-01-2025", "31-12-2024", "31-12-2024", 0, 0),  # closed on New Year's Day
        (NOT_ON_SUNDAY, "22-04-2025", "19-04-2025", "18-04-2025", 20, 15),  # closed for Easter
    ],
)
def test_the_book_drop_counts_as_the_last_opening_day(
    poort: Library,
    library: Library,
    weekdays: tuple[Weekday, ...],
    emptied: str,
    counted: str,
    due: str,
    poort_cents: int,
    drenthe_cents: int,
) -> None:
    back = OpeningDays(weekdays, HOLIDAYS).last_open_before(day(emptied))
    assert format_date(back) == counted
    assert fine_cents(poort.fines, day(due), back, age=33) == poort_cents
    assert fine_cents(library.fines, day(due), back, age=33) == drenthe_cents
