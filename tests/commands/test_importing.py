"""`balie importeer klanten` on the command line: what it says, what it asks, and how it ends."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from balie.customers.cards.numbers import make_number
from balie.store.connection import open_store
from tests.support.command_line import Run

HEADING = "Klantnummer;Voorletters;Achternaam;Geboortedatum;Straat;Huisnummer;Postcode;Plaats;Lievelingskleur"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows = [f"{make_number('9428', serial)};eb;Tester;04-01-1991;Brink;{serial};9468BG;Annen;rood" for serial in (1, 2)]
    rows.append("29428000077728;eb;Tester;04-01-1991;Brink;3;9468BG;Annen;blauw")
    path = tmp_path / "klanten.csv"
    path.write_text("\n".join([HEADING, *rows]), encoding="utf-8")
    return path


def customers(path: Path) -> int:
    with open_store(path) as store:
        return len(store.read("SELECT id FROM customer"))


CHECKED = (
    "Niet gebruikte kolommen: Lievelingskleur.\n2 klanten nieuw.\n0 klanten te wijzigen.\n0 klanten al gelijk.\n"
    "1 regel met een fout, die niet meegaan.\n"
)


def test_bad_lines_are_told_and_the_others_imported(balie: Run, path: Path, file: Path) -> None:
    status, out, err = balie("importeer", "klanten", file, "--ja", "--medewerker", "ebt")
    assert (status, out) == (1, CHECKED + "2 klanten toegevoegd, 0 klanten gewijzigd.\n")
    assert err.startswith("Regel 4: Het controlecijfer klopt niet")
    with open_store(path) as store:
        assert store.read("SELECT DISTINCT staff, working_date FROM journal") == [("ebt", "2024-04-09")]


@pytest.mark.parametrize(("answer", "count"), [("n\n", 0), ("", 0), ("j\n", 2)])
def test_it_asks_before_anything_is_stored(
    balie: Run, path: Path, file: Path, answer: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    status, _, err = balie("importeer", "klanten", file)
    assert status == 1
    assert "2 klanten importeren? [j/N]" in err
    assert ("Er is niets geïmporteerd." in err) is (count == 0)
    assert customers(path) == count


def test_a_trial_asks_nothing_and_stores_nothing(balie: Run, path: Path, file: Path) -> None:
    status, out, err = balie("importeer", "klanten", file, "--proef")
    assert (status, out) == (1, CHECKED)
    assert "importeren?" not in err
    assert customers(path) == 0


def test_all_bad_lines_go_to_a_file_when_asked(balie: Run, file: Path, tmp_path: Path) -> None:
    with file.open("a", encoding="utf-8") as lines:
        lines.writelines("\n1;;;;;;;" for _ in range(300))
    _, _, err = balie("importeer", "klanten", file, "--proef", "--fouten", tmp_path / "fouten.txt")
    assert "En nog 101 regels" in err
    assert len((tmp_path / "fouten.txt").read_text(encoding="utf-8").splitlines()) == 301


def test_a_file_without_mistakes_ends_with_0(balie: Run, file: Path) -> None:
    file.write_text("\n".join(file.read_text(encoding="utf-8").splitlines()[:3]), encoding="utf-8")
    assert balie("importeer", "klanten", file, "--ja")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("nergens.csv",), 1, "bestaat niet"),
        (("{file}", "--vestiging", "1234"), 1, "1234"),
        (("{file}", "--werkdatum", "x"), 2, "datum"),
        ((), 2, "BESTAND.csv"),
    ],
)
def test_what_is_wrongly_asked_is_refused(
    balie: Run, file: Path, arguments: tuple[str, ...], status: int, told: str
) -> None:
    found, _, err = balie("importeer", "klanten", *(argument.format(file=file) for argument in arguments))
    assert (found, told in err) == (status, True)
