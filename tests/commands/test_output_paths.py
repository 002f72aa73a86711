"""No path that a command writes to goes over the store, what belongs to it, or what is read; with `--proef` neither."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from balie.commands import terminal
from balie.library.data_files import packaged_path
from tests.support.command_line import Run

LINES = """\
Klantnummer;Voorletters;Achternaam;Geboortedatum;Straat;Huisnummer;Postcode;Plaats
29428000000017;eb;Tester;04-01-1991;Brink;1;9468BG;Annen
29428000077728;eb;Tester;04-01-1991;Brink;3;9468BG;Annen
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "klanten.csv"
    path.write_text(LINES, encoding="utf-8")
    return path


def guarded(store: Path, source: Path) -> dict[str, Path]:
    link, hard = store.with_name("koppeling"), store.with_name("hard")
    link.symlink_to(store)
    os.link(store, hard)
    return {
        "the store": store,
        "in other words": store.parent / "." / "x" / ".." / store.name,
        "by a link": link,
        "by a hard link": hard,
        "its log": store.with_name(f"{store.name}-wal"),
        "its lock": store.with_name(f"{store.name}.lock"),
        "its bons": store.with_name("bibliotheek-bonnen") / "bon-00000001.txt",
        "a folder": store.parent,
        "nowhere": store.parent / "nergens" / "uit.csv",
        "a device": Path("/dev/null"),
        "what is read": source,
    }


CALLS: dict[str, Callable[[Path, Path], list[object]]] = {
    "fouten": lambda path, source: ["importeer", "klanten", source, "--ja", "--fouten", path],
    "fouten proef": lambda path, source: ["importeer", "klanten", source, "--proef", "--fouten", path],
    "titels": lambda path, source: ["importeer", "titels", source, "--ja", "--fouten", path],
    "csv": lambda path, _: ["overzicht", "journaal", "--csv", path],
    "backup": lambda path, _: ["backup", path],
}


@pytest.mark.parametrize("overwrite", [[], ["--overschrijf"]])
@pytest.mark.parametrize("call", CALLS)
def test_nothing_of_balie_nor_what_is_read_is_written(
    balie: Run, path: Path, source: Path, call: str, overwrite: list[str]
) -> None:
    (path.parent / "x").mkdir()
    balie("overzicht", "journaal")  # the first desk on a store keeps its library file in it
    for what, place in guarded(path, source).items():
        if place == source and "fouten" not in str(CALLS[call](place, source)):
            continue  # nothing is read by these
        if what == "a folder" and call == "csv":
            continue  # there it gets its usual name
        before = path.read_bytes(), source.read_bytes()

        status, told, complained = balie(*CALLS[call](place, source), *overwrite)

        assert status == 1, (what, told)
        assert len(complained.splitlines()) == 1, (what, complained)
        assert (path.read_bytes(), source.read_bytes()) == before, what


@pytest.mark.parametrize("file", ["mijn.toml", "templates/receipt-enrolment.txt", "customers/lists.toml"])
@pytest.mark.parametrize("call", CALLS)
def test_no_file_of_the_librarys_own_is_written(balie: Run, source: Path, tmp_path: Path, call: str, file: str) -> None:
    for name in ("libraries/biblionet-drenthe.toml", "templates/receipt-enrolment.txt", "customers/lists.toml"):
        own = tmp_path / "eigen" / name.replace("libraries/biblionet-drenthe", "mijn")
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_bytes(packaged_path(*name.split("/")).read_bytes())
    assert balie("bibliotheek", tmp_path / "eigen" / "mijn.toml", "--pad")[0] == 0
    before = (tmp_path / "eigen" / file).read_bytes()

    status, _, complained = balie(*CALLS[call](tmp_path / "eigen" / file, source), "--overschrijf")

    assert (status, len(complained.splitlines())) == (1, 1), complained
    assert (tmp_path / "eigen" / file).read_bytes() == before


@pytest.mark.parametrize("call", ["fouten", "csv", "backup"])
def test_a_file_that_is_there_goes_only_when_somebody_says_so(
    balie: Run, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    target = tmp_path / "uit"
    target.write_text("oud", encoding="utf-8")
    target.chmod(0o644)
    arguments = CALLS[call](target, source)

    assert balie(*arguments)[0] == 1
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    asked: list[str] = []
    for answer in (False, True):

        def ask(question: str, answer: bool = answer) -> bool:
            asked.append(question)
            return answer

        monkeypatch.setattr(terminal, "ask", ask)
        assert target.read_text(encoding="utf-8") == "oud"
        complained = balie(*arguments)[2]
        assert "bestaat al" in (asked[-1] if answer else complained)
    assert target.read_bytes() != b"oud"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert len(asked) == 2


@pytest.mark.parametrize("call", ["fouten", "csv", "backup"])
def test_what_is_written_is_its_owners_alone(balie: Run, source: Path, tmp_path: Path, call: str) -> None:
    before = os.umask(0)
    try:
        balie(*CALLS[call](tmp_path / "uit", source))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "uit").stat().st_mode) == 0o600


def test_a_trial_writes_its_mistakes_and_nothing_else(balie: Run, path: Path, source: Path, tmp_path: Path) -> None:
    status, _, _ = balie("importeer", "klanten", source, "--proef", "--fouten", tmp_path / "fouten.txt")

    assert status == 1
    assert "regel 3" in (tmp_path / "fouten.txt").read_text(encoding="utf-8").lower()
