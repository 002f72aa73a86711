"""A klanttype may have a term, a limit and renewals of its own (`[loans.volunteer]` and the others)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from balie.desk import Desk
from balie.lending.at_home import in_bezit
from balie.lending.lend import lend
from balie.lending.renew import renew
from balie.lending.rules.refusals import LendingRefusal, Rule
from balie.lending.session.acts import NotRenewed, Renewed
from balie.library.lending_tables import KindLoanRules
from tests.support.borrowers import borrower, new_item, sound, with_rules

TABLES = {"special": "Speciale klant", "volunteer": "Vrijwilliger", "staff": "Medewerker"}


@pytest.mark.parametrize("table", list(TABLES))
def test_a_klanttype_borrows_by_its_own_terms_and_others_as_everybody(at_poort: Desk, table: str) -> None:
    desk = with_rules(at_poort, **{table: KindLoanRules(loan_days=7, max_items=1, max_renewals=3)})
    own = borrower(desk, kind=TABLES[table])
    others = [borrower(desk, surname=other, kind=kind) for other, kind in TABLES.items() if other != table]
    lent = lend(desk, own, new_item(desk))
    assert lent.due_on == date(2024, 4, 16)
    with pytest.raises(LendingRefusal) as refused:
        lend(desk, own, new_item(desk))
    assert {obstacle.rule for obstacle in refused.value.obstacles} == {Rule.MAX_ITEMS}
    for customer_id in others:
        for _ in range(2):
            assert lend(desk, customer_id, new_item(desk)).due_on == date(2024, 5, 7)
    sound(desk)


def test_renewals_go_by_the_klanttype_and_in_bezit_tells_whether_there_is_one_left(at_poort: Desk) -> None:
    desk = with_rules(at_poort, staff=KindLoanRules(loan_days=7, max_renewals=1))
    customer_id = borrower(desk, kind="Medewerker")
    lent = lend(desk, customer_id, new_item(desk))
    assert in_bezit(desk, customer_id)[0].may_renew
    (renewed,) = renew(desk, customer_id, [lent.loan_id])
    assert isinstance(renewed, Renewed)
    assert renewed.due_on == lent.due_on + timedelta(days=7)
    assert not in_bezit(desk, customer_id)[0].may_renew
    (refused,) = renew(desk, customer_id, [lent.loan_id])
    assert isinstance(refused, NotRenewed)
    assert {obstacle.rule for obstacle in refused.obstacles} >= {Rule.MAX_RENEWALS}
    sound(desk)
