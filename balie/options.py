"""What the command line asks of the desk. Imports no click, so that plain `balie` starts without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from balie.refusal import Refusal
from balie.store.place import choose_store_path
from balie.working_date import read_working_date

TILL_ENVIRONMENT = "BALIE_KAS"
_NAMES = {
    "--bestand": "store",
    "--bibliotheek": "library",
    "--vestiging": "branch",
    "--medewerker": "staff",
    "--werkdatum": "working_date",
    "--kas": "till",
}


@dataclass(frozen=True, slots=True)
class Recording:
    """Where what a practice desk shows is recorded (asciicast), in which version, and whether over what is there."""

    path: Path
    version: int = 2
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """How the desk is to be opened. What is None was not said: the store's own settings, or the defaults, decide.

    `store` is absolute (`--bestand`, `BALIE_BESTAND` or the default place); `library` a name or a path, `branch` four
    digits, `staff` and `till` (`--kas`, `BALIE_KAS`) codes, all as typed and still to be checked; `mouse` turns the
    mouse on. `practice`: people practise, in a practice file, on a day that then is today; `lesson` is what they begin
    with (empty: the list), `shows` whether the desk plays it, and `recording` where it is recorded.
    """

    store: Path
    library: str | None = None
    branch: str | None = None
    staff: str | None = None
    working_date: date | None = None
    mouse: bool = False
    till: str | None = None
    practice: bool = False
    lesson: str = ""
    shows: bool = False
    recording: Recording | None = None


def plain_options(argv: Sequence[str], environment: Mapping[str, str], today: date) -> DeskOptions | None:
    """The options of a command line that does nothing but open the desk, each as `--name value` or `--name=value`.

    None for everything else, wrong usage included: click reads that again, and explains it. So the desk opens without
    the time that click takes to load.
    """
    found = read_plain(argv, _NAMES, {"--muis": "mouse"})
    if found is None:
        return None
    try:
        working_date = read_working_date(found["working_date"], today) if "working_date" in found else None
    except Refusal:
        return None
    store = choose_store_path(found.get("store"), environment)
    till = choose_till(found.get("till"), environment)
    return DeskOptions(
        store, found.get("library"), found.get("branch"), found.get("staff"), working_date, "mouse" in found, till
    )


def read_plain(argv: Sequence[str], valued: Mapping[str, str], flags: Mapping[str, str]) -> dict[str, str] | None:
    """What options say, by what they are called here: the text of each in `valued`, nothing for each in `flags`.

    An option is `--name value` or `--name=value`, of two the last holds. None where there is anything else.
    """
    found: dict[str, str] = {}
    rest = iter(argv)
    for argument in rest:
        if argument in flags:
            found[flags[argument]] = ""
            continue
        name, equals, text = argument.partition("=")
        value = text if equals else next(rest, None)
        if name not in valued or value is None:
            return None
        found[valued[name]] = value
    return found


def choose_till(asked: str | None, environment: Mapping[str, str]) -> str | None:
    """The till that was asked for (`--kas`), else the one `BALIE_KAS` names; None where the workstation decides."""
    return asked or environment.get(TILL_ENVIRONMENT) or None
