"""Gezin: everybody at one address."""

from __future__ import annotations

from balie.customers.finding.same_address import MOST, same_address
from balie.desk import Desk
from tests.support.applicants import enrol_tester


def at_home(desk: Desk, customer_id: int) -> list[str]:
    return [row.name for row in same_address(desk.store, desk.library, customer_id, desk.working_date)]


def test_everybody_in_the_same_house_is_shown_in_the_order_of_names(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    enrol_tester(desk, surname="Aaltink")
    for other in ("43", "41a", "41-2"):
        enrol_tester(desk, surname="Buur", house_number=other)
    enrol_tester(desk, surname="Elders", postcode="9461AA")
    assert at_home(desk, customer_id) == ["Aaltink, E.B.", "Tester, E.B."]


def test_a_house_full_of_people_gives_a_list_that_can_be_read(desk: Desk) -> None:
    made = [enrol_tester(desk).customer_id for _ in range(MOST + 2)]
    assert len(at_home(desk, made[0])) == MOST


def test_nobody_who_is_not_there_has_a_family(desk: Desk) -> None:
    assert at_home(desk, 1) == []
