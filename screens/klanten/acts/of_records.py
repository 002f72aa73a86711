"""The acts on the record of a customer beside others: who lives there too, Seriemutatie, Ontdubbelen, Verwijder."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from screens.klanten.customer import CustomerPage

RECORD_ACTS = frozenset({"family", "household", "remove"})
"""The ids of these acts; none of them can be done while a tab is edited."""


class RecordActs:
    """Part of the customer screen. What each act asks and does stands in a module of this folder."""

    @property
    def _of(self) -> CustomerPage:
        return cast("CustomerPage", self)

    async def do_family(self) -> None:
        """Show who else lives here."""
        from screens.klanten.family import show_family

        await show_family(self._of)

    async def do_household(self) -> None:
        """Carry a change to housemates."""
        from screens.klanten.acts.household import household

        await household(self._of)

    async def do_remove(self) -> None:
        """Remove the customer."""
        from screens.klanten.acts.removing import remove

        await remove(self._of)
