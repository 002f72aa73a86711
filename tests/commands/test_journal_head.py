"""The head of the journal: told by backup and check, and asked after by `--vanaf`."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from balie.store.chain import read_head
from balie.store.connection import Stamp, open_store
from tests.support.command_line import Run

TRIGGERS = "SELECT name, sql FROM sqlite_schema WHERE tbl_name = 'journal' AND type = 'trigger'"


def do(path: Path, times: int) -> str:
    """Something is done at a desk. Out: the head of the journal after it."""
    stamp = Stamp("ebt", "9428", datetime(2024, 4, 9, tzinfo=UTC), date(2024, 4, 9))
    with open_store(path) as store:
        with store.transaction(stamp) as tx:
            tx.journal_many("done", [(1, None, {"n": number}) for number in range(times)])
        return read_head(store).text


def spoil(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE tbl_name = 'journal' AND type = 'trigger'"
        )
        triggers = guards.fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        for _, sql in triggers:
            connection.execute(sql)


def test_check_and_backup_tell_the_head(balie: Run, path: Path, tmp_path: Path) -> None:
    head = do(path, 5)
    for command in (["controle"], ["backup", tmp_path / "kopie.balie"]):
        status, said, complained = balie(*command)
        assert (status, complained) == (0, "")
        assert said.splitlines()[-1].startswith(f"Logboek {head}.")


def test_a_head_that_was_noted_is_looked_for(balie: Run, path: Path) -> None:
    noted = do(path, 5)
    do(path, 3)
    assert balie("controle", "--vanaf", noted)[0] == 0
    spoil(path, "DELETE FROM journal WHERE id >= (SELECT max(id) - 4 FROM journal)")
    assert balie("controle")[0] == 0
    status, said, complained = balie("controle", "--vanaf", noted)
    assert (status, said) == (1, "")
    assert complained.startswith(f"Het logboek is sinds {noted} veranderd")
    assert "reservekopie van daarvoor" in complained


def test_the_row_that_was_changed_is_named(balie: Run, path: Path) -> None:
    do(path, 5)
    spoil(path, "UPDATE journal SET staff = 'ans' WHERE id = (SELECT max(id) - 1 FROM journal)")
    status, _, complained = balie("controle")
    assert status == 1
    finding, row, _ = complained.splitlines()
    assert "buiten Balie om veranderd" in finding
    assert "regel" in row
    assert "(done)" in row


@pytest.mark.parametrize("head", ["14532", "morgen"])
def test_what_is_no_head_is_refused(balie: Run, path: Path, head: str) -> None:
    status, _, complained = balie("controle", "--vanaf", head)
    assert status == 1
    assert complained.startswith("Zo ziet een kop van het logboek er niet uit")


def test_a_store_of_before_has_no_head(balie: Run, tmp_path: Path) -> None:
    from balie.store.migrations import apply_pending
    from balie.store.schema import STEPS

    old = tmp_path / "oud.balie"
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        apply_pending(connection, STEPS[:-1])
    status, said, _ = balie("controle", "--bestand", old)
    assert status == 0
    assert "Logboek" not in said
