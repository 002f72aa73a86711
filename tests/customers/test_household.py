"""Seriemutatie: a change carried to housemates, one Ja or Nee each, in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from balie.customers.deceased import mark
from balie.customers.finding.entry import NumberLater
from balie.customers.finding.same_address import same_address
from balie.customers.household import carriable, carry, propose
from balie.customers.tabs.editing import read_edit, save_edit
from balie.desk import Desk
from balie.refusal import Refusal
from tests.support.applicants import IBAN, enrol_tester


@pytest.fixture
def eb(desk: Desk) -> int:
    return enrol_tester(desk).customer_id


@pytest.fixture
def kim(desk: Desk, eb: int) -> int:
    return enrol_tester(desk, initials="k", birth_date="02-03-2004", phone="").customer_id


@pytest.fixture
def jan(desk: Desk, kim: int) -> int:
    return enrol_tester(desk, initials="j", birth_date="02-03-1960", phone="").customer_id


def change(desk: Desk, customer_id: int, tab: str, **typed: str) -> None:
    save_edit(desk, customer_id, tab, typed, read_edit(desk, customer_id, tab))


def field(desk: Desk, customer_id: int, name: str, tab: str = "2") -> str:
    return read_edit(desk, customer_id, tab).fields[name]


MOVED = {
    "main_postcode": "9461 AA",
    "main_house_number": "3",
    "main_street": "Brink",
    "main_town": "Gieten",
}


def ticked(desk: Desk, customer_id: int) -> set[str]:
    return {found.name for found in carriable(desk, customer_id) if found.ticked}


def test_what_is_of_the_household_and_was_typed_today_is_ticked(desk: Desk, eb: int, kim: int) -> None:
    assert ticked(desk, eb) == set()
    change(desk, eb, "2", phone="0592243612")
    assert ticked(desk, eb) == {"phone"}
    change(desk, eb, "2", **MOVED)
    assert ticked(desk, eb) == {"phone", "address"}
    assert ticked(replace(desk, working_date=date(2024, 4, 10)), eb) == set()


@pytest.mark.parametrize(
    ("tab", "name", "typed"),
    [
        ("2", "email", "eb@bibliotheekannen.nl"),
        ("2", "home_branch", "9428"),
        ("2", "phone", "0612345678"),  # somebody's own
        ("2", "phone", "+31612345678"),
        ("2", "phone", ""),
        ("6", "block_general", "Misbruik"),
        ("6", "block_web", "Misbruik"),
        ("6", "block_address", "Post kwam retour"),
    ],
)
def test_what_is_of_one_person_is_offered_and_not_ticked(
    desk: Desk, eb: int, kim: int, tab: str, name: str, typed: str
) -> None:
    change(desk, eb, tab, **{name: typed})
    assert ticked(desk, eb) == set()
    assert name in {found.name for found in carriable(desk, eb)}


@pytest.mark.parametrize(("own", "other"), [("41 bis", "41 BIS"), ("41-a", "41A")])
def test_who_lives_in_the_same_house_is_a_housemate_however_the_number_was_typed(
    desk: Desk, own: str, other: str
) -> None:
    one = enrol_tester(desk, house_number=own).customer_id
    mate = enrol_tester(desk, initials="k", birth_date="02-03-2004", phone="", house_number=other).customer_id
    assert [found.customer_id for found in propose(desk, one, ["phone"]).housemates] == [mate]
    assert [row.customer_id for row in same_address(desk.store, desk.library, one, desk.working_date)] == [one, mate]


def test_old_and_new_value_are_shown_per_housemate(desk: Desk, eb: int, kim: int, jan: int) -> None:
    change(desk, kim, "2", phone="0593111111")
    series = propose(desk, eb, ["phone"])
    assert [
        (mate.name, mate.changes[0].label, mate.changes[0].was, mate.changes[0].will) for mate in series.housemates
    ] == [
        ("Tester, J.", "Telefoon", "", "(088) 012 82 95"),
        ("Tester, K.", "Telefoon", "(0593) 11 11 11", "(088) 012 82 95"),
    ]


def test_only_those_answered_ja_are_changed_each_with_a_journal_row(desk: Desk, eb: int, kim: int, jan: int) -> None:
    before = read_edit(desk, kim, "2").version
    assert carry(desk, propose(desk, eb, ["phone"]), {kim}) == 1
    assert (field(desk, kim, "phone"), field(desk, jan, "phone")) == ("(088) 012 82 95", "")
    assert read_edit(desk, kim, "2").version == before + 1
    assert desk.store.read("SELECT customer_id, before, after FROM journal WHERE action = 'household'") == [
        (kim, '{"phone":""}', '{"phone":"(088) 012 82 95"}')
    ]


def test_a_family_moves_together(desk: Desk, eb: int, kim: int, jan: int) -> None:
    change(desk, eb, "2", **MOVED)
    (address,) = [found for found in carriable(desk, eb) if found.name == "address"]
    assert (address.value, address.ticked) == ("Brink 3, 9461 AA GIETEN", True)
    series = propose(desk, eb, ["address"])
    assert {mate.customer_id for mate in series.housemates} == {kim, jan}
    (shown,) = series.housemates[0].changes
    assert (shown.label, shown.was, shown.will) == (
        "Adres", "Kruisakkers 41, 9468 BG ANNEN", "Brink 3, 9461 AA GIETEN",
    )  # fmt: skip
    carry(desk, series, {kim})
    assert (field(desk, kim, "main_street"), field(desk, jan, "main_street")) == ("Brink", "Kruisakkers")
    assert desk.store.read("SELECT count(*) FROM address WHERE postcode = '9461 AA' AND number = 3") == [(2,)]
    assert {mate.customer_id for mate in propose(desk, eb, ["address"]).housemates} == {jan}


def test_the_address_is_carried_on_the_day_of_the_move_only(desk: Desk, eb: int, kim: int) -> None:
    change(desk, eb, "2", **MOVED)
    later = replace(desk, working_date=date(2024, 4, 10))
    assert "address" not in {found.name for found in carriable(later, eb)}
    with pytest.raises(Refusal, match="geen andere klant op dit adres"):
        propose(later, eb, ["address"])


def test_who_lives_at_another_letter_is_no_housemate(desk: Desk, eb: int) -> None:
    enrol_tester(desk, initials="b", house_number="41A")
    enrol_tester(desk, initials="c", house_number="41-2")
    with pytest.raises(Refusal, match="geen andere klant op dit adres"):
        propose(desk, eb, ["email"])


def test_the_deceased_are_left_alone(desk: Desk, eb: int, kim: int, jan: int) -> None:
    with desk.transaction() as tx:
        mark(tx, jan)
    assert [mate.customer_id for mate in propose(desk, eb, ["phone"]).housemates] == [kim]


def test_where_all_have_it_there_is_nothing_to_carry(desk: Desk, eb: int, kim: int) -> None:
    with pytest.raises(Refusal, match="staat het al zo"):
        propose(desk, eb, ["email"])
    with pytest.raises(Refusal, match="Kies wat"):
        propose(desk, eb, [])


def test_a_housemate_changed_meanwhile_is_not_overwritten(desk: Desk, eb: int, kim: int, jan: int) -> None:
    series = propose(desk, eb, ["phone"])
    change(replace(desk, staff="abc"), kim, "2", phone="0593111111")
    with pytest.raises(Refusal, match=r"Tester, K\. is intussen"):
        carry(desk, series, {kim, jan})
    assert (field(desk, kim, "phone"), field(desk, jan, "phone")) == ("(0593) 11 11 11", "")
    assert carry(desk, series, {jan}) == 1


def test_the_customer_changed_meanwhile_means_beginning_again(desk: Desk, eb: int, kim: int) -> None:
    series = propose(desk, eb, ["phone"])
    change(desk, eb, "2", tag="x")
    with pytest.raises(Refusal, match="begin Seriemutatie opnieuw"):
        carry(desk, series, {kim})


def test_a_block_is_carried_with_its_reason(desk: Desk, eb: int, kim: int) -> None:
    change(desk, eb, "6", block_address="Post kwam retour")
    carry(desk, propose(desk, eb, ["block_address"]), {kim})
    assert field(desk, kim, "block_address", "6") == "Post kwam retour"


def test_a_housemate_who_cannot_have_it_says_why(desk: Desk, eb: int, kim: int) -> None:
    change(desk, kim, "B", interest_rom="ja")
    change(desk, eb, "2", email="")
    (mate,) = propose(desk, eb, ["email"]).housemates
    assert len(mate.refused) == 1
    with pytest.raises(Refusal, match=r"Tester, K\.: .*tabblad B"):
        carry(desk, propose(desk, eb, ["email"]), {kim})


def test_a_mandate_is_signed_anew_for_the_housemate(desk: Desk, eb: int, kim: int) -> None:
    payer = enrol_tester(desk, initials="p", direct_debit="ja", iban=IBAN).customer_id
    series = propose(desk, payer, ["mandate"])
    assert series.housemates[0].changes[0].will == "NL91 ABNA 0417 1643 00"
    carry(desk, series, {kim})
    row = desk.store.read_one("SELECT number FROM card WHERE customer_id = ?", (kim,))
    assert desk.store.read("SELECT reference, iban, holder FROM mandate WHERE customer_id = ?", (kim,)) == [
        (row and row[0], IBAN, "P. Tester")
    ]
    assert "NL91" not in str(desk.store.read("SELECT after FROM journal WHERE action = 'household'"))


def test_another_account_withdraws_the_mandate_there_was(desk: Desk, eb: int) -> None:
    payer = enrol_tester(desk, initials="p", direct_debit="ja", iban=IBAN).customer_id
    other = enrol_tester(desk, initials="o", direct_debit="ja", iban="NL20INGB0001234567")
    carry(desk, propose(desk, payer, ["mandate"]), {other.customer_id})
    assert desk.store.read(
        "SELECT reference, iban, withdrawn_on FROM mandate WHERE customer_id = ? ORDER BY reference",
        (other.customer_id,),
    ) == [(other.number, "NL20INGB0001234567", "2024-04-09"), (f"{other.number}-2", IBAN, None)]


def test_a_mandate_needs_a_number_to_be_signed_under(desk: Desk) -> None:
    payer = enrol_tester(desk, direct_debit="ja", iban=IBAN).customer_id
    waiting = enrol_tester(desk, initials="w", number=NumberLater()).customer_id
    (mate,) = propose(desk, payer, ["mandate"]).housemates
    assert (mate.customer_id, len(mate.refused)) == (waiting, 1)
