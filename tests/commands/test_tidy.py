"""`balie opruimen` forgets what may not be kept any longer, and only that."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from balie.commands import run
from balie.desk import Desk
from balie.library.structs import Library
from balie.store.connection import open_store
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
    with closing(sqlite3.connect(store)) as connection:
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


class TestClockAhead:
    """A clock that is far ahead never makes anything be forgotten without asking, also after work by that clock."""

    AHEAD = date(2035, 4, 10)

    def ended(self, store: Path, *arguments: str, today: date = AHEAD) -> int:
        return run(
            ["opruimen", "--ja", *arguments],
            lambda options: pytest.fail("the desk was opened"),
            environment={"BALIE_BESTAND": str(store)},
            today=lambda: today,
        )

    @pytest.fixture
    def at_work(self, desk: Desk) -> Path:
        enrol_tester(replace(desk, now=lambda: datetime(2024, 4, 9, 8, tzinfo=UTC)))
        desk.store.close()
        return desk.store.path

    @pytest.mark.parametrize("answer", ["", "\n", "n\n"])
    def test_yes_in_advance_is_no_answer_to_this(
        self, at_work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: str
    ) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        assert self.ended(at_work) == 1
        assert "Klopt de datum van vandaag?" in capsys.readouterr().err
        assert told_of_customers(at_work) == 1

    def test_who_says_the_day_is_right_is_asked_once(self, at_work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("j\n"))
        assert self.ended(at_work) == 0
        assert told_of_customers(at_work) == 0
        assert self.ended(at_work) == 0

    def test_work_by_the_wrong_clock_hides_nothing(
        self, at_work: Path, library: Library, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        moment = datetime(2035, 4, 9, 8, tzinfo=UTC)
        with open_store(at_work) as store:
            desk = Desk(store, library, library.branch("9428"), "ebt", moment.date(), at_work.parent, lambda: moment)
            enrol_tester(desk, surname="Later")
        monkeypatch.setattr("sys.stdin", io.StringIO(""))
        assert self.ended(at_work) == 1
        assert told_of_customers(at_work) == 2

    @pytest.mark.parametrize("days", [0, 1, 31])
    def test_a_month_without_work_is_no_gap(self, at_work: Path, days: int) -> None:
        assert self.ended(at_work, today=date(2024, 4, 9) + timedelta(days=days)) == 0
