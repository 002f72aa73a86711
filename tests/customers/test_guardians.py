"""Ouder of voogd: a number, a scan or a name; a customer is linked, and the link is used where a guardian is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from json import loads

import pytest

from balie.customers.addressee import read_addressees
from balie.customers.deceased import report_death
from balie.customers.finding.guardians import Home, namesakes, read_guardian
from balie.customers.guardians import guardian_text, write_guardian
from balie.customers.header import read_header
from balie.customers.invariants import CUSTOMER_INVARIANTS
from balie.customers.merging.merge import merge, preview
from balie.customers.privacy.access import read_access
from balie.customers.privacy.removal import plan_removal, remove, wipe
from balie.customers.records import read_form
from balie.customers.relations import check_relation
from balie.customers.tabs.editing import read_edit, save_edit
from balie.customers.tabs.reading import read_tab
from balie.desk import Desk
from balie.finance.bank.payers import Payer, known_payers
from balie.refusal import Refusal
from balie.store.check import check
from tests.support.applicants import end_membership, enrol_tester

CHILD = {"initials": "k", "surname": "Jansen", "birth_date": "02-03-2015", "person": "Vrouw"}


@pytest.fixture
def parent(desk: Desk) -> int:
    return enrol_tester(desk).customer_id


def enrol_child(desk: Desk, guardian: str) -> int:
    return enrol_tester(desk, subscription="0141", number=None, guardian=guardian, **CHILD).customer_id


@pytest.fixture
def child(desk: Desk, parent: int) -> int:
    return enrol_child(desk, f"E.B. Tester [{parent}]")


def number_of(desk: Desk, customer_id: int) -> str:
    ((number,),) = desk.store.read("SELECT number FROM card WHERE customer_id = ?", (customer_id,))
    return str(number)


def read(desk: Desk, text: str, child_id: int | None = None) -> str:
    return read_guardian(desk.store, text, desk.working_date, child_id=child_id)


def why_not(desk: Desk, text: str, child_id: int | None = None) -> str:
    with pytest.raises(Refusal) as refused:
        read(desk, text, child_id)
    (reason,) = refused.value.reasons
    assert reason.field == "guardian"
    return reason.text


@pytest.mark.parametrize(
    "typed", ["{number}", "]C1{number}", " {number}\t", "2942 8000 0777 27", "[{id}]", "Wie [{id}]"]
)
def test_a_number_or_a_scan_becomes_the_customer(desk: Desk, parent: int, typed: str) -> None:
    text = read(desk, typed.format(number=number_of(desk, parent), id=parent))
    assert text == f"E.B. Tester [{parent}]"
    assert read(desk, text) == text


@pytest.mark.parametrize("typed", ["", "E. Tester", "eb tester", "Ouder Jansen", "v", "Tester, tel. 06-12345678"])
def test_a_name_stays_a_name(desk: Desk, parent: int, typed: str) -> None:
    assert read(desk, typed) == typed


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("29428000077735", "van niemand"),
        ("29428000077728", "controlecijfer klopt niet"),
        ("[99]", "geen klant (meer)"),
    ],
)
def test_a_number_of_nobody_is_told_with_what_to_do(desk: Desk, parent: int, typed: str, told: str) -> None:
    text = why_not(desk, typed)
    assert told in text
    assert ":" in text


def test_a_child_the_customer_and_the_dead_or_removed_are_no_guardian(desk: Desk, parent: int, child: int) -> None:
    assert "nog geen 18" in why_not(desk, number_of(desk, child))
    assert "de klant zelf" in why_not(desk, number_of(desk, parent), child_id=parent)
    other = enrol_tester(desk, surname="Weg", birth_date="01-02-1970").customer_id
    gone = number_of(desk, other)
    end_membership(desk, other)
    report_death(desk, other)
    assert "overleden" in why_not(desk, gone)
    with desk.transaction() as tx:
        wipe(tx, other)
    assert "verwijderd" in why_not(desk, gone)
    assert "geen klant (meer)" in why_not(desk, f"Weg [{other}]")


def test_an_institution_may_be_a_guardian(desk: Desk) -> None:
    house = enrol_tester(desk, surname="Jeugdhuis", initials="").customer_id
    with desk.transaction() as tx:
        tx.execute("UPDATE customer SET person = 'instelling', birth_date = '2020-01-01' WHERE id = ?", (house,))
    assert read(desk, number_of(desk, house)) == f"Jeugdhuis [{house}]"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Tester", {"E.B.", "E.", "A."}),
        ("e tester", {"E.B.", "E."}),
        ("E.B. Tester", {"E.B.", "E."}),
        ("Anna Tester", {"A."}),
        ("de Tester", {"A."}),
        ("z tester", set()),
        ("Testers", set()),
        ("Test", set()),
        ("", set()),
    ],
)
def test_those_of_a_name_are_found_but_no_children_and_nobody_else(desk: Desk, typed: str, found: set[str]) -> None:
    enrol_tester(desk)
    enrol_tester(desk, initials="e", birth_date="05-06-1980", house_number="9")
    enrol_tester(desk, initials="a", prefix="de", birth_date="07-08-1980")
    enrol_tester(desk, initials="e", subscription="0141", birth_date="01-01-2015", guardian="wie")
    people = namesakes(desk.store, desk.library, typed, desk.working_date, home=None).people
    assert {row.name.split(", ")[1].removesuffix(" de") for row in people} == found


def test_the_one_of_that_name_in_the_own_house_is_sure_and_stands_first(desk: Desk) -> None:
    home = Home("9468 BG", 41)
    far = enrol_tester(desk, house_number="9").customer_id
    assert namesakes(desk.store, desk.library, "eb tester", desk.working_date, home=home).sure is None
    near = enrol_tester(desk, initials="f").customer_id
    found = namesakes(desk.store, desk.library, "Tester", desk.working_date, home=home)
    assert ([row.customer_id for row in found.people], found.sure) == ([near, far], None)
    assert namesakes(desk.store, desk.library, "F. Tester", desk.working_date, home=home).sure == near
    assert namesakes(desk.store, desk.library, "F. Tester", desk.working_date, home=home, child_id=near).people == ()


def test_a_link_shows_where_the_guardian_is_and_follows_the_name(desk: Desk, parent: int, child: int) -> None:
    save_edit(desk, parent, "2", {"surname": "Anders"}, read_edit(desk, parent, "2"))
    text = f"E.B. Anders [{parent}]"
    assert guardian_text(desk.store, child) == read_form(desk.store, child)["guardian"] == text
    assert read_edit(desk, child, "2").fields["guardian"] == text
    assert ("Ouder of voogd", text) in [(cell.label, cell.value) for cell in read_tab(desk, child, "2").cells]
    assert read_header(desk, child).notice == f"ouder/voogd {text}"
    assert read_header(replace(desk, working_date=date(2033, 3, 2)), child).notice == ""
    assert read_header(desk, parent).notice == ""
    assert desk.store.read("SELECT guardian FROM customer WHERE id = ?", (child,)) == [(None,)]


@pytest.mark.parametrize("typed", ["M. Jansen", ""])
def test_a_name_ends_a_link_and_both_journals_tell_it_without_a_name(
    desk: Desk, parent: int, child: int, typed: str
) -> None:
    save_edit(desk, child, "2", {"guardian": typed, "birth_date": "02-03-1999"}, read_edit(desk, child, "2"))
    assert guardian_text(desk.store, child) == typed
    assert desk.store.read("SELECT * FROM guardianship") == []
    rows = desk.store.read(
        "SELECT customer_id, action, coalesce(before, after) FROM journal WHERE action LIKE 'guardian %' ORDER BY id"
    )
    assert [(who, action, loads(told)) for who, action, told in rows] == [
        (child, "guardian linked", {"guardian_id": parent}),
        (parent, "guardian linked", {"ward_id": child}),
        (child, "guardian unlinked", {"guardian_id": parent}),
        (parent, "guardian unlinked", {"ward_id": child}),
    ]
    assert (
        desk.store.read("SELECT 1 FROM journal WHERE coalesce(before, '') || coalesce(after, '') LIKE '%Tester%'") == []
    )


def test_a_scan_on_tab_2_links_and_what_is_typed_badly_changes_nothing(desk: Desk, parent: int) -> None:
    child = enrol_child(desk, "M. Jansen")
    base = read_edit(desk, child, "2")
    for wrong in (number_of(desk, child), "29428000077735"):
        with pytest.raises(Refusal) as refused:
            save_edit(desk, child, "2", {"guardian": wrong, "given_name": "Kim"}, base)
        assert [reason.field for reason in refused.value.reasons] == ["guardian"]
    assert read_edit(desk, child, "2") == base
    save_edit(desk, child, "2", {"guardian": number_of(desk, parent)}, base)
    assert guardian_text(desk.store, child) == f"E.B. Tester [{parent}]"
    (before, after) = desk.store.read("SELECT before, after FROM journal WHERE action = 'changed'")[0]
    assert (loads(before), loads(after)) == ({"guardian": "M. Jansen"}, {"guardian": ""})


def test_who_was_removed_since_is_not_linked_by_an_enrolment(desk: Desk, parent: int) -> None:
    with desk.transaction() as tx:
        wipe(tx, parent)
    with pytest.raises(Refusal) as refused:
        enrol_child(desk, f"E.B. Tester [{parent}]")
    assert [reason.field for reason in refused.value.reasons] == ["guardian"]
    assert desk.store.read("SELECT count(*) FROM customer") == [(1,)]


def test_a_formal_letter_to_a_child_is_to_the_guardian_by_name(desk: Desk, parent: int, child: int) -> None:
    to = read_addressees(desk.store, [child])[child]
    day = desk.working_date
    assert to.salutation(day, formal=True) == "Geachte heer Tester,"
    assert to.address(day, formal=True, invoice=True)[:2] == ("Dhr. E.B. Tester", "ouder of verzorger van K. Jansen")
    assert len(to.address(day, formal=True, invoice=True)) == 4
    assert to.salutation(day, formal=False) == "Geachte mevrouw Jansen,"
    grown = date(2033, 3, 2)
    assert to.salutation(grown, formal=True) == "Geachte mevrouw Jansen,"
    end_membership(desk, parent)
    report_death(desk, parent)
    assert read_addressees(desk.store, [child])[child].salutation(day, formal=True) == "Geachte ouder of verzorger,"


def test_a_guardian_who_pays_is_known_by_surname(desk: Desk, parent: int, child: int) -> None:
    ((charged,),) = desk.store.read("SELECT id FROM invoice WHERE customer_id = ?", (parent,))
    with desk.transaction() as tx:
        tx.execute("UPDATE invoice SET customer_id = ? WHERE id = ?", (child, charged))
        tx.execute("UPDATE address SET number = 99 WHERE customer_id = ?", (child,))
    assert known_payers(desk.store, [Payer(charged, "HR E B TESTER", ""), Payer(charged, "HR X ANDERS", "")]) == [
        True,
        False,
    ]


def test_access_tells_both_sides_by_number_only(desk: Desk, parent: int, child: int) -> None:
    for asked, other in ((parent, child), (child, parent)):
        held = loads(read_access(desk, asked).json)["gegevens"]["Ouder of voogd"]
        assert [row["Ouder of voogd"] for row in held] == [number_of(desk, parent)]
        assert [row["Kind"] for row in held] == [number_of(desk, child)]
        name = {parent: "Tester", child: "Jansen"}[other]
        assert name not in read_access(desk, asked).json.replace("E.B. Tester" if asked == parent else "K. Jansen", "")


def test_a_guardian_of_a_minor_is_not_removed_and_of_a_grown_child_is(desk: Desk, parent: int, child: int) -> None:
    text = "De klant is ouder of voogd van K. Jansen: vul daar eerst een ander in (tabblad 2 van dat kind)."
    assert text in [reason.text for reason in plan_removal(desk, parent).reasons]
    later = replace(desk, working_date=date(2033, 3, 2))
    end_membership(later, parent)
    assert text not in [reason.text for reason in plan_removal(later, parent).reasons]
    with later.transaction() as tx:
        wipe(tx, parent)
    assert guardian_text(desk.store, child) == ""
    assert check(desk.store, CUSTOMER_INVARIANTS) == []


def test_removing_the_child_takes_the_link_too(desk: Desk, parent: int, child: int) -> None:
    end_membership(desk, child)
    remove(desk, child)
    assert desk.store.read("SELECT * FROM guardianship") == []


def test_a_merge_moves_the_link_and_refuses_guardian_with_child(desk: Desk, parent: int, child: int) -> None:
    double = enrol_tester(desk).customer_id
    merge(desk, preview(desk, double, parent))
    assert guardian_text(desk.store, child) == f"E.B. Tester [{double}]"
    assert read(desk, f"E.B. Tester [{parent}]") == f"E.B. Tester [{double}]"
    twin = enrol_child(desk, "M. Jansen")
    merge(desk, preview(desk, twin, child))
    assert guardian_text(desk.store, twin) == f"E.B. Tester [{double}]"
    with desk.transaction() as tx:
        tx.execute("UPDATE guardianship SET guardian_id = ?, child_id = ?", (double, twin))
    grown = enrol_tester(desk).customer_id
    with desk.transaction() as tx:
        write_guardian(tx, grown, f"E.B. Tester [{double}]")
    with pytest.raises(Refusal, match="ouder of voogd van de ander"):
        preview(desk, double, grown)


def test_a_guardian_who_was_removed_is_found_by_the_control(desk: Desk, parent: int, child: int) -> None:
    with desk.transaction() as tx:
        tx.execute(
            "INSERT INTO removal (customer_id, removed_on, branch, staff) VALUES (?, '2024-04-09', 'a', 'b')", (parent,)
        )
    assert "guardian.removed" in {found.name for found in check(desk.store, CUSTOMER_INVARIANTS)}


def test_who_pays_and_who_agreed_are_apart(desk: Desk, parent: int, child: int) -> None:
    other = enrol_tester(desk, surname="Ander", birth_date="01-01-1975").customer_id
    check_relation(desk.store, child, other, desk.working_date)
    save_edit(desk, child, "6", {"head": number_of(desk, other)}, read_edit(desk, child, "6"))
    assert guardian_text(desk.store, child) == f"E.B. Tester [{parent}]"
