"""The customers who are helped in one session: a family comes to the desk together. Pure state.

Source: rules.md#at-the-desk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.customers.header import Header
    from screens.balie.log import Work

NOT_LENT = Refusal("Niet uitgeleend: dit is gescand voor een klant die niet is geholpen. Scan het opnieuw.")
"""What the log says of what was scanned behind a customer who was not helped after all."""


@dataclass(slots=True)
class Helped:
    """One customer of the session, with the session and the log that are theirs alone.

    `pass_settled`: the pass that was shown does not hold, and the desk settled that.
    """

    customer_id: int
    header: Header
    work: Work
    pass_settled: bool = False

    @property
    def name(self) -> str:
        """`Dhr. E.B. Tester`."""
        return self.header.name


class Party:
    """Who is being helped, in the order in which they came, and which of them is active."""

    def __init__(self) -> None:
        self.helped: list[Helped] = []
        self._at = 0

    def __len__(self) -> int:
        return len(self.helped)

    @property
    def active(self) -> Helped | None:
        """Whose name is lent on; None while nobody is being helped."""
        return self.helped[self._at] if self.helped else None

    @property
    def place(self) -> int:
        """The place of the active customer, from 1 on."""
        return self._at + 1

    def of(self, customer_id: int) -> Helped | None:
        """This customer, where they are being helped."""
        return next((one for one in self.helped if one.customer_id == customer_id), None)

    def add(self, customer_id: int, header: Header, work: Work, *, pass_settled: bool = False) -> Helped:
        """Somebody more, who is active from now on."""
        one = Helped(customer_id, header, work, pass_settled)
        self.helped.append(one)
        self._at = len(self.helped) - 1
        return one

    def turn_to(self, one: Helped) -> None:
        """Let this one be active."""
        self._at = self.helped.index(one)

    def turn(self) -> None:
        """Let the next one be active; behind the last comes the first."""
        self._at = (self._at + 1) % len(self.helped)

    def drop(self, one: Helped, back_to: Helped) -> None:
        """One is not helped after all: `back_to` is active again."""
        self.helped.remove(one)
        self.turn_to(back_to)

    def end(self) -> None:
        """Nobody is being helped any more."""
        self.helped, self._at = [], 0
