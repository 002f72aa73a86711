"""Automatic renewal: for whom, from which day, what it may cost, what the message tells; and what nobody saw.

Source: rules.md#automatic-renewal, rules.md#unseen-renewals.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from msgspec.structs import replace as changed

from balie.circulation.loans import find_loan
from balie.circulation.renewals import RenewalWay, renewals_of
from balie.correspondence.overview import preview
from balie.customers.tabs.preferences import TAB
from balie.desk import Desk
from balie.lending.at_home import in_bezit
from balie.lending.automatic import renew_due
from balie.lending.holds.holds import place_hold
from balie.lending.lend import lend
from balie.lending.reminders import queue_due
from balie.lending.renew import renew
from balie.lending.rules.refusals import AlreadyLent, Rule
from balie.lending.session.acts import NotRenewed, Renewed
from balie.lending.take_back import take_back
from balie.lending.undo import undo
from balie.library.lending_tables import AutomaticRenewal
from balie.messages.kinds import MessageKind
from balie.messages.outbox import Queued, read_messages
from balie.rounds.topics import all_topics
from tests.support.borrowers import borrower, money, new_item, new_title, on, sound, with_rules

DUE = date(2024, 5, 7)


def desk_that_renews(desk: Desk, *, unseen: int | None = None, at_a_cost: bool = False, days_before: int = 2) -> Desk:
    rules = AutomaticRenewal(days_before=days_before, at_a_cost=at_a_cost)
    return with_rules(desk, automatic_renewal=rules, max_unseen_renewals=unseen)


def wish(desk: Desk, customer_id: int, code: str) -> None:
    """What the desk types at tab 7."""
    was = TAB.read(desk.store, customer_id)
    with desk.transaction() as tx:
        TAB.write(desk, tx, customer_id, was, {**was, "auto_renew": code})


def messages(desk: Desk) -> list[Queued]:
    return read_messages(desk.store, "kind = ? ORDER BY id", (MessageKind.RENEWED,))


def text(desk: Desk) -> str:
    (message,) = messages(desk)
    return preview(desk, all_topics(), message.message_id)


def due(desk: Desk, loan_id: int) -> date:
    loan = find_loan(desk.store, loan_id)
    assert loan is not None
    return loan.due_on


def unseen(desk: Desk, loan_id: int) -> int:
    loan = find_loan(desk.store, loan_id)
    assert loan is not None
    return loan.unseen_renewals


@pytest.mark.parametrize(
    ("days_before", "run_at", "renewed"),
    [
        (2, 3, False),
        (2, 2, True),
        (2, 1, True),
        (2, 0, True),
        (2, -1, False),
        (0, 1, False),
        (0, 0, True),
        (5, 5, True),
    ],
)
def test_it_is_done_from_so_many_days_before_up_to_the_due_date(
    at_poort: Desk, days_before: int, run_at: int, renewed: bool
) -> None:
    desk = desk_that_renews(at_poort, days_before=days_before)
    customer_id = borrower(desk)
    wish(desk, customer_id, "ja")
    lent = lend(desk, customer_id, new_item(desk))
    renew_due(on(desk, DUE - timedelta(days=run_at)))
    assert due(desk, lent.loan_id) == (date(2024, 6, 4) if renewed else DUE)
    assert len(messages(desk)) == renewed
    sound(desk)


@pytest.mark.parametrize(
    ("with_it", "code", "renewed"),
    [
        (False, "", False),
        (False, "nee", False),
        (False, "ja", True),
        (True, "", True),
        (True, "nee", False),
        (True, "ja", True),
    ],
)
def test_the_wish_of_the_customer_goes_before_the_subscription(
    at_poort: Desk, with_it: bool, code: str, renewed: bool
) -> None:
    desk = desk_that_renews(at_poort)
    subscriptions = tuple(changed(one, auto_renew=with_it) for one in desk.library.subscriptions)
    desk = replace(desk, library=changed(desk.library, subscriptions=subscriptions))
    customer_id = borrower(desk)
    wish(desk, customer_id, code)
    lent = lend(desk, customer_id, new_item(desk))
    renew_due(on(desk, DUE))
    assert (due(desk, lent.loan_id) > DUE) == renewed


def test_a_library_that_does_not_say_so_renews_nothing(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    wish(at_poort, customer_id, "ja")
    lend(at_poort, customer_id, new_item(at_poort))
    desk = with_rules(on(at_poort, DUE), automatic_renewal=None)
    assert renew_due(desk).text == ""
    assert messages(desk) == []


def test_however_often_it_runs_each_due_date_is_tried_once(at_poort: Desk) -> None:
    desk = desk_that_renews(at_poort)
    anna, bert = borrower(desk), borrower(desk, birth_date="05-05-1980")
    for customer_id in (anna, bert):
        wish(desk, customer_id, "ja")
    title_id = new_title(desk)
    free, wanted = lend(desk, anna, new_item(desk)), lend(desk, bert, new_item(desk, title_id))
    place_hold(desk, anna, title_id)
    for day in (DUE - timedelta(days=2), DUE - timedelta(days=2), DUE - timedelta(days=1), DUE):
        queue_due(on(desk, day))
    assert (due(desk, free.loan_id), due(desk, wanted.loan_id)) == (date(2024, 6, 4), DUE)
    assert [message.about for message in messages(desk)] == [
        f"renewal {free.loan_id}@{DUE.isoformat()}",
        f"renewal {wanted.loan_id}@{DUE.isoformat()}",
    ]
    assert renew_due(on(desk, date(2024, 6, 2))).renewed == 1
    assert due(desk, free.loan_id) == date(2024, 7, 2)


def test_one_message_tells_what_was_renewed_and_what_could_not_be_and_why(at_poort: Desk) -> None:
    desk = desk_that_renews(at_poort)
    anna, bert = borrower(desk), borrower(desk, birth_date="05-05-1980")
    wish(desk, anna, "ja")
    title_id = new_title(desk)
    free, wanted = new_item(desk), new_item(desk, title_id)
    lend(desk, anna, free)
    lend(desk, anna, wanted)
    place_hold(desk, bert, title_id)
    day = on(desk, date(2024, 5, 5))
    told = renew_due(day)
    assert told.text == (
        "Automatisch verlengd: 1 exemplaar; bekeken: 1 klant. 1 exemplaar kon niet: het bericht zegt waarom."
    )
    shown = " ".join(text(day).split())
    assert f"{free} 04-06-2024" in shown
    assert f"{wanted} 07-05-2024 iemand anders heeft" in shown
    assert "Kosten" not in shown
    take_back(day, free)
    shown = " ".join(text(day).split())
    assert free not in shown
    assert wanted in shown


def test_a_message_of_which_nothing_is_true_any_more_is_withdrawn(at_poort: Desk) -> None:
    desk = desk_that_renews(at_poort)
    customer_id = borrower(desk)
    wish(desk, customer_id, "ja")
    lent = lend(desk, customer_id, new_item(desk))
    day = on(desk, DUE)
    renew_due(day)
    renew(day, customer_id, [lent.loan_id])
    (message,) = messages(desk)
    assert not all_topics()[message.kind].still_true(desk.store, message, day.working_date)


@pytest.mark.parametrize(("at_a_cost", "cents"), [(False, 0), (True, 150)])
def test_what_costs_is_only_renewed_where_the_library_says_so(at_poort: Desk, at_a_cost: bool, cents: int) -> None:
    desk = desk_that_renews(at_poort, at_a_cost=at_a_cost)
    customer_id = borrower(desk)
    wish(desk, customer_id, "ja")
    lent = lend(desk, customer_id, new_item(desk, top_title=True))
    before = money(desk, customer_id)
    renew_due(on(desk, DUE))
    assert (due(desk, lent.loan_id) > DUE) == at_a_cost
    assert money(desk, customer_id).other - before.other == cents
    assert ("€ 1,50" in text(desk)) == at_a_cost
    assert ("kost geld" in " ".join(text(desk).split())) != at_a_cost
    sound(desk)


def test_who_is_under_18_pays_nothing_and_is_renewed(at_poort: Desk) -> None:
    desk = desk_that_renews(at_poort)
    customer_id = borrower(desk, subscription="0001", birth_date="10-04-2010", guardian="A. Tester")
    wish(desk, customer_id, "ja")
    lend(desk, customer_id, new_item(desk, top_title=True))
    assert renew_due(on(desk, DUE)).renewed == 1


def test_a_strip_is_a_cost(at_gieten: Desk) -> None:
    desk = desk_that_renews(at_gieten)
    customer_id = borrower(desk)
    wish(desk, customer_id, "ja")
    lent = lend(desk, customer_id, new_item(desk))
    assert renew_due(on(desk, lent.due_on)).refused == 1
    assert "een strip" in " ".join(text(desk).split())


def test_the_limit_on_what_nobody_saw_is_not_that_of_the_desk(at_poort: Desk) -> None:
    desk = desk_that_renews(with_rules(at_poort, max_renewals=5), unseen=2)
    customer_id = borrower(desk)
    wish(desk, customer_id, "ja")
    lent = lend(desk, customer_id, new_item(desk))
    (web,) = renew(desk, customer_id, [lent.loan_id], way=RenewalWay.WEBSITE)
    assert isinstance(web, Renewed)
    assert renew_due(on(desk, web.due_on)).renewed == 1
    assert unseen(desk, lent.loan_id) == 2
    assert in_bezit(desk, customer_id)[0].remark == "2 keer verlengd, 2 ongezien"
    last = on(desk, due(desk, lent.loan_id))
    assert renew_due(last).refused == 1
    (refused,) = renew(last, customer_id, [lent.loan_id], way=RenewalWay.WEBSITE)
    assert isinstance(refused, NotRenewed)
    assert {obstacle.rule for obstacle in refused.obstacles} == {Rule.UNSEEN}
    (seen,) = renew(last, customer_id, [lent.loan_id])
    assert isinstance(seen, Renewed)
    assert unseen(desk, lent.loan_id) == 0
    undo(last, seen)
    assert unseen(desk, lent.loan_id) == 2


def test_a_scan_of_what_the_customer_has_begins_the_count_anew(at_poort: Desk) -> None:
    desk = desk_that_renews(at_poort)
    customer_id = borrower(desk)
    wish(desk, customer_id, "ja")
    number = new_item(desk)
    lent = lend(desk, customer_id, number)
    renew_due(on(desk, DUE))
    assert unseen(desk, lent.loan_id) == 1
    with pytest.raises(AlreadyLent):
        lend(on(desk, DUE), customer_id, number)
    assert unseen(desk, lent.loan_id) == 0


def test_the_branch_that_lent_stays_and_an_earlier_return_takes_it_back(at_poort: Desk) -> None:
    desk = desk_that_renews(at_poort, at_a_cost=True)
    customer_id = borrower(desk)
    wish(desk, customer_id, "ja")
    number = new_item(desk, top_title=True)
    lent = lend(desk, customer_id, number)
    renew_due(on(replace(desk, branch=desk.library.branches[-1]), DUE))
    loan = find_loan(desk.store, lent.loan_id)
    assert loan is not None
    assert loan.branch == desk.branch.number
    assert [(one.way, one.unseen) for one in renewals_of(desk.store, lent.loan_id)] == [(RenewalWay.AUTOMATIC, 1)]
    back = take_back(on(desk, DUE), number, returned_on=DUE - timedelta(days=1))
    assert back.fee_cents == -150
    assert unseen(desk, lent.loan_id) == 0
    undo(on(desk, DUE), back)
    assert unseen(desk, lent.loan_id) == 1
    sound(desk)


def test_stopped_between_pieces_it_goes_on_where_it_was(at_poort: Desk) -> None:
    desk = desk_that_renews(at_poort)
    customers = [borrower(desk) for _ in range(25)]
    for customer_id in customers:
        wish(desk, customer_id, "ja")
        lend(desk, customer_id, new_item(desk))

    class Stop(Exception):
        pass

    def stop(done: int, total: int) -> None:
        if done < total:
            raise Stop

    day = on(desk, DUE)
    with pytest.raises(Stop):
        renew_due(day, stop)
    before = len(messages(desk))
    assert 0 < before < len(customers)
    assert renew_due(day).customers == len(customers) - before
    assert len(messages(desk)) == len(customers)
    sound(desk)
