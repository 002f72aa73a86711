"""A store in which something is wrong: every backup tells it, and can be put back by whoever says so in words."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from balie.rounds.invariants import all_invariants
from balie.store.check import check
from balie.store.connection import open_store
from balie.store.migrations import apply_pending
from balie.store.schema import STEPS
from tests.support.command_line import Run

COUNTER = "De stand van een nummerreeks kan niet."
GUARD = "Het logboek is niet beschermd tegen wijzigen: journal_no_delete ontbreekt of is veranderd."


def spoil(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def spoilt(path: Path) -> Path:
    """A store in which two things are wrong."""
    spoil(path, "INSERT INTO counter VALUES ('n', 0)", "DROP TRIGGER journal_no_delete")
    return path


def counters(path: Path) -> list[tuple[object, ...]]:
    with open_store(path) as store:
        return store.read("SELECT name, next FROM counter ORDER BY name")


def test_a_backup_is_made_and_tells_what_herstel_would_find(balie: Run, spoilt: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kopie.balie"
    status, said, complained = balie("backup", copy)
    assert (status, said) == (1, "")
    assert complained.splitlines()[:3] == [GUARD, COUNTER, "  n"]
    status, _, refused = balie("herstel", copy, "--ja", "--bestand", tmp_path / "nieuw.balie")
    assert status == 1
    assert [line for line in (GUARD, COUNTER, "  n") if line not in refused.splitlines()] == []
    assert "--met-fouten" in refused
    assert not (tmp_path / "nieuw.balie").exists()


@pytest.mark.parametrize(
    ("arguments", "typed", "status"),
    [
        (["--ja"], "", 1),
        (["--ja", "--met-fouten"], "", 0),
        (["--met-fouten"], "j\n", 0),
        (["--met-fouten"], "n\n", 1),
        ([], "j\nMet  fouten\n", 1),
        ([], "j\n met FOUTEN \n", 0),
        ([], "j\nj\n", 1),
        ([], "j\n", 1),
    ],
)
def test_a_copy_with_findings_is_put_back_when_somebody_says_so(
    balie: Run,
    spoilt: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    typed: str,
    status: int,
) -> None:
    copy = tmp_path / "kopie.balie"
    balie("backup", copy)
    spoil(spoilt, "INSERT INTO counter VALUES ('since', 5)")
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    got, _, complained = balie("herstel", copy, *arguments)
    assert got == status
    assert counters(spoilt) == ([("n", 0)] if status == 0 else [("n", 0), ("since", 5)])
    if typed != "n\n":
        assert COUNTER in complained


def test_what_was_put_back_can_be_worked_off_one_by_one(balie: Run, spoilt: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kopie.balie"
    balie("backup", copy)
    assert balie("herstel", copy, "--ja", "--met-fouten")[0] == 0
    found = []
    for mend in ("UPDATE counter SET next = 1", f"CREATE TRIGGER {JOURNAL_NO_DELETE}"):
        with open_store(spoilt) as store:
            found.append([finding.text for finding in check(store, all_invariants())])
        spoil(spoilt, mend)
        balie("backup", copy, "--overschrijf")
    assert found == [[GUARD, COUNTER], [GUARD]]
    assert balie("herstel", copy, "--ja")[0] == 0


JOURNAL_NO_DELETE = """journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"""


def test_guards_that_are_gone_are_made_anew(balie: Run, path: Path) -> None:
    spoil(path, "DROP TRIGGER journal_no_delete", "DROP TRIGGER journal_no_update", "DROP INDEX journal_by_customer")
    spoil(path, "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT 1; END")
    assert balie("controle")[0] == 1
    with open_store(path):
        status, _, complained = balie("controle", "--beveilig")
        assert (status, "Sluit alle balies" in complained) == (1, True)
    status, said, _ = balie("controle", "--beveilig")
    assert (status, said.splitlines()[0]) == (0, "Beveiligingen die opnieuw zijn gemaakt: 3.")
    assert balie("controle")[0] == 0


def test_a_damaged_file_is_never_put_back(balie: Run, path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kopie.balie"
    assert balie("backup", copy)[0] == 0
    with closing(sqlite3.connect(copy)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'journal'").fetchone()
    with copy.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xaa" * 4096)
    status, _, complained = balie("herstel", copy, "--ja", "--met-fouten")
    assert (status, "beschadigd" in complained) == (1, True)


@pytest.mark.parametrize("version", [3, 23])
def test_an_older_copy_with_broken_references_is_brought_up_to_date_and_told(
    balie: Run, path: Path, tmp_path: Path, version: int
) -> None:
    copy = tmp_path / "kopie.balie"
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        apply_pending(connection, STEPS[:version])
        connection.execute("INSERT INTO setting VALUES ('library', 'biblionet-drenthe')")
        connection.execute("INSERT INTO address (customer_id, kind, country) VALUES (5, 'main', 'NL')")
    status, _, complained = balie("herstel", copy, "--ja")
    assert (status, "In tabel address verwijzen rijen" in complained) == (1, True)
    assert balie("herstel", copy, "--ja", "--met-fouten")[0] == 0
    assert "In tabel address verwijzen rijen" in balie("controle")[2]
