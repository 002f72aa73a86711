"""Memory of a desk that works on and on: flat after fifty of a thing, over ten thousand more."""

from __future__ import annotations

from pathlib import Path
from string import ascii_lowercase

from tests.benchmarks.figures import Line
from tests.benchmarks.programs import desk
from tests.benchmarks.scans import fill_for_scans
from tests.benchmarks.stores import WORKING_DATE
from tests.benchmarks.terminal import Session

_READY = 0.8
_WARM = 50
_ENTER, _CLOSE, _TAB, _SAVE = "\r", "\x1b[24~", "\x1bb", "\x1bOQ"
_OTHER_SIDE = "\x1b[23~"
_SESSION = 5
_ITEMS = 100
"""So many items go out and come in again and again."""
_GOAL = 1.05


def measure_growth(enrolments_store: Path, folder: Path, enrolments: int, scans: int) -> list[Line]:
    """Resident memory in MB after so many enrolments, and after so many scans, beside what it was after fifty."""
    with desk(enrolments_store) as own:
        own.first_paint(_READY)
        own.type_until("\x1bk", "▸Klantnummer")
        _enrol(own, 0, _WARM)
        before = own.memory()
        _enrol(own, _WARM, _WARM + enrolments)
        enrolled = Line(f"memory after {enrolments:,} enrolments", f"after {_WARM}", own.memory(), before, "MB", _GOAL)
    store = folder / "growth.balie"
    number, items = fill_for_scans(store, _ITEMS)
    with desk(store) as own:
        own.first_paint(_READY)
        own.type_until(_TAB, "▸Klantnummer")
        _scan(own, number, items, _WARM)
        before = own.memory()
        _scan(own, number, items, scans)
        scanned = Line(f"memory after {scans:,} scans", f"after {_WARM}", own.memory(), before, "MB", _GOAL)
    return [enrolled, scanned]


def _enrol(own: Session, first: int, end: int) -> None:
    """Enrol by keys, each person with a name and birth date of their own."""
    for count in range(first, end):
        name = "".join(ascii_lowercase[count // 26**place % 26] for place in range(3)).capitalize()
        born = f"{count % 28 + 1:02}{count // 28 % 12 + 1:02}{WORKING_DATE.year - 20 - count // 336}"
        person = f"v\r\reb\r\r{name}\r\r{born}\r\r9468bg\r41\r"
        if count:  # somebody lives there by now
            own.type_until(person, "Is dit een bekende klant?")
            person = "d"
        own.type_until(person, "Genereer klantnummer")
        own.type_until(f"{_SAVE}0045\r", "eenmalig wachtwoord")
        own.type_until(_ENTER, f"{name}")
        own.type_until(_CLOSE, "▸Klantnummer")


def _scan(own: Session, number: str, items: list[str], scans: int) -> None:
    """Lend a customer some, end the session, take them in, end that session too: half of the scans each."""
    for start in range(0, scans // 2, _SESSION):
        some = [items[place % len(items)] for place in range(start, min(start + _SESSION, scans // 2))]
        own.type_until(number + _ENTER, "▸Exemplaar")
        own.type_until("".join(item + _ENTER for item in some), f"{len(some)} Geleend")
        own.type_until(_CLOSE, "▸Klantnummer")
        own.type_until(_OTHER_SIDE, "Innemen")
        own.type_until("".join(item + _ENTER for item in some), f"{len(some)} Ingenomen")
        own.type_until(_CLOSE, f"{len(some)} ingenomen.")
        own.type_until(_OTHER_SIDE, "▸Klantnummer")
