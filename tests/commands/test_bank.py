"""`balie bankbestand` on the command line: what it tells, what it asks, and how it ends."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from balie.store.connection import open_store
from tests.support.camt import BankFile, Detail, Entry, Statement
from tests.support.command_line import Run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    entries = [Entry(1250, [Detail(name="J. de Vries", text="Gift")]), Entry(-250), Entry(5, status="PDNG")]
    return BankFile([Statement(entries)]).write(tmp_path / "bank.xml")


@pytest.fixture
def today() -> date:
    return date(2024, 4, 10)


def entries(path: Path) -> int:
    with open_store(path) as store:
        row = store.read_one("SELECT count(*) FROM bank_entry")
    assert row is not None
    return int(row[0])


def test_it_tells_what_the_file_holds_and_books_it(balie: Run, file: Path, path: Path) -> None:
    status, out, _ = balie("bankbestand", file, "--ja")

    assert status == 0
    assert out.splitlines() == [
        "Afschrift 24100, NL20 INGB 0001 2345 67, 10-04-2024: 2 boekingen, van € 1.000,00 naar € 1.010,00.",
        "2 voor de lijst: € 10,00.",
        "1 boeking door de bank nog niet geboekt.",
        "Geboekt:",
        "  2 voor de lijst: € 10,00.",
        "  1 boeking door de bank nog niet geboekt.",
        "  Op de lijst voor de balie: 2 boekingen.",
    ]
    assert entries(path) == 2


@pytest.mark.parametrize(("answer", "status", "booked"), [("j\n", 0, 2), ("n\n", 1, 0), ("\n", 1, 0), ("", 1, 0)])
def test_it_asks_first(
    balie: Run, file: Path, path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, status: int, booked: int
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))

    ended, _, told = balie("bankbestand", file)

    assert f"boekingen uit {file.name} verwerken, samen" in told
    assert (ended, entries(path)) == (status, booked)


def test_a_file_that_was_booked_before_is_no_mistake(balie: Run, file: Path) -> None:
    balie("bankbestand", file, "--ja")

    status, out, _ = balie("bankbestand", file)

    assert status == 0
    assert "al verwerkt op 10-04-2024" in out
    assert "Er is niets te boeken: dit bestand is al verwerkt." in out


def test_a_file_that_is_none_is_refused_in_one_line(balie: Run, tmp_path: Path, path: Path) -> None:
    bad = tmp_path / "klanten.csv"
    bad.write_text("Klantnummer;Naam\n")

    status, out, told = balie("bankbestand", bad, "--ja")

    assert (status, out) == (1, "")
    assert told.count("\n") == 1
    assert "geen leesbaar bankbestand" in told
    assert entries(path) == 0
