"""Setting rules aside: asks for right and reason, and writes in the journal of the customer what was set aside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from balie.lending.rules.refusals import LendingRefusal, Obstacle

if TYPE_CHECKING:
    from balie.customers.permission import Override
    from balie.store.transaction import Transaction

OVERRIDDEN = "lending allowed"
"""The word in the journal."""


def must_be_allowed(obstacles: Sequence[Obstacle], override: Override | None) -> None:
    """Raise `LendingRefusal` with all obstacles when there are any, unless `override` may set aside every one."""
    if obstacles and (override is None or not all(obstacle.may_override for obstacle in obstacles)):
        raise LendingRefusal(obstacles)


def journal_override(
    tx: Transaction, customer_id: int, obstacles: Sequence[Obstacle], override: Override | None
) -> None:
    """Write down which rules were set aside for this customer, by whom and why. Which item it was is not told."""
    if not obstacles or override is None:
        return
    tx.journal(
        OVERRIDDEN,
        customer_id=customer_id,
        after={**override.journalled, "allowed_though": " ".join(obstacle.text for obstacle in obstacles)},
    )
