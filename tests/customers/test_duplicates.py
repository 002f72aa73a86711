from __future__ import annotations

import pytest

from balie.customers.addresses import known_address
from balie.customers.duplicates import MOST, SAME_ADDRESS, SAME_PERSON, find_duplicates
from balie.customers.forms import read_basic
from balie.desk import Desk
from balie.dutch.address import read_house_number
from tests.support.applicants import TESTER, enrol_tester


def why(desk: Desk, **fields: str) -> list[tuple[str, tuple[str, ...]]]:
    basic = read_basic({**TESTER, **fields}, desk.working_date)
    return [
        (candidate.row.name, candidate.reasons)
        for candidate in find_duplicates(desk.store, desk.library, basic, desk.working_date)
    ]


def test_nobody_is_known_in_an_empty_store(desk: Desk) -> None:
    assert why(desk) == []


@pytest.mark.parametrize(
    ("fields", "reasons"),
    [
        ({}, (SAME_PERSON, SAME_ADDRESS)),
        ({"initials": "a"}, (SAME_PERSON, SAME_ADDRESS)),
        ({"surname": "Téster", "prefix": "de"}, (SAME_PERSON, SAME_ADDRESS)),
        ({"postcode": "9461AA"}, (SAME_PERSON,)),
        ({"house_number": "41a"}, (SAME_PERSON,)),
        ({"birth_date": "05-01-1991"}, (SAME_ADDRESS,)),
        ({"surname": "Testerman"}, (SAME_ADDRESS,)),
    ],
)
def test_somebody_is_found_with_the_reasons_why(desk: Desk, fields: dict[str, str], reasons: tuple[str, ...]) -> None:
    enrol_tester(desk)
    assert why(desk, **fields) == [("Tester, E.B.", reasons)]


def test_another_person_elsewhere_is_not_found(desk: Desk) -> None:
    enrol_tester(desk)
    assert why(desk, birth_date="05-01-1991", house_number="43") == []


def test_the_same_person_comes_before_housemates(desk: Desk) -> None:
    enrol_tester(desk, initials="z", surname="Aaltink", birth_date="01-01-1980")
    enrol_tester(desk)
    assert [name for name, _ in why(desk)] == ["Tester, E.B.", "Aaltink, Z."]


def test_a_house_full_of_people_gives_a_list_that_can_be_read(desk: Desk) -> None:
    for _ in range(MOST + 5):
        enrol_tester(desk, surname="Bewoner", birth_date="01-01-1940")
    assert len(why(desk)) == MOST


def test_the_shipped_sample_knows_kruisakkers(desk: Desk) -> None:
    known = known_address(desk.store, "9468 BG", read_house_number("41a"))
    assert known is not None
    assert (known.street, known.town) == ("Kruisakkers", "ANNEN")


def test_an_unknown_address_is_typed_by_hand(desk: Desk) -> None:
    assert known_address(desk.store, "9468 BG", read_house_number("42")) is None
