"""What stands between braces in a lesson: people and items by name, days from today, and what a library calls its own.

`{pas:wilgenhof}` is the number of a pass, `{exemplaar:duin}` that of an item, `{titel:duin}` its title, `{dag:+7}` a
day as dd-mm-jjjj, `{naam}` one of the lesson's own values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from balie.catalogue.numbers import make_item_number
from balie.customers.cards.numbers import make_number
from balie.dutch.dates import format_date
from balie.practice.town.characters import CHARACTERS, FIRST_SERIAL, FREE_PASSES, FREE_SERIAL, ITEMS

_BRACED = re.compile(r"\{([^{}]*)\}")
_FREE = re.compile(r"vrij([1-9])")
_DAY = re.compile(r"[+-][0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Names:
    """What names stand for at a practice desk: its `branch` (four digits), its `day`, the lesson's own values."""

    branch: str
    day: date
    values: Mapping[str, str]

    def filled(self, text: str) -> str:
        """The text with everything between braces filled in. Raises `ValueError` for a name that stands for nothing."""
        return _BRACED.sub(lambda found: self._stands_for(found[1]), text)

    def filled_values(
        self, checks: Mapping[str, Mapping[str, str | int | bool]]
    ) -> dict[str, dict[str, str | int | bool]]:
        """The values of checks, with everything between braces filled in. Raises as `filled` does."""
        return {
            name: {key: self.filled(value) if isinstance(value, str) else value for key, value in values.items()}
            for name, values in checks.items()
        }

    def _stands_for(self, name: str) -> str:
        kind, colon, what = name.partition(":")
        if not colon and kind in self.values:
            return self.values[kind]
        match kind:
            case "pas" if what in CHARACTERS:
                return make_number(self.branch, FIRST_SERIAL + CHARACTERS.index(what))
            case "pas" if (free := _FREE.fullmatch(what)) and int(free[1]) <= FREE_PASSES:
                return make_number(self.branch, FREE_SERIAL + int(free[1]) - 1)
            case "exemplaar" if what in ITEMS:
                return make_item_number(self.branch, list(ITEMS).index(what) + 1)
            case "titel" if what in ITEMS:
                return ITEMS[what]
            case "dag" if _DAY.fullmatch(what):
                return format_date(self.day + timedelta(days=int(what)))
        raise ValueError(name)


def names_in(text: str) -> Iterator[str]:
    """What stands between braces."""
    yield from _BRACED.findall(text)
