"""Annuleren (F4): taking back a loan, a return, a renewal or a booked fine of the session, with what it cost."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import TYPE_CHECKING

from balie.catalogue.statuses import ItemStatus
from balie.catalogue.stock import put_status
from balie.circulation.holds import open_holds_of, ready_hold
from balie.circulation.loans import change_loan, drop_loan, find_loan, open_loan, reopen_loan, take_strips
from balie.circulation.renewals import add_renewal, drop_renewals, renewals_of
from balie.circulation.rules import terms_for
from balie.ledger import counter_charge, let_revive
from balie.lending.claims import undo_claim
from balie.lending.count_in_house import undo_count
from balie.lending.fining import booked_so_far
from balie.lending.found_again import undo_found
from balie.lending.holds.catching import undo_catch
from balie.lending.own_due_date import undo_own_due_date
from balie.lending.report_lost import undo_report
from balie.lending.rules.borrower import read_borrower
from balie.lending.rules.scanned import read_scanned
from balie.lending.running_fines import undo_booking
from balie.lending.session.acts import (
    Act,
    Claimed,
    DueDateSet,
    FineBooked,
    Lent,
    Renewed,
    ReportedLost,
    Returned,
    UsedInHouse,
)
from balie.lending.stock import who_waits_in_vain
from balie.lending.undo_holds import give_back_holds
from balie.library.rights import Right
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.circulation.loans import Loan
    from balie.desk import Desk
    from balie.lending.holds.catching import Caught, Handed
    from balie.store.transaction import Transaction

REASON = "geannuleerd aan de balie"
"""What stands beside the counter entry of a fee or fine."""
_ZOEK = "Na het uitlenen is dit exemplaar zoek gemeld: annuleer eerst dat."
_OTHER_DATE = "Na het uitlenen is er een eigen inleverdatum gezet: annuleer eerst die."
_CHANGED = "Dit is intussen veranderd en is niet te annuleren: kijk wat de klant in bezit heeft (Balie, F9)."


def undo(desk: Desk, act: Act, *, caught: Caught | None = None) -> str:
    """Take an act of this session back as if it had not been: the loan is none, the return or renewal is undone.

    `caught`: that the item was set aside once it had come in, which is undone first, in the same transaction. Out: what
    is not as it was and what the desk does about it, in Dutch; empty for most.

    A fee or fine is countered. What was given up since goes by the rules: of one title a customer has one reservation.
    A loan that was cancelled since its item was on somebody else's name is not brought back. Raises `Refusal`, and
    changes nothing, when something happened to the loan, the item or the reservation since.
    """
    desk.require(Right.LEND)
    with desk.transaction() as tx:
        if caught is not None:
            undo_catch(desk, tx, caught)
        told = _undo(act, desk, tx)
    if isinstance(act, Lent) and act.handed is not None:
        told = (*_stays(act.handed), *told)
    return " ".join(told)


def _stays(handed: Handed) -> list[str]:
    """The other copy that was passed on at the loan is not taken from whoever has it now."""
    told = [f"Exemplaar {handed.number} stond klaar en is doorgegeven, dat blijft zo: {handed.text}"]
    if handed.slip is not None:
        told.append("De bon daarvan blijft gelden: laat die bij dat exemplaar.")
    return told


@singledispatch
def _undo(act: Act, desk: Desk, tx: Transaction) -> Sequence[str]:
    raise TypeError(type(act).__name__)


@_undo.register(Lent)
def _(act: Lent, desk: Desk, tx: Transaction) -> Sequence[str]:
    loan = find_loan(tx, act.loan_id)
    if loan is not None and loan.due_on != act.due_on and loan.has_own_due_date and not loan.renewals:
        raise Refusal(_OTHER_DATE)
    if loan is not None and loan.claimed_on is not None:
        raise Refusal(_ZOEK)
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
    back = give_back_holds(desk, tx, act)
    _put(tx, act.number, act.was if back.stands_apart else ItemStatus.IN)
    tx.journal("lending undone", before={"loan": act.loan_id, "due_on": act.due_on})
    told = list(back.told)
    if act.took_over:
        told.append("Op de naam van wie het eerder had komt het niet terug: neem het in (Balie, F11), of leen het uit.")
    if act.was is ItemStatus.MISSING:
        told += filter(None, [who_waits_in_vain(tx, act.number)])
    return told


@_undo.register(Returned)
def _(act: Returned, desk: Desk, tx: Transaction) -> Sequence[str]:
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
        if loan is None or loan.returned_on != act.returned_on or _whose(loan) != _whose(before):
            raise Refusal(_CHANGED)
        reopen_loan(tx, loan.id, before.fine_charge_id)
        change_loan(tx, before)
        for one in act.withdrawn:
            add_renewal(tx, one)
            if one.membership_number not in (None, before.membership_number):
                take_strips(tx, one.customer_id, one.membership_number, 1)
        _counter_charges(tx, act)
    if act.found is None:
        _put(tx, act.number, act.was)
    else:
        undo_found(tx, read_scanned(tx, act.number).item(tx), act.found, reason=REASON)
    tx.journal("return undone", before={"loan": act.loan_id, "item": act.number, "on": act.returned_on})
    told = [] if act.before is None else _told_of_loan(desk, tx, act.before)
    return [*told, *filter(None, [who_waits_in_vain(tx, act.number) if act.was is ItemStatus.MISSING else ""])]


@_undo.register(Renewed)
def _(act: Renewed, desk: Desk, tx: Transaction) -> Sequence[str]:
    loan = find_loan(tx, act.loan_id)
    if (
        loan is None
        or loan.returned_on is not None
        or (loan.customer_id, loan.due_on, loan.renewals) != (act.customer_id, act.due_on, act.renewals)
        or booked_so_far(tx, loan).until is not None
        or _whose(loan) != _whose(act.before)
        or (act.renewal is not None and act.renewal not in renewals_of(tx, loan.id))
    ):
        raise Refusal(_CHANGED)
    change_loan(tx, act.before)
    if act.renewal is not None:
        drop_renewals(tx, [act.renewal])
    if act.strip_of is not None:
        take_strips(tx, act.customer_id, act.strip_of, -1)
    _counter_charges(tx, act)
    tx.journal(
        "renewal undone", before={"loan": act.loan_id, "due_on": act.due_on}, after={"due_on": act.before.due_on}
    )
    return ()


@_undo.register(FineBooked)
def _(act: FineBooked, desk: Desk, tx: Transaction) -> Sequence[str]:
    undo_booking(tx, act, reason=REASON)
    return ()


@_undo.register(DueDateSet)
def _(act: DueDateSet, desk: Desk, tx: Transaction) -> Sequence[str]:
    undo_own_due_date(tx, act)
    return ()


@_undo.register(ReportedLost)
def _(act: ReportedLost, desk: Desk, tx: Transaction) -> Sequence[str]:
    undo_report(tx, act, reason=REASON)
    return _told_of_loan(desk, tx, act.before)


@_undo.register(Claimed)
def _(act: Claimed, desk: Desk, tx: Transaction) -> Sequence[str]:
    undo_claim(tx, act)
    return ()


@_undo.register(UsedInHouse)
def _(act: UsedInHouse, desk: Desk, tx: Transaction) -> Sequence[str]:
    undo_count(tx, act)
    return ()


def _counter_charges(tx: Transaction, act: Returned | Renewed) -> None:
    """Take back what was booked; what was waived before the act, and lapsed by it, is waived again."""
    for charge_id in act.charge_ids:
        counter_charge(tx, charge_id, reason=REASON)
    for one in act.lapsed:
        let_revive(tx, one)


def _whose(loan: Loan) -> tuple[int | None, int | None]:
    """Whose a loan is, and in which period: merging two records, or undoing that, gives periods other numbers."""
    return loan.customer_id, loan.membership_number


def _told_of_loan(desk: Desk, tx: Transaction, loan: Loan) -> list[str]:
    """What the rules say of a loan that runs again, in Dutch; what was lent or reserved since stays."""
    assert loan.customer_id is not None, "a loan that runs is somebody's"
    rules, told = desk.library.loans, list[str]()
    borrower = read_borrower(tx, loan.customer_id, rules)
    if rules is not None:
        most = terms_for(rules, borrower.kind).max_items
        if borrower.at_home > most:
            told.append(f"De klant heeft nu {borrower.at_home} in bezit en mag er {most} hebben: laat inleveren.")
    item = read_scanned(tx, loan.item_number)
    reserved = [hold for hold in open_holds_of(tx, loan.customer_id) if hold.title_id == item.title_id]
    if any(hold.item_number in (None, item.number) for hold in reserved):
        told.append("De klant heeft deze titel intussen ook gereserveerd: annuleer die reservering zo nodig.")
    return told


def _put(tx: Transaction, number: str, status: ItemStatus) -> None:
    """Give the item back the status it had, unless it has left the stock since."""
    item = read_scanned(tx, number).item(tx)
    if item.status is not ItemStatus.WRITTEN_OFF and status is not ItemStatus.WRITTEN_OFF:
        put_status(tx, item, status, why="Geannuleerd")
