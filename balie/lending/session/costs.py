"""What a session cost, and is not paid yet: what the desk is asked to settle at Afsluiten (rules.md#session-costs)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.ledger import open_charges
from balie.lending.session.acts import Act, Claimed, DueDateSet, FineBooked, Lent, UsedInHouse

if TYPE_CHECKING:
    from balie.lending.session.session import Session
    from balie.store.reading import Reader


@dataclass(frozen=True, slots=True)
class SessionCosts:
    """What one customer owes for acts of this session: cents, and the charges that are open."""

    customer_id: int
    cents: int
    charge_ids: tuple[int, ...]


def session_costs(reader: Reader, session: Session) -> list[SessionCosts]:
    """Who owes something for this session, in the order in which they were helped; nobody who paid meanwhile."""
    charges: dict[int, set[int]] = {}
    for act in session.acts:
        if act.customer_id is not None and (made := _charges(act)):
            charges.setdefault(act.customer_id, set()).update(made)
    found = []
    for customer_id, own in charges.items():
        owed = [charge for charge in open_charges(reader, customer_id) if charge.charge_id in own]
        cents = sum(charge.open_cents for charge in owed)
        if cents > 0:
            found.append(SessionCosts(customer_id, cents, tuple(charge.charge_id for charge in owed)))
    return found


def still_owed(reader: Reader, costs: SessionCosts) -> int:
    """What is open by now, in cents, of what the session cost this customer."""
    return sum(one.open_cents for one in open_charges(reader, costs.customer_id) if one.charge_id in costs.charge_ids)


def _charges(act: Act) -> Sequence[int]:
    if isinstance(act, DueDateSet | Claimed | UsedInHouse):
        return ()
    if isinstance(act, Lent):
        return () if act.fee_charge_id is None else (act.fee_charge_id,)
    return (act.charge_id,) if isinstance(act, FineBooked) else act.charge_ids
