"""What is told where a key stands for something that this page does not offer: what it would need."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
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
    CUSTOMER_MENU: "kan bij een klant: zoek er een met {search}",
    DESK_MENU: "kan bij Uitlenen en Innemen (Alt+B)",
    TITLE_MENU: "kan bij een titel: zoek die op in Catalogus (Alt+C)",
    ITEM_MENU: "kan bij een exemplaar: scan het bij Exemplaren (Alt+E)",
    HOLD_MENU: "kan bij een reservering: open een lijst van Reserveringen (Alt+R)",
    MESSAGE_MENU: "kan bij een bericht: open een lijst van Berichten (Alt+I)",
    BON_MENU: "kan bij een bon: Vestigingsbeheer (Alt+V), Bonnen",
    CALENDAR_MENU: "kan in de kalender: Vestigingsbeheer (Alt+V), Kalender",
}
_AT_PAYING = "kan bij Betalen: open het bij een klant met {pay}"
_IN_HISTORY = "kan bij Historie: open die bij Betalen ({pay}) met {money_history}"
_AT_LENDING = "kan bij Uitlenen (Alt+B), van de klant die daar geholpen wordt"
_NEEDS_OF = {
    "main": "doet op dit scherm niets",
    "extend": "kan bij Uitlenen: van Innemen met {other_side}, van elders met Alt+B",
    "book_drop": "kan bij Innemen: ga daarheen met {other_side}",
    "waive": _AT_PAYING,
    "keep_change": _AT_PAYING,
    "pay_out": _AT_PAYING,
    "take_costs_back": _AT_PAYING,
    "money_history": _AT_PAYING,
    "withdraw_refund": "kan bij Tegoed uitbetalen: open dat bij Betalen ({pay}) met {pay_out}",
    "restore": _IN_HISTORY,
    "storno": _IN_HISTORY,
    "add_customer": _AT_LENDING,
    "customer_record": "kan bij Uitlenen en Innemen (Alt+B) en bij een exemplaar (Exemplaren, Alt+E)",
    "customer_bon": _AT_LENDING,
    "book_fines": "kan bij In bezit: open dat bij een klant met {in_bezit}",
    "standard_text": "kan bij een klant op tabblad 5, na Wijzig ({edit})",
    "swap": "kan bij Ontdubbelen: open dat bij een klant met {merge}",
}
"""Of actions of a menu that several pages share while only one of them has the action; keys by the action's id."""


def not_here(
    actions: Sequence[Action], tab_id: str, key: str, letter: str, *, later: Collection[str] = (), first: str = ""
) -> str:
    """What to say of a key that no action of a page has; empty for a key that stands for nothing anywhere.

    `actions` are those of the program; a letter stands for the actions of its own tab alone. `later` are the ids of
    what the page offers once `first` (Dutch, what to do) is done.
    """
    if _FUNCTION_KEY.fullmatch(key):
        meant = [action for action in actions if action.key == key]
    else:
        meant = [action for action in actions if letter.isalpha() and action.key == letter and action.tab == tab_id]
    if not meant:
        return ""
    action = min(meant, key=lambda one: (one.tab != tab_id, one.tab != ""))
    need = _NEEDS_OF.get(action.id) or _NEEDS.get(action.menu)
    if first and action.id in later:
        need = f"kan nu niet: {first}"
    if need is None:
        where = f"op het tabblad {tab_of(action.tab).label} ({key_name(tab_of(action.tab).key)})" if action.tab else ""
        need = f"kan {where}" if where else "kan op dit scherm niet"
    keys = {one.id: key_name(one.key) for one in actions}
    return f"{action.label} {need.format_map(keys)}. {keys['help']} toont wat hier kan."
