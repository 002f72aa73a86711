"""Which capitals a name in small letters gets, and which names are left as typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.dutch.name_capitals import with_capitals


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("berg - de vries", "Berg - de Vries"),
        ("berg-de vries", "Berg-de Vries"),
        ("jansen", "Jansen"),
        ("ijzerman", "IJzerman"),
        ("van der ijssel", "van der IJssel"),
        ("o'brien", "O'Brien"),
        ("o’brien", "O’Brien"),
        ("d'hont", "d'Hont"),
        ("van 't hof", "van 't Hof"),
        ("éluard", "Éluard"),
        ("anne-marie", "Anne-Marie"),
        ("mcdonald", "mcdonald"),
        ("jansen-macdonald", "jansen-macdonald"),
        ("VRIES", "VRIES"),
        ("McDonald", "McDonald"),
        ("Van den berg", "Van den berg"),
        ("", ""),
    ],
)
def test_a_name_in_small_letters_gets_its_capitals(typed: str, written: str) -> None:
    assert with_capitals(typed) == written


@given(st.text(alphabet="abijmcxé'’- ", max_size=12))
def test_only_capitals_change_and_only_once(typed: str) -> None:
    written = with_capitals(typed)
    assert written.lower() == typed
    assert with_capitals(written) == written
