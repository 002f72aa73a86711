"""Whatever three people, four items and two branches do: an item is on one name at most, counts and money agree."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from balie.circulation import loans
from balie.customers.overview import read_header
from balie.desk import Desk
from balie.lending.acts import Act, FineBooked, Lent, Renewed, Returned
from balie.lending.history import unlink_loans
from balie.lending.holds import place_hold
from balie.lending.in_bezit import in_bezit
from balie.lending.lend import lend
from balie.lending.opening import open_customer
from balie.lending.refusals import LendingRefusal, OnOtherName
from balie.lending.renew import renew
from balie.lending.running_fines import book_running_fines
from balie.lending.setting_aside import set_aside
from balie.lending.take_back import take_back
from balie.lending.undo import undo
from balie.library.load import load_library
from balie.library.structs import Library
from balie.refusal import Refusal
from balie.store.connection import open_store
from tests.conftest import MOMENT, WORKING_DATE
from tests.support.borrowers import ALLOWED, borrower, child, money, new_item, new_title, sound, strips_desk
from tests.support.holds import WEST, two_branches
from tests.support.members import pay_all

PEOPLE = st.integers(0, 2)
ITEMS = st.integers(0, 3)


class Sessions(RuleBasedStateMachine):
    """Acts at random, with a model beside the store: who has what, and what everybody was charged."""

    empty: Path
    strips: bool

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="balie-sessions-"))
        path = self.folder / "balie.balie"
        shutil.copy(self.empty, path)
        poort = load_library("achterhoekse-poort")
        library = load_library("biblionet-drenthe") if self.strips else two_branches(poort)
        desk = Desk(
            open_store(path), library, library.branches[0], "ebt", WORKING_DATE, self.folder / "spool", lambda: MOMENT
        )
        self.desk = strips_desk(desk, poort) if self.strips else desk
        self.people = [borrower(self.desk), borrower(self.desk, surname="Ander", keep_history="ja")]
        self.people.append(borrower(self.desk, surname="Derde") if self.strips else child(self.desk))
        for customer_id in self.people:
            pay_all(self.desk, customer_id)
        titles = [new_title(self.desk, name) for name in ("Een", "Twee")]
        self.titles = titles
        self.items = [
            new_item(
                self.desk,
                titles[place % 2],
                top_title=place == 0,
                branch=library.branches[place % len(library.branches)].number,
            )
            for place in range(4)
        ]
        self.holder: dict[str, int] = {}
        self.owed = dict.fromkeys(self.people, 0)
        self.strips_taken = dict.fromkeys(self.people, 0)
        self.lent = dict.fromkeys(self.people, 0)
        self.acts: list[Act] = []

    def teardown(self) -> None:
        self.desk.store.close()
        shutil.rmtree(self.folder)

    @rule(who=PEOPLE, what=ITEMS, allowed=st.booleans(), go_on=st.booleans())
    def lends(self, who: int, what: int, allowed: bool, go_on: bool) -> None:
        customer_id, number = self.people[who], self.items[what]
        override = ALLOWED if allowed else None
        try:
            lent = lend(self.desk, customer_id, number, override=override)
        except OnOtherName as told:
            assert self.holder[number] not in (None, customer_id)
            if not go_on:
                return
            try:
                lent = lend(self.desk, customer_id, number, override=override, take_over=told.loan_id)
            except LendingRefusal:
                return
        except Refusal:
            return
        self.holder[number] = customer_id
        self.owed[customer_id] += lent.fee_cents
        self.lent[customer_id] += 1
        self.strips_taken[customer_id] += int(lent.strips_left is not None)
        self.acts.append(lent)

    @rule(what=ITEMS)
    def takes_back(self, what: int) -> None:
        number = self.items[what]
        done = take_back(self.desk, number)
        assert done.customer_id == self.holder.pop(number, None)
        if done.customer_id is not None:
            self.owed[done.customer_id] += done.fine_cents
        self.acts.append(done)

    @rule(who=PEOPLE, allowed=st.booleans())
    def renews_everything(self, who: int, allowed: bool) -> None:
        customer_id = self.people[who]
        ids = [row.loan_id for row in in_bezit(self.desk, customer_id)]
        for done in renew(self.desk, customer_id, ids, override=ALLOWED if allowed else None):
            if isinstance(done, Renewed):
                self.owed[customer_id] += done.fee_cents + done.fine_cents
                self.strips_taken[customer_id] += int(done.strips_left is not None)
                self.acts.append(done)

    @rule(who=PEOPLE)
    def books_what_runs(self, who: int) -> None:
        customer_id = self.people[who]
        rows = in_bezit(self.desk, customer_id)
        cents = sum(row.fine_cents for row in rows)
        if not cents:
            return
        for done in book_running_fines(self.desk, customer_id, [row.loan_id for row in rows], cents):
            self.owed[customer_id] += done.fine_cents
            self.acts.append(done)
        assert not any(row.fine_cents for row in in_bezit(self.desk, customer_id))

    @rule(place=st.integers(0, 30))
    def undoes(self, place: int) -> None:
        if not self.acts:
            return
        act = self.acts[-1 - place % len(self.acts)]
        try:
            undo(self.desk, act)
        except Refusal:
            return
        self.acts.remove(act)
        if isinstance(act, Lent):
            del self.holder[act.number]
            self.owed[act.customer_id] -= act.fee_cents
            self.lent[act.customer_id] -= 1
            self.strips_taken[act.customer_id] -= int(act.strips_left is not None)
        elif isinstance(act, Renewed):
            self.owed[act.customer_id] -= act.fee_cents + act.fine_cents
            self.strips_taken[act.customer_id] -= int(act.strips_left is not None)
        elif isinstance(act, FineBooked):
            self.owed[act.customer_id] -= act.fine_cents
        elif act.customer_id is not None:
            self.holder[act.number] = act.customer_id
            self.owed[act.customer_id] -= act.fine_cents

    @rule(who=PEOPLE, title=st.integers(0, 1))
    def reserves(self, who: int, title: int) -> None:
        try:
            place_hold(self.desk, self.people[who], self.titles[title], override=ALLOWED)
        except Refusal:
            return

    @rule(what=ITEMS)
    def sets_aside(self, what: int) -> None:
        try:
            set_aside(self.desk, self.items[what])
        except Refusal:
            return

    @rule(who=PEOPLE)
    def pays(self, who: int) -> None:
        pay_all(self.desk, self.people[who])
        self.owed[self.people[who]] = 0

    @rule(days=st.integers(1, 40))
    def days_go_by(self, days: int) -> None:
        later = min(self.desk.working_date + timedelta(days=days), date(2025, 4, 1))
        self.desk = replace(self.desk, working_date=later)
        unlink_loans(self.desk)
        self.acts.clear()  # the session is over

    @rule()
    def walks_to_the_other_branch(self) -> None:
        branches = self.desk.library.branches
        self.desk = replace(self.desk, branch=branches[-1] if self.desk.branch == branches[0] else branches[0])

    @invariant()
    def an_item_is_on_the_name_that_has_it(self) -> None:
        for number in self.items:
            loan = loans.open_loan(self.desk.store, number)
            assert (None if loan is None else loan.customer_id) == self.holder.get(number)

    @invariant()
    def counts_and_money_agree(self) -> None:
        for customer_id in self.people:
            at_home = [number for number, holder in self.holder.items() if holder == customer_id]
            assert {row.number for row in in_bezit(self.desk, customer_id)} == set(at_home)
            assert loans.count_open(self.desk.store, customer_id) == len(at_home)
            assert loans.count_all(self.desk.store, customer_id) == self.lent[customer_id]
            assert loans.strips_taken(self.desk.store, customer_id, 1) == self.strips_taken[customer_id]
            # What was countered after it was paid is credit.
            now = money(self.desk, customer_id)
            assert now.other - now.credit == self.owed[customer_id]
            header = read_header(self.desk, customer_id)
            assert header.middle[2].value == str(len(at_home))
            assert open_customer(self.desk, customer_id).header == header

    @invariant()
    def everything_holds_that_must(self) -> None:
        sound(self.desk)


@pytest.mark.parametrize("strips", [False, True])
def test_random_sessions_keep_what_must_hold(empty_store: Path, strips: bool) -> None:
    machine = cast("type[Sessions]", type("Machine", (Sessions,), {"empty": empty_store, "strips": strips}))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=8, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_the_model_knows_every_kind_of_act() -> None:
    assert set(Act.__args__) == {Lent, Returned, Renewed, FineBooked}
    assert isinstance(load_library("achterhoekse-poort"), Library)
    assert WEST == "4105"
