"""What `balie bibliotheek` does: look at a library file before the desks see it, and point a store at one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from balie.commands.maintenance import say
from balie.commands.terminal import may_replace
from balie.dutch.counts import many
from balie.library.data_files import data_name, use_own_files
from balie.library.finding import FoundLibrary, KeptLibrary, find_library, name_for_store
from balie.library.load import is_path, library_path, read_library, read_text
from balie.opening import BRANCH, DEFAULT_LIBRARY, Opening
from balie.own_data import check_materials, check_own_files
from balie.refusal import Reason, Refusal
from balie.store.connection import Store, open_store
from balie.store.errors import refusing
from balie.store.library_file import LIBRARY, keep_library, keep_own_files, kept_library, kept_own_files
from balie.store.output import Target, choose_target, guard_of, written
from balie.store.transaction import Stamp

if TYPE_CHECKING:
    from balie.library.structs import Library
    from balie.options import DeskOptions
    from balie.store.reading import Reader

_BRANCHES = (
    "SELECT branch, sum(customers) FROM (SELECT home_branch AS branch, count(*) AS customers FROM customer"
    " WHERE NOT EXISTS (SELECT 1 FROM removal WHERE customer_id = customer.id) GROUP BY home_branch"
    " UNION ALL SELECT value, 0 FROM setting WHERE key = ?) GROUP BY branch ORDER BY branch"
)
_SUBSCRIPTIONS = "SELECT code, count(*) FROM membership WHERE status <> 9 GROUP BY code ORDER BY code"
_ANOTHER = (
    "{file} is van bibliotheek {ours}, en het bestand {store} is van {theirs}. Geef een ander bestand (--bestand); heet"
    " de bibliotheek voortaan anders, geef dan ook --andere-bibliotheek."
)


def check_library_file(named: str, store: Path) -> int:
    """Look at a library file (a path or a name) with what is beside it, and whether the store can go on with it.

    Raises `Refusal` with everything that is wrong.
    """
    found = _found(named)
    library, _ = _checked(found)
    if store.exists():
        with open_store(store) as opened:
            kept = kept_library(opened)
            if kept is None or kept.name == library.name:
                _refuse_missing(opened, library)
    say(f"Het bibliotheekbestand {found.path} is in orde: {_told(library)}.")
    return 0


def point_at(named: str, options: DeskOptions, *, today: date, other_library: bool) -> int:
    """Have the store go by this library file from now on, with the files beside it: what it kept of others is gone.

    Raises `Refusal` when it cannot, and nothing has changed.
    """
    found = _found(named)
    library, own = _checked(found)
    with open_store(options.store) as store:
        kept = kept_library(store)
        if kept is not None and kept.name != library.name and not other_library:
            raise Refusal(_ANOTHER.format(file=found.path, ours=library.name, store=store.path, theirs=kept.name))
        stamp = Stamp("beheer", _branch(store, library), datetime.now(UTC), options.working_date or today)
        with store.transaction(stamp) as tx:
            _refuse_missing(tx, library)
            gone = sorted(kept_own_files(tx).keys() - own.keys())
            keep_library(tx, _kept(found, library), name_for_store(named, store.path))
            keep_own_files(tx, own)
            tx.journal("library", after={"file": str(found.path), "name": library.name})
    say(f"{options.store} werkt voortaan met {found.path}: {_told(library)}.")
    for name in gone:
        say(f"Een eigen {name} is er niet meer: voortaan geldt wat met Balie meekomt.")
    say("Een balie die nu open staat doet dat als zij opnieuw wordt gestart.")
    return 0


def tell_library(options: DeskOptions, target: Path | None, *, today: date, overwrite: bool) -> int:
    """Say which library file the store goes by, and which files of the library's own.

    They are written to `target` and beside it if asked: that is the way to a copy of them.
    """
    with Opening(options, today=today) as opening:
        row = opening.store.read_one("SELECT value FROM setting WHERE key = ?", (LIBRARY,))
        named = DEFAULT_LIBRARY if row is None else str(row[0])
        found = find_library(named, options.store, kept_library(opening.store))
        library = read_library(found.content, found.file_name)
        where = f"uit {found.path}" if found.path else f"uit de kopie van {found.file_name} in het bestand zelf"
        say(f"{options.store} werkt met {_told(library)}, {where}.")
        use_own_files(found.folder, kept_own_files(opening.store) if found.is_own else None)
        own = check_own_files()
        for name in own:
            say(f"Eigen bestand: {data_name(*name.split('/'))}.")
        if target is not None:
            chosen = choose_target(target, guard_of(opening.store))
            _write_beside(chosen, own, overwrite=overwrite)
            with written(chosen, overwrite=may_replace(chosen, overwrite=overwrite)) as file:
                file.write(found.content)
            say(f"Het bibliotheekbestand staat in {chosen.path}.")
    return 0


def _write_beside(library: Target, own: Mapping[str, str], *, overwrite: bool) -> None:
    """Write the library's own files where they are looked for when its library file is at `library`."""
    paths = {name: library.path.parent.joinpath(*name.split("/")) for name in own}
    targets = {
        name: choose_target(path, library.guard, may_be_made=path.parent)
        for name, path in paths.items()
        if not (path.is_file() and path.read_bytes() == own[name].encode())
    }
    replacing = {name: may_replace(target, overwrite=overwrite) for name, target in targets.items()}
    for name, target in targets.items():
        with refusing(target.path):
            target.path.parent.mkdir(mode=0o700, exist_ok=True)
        with written(target, overwrite=replacing[name]) as file:
            file.write(own[name])
        say(f"Het eigen bestand {name} staat in {target.path}.")


def _found(named: str) -> FoundLibrary:
    path = library_path(named).absolute()
    return FoundLibrary(path.name, read_text(path), path, is_own=is_path(named))


def _checked(found: FoundLibrary) -> tuple[Library, dict[str, str]]:
    """The library of a file, and the texts of the own files beside it; everything wrong with them is told at once."""
    own: dict[str, str] = {}
    wrong: list[Reason] = []
    library = None
    try:
        library = read_library(found.content, found.file_name)
    except Refusal as refusal:
        wrong += refusal.reasons
    use_own_files(found.folder)
    try:
        own = check_own_files()
        if library is not None:
            check_materials(library)
        for name in own:
            say(f"Eigen bestand: {data_name(*name.split('/'))}.")
    except Refusal as refusal:
        wrong += refusal.reasons
    if library is None or wrong:
        raise Refusal(*wrong)
    return library, own


def _refuse_missing(reader: Reader, library: Library) -> None:
    reasons = tuple(_missing(reader, library))
    if reasons:
        raise Refusal(*reasons)


def _missing(reader: Reader, library: Library) -> Iterator[str]:
    """What is used in the store and is not in the library file."""
    branches = {branch.number for branch in library.branches}
    for branch, customers in reader.read(_BRANCHES, (BRANCH,)):
        if branch not in branches:
            whose = many(customers, "klant hoort", "klanten horen")
            yield f"Vestiging {branch} staat er niet in, en het bestand werkt ermee ({whose} daar thuis): neem haar op."
    codes = {subscription.code for subscription in library.subscriptions}
    for code, memberships in reader.read(_SUBSCRIPTIONS):
        if code not in codes:
            running = many(memberships, "lopend abonnement", "lopende abonnementen")
            yield f"Abonnement {code} staat er niet in, en er zijn {running} met die code: neem het op."


def _branch(store: Store, library: Library) -> str:
    row = store.read_one("SELECT value FROM setting WHERE key = ?", (BRANCH,))
    return library.branches[0].number if row is None else str(row[0])


def _kept(found: FoundLibrary, library: Library) -> KeptLibrary:
    return KeptLibrary(library.name, found.file_name, found.content)


def _told(library: Library) -> str:
    branches = many(len(library.branches), "vestiging", "vestigingen")
    return f"{library.name}, {branches}, {many(len(library.subscriptions), 'abonnement', 'abonnementen')}"
