"""Which items are lent out, for the catalogue."""

from __future__ import annotations

from datetime import date

from balie.catalogue.copies import copies, copy_of
from balie.catalogue.items import item_of
from balie.circulation.availability import due_dates
from balie.desk import Desk
from tests.support.applicants import enrol_tester
from tests.support.catalogue import add_avonden, lend_out

DUE = date(2024, 5, 7)


def test_an_open_loan_says_until_when_an_item_is_lent_out(desk: Desk) -> None:
    _, (first, second) = add_avonden(desk, None, None)
    lend_out(desk, enrol_tester(desk).customer_id, first, DUE)

    assert due_dates(desk.store, [first, second, "nergens"]) == {first: DUE}
    assert due_dates(desk.store, []) == {}


def test_a_loan_that_came_back_says_nothing(desk: Desk) -> None:
    _, (number,) = add_avonden(desk, None)
    lend_out(desk, enrol_tester(desk).customer_id, number, DUE)
    with desk.transaction() as tx:
        tx.execute("UPDATE loan SET returned_on = '2024-04-12'")

    assert due_dates(desk.store, [number]) == {}


def test_the_copies_of_a_title_tell_which_are_lent_out(desk: Desk) -> None:
    title_id, (first, _) = add_avonden(desk, None, None)
    lend_out(desk, enrol_tester(desk).customer_id, first, DUE)

    assert [copy.status_text for copy in copies(desk.store, title_id, due_dates)] == [
        "Uitgeleend tot 07-05-2024",
        "Binnen",
    ]
    assert copy_of(desk.store, item_of(desk.store, first), due_dates).due_on == DUE
