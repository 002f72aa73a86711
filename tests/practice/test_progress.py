"""What a learner did is theirs: told as a table and as CSV, on this machine only, and erased when they want."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from balie.commands import run
from balie.practice.places import progress_file, read_learner
from balie.practice.progress import Progress, ProgressFile
from balie.refusal import Refusal

TODAY = date(2026, 11, 30)


@pytest.fixture
def practised(tmp_path: Path):
    """Two learners who did something; runs `balie oefenen` with arguments and gives the exit status."""
    for learner in ("ans", "bob"):
        progress = ProgressFile(progress_file(tmp_path, learner))
        progress.started("ebook-inschrijven", 41)
        progress.started("ebook-inschrijven", 41)
        progress.done("ebook-inschrijven", hints=2, keys=60)

    def asked(*arguments: str) -> int:
        environment = {"BALIE_OEFENEN": str(tmp_path)}
        return run(
            ["oefenen", *arguments], lambda options: 9, environment=environment, today=lambda: date(2026, 11, 30)
        )

    return asked


def test_progress_counts_what_was_done(tmp_path, practised):
    found = ProgressFile(progress_file(tmp_path, "ans")).read()
    assert found == {"ebook-inschrijven": Progress("ebook-inschrijven", 2, 1, 2, 60, 41)}


def test_the_table_tells_everybody_who_practised_here_and_that_it_is_local(practised, capsys):
    assert practised("--voortgang") == 0
    said = capsys.readouterr()
    assert [line.split() for line in said.out.splitlines()] == [
        ["cursist", "les", "begonnen", "gedaan", "hints", "toetsen", "kortste"],
        ["ans", "ebook-inschrijven", "2", "1", "2", "60", "41"],
        ["bob", "ebook-inschrijven", "2", "1", "2", "60", "41"],
    ]
    assert "alleen op deze computer" in said.err


def test_the_csv_holds_the_same_for_one_learner_and_replaces_nothing_unasked(practised, tmp_path, capsys):
    target = tmp_path / "voortgang.csv"
    assert practised("--voortgang", "--cursist", "bob", "--csv", str(target)) == 0
    assert target.read_text().splitlines()[1:] == ["bob;ebook-inschrijven;2;1;2;60;41"]
    assert practised("--voortgang", "--cursist", "bob", "--csv", str(target)) == 1
    assert practised("--voortgang", "--cursist", "bob", "--csv", str(target), "--overschrijf") == 0


def test_a_learner_erases_what_they_did(practised, tmp_path, capsys):
    assert practised("--cursist", "ans", "--wis") == 0
    assert practised("--cursist", "ans", "--wis") == 0
    assert "gewist" in capsys.readouterr().out
    assert not progress_file(tmp_path, "ans").exists()
    assert progress_file(tmp_path, "bob").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"les": 3}', '{"les": {"onbekend": 1}}'])
def test_a_file_that_cannot_be_read_is_told_and_kept(tmp_path, text):
    path = progress_file(tmp_path, "ans")
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(Refusal, match="is niet te lezen"):
        ProgressFile(path).done("ebook-inschrijven", hints=0, keys=0)
    assert path.read_text() == text


@pytest.mark.parametrize("name", ["../ans", "a/b", ".verborgen", "ans bob", "x" * 31, ""])
def test_a_name_that_could_lead_elsewhere_is_no_learner(name):
    with pytest.raises(Refusal, match="geen naam van een cursist"):
        read_learner(name)
