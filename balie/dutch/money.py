"""Money: integer cents inside, `€ 1.234,50` outside (rules.md#money)."""

from __future__ import annotations

import re

from balie.dutch.text import read_text, shown
from balie.refusal import Refusal

MOST_CENTS = 999_999_999
"""The largest amount that may be typed: € 9.999.999,99."""

_EXAMPLE = "Typ een bedrag als 12,50."
_AMOUNT = (
    r"(?P<minus>-?) ?(?:€ ?)?(?P<minus_after>-?)"
    r"(?:(?P<euros>[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]+)(?:,(?P<cents>[0-9]{1,2}|-)|\.(?P<point>[0-9]{1,2}))?"
    r"|,(?P<only_cents>[0-9]{2}))"
)
_MORE_THAN_CENTS = r"[-€ ]*[0-9.]*,[0-9]{3,}|[-€ ]*(?:[0-9]{4,}|0)\.[0-9]{3,}"


def parse_cents(text: str) -> int:
    """The cents of an amount typed: `12,50`, `12.50`, `12,5`, `12`, `12,-`, `,50`, `1.234` (thousands), `€ 1.234,50`.

    A minus stands before or after the euro sign. Raises `Refusal` for anything else (`1e5`, `1_0`, `12,505`), for
    more than € 9.999.999,99 and for empty input.
    """
    typed = read_text(text, what="Het bedrag", longest=20)
    if not typed:
        raise Refusal(f"Er is geen bedrag getypt. {_EXAMPLE}")
    parts = re.fullmatch(_AMOUNT, typed)
    if parts is None or (parts["minus"] and parts["minus_after"]):
        if re.fullmatch(_MORE_THAN_CENTS, typed):
            raise Refusal(
                f"{shown(typed)} gaat verder dan hele centen: na de komma staan hooguit 2 cijfers. {_EXAMPLE}"
            )
        raise Refusal(f"{shown(typed)} is geen bedrag. {_EXAMPLE}")
    after_comma = parts["cents"] or parts["point"] or parts["only_cents"] or ""
    cents = int((parts["euros"] or "0").replace(".", "")) * 100 + int(after_comma.replace("-", "").ljust(2, "0"))
    if cents > MOST_CENTS:
        raise Refusal(f"{shown(typed)} is te veel: een bedrag gaat tot en met {format_cents(MOST_CENTS)}. Kijk het na.")
    return -cents if parts["minus"] or parts["minus_after"] else cents


def format_cents(cents: int) -> str:
    """`€ 1.234,50`; below zero `-€ 2,00`. `parse_cents` gives the same cents back."""
    euros, rest = divmod(abs(cents), 100)
    grouped = f"{euros:,}".replace(",", ".")
    return f"{'-' if cents < 0 else ''}€ {grouped},{rest:02}"


def half_up(numerator: int, denominator: int) -> int:
    """`numerator` / `denominator` to a whole number, a half away from zero: the one rounding, done once at the end.

    A refund is `half_up(paid_cents * unused_days, days_in_period)` (rules.md#refund). Raises `ValueError` for a
    denominator that is not above zero.
    """
    if denominator <= 0:
        raise ValueError("the denominator must be above zero")
    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -rounded if numerator < 0 else rounded
