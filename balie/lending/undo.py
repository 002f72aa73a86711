"""Annuleren (F4): taking back a loan, a return, a renewal or a booked fine of the session, with what it cost."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch
from typing import TYPE_CHECKING

from balie.catalogue.statuses import ItemStatus
from balie.catalogue.stock import put_status
from balie.circulation.holds import HoldState, find_hold, ready_hold, restore
from balie.circulation.loans import change_loan, drop_loan, find_loan, open_loan, reopen_loan, take_strips
from balie.ledger import counter_charge
from balie.lending.acts import Act, FineBooked, Lent, Renewed, Returned
from balie.lending.fining import booked_so_far
from balie.lending.running_fines import undo_booking
from balie.lending.scanned import read_scanned
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.lending.catching import Handed
    from balie.store.transaction import Transaction

REASON = "geannuleerd aan de balie"
"""What stands beside the counter entry of a fee or fine."""
_CHANGED = "Dit is intussen veranderd en kan niet meer worden geannuleerd: kijk wat de klant in bezit heeft (F9)."


def undo(desk: Desk, act: Act) -> str:
    """Take an act of this session back as if it had not been: the loan is none, the return or renewal is undone.

    Out: what stays as it is and what the desk does about it, in Dutch; empty for most.

    A fee or fine is countered; what was paid of it is credit. A loan that was cancelled since its item was on somebody
    else's name is not brought back. Raises `Refusal`, and changes nothing, when something happened to the loan or the
    item since.
    """
    with desk.transaction() as tx:
        _undo(act, tx)
    return _stays(act.handed) if isinstance(act, Lent) and act.handed is not None else ""


def _stays(handed: Handed) -> str:
    """The other copy that was passed on at the loan is not taken from whoever has it now."""
    told = [f"Exemplaar {handed.number} stond klaar en is doorgegeven, dat blijft zo: {handed.text}"]
    if handed.slip is not None:
        told.append("De bon daarvan blijft gelden: laat die bij dat exemplaar.")
    told.append(
        "De reservering van deze klant wacht weer: scan wat u annuleerde bij Innemen (F11) om het klaar te zetten."
    )
    return " ".join(told)


@singledispatch
def _undo(act: Act, tx: Transaction) -> None:
    raise TypeError(type(act).__name__)


@_undo.register(Lent)
def _(act: Lent, tx: Transaction) -> None:
    loan = find_loan(tx, act.loan_id)
    if (
        loan is None
        or (loan.customer_id, loan.item_number, loan.due_on) != (act.customer_id, act.number, act.due_on)
        or loan.returned_on is not None
        or loan.renewals
        or booked_so_far(tx, loan).until is not None
    ):
        raise Refusal(_CHANGED)
    drop_loan(tx, loan.id)
    if act.fee_charge_id is not None:
        counter_charge(tx, act.fee_charge_id, reason=REASON)
    was = act.was if _restore_holds(act, tx) else ItemStatus.IN
    _put(tx, act.number, was)
    tx.journal("lending undone", before={"loan": act.loan_id, "due_on": act.due_on})


@_undo.register(Returned)
def _(act: Returned, tx: Transaction) -> None:
    if open_loan(tx, act.number) is not None:
        raise Refusal("Dit exemplaar is intussen weer uitgeleend: annuleer eerst die uitlening.")
    ready = ready_hold(tx, act.number)
    if ready is not None and (act.hold is None or act.hold.ready_item != act.number):
        raise Refusal("Dit exemplaar is apart gezet voor een reservering: annuleer eerst die melding.")
    if read_scanned(tx, act.number).status is not act.became:
        raise Refusal(_CHANGED)
    if act.loan_id is not None:
        loan, before = find_loan(tx, act.loan_id), act.before
        assert before is not None
        if loan is None or loan.returned_on != act.returned_on or loan.customer_id != before.customer_id:
            raise Refusal(_CHANGED)
        reopen_loan(tx, loan.id, before.fine_charge_id)
        if act.fine_charge_id is not None:
            counter_charge(tx, act.fine_charge_id, reason=REASON)
    _put(tx, act.number, act.was)
    tx.journal("return undone", before={"loan": act.loan_id, "item": act.number, "on": act.returned_on})


@_undo.register(Renewed)
def _(act: Renewed, tx: Transaction) -> None:
    loan = find_loan(tx, act.loan_id)
    if (
        loan is None
        or loan.returned_on is not None
        or (loan.customer_id, loan.due_on, loan.renewals) != (act.customer_id, act.due_on, act.renewals)
    ):
        raise Refusal(_CHANGED)
    change_loan(tx, act.before)
    if act.strip_of is not None:
        take_strips(tx, act.customer_id, act.strip_of, -1)
    for charge_id in act.charge_ids:
        counter_charge(tx, charge_id, reason=REASON)
    tx.journal(
        "renewal undone", before={"loan": act.loan_id, "due_on": act.due_on}, after={"due_on": act.before.due_on}
    )


@_undo.register(FineBooked)
def _(act: FineBooked, tx: Transaction) -> None:
    undo_booking(tx, act, reason=REASON)


def _restore_holds(act: Lent, tx: Transaction) -> bool:
    """Give back the reservations what the loan took of them; False where the item cannot be set aside again."""
    if act.hold is not None and act.hold.ready_item in (None, act.number):
        restore(tx, act.hold)
    elif act.hold is not None:  # the other copy that stood ready was passed on
        restore(tx, replace(act.hold, state=HoldState.WAITING, ready_item=None, ready_on=None, expires_on=None))
    if act.released is None:
        return True
    now = find_hold(tx, act.released.id)
    if now is None or now.state is not HoldState.WAITING:
        return False
    restore(tx, act.released)
    return True


def _put(tx: Transaction, number: str, status: ItemStatus) -> None:
    """Give the item back the status it had, unless it has left the stock since."""
    item = read_scanned(tx, number).item(tx)
    if item.status is not ItemStatus.WRITTEN_OFF and status is not ItemStatus.WRITTEN_OFF:
        put_status(tx, item, status, why="Geannuleerd")
