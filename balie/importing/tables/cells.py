"""The cells that several kinds of files have: whose it is, on what day, how much, where."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from balie.catalogue.items import find_item
from balie.customers.cards.numbers import compact
from balie.dutch.dates import format_date, parse_date
from balie.dutch.text import fold, shown
from balie.importing.days import without_time
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.library.structs import Library
    from balie.store.reading import Reader

_iso = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ][0-9:.]*)?").fullmatch
_YES_NO = {"ja": True, "j": True, "1": True, "x": True, "nee": False, "n": False, "0": False, "": False}
_FIRST_YEAR, _MOST_YEARS_AHEAD = 1900, 25
"""Other systems write `0001` or `9999` for a day that they do not know."""
_BY_NUMBER = (
    "SELECT k.customer_id, EXISTS (SELECT 1 FROM removal WHERE customer_id = k.customer_id) FROM card AS k"
    " WHERE k.number = ?"
)
_BY_EXTERNAL = (
    "SELECT customer_id FROM property WHERE external_number = :number UNION"
    " SELECT customer_id FROM property WHERE external_number_2 = :number LIMIT 2"
)


def customer_of(reader: Reader, text: str) -> int:
    """The actor-id of the customer with this klantnummer, or with this external number if just one has it.

    Raises `Refusal` when there is none.
    """
    if not text.strip():
        raise Refusal("Klantnummer is leeg: vul dit veld in.")
    found = _customers(reader, text)
    if len(found) == 1:
        return found[0]
    if found:
        raise Refusal(f"Het externe nummer {shown(text)} is van meer dan een klant: gebruik het klantnummer.")
    raise Refusal(f"Klantnummer {shown(text)} is hier van niemand: importeer eerst de klanten, of kijk het nummer na.")


def _customers(reader: Reader, text: str) -> list[int]:
    """The customer with this klantnummer, or else those with this external number: two at most."""
    row = reader.read_one(_BY_NUMBER, (compact(text),))
    if row is not None and not row[1]:
        return [int(row[0])]
    return [int(found) for (found,) in reader.read(_BY_EXTERNAL, {"number": text.strip()})]


CUSTOMER, ITEM = "customer", "item"
"""The names of the columns that hold a klantnummer and an exemplaarnummer, in every kind of file."""
KNOWN_AS_IT_STANDS: Mapping[str, Callable[[Reader, str], bool]] = {
    CUSTOMER: lambda reader, text: bool(_customers(reader, text)),
    ITEM: lambda reader, text: find_item(reader, text) is not None,
}
"""By column, whether a number is known without taking anything off it."""


def filled(text: str, what: str) -> str:
    """A text that may not be empty. Raises `Refusal`; `what` names the column."""
    if not text:
        raise Refusal(f"{what} is leeg: vul dit veld in.")
    return text


def day(text: str, today: date, what: str) -> date | None:
    """A day as a file has it (`2024-04-08`, a time behind it or not, or as the desk types it); None when empty.

    Raises `Refusal`, also for a year in which nothing was lent or will be; `what` names the column.
    """
    typed = without_time(text.strip())
    if not typed:
        return None
    try:
        iso = _iso(typed)
        found = date(*(int(part) for part in iso.groups())) if iso else parse_date(typed, today)
    except (Refusal, ValueError):
        raise Refusal(f"{what}: {shown(text)} is geen datum. Schrijf die als dd-mm-jjjj.") from None
    if not _FIRST_YEAR <= found.year <= today.year + _MOST_YEARS_AHEAD:
        raise Refusal(f"{what}: {shown(text)} kan niet: kijk het jaar na, of laat het leeg als dat mag.")
    return found


def past_day(text: str, today: date, what: str) -> date | None:
    """As `day`, but not after today."""
    found = day(text, today, what)
    if found is not None and found > today:
        raise Refusal(f"{what}: {format_date(found)} is nog niet geweest.")
    return found


def branch(text: str, library: Library, otherwise: str) -> str:
    """The number of a branch, by number or name; `otherwise` when empty. Raises `Refusal`."""
    typed = text.strip()
    if not typed:
        return otherwise
    for one in library.branches:
        if typed == one.number or fold(typed) == fold(one.name):
            return one.number
    raise Refusal(f"Vestiging {shown(text)} staat niet in het bibliotheekbestand.")


def yes_no(text: str, what: str) -> bool:
    """Ja or Nee; empty is Nee. Raises `Refusal`."""
    answer = _YES_NO.get(fold(text))
    if answer is None:
        raise Refusal(f"{what}: {shown(text)} is geen ja of nee. Schrijf Ja of Nee.")
    return answer


def count(text: str, what: str, most: int, otherwise: int) -> int:
    """A whole number from 0 to `most`; `otherwise` when empty. Raises `Refusal`."""
    typed = text.strip()
    if not typed:
        return otherwise
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 9 and int(typed) <= most):
        raise Refusal(f"{what}: {shown(text)} is geen getal van 0 tot en met {most}.")
    return int(typed)
