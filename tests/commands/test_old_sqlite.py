"""An SQLite that is too old is told at the start, before a file is touched, with what to do about it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from balie.commands import run
from balie.commands.parser import _desk
from balie.store.engine import LEAST_SQLITE
from tests.support.command_line import Run

COMMANDS = sorted(_desk.commands)


def test_the_commands_are_all_there() -> None:
    assert {"backup", "berichten", "controle", "herstel", "opruimen"} <= set(COMMANDS)


@pytest.mark.parametrize("version", [(3, 38, 5), (3, 7, 17), (2, 8, 17)])
def test_the_desk_does_not_open_on_an_older_one(
    version: tuple[int, int, int], path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    status = run([], lambda options: pytest.fail("the desk was opened"), environment={"BALIE_BESTAND": str(path)})
    told = capsys.readouterr()
    assert (status, told.out) == (1, "")
    assert ".".join(map(str, version)) in told.err
    assert "3.39.0 of nieuwer" in told.err
    assert "uv run --managed-python balie" in told.err
    assert len(told.err.splitlines()) == 1


@pytest.mark.parametrize("version", [LEAST_SQLITE, (3, 39, 1), (3, 100, 0), (4, 0, 0)])
def test_the_desk_opens_on_any_other(version: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    assert run([], lambda options: 7, environment={}) == 7


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_runs_on_an_older_one(command: str, balie: Run, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 38, 5))
    status, said, told = balie(command, "x", "--ja")
    assert (status, said) == (1, "")
    assert "heeft 3.38.5" in told
    assert path.read_bytes() == before


@pytest.mark.parametrize("asked", ["--help", "-h", "--versie", "--version"])
def test_what_is_told_of_the_program_itself_is_told_on_any(
    asked: str, balie: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 38, 5))
    status, said, told = balie(asked)
    assert (status, told) == (0, "")
    assert said
