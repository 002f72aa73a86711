"""From and to which accounts euros go by SEPA without more than a name and an IBAN.

Source: rules.md#sepa-countries.
"""

from __future__ import annotations

_EEA = frozenset(
    (
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI"),
        *("LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"),
    )
)
"""The countries of the European Economic Area, as the two letters an IBAN begins with."""
_BEYOND = frozenset(
    ("AD", "AL", "CH", "GB", "GG", "GI", "IM", "JE", "MC", "MD", "ME", "MK", "RS", "SM", "VA"),
)
"""The other countries of SEPA: a bank there wants the address of the account's holder, in parts."""


def why_not_by_sepa(iban: str) -> str:
    """Why no bank collects from, or pays to, this account (compact IBAN), in Dutch; empty where it does.

    What stands there follows `Van een rekening in CH kan niet worden geïncasseerd: `.
    """
    country = iban[:2]
    if country in _EEA:
        return ""
    if country in _BEYOND:
        return (
            "dat land ligt buiten de EER, en dan wil de bank het adres van de rekeninghouder, dat niet meegaat. Vraag"
            " een rekening in de EER."
        )
    return "dat land doet niet mee aan SEPA. Vraag een rekening in de EER."
