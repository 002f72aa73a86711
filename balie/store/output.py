"""The one way in which a file that somebody asked for is written: never over anything of Balie's own or over what is
read, aside first, durable, and under its name whole or not at all.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from balie.dutch.text import clean, has_control
from balie.library.data_files import own_file_names, packaged_path
from balie.library.load import is_path
from balie.refusal import Refusal
from balie.store.aside import discard, fill_new, make_beside, new_file_beside, sync_folder
from balie.store.errors import FOLDER, NO_FOLDER, refusing
from balie.store.migrations import APPLICATION_ID
from balie.store.place import (
    collection_folder,
    log_path,
    payout_folder,
    sender_lock_path,
    settings_path,
    spool_folder,
)
from balie.store.sharing import share
from balie.store.turnstile import lock_path

if TYPE_CHECKING:
    from balie.store.connection import Store
    from balie.store.values import Row

_ITSELF = "{path} is het bestand van Balie zelf of hoort erbij. Kies een andere naam."
_INPUT = "{path} is een bestand dat Balie leest. Kies een andere naam."
_A_STORE = "{path} is een bestand van Balie of een reservekopie. Kies een andere naam."
_IN_USE = "{path} is een bestand waarmee wordt gewerkt. Kies een andere naam."
_LINK = "{path} is een koppeling naar een ander bestand. Geef de naam van het bestand zelf, of kies een andere naam."
_NOT_A_FILE = "{path} is geen gewoon bestand. Kies een andere naam."
_ODD_NAME = "De bestandsnaam {path} bevat tekens die niet kunnen. Kies een andere naam."
_NOBODY = "De map {path} is er niet. Typ de hele naam van het bestand."
EXISTS = "{path} bestaat al. Kies een andere naam, of laat het vervangen (--overschrijf)."

OVERVIEW_NAMES = "overzicht-*.csv"
"""The only files in the spool folder that somebody may ask for by name."""

NAMED_LIBRARY = "SELECT value FROM setting WHERE key = 'library'"

_LOGS = ("-wal", "-shm", "-journal")
_HEADER_ID = slice(68, 72)
_MAGIC = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Guard:
    """What is never written over: the store that is worked on with all that belongs to it, and what is being read.

    Whatever name it is called by: by a link, another spelling, or a file that is open. Balie's settings, its log and
    what it came with are never written over either; `backups` says whether a store that nobody works in may be.
    """

    store: Path
    inputs: tuple[Path, ...] = ()
    backups: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """Where a file is to go, as an absolute path that may be written, and whether there is one already."""

    path: Path
    taken: bool
    guard: Guard


def choose_target(path: Path, guard: Guard, *, may_be_made: Path | None = None) -> Target:
    """Look whether a file may be written at `path`. The folder must be there, or be `may_be_made`.

    Raises `Refusal` for a name that cannot be, a folder, a link, what is no plain file (a pipe, a device), and what
    `guard` keeps.
    """
    path = full_path(path)
    with refusing(path):
        if not path.parent.is_dir() and path.parent != may_be_made:
            raise Refusal(NO_FOLDER.format(path=path))
        if _is_own(path, guard.store):
            raise Refusal(_ITSELF.format(path=path))
        if any(_is_same(path, one) for one in (*guard.inputs, settings_path(), log_path())) or _comes_along(path):
            raise Refusal(_INPUT.format(path=path))
        return Target(path, _is_taken(path, guard), guard)


@contextmanager
def written(
    target: Target, *, overwrite: bool, encoding: str = "utf-8", newline: str | None = None
) -> Iterator[TextIO]:
    """A text file (mode 0600) that gets its name when what is inside `with` has been done; else there is none.

    Raises `Refusal` when there is a file already (unless `overwrite`), when it may not be written by then, or cannot.
    """
    path = target.path
    if target.taken and not overwrite:
        raise Refusal(EXISTS.format(path=path))
    unfinished = new_file_beside(path)
    try:
        with refusing(path):
            file = unfinished.open("w", encoding=encoding, newline=newline)
        with file:
            yield file
            with refusing(path):
                file.flush()
                os.fsync(file.fileno())
        give_name(unfinished, choose_target(path, target.guard), overwrite=overwrite)
    except BaseException:
        discard(unfinished)
        raise


def give_name(unfinished: Path, target: Target, *, overwrite: bool) -> None:
    """Put a file that was written aside under its name, durable. Raises `Refusal` as `written` does."""
    path = target.path
    with refusing(path):
        if overwrite:
            os.replace(unfinished, path)
        else:
            _give_free_name(unfinished, path)
        sync_folder(path)


def _give_free_name(unfinished: Path, path: Path) -> None:
    """Under a name that nobody has, also when somebody takes it in this very moment."""
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise Refusal(EXISTS.format(path=path)) from None
    except OSError:  # a file system without hard links
        if os.path.lexists(path):
            raise Refusal(EXISTS.format(path=path)) from None
        os.replace(unfinished, path)
    else:
        unfinished.unlink()


def full_path(path: Path) -> Path:
    """A path that was typed, absolute and with `~` read. Raises `Refusal` for a name that cannot be one."""
    try:
        os.fsencode(path).decode()
    except UnicodeError:
        raise Refusal(_ODD_NAME.format(path=ascii(str(path)))) from None
    if "\0" in str(path) or has_control(str(path)):
        raise Refusal(_ODD_NAME.format(path=clean(str(path))))
    try:
        return path.expanduser().absolute()
    except RuntimeError:  # ~somebody who is not there
        raise Refusal(_NOBODY.format(path=path.parts[0])) from None


def _is_taken(path: Path, guard: Guard) -> bool:
    if path.is_symlink():
        raise Refusal(_LINK.format(path=path))
    # SQLite would take a log that was left there for one of the new copy.
    left = guard.backups and any(path.with_name(path.name + suffix).exists() for suffix in _LOGS)
    if left or _is_companion(path, guard.store):
        raise Refusal(_IN_USE.format(path=path))
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(mode):
        raise Refusal(FOLDER.format(path=path))
    if not stat.S_ISREG(mode):
        raise Refusal(_NOT_A_FILE.format(path=path))
    if _is_store(path) and not guard.backups:
        raise Refusal(_A_STORE.format(path=path))
    return True


def companions(store: Path) -> list[Path]:
    """The files of fixed name that belong to a store, itself among them."""
    logs = [store.with_name(store.name + suffix) for suffix in _LOGS]
    return [store, *logs, lock_path(store), sender_lock_path(store)]


def _is_own(path: Path, store: Path) -> bool:
    # The store may be reached by a link: what lies beside the link and beside the file itself are both its own.
    return any(_belongs_to(path, one) for one in {store.absolute(), Path(os.path.realpath(store))})


def _belongs_to(path: Path, store: Path) -> bool:
    if any(_is_same(path, one) for one in companions(store)):
        return True
    real, place = Path(os.path.realpath(path)), Path(os.path.realpath(store.parent))
    if real.parent == place and _is_dated_copy(real.name, store):
        return True
    folders = (spool_folder(store), collection_folder(store), payout_folder(store))
    inside = [folder for folder in folders if Path(os.path.realpath(folder)) in real.parents]
    return bool(inside) and not (inside == [folders[0]] and real.match(OVERVIEW_NAMES))


def _is_dated_copy(name: str, store: Path) -> bool:
    kept = name.endswith(store.suffix) and name.startswith(
        (f"{store.stem}.voor-herstel.", f"{store.stem}.voor-versie-")
    )
    return kept or (name.startswith(f".{store.name}.") and name.endswith(".nieuw"))


def _is_companion(path: Path, store: Path) -> bool:
    """Whether it belongs to another store, going by its name."""
    for suffix in (*_LOGS, ".lock", ".berichten"):
        if path.name.endswith(suffix) and path.name != suffix:
            base = path.with_name(path.name.removesuffix(suffix))
            if _is_same(base, store) or _is_store(base):
                return True
    return False


def _is_same(path: Path, other: Path) -> bool:
    with suppress(OSError, ValueError):
        if os.path.samefile(path, other):
            return True
    # What is not there yet has no identity but its name; some file systems know no capitals.
    return os.path.realpath(path).casefold() == os.path.realpath(other).casefold()


def _comes_along(path: Path) -> bool:
    return Path(os.path.realpath(packaged_path())) in Path(os.path.realpath(path)).parents


def _is_store(path: Path) -> bool:
    # Only of a file that is not open here: closing it drops the locks this process has on it.
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            head = file.read(100)
    except OSError:
        return False
    return head.startswith(_MAGIC) and int.from_bytes(head[_HEADER_ID]) == APPLICATION_ID


def guard_of(store: Store, *inputs: Path) -> Guard:
    """What is kept while somebody works in this store: also the library's own files, and `inputs`, what is read."""
    return Guard(store.path, (*inputs, *library_files(store.path, store.read_one(NAMED_LIBRARY))))


def library_files(store: Path, named: Row | None) -> list[Path]:
    """The library file that a store goes by, and where the templates, lists and reasons beside it are or would be.

    `named` is what `NAMED_LIBRARY` finds in the store; nothing for a library that comes with Balie.
    """
    name = "" if named is None else str(named[0])
    if not is_path(name):
        return []
    beside = Path(os.path.realpath(store)).parent
    files = [beside / name, beside / Path(name).name]
    return [*files, *(file.parent.joinpath(*parts) for file in files for parts in own_file_names())]


def put(path: Path, contents: bytes) -> None:
    """Put a file of Balie's own under its name, in place of what was there: whole or not at all.

    Its mode is 0600, or that of a folder which is shared (`balie.store.sharing`).

    For names that Balie chose itself. Raises `OSError` as it comes.
    """
    unfinished = make_beside(path)
    try:
        fill_new(unfinished, contents)
        share(unfinished)
        os.replace(unfinished, path)
        sync_folder(path)
    except BaseException:
        discard(unfinished)
        raise
