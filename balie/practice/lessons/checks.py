"""What a lesson may look at to see that a step is done: the store, never the keys. Each says in Dutch what differs.

A check takes the desk and values; empty means that it holds. Amounts are typed as on the screen (`"54,00"`), people and
items by the numbers that a lesson's names stand for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from balie.practice.lessons.customer_checks import CUSTOMER_CHECKS
from balie.practice.lessons.lending_checks import LENDING_CHECKS
from balie.practice.lessons.money_checks import MONEY_CHECKS
from balie.practice.lessons.who import Check

if TYPE_CHECKING:
    from balie.desk import Desk


CHECKS: Mapping[str, Check] = {
    **CUSTOMER_CHECKS,
    **LENDING_CHECKS,
    **MONEY_CHECKS,
}
"""Every check, by the name that a lesson file calls it."""


def what_differs(desk: Desk, checks: Mapping[str, Mapping[str, str | int | bool]]) -> list[str]:
    """Everything that does not hold yet, in Dutch; nothing when all does."""
    return [told for name, values in checks.items() if (told := CHECKS[name](desk, **values))]
