"""The day the desk works on where that is not today: which day may be taken, and how the screen says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from balie.dutch.dates import format_date, parse_date
from balie.refusal import Refusal

FAR_BACK = timedelta(days=31)
"""Beyond this a date is more likely a slip than a closure or a failure that is caught up with: then it is asked."""

NOT_TODAY = "! WERKDATUM"
"""What stands before a working date that is not today, so that nobody overlooks it (not told by colour alone)."""


def read_working_date(text: str, today: date) -> date:
    """The working date typed, in the forms of `parse_date`: for the option `--werkdatum` and for the screen.

    A day in the past is allowed: returns after a closure count for the day they came in (Wise, "Werkdatum"), and
    training replays an old day. Raises `Refusal` for what is no date, and for a day after `today`: what is lent, paid
    and journalled on a day to come could not be told from the work of that day itself.
    """
    day = parse_date(text, today)
    if day > today:
        raise Refusal(
            f"{format_date(day)} ligt in de toekomst; vandaag is het {format_date(today)}."
            " Wat u dan boekt is later niet te onderscheiden van het werk van die dag zelf."
            " Kies vandaag of een eerdere dag."
        )
    return day


def is_far_back(day: date, today: date) -> bool:
    """Whether a working date is so far back that the desk is asked whether it is meant."""
    return today - day > FAR_BACK


PRACTICE = "! OEFENBALIE"
"""What stands before the working date where people practise."""


def place_line(where: str, staff: str, working_date: date, today: date, *, practice: bool = False) -> str:
    """`9428 Gieten · ebt · 09-04-2024`: what the masthead shows, unmistakably where the date is not today's.

    In practice it says that, whatever the day.
    """
    told = format_date(working_date)
    warned = PRACTICE if practice else NOT_TODAY if working_date != today else ""
    return f"{where} · {staff} · {f'{warned} {told}'.strip()}"


def practice_clock(day: date, started: datetime) -> Callable[[], datetime]:
    """A clock by which it is `day`, at the time that it really is; after midnight the next.

    `started` (aware) is the moment that it is set.
    """
    shift = day - started.astimezone().date()
    return lambda: datetime.now(UTC) + shift


def day_has_changed(working_date: date) -> str:
    """What is told where somebody works on at a desk that was left open past midnight."""
    return (
        f"Het is een andere dag geworden, en u boekt nog op {format_date(working_date)}."
        " Vandaag als werkdatum: Vestigingsbeheer (Alt+V), 2."
    )
