"""How the desk and the floor app are started: alike, by the same interpreter, in the same surroundings."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.benchmarks.terminal import Session

_HERE = Path(__file__).resolve().parent
_CHECKOUT = _HERE.parent.parent
_START = "import sys; from screens.start import main; sys.exit(main())"

_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "LANG": "C.UTF-8"}


def floor_app() -> Session:
    """The bare Textual app."""
    return Session([sys.executable, str(_HERE / "floor_app.py")], _ENVIRONMENT)


def floor_screens(which: str) -> Session:
    """The plain Textual app whose keys open a screen (`push`) or another pane (`switch`)."""
    return Session([sys.executable, str(_HERE / "floor_screens.py"), which], _ENVIRONMENT)


def desk(store: Path) -> Session:
    """The desk on a store."""
    return _balie([], {"HOME": str(store.parent), "BALIE_BESTAND": str(store)})


def practice_desk(folder: Path, learner: str, lesson: str = "") -> Session:
    """A learner's practice desk in that folder, with a lesson or the list of them."""
    arguments = ["oefenen", "--cursist", learner, *(("--les", lesson) if lesson else ())]
    return _balie(arguments, {"HOME": str(folder), "BALIE_OEFENEN": str(folder)})


def _balie(arguments: list[str], environment: dict[str, str]) -> Session:
    """The installed `balie`, or what that script does where it is not installed."""
    script = Path(sys.executable).with_name("balie")
    command = [str(script)] if script.exists() else [sys.executable, "-c", _START]
    return Session([*command, *arguments], {**_ENVIRONMENT, "PYTHONPATH": str(_CHECKOUT), **environment})
