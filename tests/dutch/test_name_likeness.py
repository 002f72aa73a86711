"""Surnames that may be the same one: what people type of one name, and what is another name."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.dutch.name_likeness import Likeness, likeness
from balie.dutch.names import PREFIXES

NAMES = st.text(alphabet="abijyueoäëüßéñ 'ø-", min_size=1, max_size=12).filter(lambda name: name.strip(" '-") != "")


def of(name: str) -> tuple[str, str]:
    """Prefix and surname as `prefix|surname`, or only the surname."""
    prefix, _, surname = name.rpartition("|")
    return prefix, surname


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("van den Berg", "van den|Berg"),
        ("VAN DEN BERG", "van den|Berg"),
        ("van|den Berg", "van den|Berg"),
        ("'t Hooft", "'t|Hooft"),
        ("Tester", "de|Téster"),
        ("Weiß", "WEISS"),
        ("O Connor", "O’Connor"),
        ("Jansen-de Vries", "Jansen de Vries"),
        ("Bjørn", "Bjorn"),
        ("王", "王"),
    ],
)
def test_one_surname_whichever_field_its_prefix_stands_in(one: str, other: str) -> None:
    assert likeness(of(one), of(other)) is likeness(of(other), of(one)) is Likeness.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mueller", "Müller"),
        ("Goedel", "Gödel"),
        ("Haessler", "Häßler"),
        ("OConnor", "O'Connor"),
        ("D'Angelo", "Dangelo"),
        ("d'|Angelo", "Dangelo"),
        ("den Berg", "Berg"),
        ("Berg", "van den|Bergh-Berg"),
        ("Yzerman", "IJzerman"),
        ("Dyk", "van|Dijk"),
        ("Meyer", "Meijer"),
        ("v.d. Berg", "van den|Berg"),
        ("v d Berg", "van der|Berg"),
        ("vd Berg", "van de|Berg"),
        ("Vandenberg", "van den|Berg"),
        ("van het Hof", "'t Hof"),
        ("Jansen-de Vries", "Jansen"),
        ("Jansen-de Vries", "de|Vries"),
        ("Jansen-de Vries", "de Vries-Jansen"),
        ("Håkansson", "Haakansson"),
        ("Garcia Lopez", "Garcia"),
        ("El Idrissi", "Elidrissi"),
    ],
)
def test_what_is_near_is_shown_as_near(one: str, other: str) -> None:
    assert likeness(of(one), of(other)) is likeness(of(other), of(one)) is Likeness.NEAR


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tester", "Testerman"),
        ("Jansen", "Janssens"),
        ("van den|Berg", "van den|Broek"),
        ("de|Vries", "de|Wit"),
        ("Jansen-de Vries", "Jansen-Smit"),
        ("王", "李"),
        ("-", "Berg"),
        ("van", "de"),
        ("Bakker", "Bekker"),
    ],
)
def test_another_surname_is_another(one: str, other: str) -> None:
    assert likeness(of(one), of(other)) is likeness(of(other), of(one)) is Likeness.OTHER


@given(NAMES, NAMES)
def test_it_is_as_much_alike_the_other_way_round(one: str, other: str) -> None:
    assert likeness(("", one), ("", other)) is likeness(("", other), ("", one))


@given(NAMES)
def test_a_name_is_the_same_as_itself_in_capitals(name: str) -> None:
    assert likeness(("", name), ("", name.upper())) is Likeness.SAME


def test_a_prefix_may_stand_in_either_field() -> None:
    for prefix, surname in product(PREFIXES, ("Berg", "Müller")):
        joined = prefix + surname if prefix.endswith("'") else f"{prefix} {surname}"
        assert likeness(("", joined), (prefix, surname)) is Likeness.SAME
