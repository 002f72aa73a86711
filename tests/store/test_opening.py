"""What is opened as a store, what is refused, and that a refused file is left as it was."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from balie.refusal import Refusal
from balie.store.connection import Stamp, borrow, create_store, open_store
from balie.store.schema import VERSION

Take = Callable[[Path], dict[str, str]]
ROOT = Path(__file__).parents[2]
NOT_OURS = "is geen bestand van Balie"


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("wal_autocheckpoint", 200),
        ("secure_delete", 1),
        ("application_id", 0x42616C69),
        ("user_version", VERSION),
        ("busy_timeout", 5000),
    ],
)
def test_an_open_store_is_set_for_safety(path: Path, pragma: str, value: object) -> None:
    with open_store(path) as store:
        assert store.read_one(f"PRAGMA {pragma}") == (value,)


def test_every_table_is_strict(path: Path) -> None:
    with open_store(path) as store:
        tables = store.read(
            "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        )
    assert {"setting", "counter", "journal"} <= {name for name, _ in tables}
    assert [name for name, strict in tables if not strict] == []


def test_nobody_else_can_read_a_store(path: Path, stamp: Stamp) -> None:
    with open_store(path) as store, store.transaction(stamp) as tx:
        tx.execute("INSERT INTO counter VALUES ('a', 1)")
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert set(modes) == {path.name + suffix for suffix in ("", "-wal", "-shm", ".lock")}
    assert set(modes.values()) == {0o600}


def test_a_new_store_has_its_folder_and_its_settings(tmp_path: Path) -> None:
    path = tmp_path / "nieuw" / "dieper" / "bibliotheek.balie"
    with create_store(path, {"library": "biblionet-drenthe", "branch": "9428"}) as store:
        assert dict(store.read("SELECT key, value FROM setting")) == {"library": "biblionet-drenthe", "branch": "9428"}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_store_is_not_made_over_a_file(path: Path, snapshot: Take) -> None:
    before = snapshot(path.parent)
    with pytest.raises(Refusal, match="bestaat al"):
        create_store(path)
    assert snapshot(path.parent) == before


def test_a_store_is_not_made_beside_a_log_that_would_be_taken_for_its_own(tmp_path: Path) -> None:
    (tmp_path / "b.balie-wal").write_bytes(b"work")
    with pytest.raises(Refusal, match=r"b\.balie-wal"):
        create_store(tmp_path / "b.balie")
    assert (tmp_path / "b.balie-wal").read_bytes() == b"work"


def test_a_store_that_cannot_be_finished_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.ProgrammingError):
        create_store(tmp_path / "b.balie", {"key": object()})  # type: ignore[dict-item]
    assert [file.name for file in tmp_path.iterdir()] == ["b.balie.lock"]


@pytest.mark.parametrize("name", ["a b.balie", "50%.balie", "wat?.balie", "#1.balie", "é€ 漢.balie", "[red]x.balie"])
def test_any_name_will_do(tmp_path: Path, name: str) -> None:
    create_store(tmp_path / name, {"library": "x"}).close()
    with open_store(tmp_path / name) as store:
        assert store.read_one("SELECT value FROM setting") == ("x",)
    assert {file.name for file in tmp_path.iterdir()} == {name, name + ".lock"}


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"b\xff.balie")
    path.write_bytes(b"x")
    with pytest.raises(Refusal, match="tekens die Balie niet aankan"):
        open_store(path)


def _other_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (a)")


def _half_a_header(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + bytes(20))


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: path.write_text("Beste collega,\n" * 100), NOT_OURS),
        (lambda path: path.write_bytes(b""), NOT_OURS),
        (lambda path: path.write_bytes(os.urandom(8192)), NOT_OURS),
        (_other_database, NOT_OURS),
        (_half_a_header, NOT_OURS),
        (lambda path: path.mkdir(), "is een map"),
        (lambda path: os.mkfifo(path), "is geen bestand"),
        (lambda path: None, "bestaat niet"),
    ],
)
def test_what_is_no_store_is_refused_and_left_as_it_was(
    tmp_path: Path, snapshot: Take, make: Callable[[Path], object], reason: str
) -> None:
    path = tmp_path / "iets.balie"
    make(path)
    before = snapshot(tmp_path)
    with pytest.raises(Refusal, match=reason):
        open_store(path)
    assert snapshot(tmp_path) == before


def test_a_store_of_a_newer_version_is_refused_and_left_as_it_was(newer: Path, snapshot: Take) -> None:
    before = snapshot(newer.parent)
    with pytest.raises(Refusal, match=f"nieuwere versie van Balie .*bestandsversie {VERSION + 1}"):
        open_store(newer)
    assert snapshot(newer.parent) == before


def test_a_newer_version_that_is_still_in_the_log_is_seen(path: Path, snapshot: Take) -> None:
    copy = path.with_name("kopie.balie")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
        for suffix in ("", "-wal"):  # as a program that was killed leaves them
            copy.with_name(copy.name + suffix).write_bytes(path.with_name(path.name + suffix).read_bytes())
    before = snapshot(path.parent)
    with pytest.raises(Refusal, match="nieuwere versie"):
        open_store(copy)
    after = snapshot(path.parent)
    assert {name: after[name] for name in before} == before


def test_a_damaged_store_is_refused_in_words(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4096])
    with pytest.raises(Refusal, match="beschadigd"):
        open_store(path)
    assert path.read_bytes() == content[:4096]


def test_damage_found_on_the_way_is_refused_in_words(path: Path, stamp: Stamp) -> None:
    with open_store(path) as store:
        (root,) = store.read_one("SELECT rootpage FROM sqlite_schema WHERE name = 'counter'") or (0,)
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xaa" * 4096)
    with open_store(path) as store:
        with pytest.raises(Refusal, match="beschadigd"):
            store.read("SELECT * FROM counter")
        with pytest.raises(Refusal, match="beschadigd"):
            store.read_one("SELECT * FROM counter")
        with pytest.raises(Refusal, match="beschadigd"), store.transaction(stamp) as tx:
            tx.execute("INSERT INTO counter VALUES ('a', 1)")


def test_a_mistake_in_sql_is_not_taken_for_a_fault_of_the_file(path: Path) -> None:
    with open_store(path) as store, pytest.raises(sqlite3.OperationalError, match="no such table"):
        store.read("SELECT * FROM nowhere")


OPEN = "open_store(path)"


def test_a_store_one_may_not_read_is_refused(store_of_nobody: Path, say_as_nobody: Callable[[str, Path], str]) -> None:
    store_of_nobody.chmod(0)
    assert "Geen toegang" in say_as_nobody(OPEN, store_of_nobody)


@pytest.mark.parametrize(("file", "folder"), [(0o400, 0o700), (0o600, 0o500)])
def test_a_store_one_may_only_read_is_refused(
    store_of_nobody: Path, say_as_nobody: Callable[[str, Path], str], file: int, folder: int
) -> None:
    assert say_as_nobody(OPEN, store_of_nobody) == "niet geweigerd"
    store_of_nobody.chmod(file)
    store_of_nobody.parent.chmod(folder)
    assert "kan niet worden beschreven" in say_as_nobody(OPEN, store_of_nobody)


def test_a_folder_one_may_not_enter_is_refused(
    store_of_nobody: Path, say_as_nobody: Callable[[str, Path], str]
) -> None:
    store_of_nobody.parent.chmod(0)
    assert "Geen toegang" in say_as_nobody(OPEN, store_of_nobody)


def test_a_store_cannot_be_made_where_one_may_not_write(
    open_folder: Path, say_as_nobody: Callable[[str, Path], str]
) -> None:
    if os.getuid() != 0:
        open_folder.chmod(0o500)
    assert "Geen toegang" in say_as_nobody("create_store(path)", open_folder / "nieuw.balie")
    assert list(open_folder.iterdir()) == []


def test_a_closed_store_leaves_one_file_and_its_lock(path: Path, stamp: Stamp) -> None:
    with open_store(path) as store, store.transaction(stamp) as tx:
        tx.execute("INSERT INTO counter VALUES ('a', 1)")
    assert {file.name for file in path.parent.iterdir()} == {path.name, path.name + ".lock"}
    store.close()


def test_a_borrowed_store_is_not_brought_up_to_date(older: Path) -> None:
    with borrow(older) as opened:
        assert opened.connection.execute("PRAGMA user_version").fetchone() == (1,)
    with borrow(older) as opened:
        assert opened.connection.execute("PRAGMA user_version").fetchone() == (1,)


def test_opening_a_store_imports_no_sqlite_utils(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from balie.store.connection import open_store;"
        "open_store(Path(sys.argv[1])).close(); print(sorted({'sqlite_utils', 'click', 'json'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True, cwd=ROOT)
    assert told.stdout.strip() == "[]"
