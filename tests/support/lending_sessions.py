"""A desk that lends in any order whatever, with a model beside the store: who has what, what everybody was charged.

Three people, four items of two titles, two branches (or the one with strips); every act of lending and what undoes it,
closures, waivers, and days that go by and back. What must always hold is looked at after every step.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from balie.catalogue.items import change_item, item_of
from balie.catalogue.stock import mark_found, mark_missing
from balie.circulation import loans
from balie.circulation.calendar import set_day
from balie.circulation.holds import open_holds_of
from balie.circulation.opening_days import DayKind
from balie.customers.header import read_header
from balie.ledger import Incoming, open_charges, receive
from balie.ledger.methods import Method
from balie.lending.at_home import in_bezit
from balie.lending.automatic import renew_due
from balie.lending.claims import claim, look_at_claim
from balie.lending.count_in_house import count_in_house
from balie.lending.greeting import open_customer
from balie.lending.history import unlink_loans
from balie.lending.holds.catching import Caught
from balie.lending.holds.holds import cancel_hold, keep_longer, place_hold, set_priority
from balie.lending.holds.pausing import pause_hold, resume_hold
from balie.lending.holds.set_aside import expire_holds, set_aside, undo_set_aside
from balie.lending.lend import lend
from balie.lending.own_due_date import set_own_due_date
from balie.lending.renew import renew
from balie.lending.renewal_plan import look_at_renewal
from balie.lending.report_lost import look_at_lost, report_lost
from balie.lending.rules.refusals import LendingRefusal, OnOtherName
from balie.lending.running_fines import book_running_fines
from balie.lending.session.acts import Act, FineBooked, Lent, Renewed, ReportedLost, Returned
from balie.lending.stock import keep_in, let_go
from balie.lending.take_back import take_back
from balie.lending.undo import undo
from balie.refusal import Refusal
from tests.conftest import WORKING_DATE
from tests.support.borrowers import ALLOWED, sound
from tests.support.lending_town import ITEMS, TITLES, Town, open_desk
from tests.support.members import pay_all

LAST_DAY = date(2025, 4, 1)
# Mostly the same few, so that what one act leaves is what the next begins with.
WHO, WHAT, WHICH = (0, 0, 0, 1, 1, 2), (0, 0, 2, 2, 1, 3), (0, 0, 0, 1)
"""Places of people, of items and of titles to choose among."""
YES = (True, True, True, False)
AGO, DAYS, BACK = (0, 0, 0, 1, 5, 20), (0, 0, 0, 1, 2, 30, -5), (0, 0, 0, 1, 1, 2, 3, 5, 8)
"""How many days ago something was back, how many go by, and how many acts back one is undone."""
_CHARGED = "SELECT coalesce(sum(cents), 0) FROM charge WHERE customer_id = ? AND kind IN ('leengeld', 'te laat')"


class LendingSessions:
    """One history. Every act takes numbers that choose among what there is; what is refused changes nothing."""

    def __init__(self, folder: Path, town: Town) -> None:
        path = folder / "balie.balie"
        shutil.copy(town.path, path)
        self.town = town
        self.desk = open_desk(path, town.strips)
        self.holder: dict[str, int] = {}
        self.charged = dict.fromkeys(town.people, 0)
        self.strips_taken = dict.fromkeys(town.people, 0)
        self.lent = dict.fromkeys(town.people, 0)
        self.acts: list[Act] = []
        self.caught: list[Caught] = []

    def close(self) -> None:
        """End it."""
        self.desk.store.close()

    # Lending, returning, renewing.

    def lends(self, who: int, what: int, *, allowed: bool, go_on: bool) -> None:
        """Lend an item, taking it over where it is on another name and the desk goes on."""
        customer_id, number = self.town.people[who], self.town.items[what]
        override = ALLOWED if allowed else None
        try:
            lent = lend(self.desk, customer_id, number, override=override)
        except OnOtherName as told:
            assert self.holder[number] not in (None, customer_id)
            if not go_on:
                return
            before = self._charged(self.holder[number])
            try:
                lent = lend(self.desk, customer_id, number, override=override, take_over=told.loan_id)
            except LendingRefusal:
                return
            self._settle_taken_over(self.holder[number], before)
        except Refusal:
            return
        self.holder[number] = customer_id
        self.charged[customer_id] += lent.fee_cents
        self.lent[customer_id] += 1
        self.strips_taken[customer_id] += int(lent.strips_left is not None)
        self.acts.append(lent)

    def _settle_taken_over(self, customer_id: int, before: int) -> None:
        """Who had it pays nothing more, and gets back what was booked for days after the working date."""
        given_back = before - self._charged(customer_id)
        assert given_back >= 0
        self.charged[customer_id] -= given_back
        self.strips_taken[customer_id] = loans.strips_taken(self.desk.store, customer_id, 1)

    def takes_back(self, what: int, days_ago: int) -> None:
        """Take an item in, as of some days ago."""
        number, day = self.town.items[what], self.desk.working_date - timedelta(days=days_ago)
        try:
            done = take_back(self.desk, number, returned_on=day)
        except Refusal:
            return
        assert done.customer_id == self.holder.pop(number, None)
        if done.customer_id is not None:
            self.charged[done.customer_id] += done.fine_cents + done.fee_cents
            self.strips_taken[done.customer_id] -= _strips_of(done)
        self.acts.append(done)

    def renews(self, who: int, *, allowed: bool) -> None:
        """Renew all that somebody has, as it was told."""
        customer_id = self.town.people[who]
        ids = [row.loan_id for row in in_bezit(self.desk, customer_id)]
        plan = look_at_renewal(self.desk, customer_id, ids, allowed=allowed)
        done = renew(self.desk, customer_id, ids, override=ALLOWED if allowed else None, told=plan)
        renewed = [one for one in done if isinstance(one, Renewed)]
        assert sum(one.fee_cents + one.fine_cents for one in renewed) == plan.fine_cents + plan.fee_cents
        assert len(renewed) == len(plan.possible)
        self.charged[customer_id] += plan.fine_cents + plan.fee_cents
        self.strips_taken[customer_id] += plan.strips
        self.acts += renewed

    def renews_by_itself(self) -> None:
        """The run of the day: for who wants it, and never at a cost."""
        renew_due(self.desk)

    def sets_a_due_date(self, who: int, place: int, days: int) -> None:
        """Give something that somebody has another due date, so many days from now."""
        customer_id = self.town.people[who]
        rows = in_bezit(self.desk, customer_id)
        if not rows:
            return
        day = self.desk.working_date + timedelta(days=days)
        try:
            self.acts.append(
                set_own_due_date(self.desk, customer_id, rows[place % len(rows)].loan_id, day, override=ALLOWED)
            )
        except Refusal:
            return

    def books_fines(self, who: int) -> None:
        """Charge the fines that run of somebody."""
        customer_id = self.town.people[who]
        rows = in_bezit(self.desk, customer_id)
        cents = sum(row.fine_cents for row in rows)
        if not cents:
            return
        for done in book_running_fines(self.desk, customer_id, [row.loan_id for row in rows], cents):
            self.charged[customer_id] += done.fine_cents
            self.acts.append(done)
        assert not any(row.fine_cents for row in in_bezit(self.desk, customer_id))

    def loses(self, who: int, place: int, cents: int) -> None:
        """Report something lost that somebody has, at a price, as it was told."""
        customer_id = self.town.people[who]
        rows = in_bezit(self.desk, customer_id)
        if not rows:
            return
        try:
            offer = look_at_lost(self.desk, customer_id, rows[place % len(rows)].loan_id)
            lost = report_lost(self.desk, customer_id, offer, cents)
        except Refusal:
            return
        del self.holder[lost.number]
        self.charged[customer_id] += lost.fine_cents
        self.acts.append(lost)

    def claims(self, who: int, place: int) -> None:
        """Note that something is said to be back, or not after all: its fine stands still, or runs again."""
        customer_id = self.town.people[who]
        rows = in_bezit(self.desk, customer_id)
        if not rows:
            return
        row = rows[place % len(rows)]
        try:
            self.acts.append(claim(self.desk, customer_id, look_at_claim(self.desk, customer_id, row.loan_id)))
        except Refusal:
            return
        (now,) = (one for one in in_bezit(self.desk, customer_id) if one.loan_id == row.loan_id)
        assert (now.claimed_on is None) is (row.claimed_on is not None)

    def counts_in_house(self, what: int, *, again: bool) -> None:
        """Count an item as used here; what is somebody's, or is not on its shelf, is not counted."""
        number = self.town.items[what]
        last = self.acts[-1] if self.acts else None
        try:
            done = count_in_house(self.desk, number, last=last, again=again)
        except Refusal:
            return
        assert number not in self.holder
        self.acts.append(done)

    # Undoing.

    def undoes(self, place: int) -> None:
        """Take an act of the session back; with a return, that the item was set aside since."""
        if not self.acts:
            return
        act = self.acts[-1 - place % len(self.acts)]
        caught = next((one for one in self.caught if isinstance(act, Returned) and one.number == act.number), None)
        try:
            undo(self.desk, act, caught=caught)
        except Refusal:
            return
        self.acts.remove(act)
        if caught is not None:
            self.caught.remove(caught)
        if isinstance(act, Lent):
            del self.holder[act.number]
            self.charged[act.customer_id] -= act.fee_cents
            self.lent[act.customer_id] -= 1
            self.strips_taken[act.customer_id] -= int(act.strips_left is not None)
        elif isinstance(act, Renewed):
            self.charged[act.customer_id] -= act.fee_cents + act.fine_cents
            self.strips_taken[act.customer_id] -= int(act.strips_left is not None)
        elif isinstance(act, FineBooked | ReportedLost):
            self.charged[act.customer_id] -= act.fine_cents
            if isinstance(act, ReportedLost):
                self.holder[act.number] = act.customer_id
        elif isinstance(act, Returned) and act.customer_id is not None:
            self.holder[act.number] = act.customer_id
            self.charged[act.customer_id] -= act.fine_cents + act.fee_cents
            self.strips_taken[act.customer_id] += _strips_of(act)

    def undoes_set_aside(self, place: int) -> None:
        """Take back that an item was set aside."""
        if not self.caught:
            return
        caught = self.caught[-1 - place % len(self.caught)]
        try:
            undo_set_aside(self.desk, caught)
        except Refusal:
            return
        self.caught.remove(caught)

    # Reservations.

    def reserves(self, who: int, title: int, item: int | None, *, allowed: bool) -> None:
        """Reserve a title, or one item of it."""
        number = None if item is None else self.town.items[title + TITLES * item]
        override = ALLOWED if allowed else None
        branch = self.desk.library.branches[-1 if who else 0].number
        try:
            place_hold(
                *(self.desk, self.town.people[who], self.town.titles[title]),
                item_number=number,
                pickup_branch=branch,
                override=override,
            )
        except Refusal:
            return

    def collects(self, who: int) -> None:
        """Lend somebody the first item of what they reserved that can be had."""
        for hold in open_holds_of(self.desk.store, self.town.people[who]):
            for what in range(self.town.titles.index(hold.title_id), ITEMS, TITLES):
                if self.town.items[what] not in self.holder:
                    self.lends(who, what, allowed=True, go_on=False)
                    return

    def reserves_again(self, who: int) -> None:
        """Reserve the title of what somebody has at home, as a supervisor allows it."""
        mine = [number for number, holder in self.holder.items() if holder == self.town.people[who]]
        if mine:
            self.reserves(who, self.town.items.index(mine[0]) % TITLES, None, allowed=True)

    def sets_aside(self, what: int) -> None:
        """Set an item aside for whom it is."""
        try:
            self.caught.append(set_aside(self.desk, self.town.items[what]))
        except Refusal:
            return

    def changes_a_hold(self, who: int, place: int, how: int) -> None:
        """Cancel a reservation, pause or resume it, give it a priority, or keep it longer."""
        holds = open_holds_of(self.desk.store, self.town.people[who])
        if not holds:
            return
        hold = holds[place % len(holds)]
        try:
            if how == 0:
                cancel_hold(self.desk, hold.id)
            elif how == 1:
                pause_hold(self.desk, hold.id, self.desk.working_date + timedelta(days=1 + place))
            elif how == 2:
                resume_hold(self.desk, hold.id)
            elif how <= 4:
                set_priority(self.desk, hold.id, how)
            else:
                keep_longer(self.desk, hold.id, self.desk.working_date + timedelta(days=how))
        except Refusal:
            return

    # The stock, the calendar, money and time.

    def changes_an_item(self, what: int, how: int) -> None:
        """Missing, found, kept in, or lent again."""
        number = self.town.items[what]
        item = item_of(self.desk.store, number)
        try:
            if how == 0:
                mark_missing(self.desk, number, let_go)
            elif how == 1:
                mark_found(self.desk, number)
            else:
                values = replace(item.values, not_for_loan=how == 2)
                change_item(self.desk, number, values, version=item.version, keep_in=keep_in)
        except Refusal:
            return

    def sets_the_calendar(self, days: int, kind: DayKind | None) -> None:
        """Say something of a day around the working date, or nothing any more."""
        set_day(self.desk, self.desk.working_date + timedelta(days=days), kind)

    def pays(self, who: int, *, waived: bool) -> None:
        """Pay all that is open, or waive it."""
        customer_id = self.town.people[who]
        if not waived:
            pay_all(self.desk, customer_id)
            return
        with self.desk.transaction() as tx:
            parts = [(one.charge_id, one.open_cents) for one in open_charges(tx, customer_id) if one.open_cents > 0]
            if parts:
                cents = sum(part for _, part in parts)
                waiver = Incoming(customer_id, cents, Method.WAIVER, tx.stamp.working_date, reason="coulance")
                try:
                    receive(tx, waiver, parts)
                except Refusal:
                    return

    def days_go_by(self, days: int) -> None:
        """Another day, or one before it: the session is over. No day: it goes on."""
        if not days:
            return
        day = min(max(self.desk.working_date + timedelta(days=days), WORKING_DATE), LAST_DAY)
        self.desk = replace(self.desk, working_date=day)
        if days > 0:
            unlink_loans(self.desk)
            expire_holds(self.desk, every_branch=True)
        self.acts.clear()
        self.caught.clear()

    def goes_to_the_other_branch(self) -> None:
        """The desk of another branch, in the same session."""
        branches = self.desk.library.branches
        self.desk = replace(self.desk, branch=branches[-1] if self.desk.branch == branches[0] else branches[0])

    # What must always hold.

    def check(self) -> None:
        """That the model agrees with the store, and everything holds that must."""
        store = self.desk.store
        for number in self.town.items:
            loan = loans.open_loan(store, number)
            assert (None if loan is None else loan.customer_id) == self.holder.get(number)
        for customer_id in self.town.people:
            at_home = {number for number, holder in self.holder.items() if holder == customer_id}
            assert {row.number for row in in_bezit(self.desk, customer_id)} == at_home
            assert loans.count_open(store, customer_id) == len(at_home)
            assert loans.count_all(store, customer_id) == self.lent[customer_id]
            assert loans.strips_taken(store, customer_id, 1) == self.strips_taken[customer_id]
            assert self._charged(customer_id) == self.charged[customer_id]
            header = read_header(self.desk, customer_id)
            assert header.middle[2].value == str(len(at_home))
            assert open_customer(self.desk, customer_id).header == header
        sound(self.desk)

    def _charged(self, customer_id: int) -> int:
        row = self.desk.store.read_one(_CHARGED, (customer_id,))
        assert row is not None
        return int(row[0])


def _strips_of(act: Returned) -> int:
    """The strips of renewals that a return withdrew."""
    return sum(one.membership_number is not None for one in act.withdrawn)
