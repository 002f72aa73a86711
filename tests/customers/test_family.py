"""Zelfde adres: who else lives in the house."""

from __future__ import annotations

import pytest

from balie.customers.deceased import mark
from balie.customers.editing import read_edit, save_edit
from balie.customers.family import family
from balie.desk import Desk
from tests.support.applicants import enrol_tester


def housemates(desk: Desk, customer_id: int) -> list[str]:
    return [row.name for row in family(desk.store, desk.library, customer_id, desk.working_date)]


def test_the_others_in_the_house_are_listed_by_name_and_not_the_customer(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    enrol_tester(desk, initials="z", surname="Vries", prefix="de")
    enrol_tester(desk, initials="a", surname="Berg")
    assert housemates(desk, customer_id) == ["Berg, A.", "Vries, Z. de"]


@pytest.mark.parametrize(
    ("postcode", "house_number"), [("9468 BG", "43"), ("9468 BG", "41A"), ("9468 BG", "41-3"), ("9468 BH", "41")]
)
def test_another_house_is_no_family(desk: Desk, postcode: str, house_number: str) -> None:
    customer_id = enrol_tester(desk).customer_id
    enrol_tester(desk, initials="J", postcode=postcode, house_number=house_number)
    assert housemates(desk, customer_id) == []


def test_an_address_for_the_post_makes_no_housemate(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    other = enrol_tester(desk, house_number="43").customer_id
    post = {"post_postcode": "9468bg", "post_house_number": "41", "post_street": "Kruisakkers", "post_town": "Annen"}
    save_edit(desk, other, "2", post, read_edit(desk, other, "2"))
    assert housemates(desk, customer_id) == []
    assert housemates(desk, other) == []


def test_the_deceased_are_listed_with_their_star(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    other = enrol_tester(desk, initials="J").customer_id
    with desk.transaction() as tx:
        mark(tx, other)
    assert housemates(desk, customer_id) == ["*Tester, J."]
