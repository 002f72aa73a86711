"""What a loan that is late costs: the rules of fines with the calendar of the branch that lent it, and who borrowed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from balie.circulation.fines import fine_cents, late_days
from balie.circulation.opening_days import counting_days
from balie.dutch.names import Person
from balie.dutch.periods import age_on
from balie.ledger import Charge, book_charge
from balie.library.terms import ChargeKind

if TYPE_CHECKING:
    from balie.circulation.loans import Loan
    from balie.library.structs import Library
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction


def running_fine(reader: Reader, library: Library, loan: Loan, back: date) -> int:
    """The fine of a loan in cents when the item comes in on this day."""
    if not late_days(loan.due_on, back) or library.fines is None:
        return 0
    counts = counting_days(reader, library, loan.branch, loan.due_on, back)
    age = _age(reader, loan, back) if library.fines.free_under_age is not None else None
    return fine_cents(library.fines, loan.due_on, back, counts=counts, age=age)


def book_fine(tx: Transaction, library: Library, loan: Loan, back: date) -> tuple[int, int | None]:
    """Charge the fine of a loan. Out: cents, and the charge's id (0 and None where nothing is asked).

    What the customer reads beside it names the days and not the title: who had what is not kept with the money.
    """
    cents = running_fine(tx, library, loan, back)
    if not cents or loan.customer_id is None:
        return 0, None
    days = late_days(loan.due_on, back)
    note = f"{days} {'dag' if days == 1 else 'dagen'} te laat"
    charge = Charge(ChargeKind.FINE, cents, loan.membership_number)
    return cents, book_charge(tx, library, loan.customer_id, charge, note=note)


def _age(reader: Reader, loan: Loan, on: date) -> int | None:
    row = reader.read_one("SELECT birth_date, person FROM customer WHERE id = ?", (loan.customer_id,))
    if row is None or row[0] is None or row[1] == Person.INSTITUTION:
        return None
    return age_on(date.fromisoformat(row[0]), on)
