"""Whatever three people, four items and two branches do: an item is on one name at most, counts and money agree."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import cast

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from balie.circulation.opening_days import DayKind
from balie.lending.session.acts import (
    Act,
    Claimed,
    DueDateSet,
    FineBooked,
    Lent,
    Renewed,
    ReportedLost,
    Returned,
    UsedInHouse,
)
from tests.support.lending_searches import searches
from tests.support.lending_sessions import (
    AGO,
    BACK,
    DAYS,
    WHAT,
    WHICH,
    WHO,
    YES,
    LendingSessions,
)
from tests.support.lending_town import Town, make_town

people, items, allowed_or_not = st.sampled_from(WHO), st.sampled_from(WHAT), st.sampled_from(YES)
places = st.sampled_from(BACK)


class Machine(RuleBasedStateMachine):
    """The acts in any order, with what must hold looked at after each."""

    town: Town

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="balie-sessions-"))
        self.desk = LendingSessions(self.folder, self.town)

    def teardown(self) -> None:
        self.desk.close()
        shutil.rmtree(self.folder)

    @rule(who=people, what=items, allowed=allowed_or_not, go_on=st.booleans())
    def lends(self, who: int, what: int, allowed: bool, go_on: bool) -> None:
        self.desk.lends(who, what, allowed=allowed, go_on=go_on)

    @rule(what=items, days_ago=st.sampled_from(AGO))
    def takes_back(self, what: int, days_ago: int) -> None:
        self.desk.takes_back(what, days_ago)

    @rule(who=people, allowed=allowed_or_not)
    def renews(self, who: int, allowed: bool) -> None:
        self.desk.renews(who, allowed=allowed)

    @rule()
    def renews_by_itself(self) -> None:
        self.desk.renews_by_itself()

    @rule(who=people, place=places, days=st.sampled_from((0, 1, 3, 10, 28, 29, 56)))
    def sets_a_due_date(self, who: int, place: int, days: int) -> None:
        self.desk.sets_a_due_date(who, place, days)

    @rule(who=people)
    def books_fines(self, who: int) -> None:
        self.desk.books_fines(who)

    @rule(who=people, place=places, cents=st.sampled_from((0, 1, 1500)))
    def loses(self, who: int, place: int, cents: int) -> None:
        self.desk.loses(who, place, cents)

    @rule(who=people, place=places)
    def claims(self, who: int, place: int) -> None:
        self.desk.claims(who, place)

    @rule(what=items, how=st.sampled_from((0, 1, 2)))
    def searches(self, what: int, how: int) -> None:
        searches(self.desk, what, how)

    @rule(what=items, again=st.booleans())
    def counts_in_house(self, what: int, again: bool) -> None:
        self.desk.counts_in_house(what, again=again)

    @rule(place=places)
    def undoes(self, place: int) -> None:
        self.desk.undoes(place)

    @rule()
    def undoes_the_last(self) -> None:
        self.desk.undoes(0)

    @rule(place=places)
    def undoes_set_aside(self, place: int) -> None:
        self.desk.undoes_set_aside(place)

    @rule(who=people, title=st.sampled_from(WHICH), item=st.none() | st.integers(0, 1), allowed=allowed_or_not)
    def reserves(self, who: int, title: int, item: int | None, allowed: bool) -> None:
        self.desk.reserves(who, title, item, allowed=allowed)

    @rule(who=people)
    def collects(self, who: int) -> None:
        self.desk.collects(who)

    @rule(who=people)
    def reserves_again(self, who: int) -> None:
        self.desk.reserves_again(who)

    @rule(what=items)
    def sets_aside(self, what: int) -> None:
        self.desk.sets_aside(what)

    @rule(who=people, place=places, how=st.integers(0, 9))
    def changes_a_hold(self, who: int, place: int, how: int) -> None:
        self.desk.changes_a_hold(who, place, how)

    @rule(what=items, how=st.integers(0, 3))
    def changes_an_item(self, what: int, how: int) -> None:
        self.desk.changes_an_item(what, how)

    @rule(days=st.integers(-10, 12), kind=st.none() | st.sampled_from(DayKind))
    def sets_the_calendar(self, days: int, kind: DayKind | None) -> None:
        self.desk.sets_the_calendar(days, kind)

    @rule(who=people, waived=st.booleans())
    def pays(self, who: int, waived: bool) -> None:
        self.desk.pays(who, waived=waived)

    @rule(days=st.sampled_from(DAYS))
    def days_go_by(self, days: int) -> None:
        self.desk.days_go_by(days)

    @rule()
    def goes_to_the_other_branch(self) -> None:
        self.desk.goes_to_the_other_branch()

    @invariant()
    def everything_holds(self) -> None:
        self.desk.check()


@pytest.mark.parametrize("strips", [False, True])
def test_random_sessions_keep_what_must_hold(empty_store: Path, tmp_path: Path, strips: bool) -> None:
    """A quick look; `make soak` goes on with fresh seeds."""
    town = make_town(tmp_path, empty_store, strips=strips)
    machine = cast("type[Machine]", type("Machine", (Machine,), {"town": town}))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=30, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_the_model_knows_every_kind_of_act() -> None:
    assert set(Act.__args__) == {Lent, Returned, Renewed, FineBooked, DueDateSet, ReportedLost, Claimed, UsedInHouse}
