"""An institution has no age, whatever date stands with it: nothing that goes by an age goes by that date."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

from balie.customers.addressee import read_addressees
from balie.customers.ages import birth_date_of, counted_age, is_minor
from balie.customers.documents import preview
from balie.customers.header import read_header
from balie.customers.relations import check_relation
from balie.customers.subscriptions.reduced_65 import against_reduced_65
from balie.desk import Desk
from balie.finance.invoicing.judging import PeriodObstacle
from balie.library.load import load_library
from balie.refusal import Refusal
from tests.finance.invoicing.test_prices import INSTITUTION, POORT, due, judged
from tests.support.applicants import enrol_tester

TODAY = date(2024, 4, 9)
TOP = Path(__file__).resolve().parents[2]
MAY_COUNT_YEARS = ("balie/dutch/", "balie/customers/ages.py", "screens/pages/form_page.py")
"""Where an age is worked out: reading a date, and beside what was typed. Anywhere else `ages` says whose age counts."""


@pytest.mark.parametrize(
    ("born", "person", "age", "minor"),
    [
        ("2007-04-09", "man", 17, True),
        ("2006-04-09", "nvt", 18, False),
        (date(2020, 1, 1), "vrouw", 4, True),
        ("2020-01-01", "instelling", None, False),
        ("1950-01-01", "instelling", None, False),
        (None, "man", None, False),
        ("", "man", None, False),
    ],
)
def test_whose_birth_date_counts(born: str | None, person: str, age: int | None, minor: bool) -> None:
    assert counted_age(born, TODAY, person) == age
    assert is_minor(born, TODAY, person) == minor
    assert (birth_date_of(born, person) is None) == (age is None)


def _institution(desk: Desk, born: str) -> int:
    customer_id = enrol_tester(desk, surname="Buurthuis", initials="").customer_id
    with desk.transaction() as tx:
        tx.execute("UPDATE customer SET person = 'instelling', birth_date = ? WHERE id = ?", (born, customer_id))
    return customer_id


@pytest.mark.parametrize("born", ["2019-05-01", "1951-05-01"])
def test_no_age_is_shown_and_nobody_is_asked_for_a_guardian(desk: Desk, born: str) -> None:
    house, child = _institution(desk, born), enrol_tester(desk, surname="Kind", number=None).customer_id
    header = read_header(desk, house)
    assert header.middle[0].label == "contactpersoon"
    check_relation(desk.store, child, house, TODAY)
    assert read_addressees(desk.store, [house])[house].address(TODAY, formal=True, invoice=False)[0] == "Buurthuis"
    assert born[:4] not in preview(desk, house, "inschrijfbewijs").text


def test_a_young_institution_is_invoiced_and_never_comes_of_age() -> None:
    for born in ("01-02-2020", "01-02-1950", "02-02-2007"):
        assert judged(POORT, due("0004", born, "01-02-2025", kind=INSTITUTION, price=0)) == 6500
    assert judged(POORT, due("0002", "02-02-2007", "02-02-2025", price=0)) is PeriodObstacle.COMES_OF_AGE


def test_an_institution_never_has_the_65_right() -> None:
    poort = load_library("achterhoekse-poort")
    against = against_reduced_65(poort, born="1940-01-01", person="instelling", member_since=date(2000, 1, 1))
    assert against == ["Het 65+-tarief is voor personen, niet voor een instelling: kies Nee."]
    assert against_reduced_65(poort, born="1940-01-01", person="man", member_since=date(2000, 1, 1)) == []


def test_a_child_is_still_no_head_of_a_family(desk: Desk) -> None:
    child = enrol_tester(
        desk, surname="Kind", birth_date="01-01-2015", guardian="A. Ouder", subscription="0140"
    ).customer_id
    other = enrol_tester(desk, surname="Ander", number=None).customer_id
    with pytest.raises(Refusal, match="nog geen 18"):
        check_relation(desk.store, other, child, TODAY)


def test_an_age_is_worked_out_in_one_place() -> None:
    found = {
        path.relative_to(TOP).as_posix()
        for folder in ("balie", "screens")
        for path in (TOP / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and any(name.name == "age_on" for name in node.names)
    }
    assert found
    assert [path for path in sorted(found) if not path.startswith(MAY_COUNT_YEARS)] == []
