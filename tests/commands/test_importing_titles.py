"""`balie importeer titels` on the command line: what it says, what it asks, and how it ends."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from balie.catalogue.numbers import make_item_number
from balie.store.connection import open_store
from tests.support.command_line import Run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    lines = [f"Titel {serial};{make_item_number('9428', serial)};x" for serial in (1, 2)]
    path = tmp_path / "titels.csv"
    path.write_text("\n".join(["Titel;Exemplaarnummer;Geur", *lines, "Fout;39428000000017;x"]), encoding="utf-8")
    return path


def titles(path: Path) -> int:
    with open_store(path) as store:
        return len(store.read("SELECT id FROM title"))


CHECKED = (
    "Niet gebruikte kolommen: Geur.\n2 titels nieuw, 0 te wijzigen, 0 al gelijk.\n"
    "2 exemplaren nieuw, 0 te wijzigen, 0 al gelijk.\n1 fout; wat fout is gaat niet mee.\n"
)


def test_mistakes_are_told_and_the_others_imported(balie: Run, path: Path, file: Path) -> None:
    status, out, err = balie("importeer", "titels", file, "--ja", "--medewerker", "ebt")
    assert status == 1
    assert out == CHECKED + (
        "2 titels toegevoegd, 0 titels gewijzigd.\n2 exemplaren toegevoegd, 0 exemplaren gewijzigd.\n"
    )
    assert err.startswith("Regel 4: Het controlecijfer van")
    with open_store(path) as store:
        assert store.read("SELECT DISTINCT staff, working_date FROM journal") == [("ebt", "2024-04-09")]


@pytest.mark.parametrize(("answer", "count"), [("n\n", 0), ("", 0), ("j\n", 2)])
def test_it_asks_before_anything_is_stored(
    balie: Run, path: Path, file: Path, answer: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    _, _, err = balie("importeer", "titels", file)
    assert "2 titels en 2 exemplaren importeren? [j/N]" in err
    assert ("Er is niets geïmporteerd." in err) is (count == 0)
    assert titles(path) == count


def test_a_trial_tells_and_stores_nothing(balie: Run, path: Path, file: Path, tmp_path: Path) -> None:
    mistakes = tmp_path / "fouten.txt"
    status, out, _ = balie("importeer", "titels", file, "--proef", "--fouten", mistakes)
    assert (status, out, titles(path)) == (1, CHECKED, 0)
    assert mistakes.read_text(encoding="utf-8").startswith("Regel 4: ")


def test_importing_again_has_nothing_to_do(balie: Run, path: Path, file: Path) -> None:
    file.write_text("Titel\nEen\n", encoding="utf-8")
    assert balie("importeer", "titels", file, "--ja")[0] == 0
    status, out, _ = balie("importeer", "titels", file, "--ja")
    assert (status, out.splitlines()[0]) == (0, "0 titels nieuw, 0 te wijzigen, 1 al gelijk.")


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch, file: Path) -> Iterator[None]:
    """The file is what another program hands over."""
    kept = os.dup(0)
    reading, writing = os.pipe()
    os.write(writing, file.read_bytes())
    os.close(writing)
    os.dup2(reading, 0)
    yield
    os.dup2(kept, 0)
    for number in (kept, reading):
        os.close(number)


@pytest.mark.usefixtures("piped")
@pytest.mark.parametrize("name", ["-", "/dev/stdin", "/dev/fd/0"])
def test_what_another_program_hands_over_is_imported(balie: Run, path: Path, name: str) -> None:
    assert balie("importeer", "titels", name, "--ja")[1].startswith(CHECKED)
    assert titles(path) == 2


@pytest.mark.usefixtures("piped")
def test_what_another_program_hands_over_leaves_nothing_to_answer_with(balie: Run, path: Path) -> None:
    status, _, err = balie("importeer", "titels", "-")
    assert (status, titles(path)) == (1, 0)
    assert "--proef" in err


def test_a_file_that_is_not_there_is_told(balie: Run, tmp_path: Path) -> None:
    status, _, err = balie("importeer", "titels", tmp_path / "weg.csv")
    assert status == 1
    assert "weg.csv" in err
