"""What a scanner sends around a number, and what is no number of the library at all: text only, without a store.

A scanner puts things around what it read: an AIM prefix (`]C0`), the start and stop signs of Codabar and Code 39,
zeros before it, a check sign or a dot behind it, letters that were typed before. A number is recognised inside those,
and only there: where other digits stand beside it, it may just as well be a part of another number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from balie.dutch.text import clean

LEAST = 8
"""So many signs has a number that is looked for inside a longer text, zeros before it not counted."""
MOST = 20
"""No number is longer."""
PASS_LENGTH = 14
_LONGEST_SCAN = 120
_BLANKS = re.compile(r"\s+")
_NO_SIGN = re.compile(r"[^0-9A-Z]+")
_AIM = re.compile(r"^\][A-Z][0-9A-Z]")
_LABEL = re.compile(r"^ISBN(?:-?1[03])?(?=[^0-9A-Z]|97|[0-9])")
_BEFORE = re.compile(r"[^0-9]*0*")
_BEFORE_SHORT = re.compile(r"[^0-9A-Z]*[A-DTNE]?0*")
_AFTER = re.compile(r"[^0-9]*")
_AFTER_CHECKED = re.compile(r"[0-9]?[^0-9]*")
_AFTER_SHORT = re.compile(r"[A-DTNE]?[^0-9A-Z]*")
_ISBN_13 = re.compile(r"(?<![0-9])0*(97[89][0-9]{10})(?:[0-9]{2}|[0-9]{5})?(?![0-9])")
_LIKE_ISBN = re.compile(r"97[89][0-9]{10}")
_ISBN_10 = re.compile(r"[0-9]{9}[0-9X]")
_OURS = re.compile(r"[23][0-9]{13}|2X[0-9]{12}")


def scanned(text: str) -> str:
    """A text as it was scanned or typed: capitals, plain digits, without blanks, invisible signs and AIM prefix."""
    # Cut off before, so that a pasted book costs nothing.
    plain = unicodedata.normalize("NFKC", clean(text[: 4 * _LONGEST_SCAN]))
    return _AIM.sub("", _BLANKS.sub("", plain).upper()[:_LONGEST_SCAN])


def parts(text: str) -> list[str]:
    """Every part of a text that could be a number that is known, each once: what is to be looked up."""
    found: dict[str, None] = {}
    for form in _forms(text):
        core = form.strip(".,;:*#!?'\"[](){}<>/\\-_+$% ")
        for whole in (form, core, core.strip("ABCDTNE")):
            # With its own zeros and without: they can be of the number or stand before it.
            for part in (whole, whole.lstrip("0")):
                if 0 < len(part) <= MOST:
                    found[part] = None
        if not any(character.isdecimal() for character in form):
            continue
        for start in range(len(form)):
            for length in range(LEAST, MOST + 1):
                part = form[start : start + length]
                if len(part) == length and len(part.lstrip("0")) >= LEAST:
                    found[part] = None
    return list(found)


def is_only_wrapped(text: str, number: str) -> bool:
    """Whether all that a text has around this number is what scanners put there: then it is this number and no other.

    A digit behind it is a check sign only where the number is one of our own series, which has no room for one more.
    """
    checked = len(number) == PASS_LENGTH and is_own_form(number)
    for form in _forms(text):
        start = form.find(number)
        while start >= 0:
            before, after = form[:start], form[start + len(number) :]
            if _is_wrapping(before, after, number, checked=checked):
                return True
            start = form.find(number, start + 1)
    return False


def is_own_form(number: str) -> bool:
    """Whether this has the form of a number that the program makes, with a check digit that is right.

    That is `2` (a klantnummer, also `2X`) or `3` (an exemplaarnummer), and thirteen signs.
    """
    from stdnum import luhn

    return _OURS.fullmatch(number) is not None and bool(luhn.is_valid(number.replace("X", "", 1)))


def own_inside(text: str) -> list[str]:
    """The numbers of our own form in a text that has nothing but wrapping around them, known or not."""
    found: dict[str, None] = {}
    for form in _forms(text):
        for start in range(len(form) - PASS_LENGTH + 1):
            part = form[start : start + PASS_LENGTH]
            if part[0] in "23" and is_own_form(part) and is_only_wrapped(text, part):
                found[part] = None
    return list(found)


def isbn_in(text: str) -> str:
    """The ISBN that was scanned or typed, of ten or thirteen digits, as thirteen; empty where it is none.

    Hyphens, blanks, the letters ISBN before it, and the price that some covers have behind it do not matter.
    """
    from stdnum import isbn

    for form in _forms(text):
        plain = _NO_SIGN.sub("", _LABEL.sub("", form))
        whole = _ISBN_13.search(plain)
        if whole is not None and isbn.is_valid(whole[1]):
            return whole[1]
        if _ISBN_10.fullmatch(plain) and isbn.is_valid(plain):
            return str(isbn.to_isbn13(plain))
    return ""


def mistyped_isbn(text: str) -> str:
    """The thirteen digits of what is an ISBN but for its check digit; empty where it is none, or a right one.

    Only the whole text counts, with hyphens, blanks and the letters ISBN: a number of another kind begins otherwise.
    """
    plain = _NO_SIGN.sub("", _LABEL.sub("", scanned(text)))
    return plain if _LIKE_ISBN.fullmatch(plain) and not isbn_in(plain) else ""


def _forms(text: str) -> Iterator[str]:
    """As it was scanned, and without what is neither letter nor digit."""
    whole = scanned(text)
    yield whole
    plain = _NO_SIGN.sub("", whole)
    if plain != whole:
        yield plain


def _is_wrapping(before: str, after: str, number: str, *, checked: bool) -> bool:
    if len(number.lstrip("0")) < LEAST:
        return _BEFORE_SHORT.fullmatch(before) is not None and _AFTER_SHORT.fullmatch(after) is not None
    # Beside a letter of the number another letter makes it another number.
    if number[0].isalpha() and before[-1:].isalnum() and before[-1:] != "0":
        return False
    if number[-1].isalpha() and after[:1].isalnum():
        return False
    behind = _AFTER_CHECKED if checked else _AFTER
    return _BEFORE.fullmatch(before) is not None and behind.fullmatch(after) is not None
