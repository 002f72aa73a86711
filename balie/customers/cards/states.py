"""The states of a number and what can be done in each: a table, without a store (rules.md#number-states)."""

from __future__ import annotations

from enum import StrEnum

from balie.customers.forms.choices import CodeChoice
from balie.dutch.text import fold
from balie.refusal import Refusal


class CardState(StrEnum):
    """Active works; blocked can be undone; replaced is for ever, and stays visible."""

    ACTIVE = "active"
    BLOCKED = "blocked"
    REPLACED = "replaced"

    @property
    def label(self) -> str:
        """The word on tab 8."""
        return {"active": "Actief", "blocked": "Geblokkeerd", "replaced": "Vervangen"}[self]


class CardKind(StrEnum):
    """The customer's own number, or one more on the same account."""

    PRIMARY = "primary"
    ADDITIONAL = "additional"

    @property
    def label(self) -> str:
        """The word on tab 8."""
        return {"primary": "Hoofdpas", "additional": "Volgpas"}[self]


class CardAct(StrEnum):
    """What the desk does to a number."""

    BLOCK = "block"
    UNBLOCK = "unblock"
    REPLACE = "replace"

    @property
    def label(self) -> str:
        """The word on the button."""
        return {"block": "Blokkeren", "unblock": "Deblokkeren", "replace": "Vervangen"}[self]


REASONS = (
    CodeChoice("vermist", "Vermist"),
    CodeChoice("gestolen", "Gestolen"),
    CodeChoice("beschadigd", "Beschadigd"),
    CodeChoice("verzoek", "Op verzoek van de klant"),
    CodeChoice("anders", "Anders"),
)
"""Why a card is blocked or replaced."""

_NEXT = {
    (CardState.ACTIVE, CardAct.BLOCK): CardState.BLOCKED,
    (CardState.BLOCKED, CardAct.UNBLOCK): CardState.ACTIVE,
    (CardState.ACTIVE, CardAct.REPLACE): CardState.REPLACED,
    (CardState.BLOCKED, CardAct.REPLACE): CardState.REPLACED,
}

_REFUSED = {
    (CardState.BLOCKED, CardAct.BLOCK): "Deze pas is al geblokkeerd: deblokkeer of vervang hem.",
    (CardState.ACTIVE, CardAct.UNBLOCK): "Deze pas is niet geblokkeerd: er is niets te deblokkeren.",
}
_FINAL = "Deze pas is vervangen en blijft voor altijd ongeldig: gebruik de pas die ervoor in de plaats kwam."


def next_state(state: CardState, act: CardAct) -> CardState:
    """The state after an act. Raises `Refusal` where the act cannot be, with what can."""
    try:
        return _NEXT[state, act]
    except KeyError:
        raise Refusal(_REFUSED.get((state, act), _FINAL)) from None


def acts_in(state: CardState) -> tuple[CardAct, ...]:
    """What can be done to a number in this state, in the order of the buttons."""
    return tuple(act for act in CardAct if (state, act) in _NEXT)


def read_reason(text: str) -> str:
    """The code of a reason by its code or label. Raises `Refusal` at `reason` naming the reasons; empty is refused."""
    wanted = fold(text)
    for choice in REASONS:
        if wanted and wanted in (fold(choice.code), fold(choice.label)):
            return choice.code
    raise Refusal(f"Kies een reden: {', '.join(choice.label for choice in REASONS)}.").for_field("reason")


def reason_label(code: str | None) -> str:
    """The label of a stored reason; empty without one."""
    return next((choice.label for choice in REASONS if choice.code == code), code or "")
