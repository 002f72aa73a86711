"""Wijzig and Opslaan: what was typed is saved, what another desk saved is never overwritten silently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from json import loads

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balie.customers.tabs.editing import EDITABLE_TABS, Conflict, Saved, read_edit, read_edit_field, save_edit
from balie.desk import Desk
from balie.dutch.text import has_control
from balie.refusal import Reason, Refusal
from balie.store.connection import open_store
from tests.support.applicants import enrol_tester


def change(desk: Desk, customer_id: int, tab: str, **typed: str) -> Saved:
    return save_edit(desk, customer_id, tab, typed, read_edit(desk, customer_id, tab))


def journal(desk: Desk) -> list[tuple[str, Mapping[str, str], Mapping[str, str]]]:
    rows = desk.store.read("SELECT action, before, after FROM journal ORDER BY id")
    return [(action, loads(before or "null"), loads(after or "null")) for action, before, after in rows]


def fields_of(refused: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [reason.field for reason in refused.value.reasons]


@pytest.mark.parametrize(
    ("tab", "typed", "stored"),
    [
        ("2", {"phone": "0592243612", "tag": "De Wiemel"}, {"phone": "(0592) 24 36 12", "tag": "De Wiemel"}),
        ("2", {"post_postcode": "9401aa", "post_street": "Postbus", "post_house_number": "78", "post_town": "Assen"},
         {"post_postcode": "9401 AA", "post_town": "ASSEN", "main_town": "ANNEN", "post_country": "NL"}),
        ("3", {"mandate_iban": "nl91abna0417164300", "mandate_holder": "O. Tester"},
         {"mandate_iban": "NL91 ABNA 0417 1643 00", "mandate_holder": "O. Tester"}),
        ("5", {"note_2": "Adres navragen", "remark": "Belt liever"}, {"note_1": "", "note_2": "Adres navragen"}),
        ("6", {"block_web": "Post retour", "person": "Vrouw"}, {"block_web": "Post retour", "person": "vrouw"}),
        ("7", {"receipts": "Nee", "external_number": "s 123.456"}, {"receipts": "nee", "external_number": "S123.456"}),
        ("7", {"receipts": "E-mail"}, {"receipts": "email"}),
        ("9", {"consent_email": "Ja", "consent_phone": "nee"}, {"consent_email": "ja", "consent_phone": "nee"}),
        ("A", {"role_besteller": "ja"}, {"role_besteller": "ja", "role_bezorger": "nee"}),
        ("B", {"interest_rom": "ja"}, {"interest_rom": "ja", "interest_reis": "nee"}),
    ],
)  # fmt: skip
def test_what_is_typed_is_read_back(desk: Desk, tab: str, typed: dict[str, str], stored: dict[str, str]) -> None:
    customer_id = enrol_tester(desk).customer_id
    before = read_edit(desk, customer_id, tab)
    saved = change(desk, customer_id, tab, **typed)
    after = read_edit(desk, customer_id, tab)
    assert stored.items() <= after.fields.items()
    assert {change.field for change in saved.changes} == set(typed)
    assert {name: text for name, text in after.fields.items() if name not in typed} == {
        name: text for name, text in before.fields.items() if name not in typed
    }
    assert saved.version == after.version == before.version + 1


@pytest.mark.parametrize("tab", sorted(EDITABLE_TABS))
def test_every_field_of_a_form_has_its_text(desk: Desk, tab: str) -> None:
    form = read_edit(desk, enrol_tester(desk).customer_id, tab)
    assert [spec.name for spec in form.specs] == list(form.fields) or {s.name for s in form.specs} == set(form.fields)
    for spec in form.specs:
        if spec.choices:
            assert form.fields[spec.name] in {choice.code for choice in spec.choices}
        assert len(form.fields[spec.name]) <= max(spec.longest, 10)


def test_each_change_is_in_the_journal_with_before_and_after(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    change(desk, customer_id, "2", email="eb@voorbeeld.example", given_name="Els")
    assert journal(desk)[-1] == (
        "changed",
        {"given_name": "", "email": "info@bibliotheekannen.nl"},
        {"given_name": "Els", "email": "eb@voorbeeld.example"},
    )


def test_nothing_changed_writes_nothing(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    form = read_edit(desk, customer_id, "2")
    rows = len(journal(desk))
    assert save_edit(desk, customer_id, "2", form.fields, form) == Saved(form.version, (), ())
    assert len(journal(desk)) == rows
    assert read_edit(desk, customer_id, "2").version == form.version


def test_all_reasons_come_at_once_and_nothing_is_saved(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    with pytest.raises(Refusal) as refused:
        change(desk, customer_id, "2", phone="12", email="nee", main_postcode="9468", tag="x")
    assert fields_of(refused) == ["phone", "email", "main_postcode"]
    assert read_edit(desk, customer_id, "2").fields["tag"] == ""


def test_what_was_required_cannot_be_made_empty(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    with pytest.raises(Refusal) as refused:
        change(desk, customer_id, "2", surname=" ", main_street="", birth_date="")
    assert fields_of(refused) == ["surname", "birth_date", "main_street"]


def test_what_was_not_touched_is_not_judged(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    with desk.transaction() as tx:
        tx.execute("UPDATE customer SET phone = 'onbekend', birth_date = NULL")
    change(desk, customer_id, "2", given_name="Els")
    assert read_edit(desk, customer_id, "2").fields["phone"] == "onbekend"


def test_a_customer_who_is_not_there_is_refused(desk: Desk) -> None:
    with pytest.raises(Refusal, match="bestaat niet"):
        read_edit(desk, 1, "2")


def test_a_tab_that_is_not_edited_is_a_mistake_of_the_program(desk: Desk) -> None:
    with pytest.raises(KeyError):
        read_edit(desk, enrol_tester(desk).customer_id, "4")


def test_one_field_is_shown_as_it_will_stand(desk: Desk) -> None:
    form = read_edit(desk, enrol_tester(desk).customer_id, "2")
    assert read_edit_field(desk, form, "post_postcode", {"post_postcode": "9401aa", "post_country": "NL"}) == "9401 AA"
    assert read_edit_field(desk, form, "post_postcode", {"post_postcode": "ab 1", "post_country": "DE"}) == "ab 1"
    with pytest.raises(Refusal) as refused:
        read_edit_field(desk, form, "fax", {"fax": "niks"})
    assert fields_of(refused) == ["fax"]


# Two desks on one customer.


@pytest.fixture
def other(desk: Desk) -> Desk:
    return replace(desk, staff="abc")


def test_what_two_desks_changed_in_different_fields_is_put_together(desk: Desk, other: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    base = read_edit(desk, customer_id, "2")
    change(other, customer_id, "2", phone="0592243612")
    saved = save_edit(desk, customer_id, "2", {**base.fields, "given_name": "Els"}, base)
    fields = read_edit(desk, customer_id, "2").fields
    assert (fields["phone"], fields["given_name"]) == ("(0592) 24 36 12", "Els")
    assert [(change.label, change.was, change.will) for change in saved.merged] == [
        ("Telefoon", "(088) 012 82 95", "(0592) 24 36 12")
    ]
    assert [change.field for change in saved.changes] == ["given_name"]


def test_the_same_field_changed_by_two_desks_is_told_with_both_values(desk: Desk, other: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    base = read_edit(desk, customer_id, "2")
    change(other, customer_id, "2", phone="0592243612", tag="theirs")
    with pytest.raises(Conflict) as refused:
        save_edit(desk, customer_id, "2", {**base.fields, "phone": "0593111111", "fax": "0593222222"}, base)
    conflict = refused.value
    (found,) = conflict.differences
    assert (found.label, found.was, found.mine, found.theirs) == (
        "Telefoon",
        "(088) 012 82 95",
        "(0593) 11 11 11",
        "(0592) 24 36 12",
    )
    assert [change.field for change in conflict.merged] == ["tag"]
    assert (conflict.by, conflict.on) == ("abc", desk.working_date)
    assert fields_of(refused) == ["phone"]
    assert read_edit(desk, customer_id, "2").fields["fax"] == ""


@pytest.mark.parametrize(("choice", "phone"), [("mine", "(0593) 11 11 11"), ("theirs", "(0592) 24 36 12")])
def test_after_the_desk_chose_the_rest_is_saved_too(desk: Desk, other: Desk, choice: str, phone: str) -> None:
    customer_id = enrol_tester(desk).customer_id
    base = read_edit(desk, customer_id, "2")
    change(other, customer_id, "2", phone="0592243612", tag="theirs")
    with pytest.raises(Conflict) as refused:
        save_edit(desk, customer_id, "2", {"phone": "0593111111", "fax": "0593222222"}, base)
    conflict = refused.value
    if choice == "theirs":
        conflict.mine["phone"] = conflict.base.fields["phone"]
    save_edit(desk, customer_id, "2", conflict.mine, conflict.base)
    fields = read_edit(desk, customer_id, "2").fields
    assert (fields["phone"], fields["fax"], fields["tag"]) == (phone, "(0593) 22 22 22", "theirs")


def test_a_third_desk_is_not_overwritten_while_the_second_chooses(desk: Desk, other: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    base = read_edit(desk, customer_id, "2")
    change(other, customer_id, "2", phone="0592243612")
    with pytest.raises(Conflict) as refused:
        save_edit(desk, customer_id, "2", {"phone": "0593111111"}, base)
    change(other, customer_id, "2", phone="0594333333")
    with pytest.raises(Conflict) as again:
        save_edit(desk, customer_id, "2", refused.value.mine, refused.value.base)
    assert again.value.differences[0].theirs == "(0594) 33 33 33"


def test_the_same_change_by_two_desks_is_no_conflict(desk: Desk, other: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    base = read_edit(desk, customer_id, "2")
    change(other, customer_id, "2", phone="0592243612")
    assert save_edit(desk, customer_id, "2", {"phone": "0592 24 36 12"}, base).changes == ()


def test_the_parts_of_one_address_are_not_put_together_from_two_desks(desk: Desk, other: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    base = read_edit(desk, customer_id, "2")
    change(other, customer_id, "2", main_street="Brink", main_house_number="3")
    with pytest.raises(Conflict) as refused:
        save_edit(desk, customer_id, "2", {"main_postcode": "9461 AA", "main_town": "Gieten"}, base)
    assert {found.field for found in refused.value.differences} == {
        "main_street", "main_house_number", "main_postcode", "main_town",
    }  # fmt: skip
    save_edit(desk, customer_id, "2", refused.value.mine, refused.value.base)
    fields = read_edit(desk, customer_id, "2").fields
    assert [fields[f"main_{part}"] for part in ("street", "house_number", "postcode", "town")] == [
        "Kruisakkers", "41", "9461 AA", "GIETEN",
    ]  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    mine=st.dictionaries(st.sampled_from(["note_1", "note_2", "note_3", "remark"]), st.sampled_from(["", "a", "b"])),
    theirs=st.dictionaries(st.sampled_from(["note_1", "note_2", "note_3", "remark"]), st.sampled_from(["", "a", "c"])),
)
def test_no_change_of_either_desk_is_ever_lost(desk: Desk, mine: dict[str, str], theirs: dict[str, str]) -> None:
    row = desk.store.read_one("SELECT id FROM customer")
    customer_id = row[0] if row else enrol_tester(desk).customer_id
    base = read_edit(desk, customer_id, "5")
    change(desk, customer_id, "5", **theirs)
    between = read_edit(desk, customer_id, "5").fields
    try:
        save_edit(desk, customer_id, "5", mine, base)
    except Conflict as conflict:
        assert read_edit(desk, customer_id, "5").fields == between
        for found in conflict.differences:
            assert base.fields[found.field] != mine[found.field] != between[found.field] != base.fields[found.field]
        return
    after = read_edit(desk, customer_id, "5").fields
    for name, text in after.items():
        changed_here = mine.get(name, base.fields[name]) != base.fields[name]
        assert text == (mine[name] if changed_here else between[name])


def test_two_desks_with_a_store_each_on_one_file(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    base = read_edit(desk, customer_id, "5")
    with open_store(desk.store.path) as store:
        change(replace(desk, store=store, staff="abc"), customer_id, "5", note_1="van hen", note_2="ook van hen")
        with pytest.raises(Conflict) as refused:
            save_edit(desk, customer_id, "5", {"note_1": "van mij", "note_3": "ook van mij"}, base)
        save_edit(desk, customer_id, "5", refused.value.mine, refused.value.base)
        notes = read_edit(replace(desk, store=store), customer_id, "5").fields
    assert [notes[f"note_{place}"] for place in (1, 2, 3)] == ["van mij", "ook van hen", "ook van mij"]


HOSTILE = st.one_of(
    st.text(max_size=90),
    st.sampled_from(["[red]Jan[/red]", "\x1b[31m", "\u202etxt", "'; DROP TABLE note; --", "=1+1", "a" * 300, "٣"]),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tab=st.sampled_from(sorted(EDITABLE_TABS)), data=st.data())
def test_any_text_is_refused_at_its_field_or_kept_as_it_is_shown(desk: Desk, tab: str, data: st.DataObject) -> None:
    row = desk.store.read_one("SELECT id FROM customer")
    customer_id = row[0] if row else enrol_tester(desk).customer_id
    form = read_edit(desk, customer_id, tab)
    name = data.draw(st.sampled_from([spec.name for spec in form.specs]))
    refused: tuple[Reason, ...] = ()
    try:
        save_edit(desk, customer_id, tab, {name: data.draw(HOSTILE)}, form)
    except Refusal as refusal:
        refused = refusal.reasons
    kept = read_edit(desk, customer_id, tab)
    # An address is judged as a whole: what is missing stands beside the field that was typed.
    assert all(reason.field.split("_")[0] == name.split("_")[0] for reason in refused)
    assert not refused or kept == form
    assert not has_control("".join(kept.fields.values()))
    assert read_edit_field(desk, kept, name, kept.fields) == kept.fields[name]
    assert save_edit(desk, customer_id, tab, kept.fields, kept).changes == ()
