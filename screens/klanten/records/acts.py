"""The acts on the record of a customer beside others. What each needs is loaded when it is asked for: it is much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.klanten.reading import while_read

if TYPE_CHECKING:
    from screens.klanten.open_customer import OpenCustomer


async def _family(page: OpenCustomer) -> None:
    from screens.klanten.records.family import show_family

    await show_family(page)


async def _household(page: OpenCustomer) -> None:
    from screens.klanten.records.household import household

    await household(page)


async def _merge(page: OpenCustomer) -> None:
    from screens.klanten.records.merging_acts import merge

    await merge(page)


def _never_merged(page: OpenCustomer) -> str:
    from screens.klanten.records.merging_acts import refusal_of_unmerge

    return refusal_of_unmerge(page.desk, page.customer_id)


async def _unmerge(page: OpenCustomer) -> None:
    from screens.klanten.records.merging_acts import unmerge

    await unmerge(page)


async def _remove(page: OpenCustomer) -> None:
    from screens.klanten.records.removing_acts import remove

    await remove(page)


RECORD_ACTS = (
    while_read("family", _family),
    while_read("household", _household),
    while_read("merge", _merge),
    while_read("unmerge", _unmerge, _never_merged),
    while_read("remove", _remove),
)
