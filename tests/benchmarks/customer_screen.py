"""The customer screen: searching as one types, opening a customer, going to a tab; beside plain Textual floors."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.benchmarks.figures import Line, percentile
from tests.benchmarks.programs import desk, floor_app, floor_screens
from tests.benchmarks.terminal import Session

_READY = 0.8
_SEARCH, _ERASE, _ENTER, _BACK = "\x1bz", "\x15", "\r", "\x1b"


def measure_customer_screen(store: Path, size: int, times: int) -> list[Line]:
    """Keys to painted answers in a store of `size` customers, `times` of each. In ms."""
    return [
        *_measure_search(store, size, times),
        _measure_opening(store, size, max(10, times // 5)),
        _measure_tabs(store, size, times),
    ]


def _measure_search(store: Path, size: int, times: int) -> list[Line]:
    found: list[float] = []
    floor: list[float] = []
    with floor_app() as bare, desk(store) as own:
        bare.first_paint(_READY)
        own.first_paint(_READY)
        own.type_until(_SEARCH, "Klant zoeken")
        for surname in _surnames(store, times):
            for character in surname:
                floor.append(_whole(bare, character))
                found.append(_whole(own, character))
            own.press(_ERASE)
            bare.press(_ERASE)
            if len(found) >= times:
                break
    return [Line(f"key to painted result list, {size:,}, p95", "one key", _p95(found), _p95(floor), "ms", 4)]


def _measure_opening(store: Path, size: int, times: int) -> Line:
    opened: list[float] = []
    floor: list[float] = []
    with floor_screens("push") as bare, desk(store) as own:
        bare.first_paint(_READY)
        own.first_paint(_READY)
        for surname in _surnames(store, times)[:times]:
            own.type_until(_SEARCH, "Klant zoeken")
            own.type_until(surname, "›" + surname[:8])
            opened.append(_whole(own, _ENTER))
            floor.append(_whole(bare, "p"))
            bare.press("b")
            own.type_until("\x1b[24~", "▸Klantnummer")
    return Line(
        f"opening a customer from the list, {size:,}, p50", "plain screen", _p50(opened), _p50(floor), "ms", 1.3
    )


def _measure_tabs(store: Path, size: int, times: int) -> Line:
    went: list[float] = []
    floor: list[float] = []
    with floor_screens("switch") as bare, desk(store) as own:
        bare.first_paint(_READY)
        own.first_paint(_READY)
        own.type_until(_SEARCH, "Klant zoeken")
        (surname,) = _surnames(store, 1)[:1]
        own.type_until(surname, "›" + surname[:8])
        own.type_until(_ENTER, "2.NAW")
        own.press("1")
        for number in range(times):
            went.append(_whole(own, "21"[number % 2]))
            floor.append(_whole(bare, "s"))
    return Line(f"a tab visited before, {size:,}, p50", "two mounted panes", _p50(went), _p50(floor), "ms", 1.3)


def _whole(session: Session, key: str) -> float:
    """Seconds until the last cell that changed."""
    paint = session.press(key)
    assert paint.cells is not None, f"{key!r} painted nothing:\n{session.display}"
    return paint.cells


def _surnames(store: Path, times: int) -> list[str]:
    """Surnames of customers spread over the store, in lower case as a clerk types them."""
    with closing(sqlite3.connect(store)) as connection:
        (most,) = connection.execute("SELECT max(id) FROM customer").fetchone()
        (least,) = connection.execute("SELECT min(id) FROM customer").fetchone()
        step = max(1, (most - least) // max(1, times))
        rows = connection.execute(
            "SELECT surname FROM customer WHERE (id - ?) % ? = 0 ORDER BY id LIMIT ?", (least, step, times)
        ).fetchall()
    return [surname for (surname,) in rows]


def _p95(seconds: list[float]) -> float:
    return percentile(seconds, 95) * 1000


def _p50(seconds: list[float]) -> float:
    return percentile(seconds, 50) * 1000
