"""Zoeklijst: what customers say was brought back, to be searched on the shelves here; and how searching ends.

Found, it came in on the day on which the customer said so. Let go, the loan ends as of that day and the item is
missing. What the customer has after all, or has lost, is told at In bezit. Source: rules.md#claimed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from balie.catalogue.statuses import ItemStatus
from balie.catalogue.stock import put_status
from balie.catalogue.titles import with_author
from balie.circulation.fines import late_days
from balie.circulation.loans import Loan, end_loan, find_loan, set_claimed
from balie.customers.header import branch_label
from balie.customers.names import find_name
from balie.dutch.counts import many
from balie.dutch.dates import format_date
from balie.lending.earlier_return import settle_return
from balie.lending.rules.scanned import read_scanned
from balie.lending.session.acts import Returned
from balie.lending.take_back import take_back
from balie.library.rights import Right
from balie.messages.receipts import queue_receipt
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.desk import Desk
    from balie.store.reading import Reader

SEARCH_LIST = "receipt-search-list"
"""data/templates/receipt-search-list.txt."""
SEARCHED = "searched"
LET_GO = "claim let go"
"""The words in the journal. Its rows name the loan and not the customer, as that of lending."""
NOTHING = "Er is hier niets te zoeken: van geen exemplaar zegt een klant dat het terug is."
_SELECT = (
    "SELECT l.id, l.customer_id, i.number, t.title, t.author, i.shelf, i.call_mark, l.claimed_on, l.searched_on"
    " FROM loan AS l JOIN item AS i ON i.number = l.item_number JOIN title AS t ON t.id = i.title_id"
    " WHERE l.claimed_on IS NOT NULL AND l.returned_on IS NULL AND i.branch = ?"
)


@dataclass(frozen=True, slots=True)
class Search:
    """An item to search: where it should stand, since when, `days` since, and when it was searched last.

    `is_due`: it is to be searched now, for the first time or again. `is_last`: the library searches no more after that.
    """

    loan_id: int
    customer_id: int
    number: str
    title: str
    place: str
    claimed_on: date
    searched_on: date | None
    days: int
    is_due: bool
    is_last: bool

    @property
    def state(self) -> str:
        """`zoeken`, `weer zoeken`, or when it was searched (`gezocht 11-05-2024`); in Dutch, at most 18 cells."""
        if self.searched_on is None:
            return "zoeken"
        return "weer zoeken" if self.is_due else f"gezocht {format_date(self.searched_on)}"

    @property
    def told(self) -> str:
        """All there is to tell of searching it, in Dutch."""
        searched = "" if self.searched_on is None else f", laatst gezocht op {format_date(self.searched_on)}"
        if self.is_due:
            follows = " Zoek het nu." if self.searched_on is None else " Zoek het nu weer."
        else:
            follows = " Het is voor het laatst gezocht: meld het kwijt bij de klant (K), of vermist (M)."
            follows = follows if self.is_last else ""
        return f"Zoek sinds {format_date(self.claimed_on)}{searched}.{follows}"


def search_list(desk: Desk) -> list[Search]:
    """What is to be searched here, along the shelves."""
    found = []
    for loan_id, customer_id, number, title, author, shelf, mark, claimed, searched in desk.store.read(
        _SELECT, (desk.branch.number,)
    ):
        claimed_on = date.fromisoformat(claimed)
        searched_on = None if searched is None else date.fromisoformat(searched)
        again = [claimed_on + timedelta(days=days) for days in desk.library.lost.search_days]
        come = [day for day in again if day <= desk.working_date]
        found.append(
            Search(
                loan_id=loan_id,
                customer_id=customer_id,
                number=number,
                title=with_author(title, author),
                place=" ".join(filter(None, (shelf, mark))),
                claimed_on=claimed_on,
                searched_on=searched_on,
                days=late_days(claimed_on, desk.working_date),
                is_due=searched_on is None or any(searched_on < day for day in come),
                is_last=len(come) == len(again),
            )
        )
    return sorted(found, key=lambda one: (one.place, one.title, one.number))


def mark_searched(desk: Desk, told: Search) -> None:
    """Note that an item was searched on the working date, and not found.

    Raises `Refusal` when it is not to be searched any more, or another desk searched it meanwhile.
    """
    desk.require(Right.LEND)
    with desk.transaction() as tx:
        loan = _claimed(tx, told)
        day = tx.stamp.working_date
        if loan.searched_on != told.searched_on:
            raise Refusal("Een andere balie heeft dit exemplaar intussen gezocht: kijk opnieuw.")
        if loan.searched_on == day:
            raise Refusal("Dit exemplaar is vandaag al gezocht.")
        if day < (loan.searched_on or told.claimed_on):
            raise Refusal("Dit exemplaar is na de werkdatum nog zoek gemeld of gezocht: noteer het op een latere dag.")
        set_claimed(tx, loan.id, loan.claimed_on, day)
        tx.journal(SEARCHED, after={"loan": loan.id, "item": loan.item_number, "on": day})


def undo_searched(desk: Desk, told: Search) -> None:
    """Take back that what was told so was searched on the working date. Raises `Refusal` when that changed since."""
    desk.require(Right.LEND)
    with desk.transaction() as tx:
        loan = _claimed(tx, told)
        day = tx.stamp.working_date
        if loan.searched_on != day:
            raise Refusal("Dit is intussen veranderd en is niet te annuleren: kijk opnieuw.")
        set_claimed(tx, loan.id, loan.claimed_on, told.searched_on)
        tx.journal(SEARCHED, before={"loan": loan.id, "item": loan.item_number, "on": day})


def found_on_shelf(desk: Desk, told: Search) -> Returned:
    """The customer was right: take the item in as of the day on which it was said to be back.

    Raises `Refusal` when it is not to be searched any more.
    """
    desk.require(Right.LEND)
    return take_back(desk, told.number, returned_on=told.claimed_on, of_loan=_claimed(desk.store, told).id)


def let_go_of(desk: Desk, told: Search) -> Returned:
    """Search no more: the loan ends as of the day on which it was said, and the item is missing.

    What was done is told as a return, and is undone as one. Raises `Refusal` when it is not to be searched any more.
    """
    desk.require(Right.LEND)
    with desk.transaction() as tx:
        loan = _claimed(tx, told)
        settled = settle_return(tx, desk.library, loan, told.claimed_on)
        end_loan(tx, loan.id, told.claimed_on, fine_charge_id=settled.fined.charge_id)
        item = read_scanned(tx, loan.item_number)
        put_status(tx, item.item(tx), ItemStatus.MISSING, action="item missing")
        name = find_name(tx, told.customer_id)
        tx.journal(LET_GO, after={"loan": loan.id, "item": item.number, "on": told.claimed_on})
    return Returned(
        loan_id=loan.id,
        customer_id=told.customer_id,
        customer_name=name.titled if name else "",
        number=item.number,
        title=item.name,
        returned_on=told.claimed_on,
        due_on=settled.loan.due_on,
        days_late=late_days(settled.loan.due_on, told.claimed_on),
        fine_cents=settled.fined.cents + settled.freed_cents,
        hold=None,
        transport_to=None,
        place=item.shelf,
        was=item.status,
        became=ItemStatus.MISSING,
        before=loan,
        fee_cents=settled.fee_cents,
        withdrawn=settled.withdrawn,
        charge_ids=settled.charge_ids,
        lapsed=settled.lapsed,
    )


def queue_search_list(desk: Desk) -> int:
    """Put what is to be searched now in the queue of bons; its number. Raises `Refusal` when there is nothing."""
    desk.require(Right.LEND)
    rows = [one for one in search_list(desk) if one.is_due]
    if not rows:
        raise Refusal("Er is nu niets te zoeken: alles is gezocht, of de volgende keer is er nog niet.")
    data = {
        "library": desk.library.name,
        "branch": branch_label(desk, desk.branch.number),
        "date": format_date(desk.working_date),
        "count": many(len(rows), "exemplaar", "exemplaren"),
        "rows": [
            (one.place or "zonder plaatsing", one.title, one.number, f"  zoek sinds {format_date(one.claimed_on)}")
            for one in rows
        ],
    }
    with desk.transaction() as tx:
        return queue_receipt(tx, SEARCH_LIST, None, data)


def _claimed(reader: Reader, told: Search) -> Loan:
    """The loan, where it is still to be searched as was told."""
    loan = find_loan(reader, told.loan_id)
    if (
        loan is None
        or loan.returned_on is not None
        or (loan.customer_id, loan.claimed_on) != (told.customer_id, told.claimed_on)
    ):
        raise Refusal("Dit exemplaar is intussen niet meer zoek: kijk opnieuw.")
    return loan
