"""The rules of the fields once more, for what most lines of a file look like: the same answers, ten times as fast.

Each function knows the plain form of its field (`0592243612`, `9468 BG`, a name of plain letters) and leaves everything
else to the rule itself in `balie.dutch` and `balie.customers`. A test with generated texts holds them together. What is
remembered is bounded, so that memory does not grow with the file.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from balie.customers.cards.numbers import check_number
from balie.dutch import address, names
from balie.dutch.contact import phone_digits, read_email, read_mobile, read_phone
from balie.dutch.dates import OLDEST, parse_birth_date
from balie.dutch.text import fold
from balie.importing.days import without_time
from balie.refusal import Refusal

_REMEMBERED = 20_000

_plain_number = re.compile(r"2[0-9]{13}").fullmatch
_plain_date = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_plain_word = re.compile(r"[A-Za-z]{1,60}").fullmatch
_plain_postcode = re.compile(r"([1-9][0-9]{3}) ?([A-Z]{2})").fullmatch
_plain_phone = re.compile(r"0[1-57][0-9]{8}").fullmatch
_plain_mobile = re.compile(r"06[0-9]{8}").fullmatch
# In small letters: some names (INFO, WWW) are turned into them, others are kept as they are.
_plain_mailbox = re.compile(r"[a-z0-9_]{1,30}(?:[.-][a-z0-9_]{1,30})?").fullmatch
_NO_POSTCODE = frozenset({"SA", "SD", "SS"})
_DOUBLED = bytes.maketrans(b"0123456789", bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)))
_SEVEN_ZEROS = 7 * ord("0")


def number(text: str) -> str:
    """A klantnummer, as `check_number` reads it."""
    if _plain_number(text):
        digits = text.encode()
        if not (sum(digits[::2].translate(_DOUBLED)) + sum(digits[1::2]) - _SEVEN_ZEROS) % 10:
            return text
    return check_number(text)


def birth_date(text: str, today: date, today_text: str, oldest: str) -> str:
    """A birth date as ISO text: as jjjj-mm-dd (Wise's template) or in any form of the desk, a time behind it or not.

    `today_text` is `today` as ISO text and `oldest` the first day on which somebody alive can be born (`first_birth`).
    """
    if _plain_date(text):
        if oldest <= text <= today_text:
            try:
                return date.fromisoformat(text).isoformat()
            except ValueError:
                pass
    else:
        text = without_time(text)
    if _plain_date(text):
        year, month, day = text.split("-")
        text = f"{day}-{month}-{year}"
    return parse_birth_date(text, today).isoformat()


def first_birth(today: date) -> str:
    """A day after which everybody is young enough to be alive, as ISO text; who is older is left to the rule."""
    return date(today.year - OLDEST, 12, 31).isoformat()


def surname(text: str) -> str:
    """A surname, as `read_surname` reads it."""
    return text if _plain_word(text) else names.read_surname(text)


def folded(text: str) -> str:
    """`text` as it is searched, as `fold` does it."""
    return text.lower() if _plain_word(text) else fold(text)


def postcode(text: str, country: str) -> str:
    """A postcode, as `read_postcode` reads it."""
    if country == "NL" and (parts := _plain_postcode(text)) and parts[2] not in _NO_POSTCODE:
        return f"{parts[1]} {parts[2]}"
    return address.read_postcode(text, country)


def phone(text: str) -> tuple[str, str]:
    """A telephone number as it is shown (`read_phone`) and its digits (`phone_digits`)."""
    if _plain_phone(text):
        area = _area_length(text[:6])
        return f"({text[:area]}) {text[area:6]} {text[6:8]} {text[8:]}", text
    shown = read_phone(text)
    return shown, phone_digits(shown)


@lru_cache(_REMEMBERED)
def _area_length(start: str) -> int:
    """How many of the first six digits of a number are its area code."""
    return read_phone(start + "0000").index(")") - 1


def mobile(text: str) -> tuple[str, str]:
    """An SMS-nummer as it is shown (`read_mobile`) and its digits."""
    if _plain_mobile(text):
        return f"06-{text[2:]}", text
    shown = read_mobile(text)
    return shown, phone_digits(shown)


def email(text: str) -> str:
    """An e-mail address, as `read_email` reads it."""
    mailbox, at, domain = text.partition("@")
    if at and _plain_mailbox(mailbox) and (known := _domain(domain)) is not None:
        return f"{mailbox}@{known}"
    return read_email(text)


@lru_cache(_REMEMBERED)
def _domain(text: str) -> str | None:
    """A domain as it is kept; None where `read_email` is to say what is wrong with it."""
    try:
        return read_email(f"a@{text}").partition("@")[2]
    except Refusal:
        return None


@lru_cache(_REMEMBERED)
def initials_and_given_name(first_names: str) -> tuple[str, str]:
    """Initials and roepnaam from the first names: `Jan Peter` → `J.P.`, `Jan Peter`; from `J.P.` only the initials."""
    if "." in first_names:
        return names.read_initials(first_names), ""
    words = re.split(r"([ -]+)", first_names.strip())
    initials = names.read_initials("".join(part[:1] for part in words))
    return initials, names.read_given_name(first_names)


initials = lru_cache(_REMEMBERED)(names.read_initials)
given_name = lru_cache(_REMEMBERED)(names.read_given_name)
prefix = lru_cache(_REMEMBERED)(names.read_prefix)
street = lru_cache(_REMEMBERED)(address.read_street)
town = lru_cache(_REMEMBERED)(address.read_town)
fold_short = lru_cache(_REMEMBERED)(fold)


@lru_cache(_REMEMBERED)
def house_number(text: str) -> tuple[int, str, str]:
    """Number, letter and addition, as `read_house_number` reads them."""
    parts = address.read_house_number(text)
    return parts.number, parts.letter, parts.addition
