"""What is told where a key stands for something that this page does not offer: what it would need."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from screens.keyboard.actions import (
    BON_MENU,
    CALENDAR_MENU,
    CUSTOMER_MENU,
    DESK_MENU,
    HOLD_MENU,
    ITEM_MENU,
    MESSAGE_MENU,
    TITLE_MENU,
    key_name,
    tab_of,
)

if TYPE_CHECKING:
    from screens.keyboard.actions import Action

_FUNCTION_KEY = re.compile(r"f[0-9]+|(?:ctrl|alt)\+.")
_NEEDS = {
    CUSTOMER_MENU: "kan bij een klant: zoek er een met Alt+Z",
    DESK_MENU: "kan bij Uitlenen en Innemen (Alt+B)",
    TITLE_MENU: "kan bij een titel: zoek die op in Catalogus (Alt+C)",
    ITEM_MENU: "kan bij een exemplaar: scan het bij Exemplaren (Alt+E)",
    HOLD_MENU: "kan bij een reservering: open een lijst van Reserveringen (Alt+R)",
    MESSAGE_MENU: "kan bij een bericht: open een lijst van Berichten (Alt+I)",
    BON_MENU: "kan bij een bon: Vestigingsbeheer (Alt+V), Bonnen",
    CALENDAR_MENU: "kan in de kalender: Vestigingsbeheer (Alt+V), Kalender",
}
_NEEDS_OF = {
    "extend": "kan bij Uitlenen: van Innemen met F11, van elders met Alt+B",
    "book_drop": "kan bij Innemen: van Uitlenen met F11, van elders met Alt+B en F11",
}
"""Of actions of a menu that several pages share while only one of them has the action."""


def not_here(actions: Sequence[Action], tab_id: str, key: str, letter: str) -> str:
    """What to say of a key that no action of a page has; empty for a key that stands for nothing anywhere.

    `actions` are those of the program; a letter stands for the actions of its own tab alone.
    """
    if _FUNCTION_KEY.fullmatch(key):
        meant = [action for action in actions if action.key == key]
    else:
        meant = [action for action in actions if letter.isalpha() and action.key == letter and action.tab == tab_id]
    if not meant:
        return ""
    action = min(meant, key=lambda one: (one.tab != tab_id, one.tab != ""))
    need = _NEEDS_OF.get(action.id) or _NEEDS.get(action.menu)
    if need is None:
        where = f"op het tabblad {tab_of(action.tab).label} ({key_name(tab_of(action.tab).key)})" if action.tab else ""
        need = f"kan {where}" if where else "kan op dit scherm niet"
    return f"{action.label} {need}. F1 toont wat hier kan."
