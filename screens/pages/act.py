"""An act of a page, told in one record: what it is called there, what does it, and why it is refused now.

Its key and its usual words are those of the `Action` with the same id (`screens/keyboard/actions.py`), so that every
key is known before any page is.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from screens.keyboard.actions import Action

if TYPE_CHECKING:
    from balie.desk import Desk

P_contra = TypeVar("P_contra", contravariant=True)


def never_refused(_: object) -> str:
    """Of an act that can always be done."""
    return ""


def always_offered(_: object) -> bool:
    """Of an act that the page has whatever its state."""
    return True


@dataclass(frozen=True, slots=True)
class PageAct(Generic[P_contra]):
    """What a page (`P_contra`) offers under the id of an action.

    `do` is called with the page; a coroutine that it gives is awaited while keys wait. `refused` says in Dutch why it
    cannot be done now, empty when it can; an act that is not `offered` now is not there at all. `label`, `menu` and
    `help` are for this page alone; where they are empty those of the action count. `asks` is the action of which it
    takes the right, where that is another one here: F3 that adds a title.
    """

    id: str
    do: Callable[[P_contra], Coroutine[object, object, None] | None]
    refused: Callable[[P_contra], str] = never_refused
    offered: Callable[[P_contra], bool] = always_offered
    label: str = ""
    menu: str = ""
    help: str = ""
    asks: str = ""

    def right_refusal(self, desk: Desk) -> str:
        """Why who works at this desk may not do it, and who may, in Dutch; empty when they may."""
        if desk.rights is None:
            return ""
        from screens.keyboard.action_rights import RIGHT_OF

        right = RIGHT_OF.get(self.asks or self.id)
        return "" if right is None else desk.why_not(right)

    def words_of(self, action: Action) -> Action:
        """The action as this page calls it, with its key."""
        if not (self.label or self.menu or self.help):
            return action
        return replace(
            action,
            label=self.label or action.label,
            menu=self.menu or action.menu,
            help=self.help or action.help,
        )


Acts: TypeAlias = tuple[PageAct[P_contra], ...]
"""The table of a page."""


def by_id(tables: Sequence[Sequence[PageAct[P_contra]]]) -> dict[str, Acts[P_contra]]:
    """One table of several, of which a later one has the last word about an id.

    A table may tell an act twice, for two states of its page: the first that is offered counts.
    """
    found: dict[str, Acts[P_contra]] = {}
    for table in tables:
        own: dict[str, Acts[P_contra]] = {}
        for act in table:
            own[act.id] = (*own.get(act.id, ()), act)
        found |= own
    return found
