"""Reservations as acts of the desk: placing, cancelling, another place in the queue, keeping one ready longer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from balie.catalogue.titles import title_of
from balie.circulation.hold_changes import CHANGED, CLOSED, NewHold, add_hold, close, keep_until, prioritise
from balie.circulation.hold_rules import (
    FIRST_PRIORITY,
    LAST_PRIORITY,
    ON_SHELF,
    OPEN,
    SERVING,
    USUAL_PRIORITY,
    ClosingReason,
)
from balie.circulation.holds import Hold, find_hold, open_holds_of, open_holds_on
from balie.circulation.loans import titles_at_home
from balie.circulation.opening_days import first_open_day
from balie.customers.header import branch_label
from balie.customers.permission import Override, check_override
from balie.dutch.counts import many
from balie.dutch.dates import format_date, parse_date
from balie.ledger import Charge, book_charge
from balie.lending.holds.catching import Handed, pass_on
from balie.lending.rules.borrower import Borrower, read_borrower
from balie.lending.rules.judging import against_borrower
from balie.lending.rules.overriding import journal_override, must_be_allowed
from balie.lending.rules.refusals import Obstacle, Rule
from balie.library.rights import Right
from balie.library.terms import FREE_UNTIL_AGE, ChargeKind
from balie.library.validity import in_force
from balie.refusal import Reason, Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.library.structs import Library
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

PLACED = "hold placed"
"""The word in the journal. A row names the reservation and not the title: what somebody wants to read is not kept."""
HANDLED = "Deze reservering is al afgehandeld."
"""Why nothing can be done with it any more."""
LONGEST_KEPT = 60
"""Nothing is kept ready longer than so many days from today."""
_PRIORITIES = "Vul een prioriteit in van 0 (eerst) tot en met 9 (laatst); 5 is gewoon."
_COPIES = (
    "SELECT number, status, not_for_loan FROM item WHERE title_id = :title_id AND number = coalesce(:item, number)"
)
_ON_SHELF = (
    "SELECT shelf, call_mark FROM item AS i WHERE title_id = :title_id AND number = coalesce(:item, number)"
    " AND branch = :branch AND status = 'B' AND not_for_loan = 0"
    " AND NOT EXISTS (SELECT 1 FROM loan WHERE item_number = i.number AND returned_on IS NULL) ORDER BY number"
)


@dataclass(frozen=True, slots=True)
class PlacedHold:
    """A reservation that was placed: the place in the queue (1: first), the fee in cents, where to collect it.

    `on_shelf`: where copies stand in this branch, for who wants it at once (`A3 REVE`).
    """

    hold_id: int
    title: str
    position: int
    fee_cents: int
    branch: str
    on_shelf: tuple[str, ...]

    @property
    def text(self) -> str:
        """What the desk tells the customer, in Dutch."""
        place = "eerste in de rij" if self.position == 1 else f"nummer {self.position} in de rij"
        here = f" Hier staat er een in de kast: {self.on_shelf[0]}." if self.on_shelf else ""
        return f"Gereserveerd, {place}; afhalen in {self.branch}.{here}"


def place_hold(
    desk: Desk,
    customer_id: int,
    title_id: int,
    *,
    item_number: str | None = None,
    pickup_branch: str | None = None,
    override: Override | None = None,
    pass_settled: bool = False,
) -> PlacedHold:
    """Reserve a title for a customer, or one item of it, to be collected at a branch (default: this one).

    `override` sets aside the rules that a supervisor may set aside, `pass_settled` that the pass is blocked, where that
    was settled when it was shown. Raises, and changes nothing: `LendingRefusal` with every reason; another `Refusal`
    when the override lacks who or why (fields `supervisor`, `because`), when there is no such customer, title, or
    branch (field `branch`), or the store cannot be written.
    """
    desk.require(Right.RESERVE)
    library = desk.library
    allowed = None if override is None else check_override(override, desk)
    try:
        branch = library.branch(pickup_branch or desk.branch.number).number
    except Refusal as refusal:
        raise refusal.for_field("branch") from None
    with desk.transaction() as tx:
        day = tx.stamp.working_date
        title = title_of(tx, title_id)
        borrower = read_borrower(tx, customer_id, library.loans)
        obstacles = [
            *against_borrower(borrower, library, day, more=0, pass_settled=pass_settled),
            *_against_hold(tx, library, customer_id, title_id, item_number),
        ]
        must_be_allowed(obstacles, allowed)
        fee = hold_fee(library, borrower.age(day), day)
        charge_id = None
        if fee:
            period = None if borrower.membership is None else borrower.membership.number
            charge_id = book_charge(tx, library, customer_id, Charge(ChargeKind.HOLD, fee, period))
        hold_id = add_hold(tx, NewHold(title_id, item_number, customer_id, branch, USUAL_PRIORITY, charge_id))
        journal_override(tx, customer_id, obstacles, allowed)
        tx.journal(PLACED, customer_id=customer_id, after=_told(hold_id, fee))
        position = _position(tx, title_id, hold_id)
        on_shelf = shelves_here(tx, desk.branch.number, title_id, item_number=item_number)
    return PlacedHold(hold_id, title.name, position, fee, branch_label(desk, branch), on_shelf)


def shelves_here(reader: Reader, branch: str, title_id: int, *, item_number: str | None = None) -> tuple[str, ...]:
    """Where copies stand in a branch that could be lent at once: `Romans HERM`, in the order of their barcodes."""
    where = {"title_id": title_id, "item": item_number, "branch": branch}
    return tuple(" ".join(filter(None, row)) or "zonder plaatsing" for row in reader.read(_ON_SHELF, where))


def look_at_hold(
    desk: Desk, customer_id: int, title_id: int, *, item_number: str | None = None, pass_settled: bool = False
) -> tuple[Borrower, list[Obstacle]]:
    """Who would reserve, and every reason against it now, before anything is asked at the desk.

    `pass_settled`: that the pass is blocked was settled when it was shown.
    """
    borrower = read_borrower(desk.store, customer_id, desk.library.loans)
    found = against_borrower(borrower, desk.library, desk.working_date, more=0, pass_settled=pass_settled)
    return borrower, [*found, *_against_hold(desk.store, desk.library, customer_id, title_id, item_number)]


def hold_fee(library: Library, age: int | None, on: date) -> int:
    """What a reservation costs in cents on this day; nothing under 18 (Wsob art. 13), or without a fee."""
    if age is not None and age < FREE_UNTIL_AGE:
        return 0
    return sum(price.price_cents for price in in_force(library.holds.fee, on)[:1])


def cancel_hold(desk: Desk, hold_id: int, reason: ClosingReason = ClosingReason.CUSTOMER) -> Handed | None:
    """Close a reservation that is not wanted any more. Out: what becomes of the copy that was set aside for it.

    Raises `Refusal` when there is no such reservation, or it was closed already. What it cost stays open: that is
    waived at Financieel.
    """
    desk.require(Right.RESERVE)
    with desk.transaction() as tx:
        hold = open_hold(tx, hold_id)
        return _close(desk, tx, hold, reason)


def close_holds_of(desk: Desk, tx: Transaction, customer_id: int, reason: ClosingReason) -> list[Handed]:
    """Within another act: close everything a customer has on reservation; where the copies go that stood ready."""
    handed = [_close(desk, tx, hold, reason) for hold in open_holds_of(tx, customer_id)]
    return [one for one in handed if one is not None]


def set_priority(desk: Desk, hold_id: int, priority: int) -> int:
    """Give a reservation a priority: 0 comes first, 9 last, 5 is usual. Out: its place in the queue now.

    Raises `Refusal` (field `priority`) for another number, and when the reservation does not wait any more.
    """
    desk.require(Right.JUMP_QUEUE)
    if not FIRST_PRIORITY <= priority <= LAST_PRIORITY:
        raise Refusal(Reason(_PRIORITIES, "priority"))
    with desk.transaction() as tx:
        hold = open_hold(tx, hold_id)
        if hold.ready_item is not None:
            raise Refusal("Voor deze reservering is al een exemplaar apart gezet: de volgorde doet er niet meer toe.")
        if priority != hold.priority:
            prioritise(tx, hold, priority)
            before = {"hold": hold.id, "priority": hold.priority}
            tx.journal(CHANGED, customer_id=hold.customer_id, before=before, after={"priority": priority})
        return _position(tx, hold.title_id, hold_id)


def keep_longer(desk: Desk, hold_id: int, until: date) -> None:
    """Keep what stands ready up to and with another day.

    Raises `Refusal` (field `until`) for a day before today, too far away or on which the branch is closed, and when
    nothing stands ready.
    """
    desk.require(Right.RESERVE)
    with desk.transaction() as tx:
        hold = open_hold(tx, hold_id)
        today = tx.stamp.working_date
        if hold.state not in ON_SHELF:
            raise Refusal("Voor deze reservering staat nog niets klaar.")
        _check_until(until, today)
        open_again = first_open_day(tx, desk.library.branch(hold.branch), until)
        if open_again != until:
            told = f"Op {format_date(until)} is de vestiging gesloten: kies een dag dat u open bent, zoals"
            raise Refusal(Reason(f"{told} {format_date(open_again)}.", "until"))
        if until != hold.expires_on:
            keep_until(tx, hold, until)
            before = {"hold": hold.id, "expires_on": hold.expires_on}
            tx.journal(CHANGED, customer_id=hold.customer_id, before=before, after={"expires_on": until})


def read_priority(text: str) -> int:
    """A priority as typed: one ASCII digit. Raises `Refusal` for anything else."""
    typed = text.strip()
    if len(typed) != 1 or typed not in "0123456789":
        raise Refusal(Reason(_PRIORITIES, "priority"))
    return int(typed)


def read_until(text: str, today: date) -> date:
    """The last day something is kept ready, as typed (dd-mm-jjjj). Raises `Refusal` as `keep_longer` does."""
    until = parse_date(text, today)
    _check_until(until, today)
    return until


def _check_until(until: date, today: date) -> None:
    latest = today + timedelta(days=LONGEST_KEPT)
    if not today <= until <= latest:
        raise Refusal(Reason(f"Kies een dag van {format_date(today)} tot en met {format_date(latest)}.", "until"))


def _against_hold(
    reader: Reader, library: Library, customer_id: int, title_id: int, item_number: str | None
) -> Iterator[Obstacle]:
    """Every reason against this reservation that is not about borrowing as such."""
    rows = reader.read(_COPIES, {"title_id": title_id, "item": item_number})
    if not any(status in SERVING and not never for _, status, never in rows):
        what = "Dit exemplaar is" if item_number else "Geen exemplaar van deze titel is"
        yield Obstacle(Rule.NO_COPY, f"{what} te leveren: {_why_not(rows)}. Vraag het elders aan (IBL).")
    if title_id in titles_at_home(reader, customer_id):
        yield Obstacle(Rule.AT_HOME, "De klant heeft deze titel in bezit: verleng liever (Balie, F6).")
    own = open_holds_of(reader, customer_id)
    placed = next((hold for hold in own if hold.title_id == title_id), None)
    if placed is not None:
        since = format_date(placed.placed_on)
        yield Obstacle(Rule.HELD, f"De klant heeft deze titel al gereserveerd, sinds {since}.")
    most = library.holds.max_per_customer
    if most is not None and len(own) >= most:
        have = many(len(own), "reservering", "reserveringen")
        yield Obstacle(Rule.MAX_HOLDS, f"De klant heeft {have} en mag er {most} hebben: annuleer er eerst een.")


def _why_not(rows: list[tuple[str, str, int]]) -> str:
    if not rows:
        return "er is er geen"
    gone = all(status not in SERVING for _, status, _ in rows)
    return "vermist of afgeschreven" if gone else "wat er is, wordt niet uitgeleend"


def open_hold(reader: Reader, hold_id: int) -> Hold:
    """A reservation that is not closed. Raises `Refusal` where it is, or is not there."""
    hold = find_hold(reader, hold_id)
    if hold is None or hold.state not in OPEN:
        raise Refusal(HANDLED)
    return hold


def _close(desk: Desk, tx: Transaction, hold: Hold, reason: ClosingReason) -> Handed | None:
    close(tx, hold, reason)
    tx.journal(CLOSED, customer_id=hold.customer_id, after={"hold": hold.id, "hold_reason": reason})
    return pass_on(desk, tx, hold)


def _position(reader: Reader, title_id: int, hold_id: int) -> int:
    """The place in the queue among those for whom nothing was set aside yet; 1 is the first."""
    return [hold.id for hold in open_holds_on(reader, title_id) if hold.ready_item is None].index(hold_id) + 1


def _told(hold_id: int, fee: int) -> dict[str, object]:
    return {"hold": hold_id, "fee_cents": fee} if fee else {"hold": hold_id}
