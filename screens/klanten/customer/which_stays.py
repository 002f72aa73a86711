"""The question when two desks changed the same of one customer: what stays, mine or theirs?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from screens.dialogs.decision import Decision, hanging

if TYPE_CHECKING:
    from balie.customers.tabs.edit_conflict import Difference

_EMPTY = "(leeg)"


class WhichStays(Decision[bool | None]):
    """Shows the three values of each field; True for mine, False for theirs, None after Esc."""

    def __init__(self, differences: Sequence[Difference], by: str) -> None:
        super().__init__(
            "Ook door een ander gewijzigd: wat blijft?",
            "M = mijn wijziging      A = die van de ander      Esc = terug",
        )
        self.differences = differences
        self.by = by

    def answer_of(self, key: str) -> bool:
        """M, A or Esc."""
        answers = {"m": True, "a": False, "escape": None}
        if key in answers:
            self.give(answers[key])
        return key in answers

    def told(self, width: int) -> list[str]:
        """Per field what it was and what each made of it."""
        lines: list[str] = []
        for found in self.differences:
            values = (("was", found.was), ("mijn wijziging", found.mine), (f"medewerker {self.by}", found.theirs))
            lines.append(found.label)
            lines += [line for who, value in values for line in hanging(f"  {who}: ", value or _EMPTY, width)]
        return lines
