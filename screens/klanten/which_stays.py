"""The question when two desks changed the same of one customer: what stays, mine or theirs?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from screens.widgets.dialog import WIDEST, Dialog
from screens.widgets.row import wrapped

if TYPE_CHECKING:
    from balie.customers.edit_conflict import Difference

_EMPTY = "(leeg)"


class WhichStays(Dialog[bool | None]):
    """Shows the three values of each field; True for mine, False for theirs, None after Esc. There is no default."""

    keeps_typed_ahead = False

    def __init__(self, differences: Sequence[Difference], by: str) -> None:
        super().__init__("Ook door een ander gewijzigd")
        self.differences = differences
        self.by = by

    def press(self, key: str, character: str | None) -> None:
        """M, A or Esc."""
        match (character or "").lower() or key:
            case "m":
                self.give(True)
            case "a":
                self.give(False)
            case _ if key == "escape":
                self.give(None)

    def inner_width(self) -> int:
        """As wide as a box may be: values are shown whole."""
        return WIDEST - 4

    def lines(self, width: int) -> list[str]:
        """Per field what it was and what each made of it, then the keys."""
        told: list[str] = []
        for found in self.differences:
            values = (("Was", found.was), ("Mijn wijziging", found.mine), (f"Medewerker {self.by}", found.theirs))
            told.append(found.label)
            told += [line for who, value in values for line in _hanging(f"  {who}: ", value or _EMPTY, width)]
        return [*told, "", "M = mijn wijziging blijft      A = die van de ander blijft      Esc = terug"]


def _hanging(start: str, text: str, width: int) -> list[str]:
    """A text behind its label; what does not fit goes on below, indented."""
    first, *rest = wrapped(start.strip() + " " + text, width - 2)
    return [f"  {first}", *(f"    {line}" for part in rest for line in wrapped(part, width - 4))]
