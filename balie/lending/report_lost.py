"""Kwijt gemeld: a borrower lost an item. The loan ends, the item leaves the stock, and what it costs is charged.

Source: rules.md#lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balie.catalogue.items import item_of
from balie.catalogue.stock import take_into_stock_again, write_off_as_lost
from balie.circulation.loans import change_loan, end_loan, find_loan, open_loan, reopen_loan, running_loan
from balie.dutch.money import format_cents, parse_cents
from balie.ledger import Charge, book_costs, counter_charge, let_revive
from balie.lending.earlier_return import settle_return
from balie.lending.fining import fine_beyond
from balie.lending.found_again import is_lost
from balie.lending.rules.scanned import read_scanned
from balie.lending.session.acts import ReportedLost
from balie.lending.stock import told_of_missing
from balie.library.rights import Right
from balie.library.terms import ChargeKind
from balie.library.validity import in_force
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.transaction import Transaction

REPORTED = "reported lost"
"""The word in the journal. Its row names the loan and not the customer, as that of lending."""
MOST_CENTS = 1_000_000
LOST_NOTE = "kwijt gemeld"
"""What a customer reads beside the handling."""
_CHANGED = "Dit is intussen veranderd en is niet te annuleren: kijk wat de klant in bezit heeft (Balie, F9)."


@dataclass(frozen=True, slots=True)
class LostOffer:
    """What reporting an item lost would cost, in cents: `price_cents` as proposed (None: the desk has to say), and the
    fine until today. `waits` tells in Dutch who waits in vain then; empty where nobody does."""

    loan_id: int
    number: str
    title: str
    price_cents: int | None
    handling_cents: int
    fine_cents: int
    waits: str

    def asked(self, price_cents: int) -> str:
        """The question before it is booked: each amount, what they come to, and who waits for the item."""
        parts = [
            ("vergoeding", price_cents),
            ("administratie", self.handling_cents),
            ("te-laat-geld", self.fine_cents),
        ]
        costs = ", ".join(f"{label} {format_cents(cents)}" for label, cents in parts if cents) or "dat kost niets"
        total = format_cents(price_cents + self.handling_cents + self.fine_cents)
        together = f", samen {total}" if sum(1 for _, cents in parts if cents) > 1 else ""
        waits = f" {self.waits}" if self.waits else ""
        return f"{self.title} kwijt melden: {costs}{together}?{waits}"


def look_at_lost(desk: Desk, customer_id: int, loan_id: int) -> LostOffer:
    """What reporting the item of this loan lost would cost. Raises `Refusal` when the loan does not run any more."""
    reader = desk.store
    loan = running_loan(reader, customer_id, loan_id)
    item = item_of(reader, loan.item_number)
    price = desk.library.lost.price_of(item.values.material, item.values.price_cents)
    return LostOffer(
        loan_id=loan_id,
        number=item.number,
        title=read_scanned(reader, item.number).name,
        price_cents=price or None,
        handling_cents=_handling(desk),
        fine_cents=fine_beyond(reader, desk.library, loan, desk.working_date),
        waits=told_of_missing(reader, item.number),
    )


def read_price(text: str) -> int:
    """What is asked for a lost item, as typed, in cents; 0 for nothing. Raises `Refusal` where it cannot be."""
    cents = parse_cents(text)
    if not 0 <= cents <= MOST_CENTS:
        raise Refusal(f"De vergoeding is niets of hooguit {format_cents(MOST_CENTS)}: typ een bedrag als 12,50.")
    return cents


def report_lost(desk: Desk, customer_id: int, offer: LostOffer, price_cents: int) -> ReportedLost:
    """Book what was told: end the loan, charge what it costs, and take the item out of the stock; all or nothing.

    Raises `Refusal` when the loan does not run any more, or costs something else than was told.
    """
    desk.require(Right.LEND)
    with desk.transaction() as tx:
        day = tx.stamp.working_date
        loan = running_loan(tx, customer_id, offer.loan_id)
        item = item_of(tx, loan.item_number)
        settled = settle_return(tx, desk.library, loan, day)
        if settled.withdrawn or day < loan.lent_on:
            raise Refusal("Dit is na de werkdatum nog uitgeleend of verlengd: meld het op een werkdatum van daarna.")
        if (settled.fined.cents, _handling(desk)) != (offer.fine_cents, offer.handling_cents):
            raise Refusal("Intussen kost het iets anders: bekijk opnieuw wat de klant in bezit heeft (Balie, F9).")
        charges = list(settled.charge_ids)
        if price_cents:
            charge = Charge(ChargeKind.LOST, price_cents)
            charges.append(book_costs(tx, desk.library, customer_id, charge, item_number=item.number))
        if offer.handling_cents:
            charge = Charge(ChargeKind.ADMINISTRATION, offer.handling_cents)
            charges.append(book_costs(tx, desk.library, customer_id, charge, note=LOST_NOTE))
        end_loan(tx, loan.id, day, fine_charge_id=settled.fined.charge_id)
        write_off_as_lost(tx, item)
        tx.journal(REPORTED, after={"loan": loan.id, "item": item.number, "on": day})
    return ReportedLost(
        loan_id=loan.id,
        customer_id=customer_id,
        number=item.number,
        title=offer.title,
        due_on=loan.due_on,
        reported_on=day,
        price_cents=price_cents,
        handling_cents=offer.handling_cents,
        fine_cents=settled.fined.cents + settled.freed_cents,
        charge_ids=tuple(charges),
        before=loan,
        was=item.status,
        lapsed=settled.lapsed,
    )


def undo_report(tx: Transaction, act: ReportedLost, *, reason: str) -> None:
    """Take a report back: the loan runs on, the item is in the stock, what was charged is countered.

    Raises `Refusal` when something happened to loan or item since.
    """
    loan, item = find_loan(tx, act.loan_id), item_of(tx, act.number)
    if (
        loan is None
        or (loan.customer_id, loan.returned_on) != (act.customer_id, act.reported_on)
        or loan.membership_number != act.before.membership_number
        or open_loan(tx, act.number) is not None
        or not is_lost(item)
    ):
        raise Refusal(_CHANGED)
    take_into_stock_again(tx, item)
    reopen_loan(tx, loan.id, act.before.fine_charge_id)
    change_loan(tx, act.before)
    for charge_id in act.charge_ids:
        counter_charge(tx, charge_id, reason=reason)
    for one in act.lapsed:
        let_revive(tx, one)
    tx.execute_many("DELETE FROM charge_item WHERE charge_id = ?", [(charge_id,) for charge_id in act.charge_ids])
    tx.journal("lost report undone", before={"loan": act.loan_id, "item": act.number, "on": act.reported_on})


def _handling(desk: Desk) -> int:
    """What is asked beside the price on this day, in cents."""
    prices = in_force(desk.library.lost.handling, desk.working_date)
    return prices[0].price_cents if prices else 0
