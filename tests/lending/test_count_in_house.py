"""What lies about is counted as used inside the library: once a scan, by item, day and branch; nobody's."""

from __future__ import annotations

from datetime import date

import pytest

from balie.catalogue.items import item_of
from balie.catalogue.statuses import ItemStatus
from balie.catalogue.stock import write_off
from balie.circulation.in_house import UsesOfDay, uses_between, uses_of
from balie.desk import Desk
from balie.finance.overviews.registry import overview
from balie.finance.overviews.shape import Scope
from balie.lending.count_in_house import count_in_house
from balie.lending.holds.holds import place_hold
from balie.lending.holds.set_aside import set_aside
from balie.lending.lend import lend
from balie.lending.rules.refusals import CountedJustNow
from balie.lending.undo import undo
from balie.lending.whereabouts import whereabouts
from balie.refusal import Refusal
from tests.support.borrowers import borrower, dump, new_item, on, sound
from tests.support.holds import WEST, desk_at, two_branches

DAY = date(2024, 4, 9)


def test_every_scan_counts_once_and_its_undoing_leaves_the_store_as_it_was(at_poort: Desk) -> None:
    number = new_item(at_poort)
    first = count_in_house(at_poort, number)
    assert uses_of(at_poort.store, number) == (1, DAY)
    assert item_of(at_poort.store, number).seen_on == DAY
    undo(at_poort, count_in_house(at_poort, number))
    assert uses_of(at_poort.store, number) == (1, DAY)
    undo(at_poort, first)
    assert uses_of(at_poort.store, number) == (0, None)
    with pytest.raises(Refusal, match="al teruggenomen"):
        undo(at_poort, first)
    sound(at_poort)


@pytest.mark.parametrize("between", [False, True])
def test_what_a_scanner_reads_twice_counts_once_unless_it_was_used_twice(at_poort: Desk, between: bool) -> None:
    number, other = new_item(at_poort), new_item(at_poort)
    last = count_in_house(at_poort, number)
    if between:
        last = count_in_house(at_poort, other, last=last)
        count_in_house(at_poort, number, last=last)
    else:
        before = dump(at_poort)
        with pytest.raises(CountedJustNow):
            count_in_house(at_poort, f"*{number}*", last=last)
        assert dump(at_poort) == before
        count_in_house(at_poort, number, last=last, again=True)
    assert uses_of(at_poort.store, number) == (2, DAY)
    sound(at_poort)


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("lent", "is uitgeleend en moet worden ingenomen"),
        ("set aside", "staat apart voor een reservering"),
        ("M", "staat als vermist en moet worden ingenomen"),
        ("T", "staat als onderweg en moet worden ingenomen"),
        ("I", "staat als in bestelling en moet worden ingenomen"),
        ("A", "is afgeschreven"),
    ],
)
def test_what_innemen_has_to_see_first_is_not_counted(at_poort: Desk, state: str, reason: str) -> None:
    customer_id = borrower(at_poort)
    stored = state if len(state) == 1 and state != "A" else "B"
    number = new_item(at_poort, status=ItemStatus(stored))
    if state == "lent":
        lend(at_poort, customer_id, number)
    elif state == "set aside":
        place_hold(at_poort, customer_id, item_of(at_poort.store, number).title_id)
        set_aside(at_poort, number)
    elif state == "A":
        write_off(at_poort, [number], lambda reader, item: ())
    before = dump(at_poort)
    with pytest.raises(Refusal, match=reason):
        count_in_house(at_poort, number)
    assert dump(at_poort) == before


def test_who_waits_is_told_and_a_copy_that_is_never_lent_counts_too(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    place_hold(at_poort, customer_id, item_of(at_poort.store, number).title_id)
    assert any("wacht iemand op" in note for note in count_in_house(at_poort, number).notes)
    reference = new_item(at_poort, not_for_loan=True)
    assert not any("wacht" in note for note in count_in_house(at_poort, reference).notes)


def test_the_item_and_the_overview_tell_how_often_by_day_and_branch(at_poort: Desk) -> None:
    number = new_item(at_poort)
    library = two_branches(at_poort.library)
    desk, west_desk = desk_at(at_poort, library), on(desk_at(at_poort, library, WEST), date(2024, 4, 10))
    count_in_house(desk, number)
    count_in_house(west_desk, number)
    count_in_house(west_desk, number)
    assert ("In huis", "3 keer gebruikt, laatst 10-04-2024") in whereabouts(desk, item_of(desk.store, number)).lines
    material = item_of(desk.store, number).values.material
    east, west = desk.branch.number, west_desk.branch.number
    days = [UsesOfDay(DAY, east, material, 1), UsesOfDay(date(2024, 4, 10), west, material, 2)]
    assert list(uses_between(desk.store, DAY, date(2024, 4, 30))) == days
    assert list(uses_between(desk.store, DAY, date(2024, 4, 30), branch=west)) == days[1:]
    page = overview("in-huis").page
    lines = page(desk.store, Scope(DAY, date(2024, 4, 30)), None, 1)
    assert [line.cells for line in lines] == [(DAY, east, material, 1)]
    assert [line.cells[-1] for line in page(desk.store, Scope(DAY, date(2024, 4, 30)), lines[-1].key, 9)] == [2]
