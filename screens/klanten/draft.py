"""An enrolment while it goes from screen to screen: what was typed, and which number was asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class NumberWish(Enum):
    """Where the customer number comes from."""

    GENERATE = "v"
    LATER = "p"
    CARD = "card"
    KEPT = "kept"


@dataclass(slots=True)
class Draft:
    """What the three screens share. `values` holds the text of every field by its name.

    `card` is the number of the scanned card, `customer_id` the customer who is enrolled again.
    """

    wish: NumberWish
    values: dict[str, str] = field(default_factory=dict)
    card: str = ""
    customer_id: int | None = None
    known_to_differ: bool = False

    def title(self, branch_number: str) -> str:
        """The heading of screen 2, as in S1."""
        match self.wish:
            case NumberWish.GENERATE:
                return f"Genereer klantnummer voor vestiging: {branch_number}"
            case NumberWish.LATER:
                return f"Klantnummer volgt later; vestiging: {branch_number}"
            case NumberWish.CARD | NumberWish.KEPT:
                return f"Klantnummer {self.card}; vestiging: {branch_number}"

    def costs_title(self, branch_number: str) -> str:
        """The heading of screen 3, as in S1."""
        match self.wish:
            case NumberWish.GENERATE:
                return f"Opbouw abonnementskosten. Klant wordt gegenereerd; vestiging {branch_number}"
            case NumberWish.LATER:
                return f"Opbouw abonnementskosten. Klantnummer volgt later; vestiging {branch_number}"
            case NumberWish.CARD | NumberWish.KEPT:
                return f"Opbouw abonnementskosten. Klant {self.card}; vestiging {branch_number}"
