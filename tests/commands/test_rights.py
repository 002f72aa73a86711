"""`balie rechten`: each right and each role of the library file, as the desk holds to them, on paper of any width."""

from __future__ import annotations

from pathlib import Path

import pytest

from balie.commands.rights import matrix_lines
from balie.library.load import load_library
from balie.library.rights import Right
from balie.library.role_tables import Role
from balie.library.values import Cents
from balie.store.connection import create_store
from tests.support.command_line import Run

ROLES = {
    "balie": Role(rights=(Right.LEND, Right.WAIVE), waive_up_to_cents=Cents(2500)),
    "geld": Role(rights=(Right.WAIVE,)),
    "beheer": Role(everything=True),
}


def _cells(right: Right) -> str:
    (line,) = [line for line in matrix_lines(ROLES) if line.split(maxsplit=1)[:1] == [right]]
    return " ".join(line.split()[1:])


def test_a_line_tells_of_each_role_whether_it_has_the_right_and_up_to_how_much() -> None:
    head = next(line for line in matrix_lines(ROLES) if line.startswith("Recht"))
    assert head.split() == ["Recht", "balie", "geld", "beheer"]
    assert _cells(Right.WAIVE) == "t/m € 25,00 ja ja"
    assert _cells(Right.LEND) == "ja - ja"
    assert _cells(Right.PAY_OUT) == "- - ja"


@pytest.mark.parametrize("width", [40, 60, 80, 132])
def test_every_role_has_every_right_once_whatever_the_width(width: int) -> None:
    roles = load_library("biblionet-drenthe").roles
    lines = list(matrix_lines(roles, width))
    assert max(len(line) for line in lines) <= width
    heads = [line.split()[1:] for line in lines if line.startswith("Recht ")]
    assert [name for names in heads for name in names] == list(roles)
    for right in Right:
        assert sum(line.split(maxsplit=1)[:1] == [right] for line in lines) == len(heads)


def test_the_command_prints_those_of_the_library_of_the_store(tmp_path: Path, balie: Run) -> None:
    path = tmp_path / "poort.balie"
    create_store(path, {"library": "achterhoekse-poort", "branch": "4104"}).close()
    status, out, _ = balie("rechten", "--bestand", path)
    assert status == 0
    assert out.startswith("Rechten bij Bibliotheek Achterhoekse Poort, ")
    assert "geld.kwijtschelden" in out
    assert "t/m € 250,00" in out
