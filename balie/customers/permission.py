"""What a supervisor must tell who allows what the rules do not (design.md 4, "ages")."""

from __future__ import annotations

from balie.dutch.text import read_text
from balie.refusal import Refusal

SHORTEST_REASON = 5
LONGEST_REASON = 200


def read_because(text: str) -> str:
    """Why something is allowed, as it is journalled. Raises `Refusal` when that is hardly a reason or too long."""
    because = read_text(text, what="De reden", longest=LONGEST_REASON)
    if len(because) < SHORTEST_REASON:
        raise Refusal("Vul in waarom dit wordt toegestaan.")
    return because
