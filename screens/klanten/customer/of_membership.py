"""The acts on the membership as the customer screen offers them: a method `do_<id>` for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from screens.klanten.open_customer import OpenCustomer

MEMBERSHIP_ACTS = frozenset({"cancel_membership", "withdraw", "change_subscription", "renew"})
"""The ids of these acts; none of them can be done while a tab is edited."""


class MembershipActs:
    """Part of the customer screen. What each act asks and does stands in `membership`."""

    @property
    def _member(self) -> OpenCustomer:
        return cast("OpenCustomer", self)

    def refusal_of_membership_act(self, action_id: str) -> str:
        """Why one of `MEMBERSHIP_ACTS` cannot be done for this customer now; empty when it can."""
        if action_id not in MEMBERSHIP_ACTS:
            return ""
        from screens.klanten.membership.acts import refusal_of

        return refusal_of(self._member.desk, self._member.customer_id, action_id)

    async def do_cancel_membership(self) -> None:
        """Opzeggen."""
        from screens.klanten.membership.acts import cancel_membership

        await cancel_membership(self._member)

    async def do_withdraw(self) -> None:
        """Take a cancellation back."""
        from screens.klanten.membership.acts import withdraw

        await withdraw(self._member)

    async def do_change_subscription(self) -> None:
        """Give another subscription."""
        from screens.klanten.membership.acts import change_subscription

        await change_subscription(self._member)

    async def do_renew(self) -> None:
        """Add one period of the same."""
        from screens.klanten.membership.acts import renew

        await renew(self._member)
