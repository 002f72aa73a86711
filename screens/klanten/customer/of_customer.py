"""The acts on passes, secrets and papers as the customer screen offers them: a method `do_<id>` for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from screens.klanten.open_customer import OpenCustomer

_CARDS = frozenset({"block_card", "replace_card", "add_card", "primary_card", "give_plastic"})
_SECRETS = frozenset({"password", "pin"})
ACTS = _CARDS | _SECRETS | {"documents", "access", "bounce"}
"""The ids of these acts; none of them can be done while a tab is edited."""


class CustomerActs:
    """Part of the customer screen. What each act asks and does stands in a module of this folder."""

    @property
    def _page(self) -> OpenCustomer:
        return cast("OpenCustomer", self)

    def refusal_of_act(self, action_id: str) -> str:
        """Why one of `ACTS` cannot be done for this customer now; empty when it can."""
        page = self._page
        if action_id in _CARDS:
            from screens.klanten.cards.acts import refusal_of

            return refusal_of(page.desk, page.customer_id, action_id)
        if action_id in _SECRETS:
            from screens.klanten.cards.secrets import refusal_of as refusal_of_secret

            return refusal_of_secret(page.desk, page.customer_id)
        if action_id == "bounce":
            from screens.klanten.papers.bounce import refusal_of as refusal_of_bounce

            return refusal_of_bounce(page.desk, page.customer_id)
        return ""

    async def do_block_card(self) -> None:
        """Block a pass, or lift its block."""
        from screens.klanten.cards.acts import block_card

        await block_card(self._page)

    async def do_replace_card(self) -> None:
        """Put another pass in the place of one."""
        from screens.klanten.cards.acts import replace_card

        await replace_card(self._page)

    async def do_add_card(self) -> None:
        """Give one pass more."""
        from screens.klanten.cards.acts import add_card

        await add_card(self._page)

    async def do_primary_card(self) -> None:
        """Choose the customer's own number."""
        from screens.klanten.cards.acts import primary_card

        await primary_card(self._page)

    async def do_give_plastic(self) -> None:
        """Note that a pass was handed out."""
        from screens.klanten.cards.acts import give_plastic

        await give_plastic(self._page)

    async def do_password(self) -> None:
        """Give a new one-time password."""
        from screens.klanten.cards.secrets import password

        await password(self._page)

    async def do_pin(self) -> None:
        """Set the PIN or take it away."""
        from screens.klanten.cards.secrets import pin

        await pin(self._page)

    async def do_bounce(self) -> None:
        """Note that mail does not arrive, or that the address is good again."""
        from screens.klanten.papers.bounce import bounce

        await bounce(self._page)

    async def do_documents(self) -> None:
        """Show and print a document."""
        from screens.klanten.papers.acts import documents

        await documents(self._page)

    async def do_access(self) -> None:
        """Show all that is kept of the customer."""
        from screens.klanten.papers.acts import access

        await access(self._page)
