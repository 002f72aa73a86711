"""The tables of a library file that say what borrowers may and pay: loans, fines, reservations, bons, reminders."""

from __future__ import annotations

from msgspec import field

from balie.library.money_tables import DatedPrice
from balie.library.terms import Procedure
from balie.library.values import Age, Cents, Count, Days, LibraryTable, StepDays, Text


class KindLoanRules(LibraryTable, frozen=True, kw_only=True):
    """Where the loans of one klanttype differ; what is absent is as for everybody."""

    loan_days: Days | None = None
    max_items: Count | None = None
    max_renewals: Count | None = None


class AutomaticRenewal(LibraryTable, frozen=True, kw_only=True):
    """Renewing of itself for who wants it: so many days before the due date, and whether also where it costs."""

    days_before: Days = 2
    at_a_cost: bool = False


class LoanRules(LibraryTable, frozen=True, kw_only=True):
    """Lending: days, items at once, renewals; `top_title_fee` is asked per loan of a toptitel.

    `fee_at_renewal`: a renewal asks it again. `lend_unknown`: the desk may lend an item that no catalogue knows, and
    notes what it is. Who has more open than `blocked_above` (contribution apart), or has had it open longer than
    `blocked_after_days`, or left more than `blocked_not_returned` items to be lent to the next customer without
    returning them, borrows nothing; what is absent blocks nobody. `max_unseen_renewals`: so many in a row may be made
    without the desk seeing the item (of itself, by the website), whatever the desk itself may. `own_due_days`: an own
    due date lies at most so many days ahead. `institution`, `special`, `volunteer` and `staff` are the klanttypen with
    terms of their own.
    """

    loan_days: Days
    max_items: Count
    max_renewals: Count
    max_unseen_renewals: Count | None = None
    own_due_days: Days = 182
    renew_reserved: bool = False
    top_title_fee: tuple[DatedPrice, ...] = ()
    fee_at_renewal: bool = True
    lend_unknown: bool = False
    blocked_above_cents: Cents | None = field(name="blocked_above", default=None)
    blocked_after_days: Days | None = None
    blocked_not_returned: Count | None = None
    institution: KindLoanRules | None = None
    special: KindLoanRules | None = None
    volunteer: KindLoanRules | None = None
    staff: KindLoanRules | None = None
    automatic_renewal: AutomaticRenewal | None = None


class Fines(LibraryTable, frozen=True, kw_only=True):
    """Te-laat-geld per item per day; no cap unless the library sets one.

    Every calendar day counts, unless `count_closed_days` is false; who is younger than `free_under_age` pays none.
    """

    per_item_per_day: tuple[DatedPrice, ...]
    max_per_item_cents: Cents | None = field(name="max_per_item", default=None)
    count_closed_days: bool = True
    free_under_age: Age | None = None


class LostPrice(LibraryTable, frozen=True, kw_only=True):
    """What is asked for a lost item of one material, by its code (`dvd`)."""

    material: Text
    price_cents: Cents = field(name="price")


class LostItems(LibraryTable, frozen=True, kw_only=True):
    """What is asked of a borrower who lost an item, beside what it cost: `handling`, at each report.

    Found again within `refund_days` of the report, what was asked for the item is given back, the handling is not.
    Without it nothing is. Where the catalogue does not know what an item cost, the price of its material (`prices`) is
    asked, else `price_cents`; the desk may change every amount. What a customer says
    was brought back is searched again after so many `search_days`.
    """

    prices: tuple[LostPrice, ...] = ()
    price_cents: Cents | None = field(name="price", default=None)
    handling: tuple[DatedPrice, ...] = ()
    refund_days: Days | None = None
    search_days: tuple[Days, ...] = (14, 28)

    def price_of(self, material: str, own_cents: int | None) -> int | None:
        """What is asked for an item of this material that cost `own_cents` itself; None where the desk has to say."""
        if own_cents is not None:
            return own_cents
        return next((one.price_cents for one in self.prices if one.material == material), self.price_cents)


class HoldRules(LibraryTable, frozen=True, kw_only=True):
    """Reservations: days that an item stands ready, how many a customer may have, and what one costs when placed.

    What is absent limits and costs nothing; below 18 nobody pays.
    """

    keep_days: Days = 10
    max_per_customer: Count | None = None
    fee: tuple[DatedPrice, ...] = ()


class Receipts(LibraryTable, frozen=True, kw_only=True):
    """When a bon is printed, per event (Wise's bonprocedures). A customer who wants no bons gets none."""

    lending: Procedure = Procedure.ASK
    returning: Procedure = Procedure.ASK
    renewing: Procedure = Procedure.ASK
    transport: Procedure = Procedure.ALWAYS
    hold: Procedure = Procedure.ALWAYS


class Alerts(LibraryTable, frozen=True, kw_only=True):
    """From when open costs (contribution apart) are told when the customer is opened; what is absent is not told."""

    open_above_cents: Cents | None = field(name="open_above", default=None)
    open_days: Days | None = None


class ServiceMail(LibraryTable, frozen=True, kw_only=True):
    """Between which days before the due date the reminder is mailed, and how many days after it the next ones."""

    first_days_before: Days
    last_days_before: Days
    overdue_after_days: tuple[StepDays, ...] = ()
