"""Tabs 6, 7, 9, A and B: what each field needs, and how the tab shows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from balie.circulation import loans
from balie.customers.blocks import BlockKind, read_blocks
from balie.customers.forms.lists import lists
from balie.customers.invariants import CUSTOMER_INVARIANTS
from balie.customers.tabs.editing import Saved, read_edit, save_edit
from balie.customers.tabs.preferences import wants_receipts
from balie.customers.tabs.reading import read_tab
from balie.desk import Desk
from balie.refusal import Refusal
from balie.store.check import check
from tests.support.applicants import end_membership, enrol_tester


@pytest.fixture
def customer_id(desk: Desk) -> int:
    return enrol_tester(desk).customer_id


def change(desk: Desk, customer_id: int, tab: str, **typed: str) -> Saved:
    return save_edit(desk, customer_id, tab, typed, read_edit(desk, customer_id, tab))


def refused(desk: Desk, customer_id: int, tab: str, **typed: str) -> list[tuple[str, str]]:
    with pytest.raises(Refusal) as found:
        change(desk, customer_id, tab, **typed)
    return [(reason.field, reason.text) for reason in found.value.reasons]


def shown(desk: Desk, customer_id: int, tab: str) -> dict[str, str]:
    return {cell.label: cell.value for cell in read_tab(desk, customer_id, tab).cells}


def rows(desk: Desk, customer_id: int, tab: str) -> tuple[tuple[str, ...], ...]:
    table = read_tab(desk, customer_id, tab).table
    return () if table is None else table.rows


@pytest.mark.parametrize("tab", list("123456789AB"))
def test_every_tab_can_be_read_and_somebody_not_there_is_refused(desk: Desk, customer_id: int, tab: str) -> None:
    read_tab(desk, customer_id, tab)
    with pytest.raises(Refusal, match="bestaat niet"):
        read_tab(desk, 1, tab)


def test_an_enrolment_writes_none_of_the_tables_of_the_tabs(desk: Desk, customer_id: int) -> None:
    for table in ("note", "block", "relation", "consent", "role", "interest", "property"):
        assert desk.store.read(f"SELECT * FROM {table}") == []


# Tab 6.


def test_a_block_keeps_its_day_when_the_reason_changes(desk: Desk, customer_id: int) -> None:
    change(desk, customer_id, "6", block_general="Agressie")
    later = replace(desk, working_date=date(2024, 5, 1), staff="abc")
    change(later, customer_id, "6", block_general="Agressie, zie verslag")
    (block,) = read_blocks(desk.store, customer_id)
    assert (block.kind, block.reason, block.since, block.set_by) == (
        BlockKind.GENERAL, "Agressie, zie verslag", date(2024, 4, 9), "abc",
    )  # fmt: skip
    change(desk, customer_id, "6", block_general="")
    assert read_blocks(desk.store, customer_id) == []


def test_tab_6_shows_blocks_with_reason_day_and_who(desk: Desk, customer_id: int) -> None:
    change(desk, customer_id, "6", block_web="Misbruik")
    assert rows(desk, customer_id, "6") == (("Blokkade web en zelfbediening", "Misbruik", "09-04-2024", "ebt"),)
    cells = shown(desk, customer_id, "6")
    assert (cells["Geblokkeerd"], cells["Strippen"], cells["Persoon/Instelling"]) == ("Ja", "125", "Man")


def test_a_kind_of_institution_is_for_institutions(desk: Desk, customer_id: int) -> None:
    assert "Soort instelling" not in shown(desk, customer_id, "6")
    house = enrol_tester(desk, subscription="0141", kind="instelling", surname="De Oefenhoek").customer_id
    change(desk, house, "6", organisation="Basisschool")
    assert shown(desk, house, "6")["Soort instelling"] == "Basisschool"


def test_nobody_is_made_an_institution_or_a_person_on_tab_6(desk: Desk, customer_id: int) -> None:
    assert [field for field, _ in refused(desk, customer_id, "6", person="Instelling")] == ["person"]
    house = enrol_tester(desk, subscription="0141", kind="instelling", surname="De Oefenhoek").customer_id
    assert {"organisation"} == {"person", "organisation"} & read_edit(desk, house, "6").fields.keys()
    assert {"person"} == {"person", "organisation"} & read_edit(desk, customer_id, "6").fields.keys()
    change(desk, house, "6", warn_seen_before="Ja")
    row = desk.store.read_one("SELECT kind, person FROM customer WHERE id = ?", (house,))
    assert row == ("instelling", "instelling")


@pytest.mark.parametrize(("typed", "right"), [("0", True), ("3", True), ("2", False), ("4", False), ("-1", False)])
def test_the_count_of_items_not_returned_normally_can_only_go_to_nought(
    desk: Desk, customer_id: int, typed: str, right: bool
) -> None:
    with desk.transaction() as tx:
        tx.execute("INSERT INTO property (customer_id, irregular_returns) VALUES (?, 3)", (customer_id,))
    if right:
        change(desk, customer_id, "6", irregular_returns=typed)
        assert shown(desk, customer_id, "6")["Niet normaal ingenomen"] == typed
    else:
        assert [field for field, _ in refused(desk, customer_id, "6", irregular_returns=typed)] == ["irregular_returns"]


def lend(desk: Desk, customer_id: int) -> None:
    with desk.transaction() as tx:
        for item, returned in (("10", "2024-04-09"), ("11", None)):
            tx.execute(
                "INSERT INTO loan (customer_id, membership_number, item_number, lent_on, due_on, returned_on, strips)"
                " VALUES (?, 1, ?, '2024-04-09', '2024-05-07', ?, 1)",
                (customer_id, item, returned),
            )


@pytest.mark.parametrize("typed", [{"wipe_history": "ja"}, {"keep_history": "nee"}])
def test_a_wiped_history_forgets_what_was_read_but_not_that_strips_were_taken(
    desk: Desk, typed: dict[str, str]
) -> None:
    customer_id = enrol_tester(desk, keep_history="ja").customer_id
    lend(desk, customer_id)
    change(desk, customer_id, "6", **typed)
    assert desk.store.read("SELECT customer_id FROM loan ORDER BY id") == [(None,), (customer_id,)]
    assert (loans.strips_taken(desk.store, customer_id, 1), loans.count_all(desk.store, customer_id)) == (2, 2)
    assert read_edit(desk, customer_id, "6").fields["wipe_history"] == "nee"
    journal = desk.store.read("SELECT before, after FROM journal")
    assert '"10"' not in str(journal)


def test_a_history_that_is_kept_is_not_wiped_by_another_change(desk: Desk) -> None:
    customer_id = enrol_tester(desk, keep_history="ja").customer_id
    lend(desk, customer_id)
    change(desk, customer_id, "6", selection="int")
    assert desk.store.read("SELECT customer_id FROM loan") == [(customer_id,), (customer_id,)]
    assert shown(desk, customer_id, "6")["Leenhistorie bewaren?"] == "Ja, sinds 09-04-2024"


# Tab 7.


@pytest.mark.parametrize("typed", ["ab", "1234", "a b c d", "a" * 81, "a123"])
def test_a_user_name_has_four_characters_and_two_letters(desk: Desk, customer_id: int, typed: str) -> None:
    assert [field for field, _ in refused(desk, customer_id, "7", login_account=typed)] == ["login_account"]


def test_a_user_name_belongs_to_one_customer(desk: Desk, customer_id: int) -> None:
    other = enrol_tester(desk, surname="Anders").customer_id
    change(desk, customer_id, "7", login_account="tester1")
    assert refused(desk, other, "7", login_account="tester1")[0][0] == "login_account"


@pytest.mark.parametrize("typed", ["x" * 21, "a;b", "-", "é12"])
def test_an_external_number_has_letters_and_digits(desk: Desk, customer_id: int, typed: str) -> None:
    assert refused(desk, customer_id, "7", external_number_2=typed)[0][0] == "external_number_2"


def test_messages_need_where_they_go(desk: Desk, customer_id: int) -> None:
    assert refused(desk, customer_id, "7", hold_messages="SMS") == [
        ("hold_messages", "Daarvoor is een SMS-nummer nodig: vul dat eerst in op tabblad 2.")
    ]
    change(desk, customer_id, "7", hold_messages="E-mail")
    assert shown(desk, customer_id, "7")["Reserveringsberichten"] == "E-mail"


def test_bons_are_wanted_unless_said_otherwise(desk: Desk, customer_id: int) -> None:
    assert wants_receipts(desk.store, customer_id)
    change(desk, customer_id, "7", receipts="Nee")
    assert not wants_receipts(desk.store, customer_id)


def test_identity_is_noted_with_day_and_who(desk: Desk, customer_id: int) -> None:
    change(desk, customer_id, "7", identity_checked="ja")
    assert shown(desk, customer_id, "7")["Legitimatie gecontroleerd"] == "09-04-2024 [ebt]"
    change(replace(desk, staff="abc"), customer_id, "7", language="Fries")
    assert shown(desk, customer_id, "7")["Legitimatie gecontroleerd"] == "09-04-2024 [ebt]"


# Tab 9.


def test_a_consent_has_its_day_and_an_objection_too(desk: Desk, customer_id: int) -> None:
    change(desk, customer_id, "9", consent_email="Ja", consent_phone="Nee")
    later = replace(desk, working_date=date(2024, 6, 3), staff="abc")
    change(later, customer_id, "9", consent_email="Nee", target_group="Senioren", labels="leeskring")
    assert {row[0]: row[1:] for row in rows(desk, customer_id, "9")} == {
        "Alle informatie": ("Niet gevraagd", "", ""),
        "Marketing": ("Niet gevraagd", "", ""),
        "Per post": ("Niet gevraagd", "", ""),
        "Per e-mail": ("Nee", "03-06-2024", "abc"),
        "Per telefoon": ("Nee", "09-04-2024", "ebt"),
        "Website en Mijn Menu": ("Niet gevraagd", "", ""),
    }
    assert shown(desk, customer_id, "9")["Doelgroep"] == "Senioren"
    change(desk, customer_id, "9", consent_email="Niet gevraagd")
    assert rows(desk, customer_id, "9")[3][1] == "Niet gevraagd"


def test_a_newsletter_needs_an_address(desk: Desk) -> None:
    customer_id = enrol_tester(desk, email="").customer_id
    assert refused(desk, customer_id, "9", newsletter="ja")[0][0] == "newsletter"
    assert shown(desk, customer_id, "9")["Nieuwsbrief"] == "Wil geen nieuwsbrief"


def test_the_newsletter_keeps_its_first_day(desk: Desk, customer_id: int) -> None:
    change(desk, customer_id, "9", newsletter="ja")
    change(replace(desk, working_date=date(2024, 6, 3)), customer_id, "9", labels="x")
    assert shown(desk, customer_id, "9")["Nieuwsbrief"] == "Ja, sinds 09-04-2024"


# Tab A and B.


def test_a_role_that_ends_keeps_its_row_with_the_last_day(desk: Desk, customer_id: int) -> None:
    change(desk, customer_id, "A", role_besteller="ja")
    later = replace(desk, working_date=date(2024, 6, 3), staff="abc")
    change(later, customer_id, "A", role_besteller="nee", role_bezorger="ja")
    assert rows(desk, customer_id, "A") == (
        ("Lid", "9428 (Gieten)", "09-04-2024", "", ""),
        ("Bezorger Bibliotheek aan huis", "9428 (Gieten)", "03-06-2024", "", "abc"),
        ("Bestelbeheerder", "9428 (Gieten)", "09-04-2024", "03-06-2024", "abc"),
    )


def test_the_role_lid_ends_with_the_membership_and_begins_anew(desk: Desk, customer_id: int) -> None:
    end_membership(desk, customer_id)
    with desk.transaction() as tx:
        for number, started in ((2, "2025-01-02"), (3, "2026-02-01")):
            tx.execute(
                "INSERT INTO membership (customer_id, number, code, branch, status, started_on, price_cents, way)"
                " VALUES (?, ?, '0045', '9428', 5, ?, 5400, 'factuur')",
                (customer_id, number, started),
            )
    assert [row[2:4] for row in rows(desk, customer_id, "A")] == [("02-01-2025", ""), ("09-04-2024", "08-04-2024")]


def test_interests_need_an_address_and_keep_it(desk: Desk) -> None:
    customer_id = enrol_tester(desk, email="").customer_id
    assert refused(desk, customer_id, "B", interest_rom="ja") == [
        ("interest_rom", "Interesses gaan per e-mail: vul eerst op tabblad 2 een e-mailadres in.")
    ]
    change(desk, customer_id, "2", email="eb@voorbeeld.example")
    change(desk, customer_id, "B", interest_rom="ja")
    assert refused(desk, customer_id, "2", email="")[0][0] == "email"
    change(desk, customer_id, "B", interest_rom="nee")
    change(desk, customer_id, "2", email="")
    assert rows(desk, customer_id, "B") == (("Romans", "09-04-2024", "09-04-2024", "ebt"),)


def test_the_lists_have_codes_that_differ() -> None:
    known = lists()
    for offered in (known.organisations, known.classifications, known.target_groups, known.roles, known.interests):
        assert len({choice.code for choice in offered}) == len({choice.label for choice in offered}) == len(offered)
        assert all(choice.code and choice.label for choice in offered)


# Tab 2: what concerns more than one field.


def test_the_branch_stays_in_a_paid_period(desk: Desk, customer_id: int, poort) -> None:
    elsewhere = replace(desk, library=poort)
    branch = poort.branches[0].number
    field, text = refused(elsewhere, customer_id, "2", home_branch=branch)[0]
    assert field == "home_branch"
    assert "30-04-2025" in text
    change(replace(elsewhere, working_date=date(2025, 5, 1)), customer_id, "2", home_branch=branch)


def test_an_address_beside_the_main_one_is_there_as_a_whole(desk: Desk, customer_id: int) -> None:
    assert [field for field, _ in refused(desk, customer_id, "2", invoice_street="Brink")] == [
        "invoice_house_number", "invoice_town", "invoice_postcode",
    ]  # fmt: skip
    typed = {"invoice_street": "Brink", "invoice_house_number": "3", "invoice_town": "Leer", "invoice_country": "DE"}
    change(desk, customer_id, "2", **typed)
    assert rows(desk, customer_id, "2")[2] == ("Factuuradres", "Brink", "3", "", "LEER", "DE")
    change(desk, customer_id, "2", invoice_street="", invoice_house_number="", invoice_town="")
    assert desk.store.read("SELECT kind FROM address") == [("main",)]


def test_somebody_who_proves_to_be_a_child_needs_a_guardian(desk: Desk, customer_id: int) -> None:
    assert refused(desk, customer_id, "2", birth_date="04-01-2015")[0][0] == "guardian"
    change(desk, customer_id, "2", birth_date="04-01-2015", guardian="E. Tester")


def test_a_corrected_name_is_found_under_its_new_key_and_keeps_the_mark_of_the_deceased(
    desk: Desk, customer_id: int
) -> None:
    with desk.transaction() as tx:
        tx.execute("UPDATE customer SET name_key = '*' || name_key")
    change(desk, customer_id, "2", prefix="van der", surname="Één", tag="Huize Één")
    assert desk.store.read("SELECT name_key, prefixed_key, tag_key FROM customer") == [
        ("*een\x1fe b\x1fvan der", "*van der een\x1fe b", "*huize een")
    ]


def test_the_search_keys_follow_what_was_typed(desk: Desk, customer_id: int) -> None:
    change(desk, customer_id, "2", phone="+31 592 243612", mobile="06 12345678", email="EB@voorbeeld.example")
    assert desk.store.read("SELECT phone_key, mobile_key, email_key FROM customer") == [
        ("0592243612", "0612345678", "eb@voorbeeld.example")
    ]


def test_the_check_finds_interests_that_can_reach_nobody(desk: Desk, customer_id: int) -> None:
    change(desk, customer_id, "B", interest_rom="ja")
    assert check(desk.store, CUSTOMER_INVARIANTS) == []
    with desk.transaction() as tx:
        tx.execute("UPDATE customer SET email = NULL, email_key = NULL")
    assert [finding.name for finding in check(desk.store, CUSTOMER_INVARIANTS)] == ["interest.email"]
