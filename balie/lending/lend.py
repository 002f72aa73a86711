"""Lending an item to a customer: every rule, the strip, the fee and the journal row, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.catalogue.numbers import read_item_number
from balie.catalogue.statuses import ItemStatus
from balie.catalogue.stock import put_status
from balie.circulation.hold_rules import Shelved
from balie.circulation.holds import Hold, HoldState, own_hold, queue_for, ready_hold
from balie.circulation.loans import NewLoan, add_loan, end_loan, note_seen
from balie.circulation.rules import due_on, lending_fee, terms_for
from balie.circulation.shelves import hold_for, would_miss
from balie.customers.collecting import may_collect
from balie.customers.permission import Override, check_override
from balie.customers.versions import note_activity
from balie.dutch.dates import format_date
from balie.dutch.periods import add_months
from balie.dutch.text import shown
from balie.ledger import Charge, book_charge
from balie.lending.earlier_return import settle_return
from balie.lending.fining import running_fine
from balie.lending.holds.catching import fulfil_hold, release_hold
from balie.lending.rules.borrower import Borrower, read_borrower
from balie.lending.rules.judging import against_borrower, against_item, reserved, set_aside
from balie.lending.rules.overriding import journal_override, must_be_allowed
from balie.lending.rules.refusals import AlreadyLent, ForFamily, Obstacle, OnOtherName, UnknownItem
from balie.lending.rules.scanned import Scanned, read_scanned, seen_before
from balie.lending.session.acts import Lent
from balie.library.rights import Right
from balie.library.terms import ChargeKind
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.circulation.loans import Loan
    from balie.desk import Desk
    from balie.library.structs import Library
    from balie.store.transaction import Transaction

LENT = "lent"
"""The word in the journal. Its row names the loan and not the customer: it must not keep a history of who read what."""
COLLECTED = "hold collected by family"
"""The word in the journal of both customers. A row names the reservation and not the title."""
TOPTITEL = "toptitel"
"""What the customer reads beside a lending fee. Which one it was is told by the bon, and not kept with the money."""
_LOOK_BACK_MONTHS = 60


@dataclass(frozen=True, slots=True)
class _Held:
    """What reservations mean for a loan: the customer's own that it fulfils, and what speaks against it.

    `other`: the item was set aside for somebody else, who waits again when it is lent all the same. `family`: somebody
    of the family waits for it, and lets this customer collect it.
    """

    own: Hold | None = None
    other: Hold | None = None
    family: ForFamily | None = None
    obstacles: Sequence[Obstacle] = ()


@dataclass(frozen=True, slots=True)
class _Booked:
    """A loan as it was written: what it cost (cents) as a charge, and how many strips."""

    loan_id: int
    due: date
    fee_cents: int
    charge_id: int | None
    strips: int


def lend(
    desk: Desk,
    customer_id: int,
    barcode: str,
    *,
    override: Override | None = None,
    take_over: int | None = None,
    pass_settled: bool = False,
    collect: int | None = None,
) -> Lent:
    """Lend an item as scanned or typed to a customer, from the working date on.

    `override` sets aside the rules that a supervisor may set aside; `take_over` is the loan by which the item is on
    somebody else's name, as `OnOtherName` told it, where the desk chose Doorgaan; `pass_settled` that the desk settled
    that the pass is blocked; `collect` is the reservation of somebody of the family that is filled by it, as
    `ForFamily` told it, where the desk chose Doorgaan.

    Raises, and changes nothing: `LendingRefusal` with every reason; `OnOtherName`; `ForFamily`; `AlreadyLent` when the
    customer has it; `CardScanned` and `UnknownItem` for what is no item; another `Refusal` when the override lacks who
    or why (fields `supervisor`, `because`), when there is no such customer, or the store cannot be written.
    """
    desk.require(Right.LEND)
    allowed = None if override is None else check_override(override, desk)
    with desk.transaction() as tx:
        try:
            return lend_in(
                *(desk, tx, customer_id, barcode, allowed),
                take_over=take_over,
                pass_settled=pass_settled,
                collect=collect,
            )
        except UnknownItem as unknown:
            raise _unknown(desk, unknown.number) from None
        except AlreadyLent as at_home:
            already = at_home
            note_seen(tx, at_home.loan_id)
    raise already


def lend_in(
    desk: Desk,
    tx: Transaction,
    customer_id: int,
    barcode: str,
    allowed: Override | None,
    *,
    take_over: int | None = None,
    pass_settled: bool = False,
    collect: int | None = None,
) -> Lent:
    """As `lend`, within a transaction of which it is a part; `allowed` was checked (`check_override`)."""
    library, day = desk.library, tx.stamp.working_date
    item = read_scanned(tx, barcode, borrower=customer_id)
    borrower = read_borrower(tx, customer_id, library.loans)
    if item.loan_id is not None:
        _may_take_over(desk, tx, item, customer_id, take_over)
    held = _reservations(tx, item, customer_id, collect) if item.reserved else _Held()
    against = against_borrower(borrower, library, day, pass_settled=pass_settled)
    obstacles = [*against, *against_item(item), *held.obstacles]
    must_be_allowed(obstacles, allowed)
    if held.family is not None:
        raise held.family
    if item.loan_id is not None:
        _take_over(desk, tx, item)
    booked = _book(tx, library, item, borrower)
    if item.status is not ItemStatus.IN:
        put_status(tx, item.item(tx), ItemStatus.IN, why="Uitgeleend")
    if held.other is not None:
        release_hold(tx, held.other)
    handed = None if held.own is None else fulfil_hold(desk, tx, held.own, item.number)
    note_activity(tx, customer_id)
    journal_override(tx, customer_id, obstacles, allowed)
    tx.journal(LENT, after={"loan": booked.loan_id, "due_on": booked.due.isoformat()})
    notes = _notes(tx, item, borrower)
    if held.own is not None and held.own.customer_id != customer_id:
        notes.insert(0, _note_collected(tx, held.own, customer_id))
    if handed is not None:
        notes.append(f"Exemplaar {handed.number}: {handed.text}")
    return Lent(
        loan_id=booked.loan_id,
        customer_id=customer_id,
        number=item.number,
        title=item.name,
        material=item.material,
        lent_on=day,
        due_on=booked.due,
        fee_cents=booked.fee_cents,
        strips_left=None if borrower.strips_left is None else borrower.strips_left - booked.strips,
        at_home=borrower.at_home + 1,
        notes=tuple(notes),
        fee_charge_id=booked.charge_id,
        was=item.status,
        hold=held.own,
        released=held.other,
        took_over=item.loan_id is not None,
        handed=handed,
    )


def _book(tx: Transaction, library: Library, item: Scanned, borrower: Borrower) -> _Booked:
    """Write the loan, its strip and its fee. Whether it may be was judged before."""
    rules, membership, day = library.loans, borrower.membership, tx.stamp.working_date
    assert rules is not None, "nobody can set that aside"
    assert membership is not None, "nor that"
    strips = int(borrower.strips_left is not None and borrower.strips_left > 0)
    fee = lending_fee(rules, top_title=item.top_title, age=borrower.age(day), on=day)
    charge_id = None
    if fee:
        charge = Charge(ChargeKind.LENDING, fee, membership.number)
        charge_id = book_charge(tx, library, borrower.customer_id, charge, note=TOPTITEL)
    due = due_on(terms_for(rules, borrower.kind), day)
    new = NewLoan(borrower.customer_id, membership.number, item.number, due, strips, charge_id)
    return _Booked(add_loan(tx, new), due, fee, charge_id, strips)


def _unknown(desk: Desk, number: str) -> UnknownItem:
    """What is no item, with whether it can be lent all the same."""
    rules = desk.library.loans
    if rules is None or not rules.lend_unknown:
        return UnknownItem(number)
    try:
        read_item_number(number, desk.library)
    except Refusal:
        return UnknownItem(number)
    return UnknownItem(number, may_lend=True)


def _may_take_over(desk: Desk, tx: Transaction, item: Scanned, customer_id: int, take_over: int | None) -> None:
    """Raise when the item is on a name, unless the desk has seen that and chose Doorgaan."""
    loan = _loan_of(tx, item)
    if loan.customer_id == customer_id:
        raise AlreadyLent(item.number, loan.id, loan.due_on)
    day = tx.stamp.working_date
    if day < loan.lent_on:
        raise Refusal(
            f"Dit exemplaar is pas op {format_date(loan.lent_on)} aan een ander uitgeleend en kan niet op"
            f" {format_date(day)} worden uitgeleend: kies een latere werkdatum (Alt+V)."
        )
    if take_over != loan.id:
        fine = running_fine(tx, desk.library, loan, tx.stamp.working_date)
        raise OnOtherName(item.number, item.name, loan.id, loan.lent_on, loan.due_on, loan.branch, fine)


def _take_over(desk: Desk, tx: Transaction, item: Scanned) -> None:
    """End the loan of who had it before: no fine, but counted as not returned normally (rules.md#other-borrower).

    What was booked for a later day than the working date is given back.
    """
    loan = _loan_of(tx, item)
    settle_return(tx, desk.library, loan, tx.stamp.working_date, no_fine=True)
    end_loan(tx, loan.id, tx.stamp.working_date, taken_over=True)
    row = tx.read_one(
        "INSERT INTO property (customer_id, irregular_returns) VALUES (?, 1) ON CONFLICT (customer_id)"
        " DO UPDATE SET irregular_returns = property.irregular_returns + 1 RETURNING irregular_returns",
        (loan.customer_id,),
    )
    assert row is not None
    tx.journal("not returned normally", customer_id=loan.customer_id, after={"not_returned": row[0]})


def _loan_of(tx: Transaction, item: Scanned) -> Loan:
    loan = item.loan(tx)
    assert loan is not None
    return loan


def _reservations(tx: Transaction, item: Scanned, customer_id: int, collect: int | None) -> _Held:
    """What is reserved of this title: the customer's own reservation, and whether others would miss this copy."""
    own = own_hold(tx, customer_id, item.title_id, item.number)
    ready = ready_hold(tx, item.number)
    if ready is not None and ready.customer_id == customer_id:
        return _Held(own)
    if ready is not None:
        return _for_family(tx, item, own, ready, customer_id, collect) or _Held(own, ready, obstacles=(set_aside(),))
    day, here = tx.stamp.working_date, Shelved(item.number, tx.stamp.branch)
    if item.not_for_loan or not would_miss(tx, item.title_id, here, day, but=customer_id):
        return _Held(own)
    first = hold_for(tx, item.title_id, here, day)
    waiting = len(queue_for(tx, item.title_id, item.number, day, but=customer_id))
    return _for_family(tx, item, own, first, customer_id, collect) or _Held(own, obstacles=[reserved(waiting)])


def _for_family(
    tx: Transaction, item: Scanned, own: Hold | None, theirs: Hold | None, customer_id: int, collect: int | None
) -> _Held | None:
    """That the desk is asked about a reservation of the family, or that it is filled; None where that is not so."""
    if theirs is None or theirs.state is HoldState.TRANSPORT:
        return None
    whose = may_collect(tx, customer_id, theirs.customer_id)
    if whose is None:
        return None
    if collect == theirs.id:
        return _Held(theirs)
    return _Held(own, family=ForFamily(item.number, item.name, theirs.id, whose.name))


def _note_collected(tx: Transaction, hold: Hold, customer_id: int) -> str:
    """Write with both customers that the one collected for the other; what the desk is told."""
    tx.journal(COLLECTED, customer_id=hold.customer_id, after={"hold": hold.id, "collected_by": customer_id})
    tx.journal(COLLECTED, customer_id=customer_id, after={"hold": hold.id, "collected_for": hold.customer_id})
    whose = may_collect(tx, customer_id, hold.customer_id)
    return f"Opgehaald voor {shown('' if whose is None else whose.name)}: de reservering is afgehandeld."


def _notes(tx: Transaction, item: Scanned, borrower: Borrower) -> list[str]:
    found = [f"Bijlage: {item.attachment_note}"] if item.attachment_note else []
    if item.status is ItemStatus.MISSING:
        found.append("Dit exemplaar was vermist.")
    if borrower.warn_seen_before:
        since = add_months(tx.stamp.working_date, -_LOOK_BACK_MONTHS)
        before = seen_before(tx, borrower.customer_id, item.title_id, since)
        if before is not None:
            found.append(f"De klant heeft deze titel eerder geleend, op {format_date(before)}.")
    return found
