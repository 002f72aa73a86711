"""Scans at the desk: one, from its first byte to the painted line; and a hundred in one burst, of which none is lost.

The floor of one scan is a key in a bare Input and one durable row; that of a burst the same bytes in a bare Input.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import partial
from pathlib import Path

from balie.customers.cards.numbers import current_number
from balie.desk import Desk
from balie.library.data_files import data_path
from balie.library.load import load_library
from balie.opening import BRANCH
from balie.store.connection import create_store
from balie.store.library_file import LIBRARY
from tests.benchmarks.durable import took
from tests.benchmarks.figures import Line, median, percentile
from tests.benchmarks.programs import desk, floor_app
from tests.benchmarks.terminal import Session
from tests.support.applicants import enrol_tester
from tests.support.stock import new_item, new_title

_READY = 0.8
_BURST = 100
_ENTER, _ERASE, _CLOSE, _TAB = "\r", "\x15", "\x1b[24~", "\x1bb"
_NO_BONS = '\n[receipts]\nlending = "nooit"\nreturning = "nooit"\nrenewing = "nooit"\n'


def measure_scans(folder: Path, times: int, rounds: int) -> list[Line]:
    """Lend `times` items one by one, and a hundred at once in each of `rounds`. In ms."""
    store = folder / "scans.balie"
    number, items = fill_for_scans(store, times + rounds * _BURST)
    found: list[float] = []
    floor: list[float] = []
    bursts: list[float] = []
    bare_bursts: list[float] = []
    with _durable_row(folder / "scans-floor.db") as insert, floor_app() as bare, desk(store) as own:
        bare.first_paint(_READY)
        own.first_paint(_READY)
        own.type_until(_TAB, "▸Klantnummer")
        own.type_until(number + _ENTER, "▸Exemplaar")
        for count, item in enumerate(items[:times]):
            # Two letters in turn: a full Input that shifts shows something new.
            floor.append(_painted(bare, "ab"[count % 2]) + took(insert))
            found.append(_painted(own, item + _ENTER))
        for start in range(times, times + rounds * _BURST, _BURST):
            bare.press(_ERASE)
            own.type_until(_CLOSE, "▸Klantnummer")
            own.type_until(number + _ENTER, "▸Exemplaar")
            burst = items[start : start + _BURST]
            scans = "".join(item + _ENTER for item in burst)
            bare_bursts.append(took(partial(bare.type_until, scans, burst[-1])))
            bursts.append(took(partial(own.type_until, scans, f"{_BURST} Geleend")))
    _all_there(store, len(items))
    return [
        Line(f"scan to painted line, p95 of {times}", "key and durable row", _p95(found), _p95(floor), "ms", 5),
        Line("the same, p50", "key and durable row", median(found) * 1000, median(floor) * 1000, "ms"),
        Line(
            f"{_BURST} scans in one burst, last line painted, p50 of {rounds}",
            "the same bytes in an Input",
            median(bursts) * 1000,
            median(bare_bursts) * 1000,
            "ms",
            4,
        ),
    ]


def fill_for_scans(path: Path, items: int) -> tuple[str, list[str]]:
    """A store of a library where one customer may have any number of items; the pass, and the items."""
    rules = path.with_suffix(".toml")
    text = data_path("libraries", "achterhoekse-poort.toml").read_text(encoding="utf-8")
    rules.write_text(text.replace("max_items = 10\n", "max_items = 9999\n") + _NO_BONS, encoding="utf-8")
    library = load_library(rules)
    branch = library.branches[0]
    with create_store(path, {LIBRARY: str(rules), BRANCH: branch.number}) as store:
        at = Desk(store, library, branch, "ebt", date.today(), path.parent / "spool")
        young = {"birth_date": f"04-01-{date.today().year - 10}", "guardian": "A. de Ouder"}
        number = current_number(store, enrol_tester(at, subscription="0001", number=None, **young).customer_id)
        assert number is not None
        with store.connection:  # many small transactions of the catalogue need not be durable here
            store.connection.execute("PRAGMA synchronous = OFF")
        title = new_title(at)
        return number, [new_item(at, title) for _ in range(items)]


def _painted(session: Session, keys: str) -> float:
    """Seconds until the last text that changed."""
    paint = session.press(keys)
    assert paint.text is not None, f"nothing was painted:\n{session.display}"
    return paint.text


def _all_there(path: Path, count: int) -> None:
    with closing(sqlite3.connect(path)) as connection:
        (loans,) = connection.execute("SELECT count(*) FROM loan").fetchone()
    assert loans == count, f"{count - loans} scans were lost"


@contextmanager
def _durable_row(path: Path) -> Iterator[Callable[[], None]]:
    """Puts one row in a bare table, synced to disk as a loan is."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE bench (id INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT")

        def insert() -> None:
            connection.execute("INSERT INTO bench (word) VALUES ('one durable row of some forty characters')")

        yield insert


def _p95(seconds: list[float]) -> float:
    return percentile(seconds, 95) * 1000
