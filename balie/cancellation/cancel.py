"""Cancelling a membership and taking that back, each in one transaction (rules.md#cancellation)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.cancellation.confirmation import CONFIRMATION, letter_data
from balie.cancellation.rules import free_after_death, free_date
from balie.cancellation.wish import EndingMembership, Wish, circumstances, judge
from balie.customers.cancelling.cancellations import Cancellation, add_cancellation, current_cancellation, take_back
from balie.customers.cancelling.settlement import Settlement, settle
from balie.customers.deceased import mark, unmark
from balie.customers.versions import touch
from balie.dutch.bank import compact_iban
from balie.dutch.dates import format_date
from balie.library.rights import Right
from balie.messages.receipts import queue_receipt
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader

_OTHERWISE = (
    "Aan een andere balie is intussen voor deze klant geboekt, en de afrekening is nu anders: kijk haar opnieuw na."
)


@dataclass(frozen=True, slots=True)
class Cancelled:
    """What a cancellation made: its number, the settlement as it was stored, and the confirmation to print."""

    cancellation_id: int
    settlement: Settlement
    receipt_id: int


def plan_cancellation(desk: Desk, customer_id: int, wish: Wish) -> Settlement:
    """What the wish comes down to: the last day, why then, and the settlement. Changes nothing.

    Raises `Refusal` with all reasons: no running membership, cancelled already, ends by itself, a wish that cannot be.
    Loans and debts are no reason: they hold up the settlement, never the date (rules.md#cancellation); see `needs`.
    """
    return _plan(desk, desk.store, customer_id, wish)[0]


def cancel(desk: Desk, customer_id: int, wish: Wish, *, told: Settlement | None = None) -> Cancelled:
    """Store the wish, end the membership on the last day it leads to, and queue the confirmation.

    Everything is judged once more inside the transaction. No money is moved: Financieel settles when the day has come.
    With reason Overleden the name is found only with `*` from now on, and no mail goes out any more.

    `told` is the settlement the customer was told. Raises `Refusal` as `plan_cancellation` does, and when it comes to
    something else than was told; then nothing is stored.
    """
    desk.require(Right.CANCEL)
    with desk.transaction() as tx:
        settlement, now = _plan(desk, tx, customer_id, wish)
        if told is not None and told != settlement:
            raise Refusal(_OTHERWISE)
        wished_on = None if wish.deceased else wish.wished_on  # what the form proposed is nobody's wish then
        cancellation = Cancellation(
            membership_number=now.membership_number,
            channel=wish.channel,
            received_on=wish.received_on,
            wished_on=wished_on,
            reason=wish.reason or None,
            deceased=wish.deceased,
            died_on=wish.died_on,
            last_day=settlement.last_day,
            refund_per=now.terms.refund_per,
            refund_iban=compact_iban(wish.refund_iban) or None,
            refund_holder=wish.refund_holder or None,
            refund_cents=settlement.refund_cents,
            told_cents=settlement.balance_cents,
            registered_on=desk.working_date,
        )
        number = add_cancellation(tx, customer_id, cancellation)
        if wish.deceased:
            mark(tx, customer_id)
        touch(tx, customer_id)
        letter = letter_data(desk, tx, customer_id, cancellation, settlement)
        receipt_id = queue_receipt(tx, CONFIRMATION, customer_id, letter)
        # The account stays out: the journal outlives the refund.
        tx.journal(
            "cancelled",
            customer_id=customer_id,
            before={"ended_on": None},
            after={
                "ended_on": settlement.last_day,
                "channel": wish.channel,
                "received_on": wish.received_on,
                "wished_on": wished_on,
                "reason": wish.reason or None,
                "deceased": wish.deceased,
                "refund_cents": settlement.refund_cents,
                "balance_cents": settlement.balance_cents,
            },
        )
    return Cancelled(number, settlement, receipt_id)


def judge_withdrawal(desk: Desk, reader: Reader, customer_id: int) -> Cancellation:
    """The cancellation that can be taken back.

    Raises `Refusal` when there is none, when the last day is over, or when it was settled.
    """
    cancellation = current_cancellation(reader, customer_id)
    if cancellation is None:
        raise Refusal("Deze klant heeft niet opgezegd: er is niets in te trekken.")
    if cancellation.settled_on is not None:
        raise Refusal("De opzegging is al afgerekend en niet meer in te trekken: schrijf de klant opnieuw in.")
    until = cancellation.withdrawable_until
    if until is not None and desk.working_date > until:
        raise Refusal(
            f"Het abonnement is op {format_date(cancellation.last_day)} geëindigd en de opzegging is niet meer in"
            " te trekken: schrijf de klant opnieuw in."
        )
    return cancellation


def withdraw(desk: Desk, customer_id: int) -> None:
    """Take the cancellation back: the membership runs on as if nothing was said.

    Raises `Refusal` as `judge_withdrawal` does.
    """
    desk.require(Right.CANCEL)
    with desk.transaction() as tx:
        cancellation = judge_withdrawal(desk, tx, customer_id)
        take_back(tx, customer_id, cancellation)
        if cancellation.deceased:
            unmark(tx, customer_id)
        touch(tx, customer_id)
        tx.journal(
            "cancellation withdrawn",
            customer_id=customer_id,
            before={"ended_on": cancellation.last_day, "deceased": cancellation.deceased},
            after={"ended_on": None, "deceased": False},
        )


def _plan(desk: Desk, reader: Reader, customer_id: int, wish: Wish) -> tuple[Settlement, EndingMembership]:
    now = circumstances(desk, reader, customer_id)
    terms, began = now.terms, now.enrolled_on
    if now.ends_by_itself is not None and not wish.deceased:
        raise Refusal(
            f"Dit tijdelijke abonnement eindigt vanzelf op {format_date(now.ends_by_itself)}: opzeggen is niet nodig."
        )
    judge(wish, now, desk)
    if wish.deceased:
        free = free_after_death(wish.died_on, wish.received_on, began)
    else:
        free = free_date(wish.received_on, began, wish.wished_on, terms)
    settlement = settle(
        reader,
        customer_id,
        free_on=free.free_on,
        basis=terms.refund_per,
        refund_iban=compact_iban(wish.refund_iban),
        why=free.why,
    )
    return settlement, now
