"""What is counted so far, while somebody types: nothing of what there should be."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from balie.dutch.money import format_cents
from balie.finance.tills.counting import LOOSE, CountForm, read_field
from balie.refusal import Refusal


@dataclass(frozen=True, slots=True)
class TillTally:
    """What lies on the counter so far, in cents. `worth` is what is typed of each note and coin, by field."""

    worth: Mapping[str, int]
    notes_cents: int
    coins_cents: int
    loose_cents: int

    @property
    def cents(self) -> int:
        """All of it."""
        return self.notes_cents + self.coins_cents + self.loose_cents

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Labels with their values."""
        rows = (("Biljetten", self.notes_cents), ("Munten", self.coins_cents), ("Overig", self.loose_cents))
        return tuple((label, format_cents(cents)) for label, cents in (*rows, ("Geteld", self.cents)))


def tally(form: CountForm, texts: Mapping[str, str]) -> TillTally:
    """Add up what was typed in the fields of the form, by their names; what is no number yet counts for nothing."""
    worth: dict[str, int] = {}
    notes = coins = loose = 0
    for field in form.fields:
        typed = texts.get(field.name, "").strip()
        if not typed or (field.pieces is None and field.name != LOOSE):
            continue
        with suppress(Refusal):
            number = read_field(field, typed)
            if field.pieces is None:
                loose = number
                continue
            worth[field.name] = number * field.pieces.cents
            if field.pieces.is_note:
                notes += worth[field.name]
            else:
                coins += worth[field.name]
    return TillTally(worth, notes, coins, loose)
