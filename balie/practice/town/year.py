"""A year of the practice town, day by day: people enrol, come by, bring back and borrow, reserve and pay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from balie.finance.pay import Tender
from balie.lending.holds.holds import place_hold
from balie.lending.lend import lend
from balie.lending.renew import renew
from balie.lending.take_back import take_back
from balie.practice.town.building import A_YEAR, Town, enrolments, pay_all
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk

VISITORS: Final = 2
"""How many of the town come by on a day that the library is open."""
_MOST: Final = 4
_SUNDAY: Final = 6
_PAYS_FINES: Final = 0.7
_KEEPS: Final = 0.25
"""How many bring back nothing yet, so that some are late."""


def live_a_year(town: Town) -> None:
    """Everything that happened up to the day of the town."""
    to_do: dict[date, list[Callable[[], None]]] = defaultdict(list)
    for on, act in enrolments(town):
        to_do[on].append(act)
    at_home: dict[int, list[str]] = defaultdict(list)
    first = min(min(to_do), town.day - A_YEAR)
    for day in _days(first, town.day):
        for act in to_do[day]:
            act()
        if day.weekday() != _SUNDAY:
            _open_day(town, town.on(day), at_home)


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day < last:
        yield day
        day += timedelta(days=1)


def _open_day(town: Town, desk: Desk, at_home: dict[int, list[str]]) -> None:
    random = town.random
    for customer_id in random.sample(town.crowd, min(VISITORS, len(town.crowd))):
        mine = at_home[customer_id]
        if mine and random.random() < _KEEPS:
            _renew_some(desk, customer_id)
            continue
        for number in mine:
            take_back(desk, number)
            town.shelf.append(number)
        mine.clear()
        for _ in range(random.randrange(0, _MOST)):
            number = town.shelf.pop(random.randrange(len(town.shelf)))
            try:
                lend(desk, customer_id, number)
                mine.append(number)
            except Refusal:
                town.shelf.append(number)
        if random.random() < _PAYS_FINES:
            pay_all(desk, customer_id, Tender.CASH)


def _renew_some(desk: Desk, customer_id: int) -> None:
    from balie.lending.at_home import in_bezit

    loans = [row.loan_id for row in in_bezit(desk, customer_id)]
    renew(desk, customer_id, loans[:2])


def reserve_some(town: Town, desk: Desk, count: int) -> None:
    """Reserve titles of the catalogue for people of the town; what the rules refuse is passed over."""
    rows = desk.store.read("SELECT DISTINCT title_id FROM item ORDER BY title_id")
    titles = [int(row[0]) for row in rows if int(row[0]) not in town.titles.values()]
    for _ in range(count):
        try:
            place_hold(desk, town.random.choice(town.crowd), town.random.choice(titles))
        except Refusal:
            continue
