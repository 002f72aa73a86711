"""Zoek: that the customer says an item was brought back, or not after all, is asked and noted (rules.md#claimed)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balie.lending.claims import claim, look_at_claim
from screens.dialogs.question import Question

if TYPE_CHECKING:
    from balie.lending.session.acts import Claimed
    from screens.host.asking import Host


async def ask_and_claim(app: Host, customer_id: int, loan_id: int) -> Claimed | None:
    """Ask whether it is so, and note it; None where it is not.

    Raises `Refusal` when the loan does not run any more, or changed meanwhile.
    """
    now = look_at_claim(app.desk, customer_id, loan_id)
    if not await app.ask(Question(now.asked, title="Zoek")):
        return None
    return claim(app.desk, customer_id, now)
