"""A pass as a line to choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.customers.cards.cards import Card


def card_line(card: Card) -> str:
    """A pass as a line to choose: number, kind, state and why it is in that."""
    from balie.customers.cards.states import reason_label

    why = f" ({reason_label(card.reason)})" if card.reason else ""
    return f"{card.number} {card.kind.label}, {card.state.label.lower()}{why}"
