"""`balie instellingen` asks before it empties the date that an institution was enrolled with."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from balie.desk import Desk
from tests.support.applicants import enrol_tester
from tests.support.command_line import Run


@pytest.fixture
def today() -> date:
    return date(2024, 4, 9)


@pytest.fixture
def path(desk: Desk) -> Path:
    for name in ("Buurthuis", "De Oefenhoek"):
        enrol_tester(desk, subscription="0141", kind="instelling", surname=name)
    enrol_tester(desk)
    with desk.transaction() as tx:
        tx.execute("UPDATE customer SET birth_date = '2001-08-01' WHERE person = 'instelling'")
    return desk.store.path


def dates(desk: Desk) -> list[tuple[object, ...]]:
    return desk.store.read("SELECT surname, birth_date FROM customer ORDER BY surname")


@pytest.mark.parametrize(
    ("options", "typed", "left"),
    [
        ((), "j\nnee\n", [None, "2001-08-01"]),
        ((), "", ["2001-08-01", "2001-08-01"]),
        (("--alle",), "j\n", [None, None]),
        (("--alle",), "n\n", ["2001-08-01", "2001-08-01"]),
    ],
)
def test_each_is_asked_about_or_all_at_once(
    balie: Run,
    desk: Desk,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    typed: str,
    left: list[str | None],
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    status, said, _ = balie("instellingen", "--bestand", path, *options)
    emptied = left.count(None)
    assert status == (0 if emptied == 2 else 1)
    assert "Buurthuis, klant 2942" in said
    assert "datum 01-08-2001" in said
    assert f"Gewist: {emptied} datum{'' if emptied == 1 else 's'}; niet gewist: {2 - emptied}." in said
    assert dates(desk) == [("Buurthuis", left[0]), ("De Oefenhoek", left[1]), ("Tester", "1991-01-04")]


def test_where_there_are_none_nothing_is_asked(balie: Run, desk: Desk, path: Path) -> None:
    with desk.transaction() as tx:
        tx.execute("UPDATE customer SET birth_date = NULL WHERE person = 'instelling'")
    status, said, _ = balie("instellingen", "--bestand", path)
    assert (status, said) == (0, "Geen enkele instelling heeft een geboortedatum.\n")
