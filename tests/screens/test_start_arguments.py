"""Which arguments open the screens, and so get a first frame before anything is read."""

from __future__ import annotations

import pytest

from screens.start import opens_the_desk


@pytest.mark.parametrize(
    ("arguments", "opens"),
    [
        ("", True),
        ("--muis", True),
        ("--kas 2 --muis", True),
        ("--bestand x.balie", True),
        ("--bestand=x.balie", True),
        ("--vestiging 9428 --medewerker ebt --werkdatum 09-04-2024", True),
        ("--bibliotheek achterhoekse-poort --muis", True),
        ("--bestand controle", True),
        ("--bestand= --muis", True),
        ("--bestand", False),
        ("--muis --vestiging", False),
        ("--help", False),
        ("--version", False),
        ("-h", False),
        ("controle", False),
        ("backup doel.balie", False),
        ("--bestand x.balie controle", False),
        ("controle --bestand x.balie", False),
        ("--bestand x.balie --help", False),
        ("--onbekend", False),
        ("--muis=ja", False),
        ("x.balie", False),
        ("--", False),
    ],
)
def test_only_options_of_the_desk_open_it(arguments: str, opens: bool) -> None:
    assert opens_the_desk(arguments.split()) is opens


def test_an_empty_argument_does_not_open_it() -> None:
    assert not opens_the_desk([""])
