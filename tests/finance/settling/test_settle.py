"""Settling a cancellation: every example of rules.md#refund through the store, what holds it up, and what is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from balie.cancellation.cancel import cancel, withdraw
from balie.cancellation.wish import Wish
from balie.customers.cancelling.cancellations import cancellation_cells
from balie.customers.finding.entry import KnownCustomer
from balie.customers.privacy.removal import plan_removal
from balie.desk import Desk
from balie.enrolment.enrol import enrol
from balie.finance.settling.settle import settle, settle_all, settle_these, settlements
from balie.ledger import Balance, Method, balance, open_charges
from balie.library.terms import CancellationWay, ChargeKind
from balie.refusal import Refusal
from tests.finance.settling.conftest import At
from tests.support.applicants import IBAN, SECRET, application, enrol_tester
from tests.support.collections import past_collection
from tests.support.members import pay_all
from tests.support.refund_examples import (
    C1,
    EXAMPLES,
    Example,
    cancelled,
    charge,
    lend,
    member_of,
    pay,
    take_in,
)

DAY = timedelta(days=1)
AFTER = C1.last_day + DAY
COSTS = ((ChargeKind.FINE, 240), (ChargeKind.LENDING, 150), (ChargeKind.REPLACEMENT_CARD, 250))


def settled_on(desk: Desk) -> object:
    row = desk.store.read_one("SELECT settled_on FROM cancellation")
    assert row is not None
    return row[0]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_what_was_paid_for_later_days_is_given_back(at: At, example: Example) -> None:
    customer_id = member_of(at, example)
    number = cancelled(at, customer_id, example)
    desk = at(example.last_day + DAY)
    case = settle(desk, number)
    assert (case.cancellation.last_day, case.settlement.booked_cents) == (example.last_day, example.refund)
    assert (case.payout_cents, case.due_cents, case.state) == (example.refund, 0, "uit te betalen")
    assert balance(desk.store, customer_id) == Balance(0, 0, example.refund)
    (credit,) = desk.store.read("SELECT kind, cents, membership_number, vat_percent FROM charge WHERE cents < 0")
    assert credit == ("contributie", -example.refund, 2, 9)
    assert settled_on(desk) == desk.working_date.isoformat()


def test_c1_with_the_year_unpaid_leaves_the_days_used_due(at: At) -> None:
    customer_id = member_of(at, paid=False)
    number = cancelled(at, customer_id)
    desk = at(AFTER)
    case = settle(desk, number)
    assert (case.payout_cents, case.due_cents, case.state) == (0, 3220, "wacht op betaling")
    assert [one.open_cents for one in open_charges(desk.store, customer_id)] == [3220]
    pay(desk, customer_id, 3220)
    (done,) = settlements(desk, done=True)
    assert (done.due_cents, done.state) == (0, "afgehandeld")
    assert settlements(desk) == []


def test_c1_with_a_day_of_notice_not_counted_would_be_one_day_less(at: At, member: int) -> None:
    wish = Wish(CancellationWay.TELEPHONE, date(2026, 8, 15), wished_on=date(2026, 9, 16), refund_iban=IBAN)
    number = cancel(at(date(2026, 8, 15)), member, wish).cancellation_id
    assert settle(at(date(2026, 9, 16)), number).settlement.booked_cents == 1966


def test_c2_in_the_first_year_and_c2b_at_the_end_of_what_is_paid(desk: Desk) -> None:
    for surname, wished, last_day, refund in (
        ("Eerst", None, date(2025, 4, 8), 325),
        ("Later", date(2025, 5, 1), date(2025, 4, 30), 0),
    ):
        customer_id = enrol_tester(desk, surname=surname).customer_id
        pay_all(desk, customer_id)
        notice = replace(desk, working_date=date(2024, 11, 10))
        wish = Wish(CancellationWay.TELEPHONE, notice.working_date, wished_on=wished, refund_iban=IBAN)
        number = cancel(notice, customer_id, wish).cancellation_id
        case = settle(replace(desk, working_date=last_day + DAY), number)
        assert (case.cancellation.last_day, case.payout_cents) == (last_day, refund)
        assert case.state == ("uit te betalen" if refund else "afgehandeld")


def test_costs_are_set_off_oldest_first_and_the_rest_is_paid_out(at: At, member: int) -> None:
    charge(at(date(2026, 8, 1)), member, *COSTS)
    case = settle(at(AFTER), cancelled(at, member))
    assert (case.settlement.booked_cents, case.payout_cents, case.state) == (1980, 1340, "uit te betalen")
    assert balance(at(AFTER).store, member) == Balance(0, 0, 1340)


def test_costs_beyond_the_refund_are_still_due_and_the_date_stands(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    pay_all(desk, customer_id)
    charge(replace(desk, working_date=date(2024, 11, 1)), customer_id, *COSTS)
    notice = replace(desk, working_date=date(2024, 11, 10))
    wish = Wish(CancellationWay.TELEPHONE, notice.working_date, refund_iban=IBAN)
    number = cancel(notice, customer_id, wish).cancellation_id
    case = settle(replace(desk, working_date=date(2025, 4, 9)), number)
    assert (case.payout_cents, case.due_cents, case.state) == (0, 315, "wacht op betaling")
    assert case.cancellation.last_day == date(2025, 4, 8)
    # oldest first: the fine is paid, of the lending fee 65 cents are open, the card is open
    assert [one.open_cents for one in open_charges(desk.store, customer_id)] == [65, 250]


def test_what_was_paid_too_much_is_set_off_and_paid_out_too(at: At, member: int) -> None:
    pay(at(date(2026, 8, 1)), member, 500)
    case = settle(at(AFTER), cancelled(at, member))
    assert case.payout_cents == 2480


def test_items_come_back_first(at: At, member: int) -> None:
    lend(at(date(2026, 8, 1)), member)
    number = cancelled(at, member)
    desk = at(AFTER)
    (case,) = settlements(desk)
    assert case.state == "wacht op inlevering"
    with pytest.raises(Refusal, match="Nog in te leveren: 1 exemplaar"):
        settle(desk, number)
    assert settled_on(desk) is None
    take_in(desk, member)
    assert settle(desk, number).state == "uit te betalen"


def test_nobody_is_settled_while_still_a_member_and_all_reasons_are_given(at: At, member: int) -> None:
    number = cancelled(at, member)
    desk = at(C1.last_day)
    lend(desk, member)
    assert [case.state for case in settlements(desk)] == ["nog lid"]
    with pytest.raises(Refusal) as refusal:
        settle(desk, number)
    assert [reason.text for reason in refusal.value.reasons] == [
        "Het abonnement loopt nog t/m 14-09-2026: reken de opzegging daarna af.",
        "Nog in te leveren: 1 exemplaar. Te-laat-geld loopt door tot alles terug is.",
    ]


def test_a_collection_under_way_is_waited_for(at: At) -> None:
    customer_id = member_of(at, paid=False)
    number = cancelled(at, customer_id)
    desk = at(AFTER)
    (open_charge,) = open_charges(desk.store, customer_id)
    with desk.transaction() as tx:
        past_collection(tx, open_charge.charge_id, "2410400000010", AFTER)
    (case,) = settlements(desk)
    assert case.state == "wacht op incasso"
    with pytest.raises(Refusal, match="€ 1,00 onderweg in een incasso"):
        settle(desk, number)
    with desk.transaction() as tx:
        tx.execute("UPDATE collection SET returned_on = '2026-09-15', reason = 'AM04'")
    assert settle(desk, number).due_cents == 3220


def test_nothing_is_settled_twice_and_what_is_settled_is_not_taken_back(at: At, member: int) -> None:
    number = cancelled(at, member)
    settle(at(AFTER), number)
    with pytest.raises(Refusal, match="al afgerekend op 15-09-2026"):
        settle(at(AFTER), number)
    with pytest.raises(Refusal, match="al afgerekend"):
        withdraw(at(AFTER), member)
    assert balance(at(AFTER).store, member).credit == 1980


def test_a_cancellation_that_was_withdrawn_is_not_there(at: At, member: int) -> None:
    number = cancelled(at, member)
    withdraw(at(C1.notice), member)
    assert settlements(at(AFTER), done=True) == []
    with pytest.raises(Refusal, match="is er niet meer"):
        settle(at(AFTER), number)


def test_all_that_can_be_settled_is_and_the_others_wait(at: At) -> None:
    ids = [member_of(at, surname=name) for name in ("Jansen", "Pietersen", "Willemsen")]
    for customer_id in ids:
        cancelled(at, customer_id)
    lend(at(C1.notice), ids[1])
    told: list[tuple[int, int]] = []
    run = settle_all(at(AFTER), lambda done, total: told.append((done, total)))
    assert (run.settled, run.given_back_cents) == (2, 2 * 1980)
    assert told[-1] == (2, 2)
    assert settle_all(at(AFTER)).settled == 0
    assert [(case.name, case.state) for case in settlements(at(AFTER))] == [
        ("Jansen, E.B.", "uit te betalen"),
        ("Pietersen, E.B.", "wacht op inlevering"),
        ("Willemsen, E.B.", "uit te betalen"),
    ]


def test_of_those_that_were_chosen_the_ones_that_cannot_be_are_passed_over(at: At) -> None:
    ids = [member_of(at, surname=name) for name in ("Jansen", "Pietersen", "Willemsen")]
    first, second, _ = (cancelled(at, customer_id) for customer_id in ids)
    lend(at(C1.notice), ids[1])
    assert settle_these(at(AFTER), [first, second, 999]).settled == 1
    assert [(case.name, case.settlement.settled_on is not None) for case in settlements(at(AFTER))] == [
        ("Jansen, E.B.", True),
        ("Pietersen, E.B.", False),
        ("Willemsen, E.B.", False),
    ]


def test_the_list_goes_by_pages_from_the_oldest_last_day(at: At) -> None:
    for number in range(5):
        cancelled(at, member_of(at, surname=f"Klant {'abcde'[number]}"))
    desk = at(AFTER)
    first = settlements(desk, limit=2)
    second = settlements(desk, limit=2, after=first[-1])
    third = settlements(desk, limit=2, after=second[-1])
    assert [len(page) for page in (first, second, third)] == [2, 2, 1]
    assert len({case.customer_id for page in (first, second, third) for case in page}) == 5


def test_the_estate_is_settled_like_anybody(at: At, member: int) -> None:
    number = cancelled(at, member, reason="overleden", died_on=date(2026, 8, 10), refund_holder="Erven Tester")
    case = settle(at(C1.notice), number)
    assert (case.settlement.booked_cents, case.holder, case.state) == (2479, "Erven Tester", "uit te betalen")


def test_without_a_name_it_is_the_account_of_the_customer_but_never_of_the_dead(at: At) -> None:
    ids = [member_of(at, surname=name) for name in ("Jansen", "Pietersen")]
    cancelled(at, ids[0], refund_holder="")
    cancelled(at, ids[1], refund_holder="", reason="overleden", died_on=date(2026, 8, 10))
    assert {case.name: case.holder for case in settlements(at(AFTER))} == {
        "Jansen, E.B.": "E.B. Jansen",
        "Pietersen, E.B.": "",
    }


def test_who_enrolled_again_gets_back_what_the_first_membership_left(at: At, member: int) -> None:
    number = cancelled(at, member)
    back = at(date(2026, 10, 1))
    known = KnownCustomer(member, "", running=False, state="active")
    enrol(back, application(back, subscription="0002", number=known), SECRET)
    pay_all(back, member)
    case = settle(back, number)
    assert (case.settlement.booked_cents, case.payout_cents, case.current) == (1980, 1980, False)
    pay(back, member, 700)  # credit of the new membership stays where it is
    (case,) = settlements(back)
    assert case.payout_cents == 1980


def test_tab_3_tells_what_was_settled_and_what_is_left(at: At, member: int) -> None:
    charge(at(date(2026, 8, 1)), member, *COSTS)
    settle(at(AFTER), cancelled(at, member))
    assert cancellation_cells(at(AFTER).store, member)[2:] == (
        ("Laatste dag", "14-09-2026"),
        ("Afgerekend op", "15-09-2026"),
        ("Teruggegeven contributie", "€ 19,80"),
        ("Terug te betalen", "€ 13,40"),
        ("Afrekening", "uit te betalen"),
        ("Uitbetalen vanaf", "15-09-2026"),
        ("Rekening voor terugbetaling", "NL91 ABNA 0417 1643 00"),
    )


def test_somebody_with_a_refund_to_come_is_not_removed(at: At, member: int) -> None:
    settle(at(AFTER), cancelled(at, member))
    reasons = [reason.text for reason in plan_removal(at(AFTER), member).reasons]
    assert reasons == ["De klant heeft nog € 19,80 tegoed: betaal dat eerst terug."]


def test_the_refund_waits_56_days_for_a_collection_that_can_be_reversed(at: At) -> None:
    example = replace(C1, paid_from=date(2026, 8, 1), paid_until=date(2027, 7, 31))
    customer_id = member_of(at, example, method=Method.DIRECT_DEBIT)
    number = cancelled(at, customer_id, example)
    case = settle(at(AFTER), number)
    assert case.settlement.payout_from == date(2026, 9, 26)  # collected on 01-08


def test_a_next_year_that_was_not_paid_is_credited_whole(at: At) -> None:
    example = EXAMPLES[4]
    customer_id = member_of(at, example, paid=False)
    case = settle(at(example.last_day + DAY), cancelled(at, customer_id, example))
    assert (example.name, case.settlement.booked_cents, case.state) == ("C6", 4800, "afgehandeld")
    assert balance(at(example.last_day).store, customer_id) == Balance(0, 0, 0)
