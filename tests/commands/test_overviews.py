"""`balie overzicht`: which there are, one of them, and one in a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from balie.commands import run
from balie.finance.overviews.registry import OVERVIEWS
from balie.store.connection import create_store

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def balie(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    path = tmp_path / "bibliotheek.balie"
    create_store(path, {"library": "biblionet-drenthe"}).close()

    def call(*arguments: object) -> tuple[int, str, str]:
        status = run(
            ["overzicht", *map(str, arguments)],
            lambda options: pytest.fail("the desk was opened"),
            environment={"BALIE_BESTAND": str(path)},
            today=lambda: date(2024, 4, 30),
        )
        told = capsys.readouterr()
        return status, told.out, told.err

    return call


def test_without_a_name_all_are_listed(balie: Call) -> None:
    status, said, _ = balie()
    assert status == 0
    assert [line.split()[0] for line in said.splitlines()] == [item.id for item in OVERVIEWS]


def test_one_is_shown_of_the_period_asked_for(balie: Call) -> None:
    status, said, _ = balie("dagoverzicht", "--van", "1-4-24", "--tot", "9-4-24", "--kas", "2", "--vestiging", "9428")
    assert status == 0
    assert "01-04-2024 t/m 09-04-2024, vestiging 9428 Gieten, kas 2" in said
    assert said.endswith("Niets gevonden.\n")


def test_the_working_date_is_today(balie: Call) -> None:
    assert "Stand op 09-04-2024" in balie("open-posten", "--werkdatum", "09-04-2024")[1]


def test_one_is_written_to_a_file(balie: Call, tmp_path: Path) -> None:
    path = tmp_path / "journaal.csv"
    assert balie("journaal", "--csv", path) == (0, f"Journaal: 0 regels in {path}.\n", "")
    assert path.read_text("utf-8-sig").startswith("Datum;Boeking;")
    status, _, complained = balie("journaal", "--csv", path)
    assert (status, "bestaat al" in complained) == (1, True)
    assert balie("journaal", "--csv", path, "--overschrijf")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["dag"], "Overzicht dag bestaat niet. Kies uit dagoverzicht"),
        (["journaal", "--van", "31-04-2024"], "31-04-2024 bestaat niet"),
        (["journaal", "--van", "02-04-2024", "--tot", "01-04-2024"], "De periode begint op"),
        (["journaal", "--vestiging", "1234"], "Vestiging 1234 bestaat niet"),
        (["journaal", "--kas", "1"], "gaat niet over een kas"),
    ],
)
def test_what_cannot_be_is_refused(balie: Call, arguments: list[str], told: str) -> None:
    status, said, complained = balie(*arguments)
    assert (status, said) == (1, "")
    assert told in complained
