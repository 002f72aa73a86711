"""How money came in or went out (`payment.way`)."""

from __future__ import annotations

from enum import StrEnum


class Method(StrEnum):
    """How a payment was made. Waiving is one too: it settles, but no money comes in."""

    CASH = "contant"
    CARD = "pin"
    BANK = "bank"
    DIRECT_DEBIT = "incasso"
    WAIVER = "kwijtschelding"
    BROUGHT = "overgang"
    """Credit that a customer had in the system before: it came in there, and can be used and paid out here."""


AT_TILL = (Method.CASH, Method.CARD)
"""What goes through the till of a workstation."""
NO_MONEY_HERE = (Method.WAIVER, Method.BROUGHT)
"""What no money comes in by on the day it is booked."""
