"""A store full of what people should not have typed, for either library, and the desk that works on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from signal import SIGKILL

from balie.desk import Desk
from balie.library.load import load_library
from balie.opening import BRANCH
from balie.refusal import Refusal
from balie.store.connection import Store, create_store, open_store
from balie.store.library_file import LIBRARY
from tests.soak.forks import command, forked
from tests.support.applicants import enrol_tester
from tests.support.stock import new_item, new_title

LIBRARIES = ("biblionet-drenthe", "achterhoekse-poort")
WORKING_DATE = date(2024, 4, 9)
CHECKOUT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 120.0
"""Seconds after which a command that does not end hangs."""

HOSTILE = (
    *("[red]Jan[/red]", 'O\'Brien "x"', "[/ Jan", "[/foo] Jan", "[@click=app.quit]Jan", "\\[b]Jan", "{{ x }} Jan"),
    *(
        "$naam %s Jan",
        "'; DROP TABLE customer; --",
        "=HYPERLINK(1)",
        "İstanbul",
        "Ĳsselmeer",
        "日本語の名前",
        "e\u0301e\u0301",
    ),
    *("🙂 Smit", "ﬁets", "x" * 60, "-", "van den Berg", "den Berg", "O'Connor", "OConnor", "Müller", "Mueller"),
)
_STEERING = "Jan\x1b[31m\x9bm\u202e\u200d\x7fsen"
"""Only put straight into the store: no field takes it."""
_BORN = ("04-01-1991", "01-01-1950", "29-02-2012", "31-12-2020", "09-04-2006")
_PEOPLE, _TITLES = 24, 8


def make_store(path: Path, random: Random) -> str:
    """Make a store at `path` with people, titles and items; the library it is of."""
    name = random.choice(LIBRARIES)
    library = load_library(name)
    branch = library.branches[0]
    with create_store(path, {LIBRARY: name, BRANCH: branch.number}) as store:
        desk = Desk(store, library, branch, "ebt", WORKING_DATE, path.parent / "spool")
        subscriptions = [found.code for found in library.subscriptions]
        for place in range(_PEOPLE):
            surname = HOSTILE[place % len(HOSTILE)]
            try:
                enrol_tester(
                    desk,
                    subscription=random.choice(subscriptions),
                    surname=surname,
                    birth_date=random.choice(_BORN),
                    guardian="A. de Ouder",
                    house_number=str(random.randint(1, 4)),
                )
            except Refusal:
                continue  # not everybody may have every subscription
        for place in range(_TITLES):
            title_id = new_title(desk, title=HOSTILE[place], isbn="")
            for _ in range(3):
                new_item(desk, title_id)
        with desk.transaction() as tx:
            tx.execute("UPDATE customer SET surname = ? WHERE id = (SELECT max(id) FROM customer)", (_STEERING,))
    return name


def desk_on(path: Path, name: str, staff: str = "ebt") -> Desk:
    """A desk on a store that was made; its store is to be closed."""
    library = load_library(name)
    store: Store = open_store(path)
    return Desk(store, library, library.branches[0], staff, WORKING_DATE, path.parent / "spool")


def controle(path: Path) -> list[str]:
    """What `balie controle` finds."""
    done = forked(command(path, "controle", "--grondig"), PATIENCE)
    if done.status == -SIGKILL:
        return [f"`balie controle` did not end in {PATIENCE:g} seconds"]
    if done.status == 0:
        return []
    return [f"balie controle ({done.status}):\n{(done.printed + done.told).decode(errors='replace')}"]
