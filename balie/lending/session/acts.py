"""What was done at the desk: one value per act, which the session lists, the bon tells, and undoing takes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from balie.catalogue.statuses import ItemStatus
from balie.circulation.holds import Hold
from balie.circulation.loans import Loan
from balie.circulation.renewals import Renewal
from balie.ledger import Lapsed
from balie.lending.found_again import FoundAgain
from balie.lending.holds.catching import Handed
from balie.lending.rules.refusals import Obstacle
from balie.lending.slips import Slip
from balie.lending.waiting import Waits


@dataclass(frozen=True, slots=True)
class Lent:
    """An item was lent. Amounts in cents; `strips_left` None where the subscription counts none.

    `notes` is Dutch and meant to be read out at the desk: attachments, that it was missing, that the title was borrowed
    before. `handed` is another copy that stood ready for the customer, with its slip.

    What follows is only for undoing: the fee's charge, the status the item had, the reservation it fulfilled, and that
    of somebody else for whom it had been set aside.
    """

    loan_id: int
    customer_id: int
    number: str
    title: str
    material: str
    lent_on: date
    due_on: date
    fee_cents: int
    strips_left: int | None
    at_home: int
    notes: tuple[str, ...] = ()
    fee_charge_id: int | None = None
    was: ItemStatus = ItemStatus.IN
    hold: Hold | None = None
    released: Hold | None = None
    took_over: bool = False
    handed: Handed | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """An item came in. `loan_id` and `customer_id` are None where it was in already.

    `days_late` are calendar days after the due date; `hold` is for whom it is (the desk asks whether to set it aside;
    `waits` tells who that is) unless it `stands_ready` already, `transport_to` the branch it was put in transport to,
    `slip` what goes with it. `place` is where it belongs here (Wise: `Plaatsing`). `fine_cents` is what was charged
    now, below zero what was given back; `fee_cents` (below zero) the fees of renewals that were made after it was back,
    `withdrawn`. `before` is the loan as it was, `charge_ids` all charges that were made, `lapsed` what was waived of
    what they gave back; all for undoing. `found`: a borrower had lost it, and what was given back for it.
    `forgiven_cents`: the fine that was not charged, in an amnesty.
    """

    loan_id: int | None
    customer_id: int | None
    customer_name: str
    number: str
    title: str
    returned_on: date
    due_on: date | None
    days_late: int
    fine_cents: int
    hold: Hold | None
    transport_to: str | None
    place: str
    notes: tuple[str, ...] = ()
    slip: Slip | None = None
    was: ItemStatus = ItemStatus.IN
    became: ItemStatus = ItemStatus.IN
    before: Loan | None = None
    fee_cents: int = 0
    withdrawn: tuple[Renewal, ...] = ()
    charge_ids: tuple[int, ...] = ()
    lapsed: tuple[Lapsed, ...] = ()
    waits: Waits | None = None
    stands_ready: bool = False
    found: FoundAgain | None = None
    forgiven_cents: int = 0

    @property
    def was_in_already(self) -> bool:
        """Whether this was a scan of what was in already: there is nothing that undoing it could give back."""
        return self.loan_id is None and self.became is self.was


@dataclass(frozen=True, slots=True)
class Renewed:
    """A loan was renewed: from which day until which. `fine_cents`: of the days it was late already.

    `strip_of`: the period that the strip was taken of, where it is another than that of the loan. `renewal` is it as
    it was stored.
    """

    loan_id: int
    customer_id: int
    number: str
    title: str
    was_due_on: date
    due_on: date
    fee_cents: int
    fine_cents: int
    strips_left: int | None
    renewals: int
    before: Loan
    strip_of: int | None = None
    charge_ids: tuple[int, ...] = ()
    lapsed: tuple[Lapsed, ...] = ()
    renewal: Renewal | None = None


@dataclass(frozen=True, slots=True)
class FineBooked:
    """The fine so far of an item that is still at home was charged, up to and including `booked_to`.

    `days` are the calendar days that it is for: those after the due date, or after the day until which it was booked.
    """

    loan_id: int
    customer_id: int
    number: str
    title: str
    due_on: date
    booked_to: date
    days: int
    fine_cents: int
    charge_id: int


@dataclass(frozen=True, slots=True)
class DueDateSet:
    """A loan got a due date of its own. `was_own_due_on` is what had been set by hand before, for undoing."""

    loan_id: int
    customer_id: int
    number: str
    title: str
    was_due_on: date
    due_on: date
    was_own_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReportedLost:
    """A borrower lost an item: the loan ended, the item left the stock, what it costs was charged.

    `price_cents` was asked for the item, `handling_cents` beside it, `fine_cents` is the fine until that day.
    `before`, `was`, `charge_ids` and `lapsed` are for undoing, as in `Returned`.
    """

    loan_id: int
    customer_id: int
    number: str
    title: str
    due_on: date
    reported_on: date
    price_cents: int
    handling_cents: int
    fine_cents: int
    charge_ids: tuple[int, ...]
    before: Loan
    was: ItemStatus
    lapsed: tuple[Lapsed, ...] = ()

    @property
    def fee_cents(self) -> int:
        """What was asked beside the fine."""
        return self.price_cents + self.handling_cents


@dataclass(frozen=True, slots=True)
class Claimed:
    """The customer said that an item had been brought back (`claimed_on`), or not after all (None).

    `was_claimed_on` and `was_searched_on` are how it was, for undoing.
    """

    loan_id: int
    customer_id: int
    number: str
    title: str
    due_on: date
    claimed_on: date | None
    was_claimed_on: date | None = None
    was_searched_on: date | None = None


@dataclass(frozen=True, slots=True)
class UsedInHouse:
    """An item that lay about was counted as used inside the library. It is nobody's; `use_id` is for undoing."""

    use_id: int
    number: str
    title: str
    notes: tuple[str, ...] = ()
    customer_id: None = None
    due_on: None = None


@dataclass(frozen=True, slots=True)
class NotRenewed:
    """A loan was not renewed, and every reason why."""

    loan_id: int
    number: str
    title: str
    due_on: date
    obstacles: tuple[Obstacle, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons in Dutch."""
        return tuple(obstacle.text for obstacle in self.obstacles)

    @property
    def may_override(self) -> bool:
        """Whether a supervisor may renew it all the same."""
        return all(obstacle.may_override for obstacle in self.obstacles)


Act: TypeAlias = Lent | Returned | Renewed | FineBooked | DueDateSet | ReportedLost | Claimed | UsedInHouse
"""What can be undone while the session lasts."""
