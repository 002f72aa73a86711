"""The command line as most of its tests call it: on a store, at a day, with what it said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from balie.commands import run
from balie.store.connection import create_store
from tests.support.command_line import Run
from tests.support.written import every_file_is_accounted_for as every_file_is_accounted_for


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A new store of Drenthe, for a desk in Annen."""
    path = tmp_path / "bibliotheek.balie"
    create_store(path, {"library": "biblionet-drenthe", "branch": "9428"}).close()
    return path


@pytest.fixture
def today() -> date:
    """The day of the clock; a module of tests may have another."""
    return date(2024, 4, 9)


@pytest.fixture
def balie(path: Path, today: date, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `balie` on the store: the status, what was said, and what was complained of."""

    def call(*arguments: object, today: date = today) -> tuple[int, str, str]:
        status = run(
            [str(argument) for argument in arguments],
            lambda options: pytest.fail("the desk was opened"),
            environment={"BALIE_BESTAND": str(path)},
            today=lambda: today,
        )
        told = capsys.readouterr()
        return status, told.out, told.err

    return call
