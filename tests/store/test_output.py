"""A file that somebody asks for never goes over anything of Balie's or over what is read, whatever name it is given."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from balie.library.data_files import data_path
from balie.refusal import Refusal
from balie.store import aside
from balie.store.aside import new_file_beside, tidy_folder
from balie.store.backup import backup
from balie.store.output import Guard, choose_target, companions, written
from balie.store.place import log_path, settings_path

NOBODY = 2**22 + 1
"""A process that cannot be: above what the kernel numbers."""


@pytest.fixture
def store(tmp_path: Path, empty_store: Path) -> Path:
    path = tmp_path / "bak" / "b.balie"
    path.parent.mkdir()
    shutil.copy(empty_store, path)
    path.with_name("b.balie.lock").touch()
    for folder in ("b-bonnen", "b-incasso", "b-uitbetaling"):
        path.with_name(folder).mkdir()
    return path


def write(path: Path, guard: Guard, *, overwrite: bool = False, text: str = "nieuw") -> None:
    with written(choose_target(path, guard), overwrite=overwrite) as file:
        file.write(text)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


OF_THE_STORE: list[Callable[[Path], Path]] = [
    lambda store: store,
    lambda store: store.parent / "." / store.name,
    lambda store: store.parent / ".." / store.parent.name / store.name,
    lambda store: Path(os.path.relpath(store)),
    lambda store: store.with_name("B.BALIE"),
    lambda store: store.with_name(f"{store.name}-wal"),
    lambda store: store.with_name(f"{store.name}-shm"),
    lambda store: store.with_name(f"{store.name}-journal"),
    lambda store: store.with_name(f"{store.name}.lock"),
    lambda store: store.with_name(f"{store.name}.berichten"),
    lambda store: store.with_name("b.voor-herstel.20240409-081500.balie"),
    lambda store: store.with_name("b.voor-versie-24.20240409-081500.balie"),
    lambda store: store.with_name(f".{store.name}.{NOBODY}.nieuw"),
    lambda store: store.with_name("b-bonnen") / "bon-00000001.txt",
    lambda store: store.with_name("b-incasso") / "incasso-2025-05-001.xml",
    lambda store: store.with_name("b-incasso") / "overzicht-journaal.csv",
    lambda store: store.with_name("b-uitbetaling") / "x.xml",
    lambda store: linked(store, os.symlink),
    lambda store: linked(store, os.link),
    lambda store: linked(store.with_name(f"{store.name}.lock"), os.link),
    lambda store: linked(store.parent, os.symlink) / store.name,
    lambda store: linked(store.parent, os.symlink) / f"{store.name}-wal",
]


def linked(path: Path, link: Callable[[Path, Path], None]) -> Path:
    name = path.with_name("anders") if path.is_dir() else path.parent.parent / "anders"
    link(path, name)
    return name


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("named", OF_THE_STORE)
def test_what_belongs_to_the_store_is_never_written(
    store: Path, named: Callable[[Path], Path], overwrite: bool
) -> None:
    path = named(store)
    before = contents(store.parent)

    with pytest.raises(Refusal, match="van Balie zelf"):
        write(path, Guard(store), overwrite=overwrite)
    assert contents(store.parent) == before


def test_what_is_written_through_an_open_file_is_the_store_all_the_same(store: Path) -> None:
    with closing(sqlite3.connect(store)) as connection, store.open("rb") as file:
        connection.execute("SELECT 1 FROM setting").fetchall()
        with pytest.raises(Refusal, match="van Balie zelf"):
            write(Path(f"/proc/self/fd/{file.fileno()}"), Guard(store), overwrite=True)


def test_a_link_as_the_store_guards_what_it_leads_to(store: Path) -> None:
    link = linked(store, os.symlink)

    for path in (*companions(store), *companions(link)):
        with pytest.raises(Refusal):
            write(path, Guard(link), overwrite=True)


@pytest.mark.parametrize("link", [None, os.symlink, os.link])
def test_what_is_read_is_never_written(store: Path, tmp_path: Path, link: Callable[[Path, Path], None] | None) -> None:
    source = tmp_path / "klanten.csv"
    source.write_text("oud", encoding="utf-8")
    path = source if link is None else tmp_path / "anders"
    if link is not None:
        link(source, path)

    with pytest.raises(Refusal, match="dat Balie leest"):
        write(path, Guard(store, (source,)), overwrite=True)
    assert source.read_text(encoding="utf-8") == "oud"


@pytest.mark.parametrize("path", [settings_path, log_path, lambda: data_path("libraries", "nieuw.toml")])
def test_settings_log_and_what_balie_came_with_are_never_written(store: Path, path: Callable[[], Path]) -> None:
    with pytest.raises(Refusal, match="dat Balie leest"):
        write(path(), Guard(store), overwrite=True)


def a_folder(path: Path) -> None:
    path.mkdir()


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))


ODD: list[tuple[Callable[[Path], object], str]] = [
    (a_folder, "is een map"),
    (os.mkfifo, "geen gewoon bestand"),
    (a_socket, "geen gewoon bestand"),
    (lambda path: path.symlink_to(path.parent / "nergens"), "koppeling"),
    (lambda path: path.symlink_to("/dev/null"), "koppeling"),
]


@pytest.mark.parametrize(("make", "why"), ODD)
def test_what_is_no_plain_file_is_refused(
    store: Path, tmp_path: Path, make: Callable[[Path], object], why: str
) -> None:
    path = tmp_path / "uit"
    make(path)
    mode = path.lstat().st_mode

    with pytest.raises(Refusal, match=why):
        write(path, Guard(store), overwrite=True)
    assert path.lstat().st_mode == mode


@pytest.mark.parametrize("name", ["/dev/null", "/dev/stdout", "/dev/fd/1", "/proc/self/mem"])
def test_a_device_is_refused(store: Path, name: str) -> None:
    with pytest.raises(Refusal):
        write(Path(name), Guard(store), overwrite=True)


@pytest.mark.parametrize("name", ["a\0b", "a\nb", "\udce9", "a\x1b[2J"])
def test_a_name_that_cannot_be_is_refused(store: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(Refusal, match="tekens die niet kunnen"):
        write(tmp_path / name, Guard(store))


@pytest.mark.parametrize("name", ["Zoë's map.csv", "e\u0301.csv", "a b;c.csv", "100 %.csv"])
def test_any_other_name_can_be(store: Path, tmp_path: Path, name: str) -> None:
    write(tmp_path / name, Guard(store))

    assert (tmp_path / name).read_text(encoding="utf-8") == "nieuw"


def test_another_store_a_backup_and_what_lies_beside_one_are_refused(store: Path, tmp_path: Path) -> None:
    other, copy = tmp_path / "ander.balie", tmp_path / "kopie"
    shutil.copy(store, other)
    backup(store, copy)

    for path in (other, copy, *companions(other)[1:], tmp_path / "kopie-wal"):
        with pytest.raises(Refusal):
            write(path, Guard(store), overwrite=True)


def test_a_file_that_is_there_is_only_replaced_when_somebody_says_so(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "uit.csv"
    path.write_text("oud", encoding="utf-8")
    path.chmod(0o644)

    with pytest.raises(Refusal, match=r"bestaat al.*--overschrijf"):
        write(path, Guard(store))
    assert path.read_text(encoding="utf-8") == "oud"
    write(path, Guard(store), overwrite=True)
    assert path.read_text(encoding="utf-8") == "nieuw"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_appears_meanwhile_stays_as_it_is(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "uit.csv"

    with pytest.raises(Refusal, match="bestaat al"), written(choose_target(path, Guard(store)), overwrite=False):
        path.write_text("van een ander", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == "van een ander"
    assert list(tmp_path.glob(".*")) == []


def test_a_store_that_appears_meanwhile_stays_as_it_is(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "uit.csv"

    with pytest.raises(Refusal, match="reservekopie"), written(choose_target(path, Guard(store)), overwrite=True):
        shutil.copy(store, path)
    assert path.read_bytes() == store.read_bytes()


def test_what_breaks_off_leaves_nothing(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "uit.csv"
    path.write_text("oud", encoding="utf-8")

    with pytest.raises(ZeroDivisionError), written(choose_target(path, Guard(store)), overwrite=True) as file:
        file.write(f"half {1 / 0}")
    assert path.read_text(encoding="utf-8") == "oud"
    assert list(tmp_path.glob(".*")) == []


def left_by(process: int, folder: Path, name: str) -> list[Path]:
    """What imports and backups leave that are killed: also beside an unfinished file, and SQLite's own."""
    first = f".{name}.{process}.nieuw"
    names = [first, f"{first}-journal", f".{first}.{process}.nieuw", f".{first}.{process}.nieuw-wal"]
    for one in names:
        (folder / one).write_bytes(b"namen")
    return [folder / one for one in names]


def test_what_a_killed_program_left_goes_when_the_same_file_is_made_again(tmp_path: Path) -> None:
    left = left_by(NOBODY, tmp_path, "b.balie")
    others = left_by(NOBODY, tmp_path, "c.balie")
    busy = left_by(os.getppid(), tmp_path, "b.balie")

    made = new_file_beside(tmp_path / "b.balie")

    assert [path for path in left if path.exists()] == []
    assert all(path.exists() for path in (*others, *busy, made))


def test_what_nobody_touched_for_an_hour_goes_from_a_folder(tmp_path: Path) -> None:
    left = left_by(NOBODY, tmp_path, "kopie-van-gisteren")
    busy = left_by(os.getppid(), tmp_path, "b.balie")
    others = [tmp_path / name for name in (".b.balie.nieuw", ".profile", "a.1.nieuw", ".x.1.nieuws")]
    for path in others:
        path.write_bytes(b"")
    now = left[0].stat().st_mtime

    assert tidy_folder(tmp_path, now=now + aside._UNTOUCHED) == 0
    assert tidy_folder(tmp_path, now=now + aside._UNTOUCHED + 60) == len(left)
    assert all(path.exists() for path in (*others, *busy))


def test_a_backup_tidies_the_folder_it_goes_to(store: Path, tmp_path: Path) -> None:
    left = left_by(NOBODY, tmp_path, "gisteren.balie")
    for path in left:
        os.utime(path, (1, 1))

    backup(store, tmp_path / "vandaag.balie")

    assert [path for path in left if path.exists()] == []
