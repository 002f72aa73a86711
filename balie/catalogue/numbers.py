"""Exemplaarnummers: what a scanner reads from an item, how the desk makes one itself, and what is refused as one.

A number that the desk makes is `3`, the branch (4), a serial (8) and a Luhn digit, as a klantnummer is with a `2`. What
is on the books already can be anything a scanner reads, as long as it cannot be taken for a klantnummer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from balie.dutch.text import shown
from balie.refusal import Refusal
from balie.store.counters import next_value
from balie.store.dialect import is_digits

if TYPE_CHECKING:
    from balie.library.structs import Library
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

LONGEST = 20
LAST_SERIAL = 99_999_999
GENERATE = "v"
"""What is typed where the desk is to make the number itself."""

_BLANKS = re.compile(r"[\s\u00a0]+")
_SCANNED = re.compile(r"[0-9A-Z./+$%:_-]+")
_OURS = re.compile(r"3([0-9]{4})[0-9]{9}")
_CUSTOMER = re.compile(r"2[0-9X][0-9]{12}")
_PAGE = 1_000
_TAKEN = (
    "SELECT number FROM item WHERE number >= ? AND number < ? AND length(number) = 14"
    f" AND {is_digits('number')} ORDER BY number LIMIT ?"
)


def make_item_number(branch: str, serial: int) -> str:
    """The exemplaarnummer of a branch (four digits) with this serial, 1 to 99999999; `ValueError` outside that."""
    from stdnum import luhn

    if not 1 <= serial <= LAST_SERIAL:
        raise ValueError(f"serial {serial} does not fit in eight digits")
    body = f"3{branch}{serial:08d}"
    return body + str(luhn.calc_check_digit(body))


def compact(text: str) -> str:
    """A number as scanned or typed, without blanks, in capitals."""
    return _BLANKS.sub("", text).upper()


def read_item_number(text: str, library: Library) -> str:
    """The number on an item as it is kept: up to 20 letters, digits and `. / + $ % : _ -`, in capitals.

    Raises `Refusal` for anything else, for a klantnummer, and for a number of the library's own series (a 3 and one of
    its branches, fourteen digits) that has a wrong check digit. What another system printed has no check digit of ours.
    """
    number = compact(text)
    if not number:
        raise Refusal(f"Scan of typ het exemplaarnummer, of typ {GENERATE} om er een te laten maken.")
    if len(number) > LONGEST:
        raise Refusal(f"Het exemplaarnummer is te lang: {len(number)} tekens, er passen er hooguit {LONGEST}.")
    if not _SCANNED.fullmatch(number):
        raise Refusal(f"{shown(number)} is geen exemplaarnummer: scan de streepjescode, of typ letters en cijfers.")
    if is_customer_number(number):
        raise Refusal(f"{number} is een klantnummer. Scan de streepjescode van het exemplaar.")
    if _is_ours(number, library) and not _luhn_holds(number):
        raise Refusal(
            f"Het controlecijfer van {number} klopt niet: er is een cijfer verkeerd. Scan het exemplaar opnieuw."
        )
    return number


def is_pass(reader: Reader, number: str) -> bool:
    """Whether a pass has this number: also one of another system, to which it cannot be seen."""
    return reader.read_one("SELECT 1 FROM card WHERE number = ?", (number,)) is not None


def is_customer_number(number: str) -> bool:
    """Whether this can be a klantnummer: fourteen digits from 2 on, or 2X, of which the check digit is right."""
    return _CUSTOMER.fullmatch(number) is not None and _luhn_holds(number.replace("X", "", 1))


def _is_ours(number: str, library: Library) -> bool:
    """Whether this is of a series of which the desk makes the numbers."""
    found = _OURS.fullmatch(number)
    return found is not None and any(branch.number == found[1] for branch in library.branches)


def _luhn_holds(digits: str) -> bool:
    from stdnum import luhn

    valid: bool = luhn.is_valid(digits)
    return valid


def allocate_item_number(tx: Transaction, library: Library, branch: str) -> str:
    """Give out the next exemplaarnummer of this branch; those that were scanned or imported before are skipped.

    Raises `Refusal` for a branch that is not in the library file and when the series is full; rolling the transaction
    back leaves the counter as it was.
    """
    counter = f"item:{library.branch(branch).number}"
    serial = next_value(tx, counter, 1)
    free = _first_free(tx, branch, serial)
    if free > LAST_SERIAL:
        raise Refusal(
            f"De exemplaarnummers van vestiging {branch} zijn op: scan een eigen streepjescode, of vraag de beheerder"
            " om een nieuwe nummerreeks."
        )
    if free != serial:
        tx.execute("UPDATE counter SET next = ? WHERE name = ?", (free + 1, counter))
    return make_item_number(branch, free)


def _first_free(reader: Reader, branch: str, serial: int) -> int:
    """The first serial from this one on of which no item has the number."""
    while True:
        rows = reader.read(_TAKEN, (f"3{branch}{serial:08d}", f"3{branch}:", _PAGE))
        taken, first = {int(number[5:13]) for (number,) in rows}, serial
        while serial in taken:
            serial += 1
        if serial - first < _PAGE:
            return serial
