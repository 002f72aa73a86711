"""Stores of a given size: made once, kept between runs, copied for each run, and the desk that works on them."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from balie.desk import Desk
from balie.library.load import load_library
from balie.store.connection import open_store
from tests.support import population, titles

WORKING_DATE = date(2024, 4, 9)
_CHECKOUT = Path(__file__).resolve().parent.parent.parent


def kept_folder() -> Path:
    """Where made stores are kept: `BENCH_STORES`, or a folder for temporary files (a million customers: 1.1 GB)."""
    return Path(os.environ.get("BENCH_STORES", Path(tempfile.gettempdir()) / f"balie-bench-{os.getuid()}"))


def copy_of_store(size: int, folder: Path) -> Path:
    """A copy in `folder` of the store of `size` customers, which is made when there is none yet."""
    return _copy(f"{size}", folder, population.__file__, lambda path: population.make_population(path, size))


def copy_of_titles(size: int, folder: Path) -> Path:
    """As `copy_of_store`, of a store of `size` titles and no customers."""
    return _copy(f"titels-{size}", folder, titles.__file__, lambda path: titles.make_titles(path, size))


def _copy(name: str, folder: Path, source: str, make: Callable[[Path], None]) -> Path:
    kept = kept_folder() / f"{name}-{_what_makes_it(source)}.balie"
    if not kept.exists():
        print(f"making the store {name}", file=sys.stderr, flush=True)
        kept.parent.mkdir(parents=True, exist_ok=True)
        for old in kept.parent.glob(f"{name}-*.balie*"):
            old.unlink()
        made = kept.with_suffix(".making")
        made.unlink(missing_ok=True)
        make(made)
        made.rename(kept)
        made.with_name(made.name + ".lock").unlink(missing_ok=True)
    target = folder / f"{name}.balie"
    shutil.copyfile(kept, target)
    with target.open("rb+") as file:
        os.fsync(file.fileno())  # or the first commit that is measured waits for a gigabyte
    return target


def _what_makes_it(source: str) -> str:
    """A mark of the schema and of the module that fills it, so that a store of an older one is not used."""
    sources = [Path(source), *sorted((_CHECKOUT / "balie" / "store" / "schema").glob("*.py"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:8]


@contextmanager
def desk_at(path: Path) -> Iterator[Desk]:
    """A desk in Gieten on 09-04-2024 on the store at `path`."""
    library = load_library("biblionet-drenthe")
    with open_store(path) as store:
        yield Desk(
            store=store,
            library=library,
            branch=library.branch(population.BRANCH),
            staff="ebt",
            working_date=WORKING_DATE,
            spool=path.parent / "spool",
        )
