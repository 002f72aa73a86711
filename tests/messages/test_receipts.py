from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balie.customers.cards.credentials import in_groups
from balie.customers.finding.entry import NumberLater
from balie.desk import Desk
from balie.library.structs import Library
from balie.messages.printing import prepare
from balie.messages.receipts import ENROLMENT, boxed, centred, queue_receipt, render_receipt, wrapped
from tests.support.applicants import IBAN, enrol_tester

PASSWORD = in_groups("E47C5M6C")

BON = """\
            Biblionet Drenthe
          Vestiging 9428 Gieten
                09-04-2024

E.B. Tester
Abonnement: Digital only
Geldig t/m: 30-04-2025

Klantnummer
+----------------------------------------+
|                                        |
|           2 9428 0000 7772 7           |
|                                        |
+----------------------------------------+
Eenmalig wachtwoord
+----------------------------------------+
|                                        |
|               E47C 5M6C                |
|                                        |
+----------------------------------------+
Te gebruiken t/m 23-04-2024.

Wat moet u nu doen?
1. Log met klantnummer en wachtwoord in op
de website van de eigen bibliotheek.
2. Kies daar een nieuw wachtwoord.
3. Registreer u met dit account bij de
onlinebibliotheek. Daarna logt u in met uw
e-mailadres en uw wachtwoord.

             Bewaar deze bon.
"""

VALUES: dict[str, str | None] = {
    "library": "Biblionet Drenthe",
    "branch": "9428 Gieten",
    "date": "09-04-2024",
    "name": "E.B. Tester",
    "subscription": "Basis",
    "rights_until": "30-04-2025",
    "number": "2 9428 0000 7772 7",
    "expires": "23-04-2024",
    "mandate": None,
    "creditor": None,
    "website": None,
}


def render(width: int = 42, *, password: str | None = PASSWORD, duplicate: bool = False, **values: str | None) -> str:
    return render_receipt(ENROLMENT, {**VALUES, **values}, width=width, password=password, duplicate=duplicate)


def test_the_bon_of_s1(desk: Desk) -> None:
    receipt_id = enrol_tester(desk, subscription="0141").receipt_id
    assert prepare(desk, receipt_id, PASSWORD).text == BON


def test_the_actor_id_is_never_on_the_bon(desk: Desk) -> None:
    enrolled = enrol_tester(desk)
    assert str(enrolled.customer_id) not in prepare(desk, enrolled.receipt_id, PASSWORD).text
    (data,) = desk.store.read_one("SELECT data FROM receipt") or ("",)
    assert str(enrolled.customer_id) not in data


def test_the_queue_holds_no_password(desk: Desk) -> None:
    enrol_tester(desk)
    (data,) = desk.store.read_one("SELECT data FROM receipt") or ("",)
    assert "password" not in json.loads(data)
    assert "E47C" not in data
    with desk.transaction() as tx, pytest.raises(ValueError, match="password"):
        queue_receipt(tx, ENROLMENT, 480874, {"password": "E47C5M6C"})


def test_a_duplicate_says_so_and_has_no_password() -> None:
    text = render(duplicate=True)
    assert "DUPLICAAT" in text
    assert "E47C" not in text
    assert "staat alleen op de" in text
    assert "2 9428 0000 7772 7" in text
    assert "DUPLICAAT" not in render()


def test_without_a_number_the_bon_says_that_it_follows(desk: Desk) -> None:
    receipt_id = enrol_tester(desk, number=NumberLater()).receipt_id
    text = prepare(desk, receipt_id, PASSWORD).text
    assert "Uw klantnummer volgt" in text
    assert "E47C" not in text
    assert "Wat moet u nu doen?" not in text


def test_a_mandate_is_told_with_its_reference_and_the_creditor(desk: Desk, poort: Library) -> None:
    there = replace(desk, library=poort, branch=poort.branches[0])
    enrolled = enrol_tester(there, subscription="0002", direct_debit="ja", iban=IBAN)
    text = " ".join(prepare(there, enrolled.receipt_id).text.split())
    assert f"Machtiging Sepa incasso: {enrolled.number}" in text
    assert "Basisbibliotheek Achterhoekse Poort, NL36ZZZ410462010000" in text


def test_the_website_of_the_library_is_named_where_it_is_known() -> None:
    assert "www.bibliotheek.example" in render(website="www.bibliotheek.example")


@pytest.mark.parametrize(
    "name",
    [
        "[red]Jan[/red]",
        'O\'Brien "x" & <b>',
        "{{ 7 * 7 }} {% raw %}",
        "Anna-Maria Wilhelmina van Oranje-Nassau tot Lippe-Biesterfeld-von Amsberg",
    ],
)
def test_a_name_is_printed_as_it_is(name: str) -> None:
    assert name in " ".join(render(name=name).split("\n"))


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert "x" * 42 + "\n" + "x" * 18 in render(name="x" * 60)


@pytest.mark.parametrize("name", ["\x1b[31mrood", "a\nb", "a\u202eb", "a\x00b", "a\x1bc"])
def test_what_controls_a_printer_never_reaches_it(name: str) -> None:
    text = render(name=name)
    assert not set(text) & set("\x1b\x00\u202e")
    assert len(text.splitlines()) == len(render(name="ab").splitlines())


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=50)
@given(
    name=st.text(max_size=90),
    subscription=st.text(max_size=90),
    library=st.text(max_size=90),
    mandate=st.none() | st.text(max_size=40),
    width=st.sampled_from([32, 42, 80]),
    duplicate=st.booleans(),
)
def test_no_line_is_wider_than_the_bon(
    name: str, subscription: str, library: str, mandate: str | None, width: int, duplicate: bool
) -> None:
    text = render(
        width,
        name=name,
        subscription=subscription,
        library=library,
        mandate=mandate,
        creditor=name,
        duplicate=duplicate,
    )
    assert max(map(len, text.splitlines())) <= width
    assert text.endswith("\n")


def test_the_pieces_of_a_template() -> None:
    assert wrapped("een twee drie", 9) == "een twee\ndrie"
    assert centred("ab", 6) == "  ab"
    assert boxed("ab", 10).splitlines() == ["+--------+", "|        |", "|   ab   |", "|        |", "+--------+"]
