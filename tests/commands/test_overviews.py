"""`balie overzicht`: which there are, one of them, and one in a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from balie.finance.overviews.registry import OVERVIEWS
from tests.support.command_line import Run


@pytest.fixture
def today() -> date:
    return date(2024, 4, 30)


def test_without_a_name_all_are_listed(balie: Run) -> None:
    status, said, _ = balie("overzicht")
    assert status == 0
    assert [line.split()[0] for line in said.splitlines()] == [item.id for item in OVERVIEWS]


def test_one_is_shown_of_the_period_asked_for(balie: Run) -> None:
    status, said, _ = balie(
        "overzicht", "dagoverzicht", "--van", "1-4-24", "--tot", "9-4-24", "--kas", "2", "--vestiging", "9428"
    )
    assert status == 0
    assert "01-04-2024 t/m 09-04-2024, vestiging 9428 Gieten, kas 2" in said
    assert said.endswith("Niets gevonden.\n")


def test_the_working_date_is_today(balie: Run) -> None:
    assert "Stand op 09-04-2024" in balie("overzicht", "open-posten", "--werkdatum", "09-04-2024")[1]


def test_one_is_written_to_a_file(balie: Run, tmp_path: Path) -> None:
    path = tmp_path / "journaal.csv"
    assert balie("overzicht", "journaal", "--csv", path) == (0, f"Journaal: 0 regels in {path}.\n", "")
    assert path.read_text("utf-8-sig").startswith("Datum;Boeking;")
    status, _, complained = balie("overzicht", "journaal", "--csv", path)
    assert (status, "bestaat al" in complained) == (1, True)
    assert balie("overzicht", "journaal", "--csv", path, "--overschrijf")[0] == 0
    assert balie("overzicht", "journaal", "--csv", tmp_path / "nergens" / "a.csv") == (
        *(1, ""),
        f"De map van {tmp_path / 'nergens' / 'a.csv'} bestaat niet of is geen map. Controleer het pad.\n",
    )
    (tmp_path / "map").mkdir()
    status, said, _ = balie("overzicht", "journaal", "--csv", tmp_path / "map")
    assert (status, f" in {tmp_path / 'map' / 'overzicht-journaal'}" in said) == (0, True)


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
def test_what_cannot_be_is_refused(balie: Run, arguments: list[str], told: str) -> None:
    status, said, complained = balie("overzicht", *arguments)
    assert (status, said) == (1, "")
    assert told in complained
