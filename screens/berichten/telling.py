"""What became of a message, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.correspondence.overview import MessageLine


def told_of(message: MessageLine) -> list[str]:
    """What became of a message, in sentences: when it was made and sent, how often it was tried, and the reason."""
    made = f"Klaargezet op {message.made_on}"
    sent = f", verstuurd op {message.sent_on}" if message.sent_on else ""
    tried = f", {message.attempts} keer geprobeerd" if message.attempts > 1 else ""
    return [f"{made}{sent}{tried}.", *([message.reason] if message.reason else [])]
