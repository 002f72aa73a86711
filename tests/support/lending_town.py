"""The store that every random history of lending begins with: three people, four items of two titles."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from balie.customers.tabs.property_row import write_property
from balie.desk import Desk
from balie.library.load import load_library
from balie.library.structs import Library
from balie.store.connection import open_store
from tests.conftest import MOMENT, WORKING_DATE
from tests.support.borrowers import borrower, child, new_item, new_title, strips_desk
from tests.support.holds import two_branches
from tests.support.members import pay_all

TITLES = 2
ITEMS = 4


@dataclass(frozen=True, slots=True)
class Town:
    """The store that every history begins with, and who and what is in it."""

    path: Path
    strips: bool
    people: tuple[int, ...]
    titles: tuple[int, ...]
    items: tuple[str, ...]


def open_desk(path: Path, strips: bool) -> Desk:
    """The desk at its first branch, on the first day."""
    poort = load_library("achterhoekse-poort")
    library: Library = load_library("biblionet-drenthe") if strips else two_branches(poort)
    spool = path.parent / "spool"
    desk = Desk(open_store(path), library, library.branches[0], "ebt", WORKING_DATE, spool, lambda: MOMENT)
    return strips_desk(desk, poort) if strips else desk


def make_town(folder: Path, empty: Path, *, strips: bool) -> Town:
    """Make that store in a folder, once for many histories."""
    path = folder / f"town-{'strips' if strips else 'money'}.balie"
    shutil.copy(empty, path)
    desk = open_desk(path, strips)
    people = [borrower(desk), borrower(desk, surname="Ander", keep_history="ja")]
    people.append(borrower(desk, surname="Derde") if strips else child(desk))
    for customer_id in people:
        pay_all(desk, customer_id)
    with desk.transaction() as tx:
        for customer_id in people[:2]:
            write_property(tx, customer_id, auto_renew=1)
    titles = [new_title(desk, name) for name in ("Een", "Twee")]
    branches = desk.library.branches
    items = [
        new_item(desk, titles[nth % TITLES], top_title=nth == 0, branch=branches[nth % len(branches)].number)
        for nth in range(ITEMS)
    ]
    desk.store.close()
    return Town(path, strips, tuple(people), tuple(titles), tuple(items))
