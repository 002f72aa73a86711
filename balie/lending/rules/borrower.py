"""Who borrows, as the rules of lending see them: everything about one customer in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.ages import birth_date_of, counted_age
from balie.customers.blocks import BlockKind
from balie.customers.cards.states import CardState
from balie.customers.deceased import DECEASED
from balie.customers.memberships import Membership, Status, as_day
from balie.customers.standing import NO_CUSTOMER
from balie.ledger import open_charges
from balie.library.terms import ChargeKind, CustomerKind
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.library.lending_tables import LoanRules
    from balie.store.reading import Reader

_SELECT = (
    "SELECT c.kind, c.birth_date, substr(c.name_key, 1, 1), c.warn_seen_before,"
    " m.number, m.code, m.status, m.rights_until, m.temporary, m.ended_on, m.strips,"
    " CASE WHEN m.strips IS NOT NULL THEN m.unlinked_strips + coalesce((SELECT sum(strips) FROM loan"
    " WHERE customer_id = c.id AND membership_number = m.number), 0) END,"
    " (SELECT count(*) FROM loan WHERE customer_id = c.id AND returned_on IS NULL),"
    " (SELECT min(state) FROM card WHERE customer_id = c.id AND state <> 'replaced'),"  # active before blocked
    " (SELECT reason FROM block WHERE customer_id = c.id AND kind = ?),"
    " p.irregular_returns, p.receipts"
    " FROM customer AS c LEFT JOIN membership AS m ON m.customer_id = c.id"
    " AND m.number = (SELECT max(number) FROM membership WHERE customer_id = c.id)"
    " LEFT JOIN property AS p ON p.customer_id = c.id WHERE c.id = ?"
)


@dataclass(frozen=True, slots=True)
class OpenCosts:
    """What a customer has open, contribution apart: cents in all, and the day of the oldest."""

    cents: int
    since: date | None


@dataclass(frozen=True, slots=True)
class Borrower:
    """A customer at the moment of lending. `strips_left` is None where the subscription counts none.

    `card` is active where one of the numbers is, else blocked, None without one; `block` the reason of the general
    block, empty without.
    """

    customer_id: int
    born: date | None
    kind: CustomerKind
    deceased: bool
    warn_seen_before: bool
    membership: Membership | None
    strips_left: int | None
    at_home: int
    card: CardState | None
    block: str
    not_returned: int
    wants_receipts: bool
    open_costs: OpenCosts

    def age(self, on: date) -> int | None:
        """Completed years on this day; None for an institution and where the birth date is not known."""
        return counted_age(self.born, on, self.kind)


def read_borrower(reader: Reader, customer_id: int, rules: LoanRules | None) -> Borrower:
    """The customer with this id. Open costs are only read where the library lets them block.

    Raises `Refusal` when there is no such customer, or the customer was removed.
    """
    row = reader.read_one(_SELECT, (BlockKind.GENERAL, customer_id))
    if row is None:
        raise Refusal(NO_CUSTOMER)
    kind, born, mark, warn, number, code, status, rights_until, temporary, ended_on, *rest = row
    strips, taken, at_home, card, block, not_returned, receipts = rest
    if not mark:  # what removal leaves of a name (invariant customer.removed)
        raise Refusal("Deze klant is verwijderd en leent niets meer. Schrijf zo nodig opnieuw in (Klanten, F3).")
    membership = None
    if number is not None:
        membership = Membership(number, code, Status(status), as_day(rights_until), bool(temporary), as_day(ended_on))
    blocking = rules is not None and (rules.blocked_above_cents is not None or rules.blocked_after_days is not None)
    return Borrower(
        customer_id=customer_id,
        born=birth_date_of(born, kind),
        kind=CustomerKind(kind),
        deceased=mark == DECEASED,
        warn_seen_before=bool(warn),
        membership=membership,
        strips_left=None if strips is None else strips - taken,
        at_home=at_home,
        card=None if card is None else CardState(card),
        block=block or "",
        not_returned=not_returned or 0,
        wants_receipts=receipts is None or bool(receipts),
        open_costs=read_open_costs(reader, customer_id) if blocking else OpenCosts(0, None),
    )


def read_open_costs(reader: Reader, customer_id: int) -> OpenCosts:
    """What a customer has open, contribution apart."""
    costs = [
        charge
        for charge in open_charges(reader, customer_id)
        if charge.kind is not ChargeKind.CONTRIBUTION and charge.open_cents > 0
    ]
    return OpenCosts(sum(charge.open_cents for charge in costs), costs[0].booked_on if costs else None)
