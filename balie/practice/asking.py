"""What `balie oefenen` asks for, read without click, so that the practice desk opens as fast as the desk does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from balie.practice.starting import PracticeWish
from balie.refusal import Refusal
from balie.working_date import read_working_date

COMMAND = "oefenen"
_VALUED = {
    "--cursist": "learner",
    "--bibliotheek": "library",
    "--werkdatum": "day",
    "--les": "lesson",
    "--demo": "shown",
}


def plain_wish(argv: Sequence[str], today: date) -> PracticeWish | None:
    """The wish of a command line that does nothing but open a practice desk, each option as `--name value`.

    None for everything else, wrong usage included: click reads that again, and explains it.
    """
    if not argv or argv[0] != COMMAND:
        return None
    found: dict[str, str] = {}
    afresh = False
    rest = iter(argv[1:])
    for argument in rest:
        if argument == "--opnieuw":
            afresh = True
            continue
        name, equals, text = argument.partition("=")
        value = text if equals else next(rest, None)
        if name not in _VALUED or value is None:
            return None
        found[_VALUED[name]] = value
    try:
        day = read_working_date(found["day"], today) if "day" in found else None
    except Refusal:
        return None
    lesson = found.get("shown") or found.get("lesson") or ""
    return PracticeWish(found.get("learner"), found.get("library"), day, afresh, lesson, "shown" in found)
