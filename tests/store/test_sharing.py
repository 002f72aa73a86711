"""Several accounts of one group work on one store; in a folder of one account nobody else sees anything."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from balie.store.connection import create_store
from balie.store.output import put
from balie.store.sharing import make_shared_folder
from balie.store.turnstile import lock_path

ROOT = Path(__file__).parents[2]
GROUP, ANS, BEA, OTHER = 4321, 5001, 5002, 5003

# Everything is imported as root: the accounts of the test may not read the program.
AS = """
import os, sys
from datetime import UTC, date, datetime
from pathlib import Path
from balie.commands.maintenance import back_up_store, restore_store
from balie.correspondence.one_sender import only_sender
from balie.finance.collection.folder import give_name, write_aside
from balie.refusal import Refusal
from balie.store import copying, migrations, restore
from balie.store.connection import Stamp, create_store, open_store
from balie.store.output import put
from balie.store.place import collection_folder, spool_folder
from balie.store.sharing import make_shared_folder
user, group, path = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
os.umask(0o077)
if not path.exists():
    create_store(path).close()
    for file in path.parent.iterdir():
        os.chown(file, user, -1)
os.setgroups([group] if group else [])
os.setgid(user)
os.setuid(user)
stamp = Stamp("ebt", "9428", datetime(2024, 4, 9, tzinfo=UTC), date(2024, 4, 9))
try:
    with open_store(path) as store, store.transaction(stamp) as tx:
        tx.execute("INSERT OR REPLACE INTO counter VALUES (?, 1)", (str(user),))
        if len(sys.argv) > 4:
            print("binnen", flush=True)
            sys.stdin.readline()
    make_shared_folder(spool_folder(path))
    put(spool_folder(path) / "bon-1.txt", b"bon")
    give_name(write_aside(collection_folder(path), f"incasso-{user}.xml", b"<xml/>"), f"incasso-{user}.xml")
    with only_sender(path):
        pass
except Refusal as refusal:
    print(refusal)
else:
    print("gelukt")
"""


@pytest.fixture
def folder(open_folder: Path) -> Path:
    """A folder of the group, as a keeper makes it."""
    if os.geteuid() != 0:
        pytest.skip("only root can be two accounts")
    folder = open_folder / "samen"
    folder.mkdir()
    os.chown(folder, ANS, GROUP)
    folder.chmod(0o770)  # without the bit that hands the group down: Balie does it
    return folder


def run(user: int, group: int, path: Path) -> str:
    command = [sys.executable, "-c", AS, str(user), str(group), str(path)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def test_two_accounts_of_one_group_work_on_one_store(folder: Path) -> None:
    path = folder / "bibliotheek.balie"
    assert [run(user, GROUP, path) for user in (ANS, BEA, ANS)] == ["gelukt"] * 3
    for file in folder.rglob("*"):
        found = file.stat()
        assert found.st_gid == GROUP, file
        assert stat.S_IMODE(found.st_mode) == (0o2770 if file.is_dir() else 0o660), file


def test_two_accounts_work_at_the_same_time(folder: Path) -> None:
    path = folder / "bibliotheek.balie"
    command = [sys.executable, "-c", AS, str(ANS), str(GROUP), str(path), "wait"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout
        assert first.stdout.readline() == "binnen\n"
        assert {file.stat().st_gid for file in folder.iterdir()} == {GROUP}
        second = subprocess.Popen(
            [sys.executable, "-c", AS, str(BEA), str(GROUP), str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        first.communicate("\n")
        assert second.communicate()[0].strip() == "gelukt"


def test_an_account_outside_the_group_is_refused(folder: Path) -> None:
    path = folder / "bibliotheek.balie"
    run(ANS, GROUP, path)
    folder.chmod(0o777)
    assert f"Geen toegang tot {path}." in run(OTHER, 0, path)


@pytest.mark.parametrize("name", ["bibliotheek.balie.lock", "bibliotheek.balie-shm", "bibliotheek.balie.berichten"])
def test_a_refusal_names_the_file_that_is_meant(folder: Path, name: str) -> None:
    path, closed = folder / "bibliotheek.balie", folder / name
    run(ANS, GROUP, path)
    closed.touch()
    os.chown(closed, ANS, GROUP)
    closed.chmod(0o600)
    assert str(closed) in run(BEA, GROUP, path)


def test_a_lock_file_of_before_is_shared_by_its_owner(folder: Path) -> None:
    path = folder / "bibliotheek.balie"
    run(ANS, GROUP, path)
    lock_path(path).chmod(0o600)
    assert str(lock_path(path)) in run(BEA, GROUP, path)
    run(ANS, GROUP, path)
    assert stat.S_IMODE(lock_path(path).stat().st_mode) == 0o660


@pytest.mark.parametrize("mode", [0o700, 0o755, 0o750, 0o707])
def test_in_any_other_folder_everything_is_of_its_owner(
    tmp_path: Path, mode: int, snapshot: Callable[[Path], object]
) -> None:
    folder = tmp_path / "map"
    folder.mkdir()
    folder.chmod(mode)
    path = folder / "bibliotheek.balie"
    with create_store(path):
        make_shared_folder(folder / "bonnen")
        put(folder / "bonnen" / "bon.txt", b"bon")
        for file in folder.rglob("*"):
            assert stat.S_IMODE(file.stat().st_mode) == (0o700 if file.is_dir() else 0o600), file
