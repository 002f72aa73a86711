"""The burgerservicenummer, which a library may not keep: found in a text so that it can be refused."""

from __future__ import annotations

import re

from balie.refusal import Refusal

# Nine digits, whole or in groups, that are not part of a longer number.
_NINE_DIGITS = re.compile(r"(?<![0-9])[0-9](?:[ .-]?[0-9]){8}(?![0-9]|[ .-][0-9])")


def holds_bsn(text: str) -> bool:
    """Whether nine digits in the text pass the test of a BSN (elfproef); one in eleven other numbers does too."""
    if sum(character.isdigit() for character in text) < 9:
        return False
    from stdnum.nl import bsn

    return any(bsn.is_valid(re.sub(r"[^0-9]", "", found[0])) for found in _NINE_DIGITS.finditer(text))


def refuse_bsn(text: str, what: str) -> None:
    """Raise `Refusal` for a text with a BSN in it; `what` begins the message ("De opmerking").

    Only organisations with a basis in law may process it (art. 46 UAVG; rules.md#bsn).
    """
    if holds_bsn(text):
        raise Refusal(
            f"{what} bevat een getal dat een burgerservicenummer (BSN) kan zijn; de bibliotheek mag dat niet bewaren."
            " Haal het weg. Is het een ander nummer, zet er dan een letter tussen."
        )
