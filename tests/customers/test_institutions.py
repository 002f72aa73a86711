"""An institution: a name, whom to ask for, a department; no birth date, and never the same as a person."""

from __future__ import annotations

import pytest

from balie.customers.addressee import read_addressees
from balie.customers.documents import preview as document
from balie.customers.finding.duplicates import NEAR_NAME, SAME_ADDRESS, SAME_NAME, find_duplicates
from balie.customers.finding.entry import GenerateNumber, known_customer
from balie.customers.forms.details import read_basic, read_details
from balie.customers.header import Cell, read_header
from balie.customers.institution_dates import DatedInstitution, dated_institutions, empty_date
from balie.customers.invariants import CUSTOMER_INVARIANTS
from balie.customers.kinds import RULES, rules_of
from balie.customers.merging.merge import preview
from balie.customers.records import read_form
from balie.customers.tabs.editing import read_edit, save_edit
from balie.customers.tabs.reading import read_tab
from balie.desk import Desk
from balie.enrolment.application import Application
from balie.enrolment.enrol import enrol
from balie.library.terms import PaymentWay
from balie.refusal import Refusal
from balie.store.check import check
from balie.store.schema.m045_customer_kinds import STATEMENTS
from tests.support.applicants import SECRET, TESTER, end_membership, enrol_tester

HOUSE = {"kind": "instelling", "surname": "De Oefenhoek", "contact_name": "A. de Vries", "department": "Groep 5"}


def enrol_house(desk: Desk, **fields: str) -> int:
    details = read_details({**TESTER, **HOUSE, "birth_date": "", **fields}, desk.working_date)
    asked = Application(GenerateNumber(), details, "0141", PaymentWay.INVOICE)
    return enrol(desk, asked, SECRET).customer_id


def dated(desk: Desk, born: str = "2001-08-01") -> int:
    house = enrol_house(desk)
    with desk.transaction() as tx:
        tx.execute("UPDATE customer SET birth_date = ? WHERE id = ?", (born, house))
    return house


def found_by(desk: Desk, **fields: str) -> list[tuple[str, tuple[str, ...]]]:
    basic = read_basic({**TESTER, **fields}, desk.working_date)
    found = find_duplicates(desk.store, desk.library, basic, desk.working_date)
    return [(candidate.row.name, candidate.reasons) for candidate in found]


def test_it_is_enrolled_without_a_date_and_none_stands_anywhere(desk: Desk) -> None:
    house = enrol_house(desk)
    row = desk.store.read_one("SELECT kind, person, birth_date, initials, contact_name, department FROM customer")
    assert row == ("instelling", "instelling", None, None, "A. de Vries", "Groep 5")
    assert read_header(desk, house).middle[0] == Cell("contactpersoon", "A. de Vries")
    labels = {cell.label: cell.value for cell in read_tab(desk, house, "2").cells}
    assert not {"Geboren", "Voorletters", "Voorvoegsel", "Achternaam", "Roepnaam", "Ouder of voogd"} & labels.keys()
    assert (labels["Naam"], labels["Contactpersoon"], labels["Afdeling"]) == ("De Oefenhoek", "A. de Vries", "Groep 5")
    assert check(desk.store, CUSTOMER_INVARIANTS) == []


def test_a_letter_goes_to_the_department_and_the_contact_person(desk: Desk) -> None:
    house = enrol_house(desk)
    to = read_addressees(desk.store, [house])[house]
    assert to.salutation(desk.working_date, formal=True) == "Geachte A. de Vries,"
    lines = to.address(desk.working_date, formal=True, invoice=False)
    assert lines[:3] == ("De Oefenhoek", "Groep 5", "T.a.v. A. de Vries")
    save_edit(desk, house, "2", {"contact_name": "", "department": ""}, read_edit(desk, house, "2"))
    to = read_addressees(desk.store, [house])[house]
    assert to.salutation(desk.working_date, formal=True) == "Geachte De Oefenhoek,"
    assert to.address(desk.working_date, formal=True, invoice=False)[:2] == ("De Oefenhoek", "Kruisakkers 41")


def test_a_contact_person_of_a_person_stays_when_enrolled_again_and_is_not_written_to(desk: Desk) -> None:
    person = enrol_tester(desk).customer_id
    save_edit(desk, person, "2", {"contact_name": "P. Ander"}, read_edit(desk, person, "2"))
    to = read_addressees(desk.store, [person])[person]
    assert to.salutation(desk.working_date, formal=True) == "Geachte heer Tester,"
    assert "department" not in read_edit(desk, person, "2").fields


def test_tab_2_empties_a_date_and_takes_no_other(desk: Desk) -> None:
    house = dated(desk)
    with pytest.raises(Refusal, match="geen geboortedatum"):
        save_edit(desk, house, "2", {"birth_date": "02-08-2001"}, read_edit(desk, house, "2"))
    save_edit(desk, house, "2", {"phone": "0612345678"}, read_edit(desk, house, "2"))
    assert read_edit(desk, house, "2").fields["birth_date"] == "01-08-2001"
    save_edit(desk, house, "2", {"birth_date": ""}, read_edit(desk, house, "2"))
    assert "birth_date" not in read_edit(desk, house, "2").fields
    assert desk.store.read_one("SELECT birth_date, surname FROM customer") == (None, "De Oefenhoek")


@pytest.mark.parametrize(
    ("fields", "reasons"),
    [
        ({}, [("De Oefenhoek", (SAME_NAME, SAME_ADDRESS))]),
        ({"surname": "de oefenhoek"}, [("De Oefenhoek", (SAME_NAME, SAME_ADDRESS))]),
        ({"surname": "De Oefenhoek-Zuid"}, [("De Oefenhoek", (NEAR_NAME, SAME_ADDRESS))]),
        ({"surname": "Buurthuis"}, []),
        ({"house_number": "43"}, []),
        ({"kind": "regulier"}, []),
    ],
)
def test_an_institution_is_known_by_name_and_address(
    desk: Desk, fields: dict[str, str], reasons: list[tuple[str, tuple[str, ...]]]
) -> None:
    enrol_house(desk)
    assert found_by(desk, **{**HOUSE, **fields}) == reasons


def test_a_person_at_the_same_address_is_not_asked_about_for_an_institution(desk: Desk) -> None:
    enrol_tester(desk)
    assert found_by(desk, **{**HOUSE, "surname": "Tester"}) == []


def test_an_institution_and_a_person_are_never_merged(desk: Desk) -> None:
    house = enrol_house(desk, surname="Tester")
    person = enrol_tester(desk, initials="").customer_id
    for keep, merge in ((house, person), (person, house)):
        with pytest.raises(Refusal, match="De een is een instelling, de ander een persoon"):
            preview(desk, keep, merge)
    assert preview(desk, house, enrol_house(desk, surname="Tester")).keep == house


@pytest.mark.parametrize("institution", [True, False])
def test_who_enrols_again_stays_a_person_or_an_institution(desk: Desk, institution: bool) -> None:
    known = enrol_house(desk) if institution else enrol_tester(desk).customer_id
    end_membership(desk, known)
    choice = known_customer(desk.store, known, desk.working_date)
    other = "regulier" if institution else "instelling"
    with pytest.raises(Refusal, match="wordt geen") as refused:
        enrol_tester(desk, subscription="0141", number=choice, kind=other)
    assert [reason.field for reason in refused.value.reasons] == ["kind"]
    same = "instelling" if institution else "vrijwilliger"
    enrol_tester(desk, subscription="0141", number=choice, kind=same)
    assert desk.store.read_one("SELECT kind FROM customer") == (same,)
    assert check(desk.store, CUSTOMER_INVARIANTS) == []


@pytest.mark.parametrize(
    "kind", ["inschrijfbewijs", "uitschrijfbewijs", "overzicht-klant", "leenoverzicht", "ledenpas"]
)
def test_no_document_of_an_institution_speaks_of_a_birth_date(desk: Desk, kind: str) -> None:
    house, person = dated(desk), enrol_tester(desk).customer_id
    for customer_id in (house, person) if kind == "uitschrijfbewijs" else ():
        end_membership(desk, customer_id)
    assert "Geboortedatum" not in document(desk, house, kind).text
    assert "2001" not in document(desk, house, kind).text
    told = "Geboortedatum  04-01-1991" in document(desk, person, kind).text
    assert told is (kind in ("inschrijfbewijs", "uitschrijfbewijs", "overzicht-klant"))


def test_a_date_that_was_made_up_is_emptied_once_with_its_row_in_the_journal(desk: Desk) -> None:
    house = dated(desk)
    (number,) = desk.store.read_one("SELECT number FROM card") or ("",)
    found = dated_institutions(desk.store)
    assert found == (DatedInstitution(house, "De Oefenhoek", number, "01-08-2001"),)
    assert [problem.name for problem in check(desk.store, CUSTOMER_INVARIANTS)] == ["customer.institution"]
    assert empty_date(desk, found[0])
    assert not empty_date(desk, found[0])
    row = desk.store.read_one("SELECT action, before, after FROM journal ORDER BY id DESC LIMIT 1")
    assert row == ("changed", '{"birth_date":"01-08-2001"}', '{"birth_date":""}')
    assert dated_institutions(desk.store) == ()
    assert check(desk.store, CUSTOMER_INVARIANTS) == []


def test_a_date_that_another_desk_changed_is_left_alone(desk: Desk) -> None:
    house = dated(desk)
    (found,) = dated_institutions(desk.store)
    with desk.transaction() as tx:
        tx.execute("UPDATE customer SET birth_date = '2002-02-02' WHERE id = ?", (house,))
    assert not empty_date(desk, found)


def test_the_step_makes_an_institution_of_who_was_marked_as_one(desk: Desk) -> None:
    person, house = enrol_tester(desk).customer_id, enrol_tester(desk, surname="Buurthuis", number=None).customer_id
    with desk.transaction() as tx:
        tx.execute("UPDATE customer SET person = 'instelling', prefix = 'Het' WHERE id = ?", (house,))
        tx.execute(STATEMENTS[1])
    rows = desk.store.read("SELECT id, kind FROM customer ORDER BY id")
    assert rows == [(person, "regulier"), (house, "instelling")]
    # What it has of a person can be seen and emptied; enrolled again, its name is one.
    assert {"initials", "prefix", "birth_date"} <= read_edit(desk, house, "2").fields.keys()
    assert read_form(desk.store, house)["surname"] == "Het Buurthuis"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("kind = 'instelling'", "customer.kind"),
        ("person = 'instelling', birth_date = NULL", "customer.kind"),
        ("birth_date = NULL", "customer.born"),
        ("birth_date = NULL, kind = 'medewerker'", "customer.born"),
    ],
)
def test_controle_finds_who_is_both_and_who_has_no_date(desk: Desk, change: str, name: str) -> None:
    enrol_tester(desk)
    with desk.transaction() as tx:
        tx.execute(f"UPDATE customer SET {change}")
    assert name in [problem.name for problem in check(desk.store, CUSTOMER_INVARIANTS)]


def test_a_kind_that_is_not_known_is_asked_as_a_regular_customer() -> None:
    assert rules_of("administratief") is RULES[next(iter(RULES))]
