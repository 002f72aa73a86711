"""`balie opruimen` forgets what may not be kept any longer, and only that."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from balie.commands import run
from balie.desk import Desk
from tests.support.applicants import enrol_tester


def call(store: Path, *arguments: str) -> int:
    return run(
        list(arguments),
        lambda options: pytest.fail("the desk was opened"),
        environment={"BALIE_BESTAND": str(store)},
        today=lambda: date(2026, 4, 10),
    )


@pytest.fixture
def long_ago(desk: Desk) -> Path:
    """A store in which the journal tells of somebody enrolled two years and a day before."""
    enrol_tester(replace(desk, now=lambda: datetime(2024, 4, 9, 8, tzinfo=UTC)))
    desk.store.close()
    return desk.store.path


def told_of_customers(store: Path) -> int:
    import sqlite3

    with sqlite3.connect(store) as connection:
        return int(
            connection.execute(
                "SELECT count(*) FROM journal WHERE after IS NOT NULL AND customer_id NOT NULL"
            ).fetchone()[0]
        )


def test_what_is_over_is_forgotten_and_counted(long_ago: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told_of_customers(long_ago) == 1
    assert call(long_ago, "opruimen", "--ja") == 0
    told = capsys.readouterr().out
    assert "regels van het journaal 1" in told
    assert "van wie een boeking van de bank was 0" in told
    assert told_of_customers(long_ago) == 0


def test_what_is_not_over_stays(long_ago: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(long_ago, "opruimen", "--ja", "--werkdatum", "01-04-2026") == 0
    assert "regels van het journaal 0" in capsys.readouterr().out
    assert told_of_customers(long_ago) == 1


def test_without_a_clear_yes_nothing_is_forgotten(long_ago: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    assert call(long_ago, "opruimen") == 1
    assert told_of_customers(long_ago) == 1
