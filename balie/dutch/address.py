"""Addresses: postcode, house number in its parts, street and town (rules.md#address)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from balie.dutch.text import read_name, read_text, shown
from balie.refusal import Refusal

LONGEST_STREET = 80
LONGEST_TOWN = 80
LONGEST_FOREIGN_POSTCODE = 12
LONGEST_ADDITION = 4

_POSTCODE_EXAMPLE = "Typ vier cijfers en twee letters, bijvoorbeeld 9468 BG."
_HOUSE_NUMBER_EXAMPLE = "Typ een nummer, zo nodig met letter en toevoeging, bijvoorbeeld 41, 41A of 41A-3hg."
# A letter that belongs to the number stands alone; what follows, or comes after a hyphen, is the addition.
_HOUSE_NUMBER = r"([0-9]+)(?: ?([A-Za-z])(?![A-Za-z]))?(?:[ /-]*([A-Za-z0-9]+))?"


@dataclass(frozen=True, slots=True, order=True)
class HouseNumber:
    """A house number: `number` 1-99999, `letter` one capital or none, `addition` up to four letters or digits."""

    number: int
    letter: str = ""
    addition: str = ""

    @property
    def suffix(self) -> str:
        """Letter and addition in small letters, as one house has them however they were typed: `41-A` is `41a`."""
        return f"{self.letter}{self.addition}".lower()

    def __str__(self) -> str:
        """`41`, `41A`, `41-2`, `41A-3hg`; `read_house_number` gives the same number back."""
        return f"{self.number}{self.letter}" + (f"-{self.addition}" if self.addition else "")


def read_postcode(text: str, country: str = "NL") -> str:
    """A Dutch postcode as `9468 BG`; from another `country` (ISO code of two letters) the text as typed.

    Raises `Refusal` for an impossible postcode, and for an empty one in the Netherlands. Abroad it may be empty (not
    every country has them) and has at most twelve characters.
    """
    if country != "NL":
        return read_text(text, what="De postcode", longest=LONGEST_FOREIGN_POSTCODE)

    from stdnum.exceptions import InvalidComponent, ValidationError
    from stdnum.nl import postcode

    typed = read_text(text, what="De postcode", longest=20)
    if not typed:
        raise Refusal(f"Er is geen postcode getypt. {_POSTCODE_EXAMPLE}")
    try:
        return str(postcode.validate(typed))
    except InvalidComponent:
        raise Refusal(
            f"{shown(typed)} bestaat niet: de letters SA, SD en SS komen in postcodes niet voor. {_POSTCODE_EXAMPLE}"
        ) from None
    except ValidationError:
        raise Refusal(f"{shown(typed)} is geen Nederlandse postcode. {_POSTCODE_EXAMPLE}") from None


def read_house_number(text: str) -> HouseNumber:
    """The parts of a house number: `41`, `41a`, `41 A`, `41-2`, `41 bis`, `41 hs`, `41A-3hg`.

    Raises `Refusal` for an empty one, for a number outside 1-99999 and for an addition of more than four characters.
    """
    typed = read_text(text, what="Het huisnummer", longest=20)
    if not typed:
        raise Refusal(f"Er is geen huisnummer getypt. {_HOUSE_NUMBER_EXAMPLE}")
    parts = re.fullmatch(_HOUSE_NUMBER, typed)
    if parts is None:
        raise Refusal(f"{shown(typed)} is geen huisnummer. {_HOUSE_NUMBER_EXAMPLE}")
    number, letter, addition = int(parts[1]), (parts[2] or "").upper(), parts[3] or ""
    if not 1 <= number <= 99999:
        raise Refusal(f"{shown(parts[1])} is geen huisnummer: het loopt van 1 tot en met 99999.")
    if len(addition) > LONGEST_ADDITION:
        raise Refusal(
            f"De toevoeging {shown(addition)} is te lang: er passen {LONGEST_ADDITION} letters of cijfers. "
            f"{_HOUSE_NUMBER_EXAMPLE}"
        )
    return HouseNumber(number, letter, addition)


def read_street(text: str) -> str:
    """A street, or `Postbus`, as typed. Raises `Refusal` where there is no letter in it."""
    return read_name(text, what="De straat", longest=LONGEST_STREET)


def read_town(text: str) -> str:
    """A town in capitals, as on an envelope: `Annen` → `ANNEN`. Raises `Refusal` where there is no letter in it."""
    town = read_name(text, what="De plaats", longest=LONGEST_TOWN)
    return read_text(town.upper(), what="De plaats", longest=LONGEST_TOWN)
