"""What renewing comes to is worked out once: what is told is what is booked, or nothing is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from balie.circulation import loans
from balie.desk import Desk
from balie.lending.holds.holds import place_hold
from balie.lending.lend import lend
from balie.lending.renew import renew
from balie.lending.renewal_plan import RenewalChanged, RenewalPlan, WillRenew, look_at_renewal
from balie.lending.rules.refusals import Rule
from balie.lending.running_fines import book_running_fines
from balie.lending.session.acts import NotRenewed, Renewed
from balie.lending.take_back import take_back
from balie.refusal import Refusal
from tests.support.borrowers import ALLOWED, borrower, dump, money, new_item, new_title, on, owe, sound, with_rules

LATE = date(2024, 5, 22)


def at_home(desk: Desk, customer_id: int, count: int) -> list[int]:
    """So many items lent, the first of them a toptitel, and one whose title somebody else waits for."""
    ids = [lend(desk, customer_id, new_item(desk, top_title=nth == 0)).loan_id for nth in range(count - 1)]
    title = new_title(desk, "Gewild")
    ids.append(lend(desk, customer_id, new_item(desk, title)).loan_id)
    place_hold(desk, borrower(desk, surname="Wacht"), title)
    return ids


@pytest.mark.parametrize("place", ["poort", "gieten"])
@pytest.mark.parametrize("day", [date(2024, 5, 6), LATE])
def test_what_is_told_is_what_is_booked(place: str, day: date, request: pytest.FixtureRequest) -> None:
    desk: Desk = request.getfixturevalue(f"at_{place}")
    customer_id = borrower(desk)
    ids = at_home(desk, customer_id, 5)
    desk = on(desk, day)
    before, taken = money(desk, customer_id).other, loans.strips_taken(desk.store, customer_id, 1)
    plan = look_at_renewal(desk, customer_id, ids)
    fines = 15 * 20 * 4 if day == LATE else 0
    assert (plan.fine_cents, plan.fee_cents, plan.strips) == (fines, 150, 4 if place == "gieten" else 0)
    assert [refused.title for refused in plan.refused] == ["Gewild / Reve, Gerard"]
    done = renew(desk, customer_id, ids, told=plan)
    for line, result in zip(plan.lines, done, strict=True):
        if isinstance(line, WillRenew):
            assert isinstance(result, Renewed)
            assert (line.due_on, line.fine_cents, line.fee_cents) == (
                *(result.due_on, result.fine_cents, result.fee_cents),
            )
        else:
            assert result == line
    assert money(desk, customer_id).other - before == plan.fine_cents + plan.fee_cents
    assert loans.strips_taken(desk.store, customer_id, 1) - taken == plan.strips
    last = [result.strips_left for result in done if isinstance(result, Renewed)][-1]
    assert last == plan.strips_left
    sound(desk)


def returned(desk: Desk, customer_id: int, ids: list[int]) -> None:
    loan = loans.find_loan(desk.store, ids[0])
    assert loan is not None
    take_back(desk, loan.item_number)


def all_returned(desk: Desk, customer_id: int, ids: list[int]) -> None:
    for loan_id in ids:
        returned(desk, customer_id, [loan_id])


def renewed(desk: Desk, customer_id: int, ids: list[int]) -> None:
    renew(desk, customer_id, ids[:1])


def reserved(desk: Desk, customer_id: int, ids: list[int]) -> None:
    loan = loans.find_loan(desk.store, ids[0])
    assert loan is not None
    (title,) = desk.store.read_one("SELECT title_id FROM item WHERE number = ?", (loan.item_number,)) or (0,)
    place_hold(desk, borrower(desk, surname="Snel"), title, override=ALLOWED)


def booked(desk: Desk, customer_id: int, ids: list[int]) -> None:
    book_running_fines(desk, customer_id, ids[:1], 300)


def blocked(desk: Desk, customer_id: int, ids: list[int]) -> None:
    owe(desk, customer_id, 10_000)


@pytest.mark.parametrize("meanwhile", [returned, renewed, reserved, booked, blocked])
def test_what_another_desk_changed_meanwhile_is_told_and_nothing_is_booked(
    at_poort: Desk, meanwhile: Callable[[Desk, int, list[int]], None]
) -> None:
    desk = with_rules(on(at_poort, LATE), blocked_above_cents=5_000)
    customer_id = borrower(at_poort)
    ids = [lend(at_poort, customer_id, new_item(at_poort)).loan_id for _ in range(3)]
    plan = look_at_renewal(desk, customer_id, ids)
    meanwhile(desk, customer_id, ids)
    before = dump(desk)
    with pytest.raises(RenewalChanged, match="er is niets verlengd") as changed:
        renew(desk, customer_id, ids, told=plan)
    assert dump(desk) == before
    now: RenewalPlan = changed.value.plan
    assert now != plan
    assert now == look_at_renewal(desk, customer_id, now.loan_ids)
    renew(desk, customer_id, now.loan_ids, told=now)
    sound(desk)


def test_where_all_of_it_came_in_meanwhile_there_is_nothing_left(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    ids = [lend(at_poort, customer_id, new_item(at_poort)).loan_id for _ in range(2)]
    plan = look_at_renewal(at_poort, customer_id, ids)
    all_returned(at_poort, customer_id, ids)
    with pytest.raises(RenewalChanged) as changed:
        renew(at_poort, customer_id, ids, told=plan)
    assert changed.value.plan.lines == ()
    with pytest.raises(Refusal, match="loopt niet meer"):
        look_at_renewal(at_poort, customer_id, ids)


def test_the_strips_that_are_left_are_told_with_what_is_not_renewed_for_want_of_them(at_gieten: Desk) -> None:
    customer_id = borrower(at_gieten)
    ids = [lend(at_gieten, customer_id, new_item(at_gieten)).loan_id for _ in range(3)]
    with at_gieten.transaction() as tx:
        tx.execute("UPDATE membership SET strips = 5")
    plan = look_at_renewal(at_gieten, customer_id, ids)
    assert (plan.strips, plan.strips_left) == (2, 0)
    (refused,) = plan.refused
    assert {obstacle.rule for obstacle in refused.obstacles} == {Rule.STRIPS}


def test_what_a_supervisor_allows_is_worked_out_too(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    (loan_id,) = [lend(at_poort, customer_id, new_item(at_poort, top_title=True)).loan_id]
    with at_poort.transaction() as tx:
        tx.execute("UPDATE card SET state = 'blocked'")
    desk = on(at_poort, LATE)
    assert isinstance(look_at_renewal(desk, customer_id, [loan_id]).lines[0], NotRenewed)
    plan = look_at_renewal(desk, customer_id, [loan_id], allowed=True)
    assert (plan.fine_cents, plan.fee_cents) == (300, 150)
    with pytest.raises(RenewalChanged):
        renew(on(desk, LATE + timedelta(days=1)), customer_id, [loan_id], override=ALLOWED, told=plan)
    (done,) = renew(desk, customer_id, [loan_id], override=ALLOWED, told=plan)
    assert isinstance(done, Renewed)
