"""What lessons begin with: who is late, who waits, who stands at the limit; done by the desk's own acts."""

from __future__ import annotations

from datetime import date, timedelta

from balie.cancellation.cancel import cancel
from balie.cancellation.wish import Wish
from balie.customers.bounces import note_bounce
from balie.customers.cancelling.reasons import cancel_reasons
from balie.customers.subscriptions.change import renew as renew_membership
from balie.customers.tabs.notes import add_note
from balie.dutch.target_days import is_target_day
from balie.finance.collection.outcomes import book_collection, return_collection
from balie.finance.collection.run import collect
from balie.finance.pay import Tender, pay, plan, sheet
from balie.finance.tills.cash_up import cash_up
from balie.finance.tills.counting import BANKED, LOOSE, OPENING, TERMINAL, begin_count, judge
from balie.lending.holds.holds import place_hold
from balie.lending.holds.set_aside import set_aside
from balie.lending.lend import lend
from balie.lending.take_back import take_back
from balie.library.terms import CancellationWay
from balie.practice.town.building import Town, pay_all
from balie.practice.town.year import reserve_some

_RESERVED = 12
_COLLECTED = (
    "SELECT k.end_to_end_id, c.customer_id, r.collect_on FROM collection AS k JOIN charge AS c ON c.id = k.charge_id"
    " JOIN collection_file AS f ON f.id = k.file_id JOIN collection_run AS r ON r.id = f.run_id ORDER BY k.charge_id"
)
_NO_MONEY = "AM04"
_RETURNED_AFTER = 3
"""In days, or on the first day after that on which banks work."""
_FLOAT = "150,00"
_LEFT = 15500
"""What stays in the till overnight, in cents."""


def set_the_scene(town: Town) -> None:
    """Bring everybody whom a lesson needs into the state that it begins with, up to the day of the town."""
    _members_of_years(town)
    _late(town)
    _waiting(town)
    _full(town)
    _gone(town)
    _told(town)
    _came_back(town)
    reserve_some(town, town.on(town.day - timedelta(days=2)), _RESERVED)
    _till(town)


def _till(town: Town) -> None:
    """Counted last evening, and € 155,00 left in it; today € 20,00 came in cash and € 12,50 by pin."""
    evening = town.on(town.day - timedelta(days=1))
    form = begin_count(evening)
    takings = judge(evening, form, {OPENING: _FLOAT, LOOSE: "0", BANKED: "0", TERMINAL: "0"})
    counted = takings.expected_cents
    texts = {
        OPENING: _FLOAT,
        LOOSE: _typed(counted),
        BANKED: _typed(counted - _LEFT),
        TERMINAL: _typed(takings.card.cents),
    }
    cash_up(evening, judge(evening, form, texts))
    for customer_id, tender, cents in ((town.crowd[0], Tender.CASH, 2000), (town.crowd[1], Tender.CARD, 1250)):
        today = town.on(town.day)
        pay(today, customer_id, plan(sheet(today, customer_id), (), tender, _typed(cents), keep_change=True))


def _typed(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"


def _members_of_years(town: Town) -> None:
    """Wilgenhof is a member for more than a year: renewed, and paid again."""
    desk = town.on(town.day - timedelta(days=35))
    renew_membership(desk, town.people["wilgenhof"])
    pay_all(desk, town.people["wilgenhof"], Tender.CARD)


def _late(town: Town) -> None:
    rules = town.desk.library.loans
    days = (rules.loan_days if rules is not None else 21) + 12
    desk = town.on(town.day - timedelta(days=days))
    for name in ("laat1", "laat2"):
        lend(desk, town.people["laatstra"], town.items[name])
    lend(town.on(town.day - timedelta(days=10)), town.people["gezin1"], town.items["gezin"])
    lend(town.on(town.day - timedelta(days=3)), town.people["notitie"], town.items["mee"])


def _waiting(town: Town) -> None:
    """One item stands ready; one is at home and awaited; one is on the shelf for the kastlijst."""
    desk = town.on(town.day - timedelta(days=4))
    lend(desk, town.people["notitie"], town.items["klaar"])
    place_hold(desk, town.people["afhaal"], town.titles["klaar"])
    later = town.on(town.day - timedelta(days=1))
    take_back(later, town.items["klaar"])
    set_aside(later, town.items["klaar"])
    lend(desk, town.people["elzinga"], town.items["wacht"])
    place_hold(later, town.people["wachtema"], town.titles["wacht"])
    place_hold(later, town.people["wachtema"], town.titles["kast"])


def _full(town: Town) -> None:
    rules = town.desk.library.loans
    most = rules.max_items if rules is not None else None
    desk = town.on(town.day - timedelta(days=5))
    for _ in range(most or 0):
        lend(desk, town.people["volst"], town.shelf.pop())


def _gone(town: Town) -> None:
    desk = town.on(town.day - timedelta(days=50))
    died = next(reason.code for reason in cancel_reasons() if reason.deceased)
    way = CancellationWay.TELEPHONE
    rules = town.desk.library.cancellation
    if rules is not None and rules.ways and way not in rules.ways:
        way = rules.ways[0]
    wish = Wish(way, desk.working_date, reason=died, died_on=desk.working_date - timedelta(days=3))
    cancel(desk, town.people["stilstra"], wish)
    gone = town.on(town.day - timedelta(days=7))
    for customer_id in (*town.crowd[5:60:15], town.people["opzegger"]):
        cancel(gone, customer_id, Wish(way, gone.working_date))


def _came_back(town: Town) -> None:
    """Where the library collects: what was collected last month of Stornema came back for want of money."""
    if town.desk.library.direct_debit is None:
        return
    month = (town.day.replace(day=1) - timedelta(days=1)).replace(day=1)
    collect(town.on(month), month)
    for reference, customer_id, collected in town.desk.store.read(_COLLECTED):
        on = date.fromisoformat(collected)
        back = on + timedelta(days=_RETURNED_AFTER)
        while not is_target_day(back):
            back += timedelta(days=1)
        later = town.on(back)
        with later.transaction() as tx:
            if customer_id == town.people["storno"]:
                return_collection(tx, reference, _NO_MONEY, later.working_date)
            else:
                book_collection(tx, reference, on)


def _told(town: Town) -> None:
    desk = town.on(town.day - timedelta(days=30))
    with desk.transaction() as tx:
        add_note(tx, town.people["notitie"], "Neemt de boeken voor haar buurvrouw mee.", desk.working_date)
    with desk.transaction() as tx:
        note_bounce(tx, town.people["mailfout"], "f.postema@post.example", "Dit adres bestaat niet (550)")
