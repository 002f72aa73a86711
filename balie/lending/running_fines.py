"""Boek lopende boete: charging the fine so far of what is still at home, so that it can be paid now.

Source: rules.md#running-fine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from balie.circulation.fines import late_days
from balie.circulation.loans import find_loan, running_loan
from balie.dutch.money import format_cents
from balie.ledger import counter_charge
from balie.lending.fining import book_fine, running_fine
from balie.lending.rules.scanned import read_scanned
from balie.lending.session.acts import FineBooked
from balie.library.rights import Right
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.circulation.loans import Loan
    from balie.desk import Desk
    from balie.store.transaction import Transaction

FINE_BOOKED = "fine booked"
"""The word in the journal. Its row names the loan and not the customer, as that of lending."""
NOTHING = "Er is geen te-laat-geld te boeken: niets is te laat, of het is al geboekt."
"""Why there is nothing to book, as it is told before the desk is asked too."""
_INSERT = "INSERT INTO fine_booking (charge_id, loan_id, due_on, booked_to) VALUES (?, ?, ?, ?)"
_LAST = "SELECT max(charge_id) FROM fine_booking WHERE loan_id = ? AND due_on = ?"


def book_running_fines(desk: Desk, customer_id: int, loan_ids: Sequence[int], told_cents: int) -> list[FineBooked]:
    """Charge what these loans of a customer cost up to and including the working date; they stay open.

    Of each only what was not booked before; a loan that costs nothing is passed over. `told_cents` is what the customer
    was told it is together. Raises `Refusal`, and changes nothing, when a loan is not this customer's any more, when
    there is nothing to book, or when it is another amount by now.
    """
    desk.require(Right.LEND)
    with desk.transaction() as tx:
        loans = [running_loan(tx, customer_id, loan_id) for loan_id in dict.fromkeys(loan_ids)]
        done = [booked for loan in loans if (booked := _book(desk, tx, customer_id, loan)) is not None]
        if not done:
            raise Refusal(NOTHING)
        now = sum(booked.fine_cents for booked in done)
        if now != told_cents:
            raise Refusal(
                f"Het te-laat-geld is intussen {format_cents(now)} en niet {format_cents(told_cents)}: bekijk opnieuw"
                " wat de klant in bezit heeft (Balie, F9)."
            )
    return done


def undo_booking(tx: Transaction, act: FineBooked, *, reason: str) -> None:
    """Take a booking back: its charge is countered, and the days count as running again.

    Raises `Refusal` when the item came in or was renewed since, or more was booked.
    """
    loan = find_loan(tx, act.loan_id)
    last = tx.read_one(_LAST, (act.loan_id, act.due_on.isoformat()))
    if (
        loan is None
        or loan.returned_on is not None
        or (loan.customer_id, loan.due_on) != (act.customer_id, act.due_on)
        or last != (act.charge_id,)
    ):
        raise Refusal(
            "Na het boeken van dit te-laat-geld is er met het exemplaar nog iets gedaan: annuleer eerst het laatste, of"
            " scheld het kwijt bij Betalen (Balie, F7)."
        )
    tx.execute("DELETE FROM fine_booking WHERE charge_id = ?", (act.charge_id,))
    counter_charge(tx, act.charge_id, reason=reason)
    tx.journal("fine booking undone", before={"loan": act.loan_id, "on": act.booked_to})


def _book(desk: Desk, tx: Transaction, customer_id: int, loan: Loan) -> FineBooked | None:
    day = loan.late_until(tx.stamp.working_date)
    if not running_fine(tx, desk.library, loan, day):
        return None
    fined = book_fine(tx, desk.library, loan, day, at_home=True)
    assert fined.charge_id is not None, "there is something to book"
    tx.execute(_INSERT, (fined.charge_id, loan.id, loan.due_on.isoformat(), day.isoformat()))
    tx.journal(FINE_BOOKED, after={"loan": loan.id, "on": day})
    item = read_scanned(tx, loan.item_number)
    return FineBooked(
        loan_id=loan.id,
        customer_id=customer_id,
        number=item.number,
        title=item.name,
        due_on=loan.due_on,
        booked_to=day,
        days=late_days(fined.booked.until or loan.due_on, day),
        fine_cents=fined.cents,
        charge_id=fined.charge_id,
    )
