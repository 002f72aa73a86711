"""kill -9 at any moment of a run: run again, and the files are the same, byte for byte, nothing in them twice."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from balie.desk import Desk
from balie.finance.collection import run as running
from balie.finance.collection.files import files, half_booked, mark
from balie.finance.collection.folder import collection_folder, digest
from balie.finance.collection.naming import finish_files
from balie.finance.collection.preview import preview
from balie.finance.collection.run import collect
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from balie.store.connection import open_store
from balie.store.pace import Pace
from balie.store.transaction import Transaction
from tests.support.debtors import debtor

ROOT = Path(__file__).parents[3]
MAY = date(2025, 5, 1)
KILLS = 14
MOMENT = datetime(2025, 5, 1, 8, 15, tzinfo=UTC)

WORKER = """
import os, sys
from datetime import UTC, date, datetime
from pathlib import Path
from time import sleep
from balie.desk import Desk
from balie.finance.collection import folder, naming, run
from balie.library.load import load_library
from balie.store.connection import open_store
from balie.store.pace import Pace

run.MOST = 4
run.Pace = naming.Pace = lambda: Pace(fewest=1, most=2)  # killed between the marks of a file, and while they are undone
library = load_library("achterhoekse-poort")

def collect_until_killed(path, fuse):
    def burn(*_):
        nonlocal fuse
        fuse -= 1
        if fuse == 0:
            os.kill(os.getpid(), 9)

    store = open_store(path)
    desk = Desk(store, library, library.branches[0], "ebt", date(2025, 5, 1), path.parent,
                lambda: datetime(2025, 5, 1, 8, 15, tzinfo=UTC))
    store.connection.set_trace_callback(burn)
    # What touches the disk beside the store counts too: it may end before and after.
    for name in ("replace", "fsync"):
        real = getattr(os, name)
        setattr(os, name, lambda *a, real=real: (burn(), real(*a), burn())[1])
    run.collect(desk, date(2025, 5, 1))

for line in sys.stdin:
    path, fuse = line.rsplit(" ", 1)
    child = os.fork()
    if child == 0:
        collect_until_killed(Path(path), int(fuse))
        os._exit(0)
    os.write(1, f"{os.waitpid(child, 0)[1]}\\n".encode())
"""


@pytest.fixture
def owing(poort_on: Callable[[date], Desk]) -> Desk:
    """Ten members who owe € 48,00 each, collected in three files."""
    desk = replace(poort_on(MAY), now=lambda: MOMENT)
    for place in range(10):
        debtor(desk, date(2025, 4, 9), surname=f"Tester{'abcdefghij'[place]}")
    return desk


def contents(desk: Desk) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in collection_folder(desk).iterdir()}


@pytest.mark.slow
def test_a_killed_run_is_simply_run_again(owing: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "MOST", 4)
    owing.store.take_up_log()
    master = tmp_path / "master.balie"
    shutil.copyfile(owing.store.path, master)
    collect(owing, MAY)
    wanted = contents(owing)
    assert len(wanted) == 3
    drawn = random.Random(1105)
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    killed = halves = 0
    for attempt in range(KILLS):
        path = tmp_path / f"{attempt}" / "balie.balie"
        path.parent.mkdir()
        shutil.copyfile(master, path)
        while True:  # also killed while it is resumed
            worker.stdin.write(f"{path} {drawn.randint(1, 300)}\n")
            worker.stdin.flush()
            status = int(worker.stdout.readline())
            with open_store(path) as store:
                desk = replace(owing, store=store)
                named = (
                    {name: found for name, found in contents(desk).items() if not name.startswith(".")}
                    if (collection_folder(desk).exists())
                    else {}
                )
                # Whatever stands under its name is right, and is booked.
                assert named.items() <= wanted.items()
                booked: dict[str, str] = dict(store.read("SELECT name, sha256 FROM collection_file"))
                assert {name: digest(found) for name, found in named.items()}.items() <= booked.items()
                assert store.read_one("SELECT count(*) - count(DISTINCT charge_id) FROM collection") == (0,)
                assert check(store, all_invariants()) == []
                halves += len(half_booked(store))
            if status == 0:
                break
            assert status == 9
            killed += 1
        with open_store(path) as store:
            assert contents(replace(owing, store=store)) == wanted
            assert store.read_one("SELECT count(*), count(finished_at) FROM collection_run") == (1, 1)
            assert store.read_one("SELECT count(*), sum(cents) FROM collection") == (10, 48000)
    worker.stdin.close()
    assert worker.wait() == 0
    worker.stdout.close()
    assert killed > KILLS // 2
    assert halves


class Killed(BaseException):
    pass


def test_a_file_that_was_booked_and_is_gone_is_made_again_the_same(
    owing: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(running, "name_file", die)
        with pytest.raises(Killed):
            collect(owing, MAY)
    (aside,) = collection_folder(owing).iterdir()
    made = aside.read_bytes()
    aside.unlink()
    (file,) = finish_files(owing)
    assert contents(owing) == {file.name: made}
    assert list(finish_files(owing)) == []


def test_what_was_half_booked_is_as_if_it_had_not_been(owing: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    marked = preview(owing, MAY)

    def die(tx: Transaction, *some: Any) -> None:
        if tx.read_one("SELECT 1 FROM collection") is not None:
            raise Killed
        mark(tx, *some)

    with monkeypatch.context() as patch:
        patch.setattr(running, "Pace", partial(Pace, fewest=1, most=3))
        patch.setattr(running, "mark", die)
        with pytest.raises(Killed):
            collect(owing, MAY)
    assert owing.store.read("SELECT count(*) FROM collection") == [(3,)]
    assert files(owing.store) == []
    assert preview(owing, MAY) == marked
    assert owing.store.read("SELECT 1 FROM collection_file UNION ALL SELECT 1 FROM collection") == []
    assert contents(owing) == {}
    assert collect(owing, MAY).items == 10


def test_a_file_that_can_not_be_made_the_same_is_told(owing: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(running, "name_file", die)
        with pytest.raises(Killed):
            collect(owing, MAY)
    (aside,) = collection_folder(owing).iterdir()
    aside.unlink()
    with owing.transaction() as tx:
        tx.execute("UPDATE mandate SET holder = 'Iemand Anders'")
    with pytest.raises(Refusal, match="niet meer precies zo worden gemaakt"):
        collect(owing, MAY)


def test_a_full_disk_books_nothing(owing: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(Refusal, match="vol"):
            collect(owing, MAY)
    assert not owing.store.read("SELECT * FROM collection_file")
    assert list(collection_folder(owing).iterdir()) == []
    assert collect(owing, MAY).items == 10
