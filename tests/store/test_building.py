"""A store that is built whole has its name only once it is whole; a practice file is copied and begun anew."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from balie.refusal import Refusal
from balie.store.building import build_store, copy_closed, refill
from balie.store.connection import Stamp, Store, create_store, open_store
from balie.store.practice import MARK

Spawn = Callable[..., "subprocess.Popen[str]"]
Take = Callable[[Path], dict[str, str]]
Fill = Callable[[Store], None]

BUILD = """
import sys
from pathlib import Path
from balie.store.building import build_store

def fill(store):
    print("bezig", flush=True)
    sys.stdin.readline()

build_store(Path(sys.argv[1]), {}, fill)
"""


def _settings(path: Path) -> dict[str, str]:
    with open_store(path) as store:
        return dict(store.read("SELECT key, value FROM setting WHERE key <> 'read' ORDER BY key"))


@pytest.fixture
def put(stamp: Stamp) -> Callable[[str], Fill]:
    """What fills a store with a counter of this name."""

    def of(name: str) -> Fill:
        def fill(store: Store) -> None:
            with store.transaction(stamp) as tx:
                tx.execute("INSERT INTO counter VALUES (?, 1)", (name,))

        return fill

    return of


def _in_folder(folder: Path) -> list[str]:
    """What is in a folder, but for the locks: they only tell who has a store open."""
    return sorted(file.name for file in folder.iterdir() if file.suffix != ".lock")


def _counters(path: Path) -> list[str]:
    with open_store(path) as store:
        return _names(store)


def _names(store: Store) -> list[str]:
    return [name for (name,) in store.read("SELECT name FROM counter ORDER BY name")]


def test_what_is_built_is_one_private_sound_file_with_its_settings_and_contents(tmp_path: Path, put) -> None:
    path = tmp_path / "steden" / "stad.balie"
    build_store(path, {"branch": "9428"}, put("boek"))
    assert list(path.parent.iterdir()) == [path]
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    with open_store(path) as store:
        assert store.read("PRAGMA integrity_check") == [("ok",)]
        assert store.read("SELECT value FROM setting WHERE key = 'branch'") == [("9428",)]
        assert _names(store) == ["boek"]


def test_what_is_built_replaces_what_stood_there(tmp_path: Path, put) -> None:
    path = tmp_path / "stad.balie"
    build_store(path, {}, put("oud"))
    build_store(path, {}, put("nieuw"))
    assert _counters(path) == ["nieuw"]


def test_what_fails_while_it_is_filled_leaves_nothing_and_what_stood_there(tmp_path: Path, put, snapshot: Take) -> None:
    path = tmp_path / "stad.balie"
    build_store(path, {}, put("oud"))
    before = snapshot(tmp_path)

    def fail(store: Store) -> None:
        put("half")(store)
        raise Refusal("Het papier is op.")

    with pytest.raises(Refusal, match="papier"):
        build_store(path, {}, fail)
    assert snapshot(tmp_path) == before


def test_a_kill_leaves_nothing_of_that_name_and_the_next_takes_the_rest_away(tmp_path: Path, put, spawn: Spawn) -> None:
    path = tmp_path / "stad.balie"
    process = spawn(BUILD, path)
    assert process.stdout is not None
    assert process.stdout.readline() == "bezig\n"
    process.kill()
    process.wait()
    assert not path.exists()
    assert list(tmp_path.iterdir()) != []
    build_store(path, {}, put("boek"))
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path, put) -> None:
    (tmp_path / "steden").write_text("een bestand")
    with pytest.raises(Refusal):
        build_store(tmp_path / "steden" / "stad.balie", {}, put("boek"))


def test_a_copy_holds_the_same_and_nothing_of_what_stood_in_its_place(tmp_path: Path, put) -> None:
    source, path = tmp_path / "stad.balie", tmp_path / "ans" / "stad.balie"
    build_store(source, dict(MARK), put("boek"))
    build_store(path, dict(MARK), put("oud"))
    for left in ("-wal", "-shm"):
        path.with_name(path.name + left).write_bytes(b"of a desk that was killed")
    copy_closed(source, path)
    assert _in_folder(path.parent) == [path.name]
    assert path.stat().st_mode & 0o777 == 0o600
    assert _counters(path) == _counters(source) == ["boek"]


def test_a_copy_that_cannot_be_made_leaves_what_stood_there(tmp_path: Path, put, snapshot: Take) -> None:
    path = tmp_path / "stad.balie"
    build_store(path, {}, put("oud"))
    path.with_name("stad.balie.lock").touch()
    before = snapshot(tmp_path)
    with pytest.raises(Refusal):
        copy_closed(tmp_path / "weg.balie", path)
    assert snapshot(tmp_path) == before


def test_an_open_practice_file_is_begun_anew_without_closing_it(tmp_path: Path, put) -> None:
    source, path = tmp_path / "stad.balie", tmp_path / "ans.balie"
    build_store(source, dict(MARK), put("boek"))
    copy_closed(source, path)
    with open_store(path) as store:
        put("gedaan")(store)
        assert _names(store) == ["boek", "gedaan"]
        refill(store, source)
        assert _names(store) == ["boek"]
        put("opnieuw")(store)
    assert _counters(path) == ["boek", "opnieuw"]
    assert _counters(source) == ["boek"]


def test_what_is_no_practice_file_is_never_begun_anew(tmp_path: Path, put) -> None:
    source, path = tmp_path / "stad.balie", tmp_path / "echt.balie"
    build_store(source, dict(MARK), put("boek"))
    create_store(path, {}).close()
    with open_store(path) as store:
        put("echt")(store)
        with pytest.raises(ValueError, match="practice file"):
            refill(store, source)
        assert _names(store) == ["echt"]


@pytest.mark.parametrize("contents", [None, b"", b"geen balie" * 1_000])
def test_a_practice_file_stays_as_it_is_where_what_it_is_to_become_cannot_be_read(
    tmp_path: Path, put, contents: bytes | None
) -> None:
    source, path = tmp_path / "stad.balie", tmp_path / "ans.balie"
    build_store(path, dict(MARK), put("gedaan"))
    if contents is not None:
        source.write_bytes(contents)
    with open_store(path) as store:
        with pytest.raises(Refusal):
            refill(store, source)
        assert _names(store) == ["gedaan"]
