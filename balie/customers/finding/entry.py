"""What was typed or scanned in Klantnummer, and what that means (rules.md#customer-number-line)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from balie.barcodes import LEAST, own_inside
from balie.customers.cards.numbers import check_number, compact, is_online, is_own
from balie.customers.deceased import is_deceased
from balie.customers.memberships import is_running
from balie.customers.scans import IsbnScan, ItemScan, PassScan, read_scan, refuse_wrong_scan
from balie.customers.standing import is_removed
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.store.reading import Reader


@dataclass(frozen=True, slots=True)
class FreeCard:
    """A number that is right and belongs to nobody: the card in the customer's hand."""

    number: str


@dataclass(frozen=True, slots=True)
class GenerateNumber:
    """`v`: the system makes a number when the customer is saved."""


@dataclass(frozen=True, slots=True)
class NumberLater:
    """`p`: the customer is saved without a number, which follows when the card has been printed."""


@dataclass(frozen=True, slots=True)
class KnownCustomer:
    """A number that was issued. `running`: the membership runs (open the customer) or has ended (enrol again).

    `state` is that of the number: active, blocked or replaced. Who is `deceased` is opened, never enrolled unasked.
    """

    customer_id: int
    number: str
    running: bool
    state: str
    deceased: bool = False


@dataclass(frozen=True, slots=True)
class SearchFor:
    """Anything else: to be looked up with `search`."""

    text: str


NumberChoice: TypeAlias = FreeCard | GenerateNumber | NumberLater | KnownCustomer
"""Where the number comes from: scanned, made by the system, later, or kept (an ended membership: enrol again)."""

Entry: TypeAlias = NumberChoice | SearchFor

_NUMBER_LIKE = re.compile(r"2X[0-9A-Z]*|2[0-9]{8,}|[13-9][0-9]{10,}")
"""What can only be meant as a number (or is a barcode): dates are shorter, telephone numbers begin with 0."""


_PASS = re.compile(r"2[0-9X][0-9]{12}")
"""What can be a pass, wherever it stands in what was scanned."""
_ISBN_LENGTH = 13
_DUTCH = "90"
"""How an ISBN of ten digits begins here."""
_NO_SIGN = re.compile(r"[^0-9A-Z]+")


def read_entry(reader: Reader, text: str, on: date) -> Entry:
    """What the text in Klantnummer is. `on` is the working date, on which a membership runs or not.

    Raises `Refusal` at field `number`: for an empty text, and for a number with a wrong length or check digit.
    """
    try:
        return _read(reader, text, on)
    except Refusal as refusal:
        raise refusal.for_field("number") from None


def read_customer(reader: Reader, text: str, on: date) -> KnownCustomer | SearchFor:
    """Whose number this is, or what to look for, where only somebody who is a customer already will do.

    Raises `Refusal` as `read_entry` does, and for a number that is nobody's.
    """
    entry = _read(reader, text, on)
    if isinstance(entry, KnownCustomer | SearchFor):
        return entry
    if isinstance(entry, FreeCard):
        raise Refusal(f"Nummer {entry.number} is van niemand. Scan een andere pas, of zoek op naam.")
    return SearchFor(text.strip())


def _read(reader: Reader, text: str, on: date) -> Entry:
    number = compact(text)
    if not number:
        raise Refusal("Scan een pas, of typ een klantnummer, een naam, v (nummer maken) of p (nummer volgt).")
    if number == "V":
        return GenerateNumber()
    if number == "P":
        return NumberLater()
    known = find_number(reader, number, on)
    if known is None:
        number = _number_in(reader, text) or number
        known = find_number(reader, number, on)
    if known is None:
        if _NUMBER_LIKE.fullmatch(number) is None:
            return SearchFor(text.strip())
        number = check_number(number)
        known = find_number(reader, number, on)
    if known is not None and is_removed(reader, known.customer_id):
        raise Refusal(
            "Dit nummer is van een klant die is verwijderd en wordt niet opnieuw uitgegeven: scan een andere pas."
        )
    if known is None and is_online(number):
        raise Refusal("Dit online nummer is hier niet bekend. Zoek op naam of op postcode en huisnummer.")
    return known or FreeCard(number)


def scanned_pass(reader: Reader, text: str) -> str:
    """The klantnummer of a pass that was scanned, also with something around it (`jan29428000077727`); else empty."""
    try:
        return _number_in(reader, text)
    except Refusal:
        return ""


def _number_in(reader: Reader, text: str) -> str:
    """The klantnummer in a text, known or of a free pass; empty where there is none.

    Raises `Refusal` for an item, for an ISBN, and where it is not sure which number was meant.
    """
    number = compact(text)
    is_number_like = _NUMBER_LIKE.fullmatch(number) is not None
    if sum(character.isdecimal() for character in number) < LEAST:
        return ""
    scan = read_scan(reader, text)
    if isinstance(scan, PassScan):
        return scan.number
    if not (is_number_like or _PASS.search(_NO_SIGN.sub("", number)) or isinstance(scan, IsbnScan)):
        return ""  # a date, a telephone number, an address
    if isinstance(scan, IsbnScan) and len(number) < _ISBN_LENGTH and not number.startswith(_DUTCH):
        return ""  # ten digits that happen to fit may be a telephone number, or one of a school
    refuse_wrong_scan(reader, scan)
    if isinstance(scan, ItemScan):
        raise Refusal(f"{scan.number} is een exemplaar, geen pas: scan de pas van de klant.")
    free = [one for one in own_inside(text) if one.startswith("2")]
    return free[0] if len(free) == 1 else ""


def find_number(reader: Reader, number: str, on: date) -> KnownCustomer | None:
    """Whose number this is (also a blocked or replaced one); None when it was never issued."""
    row = reader.read_one("SELECT customer_id, state FROM card WHERE number = ?", (number,))
    if row is None:
        return None
    customer_id, state = row
    return _known(reader, customer_id, number, state, on)


def known_customer(reader: Reader, customer_id: int, on: date) -> KnownCustomer:
    """The entry for somebody picked from a list. Without a number yet, `number` is an empty text."""
    row = reader.read_one(
        f"SELECT number, state FROM card WHERE customer_id = ? AND {is_own('card')}",
        (customer_id,),
    )
    number, state = row or ("", "active")
    return _known(reader, customer_id, number, state, on)


def _known(reader: Reader, customer_id: int, number: str, state: str, on: date) -> KnownCustomer:
    running = is_running(reader, customer_id, on)
    return KnownCustomer(customer_id, number, running, state, is_deceased(reader, customer_id))
