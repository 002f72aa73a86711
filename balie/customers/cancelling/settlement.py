"""What a cancellation comes down to in money: contribution given back, set off against everything that is open.

It tells what is the case now and changes nothing: Financieel settles and pays out. Amounts in cents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from balie.circulation import loans
from balie.customers.cancelling.refund import UnusedPart, refund_of, unused_part
from balie.customers.memberships import as_day
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.ledger import OpenCharge, charged_for, last_collection, open_charges, unspent, waived_of_period
from balie.library.terms import COLLECTED_WAYS, PaymentWay

if TYPE_CHECKING:
    from balie.library.terms import RefundBasis
    from balie.store.reading import Reader

REVERSIBLE_DAYS = 56
"""For so long a collection can be reversed without questions; paying it back sooner may be paying twice (SEPA)."""


class SettlementState(StrEnum):
    """What the settlement waits for, as the screen says it; the date of the notice stands meanwhile."""

    LAST_DAY = "nog lid"
    RETURN = "wacht op inlevering"
    COLLECTION = "wacht op incasso"
    PAYMENT = "wacht op betaling"
    ACCOUNT = "wacht op rekeningnummer"
    PAYOUT = "uit te betalen"
    NOTHING = "niets te verrekenen"
    DONE = "afgehandeld"


@dataclass(frozen=True, slots=True)
class PeriodRefund:
    """One period that was charged for and is not used to its end; what was waived of it is never given back."""

    number: int
    paid_from: date
    paid_until: date
    charged_cents: int
    part: UnusedPart
    refund_cents: int
    waived_cents: int = 0

    @property
    def share(self) -> str:
        """`139/365 dagen van € 52,00`, or with `, waarvan € 20,00 kwijtgescholden` behind it."""
        waived = f", waarvan {format_cents(self.waived_cents)} kwijtgescholden" if self.waived_cents else ""
        return f"{self.part.unused}/{self.part.total} {self.part.unit} van {format_cents(self.charged_cents)}{waived}"

    @property
    def text(self) -> str:
        """`139/365 dagen van € 52,00 (01-02-2026 t/m 31-01-2027)`."""
        return f"{self.share} ({format_date(self.paid_from)} t/m {format_date(self.paid_until)})"


@dataclass(frozen=True, slots=True)
class Offset:
    """An open charge and how much of the credit goes to it."""

    charge: OpenCharge
    cents: int

    @property
    def label(self) -> str:
        """`te laat 03-08-2026`."""
        return f"{self.charge.kind} {format_date(self.charge.booked_on)}"


@dataclass(frozen=True, slots=True)
class Settlement:
    """The settlement of a membership that ends on `last_day`; `free_on` is the day after.

    `why` says what made that the last day, `needs` what must still happen before it can be settled, `remarks` what
    the desk has to know; all in Dutch. `payout_from` is the first day on which may be paid out. Once settled
    (`settled_on`) there is nothing in `refunds` any more: `booked_cents` were given back, and what is left of them is
    credit.
    """

    free_on: date
    why: tuple[str, ...]
    refunds: tuple[PeriodRefund, ...]
    credit_cents: int
    offsets: tuple[Offset, ...]
    items_at_home: int
    refund_iban: str
    payout_from: date
    remarks: tuple[str, ...]
    settled_on: date | None = None
    booked_cents: int = 0

    @property
    def last_day(self) -> date:
        """The last day of the membership."""
        return self.free_on - timedelta(days=1)

    @property
    def refund_cents(self) -> int:
        """The contribution that is given back."""
        return sum(refund.refund_cents for refund in self.refunds)

    @property
    def open_cents(self) -> int:
        """Everything that is open, of every kind."""
        return sum(offset.charge.open_cents for offset in self.offsets)

    @property
    def balance_cents(self) -> int:
        """What is to be paid out; below zero what the customer still has to pay."""
        return self.refund_cents + self.credit_cents - self.open_cents

    @property
    def payout_cents(self) -> int:
        """What is paid out in the end."""
        return max(self.balance_cents, 0)

    @property
    def due_cents(self) -> int:
        """What the customer still has to pay."""
        return max(-self.balance_cents, 0)

    @property
    def state(self) -> SettlementState:
        """What is waited for: first the items, then the money, then an account to pay it to."""
        if self.items_at_home and self.settled_on is None:
            return SettlementState.RETURN
        if self.due_cents:
            return SettlementState.PAYMENT
        if not self.payout_cents:
            return SettlementState.NOTHING if self.settled_on is None else SettlementState.DONE
        return SettlementState.PAYOUT if self.refund_iban else SettlementState.ACCOUNT

    @property
    def needs(self) -> tuple[str, ...]:
        """All that must still happen before this can be settled, as sentences for the desk."""
        found = []
        if self.items_at_home and self.settled_on is None:
            items = "1 exemplaar" if self.items_at_home == 1 else f"{self.items_at_home} exemplaren"
            found.append(f"Nog in te leveren: {items}. Te-laat-geld loopt door tot alles terug is.")
        if self.due_cents:
            found.append(f"Nog te betalen: {format_cents(self.due_cents)}.")
        if self.payout_cents and not self.refund_iban:
            found.append(f"Een rekeningnummer (IBAN) om {format_cents(self.payout_cents)} op terug te betalen.")
        return tuple(found)

    def lines(self) -> tuple[tuple[str, str], ...]:
        """The settlement as the screen shows it before saving: labels with their values."""
        rows = [("Laatste dag", format_date(self.last_day))]
        if self.settled_on is not None:
            rows.append(("Afgerekend op", format_date(self.settled_on)))
            rows.append(("Teruggegeven contributie", format_cents(self.booked_cents)))
        elif self.refunds:
            rows += [(f"Terug {refund.text}", format_cents(refund.refund_cents)) for refund in self.refunds]
        else:
            rows.append(("Terug te geven contributie", format_cents(0)))
        if self.credit_cents and self.settled_on is None:
            rows.append(("Tegoed", format_cents(self.credit_cents)))
        rows += [(f"Af: {offset.label}", format_cents(-offset.charge.open_cents)) for offset in self.offsets]
        if self.due_cents:
            rows.append(("Nog te betalen", format_cents(self.due_cents)))
        else:
            rows.append(("Terug te betalen", format_cents(self.payout_cents)))
        rows.append(("Afrekening", self.state))
        if self.payout_cents:
            rows.append(("Uitbetalen vanaf", format_date(self.payout_from)))
        return tuple(rows)


def offset(credit_cents: int, charges: Sequence[OpenCharge]) -> tuple[Offset, ...]:
    """Set the credit off against the open charges in the order given, the oldest first (rules.md#settlement)."""
    left = credit_cents
    found = []
    for charge in charges:
        taken = min(left, charge.open_cents)
        left -= taken
        found.append(Offset(charge, taken))
    return tuple(found)


def settle(
    reader: Reader,
    customer_id: int,
    *,
    free_on: date,
    basis: RefundBasis,
    refund_iban: str = "",
    why: Sequence[str] = (),
    last_period: int | None = None,
) -> Settlement:
    """The settlement as things stand now, for a membership that is over from `free_on` on.

    Every period that was charged and reaches beyond that day gives back its part: of what was charged, since what of
    it is not paid is open and is set off; but never more than was not waived. A period that made way for another
    subscription was settled then.
    `last_period` is the number of the period that ends on that day, where that is not the last one: the customer may
    have enrolled again.
    """
    refunds, remarks = _refunds(reader, customer_id, free_on, basis, last_period)
    credit, owed = _credit_and_owed(reader, customer_id)
    return Settlement(
        free_on=free_on,
        why=tuple(why),
        refunds=refunds,
        credit_cents=credit,
        offsets=offset(credit + sum(refund.refund_cents for refund in refunds), owed),
        items_at_home=loans.count_open(reader, customer_id),
        refund_iban=refund_iban,
        payout_from=payable_from(reader, customer_id, [refund.number for refund in refunds], free_on),
        remarks=remarks,
    )


def settled(
    reader: Reader,
    customer_id: int,
    *,
    free_on: date,
    settled_on: date,
    booked: Sequence[tuple[int, int]],
    refund_iban: str = "",
) -> Settlement:
    """What is left to be done of a settlement that was made on `settled_on`.

    `booked` are the periods of which contribution was given back, each with how many cents.
    """
    credit, owed = _credit_and_owed(reader, customer_id)
    return Settlement(
        free_on=free_on,
        why=(),
        refunds=(),
        credit_cents=credit,
        offsets=offset(credit, owed),
        items_at_home=loans.count_open(reader, customer_id),
        refund_iban=refund_iban,
        payout_from=payable_from(reader, customer_id, [number for number, _ in booked], free_on),
        remarks=(),
        settled_on=settled_on,
        booked_cents=sum(cents for _, cents in booked),
    )


def payable_from(reader: Reader, customer_id: int, periods: Sequence[int], not_before: date) -> date:
    """The first day on which a customer's credit may be paid out, also that of contribution given back of `periods`.

    That is when the last collection it comes from cannot be reversed without questions any more.
    """
    credited = reader.read(
        "SELECT DISTINCT membership_number FROM charge WHERE customer_id = ? AND settled_on IS NULL AND cents < 0"
        " AND membership_number IS NOT NULL",
        (customer_id,),
    )
    row = reader.read_one(
        "SELECT max(received_on) FROM payment WHERE customer_id = ? AND spent_on IS NULL AND cents > 0"
        " AND way IN (?, ?)",
        (customer_id, *COLLECTED_WAYS),
    )
    numbers = [*periods, *(number for (number,) in credited)]
    collected = (
        last_collection(reader, customer_id, numbers),
        _collected_before(reader, customer_id, numbers),
        as_day(row[0]) if row else None,
    )
    window = timedelta(days=REVERSIBLE_DAYS)
    return max([not_before, *(day + window for day in collected if day is not None)])


def _collected_before(reader: Reader, customer_id: int, periods: Sequence[int]) -> date | None:
    """When the system before last collected, where one of these periods was paid by direct debit there."""
    brought = reader.read(
        "SELECT number FROM membership WHERE customer_id = ? AND brought_cents > 0 AND way <> ?",
        (customer_id, PaymentWay.INVOICE),
    )
    if not any(number in periods for (number,) in brought):
        return None
    row = reader.read_one("SELECT max(collected_before) FROM mandate WHERE customer_id = ?", (customer_id,))
    return None if row is None else as_day(row[0])


def _credit_and_owed(reader: Reader, customer_id: int) -> tuple[int, list[OpenCharge]]:
    charges = open_charges(reader, customer_id)
    credit = unspent(reader, customer_id) - sum(charge.open_cents for charge in charges if charge.open_cents < 0)
    return credit, [charge for charge in charges if charge.open_cents > 0]


def _refunds(
    reader: Reader, customer_id: int, free_on: date, basis: RefundBasis, last_period: int | None
) -> tuple[tuple[PeriodRefund, ...], tuple[str, ...]]:
    rows = reader.read(
        "SELECT number, paid_from, paid_until, price_cents, temporary, brought_cents FROM membership AS m"
        " WHERE customer_id = :id AND number <= coalesce(:last, number)"
        " AND (ended_on IS NULL OR number = coalesce(:last,"
        " (SELECT max(number) FROM membership WHERE customer_id = m.customer_id))) ORDER BY number",
        {"id": customer_id, "last": last_period},
    )
    found: list[PeriodRefund] = []
    remarks: list[str] = []
    invoiced_until: date | None = None
    for number, first, last, price, temporary, brought in rows:
        paid_from, paid_until = as_day(first), as_day(last)
        if paid_from is None or paid_until is None:
            invoiced_until = None
            continue
        invoiced_until = paid_until if price and not temporary else None
        charged = charged_for(reader, customer_id, number)
        if brought is not None:  # the rest of it was paid in the system before
            charged = (charged or 0) + int(brought)
        if paid_until < free_on:
            continue
        span = f"{format_date(paid_from)} t/m {format_date(paid_until)}"
        if charged is None and price:
            remarks.append(f"Voor {span} is geen contributie geboekt: ga na wat de klant heeft betaald.")
        part = unused_part(paid_from, paid_until, free_on, basis)
        if not charged or charged <= 0 or not part.unused:
            continue
        waived = waived_of_period(reader, customer_id, number)
        # What was received comes back first: nothing but what was waived is left of it then.
        cents = min(refund_of(charged, part), max(charged - waived, 0))
        if cents:
            found.append(PeriodRefund(number, paid_from, paid_until, charged, part, cents, waived))
        elif waived:
            remarks.append(f"De contributie van {span} is kwijtgescholden: daarvan wordt niets teruggegeven.")
    if invoiced_until is not None and invoiced_until < free_on - timedelta(days=1):
        following = format_date(invoiced_until + timedelta(days=1))
        last_day = format_date(free_on - timedelta(days=1))
        remarks.append(f"Van {following} t/m {last_day} is nog geen contributie gefactureerd; die komt er nog bij.")
    return tuple(found), tuple(remarks)
