"""Dates: read in the forms people type (rules.md#date-entry), written as 09-04-2024, 4 januari 1991 and April 2025."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from balie.dutch.periods import age_on, last_of_month
from balie.dutch.text import read_text, shown
from balie.refusal import Refusal

if TYPE_CHECKING:
    pass

MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
OLDEST = 119
"""Nobody at the desk is older: a birth date that makes somebody 120 is a slip of the finger (rules.md#date-entry)."""

_FORM = "Typ de datum als dd-mm-jjjj."
_FIRST_YEAR, _LAST_YEAR = 1800, 2199
_WITH_SEPARATORS = r"([0-9]{1,2}) ?([-/. ]) ?([0-9]{1,2}) ?\2 ?([0-9]{4}|[0-9]{2})"
_DIGITS_ONLY = r"([0-9]{2})()([0-9]{2})([0-9]{4}|[0-9]{2})"
_YEAR_FIRST = r"([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})"


def parse_date(text: str, today: date) -> date:
    """The date typed: `04-01-1991`, `4-1-1991`, `4/1/91`, `4.1.1991`, `04 01 1991`, `04011991` or `040191`.

    A year of two digits is the latest one that does not lie after `today`; a date to come needs four digits. Raises
    `Refusal` for anything else, for a day that does not exist and for years outside 1800-2199. Empty input is refused
    too.
    """
    typed = read_text(text, what="De datum", longest=20)
    if not typed:
        raise Refusal(f"Er is geen datum getypt. {_FORM}")
    parts = re.fullmatch(_WITH_SEPARATORS, typed) or re.fullmatch(_DIGITS_ONLY, typed)
    if parts is None:
        raise Refusal(_not_a_date(typed))
    day, month, year = int(parts[1]), int(parts[3]), int(parts[4])
    if len(parts[4]) == 2:
        year += today.year - today.year % 100
        if (year, month, day) > (today.year, today.month, today.day):
            year -= 100
    _check_exists(typed, day, month, year)
    return date(year, month, day)


def parse_birth_date(text: str, today: date) -> date:
    """The date of birth typed, in the forms of `parse_date`.

    Raises `Refusal` for a date after `today` and for one that makes somebody older than 119 years (`OLDEST`).
    """
    born = parse_date(text, today)
    if born > today:
        raise Refusal(
            f"{format_date(born)} ligt in de toekomst; vandaag is het {format_date(today)}. "
            "Typ de geboortedatum als dd-mm-jjjj."
        )
    age = age_on(born, today)
    if age > OLDEST:
        raise Refusal(
            f"Wie op {format_date(born)} geboren is, is {age} jaar; ouder dan {OLDEST} jaar kan niet. "
            "Kijk het jaar na en typ de geboortedatum als dd-mm-jjjj."
        )
    return born


def format_date(day: date) -> str:
    """`09-04-2024`: dd-mm-jjjj, as everywhere on every screen."""
    return f"{day.day:02}-{day.month:02}-{day.year:04}"


def format_iso(day: str | None) -> str:
    """The same of a day as the store keeps it, `2024-04-09`; empty for None. No date is made of it: lists have many."""
    return f"{day[8:]}-{day[5:7]}-{day[:4]}" if day else ""


def long_date(day: date) -> str:
    """`4 januari 1991`, as `Geboren` is shown."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def month_year(day: date) -> str:
    """`April 2025`, with the capital of `Gefactureerd t/m April 2025`."""
    return f"{MONTHS[day.month - 1].capitalize()} {day.year}"


def _not_a_date(typed: str) -> str:
    if parts := re.fullmatch(_YEAR_FIRST, typed):
        return (
            f"{typed} begint met het jaar. Typ de dag eerst, als dd-mm-jjjj: {parts[3]:0>2}-{parts[2]:0>2}-{parts[1]}."
        )
    if typed.isdecimal():
        return (
            f"{shown(typed)} is geen datum: zonder streepjes zijn het 8 cijfers (ddmmjjjj) of 6 (ddmmjj), "
            f"niet {len(typed)}. {_FORM}"
        )
    return f"{shown(typed)} is geen datum. {_FORM}"


def _check_exists(typed: str, day: int, month: int, year: int) -> None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise Refusal(f"{typed} kan niet: het jaar {year:04} ligt niet tussen {_FIRST_YEAR} en {_LAST_YEAR}. {_FORM}")
    if not 1 <= month <= 12:
        raise Refusal(f"{typed} bestaat niet: een maand is 01 tot en met 12. {_FORM}")
    days = last_of_month(date(year, month, 1)).day
    if not 1 <= day <= days:
        name = MONTHS[month - 1] if month != 2 else f"februari {year}"
        why = f"{name} heeft {days} dagen" if day else "een maand begint met dag 01"
        raise Refusal(f"{typed} bestaat niet: {why}. {_FORM}")


def iso_or_none(day: date | None) -> str | None:
    """`2024-04-09` as it is stored; None for no day."""
    return None if day is None else day.isoformat()
