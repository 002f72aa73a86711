"""Does every task in both libraries, and makes the table of it that `make hands` prints."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from balie.desk import Desk
from balie.library.load import load_library
from balie.store.connection import create_store, open_store
from tests.hands.counting import Hands
from tests.hands.tasks import DRENTHE, POORT, TASKS, Counted, Task
from tests.support.desk_driver import running

BRANCHES = {DRENTHE: "9428", POORT: "4104"}
_DAY = date(2024, 4, 9)
_NOW = datetime(2024, 4, 9, 8, 15, tzinfo=UTC)


async def keys_of(task: Task, library: str, folder: Path, *, size: tuple[int, int] = (80, 24)) -> int:
    """Do a task at the desk of a library, on a new store in `folder`; how many keys it took."""
    path = folder / "balie.balie"
    create_store(path).close()
    decided = load_library(library)
    with open_store(path) as store:
        desk = Desk(store, decided, decided.branch(BRANCHES[library]), "ebt", _DAY, folder / "spool", lambda: _NOW)
        where = Counted(desk, library)
        number = task.prepare(where)
        async with running(desk, size=size) as driver:
            hands = Hands(driver)
            await task.do(hands, where, number)
    return hands.keys


async def count_all(folder: Path) -> list[tuple[Task, dict[str, int]]]:
    """Every task with its keys by library."""
    counted = []
    for task in TASKS:
        keys = {}
        for library in BRANCHES:
            one = folder / "one"
            one.mkdir()
            keys[library] = await keys_of(task, library, one)
            shutil.rmtree(one)
        counted.append((task, keys))
    return counted


def as_text(counted: Sequence[tuple[Task, dict[str, int]]]) -> str:
    """The table: task, keys in each library (one number where they agree), goal; what is above its goal says so."""
    lines = [f"{'taak':<50}{'toetsen':>9}{'doel':>7}"]
    for task, keys in counted:
        shown = "/".join(str(one) for one in sorted(set(keys.values())))
        over = "" if max(keys.values()) <= task.goal else "  nog niet"
        lines.append(f"{task.name:<50}{shown:>9}{'≤ ' + str(task.goal):>7}{over}")
    return "\n".join(lines)
