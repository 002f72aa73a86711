"""What the store has of the titles and items of a file: nothing, something else, the same, or what cannot be meant."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from balie.catalogue.items import IS_PASS, find_item
from balie.catalogue.numbers import is_pass
from balie.catalogue.titles import Title, title_of
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.importing.titles.record import FileTitle, FoundItem
    from balie.store.reading import Reader

TWICE = "Exemplaar {number} staat al eerder in het bestand."
ANOTHER = "ISBN of titelnummer is hier van een andere titel: {title}. Kijk het nummer na."
ANOTHER_IN_FILE = "ISBN of titelnummer staat op plaats {place} in het bestand bij een andere titel. Kijk het nummer na."
TWO_TITLES = "ISBN en titelnummer zijn van twee verschillende titels. Kijk beide na."
ITEM_ELSEWHERE = "Exemplaar {number} is hier van een andere titel: {title}. Kijk het nummer na."


class TitleVerdict(StrEnum):
    """What the store has of something in the file: nothing, something else, or the same."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(slots=True)
class TitleTally:
    """How many are new, are changed, and are so already."""

    new: int = 0
    changed: int = 0
    same: int = 0

    def add(self, verdict: TitleVerdict) -> None:
        """Count one."""
        setattr(self, verdict, getattr(self, verdict) + 1)


def judge_identity(reader: Reader, found: FileTitle) -> Title | None:
    """The title as the store has it. Raises `Refusal` when it cannot be that one."""
    stored = found.stored_in(reader)
    if len(stored) > 1:
        raise Refusal(TWO_TITLES)
    if stored and not found.is_about(stored[0].values):
        raise Refusal(ANOTHER.format(title=stored[0].name))
    return stored[0] if stored else None


def judge_title(found: FileTitle, stored: Title | None) -> TitleVerdict:
    """What the store has of a title, which is `stored`."""
    if stored is None:
        return TitleVerdict.NEW
    gets_number = found.control_number is not None and stored.control_number is None
    return TitleVerdict.CHANGED if gets_number or found.on(stored.values) != stored.values else TitleVerdict.SAME


def judge_item(reader: Reader, title_id: int | None, item: FoundItem) -> TitleVerdict:
    """What the store has of an item of this title. Raises `Refusal` when it is another title's."""
    stored = find_item(reader, item.number)
    if stored is None:
        if is_pass(reader, item.number):
            raise Refusal(IS_PASS.format(number=item.number))
        return TitleVerdict.NEW
    if stored.title_id != title_id:
        title = title_of(reader, stored.title_id).name
        raise Refusal(ITEM_ELSEWHERE.format(number=item.number, title=title))
    return TitleVerdict.SAME if item.on(stored.values) == stored.values else TitleVerdict.CHANGED
