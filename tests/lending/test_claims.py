"""Zoek: from the day the customer says it is back the fine stands still, whoever asks for it, and nothing reminds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from msgspec.structs import replace as changed

from balie.catalogue.items import item_of
from balie.circulation.loans import open_loan
from balie.circulation.renewals import RenewalWay
from balie.desk import Desk
from balie.ledger import open_charges
from balie.lending.at_home import in_bezit, late_line
from balie.lending.claims import claim, look_at_claim
from balie.lending.lend import lend
from balie.lending.reminders import queue_due
from balie.lending.renew import renew
from balie.lending.renewal_plan import RenewalCircumstances, look_at_renewal, plan_renewal
from balie.lending.renewed_messages import renewed_message
from balie.lending.report_lost import look_at_lost
from balie.lending.running_fines import book_running_fines
from balie.lending.session.acts import Claimed, Renewed
from balie.lending.take_back import take_back
from balie.lending.undo import undo
from balie.lending.whereabouts import whereabouts
from balie.library.lending_tables import ServiceMail
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from tests.support.borrowers import ALLOWED, borrower, dump, new_item, on, sound

FIRST = date(2024, 4, 9)
DUE = date(2024, 5, 7)
SAID = DUE + timedelta(days=4)
"""Four days late: € 0,80."""
LATER = SAID + timedelta(days=20)


@pytest.fixture
def who(at_poort: Desk) -> tuple[int, str]:
    """Who borrowed what, on the first day."""
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lend(on(at_poort, FIRST), customer_id, number)
    return customer_id, number


def say(desk: Desk, customer_id: int) -> Claimed:
    """Note for the one item at home that it is said to be back, or not after all."""
    (row,) = in_bezit(desk, customer_id)
    return claim(desk, customer_id, look_at_claim(desk, customer_id, row.loan_id))


def fined(desk: Desk, customer_id: int) -> int:
    return sum(one.open_cents for one in open_charges(desk.store, customer_id) if one.kind == "te laat")


@pytest.mark.parametrize(("said", "cents"), [(DUE, 0), (DUE - timedelta(days=3), 0), (SAID, 80)])
@pytest.mark.parametrize("days", [0, 1, 20, 400])
def test_the_fine_stops_on_the_day_it_was_said_for_whoever_asks(
    at_poort: Desk, who: tuple[int, str], said: date, cents: int, days: int
) -> None:
    customer_id, number = who
    say(on(at_poort, said), customer_id)
    desk = on(at_poort, said + timedelta(days=days))
    (row,) = in_bezit(desk, customer_id)
    assert (row.fine_cents, row.days_late) == (cents, 0)
    assert row.remark.startswith(f"zoek sinds {said:%d-%m-%Y}")
    assert late_line([row]) == ""
    assert look_at_lost(desk, customer_id, row.loan_id).fine_cents == cents
    back = take_back(desk, number)
    assert (back.fine_cents, back.days_late) == (cents, max((said - DUE).days, 0))
    assert f"Was zoek sinds {said:%d-%m-%Y}" in " ".join(back.notes)
    assert fined(desk, customer_id) == cents
    sound(desk)
    undo(desk, back)
    assert in_bezit(desk, customer_id) == [row]
    sound(desk)


def test_what_was_booked_until_then_is_not_asked_again(at_poort: Desk, who: tuple[int, str]) -> None:
    customer_id, number = who
    say(on(at_poort, SAID), customer_id)
    desk = on(at_poort, LATER)
    (row,) = in_bezit(desk, customer_id)
    (booked,) = book_running_fines(desk, customer_id, [row.loan_id], 80)
    assert (booked.fine_cents, booked.booked_to, booked.days) == (80, SAID, 4)
    assert in_bezit(desk, customer_id)[0].fine_cents == 0
    assert take_back(desk, number).fine_cents == 0
    sound(desk)


def test_what_was_booked_for_later_days_is_given_back_once(at_poort: Desk, who: tuple[int, str]) -> None:
    customer_id, number = who
    (row,) = in_bezit(on(at_poort, LATER), customer_id)
    book_running_fines(on(at_poort, LATER), customer_id, [row.loan_id], row.fine_cents)
    say(on(at_poort, SAID), customer_id)
    assert in_bezit(on(at_poort, LATER), customer_id)[0].fine_cents == 0
    assert take_back(on(at_poort, LATER), number).fine_cents == 80 - row.fine_cents
    assert fined(at_poort, customer_id) == 80
    sound(on(at_poort, LATER))


def test_not_after_all_the_fine_runs_again_for_all_days(at_poort: Desk, who: tuple[int, str]) -> None:
    customer_id, _ = who
    (before,) = in_bezit(on(at_poort, LATER), customer_id)
    say(on(at_poort, SAID), customer_id)
    act = say(on(at_poort, LATER), customer_id)
    assert act.claimed_on is None
    assert in_bezit(on(at_poort, LATER), customer_id) == [before]
    undo(on(at_poort, LATER), act)
    assert in_bezit(on(at_poort, LATER), customer_id)[0].claimed_on == SAID
    words = [row[0] for row in at_poort.store.read("SELECT action FROM journal WHERE action LIKE 'claim%' ORDER BY id")]
    assert words == ["claimed returned", "claim withdrawn", "claimed returned"]
    sound(on(at_poort, LATER))


def test_undone_it_is_as_it_was_and_twice_it_is_refused(at_poort: Desk, who: tuple[int, str]) -> None:
    customer_id, number = who
    desk = on(at_poort, SAID)
    (before,) = in_bezit(desk, customer_id)
    act = say(desk, customer_id)
    undo(desk, act)
    assert in_bezit(desk, customer_id) == [before]
    with pytest.raises(Refusal, match="niet te annuleren"):
        undo(desk, act)
    act = say(desk, customer_id)
    take_back(desk, number)
    with pytest.raises(Refusal, match="niet te annuleren"):
        undo(desk, act)


@pytest.mark.parametrize("allowed", [False, True])
@pytest.mark.parametrize("way", list(RenewalWay))
def test_nobody_renews_it_and_the_reason_is_told(
    at_poort: Desk, who: tuple[int, str], way: RenewalWay, allowed: bool
) -> None:
    customer_id, _ = who
    desk = on(at_poort, DUE - timedelta(days=1))
    say(desk, customer_id)
    (row,) = in_bezit(desk, customer_id)
    assert not row.may_renew
    given = RenewalCircumstances(desk.library, desk.working_date, allowed=allowed, way=way)
    (refused,) = plan_renewal(desk.store, given, customer_id, [row.loan_id]).refused
    assert f"Dit is zoek sinds {desk.working_date:%d-%m-%Y}" in " ".join(refused.reasons)
    assert not refused.may_override
    plan = look_at_renewal(desk, customer_id, [row.loan_id], allowed=allowed)
    before = dump(desk)
    renew(desk, customer_id, [row.loan_id], override=ALLOWED if allowed else None, told=plan)
    assert dump(desk) == before


def test_the_customer_reads_why_it_was_not_renewed(at_poort: Desk, who: tuple[int, str]) -> None:
    customer_id, _ = who
    desk = on(at_poort, DUE - timedelta(days=1))
    say(desk, customer_id)
    (row,) = in_bezit(desk, customer_id)
    given = RenewalCircumstances(desk.library, desk.working_date, way=RenewalWay.AUTOMATIC)
    refused = plan_renewal(desk.store, given, customer_id, [row.loan_id]).refused
    (told,) = renewed_message(customer_id, refused).data["refused"] or ()
    assert told[-1] == "u zei dat het is ingeleverd: wij zoeken het nog"


@pytest.mark.parametrize("day", [DUE - timedelta(days=3), DUE + timedelta(days=15)])
def test_nothing_reminds_of_it(at_poort: Desk, who: tuple[int, str], day: date) -> None:
    customer_id, _ = who
    mail = ServiceMail(first_days_before=4, last_days_before=1, overdue_after_days=(14,))
    desk = replace(on(at_poort, day), library=changed(at_poort.library, service_mail=mail))
    claimed = say(desk, customer_id)
    done = queue_due(desk)
    assert (done.due_soon, done.overdue) == (0, 0)
    undo(desk, claimed)
    done = queue_due(desk)
    assert done.due_soon + done.overdue == 1


def test_the_item_tells_it(at_poort: Desk, who: tuple[int, str]) -> None:
    customer_id, number = who
    say(on(at_poort, SAID), customer_id)
    desk = on(at_poort, LATER)
    told = " ".join(text for _, text in whereabouts(desk, item_of(desk.store, number)).lines)
    assert "zoek sinds 11-05-2024" in told
    assert "te laat" not in told


def test_a_loan_that_was_said_to_be_back_is_not_cancelled_as_a_mistake(at_poort: Desk) -> None:
    desk = on(at_poort, FIRST)
    customer_id, number = borrower(desk), new_item(desk)
    act = lend(desk, customer_id, number)
    claimed = say(desk, customer_id)
    with pytest.raises(Refusal, match="zoek gemeld: annuleer eerst dat"):
        undo(desk, act)
    undo(desk, claimed)
    undo(desk, act)
    assert open_loan(desk.store, number) is None


def test_what_was_told_of_another_state_is_not_noted(at_poort: Desk, who: tuple[int, str]) -> None:
    customer_id, _ = who
    desk = on(at_poort, SAID)
    (row,) = in_bezit(desk, customer_id)
    told = look_at_claim(desk, customer_id, row.loan_id)
    claim(desk, customer_id, told)
    before = dump(desk)
    with pytest.raises(Refusal, match="intussen veranderd"):
        claim(desk, customer_id, told)
    assert dump(desk) == before


def test_it_is_not_said_of_a_day_before_it_was_lent_or_renewed(at_poort: Desk, who: tuple[int, str]) -> None:
    customer_id, _ = who
    with pytest.raises(Refusal, match="09-04-2024 nog uitgeleend of verlengd"):
        say(on(at_poort, FIRST - timedelta(days=1)), customer_id)
    desk = on(at_poort, DUE)
    (row,) = in_bezit(desk, customer_id)
    (renewed,) = renew(desk, customer_id, [row.loan_id], told=look_at_renewal(desk, customer_id, [row.loan_id]))
    assert isinstance(renewed, Renewed)
    with pytest.raises(Refusal, match="07-05-2024 nog uitgeleend of verlengd"):
        say(on(at_poort, DUE - timedelta(days=1)), customer_id)


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("UPDATE loan SET claimed_on = '2024-04-08'", ["loan.claimed"]),
        ("UPDATE loan SET claimed_on = '2024-04-09'", []),
        ("UPDATE loan SET searched_on = '2024-04-09'", ["loan.claimed"]),
        ("UPDATE loan SET claimed_on = '2024-04-10', searched_on = '2024-04-09'", ["loan.claimed"]),
    ],
)
def test_the_check_finds_what_no_act_leaves(
    at_poort: Desk, who: tuple[int, str], damage: str, found: list[str]
) -> None:
    with at_poort.transaction() as tx:
        tx.execute(damage)
    assert [finding.name for finding in check(at_poort.store, all_invariants())] == found
