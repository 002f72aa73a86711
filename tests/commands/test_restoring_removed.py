"""A backup that is put back does not bring back customers who were removed since."""

from __future__ import annotations

from pathlib import Path

import pytest

from balie.commands.maintenance import restore_store
from balie.customers.privacy.removal import remove
from balie.desk import Desk
from balie.rounds.invariants import all_invariants
from balie.store.backup import backup
from balie.store.check import check
from balie.store.connection import open_store
from tests.support.full_customer import full_customer

MARK = "Qzwxj"


@pytest.fixture
def saved(desk: Desk, tmp_path: Path) -> Path:
    """A backup with two customers, the first of whom was removed since."""
    customer_id = full_customer(desk, MARK)
    full_customer(desk, "Blijft")
    target = tmp_path / "kopie.balie"
    backup(desk.store.path, target)
    remove(desk, customer_id)
    desk.store.close()
    return target


def test_who_was_removed_is_removed_again(desk: Desk, saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert MARK.encode() in saved.read_bytes()
    assert restore_store(saved, desk.store.path, sure=True) == 0
    with open_store(desk.store.path) as store:
        assert store.read("SELECT customer_id, removed_on, staff FROM removal") == [(480874, "2024-04-09", "ebt")]
        texts = "\n".join(store.connection.iterdump())
        assert check(store, all_invariants()) == []
    assert [line[:21] for line in texts.split("\n") if MARK in line] == ['INSERT INTO "removal"']
    assert "Van Blijft" in texts
    assert "opnieuw verwijderd: 1" in capsys.readouterr().out


def test_a_store_that_cannot_be_read_is_told(desk: Desk, saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = desk.store.path.read_bytes()
    desk.store.path.write_bytes(content[:4096] + b"\xaa" * (len(content) - 4096))
    assert restore_store(saved, desk.store.path, sure=True) == 0
    assert "Verwijder hen opnieuw" in capsys.readouterr().err


def test_another_customer_with_the_same_numbers_is_left_alone(desk: Desk, saved: Path) -> None:
    with open_store(saved) as store:
        store.connection.execute("UPDATE actor_mark SET mark = 'somebody else' WHERE actor_id = 480874")
    restore_store(saved, desk.store.path, sure=True)
    with open_store(desk.store.path) as store:
        assert store.read("SELECT count(*) FROM removal") == [(0,)]
