from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.customers.forms.choices import COUNTRIES, LANGUAGES, OFFERED
from balie.customers.forms.details import FIELDS_OF_SCREEN_2, read_basic, read_details
from balie.customers.forms.fields import read_field
from balie.customers.kinds import RULES, CustomerKind
from balie.dutch.address import HouseNumber
from balie.dutch.names import Person
from balie.refusal import Refusal
from tests.support.applicants import IBAN, TESTER

TODAY = date(2024, 4, 9)


@pytest.mark.parametrize(
    ("field", "typed", "shown"),
    [
        ("initials", "eb", "E.B."),
        ("surname", '  O\'Brien   "x" ', 'O\'Brien "x"'),
        ("surname", "[red]Jan[/red]", "[red]Jan[/red]"),
        ("birth_date", "040191", "04-01-1991"),
        ("postcode", "9468bg", "9468 BG"),
        ("house_number", "41 a", "41A"),
        ("town", "Annen", "ANNEN"),
        ("phone", "0880128295", "(088) 012 82 95"),
        ("mobile", "0612345678", "06-12345678"),
        ("iban", "nl91abna0417164300", "NL91 ABNA 0417 1643 00"),
        ("bic", "abnanl2a", "ABNANL2A"),
        ("selection", "int", "INT"),
        ("country", "be", "België"),
        ("country", "belgie", "België"),
        ("language", "", "Nederlands"),
        ("person", "vrouw", "Vrouw"),
        ("person", "n.v.t.", "N.v.t."),
        ("keep_history", "", "Nee"),
        ("newsletter", "JA", "Ja"),
        ("guardian", "", ""),
    ],
)
def test_a_field_shows_what_was_read(field: str, typed: str, shown: str) -> None:
    assert read_field(field, typed, TODAY) == shown
    assert read_field(field, shown, TODAY) == shown


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("birth_date", "31-04-1991"),
        ("birth_date", "10-04-2024"),
        ("postcode", "946 BG"),
        ("house_number", "x"),
        ("phone", "12"),
        ("email", "info.nl"),
        ("iban", "NL00ABNA0417164300"),
        ("bic", "ABC"),
        ("country", "Atlantis"),
        ("person", "dhr"),
        ("surname", "Test\x1ber"),
        ("surname", "x" * 500),
        ("guardian", "a\u202eb"),
    ],
)
def test_a_wrong_field_says_so_at_its_own_place(field: str, typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_field(field, typed, TODAY)
    assert {reason.field for reason in refused.value.reasons} == {field}
    assert all(reason.text for reason in refused.value.reasons)


@given(field=st.sampled_from(FIELDS_OF_SCREEN_2), text=st.text(max_size=60))
def test_any_text_is_read_or_refused_and_reading_it_again_changes_nothing(field: str, text: str) -> None:
    try:
        shown, blamed = read_field(field, text, TODAY), {field}
    except Refusal as refusal:
        shown, blamed = "", {reason.field for reason in refusal.reasons}
    assert blamed == {field}
    assert not shown or read_field(field, shown, TODAY) == shown


def test_a_foreign_postcode_is_free() -> None:
    assert read_field("postcode", "b-1000", TODAY, country="België") == "b-1000"


def test_screen_1_of_the_seed() -> None:
    basic = read_basic(TESTER, TODAY)
    assert (basic.initials, basic.surname, basic.birth_date) == ("E.B.", "Tester", date(1991, 1, 4))
    assert (basic.country, basic.postcode, basic.house_number) == ("NL", "9468 BG", HouseNumber(41, "", ""))


def test_screen_1_gives_all_reasons_at_once_in_the_order_of_the_form() -> None:
    with pytest.raises(Refusal) as refused:
        read_basic({"birth_date": "31-04-1991", "postcode": ""}, TODAY)
    fields = [reason.field for reason in refused.value.reasons]
    assert sorted(fields) == ["birth_date", "house_number", "postcode", "surname"]


@pytest.mark.parametrize("field", sorted(RULES[CustomerKind.REGULAR].details))
def test_every_required_field_is_asked_for(field: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_details({**TESTER, field: "  "}, TODAY)
    assert [reason.field for reason in refused.value.reasons] == [field]


def test_what_is_required_depends_on_the_klanttype() -> None:
    assert "birth_date" in RULES[CustomerKind.REGULAR].basic
    raw = {**TESTER, "kind": "Nieuwsbriefklant", "birth_date": ""}
    assert read_details(raw, TODAY).basic.birth_date is None


def test_screen_2_of_the_seed() -> None:
    details = read_details(TESTER, TODAY)
    assert (details.street, details.town, details.person) == ("Kruisakkers", "ANNEN", Person.MAN)
    assert (details.phone, details.email) == ("(088) 012 82 95", "info@bibliotheekannen.nl")
    assert details.language == "nl"


def test_nothing_optional_is_on_unless_asked_for() -> None:
    details = read_details(TESTER, TODAY)
    assert not any(
        (
            details.direct_debit,
            details.newsletter,
            details.keep_history,
            details.warn_seen_before,
            details.identity_checked,
        )
    )


def test_sepa_incasso_needs_an_iban() -> None:
    with pytest.raises(Refusal, match="IBAN") as refused:
        read_details({**TESTER, "direct_debit": "ja"}, TODAY)
    assert [reason.field for reason in refused.value.reasons] == ["iban"]


def test_the_iban_fills_the_bic() -> None:
    details = read_details({**TESTER, "direct_debit": "Ja", "iban": IBAN}, TODAY)
    assert (details.iban, details.bic) == ("NL91 ABNA 0417 1643 00", "ABNANL2A")


@pytest.mark.parametrize(("born", "asked"), [("10-04-2006", True), ("09-04-2006", False)])
def test_under_eighteen_a_parent_or_guardian_is_asked(born: str, asked: bool) -> None:
    raw = {**TESTER, "birth_date": born}
    if asked:
        with pytest.raises(Refusal, match="ouder of voogd") as refused:
            read_details(raw, TODAY)
        assert [reason.field for reason in refused.value.reasons] == ["guardian"]
    assert read_details({**raw, "guardian": "M. Tester"}, TODAY).guardian == "M. Tester"
    assert asked or read_details(raw, TODAY).guardian == ""


@pytest.mark.parametrize("field", sorted(OFFERED))
def test_every_choice_is_read_by_code_and_by_label(field: str) -> None:
    for choice in OFFERED[field]:
        assert read_field(field, choice.code, TODAY) == choice.label
        assert read_field(field, choice.label.upper(), TODAY) == choice.label


def test_dutch_comes_first_in_the_lists() -> None:
    assert (COUNTRIES[0].label, LANGUAGES[0].label) == ("Nederland", "Nederlands")


def test_an_institution_is_one_by_its_klanttype_and_has_nothing_of_a_person() -> None:
    raw = {**TESTER, "kind": "instelling", "birth_date": "09-04-2020", "person": "man", "guardian": "P. Tester"}
    read = read_details({**raw, "contact_name": " A. de  Vries ", "department": "Groep 5"}, TODAY)
    assert (read.person, read.guardian, read.basic.birth_date, read.basic.initials) == (
        Person.INSTITUTION,
        "",
        None,
        "",
    )
    assert (read.basic.contact_name, read.basic.department) == ("A. de Vries", "Groep 5")


@pytest.mark.parametrize("kind", ["Reguliere klant", "speciaal", "Vrijwilliger", "Medewerker"])
def test_a_person_has_no_department_and_is_no_institution(kind: str) -> None:
    read = read_details({**TESTER, "kind": kind, "contact_name": "A. de Vries", "department": "Groep 5"}, TODAY)
    assert (read.basic.contact_name, read.basic.department, read.person) == ("", "", Person.MAN)
    for raw, field in (({"person": "instelling"}, "person"), ({"birth_date": ""}, "birth_date")):
        with pytest.raises(Refusal) as refused:
            read_details({**TESTER, "kind": kind, **raw}, TODAY)
        assert [reason.field for reason in refused.value.reasons] == [field]


def test_what_is_wrong_with_the_name_of_an_institution_is_told_at_its_field() -> None:
    with pytest.raises(Refusal) as refused:
        read_details({**TESTER, "kind": "instelling", "surname": "12345"}, TODAY)
    assert [reason.field for reason in refused.value.reasons] == ["surname"]
    assert "De naam van de instelling" in str(refused.value)


def test_an_institution_is_asked_for_its_name_and_address_only() -> None:
    with pytest.raises(Refusal) as refused:
        read_details({"kind": "instelling"}, TODAY)
    assert [reason.field for reason in refused.value.reasons] == [
        "surname",
        "postcode",
        "house_number",
        "street",
        "town",
    ]
    assert "naam van de instelling" in refused.value.reasons[0].text
