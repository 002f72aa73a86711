"""Keys: from a key to what it paints, in the desk and in the floor app in turn."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.figures import Line, median, percentile
from tests.benchmarks.programs import desk, floor_app
from tests.benchmarks.terminal import Session

ENTER, TAB, ESCAPE, CLOSE, ERASE = "\r", "\t", "\x1b", "\x1b[24~", "\x15"
_READY = 0.8
_SCREEN_1 = {
    "Voorletters": "eb",
    "Voorvoegsel": "van der",
    "Achternaam": "Testerman",
    "Roepnaam": "Elisabeth",
    "Geboortedatum": "04-01-1991",
    "Postcode": "9468bg",
    "Huisnummer": "41",
}
_SCREEN_2 = {
    "Telefoon": "0880128295",
    "SMS-nummer": "0612345678",
    "Rekeninghouder": "E.B. van der Testerman",
    "Incasso IBAN": "NL91ABNA0417164300",
    "E-mail": "e.b.testerman@example.nl",
}
"""What is typed where, by the label on the screen. The other fields are passed with Enter."""
_CURSOR = re.compile(r"▸(\S+(?: \S+)*)")
_LAST = "Ouder/verzorger"


@dataclass(slots=True)
class _Times:
    """Seconds after a key: typed in the desk and in the floor app, and Enter to the next field."""

    typed: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    enter: list[float] = field(default_factory=list)


def measure_keys(store: Path, times: int) -> list[Line]:
    """Fill screens 1 and 2 until `times` keys are typed; Enter, Tab and Esc beside it. In ms and MB."""
    with floor_app() as bare, desk(store) as own:
        bare.first_paint(_READY)
        own.first_paint(_READY)
        found = _Times()
        while len(found.typed) < times:
            _fill(own, bare, found)
        before, after = _memory_over_tabs(own)
        _start_over(own)
        escapes, floor_beside_escapes = _escapes(own, bare, times // 3)
    floor = percentile(found.floor, 95) * 1000
    return [
        Line(f"key to first painted byte, p95 of {len(found.typed)}", "floor app", _p95(found.typed), floor, "ms", 1.8),
        Line("the same, p50", "floor app", median(found.typed) * 1000, median(found.floor) * 1000, "ms"),
        Line(f"Enter to the next field, p95 of {len(found.enter)}", "one key", _p95(found.enter), floor, "ms", 5),
        Line("Esc to paint, p95", "one key", _p95(escapes), _p95(floor_beside_escapes), "ms", 10),
        Line("memory after 1,000 Tabs", "before them", after, before, "MB", 1.01),
    ]


def _p95(seconds: list[float]) -> float:
    return percentile(seconds, 95) * 1000


def _fill(own: Session, bare: Session, found: _Times) -> None:
    """Fill both screens once, as far as the last field of screen 2, and begin again."""
    own.type_until("v" + ENTER, "laten genereren?")
    own.type_until(ENTER, "V" * 14)
    while (label := _label(own)) != "Huisnummer":
        _type(own, bare, _SCREEN_1.get(label, ""), found)
        _enter(own, found)
    _type(own, bare, _SCREEN_1[label], found)
    own.type_until(ENTER, "Genereer klantnummer")
    own.press("")
    while (label := _label(own)) != _LAST:
        _type(own, bare, _SCREEN_2.get(label, ""), found)
        _enter(own, found)
    _start_over(own)
    bare.press(ERASE)


def _type(own: Session, bare: Session, text: str, found: _Times) -> None:
    for character in text:
        found.floor.append(_first(bare, character))
        found.typed.append(_first(own, character))


def _first(session: Session, key: str) -> float:
    paint = session.press(key)
    assert paint.first is not None, f"{key!r} painted nothing:\n{session.display}"
    return paint.first


def _enter(own: Session, found: _Times) -> None:
    before = _label(own)
    paint = own.press(ENTER)
    assert paint.cells is not None, f"Enter in {before} painted nothing:\n{own.display}"
    assert _label(own) != before, f"Enter stayed in {before}:\n{own.display}"
    found.enter.append(paint.cells)


def _label(session: Session) -> str:
    """The label of the field that the cursor stands in."""
    found = _CURSOR.search(session.display)
    assert found is not None, f"no field has the cursor:\n{session.display}"
    return re.sub(r" \*| \(.*", "", found[1])


def _start_over(own: Session) -> None:
    """End with this customer and stand in an empty Klantnummer again."""
    own.press(CLOSE)
    if "▸Klantnummer" not in own.display:
        own.type_until("j", "▸Klantnummer")
    own.press("")


def _memory_over_tabs(own: Session) -> tuple[float, float]:
    """Memory before and after 1,000 Tabs in screen 1, after as many to warm up as fill every cache."""
    for _ in range(20):
        own.press(TAB * 10)
    before = own.memory()
    for _ in range(100):
        own.press(TAB * 10)
    return before, own.memory()


def _escapes(own: Session, bare: Session, times: int) -> tuple[list[float], list[float]]:
    """Esc opens the menu bar and closes it again; a key of the floor app in turn."""
    escapes, floor = [], []
    for _ in range(times):
        floor.append(_first(bare, "a"))
        escapes.append(_first(own, ESCAPE))
    return escapes, floor
