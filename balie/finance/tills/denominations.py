"""The notes and coins of a count.

Cash is rounded to 5 cents only where the library file says so: no law asks it. So pieces of 1 and 2 cents may lie in a
till; few do, and they are counted with the loose amount (Overig).
"""

from __future__ import annotations

from dataclasses import dataclass

_NOTE_FROM = 500


@dataclass(frozen=True, slots=True)
class Denomination:
    """A note or coin, by its value in cents."""

    cents: int

    @property
    def is_note(self) -> bool:
        """Whether it is paper: from € 5,00 up."""
        return self.cents >= _NOTE_FROM

    @property
    def field(self) -> str:
        """The name of its field on the form: `pieces_2000`."""
        return f"pieces_{self.cents}"

    @property
    def label(self) -> str:
        """`20,00`."""
        return f"{self.cents // 100},{self.cents % 100:02}"


DENOMINATIONS: tuple[Denomination, ...] = tuple(
    map(Denomination, (50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5))
)
"""From € 500,00 to 5 cents, in the order in which they are counted."""
