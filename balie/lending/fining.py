"""What a loan that is late costs: the rules of fines with the calendar of the branch that lent it, and who borrowed.

Part of it may have been booked while the item was still at home (`running_fines`). What it costs in the end, whatever
was booked when, is in `earlier_return`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.circulation.fines import fine_cents, late_days, late_note
from balie.circulation.opening_days import counting_days
from balie.customers.ages import counted_age
from balie.ledger import Charge, Lapsed, book_charge, give_back
from balie.library.terms import ChargeKind
from balie.store.dialect import each

if TYPE_CHECKING:
    from balie.circulation.loans import Loan
    from balie.library.structs import Library
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

_BOOKINGS = "SELECT charge_id, booked_to FROM fine_booking WHERE loan_id = ? AND due_on = ? ORDER BY booked_to"
_CENTS = f"SELECT coalesce(sum(c.cents), 0) FROM {each()} AS w JOIN charge AS c ON c.id = w.value"


@dataclass(frozen=True, slots=True)
class BookedFine:
    """What was booked of a fine while the item was at home: cents, and until which day (None: nothing)."""

    cents: int
    until: date | None


@dataclass(frozen=True, slots=True)
class Fined:
    """What was charged at return, renewal or booking. `cents` below zero is given back; `charge_id` None: nothing.

    `lapsed` is what was waived of what was given back.
    """

    cents: int
    charge_id: int | None
    booked: BookedFine
    lapsed: tuple[Lapsed, ...] = ()


def whole_fine(reader: Reader, library: Library, loan: Loan, back: date) -> int:
    """The fine of a loan in cents when the item comes in on this day, whatever was booked of it already.

    Not for days after the one on which the customer said that it had been brought back (rules.md#claimed).
    """
    back = loan.late_until(back)
    if not late_days(loan.due_on, back) or library.fines is None:
        return 0
    counts = counting_days(reader, library, loan.branch, loan.due_on, back)
    age = _age(reader, loan, back) if library.fines.free_under_age is not None else None
    return fine_cents(library.fines, loan.due_on, back, counts=counts, age=age)


def bookings(reader: Reader, loan_id: int, due_on: date) -> tuple[tuple[int, ...], date | None]:
    """The charges that were booked of a fine since a due date while the item was at home, and until which day."""
    rows = reader.read(_BOOKINGS, (loan_id, due_on.isoformat()))
    until = date.fromisoformat(rows[-1][1]) if rows else None
    return tuple(charge_id for charge_id, _ in rows), until


def charged_cents(reader: Reader, charge_ids: Sequence[int]) -> int:
    """What these charges come to together, in cents."""
    row = reader.read_one(_CENTS, (json.dumps(list(charge_ids)),))
    assert row is not None
    return int(row[0])


def booked_so_far(reader: Reader, loan: Loan) -> BookedFine:
    """What was booked of the fine since the due date; what was booked before a renewal is over and done with."""
    charge_ids, until = bookings(reader, loan.id, loan.due_on)
    return BookedFine(charged_cents(reader, charge_ids), until) if charge_ids else BookedFine(0, None)


def running_fine(reader: Reader, library: Library, loan: Loan, back: date) -> int:
    """What a loan costs on this day beyond what was booked already, in cents."""
    whole = whole_fine(reader, library, loan, back)
    return max(whole - booked_so_far(reader, loan).cents, 0) if whole else 0


def fine_beyond(reader: Reader, library: Library, loan: Loan, day: date) -> int:
    """What `book_fine` books for a loan on this day: beyond what was booked, or below zero where that was too much."""
    return whole_fine(reader, library, loan, day) - booked_so_far(reader, loan).cents


def book_fine(tx: Transaction, library: Library, loan: Loan, day: date, *, at_home: bool = False) -> Fined:
    """Charge what the fine of a loan that goes on is by this day, more than was booked of it.

    Less is given back, where days turn out to be free. What the customer reads beside a charge names the days and not
    the title: who had what is not kept with the money. `at_home`: it is not renewed either, and stays out.
    """
    booked = booked_so_far(tx, loan)
    cents = fine_beyond(tx, library, loan, day)
    if not cents or loan.customer_id is None:
        return Fined(0, None, booked)
    charge = Charge(ChargeKind.FINE, cents, loan.membership_number)
    note = late_note(loan.due_on, loan.late_until(day), booked.until, at_home=at_home)
    if cents > 0:
        return Fined(cents, book_charge(tx, library, loan.customer_id, charge, note=note), booked)
    of, _ = bookings(tx, loan.id, loan.due_on)
    back = give_back(tx, library, loan.customer_id, charge, of, note=note)
    return Fined(cents, back.charge_id, booked, back.lapsed)


def _age(reader: Reader, loan: Loan, on: date) -> int | None:
    row = reader.read_one("SELECT birth_date, person FROM customer WHERE id = ?", (loan.customer_id,))
    return None if row is None else counted_age(row[0], on, row[1])
