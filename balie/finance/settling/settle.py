"""Settling a cancellation once the last day is over: contribution given back, set off against everything open.

What is left is paid out (`payouts`) or still due; the date on which somebody left stands, whatever is waited for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.customers.cancelling.cancellations import mark_settled
from balie.dutch.dates import format_date
from balie.finance.settling.cases import PAGE, Case, all_cases, list_cases, read_case
from balie.ledger import Charge, book_charge, use_credit
from balie.library.rights import Right
from balie.library.terms import ChargeKind
from balie.refusal import Refusal
from balie.store.pace import Pace

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.transaction import Transaction

Progress = Callable[[int, int], None]
"""Called with how many are done, of how many."""

NO_CASE = "Deze opzegging is er niet meer: zij is ingetrokken, of de klant is verwijderd."


@dataclass(frozen=True, slots=True)
class SettledRun:
    """What settling all that could be settled came to."""

    settled: int
    given_back_cents: int


def settlements(desk: Desk, *, done: bool = False, after: Case | None = None, limit: int = PAGE) -> list[Case]:
    """The cancellations that still ask for something, by last day, as they stand now; with `done` all of them.

    A page of `limit`, behind the case `after` where one is given.
    """
    return list_cases(desk.store, desk.working_date, done=done, after=after, limit=limit)


def settle(desk: Desk, cancellation_id: int) -> Case:
    """Settle one cancellation in one transaction; how it then stands.

    Raises `Refusal` with every reason why that cannot be now: settled before, still a member, items at home, a
    collection under way.
    """
    desk.require(Right.PAYOUT_FILE)
    with desk.transaction() as tx:
        return settle_in(desk, tx, cancellation_id)


def settle_in(desk: Desk, tx: Transaction, cancellation_id: int) -> Case:
    """As `settle`, within a transaction that does more. Raises what `settle` raises, before anything is written."""
    case = read_case(tx, cancellation_id, desk.working_date)
    if case is None:
        raise Refusal(NO_CASE)
    if case.against_settling:
        raise Refusal(*case.against_settling)
    settlement = case.settlement
    credits = [
        book_charge(
            tx,
            desk.library,
            case.customer_id,
            Charge(ChargeKind.CONTRIBUTION, -refund.refund_cents, refund.number),
            note=f"Opgezegd per {format_date(settlement.free_on)}: {refund.share}",
        )
        for refund in settlement.refunds
        if refund.refund_cents
    ]
    used = use_credit(tx, case.customer_id)
    mark_settled(tx, cancellation_id, credits)
    tx.journal(
        "cancellation settled",
        customer_id=case.customer_id,
        after={
            "refund_cents": settlement.refund_cents,
            "set_off_cents": used,
            "balance_cents": settlement.balance_cents,
        },
    )
    after = read_case(tx, cancellation_id, desk.working_date)
    assert after is not None
    return after


def settle_all(desk: Desk, progress: Progress = lambda done, total: None) -> SettledRun:
    """Settle every cancellation that can be; the others wait. A run that was stopped is taken up by the next one."""
    waiting = [case.cancellation.id for case in all_cases(desk.store, desk.working_date) if case.can_settle]
    return settle_these(desk, waiting, progress)


def settle_these(desk: Desk, waiting: Sequence[int], progress: Progress = lambda done, total: None) -> SettledRun:
    """Settle these cancellations, a few in a transaction; those that cannot be (any more) are passed over."""
    desk.require(Right.PAYOUT_FILE)
    settled = given_back = done = 0
    pace = Pace()
    with desk.pieces(pace) as piece:
        while done < len(waiting):
            batch = waiting[done : done + pace.rows]
            with piece() as tx:
                for cancellation_id in batch:
                    # Another desk may have settled it since, or lent something.
                    case = read_case(tx, cancellation_id, desk.working_date)
                    if case is not None and case.can_settle:
                        given_back += settle_in(desk, tx, cancellation_id).settlement.booked_cents
                        settled += 1
            done += len(batch)
            progress(done, len(waiting))
    return SettledRun(settled, given_back)
