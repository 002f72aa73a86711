"""kill -9 at any moment of paying out: run again, and everybody is paid once, in a file that says what was booked."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from shutil import copyfile

import pytest

from balie.desk import Desk
from balie.finance.settling import payouts
from balie.finance.settling.payout_files import payout_folder
from balie.finance.settling.payouts import pay_out
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from balie.store.connection import open_store
from tests.finance.settling.conftest import At
from tests.support.refund_examples import C1, cancelled, member_of

AFTER = C1.last_day + timedelta(days=1)
KILLED = 9


def desk_on(path: Path, like: Desk) -> Desk:
    return replace(like, store=open_store(path))


def killed_at(path: Path, like: Desk, fuse: int) -> bool:
    """Pay out in a process of its own that is killed at the statement `fuse`. Out: whether it was."""
    child = os.fork()
    if child == 0:
        try:
            desk = desk_on(path, like)

            def burn(_: str) -> None:
                nonlocal fuse
                fuse -= 1
                if not fuse:
                    os.kill(os.getpid(), KILLED)

            desk.store.connection.set_trace_callback(burn)
            pay_out(desk)
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1] == KILLED


def killed_before(path: Path, like: Desk, monkeypatch: pytest.MonkeyPatch, name: str) -> bool:
    """The same, killed when it is about to call the function of that name."""

    def die(*_: object) -> None:
        os.kill(os.getpid(), KILLED)

    with monkeypatch.context() as patch:
        patch.setattr(payouts, name, die)
        return killed_at(path, like, -1)


def all_is_well(path: Path, like: Desk) -> None:
    """Whatever happened: paying out now leaves three payments, and one file that tells of them."""
    desk = desk_on(path, like)
    with closing(desk.store):
        made = pay_out(desk).file
        assert made is not None
        assert (made.payments, made.cents) == (3, 3 * 1980)
        assert desk.store.read("SELECT sum(cents), count(*) FROM payment WHERE cents < 0") == [(-3 * 1980, 3)]
        assert desk.store.read("SELECT sha256 FROM payout_file") == [(sha256(made.path.read_bytes()).hexdigest(),)]
        assert check(desk.store, all_invariants()) == []
        pay_out(desk)
        assert desk.store.read("SELECT count(*) FROM payout") == [(3,)]


@pytest.fixture
def prepared(at: At) -> tuple[Path, Desk]:
    """A store in which three are to be settled and paid, closed, and the desk that did that."""
    for name in ("Jansen", "Pietersen", "Willemsen"):
        cancelled(at, member_of(at, surname=name))
    desk = at(AFTER)
    desk.store.close()
    return desk.store.path, desk


@pytest.fixture(autouse=True)
def _sound() -> None:
    """The store of the fixture is closed; the copies are looked after here."""


@pytest.mark.slow
def test_killed_at_any_statement_nobody_is_paid_twice(prepared: tuple[Path, Desk], tmp_path: Path) -> None:
    path, like = prepared
    fuse, kills = 12, 0
    while True:
        copy = tmp_path / f"{fuse}" / "balie.balie"
        copy.parent.mkdir()
        copyfile(path, copy)
        was_killed = killed_at(copy, like, fuse)
        all_is_well(copy, like)
        if not was_killed:
            break
        kills += 1
        fuse += 17
    assert kills > 8


@pytest.mark.parametrize("name", ["write_aside", "give_name"])
def test_killed_around_the_file_nobody_is_paid_twice(
    prepared: tuple[Path, Desk], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path, like = prepared
    assert killed_before(path, like, monkeypatch, name)
    all_is_well(path, like)


def test_a_file_that_cannot_be_written_books_nothing(prepared: tuple[Path, Desk]) -> None:
    path, like = prepared
    desk = desk_on(path, like)
    folder = payout_folder(desk)
    folder.write_text("in the way")
    with closing(desk.store):
        with pytest.raises(Refusal, match="uitbetaling-2026-38"):
            pay_out(desk)
        assert desk.store.read("SELECT count(*) FROM payout_file") == [(0,)]
        assert desk.store.read("SELECT count(*) FROM payment WHERE cents < 0") == [(0,)]
    folder.unlink()
    all_is_well(path, like)
