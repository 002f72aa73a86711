"""A name typed whole where initials are asked, and initials that are no whole name."""

from __future__ import annotations

import pytest

from balie.dutch.names import WholeName, split_whole_name
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
        ("Elsemiek Tester", ("E.", "", "Tester", "Elsemiek")),
        ("anna van den berg", ("A.", "van den", "berg", "anna")),
        ("Jan de Vries", ("J.", "de", "Vries", "Jan")),
        ("jan de Vries", ("J.A.N.", "de", "Vries")),
        ("JAN DE VRIES", ("J.A.N.", "DE", "VRIES")),
        ("ajm Tester", ("A.J.M.", "", "Tester")),
        ("jpmc Tester", ("J.P.M.C.", "", "Tester")),
        ("Anna-Maria van Dam", ("A.-M.", "van", "Dam", "Anna-Maria")),
        ("Érik w. Tester", ("É.W.", "", "Tester", "Érik")),
        ("Anna", None),
        ("van den Berg", ("", "van den", "Berg")),
        ("de Vries", ("", "de", "Vries")),
        ("van den", None),
        ("", None),
    ],
)
def test_a_whole_name_is_told_from_initials(typed: str, whole: tuple[str, ...] | None) -> None:
    assert split_whole_name(typed) == (None if whole is None else WholeName(*whole))


def test_what_would_be_initials_and_is_none_is_refused() -> None:
    with pytest.raises(Refusal):
        split_whole_name("e1 Tester")
