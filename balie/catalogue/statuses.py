"""Where an item is: the codes of Wise, and which of them an act of the desk may start from."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class ItemStatus(StrEnum):
    """What is stored of an item. `U` (uitgeleend) is not: it follows from an open loan."""

    IN = "B"
    TRANSPORT = "T"
    RESERVED = "R"
    MISSING = "M"
    WRITTEN_OFF = "A"
    ON_ORDER = "I"


LENT = "U"
"""The code that is shown for an item that is lent out."""

LABELS: Mapping[str, str] = {
    ItemStatus.IN: "Binnen",
    LENT: "Uitgeleend",
    ItemStatus.TRANSPORT: "Onderweg",
    ItemStatus.RESERVED: "Gereserveerd",
    ItemStatus.MISSING: "Vermist",
    ItemStatus.WRITTEN_OFF: "Afgeschreven",
    ItemStatus.ON_ORDER: "In bestelling",
}
"""What each code is called on the screen; `T` is Wise's transport, `R` stands ready for somebody."""
