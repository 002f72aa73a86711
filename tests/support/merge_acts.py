"""Every act of the desk that a record may meet between two merges, at random: each does what it can, or is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from balie.cancellation.cancel import cancel, withdraw
from balie.cancellation.wish import Wish
from balie.customers.cards.cards import add_card, block, make_primary, read_cards, unblock
from balie.customers.cards.cards import replace as replace_card
from balie.customers.cards.numbers import current_number
from balie.customers.cards.states import CardKind, CardState
from balie.customers.deceased import report_death, take_back_death
from balie.customers.mandates import Account, current_mandate, sign_anew, withdraw_mandate
from balie.customers.permission import Override
from balie.customers.relations import check_relation, relate, unrelate
from balie.customers.subscriptions.change import change_subscription
from balie.customers.subscriptions.change import renew as renew_membership
from balie.customers.subscriptions.change_plan import PlanChange, Start
from balie.customers.tabs.editing import read_edit, save_edit
from balie.desk import Desk
from balie.finance.collection.outcomes import book_collection, return_collection
from balie.finance.collection.preview import next_month
from balie.finance.collection.run import collect
from balie.finance.correct import restore, storno
from balie.finance.costs import charge_by_hand, take_costs_back
from balie.finance.invoicing.run import run as invoice_run
from balie.finance.pay import pay, plan
from balie.finance.pay_out import pay_out
from balie.finance.settling.payouts import pay_out as pay_out_by_bank
from balie.finance.settling.refunds import ask_refund
from balie.finance.settling.settle import settle_all
from balie.finance.sheet import sheet
from balie.finance.waive import waive
from balie.ledger import Charge, ChargePosting, PaymentPosting, book_charge, cost_offers, counter_charge, postings
from balie.lending.at_home import in_bezit
from balie.lending.holds.holds import cancel_hold, place_hold
from balie.lending.holds.set_aside import set_aside
from balie.lending.lend import lend
from balie.lending.renew import renew
from balie.lending.rules.refusals import OnOtherName
from balie.lending.running_fines import book_running_fines
from balie.lending.session.acts import Act, Renewed
from balie.lending.take_back import take_back
from balie.lending.undo import undo
from balie.library.terms import CancellationWay, ChargeKind, PaymentWay
from tests.support.borrowers import ALLOWED

IBANS = ("NL91ABNA0417164300", "NL20INGB0001234567", "NL02ABNA0123456789")


_IDENTITY = ("surname", "prefix", "birth_date", "initials", "house_number", "postcode", "person")
"""What the records have to have in common to be merged."""


@dataclass
class Town:
    """A desk with the titles and items it has, and the acts of the session that can still be undone."""

    desk: Desk
    titles: list[int]
    items: list[str]
    session: list[Act] = field(default_factory=list)

    def days_go_by(self, days: int) -> None:
        """The working date moves on, and the session is over."""
        later = min(self.desk.working_date + timedelta(days=days), date(2027, 1, 1))
        self.desk = replace(self.desk, working_date=later)
        self.session.clear()

    def records(self) -> list[int]:
        """The records there are now."""
        rows = self.desk.store.read(
            "SELECT id FROM customer WHERE id NOT IN (SELECT customer_id FROM removal) ORDER BY id"
        )
        return [row[0] for row in rows]


Do = Callable[[Town, int, Random], object]


def _pays(town: Town, who: int, drawn: Random) -> None:
    seen = sheet(town.desk, who)
    tender = drawn.choice(("contant", "pin", "tegoed"))
    chosen = None
    if drawn.random() < 0.4 and seen.lines:
        chosen = [line.charge_id for line in drawn.sample(seen.lines, drawn.randint(1, len(seen.lines)))]
    received = "" if tender != "contant" else f"{drawn.randint(1, 130)},00"
    pay(town.desk, who, plan(seen, chosen, tender, received, keep_change=drawn.random() < 0.7))


def _pays_credit(town: Town, who: int, drawn: Random) -> None:
    pay(town.desk, who, plan(sheet(town.desk, who), [], "contant", f"{drawn.randint(1, 90)},00", keep_change=True))


def _takes_payment_back(town: Town, who: int, drawn: Random) -> None:
    found = [item for item in postings(town.desk.store, who, limit=99) if isinstance(item, PaymentPosting)]
    if found:
        chosen = drawn.choice(found).payment_id
        if drawn.random() < 0.5:
            restore(town.desk, chosen)
        else:
            storno(town.desk, chosen, "fout", override=Override("adm", "afgesproken"))


def _waives(town: Town, who: int, drawn: Random) -> None:
    seen = sheet(town.desk, who)
    if seen.lines:
        line = drawn.choice(seen.lines)
        reason = "A102" if line.kind is ChargeKind.CONTRIBUTION else "A200"
        waive(town.desk, seen, [line.charge_id], reason)


def _gets_paid_out(town: Town, who: int, drawn: Random) -> None:
    seen = sheet(town.desk, who)
    if seen.open_cents:
        pay(town.desk, who, plan(seen, None, "tegoed" if seen.credit_cents else "pin", ""))
        seen = sheet(town.desk, who)
    euros = max(seen.credit_cents // 100, 1)
    pay_out(town.desk, seen, "contant", f"{drawn.randint(1, euros)},00", "terug", not_reversed=True)


def _asks_refund(town: Town, who: int, drawn: Random) -> None:
    ask_refund(town.desk, who, None, drawn.choice(IBANS), "E.B. Tester")


def _is_charged(town: Town, who: int, drawn: Random) -> None:
    with town.desk.transaction() as tx:
        book_charge(tx, town.desk.library, who, Charge(ChargeKind.FINE, drawn.randint(10, 500)))


def _gets_costs(town: Town, who: int, drawn: Random) -> None:
    offers = cost_offers(town.desk.library, town.desk.working_date)
    offer = drawn.choice([one for one in offers if one.free])
    amount = f"{drawn.randint(0, 30)},{drawn.randint(1, 99):02}"
    charge_by_hand(town.desk, who, offer, amount, "", item_number=drawn.choice(["", *town.items]))


def _has_costs_taken_back(town: Town, who: int, drawn: Random) -> None:
    found = [item.charge_id for item in postings(town.desk.store, who, limit=99) if isinstance(item, ChargePosting)]
    if found:
        take_costs_back(town.desk, drawn.choice(found), "fout")


def _gets_charge_back(town: Town, who: int, drawn: Random) -> None:
    found = [
        item.charge_id
        for item in postings(town.desk.store, who, limit=99)
        if isinstance(item, ChargePosting) and item.kind is ChargeKind.FINE
    ]
    if found:
        with town.desk.transaction() as tx:
            loans = tx.read("SELECT fine_charge_id FROM loan UNION SELECT charge_id FROM fine_booking")
            chosen = drawn.choice(found)
            if (chosen,) not in loans:
                counter_charge(tx, chosen, reason="fout")


def _borrows(town: Town, who: int, drawn: Random) -> None:
    number = drawn.choice(town.items)
    override = ALLOWED if drawn.random() < 0.7 else None
    try:
        town.session.append(lend(town.desk, who, number, override=override))
    except OnOtherName as told:
        if drawn.random() < 0.5:
            town.session.append(lend(town.desk, who, number, override=override, take_over=told.loan_id))


def _brings_back(town: Town, who: int, drawn: Random) -> None:
    town.session.append(take_back(town.desk, drawn.choice(town.items)))


def _renews_loans(town: Town, who: int, drawn: Random) -> None:
    ids = [row.loan_id for row in in_bezit(town.desk, who)]
    done = renew(town.desk, who, ids, override=ALLOWED)
    town.session += [act for act in done if isinstance(act, Renewed)]


def _pays_fines_ahead(town: Town, who: int, drawn: Random) -> None:
    rows = in_bezit(town.desk, who)
    if cents := sum(row.fine_cents for row in rows):
        town.session += book_running_fines(town.desk, who, [row.loan_id for row in rows], cents)


def _undoes(town: Town, who: int, drawn: Random) -> None:
    if town.session:
        act = drawn.choice(town.session)
        undo(town.desk, act)
        town.session.remove(act)


def _reserves(town: Town, who: int, drawn: Random) -> None:
    place_hold(town.desk, who, drawn.choice(town.titles), override=ALLOWED if drawn.random() < 0.3 else None)


def _cancels_hold(town: Town, who: int, drawn: Random) -> None:
    found = town.desk.store.read("SELECT id FROM hold WHERE customer_id = ? AND closed_on IS NULL", (who,))
    if found:
        cancel_hold(town.desk, drawn.choice(found)[0])


def _is_set_aside(town: Town, who: int, drawn: Random) -> None:
    set_aside(town.desk, drawn.choice(town.items))


def _cancels(town: Town, who: int, drawn: Random) -> None:
    today = town.desk.working_date
    reason = drawn.choice(("", "", "verhuisd", "overleden"))
    died = today if reason == "overleden" else None
    cancel(town.desk, who, Wish(CancellationWay.MAIL, today, None, reason, IBANS[0], "E.B. Tester", died))


def _withdraws(town: Town, who: int, drawn: Random) -> None:
    withdraw(town.desk, who)


def _dies(town: Town, who: int, drawn: Random) -> None:
    (report_death if drawn.random() < 0.5 else take_back_death)(town.desk, who)


def _changes_subscription(town: Town, who: int, drawn: Random) -> None:
    code = drawn.choice([item.code for item in town.desk.library.subscriptions])
    way = drawn.choice(list(PaymentWay))
    start = drawn.choice(list(Start))
    iban = drawn.choice(("", IBANS[1]))
    change = PlanChange(code, way, start, None, iban, "E.B. Tester", Override("adm", "afgesproken met de klant"))
    change_subscription(town.desk, who, change)


def _renews(town: Town, who: int, drawn: Random) -> None:
    renew_membership(town.desk, who)


def _card(town: Town, who: int, drawn: Random) -> str:
    cards = read_cards(town.desk.store, who)
    return drawn.choice([card for card in cards if card.state is not CardState.REPLACED] or list(cards)).number


def _replaces_card(town: Town, who: int, drawn: Random) -> None:
    replace_card(town.desk, who, _card(town, who, drawn), None, "vermist")


def _adds_card(town: Town, who: int, drawn: Random) -> None:
    add_card(town.desk, who, None)


def _chooses_card(town: Town, who: int, drawn: Random) -> None:
    more = [card.number for card in read_cards(town.desk.store, who) if card.kind is CardKind.ADDITIONAL]
    make_primary(town.desk, who, drawn.choice(more) if more else _card(town, who, drawn))


def _blocks_card(town: Town, who: int, drawn: Random) -> None:
    number = _card(town, who, drawn)
    if drawn.random() < 0.5:
        block(town.desk, who, number, "vermist")
    else:
        unblock(town.desk, who, number)


def _signs(town: Town, who: int, drawn: Random) -> None:
    with town.desk.transaction() as tx:
        if current_number(tx, who) is not None:
            sign_anew(tx, who, Account(drawn.choice(IBANS), "ABNANL2A", "E.B. Tester"))


def _withdraws_mandate(town: Town, who: int, drawn: Random) -> None:
    with town.desk.transaction() as tx:
        if (mandate := current_mandate(tx, who)) is not None:
            withdraw_mandate(tx, mandate.reference)


def _edits(town: Town, who: int, drawn: Random) -> None:
    tab = drawn.choice("2356779AB")
    form = read_edit(town.desk, who, tab)
    spec = drawn.choice(form.specs)
    if spec.name in _IDENTITY:
        return
    values = ["", "ja", "nee", "0612345678", "e@bibliotheekannen.nl", "Misbruik", "x"]
    save_edit(town.desk, who, tab, {spec.name: drawn.choice(values)}, form)


def _is_made_a_child(town: Town, who: int, drawn: Random) -> None:
    others = [row[0] for row in town.desk.store.read("SELECT id FROM customer WHERE id <> ? ORDER BY id", (who,))]
    head = drawn.choice(others)
    check_relation(town.desk.store, who, head, town.desk.working_date)
    with town.desk.transaction() as tx:
        (relate(tx, who, head) if drawn.random() < 0.7 else unrelate(tx, who))


def _is_invoiced(town: Town, who: int, drawn: Random) -> None:
    invoice_run(town.desk, town.desk.working_date.replace(day=1))


def _is_collected(town: Town, who: int, drawn: Random) -> None:
    collect(town.desk, next_month(town.desk))


def _bank_answers(town: Town, who: int, drawn: Random) -> None:
    rows = town.desk.store.read("SELECT end_to_end_id FROM collection WHERE returned_on IS NULL ORDER BY 1")
    for (end_to_end_id,) in rows:
        with town.desk.transaction() as tx:
            if drawn.random() < 0.6:
                book_collection(tx, end_to_end_id, town.desk.working_date)
            else:
                return_collection(tx, end_to_end_id, "AM04", town.desk.working_date)


def _settles(town: Town, who: int, drawn: Random) -> None:
    settle_all(town.desk)


def _pays_out_by_bank(town: Town, who: int, drawn: Random) -> None:
    pay_out_by_bank(town.desk)


ACTS: dict[str, Do] = {
    name.__name__.strip("_").replace("_", " "): name
    for name in (
        *(_pays, _pays, _pays_credit, _takes_payment_back, _waives, _gets_paid_out, _asks_refund, _is_charged),
        *(
            _gets_costs,
            _has_costs_taken_back,
            _gets_charge_back,
            _borrows,
            _brings_back,
            _renews_loans,
            _pays_fines_ahead,
            _undoes,
            _reserves,
        ),
        *(_cancels_hold, _is_set_aside, _cancels, _withdraws, _dies, _changes_subscription, _renews, _replaces_card),
        *(_adds_card, _chooses_card, _blocks_card, _signs, _withdraws_mandate, _edits, _is_made_a_child),
        *(_is_invoiced, _is_collected, _bank_answers, _settles, _pays_out_by_bank),
    )
}
"""By name, each with the town, the record it is done to, and what is drawn."""
