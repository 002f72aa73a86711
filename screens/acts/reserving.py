"""Reserveer: a title, or one item of it, for a customer who is scanned or looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balie.customers.permission import Override
    from screens.finding.choose_customer import Chosen
    from screens.host.asking import Host


async def reserve(app: Host, title_id: int, *, item_number: str | None = None) -> None:
    """Ask for whom and where to collect it, tell what it costs, and place it. Only within work begun by `start`.

    Raises `Refusal` with every reason where nobody may set them all aside.
    """
    from screens.finding.choose_customer import with_customer

    async def place(chosen: Chosen) -> None:
        await _place(app, chosen, title_id, item_number)

    await with_customer(app, "Reserveren", place)


async def _place(app: Host, chosen: Chosen, title_id: int, item_number: str | None) -> None:
    from balie.catalogue.titles import title_of
    from balie.customers.header import read_header
    from balie.dutch.money import format_cents
    from balie.lending.holds.holds import hold_fee, look_at_hold, place_hold, shelves_here
    from balie.lending.rules.refusals import LendingRefusal
    from screens.dialogs.question import Question

    desk = app.desk
    customer_id, settled = chosen
    borrower, obstacles = look_at_hold(desk, customer_id, title_id, item_number=item_number, pass_settled=settled)
    refusal = LendingRefusal(obstacles) if obstacles else None
    override: Override | None = None
    if refusal is not None:
        if not refusal.may_override:
            raise refusal
        override = await _allowed(app, str(refusal))
        if override is None:
            return
    branch = await _branch(app)
    if branch is None:
        return
    fee = hold_fee(desk.library, borrower.age(desk.working_date), desk.working_date)
    name = read_header(desk, customer_id).name
    what = title_of(desk.store, title_id).name if item_number is None else f"exemplaar {item_number}"
    cost = f" Dat kost {format_cents(fee)}." if fee else ""
    shelves = shelves_here(desk.store, desk.branch.number, title_id, item_number=item_number)
    here = f" Hier staat er een in de kast: {shelves[0]}." if shelves else ""
    if await app.ask(Question(f"Voor {name} {what} reserveren?{here}{cost}", harmless=not fee)):
        placed = place_hold(
            desk,
            customer_id,
            title_id,
            item_number=item_number,
            pickup_branch=branch,
            override=override,
            pass_settled=settled,
        )
        app.page.returned_to()
        app.page.say(placed.text)


async def _allowed(app: Host, why: str) -> Override | None:
    """Who allows it and why; None after Esc."""
    from screens.dialogs.permission import ask_permission

    return await ask_permission(app, why)


async def _branch(app: Host) -> str | None:
    """Where it is collected; asked only where the library has more branches. None after Esc."""
    from screens.dialogs.pick import Pick

    desk = app.desk
    branches = desk.library.branches
    if len(branches) == 1:
        return desk.branch.number
    labels = [f"{branch.number} {branch.name}" for branch in branches]
    here = [branch.number for branch in branches].index(desk.branch.number)
    chosen = await app.ask(Pick("Waar afhalen?", labels, at=here))
    return None if chosen is None else branches[chosen].number
