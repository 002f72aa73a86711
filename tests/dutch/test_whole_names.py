"""A name typed whole where initials are asked, and initials that are no whole name."""

from __future__ import annotations

import pytest

from balie.dutch.names import split_whole_name
from balie.refusal import Refusal


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("eb Tester", ("E.B.", "", "Tester")),
        ("e.b. van den Berg", ("E.B.", "van den", "Berg")),
        ("e b de Vries", ("E.B.", "de", "Vries")),
        ("E. J.W van 't Hof", ("E.J.W.", "van 't", "Hof")),
        ("h Li", ("H.", "", "Li")),
        ("th. Berg - de Vries", ("Th.", "", "Berg - de Vries")),
        ("  eb   Tester ", ("E.B.", "", "Tester")),
        ("eb", None),
        ("e b", None),
        ("j.w. th.", None),
        ("j th", None),
        ("e van den", None),
        ("Elsemiek Tester", None),
        ("", None),
    ],
)
def test_a_whole_name_is_told_from_initials(typed: str, whole: tuple[str, str, str] | None) -> None:
    assert split_whole_name(typed) == whole


def test_what_would_be_initials_and_is_none_is_refused() -> None:
    with pytest.raises(Refusal):
        split_whole_name("e1 Tester")
