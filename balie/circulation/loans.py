"""Loans: who has which item and until when; counting them, and letting go of who had what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.circulation.renewals import forget_renewals
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.store.reading import Reader
    from balie.store.transaction import Row, Transaction, Value

_SELECT = (
    "SELECT id, customer_id, membership_number, item_number, lent_on, due_on, returned_on, strips, renewals,"
    " lent_branch, fee_charge_id, fine_charge_id, taken_over, unseen_renewals, own_due_on,"
    " claimed_on, searched_on FROM loan"
)
_INSERT = (
    "INSERT INTO loan (customer_id, membership_number, item_number, lent_on, due_on, strips, lent_branch, lent_staff,"
    " fee_charge_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_UNLINK = (
    "UPDATE loan SET customer_id = NULL, membership_number = NULL, fee_charge_id = NULL, fine_charge_id = NULL"
    " WHERE id = ?"
)
_DROP_BOOKINGS = "DELETE FROM fine_booking WHERE loan_id = ?"
_COUNT_UNLINKED = (
    "UPDATE membership SET unlinked_loans = unlinked_loans + 1, unlinked_strips = unlinked_strips + ?"
    " WHERE customer_id = ? AND number = ?"
)


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan as stored. `customer_id` is None once nobody may know any more who it was.

    `taken_over`: it ended because the item was lent to somebody else without having come in. `unseen_renewals`: how
    many of its renewals in a row were made without the desk. `own_due_on`: the last due date that was set by hand.
    `claimed_on`: the day on which the customer said that the item had been brought back; `searched_on`: when it was
    searched last.
    """

    id: int
    customer_id: int | None
    membership_number: int | None
    item_number: str
    lent_on: date
    due_on: date
    returned_on: date | None
    strips: int
    renewals: int
    branch: str
    fee_charge_id: int | None
    fine_charge_id: int | None
    taken_over: bool
    unseen_renewals: int = 0
    own_due_on: date | None = None
    claimed_on: date | None = None
    searched_on: date | None = None

    @property
    def has_own_due_date(self) -> bool:
        """Whether its due date was set by hand; once it is renewed it is not."""
        return self.own_due_on == self.due_on

    def late_until(self, day: date) -> date:
        """Up to which day it is late on `day`: not beyond the one on which the customer said that it was back."""
        return day if self.claimed_on is None else min(day, self.claimed_on)


@dataclass(frozen=True, slots=True)
class NewLoan:
    """A loan to be written, on the working date at the desk's branch."""

    customer_id: int
    membership_number: int
    item_number: str
    due_on: date
    strips: int
    fee_charge_id: int | None


def count_open(reader: Reader, customer_id: int) -> int:
    """How many items the customer has at home (`in bezit`)."""
    return _number(reader, "SELECT count(*) FROM loan WHERE customer_id = ? AND returned_on IS NULL", customer_id)


def titles_at_home(reader: Reader, customer_id: int) -> frozenset[int]:
    """The ids of the titles of which a customer has a copy on loan now."""
    rows = reader.read(
        "SELECT i.title_id FROM loan AS l JOIN item AS i ON i.number = l.item_number"
        " WHERE l.customer_id = ? AND l.returned_on IS NULL",
        (customer_id,),
    )
    return frozenset(row[0] for row in rows)


def count_in_period(reader: Reader, customer_id: int, membership_number: int) -> int:
    """How many loans belong to this period of membership, those of which nobody knows any more what they were too."""
    return _number(
        reader,
        "SELECT (SELECT count(*) FROM loan WHERE customer_id = ?1 AND membership_number = ?2)"
        " + coalesce((SELECT unlinked_loans FROM membership WHERE customer_id = ?1 AND number = ?2), 0)",
        customer_id,
        membership_number,
    )


def count_all(reader: Reader, customer_id: int) -> int:
    """How many loans this customer ever had, as far as they were counted."""
    return _number(
        reader,
        "SELECT (SELECT count(*) FROM loan WHERE customer_id = ?1)"
        " + coalesce((SELECT sum(unlinked_loans) FROM membership WHERE customer_id = ?1), 0)",
        customer_id,
    )


def strips_taken(reader: Reader, customer_id: int, membership_number: int) -> int:
    """How many strips the loans and renewals of this period took."""
    return _number(
        reader,
        "SELECT coalesce((SELECT sum(strips) FROM loan WHERE customer_id = ?1 AND membership_number = ?2), 0)"
        " + coalesce((SELECT unlinked_strips FROM membership WHERE customer_id = ?1 AND number = ?2), 0)",
        customer_id,
        membership_number,
    )


def find_loan(reader: Reader, loan_id: int) -> Loan | None:
    """The loan with this id, or None."""
    row = reader.read_one(f"{_SELECT} WHERE id = ?", (loan_id,))
    return None if row is None else _loan(row)


def runs(reader: Reader, customer_id: int, loan_id: int) -> bool:
    """Whether this loan is this customer's, and the item is not back."""
    loan = find_loan(reader, loan_id)
    return loan is not None and loan.customer_id == customer_id and loan.returned_on is None


def running_loan(reader: Reader, customer_id: int, loan_id: int) -> Loan:
    """This loan of this customer. Raises `Refusal` when the item came in, or is on another name by now."""
    loan = find_loan(reader, loan_id)
    if loan is None or loan.customer_id != customer_id or loan.returned_on is not None:
        raise Refusal("Deze lening loopt niet meer: bekijk opnieuw wat de klant in bezit heeft (Balie, F9).")
    return loan


def open_loan(reader: Reader, item_number: str) -> Loan | None:
    """The loan by which this item is out, or None when it is not."""
    row = reader.read_one(f"{_SELECT} WHERE item_number = ? AND returned_on IS NULL", (item_number,))
    return None if row is None else _loan(row)


def open_loans(reader: Reader, customer_id: int) -> list[Loan]:
    """What a customer has at home, the first to be returned first."""
    rows = reader.read(f"{_SELECT} WHERE customer_id = ? AND returned_on IS NULL ORDER BY due_on, id", (customer_id,))
    return [_loan(row) for row in rows]


def add_loan(tx: Transaction, loan: NewLoan) -> int:
    """Write a loan; its id. Raises `BrokenConstraint` when the item is on somebody's name."""
    stamp = tx.stamp
    return tx.insert(
        _INSERT,
        (
            *(loan.customer_id, loan.membership_number, loan.item_number, stamp.working_date.isoformat()),
            *(loan.due_on.isoformat(), loan.strips, stamp.branch, stamp.staff, loan.fee_charge_id),
        ),
    )


def drop_loan(tx: Transaction, loan_id: int) -> None:
    """Take away a loan that is undone: it never was one. That it was there is in the journal."""
    tx.execute("DELETE FROM loan WHERE id = ?", (loan_id,))


def end_loan(
    tx: Transaction, loan_id: int, on: date, *, fine_charge_id: int | None = None, taken_over: bool = False
) -> None:
    """Note that the item is back, at this branch; or (`taken_over`) that somebody else has it now."""
    stamp = tx.stamp
    tx.execute(
        "UPDATE loan SET returned_on = ?, returned_branch = ?, returned_staff = ?, taken_over = ?,"
        " fine_charge_id = coalesce(?, fine_charge_id) WHERE id = ?",
        (on.isoformat(), stamp.branch, stamp.staff, int(taken_over), fine_charge_id, loan_id),
    )


def reopen_loan(tx: Transaction, loan_id: int, fine_charge_id: int | None) -> None:
    """Put a loan back as it was before the item came in; `fine_charge_id` as it was then."""
    tx.execute(
        "UPDATE loan SET returned_on = NULL, returned_branch = NULL, returned_staff = NULL, taken_over = 0,"
        " fine_charge_id = ? WHERE id = ?",
        (fine_charge_id, loan_id),
    )


def change_loan(tx: Transaction, loan: Loan) -> None:
    """Write due date, strips, renewals (and those unseen), branch and charges of a loan as they are in `loan`."""
    tx.execute(
        "UPDATE loan SET due_on = ?, strips = ?, renewals = ?, unseen_renewals = ?, lent_branch = ?, fee_charge_id = ?,"
        " fine_charge_id = ? WHERE id = ?",
        (
            *(loan.due_on.isoformat(), loan.strips, loan.renewals, loan.unseen_renewals, loan.branch),
            *(loan.fee_charge_id, loan.fine_charge_id, loan.id),
        ),
    )


def set_due_date(tx: Transaction, loan_id: int, due_on: date, own_due_on: date | None) -> None:
    """Give a loan another due date; `own_due_on` is what was set by hand last, None for nothing."""
    own = None if own_due_on is None else own_due_on.isoformat()
    tx.execute("UPDATE loan SET due_on = ?, own_due_on = ? WHERE id = ?", (due_on.isoformat(), own, loan_id))


def set_claimed(tx: Transaction, loan_id: int, claimed_on: date | None, searched_on: date | None) -> None:
    """Note on which day the customer said that the item was back, and when it was searched last; None for nothing."""
    days = [None if day is None else day.isoformat() for day in (claimed_on, searched_on)]
    tx.execute("UPDATE loan SET claimed_on = ?, searched_on = ? WHERE id = ?", (*days, loan_id))


def note_seen(tx: Transaction, loan_id: int) -> None:
    """Note that the desk has seen the item of a loan: its renewals that nobody saw count no more."""
    tx.execute("UPDATE loan SET unseen_renewals = 0 WHERE id = ? AND unseen_renewals > 0", (loan_id,))


def take_strips(tx: Transaction, customer_id: int, membership_number: int, strips: int) -> None:
    """Let a period give strips that no loan of it took: the renewal of a loan of an earlier one. Below zero: back.

    Never more than it gave: where two records were put together and taken apart again, another period may have.
    """
    tx.execute(
        "UPDATE membership SET unlinked_strips ="
        " CASE WHEN unlinked_strips + :strips > 0 THEN unlinked_strips + :strips ELSE 0 END"
        " WHERE customer_id = :customer_id AND number = :number",
        {"strips": strips, "customer_id": customer_id, "number": membership_number},
    )


def forget_returned(tx: Transaction, customer_id: int) -> int:
    """Forget which items a customer had and brought back; how many loans that were. They still count."""
    rows = tx.read(
        "SELECT id, customer_id, membership_number, strips FROM loan WHERE customer_id = ? AND returned_on IS NOT NULL",
        (customer_id,),
    )
    unlink(tx, rows)
    return len(rows)


def unlink(tx: Transaction, rows: Sequence[Row]) -> None:
    """Let go of who had what: rows of id, customer, period of membership and strips of loans that ended.

    The loans stay for what can be counted of items; what they took of the period stays with the period.
    """
    counted: list[tuple[Value, ...]] = [
        (strips, customer_id, period) for _, customer_id, period, strips in rows if period is not None
    ]
    ids: list[tuple[Value, ...]] = [(loan_id,) for loan_id, *_ in rows]
    tx.execute_many(_COUNT_UNLINKED, counted)
    tx.execute_many(_DROP_BOOKINGS, ids)
    forget_renewals(tx, [loan_id for loan_id, *_ in rows])
    tx.execute_many(_UNLINK, ids)


def _loan(row: Row) -> Loan:
    loan_id, customer_id, period, item, lent_on, due, returned_on, strips, renewals, branch, *rest = row
    fee, fine, taken, unseen, *days = rest
    own_due, claimed, searched = (None if day is None else date.fromisoformat(day) for day in days)
    return Loan(
        loan_id,
        customer_id,
        period,
        item,
        date.fromisoformat(lent_on),
        date.fromisoformat(due),
        None if returned_on is None else date.fromisoformat(returned_on),
        strips,
        renewals,
        branch,
        fee,
        fine,
        bool(taken),
        unseen,
        own_due,
        claimed,
        searched,
    )


def _number(reader: Reader, sql: str, *params: int) -> int:
    row = reader.read_one(sql, params)
    assert row is not None
    return int(row[0])
