"""Zoek: the customer says that an item was brought back. Its fine stands still, and the library searches it.

Source: rules.md#claimed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from balie.circulation.fines import late_days
from balie.circulation.loans import find_loan, running_loan, set_claimed
from balie.circulation.renewals import renewals_of
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.lending.fining import running_fine
from balie.lending.rules.scanned import read_scanned
from balie.lending.session.acts import Claimed
from balie.library.rights import Right
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.transaction import Transaction

CLAIMED = "claimed returned"
WITHDRAWN = "claim withdrawn"
"""The words in the journal. Its rows name the loan and not the customer, as that of lending."""


@dataclass(frozen=True, slots=True)
class ClaimNow:
    """A loan of which may be said that it is back, or (where it was: `claimed_on`) that it is not after all.

    `fine_cents` is what it costs until now, beyond what was booked.
    """

    loan_id: int
    title: str
    due_on: date
    claimed_on: date | None
    fine_cents: int
    late: bool

    @property
    def asked(self) -> str:
        """The question before it is noted, in Dutch."""
        if self.claimed_on is not None:
            again = " Het te-laat-geld loopt dan weer, ook van de dagen sinds toen." if self.late else ""
            return f"{self.title} is zoek sinds {format_date(self.claimed_on)}. Toch niet ingeleverd?{again}"
        until = f" Te-laat-geld tot nu: {format_cents(self.fine_cents)}." if self.fine_cents else ""
        return f"{self.title}: zegt de klant dat dit is ingeleverd? Het te-laat-geld stopt vandaag.{until}"


def look_at_claim(desk: Desk, customer_id: int, loan_id: int) -> ClaimNow:
    """How it is now. Raises `Refusal` when the loan does not run any more."""
    reader = desk.store
    loan = running_loan(reader, customer_id, loan_id)
    return ClaimNow(
        loan_id=loan.id,
        title=read_scanned(reader, loan.item_number).name,
        due_on=loan.due_on,
        claimed_on=loan.claimed_on,
        fine_cents=running_fine(reader, desk.library, loan, desk.working_date),
        late=bool(late_days(loan.due_on, desk.working_date)),
    )


def claim(desk: Desk, customer_id: int, told: ClaimNow) -> Claimed:
    """Note that the customer says the item was brought back; where that was noted, that it was not after all.

    The loan runs on, and costs nothing for later days while it is noted. Raises `Refusal`, and changes nothing, when
    the loan does not run any more or is not as was told, or was lent or renewed after the working date.
    """
    desk.require(Right.LEND)
    with desk.transaction() as tx:
        day = tx.stamp.working_date
        loan = running_loan(tx, customer_id, told.loan_id)
        if (loan.claimed_on, loan.due_on) != (told.claimed_on, told.due_on):
            raise Refusal("Dit is intussen veranderd: bekijk opnieuw wat de klant in bezit heeft (Balie, F9).")
        claimed_on = None if loan.claimed_on is not None else day
        if claimed_on is not None:
            since = max([loan.lent_on, *(one.renewed_on for one in renewals_of(tx, loan.id))])
            if day < since:
                raise Refusal(f"Dit is op {format_date(since)} nog uitgeleend of verlengd: meld het op die werkdatum.")
            tx.journal(CLAIMED, after={"loan": loan.id, "item": loan.item_number, "on": day})
        else:
            tx.journal(WITHDRAWN, before={"loan": loan.id, "item": loan.item_number, "on": loan.claimed_on})
        set_claimed(tx, loan.id, claimed_on, None)
        item = read_scanned(tx, loan.item_number)
    return Claimed(
        loan_id=loan.id,
        customer_id=customer_id,
        number=item.number,
        title=item.name,
        due_on=loan.due_on,
        claimed_on=claimed_on,
        was_claimed_on=loan.claimed_on,
        was_searched_on=loan.searched_on,
    )


def undo_claim(tx: Transaction, act: Claimed) -> None:
    """Put it back as it was. Raises `Refusal` when something happened to the loan since."""
    loan = find_loan(tx, act.loan_id)
    if (
        loan is None
        or loan.returned_on is not None
        or (loan.customer_id, loan.due_on, loan.claimed_on) != (act.customer_id, act.due_on, act.claimed_on)
    ):
        raise Refusal(
            "Dit is intussen veranderd en is niet te annuleren: kijk wat de klant in bezit heeft (Balie, F9)."
        )
    if act.was_claimed_on is not None and any(
        one.renewed_on > act.was_claimed_on for one in renewals_of(tx, act.loan_id)
    ):
        raise Refusal("Dit is intussen verlengd: annuleer eerst die verlenging.")
    set_claimed(tx, loan.id, act.was_claimed_on, act.was_searched_on)
    told = {"loan": loan.id, "item": loan.item_number}
    if act.was_claimed_on is None:
        tx.journal(WITHDRAWN, before={**told, "on": act.claimed_on})
    else:
        tx.journal(CLAIMED, after={**told, "on": act.was_claimed_on})


def claim_told(act: Claimed) -> str:
    """What to say of it, in Dutch."""
    if act.claimed_on is None:
        return "Toch niet ingeleverd: de lening loopt weer gewoon."
    return f"Zoek sinds {format_date(act.claimed_on)}; het te-laat-geld staat stil."
