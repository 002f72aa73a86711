"""Taking an item in, without a customer: the fine, who waits for it, where it belongs; in one transaction."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from balie.catalogue.statuses import ItemStatus
from balie.catalogue.stock import put_status, see
from balie.circulation.fines import late_days
from balie.circulation.hold_rules import ON_SHELF, Shelved, is_uncollected
from balie.circulation.holds import Hold, ready_hold
from balie.circulation.loans import end_loan
from balie.circulation.shelves import hold_for
from balie.customers.header import branch_label
from balie.customers.names import find_name
from balie.customers.permission import check_override
from balie.customers.versions import note_activity
from balie.dutch.counts import many
from balie.dutch.dates import format_date
from balie.dutch.money import format_cents
from balie.dutch.text import enumerated
from balie.lending.earlier_return import SettledLoan, settle_return
from balie.lending.fining import fine_beyond
from balie.lending.found_again import found_again, is_lost
from balie.lending.rules.scanned import Scanned, read_scanned
from balie.lending.session.acts import Returned
from balie.lending.slips import Slip, transport_slip
from balie.lending.waiting import waits_for
from balie.library.rights import Right
from balie.refusal import Refusal

if TYPE_CHECKING:
    from balie.circulation.loans import Loan
    from balie.customers.permission import Override
    from balie.desk import Desk
    from balie.store.transaction import Transaction

RETURNED = "returned"
"""The word in the journal."""
_WAS_NOT_LENT = {
    ItemStatus.MISSING: "Dit exemplaar was vermist en is nu terug.",
    ItemStatus.ON_ORDER: "Dit exemplaar was in bestelling en is nu binnen.",
    ItemStatus.TRANSPORT: "Dit exemplaar was onderweg.",
    ItemStatus.WRITTEN_OFF: "Dit exemplaar is afgeschreven: leg het apart.",
}
"""What is told of an item that was not lent, by the status it had."""


def take_back(
    desk: Desk,
    barcode: str,
    *,
    returned_on: date | None = None,
    amnesty: Override | None = None,
    of_loan: int | None = None,
) -> Returned:
    """Take in an item as scanned or typed, at this branch.

    `returned_on` is the day it counts as returned, for what is found in the book drop (`opening_days.book_drop_day`);
    without it the working date. What was booked for the loan after that day is taken back (`earlier_return`). An item
    that was in already keeps its loans as they are; it was seen here today. One that belongs elsewhere is put in
    transport, unless it is for somebody who waits (`hold`): then the desk asks whether to set it aside (or to send it
    on: `send_on`). `amnesty`: who let a pile come in without fines, and why; what was charged before stays.

    Raises `CardScanned` and `UnknownItem` for what is no item, and `Refusal` for a day that cannot be, and when the
    amnesty lacks who or why (fields `supervisor`, `because`). `of_loan`: the loan by which it is out, as was told;
    refused where that is another by now.
    """
    desk.require(Right.LEND)
    allowed = None if amnesty is None else check_override(amnesty, desk)
    with desk.transaction() as tx:
        day = tx.stamp.working_date
        back = returned_on or day
        item = read_scanned(tx, barcode)
        was, found = item.status, None
        loan = item.loan(tx)
        _check_day(back, day, loan)
        if of_loan is not None and (loan is None or loan.id != of_loan):
            raise Refusal("Dit exemplaar is intussen ingenomen of opnieuw uitgeleend: kijk opnieuw.")
        if item.status is ItemStatus.WRITTEN_OFF and is_lost(item.item(tx)):
            found = found_again(desk, tx, item.item(tx))
            item = read_scanned(tx, item.number)
        settled, name, forgiven = None, "", 0
        if loan is not None:
            settled = settle_return(tx, desk.library, loan, back, no_fine=allowed is not None)
            if allowed is not None:
                forgiven = max(fine_beyond(tx, desk.library, settled.loan, back), 0)
            end_loan(tx, loan.id, back, fine_charge_id=settled.fined.charge_id)
            name = _note_customer(tx, loan)
        hold = _waits(tx, item)
        waits = None if hold is None else waits_for(desk, tx, hold)
        became, slip = _place(desk, tx, item, hold)
        after: dict[str, object] = {"loan": None if loan is None else loan.id, "item": item.number, "on": back}
        if allowed is not None and forgiven:
            after |= {"forgiven_cents": forgiven, **allowed.journalled}
        tx.journal(RETURNED, after=after)
    return Returned(
        loan_id=None if loan is None else loan.id,
        customer_id=None if loan is None else loan.customer_id,
        customer_name=name,
        number=item.number,
        title=item.name,
        returned_on=back,
        due_on=None if settled is None else settled.loan.due_on,
        days_late=0 if settled is None else late_days(settled.loan.due_on, settled.loan.late_until(back)),
        fine_cents=0 if settled is None else settled.fined.cents + settled.freed_cents,
        hold=hold,
        transport_to=item.branch if _goes_home(became, hold) else None,
        place=item.shelf,
        notes=(
            *_claimed(loan),
            *_forgiven(forgiven),
            *_booked(settled),
            *_notes(desk, item, hold, became, found.told if found else ""),
        ),
        slip=slip,
        was=was,
        found=found,
        forgiven_cents=forgiven,
        became=became,
        before=loan,
        fee_cents=0 if settled is None else settled.fee_cents,
        withdrawn=() if settled is None else settled.withdrawn,
        charge_ids=() if settled is None else settled.charge_ids,
        lapsed=() if settled is None else settled.lapsed,
        waits=waits,
        stands_ready=_stands_ready(desk, hold),
    )


def send_on(desk: Desk, number: str) -> Slip | None:
    """Put an item in transport to the branch it belongs to, where nobody at the desk set it aside for who waits.

    Out: the slip that goes with it, None where the library prints none. Raises `Refusal` when it belongs here, is no
    item, or when another desk lent it out or set it aside meanwhile.
    """
    desk.require(Right.LEND)
    with desk.transaction() as tx:
        item = read_scanned(tx, number)
        if item.branch == tx.stamp.branch:
            raise Refusal("Dit exemplaar hoort bij deze vestiging: het gaat niet op transport.")
        if item.loan_id is not None or ready_hold(tx, item.number) is not None:
            raise Refusal("Een andere balie heeft dit exemplaar intussen uitgeleend of klaargezet: dat blijft zo.")
        put_status(tx, item.item(tx), ItemStatus.TRANSPORT)
        return transport_slip(desk, tx, item.number, item.name, item.branch)


def _check_day(back: date, day: date, loan: Loan | None) -> None:
    if back > day:
        raise Refusal(
            f"Inleverdatum {format_date(back)} ligt na de werkdatum {format_date(day)}: kies een eerdere dag."
        )
    if loan is not None and back < loan.lent_on:
        raise Refusal(
            f"Dit exemplaar is pas op {format_date(loan.lent_on)} uitgeleend en kan niet op {format_date(back)} terug"
            " zijn: kies een latere dag."
        )


def _note_customer(tx: Transaction, loan: Loan) -> str:
    """The name of who had it, whose last activity this is."""
    assert loan.customer_id is not None, "a loan that runs is somebody's"
    name = find_name(tx, loan.customer_id)
    assert name is not None
    note_activity(tx, loan.customer_id)
    return name.titled


def _waits(tx: Transaction, item: Scanned) -> Hold | None:
    """For whom this item is now, or was set aside already."""
    if not item.reserved or item.not_for_loan or item.status is ItemStatus.WRITTEN_OFF:
        return None
    ready = ready_hold(tx, item.number)
    return ready or hold_for(tx, item.title_id, Shelved(item.number, tx.stamp.branch), tx.stamp.working_date)


def _stands_ready(desk: Desk, hold: Hold | None) -> bool:
    """Whether what was scanned stands ready already, here where it is collected: there is nothing to decide."""
    return hold is not None and hold.state in ON_SHELF and hold.branch == desk.branch.number


def _place(desk: Desk, tx: Transaction, item: Scanned, hold: Hold | None) -> tuple[ItemStatus, Slip | None]:
    """Put the item where it belongs now. Out: its status, and the slip that goes with it in transport."""
    if item.status is ItemStatus.WRITTEN_OFF:
        return item.status, None
    stands_ready = hold is not None and hold.ready_item == item.number
    if stands_ready:
        became = item.status
    elif hold is None and item.branch != tx.stamp.branch:
        became = ItemStatus.TRANSPORT
    else:
        became = ItemStatus.IN
    if became is not item.status:
        action = "item found" if item.status is ItemStatus.MISSING else "item status"
        put_status(tx, item.item(tx), became, action=action)
    elif item.loan_id is None:
        see(tx, item.item(tx))
    if not _goes_home(became, hold):
        return became, None
    return became, transport_slip(desk, tx, item.number, item.name, item.branch)


def _goes_home(became: ItemStatus, hold: Hold | None) -> bool:
    """Whether it travels to the branch it belongs to; what travels for a reservation does not."""
    return became is ItemStatus.TRANSPORT and hold is None


def _forgiven(cents: int) -> list[str]:
    return [f"Boetevrij: {format_cents(cents)} niet geboekt."] if cents else []


def _claimed(loan: Loan | None) -> list[str]:
    """That the customer was right, or at least had said so."""
    if loan is None or loan.claimed_on is None:
        return []
    return [f"Was zoek sinds {format_date(loan.claimed_on)}: te-laat-geld loopt tot die dag."]


def _booked(settled: SettledLoan | None) -> list[str]:
    """That the days until some day were charged before, so that the amount is that of the others; and what lapsed."""
    if settled is None:
        return []
    found, booked = [], settled.fined.booked
    if settled.withdrawn:
        days = enumerated(list(dict.fromkeys(format_date(one.renewed_on) for one in settled.withdrawn)))
        fee = f"; leengeld {format_cents(-settled.fee_cents)} terug" if settled.fee_cents else ""
        strips = sum(one.membership_number is not None for one in settled.withdrawn)
        strip = f"; {many(strips, 'strip', 'strippen')} terug" if strips else ""
        found.append(f"Verlengd op {days}, toen het al terug was: dat telt niet{fee}{strip}.")
    if booked.until is not None:
        found.append(f"Te-laat-geld t/m {format_date(booked.until)} was al geboekt: {format_cents(booked.cents)}.")
    if settled.freed_cents:
        found.append(f"Dagen die nu boetevrij zijn: {format_cents(-settled.freed_cents)} terug.")
    return found


def _notes(desk: Desk, item: Scanned, hold: Hold | None, became: ItemStatus, lost: str) -> list[str]:
    if _stands_ready(desk, hold):
        found = ["Dit exemplaar stond al klaar: zet het terug."]
        if hold is not None and is_uncollected(hold, desk.working_date):
            found.append("Die dag is voorbij: zie Reserveringen, Niet opgehaald.")
    elif lost:
        found = [lost]
    else:
        found = [] if item.loan_id is not None else [_WAS_NOT_LENT.get(item.status, "Dit exemplaar was al binnen.")]
    if _goes_home(became, hold):
        found.append(f"Op transport naar {branch_label(desk, item.branch)}.")
    elif became is ItemStatus.TRANSPORT and hold is not None and hold.branch != desk.branch.number:
        found.append(f"Het moet naar {branch_label(desk, hold.branch)}, voor een reservering.")
    if item.attachment_note:
        found.append(f"Bijlage: {item.attachment_note}")
    if item.damage_note:
        found.append(f"Schade: {item.damage_note}")
    return found
