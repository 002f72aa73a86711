"""`balie incasso` on the command line: what it says, what it asks, and how it ends."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from balie.desk import Desk
from balie.library.structs import Library
from balie.store.connection import create_store, open_store
from tests.support.command_line import Run
from tests.support.debtors import debtor, poort_desk


@pytest.fixture
def path(tmp_path: Path, desk: Desk, poort: Library) -> Path:
    path = tmp_path / "bibliotheek.balie"
    with create_store(path, {"library": "achterhoekse-poort", "branch": "4104"}) as store:
        there = replace(poort_desk(desk, poort), store=store)
        debtor(there, date(2025, 4, 9))
        late = debtor(there, date(2025, 4, 30), surname="Laat")
        with there.transaction() as tx:
            tx.execute("UPDATE mandate SET iban = 'NL00' WHERE customer_id = ?", (late,))
    return path


@pytest.fixture
def today() -> date:
    return date(2025, 5, 1)


def collections(path: Path) -> int:
    with open_store(path) as store:
        return len(store.read("SELECT 1 FROM collection"))


def test_it_shows_what_goes_along_and_what_not_and_makes_the_file(balie: Run, path: Path) -> None:
    status, out, err = balie("incasso", "--maand", "05-2025", "--ja", "--medewerker", "ebt")
    assert status == 1
    assert "Incassodatum          15-05-2025" in out
    assert "Incasso's             1 · € 48,00" in out
    assert "incasso-2025-05-001.xml: 1 incasso van € 48,00, sha-256 " in out
    assert "Gaat niet mee: 24104" in err
    assert "Laat, E.B. € 48,00 (30-04-2025): Het IBAN van de machtiging klopt niet" in err
    assert (path.parent / "bibliotheek-incasso" / "incasso-2025-05-001.xml").exists()
    status, out, _ = balie("incasso", "--maand", "05-2025", "--ja")
    assert (status, collections(path)) == (1, 1)
    assert "Al gemaakt: incasso-2025-05-001.xml" in out
    assert "niets meer te incasseren" in out


def test_a_file_that_is_gone_is_laid_down_again_the_same(balie: Run, path: Path) -> None:
    balie("incasso", "--maand", "05-2025", "--ja")
    file = path.parent / "bibliotheek-incasso" / "incasso-2025-05-001.xml"
    made = file.read_bytes()
    file.unlink()
    _, out, _ = balie("incasso", "--maand", "05-2025")
    assert "incasso-2025-05-001.xml lag er niet meer, en staat er weer" in out
    assert file.read_bytes() == made


@pytest.mark.parametrize(("answer", "count"), [("n\n", 0), ("", 0), ("j\n", 1)])
def test_it_asks_before_anything_is_made(
    balie: Run, path: Path, answer: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    _, _, err = balie("incasso")
    assert (
        "1 incasso van € 48,00 klaarzetten voor de bank, in 1 bestand, te innen op 15-05-2025? 1 post gaat niet mee."
        in err
    )
    assert ("Er is niets gemaakt." in err) is (count == 0)
    assert collections(path) == count


@pytest.mark.parametrize(
    ("month", "text"),
    [
        ("mei", "mm-jjjj"),
        ("13-2025", "mm-jjjj"),
        ("05-25", "mm-jjjj"),
        ("٠٥-2025", "mm-jjjj"),
        ("04-2025", "te laat"),
        ("07-2025", "te vroeg"),
    ],
)
def test_a_wrong_month_is_refused_with_what_is_expected(balie: Run, path: Path, month: str, text: str) -> None:
    status, _, err = balie("incasso", "--maand", month, "--ja")
    assert status == 1
    assert text in err
    assert collections(path) == 0


def test_a_file_that_can_still_just_be_delivered_is_warned_of(balie: Run) -> None:
    _, _, err = balie("incasso", "--ja", today=date(2025, 5, 14))
    assert "Let op: Het bestand had op 13-05-2025 bij de bank moeten zijn" in err
