"""What a message to a customer is about: the kinds there are, as the desk sees them."""

from __future__ import annotations

from enum import StrEnum


class MessageKind(StrEnum):
    """The kind of a message; its value stands in the store and on the screen.

    A new kind needs a `correspondence.topics.Topic`: without one nobody knows whether it is still true, and it is not
    sent.
    """

    INVOICE = "factuur"
    REMINDER = "herinnering"
    DUE_SOON = "vervalt binnenkort"
    OVERDUE = "te laat"
    RENEWED = "automatisch verlengd"
    HOLD_READY = "reservering staat klaar"
    PAID_OUT = "uitbetaling"
    RECEIPT = "bon"
