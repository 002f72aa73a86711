"""What speaks against lending, as tables of values: no store plays a part."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from msgspec.structs import replace as changed

from balie.catalogue.statuses import ItemStatus
from balie.customers.cards.states import CardState
from balie.customers.memberships import Membership, Status
from balie.lending.rules.borrower import Borrower, OpenCosts
from balie.lending.rules.judging import against_borrower, against_item, against_renewal
from balie.lending.rules.refusals import NEVER, LendingRefusal, Obstacle, Rule
from balie.library.lending_tables import KindLoanRules
from balie.library.structs import Library
from balie.library.terms import CustomerKind
from balie.library.values import Cents
from tests.support.borrowers import BOOK

ON = date(2024, 4, 9)
MEMBER = Membership(1, "0002", Status.NORMAL, date(2025, 4, 30), temporary=False)
READER = Borrower(
    customer_id=1,
    born=date(1991, 1, 4),
    kind=CustomerKind.REGULAR,
    deceased=False,
    warn_seen_before=False,
    membership=MEMBER,
    strips_left=None,
    at_home=0,
    card=CardState.ACTIVE,
    block="",
    not_returned=0,
    wants_receipts=True,
    open_costs=OpenCosts(0, None),
)


def rules(obstacles: list[Obstacle]) -> set[Rule]:
    return {obstacle.rule for obstacle in obstacles}


def test_nothing_speaks_against_a_member(poort: Library) -> None:
    assert against_borrower(READER, poort, ON) == []
    assert against_item(BOOK) == []


def test_a_library_lends_nothing_until_its_file_says_how(s1_only: Library) -> None:
    basis = replace(READER, membership=replace(MEMBER, code="0045"), strips_left=125)
    (obstacle,) = against_borrower(basis, s1_only, ON)
    assert obstacle.rule is Rule.NO_RULES
    assert "[loans]" in obstacle.text
    assert not obstacle.may_override


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"membership": None}, Rule.NO_MEMBERSHIP),
        ({"deceased": True}, Rule.DECEASED),
        ({"card": None}, Rule.NO_NUMBER),
        ({"card": CardState.BLOCKED}, Rule.CARD_BLOCKED),
        ({"block": "Overlast"}, Rule.BLOCKED),
        ({"strips_left": 0}, Rule.STRIPS),
        ({"at_home": 10}, Rule.MAX_ITEMS),
        ({"at_home": 12}, Rule.MAX_ITEMS),
    ],
)
def test_each_thing_about_the_customer_by_itself(poort: Library, changes: dict[str, object], rule: Rule) -> None:
    assert rules(against_borrower(replace(READER, **changes), poort, ON)) == {rule}  # type: ignore[arg-type]


@pytest.mark.parametrize("left", [None, 1, 125])
def test_who_has_strips_or_needs_none_may_borrow(poort: Library, left: int | None) -> None:
    assert against_borrower(replace(READER, strips_left=left, at_home=9), poort, ON) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"status": Status.NEW}, set()),
        ({"status": Status.INVOICED}, set()),
        ({"status": Status.REMINDED}, {Rule.REMINDED}),
        ({"status": Status.OVERDUE}, {Rule.OVERDUE}),
        ({"status": Status.ONLINE_VERIFIED}, {Rule.ONLINE}),
        ({"status": Status.ONLINE_UNVERIFIED}, {Rule.ONLINE}),
        ({"status": Status.INVALID}, {Rule.INVALID}),
        ({"status": Status.LEFT}, {Rule.ENDED}),
        ({"ended_on": date(2024, 4, 8)}, {Rule.ENDED}),
        ({"ended_on": date(2024, 4, 9)}, set()),
        ({"rights_until": date(2024, 4, 8)}, {Rule.RIGHTS}),
        ({"rights_until": date(2024, 4, 9)}, set()),
        ({"rights_until": date(2024, 4, 8), "temporary": True}, {Rule.ENDED}),
        ({"status": Status.OVERDUE, "rights_until": date(2024, 4, 8)}, {Rule.OVERDUE, Rule.RIGHTS}),
    ],
)
def test_each_state_of_a_membership(poort: Library, changes: dict[str, object], found: set[Rule]) -> None:
    membership = replace(MEMBER, **changes)  # type: ignore[arg-type]
    assert rules(against_borrower(replace(READER, membership=membership), poort, ON)) == found


@pytest.mark.parametrize("code", ["0140", "0141"])
def test_who_is_digital_only_cannot_borrow(library: Library, code: str) -> None:
    digital = replace(READER, membership=replace(MEMBER, code=code))
    (obstacle,) = against_borrower(digital, library, ON)
    assert (obstacle.rule, obstacle.may_override) == (Rule.DIGITAL_ONLY, False)


@pytest.mark.parametrize(
    ("costs", "found"),
    [
        (OpenCosts(0, None), set()),
        (OpenCosts(1000, date(2024, 4, 1)), set()),
        (OpenCosts(1001, date(2024, 4, 1)), {Rule.OPEN_AMOUNT}),
        (OpenCosts(20, date(2024, 3, 10)), set()),  # thirty days ago
        (OpenCosts(20, date(2024, 3, 9)), {Rule.OPEN_DAYS}),
        (OpenCosts(1001, date(2024, 3, 9)), {Rule.OPEN_AMOUNT, Rule.OPEN_DAYS}),
    ],
)
def test_open_costs_block_by_amount_and_by_age(poort: Library, costs: OpenCosts, found: set[Rule]) -> None:
    assert poort.loans is not None
    strict = changed(poort, loans=changed(poort.loans, blocked_above_cents=Cents(1000), blocked_after_days=30))
    assert rules(against_borrower(replace(READER, open_costs=costs), strict, ON)) == found
    assert against_borrower(replace(READER, open_costs=costs), poort, ON) == []


@pytest.mark.parametrize(("times", "found"), [(5, set()), (6, {Rule.NOT_RETURNED})])
def test_items_left_to_the_next_customer_block_beyond_a_number(poort: Library, times: int, found: set[Rule]) -> None:
    assert poort.loans is not None
    strict = changed(poort, loans=changed(poort.loans, blocked_not_returned=5))
    assert rules(against_borrower(replace(READER, not_returned=times), strict, ON)) == found


def test_an_institution_has_a_maximum_of_its_own(poort: Library) -> None:
    assert poort.loans is not None
    more = changed(poort.loans, institution=KindLoanRules(loan_days=56, max_items=40))
    school = replace(READER, kind=CustomerKind.INSTITUTION, at_home=39)
    assert against_borrower(school, changed(poort, loans=more), ON) == []
    assert rules(against_borrower(replace(school, at_home=40), changed(poort, loans=more), ON)) == {Rule.MAX_ITEMS}


def test_every_reason_is_told_at_once(poort: Library) -> None:
    worst = replace(
        READER,
        membership=replace(MEMBER, status=Status.OVERDUE, rights_until=date(2024, 4, 1)),
        card=CardState.BLOCKED,
        block="Overlast",
        strips_left=0,
        at_home=10,
    )
    found = against_borrower(worst, poort, ON)
    assert rules(found) == {
        *(Rule.OVERDUE, Rule.RIGHTS, Rule.CARD_BLOCKED, Rule.BLOCKED, Rule.STRIPS, Rule.MAX_ITEMS),
    }
    refusal = LendingRefusal(found)
    assert [reason.text for reason in refusal.reasons] == [obstacle.text for obstacle in found]
    assert refusal.may_override
    assert not LendingRefusal([*found, Obstacle(Rule.ENDED, "")]).may_override


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"status": ItemStatus.MISSING}, set()),  # found again, and lent at once (rules.md#missing-found)
        ({"status": ItemStatus.RESERVED}, set()),  # for whom, the reservations tell
        ({"status": ItemStatus.WRITTEN_OFF}, {Rule.WRITTEN_OFF}),
        ({"status": ItemStatus.ON_ORDER}, {Rule.ON_ORDER}),
        ({"status": ItemStatus.TRANSPORT}, {Rule.TRANSPORT}),
        ({"not_for_loan": True}, {Rule.NOT_FOR_LOAN}),
        ({"status": ItemStatus.TRANSPORT, "not_for_loan": True}, {Rule.TRANSPORT, Rule.NOT_FOR_LOAN}),
    ],
)
def test_each_thing_about_the_item(changes: dict[str, object], found: set[Rule]) -> None:
    assert rules(against_item(replace(BOOK, **changes))) == found  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("renewals", "reserved", "found"),
    [
        (0, False, set()),
        (1, False, set()),
        (2, False, {Rule.MAX_RENEWALS}),
        (0, True, {Rule.RESERVED}),
        (2, True, {Rule.MAX_RENEWALS, Rule.RESERVED}),
    ],
)
def test_renewing_twice_and_never_when_reserved(
    poort: Library, renewals: int, reserved: bool, found: set[Rule]
) -> None:
    assert rules(against_renewal(READER, poort, renewals=renewals, reserved=reserved)) == found


def test_a_library_may_renew_what_is_reserved(poort: Library) -> None:
    assert poort.loans is not None
    kind = changed(poort, loans=changed(poort.loans, renew_reserved=True))
    assert against_renewal(READER, kind, renewals=0, reserved=True) == []


@pytest.mark.parametrize("more", [0, 1])
def test_who_has_the_maximum_at_home_can_still_renew(poort: Library, more: int) -> None:
    found = rules(against_borrower(replace(READER, at_home=10), poort, ON, more=more))
    assert found == ({Rule.MAX_ITEMS} if more else set())


def test_a_supervisor_cannot_set_aside_what_needs_another_act_first() -> None:
    assert {Rule.NO_RULES, Rule.NO_MEMBERSHIP, Rule.ENDED, Rule.DIGITAL_ONLY, Rule.WRITTEN_OFF} <= NEVER
    assert {Rule.MAX_ITEMS, Rule.STRIPS, Rule.BLOCKED, Rule.NOT_FOR_LOAN, Rule.RESERVED} & NEVER == set()
