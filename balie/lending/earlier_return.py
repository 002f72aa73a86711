"""Bringing an item back per some day: what was booked for a loan after that day is taken back, as if it had never been.

Whatever was booked when, all the charges of a loan together are what it costs to bring the item back on that day: a
renewal of a later day is withdrawn with its fee, its fine and its strip, and days that are free of fines by now cost
nothing (rules.md#earlier-return).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from balie.circulation.fines import late_note
from balie.circulation.loans import Loan, change_loan, take_strips
from balie.circulation.renewals import Renewal, drop_renewals, renewals_of
from balie.dutch.dates import format_date
from balie.ledger import Charge, Lapsed, book_charge, give_back
from balie.lending.fining import BookedFine, Fined, bookings, charged_cents, whole_fine
from balie.library.terms import ChargeKind

if TYPE_CHECKING:
    from balie.library.structs import Library
    from balie.store.reading import Reader
    from balie.store.transaction import Transaction

FREE_NOTE = "dagen zonder te-laat-geld, achteraf"
"""What a customer reads beside what is given back of a fine before a renewal that stays."""


@dataclass(frozen=True, slots=True)
class SettledLoan:
    """What a loan comes to when its item is back on a day: the loan as it is then, and what was booked for it.

    `withdrawn` are the renewals that count no more, `fee_cents` what is given back of their fees (below zero),
    `fined` the fine of the days since the due date beyond what was booked, and `freed_cents` (below zero) what is given
    back of an earlier one. `charge_ids` are all charges that were made, `lapsed` what was waived of what they gave.
    """

    loan: Loan
    fined: Fined
    withdrawn: tuple[Renewal, ...] = ()
    fee_cents: int = 0
    freed_cents: int = 0
    charge_ids: tuple[int, ...] = ()
    lapsed: tuple[Lapsed, ...] = ()


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The loan between two due dates as it was then, the day on which it was renewed, and what was charged as fine."""

    loan: Loan
    until: date
    charge_ids: tuple[int, ...]


def settle_return(tx: Transaction, library: Library, loan: Loan, back: date, *, no_fine: bool = False) -> SettledLoan:
    """Withdraw the renewals that were made after `back`, and book what it costs until then beyond what was booked.

    `no_fine`: charge nothing more, since the item went on to somebody else; what is too much is given back. The loan is
    written as it is then, and is not ended yet.
    """
    renewals = renewals_of(tx, loan.id)
    withdrawn = tuple(one for one in renewals if one.renewed_on > back)
    kept = [one for one in renewals if one.renewed_on <= back]
    stretches, was = _replayed(tx, loan, kept, withdrawn)
    if withdrawn:
        change_loan(tx, was)
        drop_renewals(tx, withdrawn)
        for one in withdrawn:  # a strip of the loan's own period is counted with the loan
            if one.membership_number not in (None, loan.membership_number):
                take_strips(tx, one.customer_id, one.membership_number, -1)
    fees = [one.fee_charge_id for one in withdrawn if one.fee_charge_id is not None]
    fee = _give(tx, library, was, ChargeKind.LENDING, charged_cents(tx, fees), fees, _withdrawn_note(back))
    freed = _free_days(tx, library, was, stretches)
    before = [charge_id for one in stretches for charge_id in one.charge_ids]
    fined = _fine_rest(tx, library, was, _rest_of(tx, loan, withdrawn, before), back, no_fine=no_fine)
    made = (fee.charge_id, freed.charge_id, fined.charge_id)
    return SettledLoan(
        loan=was,
        fined=fined,
        withdrawn=withdrawn,
        fee_cents=fee.cents,
        freed_cents=freed.cents,
        charge_ids=tuple(charge_id for charge_id in made if charge_id is not None),
        lapsed=(*fee.lapsed, *freed.lapsed, *fined.lapsed),
    )


def _replayed(
    reader: Reader, loan: Loan, kept: Sequence[Renewal], withdrawn: Sequence[Renewal]
) -> tuple[list[_Stretch], Loan]:
    """The loan as if only the renewals that are kept had been made: between them, and now."""
    if not kept and not withdrawn:
        return [], loan
    renewals = sorted((*kept, *withdrawn), key=lambda one: one.place)
    then_due = (*(one.was_due_on for one in renewals[1:]), loan.due_on)
    followed_by = {one.place: day for one, day in zip(renewals, then_due, strict=True)}
    due, stretches = renewals[0].was_due_on, list[_Stretch]()
    for one in kept:
        then = replace(loan, due_on=due, branch=one.was_branch)
        booked, _ = bookings(reader, loan.id, one.was_due_on)
        fine = () if one.fine_charge_id is None else (one.fine_charge_id,)
        stretches.append(_Stretch(then, one.renewed_on, (*booked, *fine)))
        # Where the due date was set by hand after a renewal that stays, that stays too.
        due += followed_by[one.place] - one.was_due_on
    own = sum(one.membership_number == loan.membership_number is not None for one in withdrawn)
    due = max(due, loan.lent_on)  # dates set by hand between renewals may lie before one another
    was = replace(loan, due_on=due, renewals=loan.renewals - len(withdrawn), strips=loan.strips - own)
    if withdrawn and (not kept or kept[-1].place < withdrawn[0].place):
        first = withdrawn[0]
        was = replace(was, branch=first.was_branch, unseen_renewals=first.was_unseen)
    return stretches, was


@dataclass(frozen=True, slots=True)
class _Rest:
    """What was charged as fine since the due date that counts: charges, and up to and including which day."""

    charge_ids: tuple[int, ...]
    until: date | None


def _rest_of(reader: Reader, loan: Loan, withdrawn: Sequence[Renewal], before: Sequence[int]) -> _Rest:
    """All that was booked since, also what a renewal that is withdrawn charged, and what was booked after that."""
    ids, days = dict[int, None](), list[date]()
    for due in {*(one.was_due_on for one in withdrawn), loan.due_on}:
        booked, until = bookings(reader, loan.id, due)
        ids |= dict.fromkeys(booked)
        days += [] if until is None or not booked else [until]
    for one in withdrawn:
        if one.fine_charge_id is not None:
            ids[one.fine_charge_id] = None
            days.append(one.renewed_on)
    return _Rest(tuple(charge_id for charge_id in ids if charge_id not in before), max(days, default=None))


def _fine_rest(tx: Transaction, library: Library, was: Loan, rest: _Rest, back: date, *, no_fine: bool) -> Fined:
    """The fine since the due date that counts, less what was booked of it."""
    booked = BookedFine(charged_cents(tx, rest.charge_ids), rest.until)
    more = whole_fine(tx, library, was, back) - booked.cents
    note = late_note(was.due_on, was.late_until(back), rest.until)
    if more < 0:
        return replace(_give(tx, library, was, ChargeKind.FINE, -more, rest.charge_ids, note), booked=booked)
    if not more or no_fine or was.customer_id is None:
        return Fined(0, None, booked)
    charge = Charge(ChargeKind.FINE, more, was.membership_number)
    return Fined(more, book_charge(tx, library, was.customer_id, charge, note=note), booked)


def _free_days(tx: Transaction, library: Library, was: Loan, stretches: Sequence[_Stretch]) -> Fined:
    """Give back what was fined before a renewal that stays, for days that are free of fines by now."""
    cents, of = 0, list[int]()
    for one in stretches:
        too_much = charged_cents(tx, one.charge_ids) - whole_fine(tx, library, one.loan, one.until)
        if too_much > 0:
            cents, of = cents + too_much, [*of, *one.charge_ids]
    return _give(tx, library, was, ChargeKind.FINE, cents, of, FREE_NOTE)


def _give(
    tx: Transaction, library: Library, loan: Loan, kind: ChargeKind, cents: int, of: Sequence[int], note: str
) -> Fined:
    """Give back so many cents of these charges; as `Fined`, below zero."""
    if not cents or loan.customer_id is None:
        return Fined(0, None, BookedFine(0, None))
    charge = Charge(kind, -cents, loan.membership_number)
    back = give_back(tx, library, loan.customer_id, charge, of, note=note)
    return Fined(-cents, back.charge_id, BookedFine(0, None), back.lapsed)


def _withdrawn_note(back: date) -> str:
    return f"verlenging vervalt, terug op {format_date(back)}"
