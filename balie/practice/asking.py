"""What `balie oefenen` asks for, read without click, so that the practice desk opens as fast as the desk does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from balie.options import read_plain
from balie.practice.starting import PracticeWish
from balie.refusal import Refusal
from balie.working_date import read_working_date

_VALUED = {
    "--cursist": "learner",
    "--bibliotheek": "library",
    "--werkdatum": "day",
    "--les": "lesson",
    "--demo": "shown",
}


def plain_wish(argv: Sequence[str], today: date) -> PracticeWish | None:
    """The wish of the options behind `oefenen`, where they do nothing but open a practice desk.

    None for everything else, wrong usage included: click reads that again, and explains it.
    """
    found = read_plain(argv, _VALUED, {"--opnieuw": "afresh"})
    if found is None:
        return None
    try:
        day = read_working_date(found["day"], today) if "day" in found else None
    except Refusal:
        return None
    lesson = found.get("shown") or found.get("lesson") or ""
    return PracticeWish(found.get("learner"), found.get("library"), day, "afresh" in found, lesson, "shown" in found)
