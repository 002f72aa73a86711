"""Which slip goes with an item that is set aside, passed on or sent on: printed, asked for or none, by [receipts]."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balie.desk import Desk
from balie.lending.holds.holds import place_hold
from balie.lending.holds.set_aside import set_aside
from balie.lending.holds.slips import queue_asked
from balie.lending.lend import lend
from balie.lending.slips import Slip
from balie.lending.take_back import send_on
from balie.library.lending_tables import Receipts
from balie.library.structs import Library
from balie.library.terms import Procedure
from balie.messages.printing import prepare
from balie.refusal import Refusal
from tests.support.catalogue import add_avonden
from tests.support.holds import EAST, WEST, desk_at, reader, two_branches

ASK, ALWAYS, NEVER = Procedure.ASK, Procedure.ALWAYS, Procedure.NEVER


def at(desk: Desk, poort: Library, procedure: Procedure) -> Desk:
    """The first of two branches of a library with this rule for slips."""
    import msgspec

    receipts = Receipts(hold=procedure, transport=procedure)
    return desk_at(desk, msgspec.structs.replace(two_branches(poort), receipts=receipts))


def queued(desk: Desk) -> list[tuple[object, ...]]:
    """The slips in the queue."""
    return desk.store.read(
        "SELECT template FROM receipt WHERE template IN ('receipt-hold', 'receipt-transport') ORDER BY id"
    )


def is_as_wanted(slip: Slip | None, procedure: Procedure) -> bool:
    """None, one in the queue, or one to ask about."""
    if slip is None:
        return procedure is NEVER
    return (slip.receipt_id is not None) is (procedure is ALWAYS)


@pytest.mark.parametrize("procedure", Procedure)
def test_setting_aside_prints_asks_or_leaves_out_the_slip(desk: Desk, poort: Library, procedure: Procedure) -> None:
    east = at(desk, poort, procedure)
    title_id, (copy,) = add_avonden(east, "E1")
    place_hold(east, reader(east, "Wachter"), title_id)
    slip = set_aside(east, copy).slip
    assert is_as_wanted(slip, procedure)
    assert queued(east) == ([("receipt-hold",)] if procedure is ALWAYS else [])
    if procedure is ASK:
        assert slip is not None
        assert "WACH" in prepare(east, queue_asked(east, slip)).text


@pytest.mark.parametrize("procedure", Procedure)
def test_lending_another_copy_tells_the_slip_of_the_one_that_stood_ready(
    desk: Desk, poort: Library, procedure: Procedure
) -> None:
    east = at(desk, poort, procedure)
    title_id, (ready, other, _) = add_avonden(east, "E1", "E2", "E3")
    anna, bob = reader(east, "Anna"), reader(east, "Bob")
    place_hold(east, anna, title_id, pickup_branch=EAST)
    set_aside(east, ready)
    place_hold(east, bob, title_id, pickup_branch=WEST)
    before = len(queued(east))

    handed = lend(east, anna, other).handed

    assert handed is not None
    assert (handed.number, handed.text) == (ready, "Op transport naar 4105 (Winterswijk), voor een reservering.")
    assert is_as_wanted(handed.slip, procedure)
    assert len(queued(east)) - before == (procedure is ALWAYS)


@pytest.mark.parametrize("procedure", Procedure)
def test_what_goes_to_its_own_branch_has_a_slip_too(desk: Desk, poort: Library, procedure: Procedure) -> None:
    east = at(desk, poort, procedure)
    _, (copy,) = add_avonden(replace(east, branch=east.library.branch(WEST)), "W1")
    slip = send_on(east, copy)
    assert is_as_wanted(slip, procedure)
    if procedure is ASK:
        assert slip is not None
        assert "4105 (Winterswijk)" in prepare(east, queue_asked(east, slip)).text


def test_a_slip_that_was_asked_for_too_late_is_refused(desk: Desk, poort: Library) -> None:
    east = at(desk, poort, ASK)
    title_id, (copy,) = add_avonden(east, "E1")
    anna = reader(east, "Anna")
    place_hold(east, anna, title_id)
    slip = set_aside(east, copy).slip
    assert slip is not None
    lend(east, anna, copy)
    with pytest.raises(Refusal, match="staat niets klaar"):
        queue_asked(east, slip)
