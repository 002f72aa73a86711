"""The acts on the record of a customer beside others: who lives there too, Seriemutatie, Ontdubbelen, Verwijder."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from screens.klanten.open_customer import OpenCustomer

RECORD_ACTS = frozenset({"family", "household", "merge", "unmerge", "remove"})
"""The ids of these acts; none of them can be done while a tab is edited."""


class RecordActs:
    """Part of the customer screen. What each act asks and does stands in a module of this folder."""

    @property
    def _of(self) -> OpenCustomer:
        return cast("OpenCustomer", self)

    def refusal_of_record_act(self, action_id: str) -> str:
        """Why one of `RECORD_ACTS` cannot be done for this customer now; empty when it can."""
        if action_id != "unmerge":
            return ""
        from screens.klanten.records.merging_acts import refusal_of_unmerge

        return refusal_of_unmerge(self._of.desk, self._of.customer_id)

    async def do_family(self) -> None:
        """Show who else lives here."""
        from screens.klanten.records.family import show_family

        await show_family(self._of)

    async def do_household(self) -> None:
        """Carry a change to housemates."""
        from screens.klanten.records.household import household

        await household(self._of)

    async def do_merge(self) -> None:
        """Make one record of two."""
        from screens.klanten.records.merging_acts import merge

        await merge(self._of)

    async def do_unmerge(self) -> None:
        """Make two records of one again."""
        from screens.klanten.records.merging_acts import unmerge

        await unmerge(self._of)

    async def do_remove(self) -> None:
        """Remove the customer."""
        from screens.klanten.records.removing_acts import remove

        await remove(self._of)
