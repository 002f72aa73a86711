"""Text for a bank holds only what every bank takes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.dutch.sepa import sepa_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("E.B. de Vries", "E.B. de Vries"),
        ("Zoë & Müßig", "Zoe + Mussig"),
        ("Øystein Çelik-Łuk", "Oystein Celik-Luk"),
        ("«Het Anker» € 5,00", "Het Anker EUR 5,00"),
        ('Jan "de Boer"_2@x', "Jan 'de Boer'-2(at)x"),
        ("/a//b/", "a/b"),
        ("[red]Jan[/red]", "red Jan /red"),
        ("a\x00b\u202ec\nd", "abc d"),
        ("♥", ""),
        ("  ", ""),
    ],
)
def test_a_text_is_written_in_the_characters_every_bank_takes(text: str, expected: str) -> None:
    assert sepa_text(text, 140) == expected


@given(st.text(max_size=300), st.integers(1, 140))
def test_whatever_was_typed_the_bank_can_take_it(text: str, longest: int) -> None:
    written = sepa_text(text, longest)
    assert re.fullmatch(r"[A-Za-z0-9/?:().,'+ -]*", written)
    assert len(written) <= longest
    assert "//" not in written
    assert not written.startswith("/")
    assert not written.endswith("/")
    assert written == written.strip()
    assert sepa_text(written, longest) == written
