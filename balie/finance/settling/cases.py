"""Cancellations to be settled or paid out, one by one and as a list: what each waits for and what it comes to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.customers.cancelling.cancellations import (
    Cancellation,
    current_cancellation,
    read_cancellation,
    settlement_of,
)
from balie.customers.cancelling.settlement import Settlement, SettlementState
from balie.customers.cards.numbers import current_number
from balie.customers.names import find_name
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.ledger.open_cents import still_open

if TYPE_CHECKING:
    from balie.store.reading import Reader

PAGE = 200
"""How many cancellations are read at a time."""

# Settled, and yet something is open or in credit: few are, and each is looked up by an index on what is unfinished.
_UNFINISHED = (
    "(c.settled_on IS NULL OR EXISTS (SELECT 1 FROM charge WHERE customer_id = c.customer_id AND settled_on IS NULL)"
    " OR EXISTS (SELECT 1 FROM payment WHERE customer_id = c.customer_id AND spent_on IS NULL))"
)
_LIST = (
    "SELECT c.id, c.last_day FROM cancellation AS c WHERE c.withdrawn_on IS NULL AND {which}"
    " AND (c.last_day, c.id) > (?, ?) ORDER BY c.last_day, c.id LIMIT ?"
)
_UNDER_WAY = (
    "SELECT coalesce(sum(n.cents), 0) FROM charge AS c JOIN collection AS n ON n.charge_id = c.id"
    " WHERE c.customer_id = ? AND c.settled_on IS NULL AND n.payment_id IS NULL AND n.returned_on IS NULL"
)
_LEFT_OF_CREDITS = (
    f"SELECT coalesce(-sum({still_open('c')}), 0)"
    " FROM settlement_credit AS s JOIN charge AS c ON c.id = s.charge_id WHERE s.cancellation_id = ?"
)


@dataclass(frozen=True, slots=True)
class Case:
    """A cancellation and how its settlement stands on `today`; amounts in cents.

    `number` is the klantnummer (empty while it follows), `name` as in a list of names, `holder` whose account it is.
    `current` is False for who enrolled again: then only what this settlement gave back is paid out. `under_way_cents`
    are being collected at this moment.
    """

    customer_id: int
    number: str
    name: str
    holder: str
    cancellation: Cancellation
    settlement: Settlement
    current: bool
    under_way_cents: int
    own_credit_cents: int
    today: date

    @property
    def payout_cents(self) -> int:
        """What is to be paid out, when it is settled now or was before."""
        if self.current:
            return self.settlement.payout_cents
        own = self.settlement.refund_cents if self.settlement.settled_on is None else self.own_credit_cents
        return min(self.settlement.payout_cents, own)

    @property
    def due_cents(self) -> int:
        """What the customer still has to pay before this is done; what is open on a later membership is not."""
        return self.settlement.due_cents if self.current else 0

    @property
    def state(self) -> SettlementState:
        """What is waited for, in one word of the screen."""
        settlement = self.settlement
        if settlement.settled_on is None:
            if self.cancellation.last_day >= self.today:
                return SettlementState.LAST_DAY
            if self.under_way_cents and not settlement.items_at_home:
                return SettlementState.COLLECTION
        elif not self.payout_cents and not self.due_cents:
            return SettlementState.DONE
        return settlement.state

    @property
    def against_settling(self) -> tuple[str, ...]:
        """Every reason, in Dutch, why this cannot be settled now; none where it can."""
        settlement, found = self.settlement, []
        if settlement.settled_on is not None:
            return (f"Deze opzegging is al afgerekend op {format_date(settlement.settled_on)}.",)
        if self.cancellation.last_day >= self.today:
            last_day = format_date(self.cancellation.last_day)
            found.append(f"Het abonnement loopt nog t/m {last_day}: reken de opzegging daarna af.")
        if settlement.items_at_home:
            found.append(settlement.needs[0])
        if self.under_way_cents:
            found.append(
                f"Er is {format_cents(self.under_way_cents)} onderweg in een incasso: reken af als de bank die heeft"
                " geboekt of teruggestuurd."
            )
        return tuple(found)

    @property
    def can_settle(self) -> bool:
        """Whether it can be settled now."""
        return not self.against_settling

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Everything about it as labels with their values."""
        return tuple(
            (label, self.state if label == "Afrekening" else value) for label, value in self.settlement.lines()
        )


def read_case(reader: Reader, cancellation_id: int, today: date) -> Case | None:
    """One cancellation with its settlement; None when there is none, or it was withdrawn."""
    found = read_cancellation(reader, cancellation_id)
    if found is None:
        return None
    customer_id, cancellation = found
    name = find_name(reader, customer_id)
    assert name is not None, "who cancelled is there"
    now = current_cancellation(reader, customer_id)
    return Case(
        customer_id=customer_id,
        number=current_number(reader, customer_id) or "",
        name=name.listed,
        # Without another name it is the customer's own account; after a death somebody has to tell.
        holder=cancellation.refund_holder or ("" if cancellation.deceased else name.full),
        cancellation=cancellation,
        settlement=settlement_of(reader, customer_id, cancellation),
        current=now is not None and now.id == cancellation_id,
        under_way_cents=_cents(reader, _UNDER_WAY, customer_id),
        own_credit_cents=_cents(reader, _LEFT_OF_CREDITS, cancellation_id),
        today=today,
    )


def list_cases(
    reader: Reader, today: date, *, done: bool = False, after: Case | None = None, limit: int = PAGE
) -> list[Case]:
    """The cancellations that still ask for something (with `done` all of them), by last day; a page behind `after`."""
    place = ("", 0) if after is None else (after.cancellation.last_day.isoformat(), after.cancellation.id)
    found: list[Case] = []
    while len(found) < limit:
        rows = reader.read(_LIST.format(which="TRUE" if done else _UNFINISHED), (*place, limit))
        if not rows:
            break
        cases = (read_case(reader, cancellation_id, today) for cancellation_id, _ in rows)
        found += [case for case in cases if case and (done or case.state is not SettlementState.DONE)]
        cancellation_id, last_day = rows[-1]
        place = (last_day, cancellation_id)
    return found[:limit]


def all_cases(reader: Reader, today: date) -> Iterator[Case]:
    """Every cancellation that still asks for something, by last day, a page at a time."""
    page = list_cases(reader, today)
    while page:
        yield from page
        page = list_cases(reader, today, after=page[-1])


def _cents(reader: Reader, sql: str, number: int) -> int:
    row = reader.read_one(sql, (number,))
    assert row is not None
    return int(row[0])
