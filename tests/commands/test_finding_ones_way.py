"""Where things lie, which version it is, help by its short name, and what the shell fills in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from balie import __version__
from tests.support.command_line import Run
from tests.support.terminal import Terminal

ROOT = Path(__file__).parents[2]


def test_it_tells_where_everything_lies(balie: Run, path: Path) -> None:
    status, told, _ = balie("waar")

    assert status == 0
    assert f"{'Bestand':<26} {path}\n" in told
    for name in ("-bonnen", "-incasso", "-uitbetaling"):
        assert str(path.with_name(f"{path.stem}{name}")) in told
    for line in told.splitlines()[-3:]:
        assert Path(line[27:]).is_dir()


@pytest.mark.parametrize("option", ["--versie", "--version"])
def test_the_version(balie: Run, option: str) -> None:
    assert balie(option) == (0, f"balie {__version__}\n", "")


@pytest.mark.parametrize("arguments", [[], ["overzicht"], ["importeer"], ["importeer", "klanten"]])
def test_help_has_a_short_name_everywhere(balie: Run, arguments: list[str]) -> None:
    assert balie(*arguments, "-h") == balie(*arguments, "--help")


def test_it_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "balie", "--versie"], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, f"balie {__version__}\n", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_is_told_how_to_fill_in(balie: Run, shell: str) -> None:
    status, told, _ = balie("aanvullen", shell)

    assert status == 0
    assert "_BALIE_COMPLETE" in told


@pytest.mark.parametrize(
    ("typed", "found"), [("balie over", "overzicht"), ("balie backup --over", "--overschrijf"), ("balie ", "opruimen")]
)
def test_what_was_typed_is_filled_in_and_no_desk_is_opened(typed: str, found: str) -> None:
    asked = {"_BALIE_COMPLETE": "bash_complete", "COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split(" ")) - 1)}
    done = subprocess.run(
        [sys.executable, "-m", "screens.start"], env={**os.environ, **asked}, capture_output=True, text=True, cwd=ROOT,
        check=False,
    )  # fmt: skip

    assert found in done.stdout
    assert done.stderr == ""


class TestMistypedStore:
    """A name that is not there makes a store only after somebody says so."""

    def desk(self, store: Path, *more: str) -> Terminal:
        environment = {"PATH": os.environ["PATH"], "HOME": str(store.parent), "BALIE_VERSLAG": str(store.parent / "v")}
        command = [sys.executable, "-m", "screens.start", "--bestand", str(store), *more]
        return Terminal(command, environment, str(ROOT))

    @pytest.mark.parametrize("answer", ["n\r", "\r"])
    def test_no_makes_nothing(self, tmp_path: Path, answer: str) -> None:
        store = tmp_path / "bibliotheeek.balie"
        with self.desk(store) as terminal:
            terminal.wait_for("bestaat nog niet. Een nieuw bestand maken?")
            terminal.type(answer)
            assert terminal.wait_for_end() == 1
        assert [path.name for path in tmp_path.iterdir()] == []

    def test_yes_makes_it(self, tmp_path: Path) -> None:
        with self.desk(tmp_path / "nieuw.balie") as terminal:
            terminal.wait_for("[j/N]")
            terminal.type("j\r")
            terminal.wait_for("Klantnummer")
            terminal.type("\x11")
            assert terminal.wait_for_end() == 0
        assert (tmp_path / "nieuw.balie").exists()

    def test_who_names_the_library_wants_one(self, tmp_path: Path) -> None:
        with self.desk(tmp_path / "poort.balie", "--bibliotheek", "achterhoekse-poort") as terminal:
            terminal.wait_for("Klantnummer")
            terminal.type("\x11")
            assert terminal.wait_for_end() == 0
        assert (tmp_path / "poort.balie").exists()
