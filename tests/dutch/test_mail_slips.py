"""Which domains look like a slip of the hand, and which are left alone."""

from __future__ import annotations

import pytest

from balie.dutch.contact import read_email
from balie.dutch.mail_slips import _MEANT, meant_address


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("e.b@hotmial.com", "e.b@hotmail.com"),
        ("E.B@HOTMIAL.COM", "E.B@hotmail.com"),
        ("e@gmail.con", "e@gmail.com"),
        ("e@gmial.con", "e@gmail.com"),
        ("e@voorbeeld.nll", "e@voorbeeld.nl"),
        ("e@gmail.com", ""),
        ("e@hotmail.nl", ""),
        ("e@voorbeeld.co", ""),
        ("e@bibliotheekannen.nl", ""),
        ("hotmial.com", ""),
        ("", ""),
        ("e@", ""),
    ],
)
def test_a_slip_of_the_hand_has_an_address_that_was_meant(typed: str, meant: str) -> None:
    assert meant_address(typed) == meant


@pytest.mark.parametrize("meant", sorted(_MEANT))
def test_what_is_put_in_its_place_is_an_address_and_no_slip(meant: str) -> None:
    assert read_email(f"e@{meant}") == f"e@{meant}"
    assert meant_address(f"e@{meant}") == ""
