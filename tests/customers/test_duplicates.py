from __future__ import annotations

import pytest

from balie.customers.finding.duplicates import MOST, NEAR_PERSON, SAME_ADDRESS, SAME_PERSON, find_duplicates
from balie.customers.forms.details import read_basic
from balie.customers.forms.known_addresses import KnownAddress, address_at, known_address
from balie.customers.tabs.editing import read_edit, save_edit
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
        ({"surname": "de Tester"}, (NEAR_PERSON, SAME_ADDRESS)),
        ({"surname": "Tester-Ander"}, (NEAR_PERSON, SAME_ADDRESS)),
        ({"surname": "Tester-Ander", "house_number": "43"}, (NEAR_PERSON,)),
        ({"birth_date": "05-01-1991"}, (SAME_ADDRESS,)),
        ({"surname": "Testerman"}, (SAME_ADDRESS,)),
    ],
)
def test_somebody_is_found_with_the_reasons_why(desk: Desk, fields: dict[str, str], reasons: tuple[str, ...]) -> None:
    enrol_tester(desk)
    assert why(desk, **fields) == [("Tester, E.B.", reasons)]


@pytest.mark.parametrize(
    ("stored", "typed", "reason"),
    [
        (("van den", "Berg"), ("", "van den Berg"), SAME_PERSON),
        (("", "van den Berg"), ("van den", "Berg"), SAME_PERSON),
        (("", "Müller"), ("", "Mueller"), NEAR_PERSON),
        (("", "O'Connor"), ("", "OConnor"), NEAR_PERSON),
        (("", "IJzerman"), ("", "Yzerman"), NEAR_PERSON),
        (("", "Berg"), ("", "den Berg"), NEAR_PERSON),
        (("van den", "Berg"), ("", "v.d. Berg"), NEAR_PERSON),
        (("van", "Dijk"), ("", "Dyk-Smit"), NEAR_PERSON),
    ],
)
def test_a_name_is_known_however_it_was_typed(
    desk: Desk, stored: tuple[str, str], typed: tuple[str, str], reason: str
) -> None:
    enrol_tester(desk, prefix=stored[0], surname=stored[1], house_number="43")
    found = why(desk, prefix=typed[0], surname=typed[1])
    assert [reasons for _, reasons in found] == [(reason,)]
    assert why(desk, prefix=typed[0], surname=typed[1], birth_date="05-01-1991") == []


@pytest.mark.parametrize(
    ("stored", "typed"), [("41 bis", "41 BIS"), ("41-bis", "41Bis"), ("41a", "41-A"), ("41A3", "41a-3")]
)
def test_one_house_however_its_number_was_typed(desk: Desk, stored: str, typed: str) -> None:
    enrol_tester(desk, surname="Ander", birth_date="01-01-1980", house_number=stored)
    assert why(desk, house_number=typed) == [("Ander, E.B.", (SAME_ADDRESS,))]


def test_the_same_comes_before_the_near_and_both_before_housemates(desk: Desk) -> None:
    enrol_tester(desk, surname="Aaltink", birth_date="01-01-1980")
    enrol_tester(desk, surname="De Tester")
    enrol_tester(desk)
    reasons = [reasons[0] for _, reasons in why(desk)]
    assert reasons == [SAME_PERSON, NEAR_PERSON, SAME_ADDRESS]


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


@pytest.mark.parametrize(
    ("asked", "put_in"),
    [
        (("7101 AA", "5"), ("Kerkstraat", "WINTERSWIJK")),
        (("7101 AA", "5-bis"), ("Kerkstraat", "WINTERSWIJK")),
        (("7101 AA", "6"), None),
        (("7101 AB", "5"), None),
        (("9468 BG", "41"), ("Kruisakkers", "ANNEN")),
    ],
)
def test_a_house_the_table_does_not_know_has_the_street_of_who_lives_there(
    desk: Desk, asked: tuple[str, str], put_in: tuple[str, str] | None
) -> None:
    for born, street in (("01-01-1980", "Kerkstraat"), ("02-01-1980", "Kerkstraat"), ("03-01-1980", "Kerkstr.")):
        enrol_tester(desk, postcode="7101aa", house_number="5a", street=street, town="Winterswijk", birth_date=born)
    enrol_tester(desk, street="Elders", birth_date="04-01-1980")  # at an address that the table has
    postcode, house = asked
    assert address_at(desk.store, postcode, read_house_number(house)) == (put_in and KnownAddress(*put_in))


def test_a_foreign_house_or_an_address_for_the_post_gives_no_street(desk: Desk) -> None:
    customer_id = enrol_tester(desk, country="België", postcode="7101", house_number="5", street="Kaai").customer_id
    post = {"post_postcode": "7101aa", "post_house_number": "5", "post_street": "Postbus", "post_town": "Winterswijk"}
    save_edit(desk, customer_id, "2", post, read_edit(desk, customer_id, "2"))
    assert address_at(desk.store, "7101 AA", read_house_number("5")) is None
    assert address_at(desk.store, "7101", read_house_number("5")) is None


@pytest.mark.parametrize(
    ("other", "is_housemate"),
    [
        ({"initials": "k", "birth_date": "02-03-2015"}, True),
        ({"initials": "a", "birth_date": "05-06-1990"}, True),  # a partner of the same age and name
        ({"surname": "Anders", "birth_date": "01-04-1991"}, True),
        ({"initials": "e", "birth_date": "07-07-1961"}, True),  # a parent with the same initial
        ({"birth_date": "01-04-1991"}, False),  # day and month the wrong way round
        ({"initials": "e", "birth_date": "04-01-1992"}, False),
        ({"initials": "", "birth_date": "01-04-1991"}, False),
        ({"surname": "Testers", "birth_date": "01-04-1991"}, True),
        ({"surname": "Anders"}, False),  # born on the same day: married since?
        ({"initials": "t"}, False),  # a twin
    ],
)
def test_who_can_hardly_be_the_same_person_is_a_housemate(
    desk: Desk, other: dict[str, str], is_housemate: bool
) -> None:
    enrol_tester(desk)
    basic = read_basic({**TESTER, **other}, desk.working_date)
    (found,) = find_duplicates(desk.store, desk.library, basic, desk.working_date)
    assert found.is_housemate is is_housemate


def test_of_whom_no_birth_date_is_known_nobody_says_a_housemate(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    with desk.transaction() as tx:
        tx.execute("UPDATE customer SET birth_date = NULL WHERE id = ?", (customer_id,))
    basic = read_basic({**TESTER, "surname": "Anders"}, desk.working_date)
    assert [one.is_housemate for one in find_duplicates(desk.store, desk.library, basic, desk.working_date)] == [False]
