"""The mandates of a customer with their state: what can be collected on, and why on the others not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from balie.cancellation.wish import read_form
from balie.customers.documents import preview
from balie.customers.mandates import Account, current_mandate, holding_reference, sign_anew, withdraw_mandate
from balie.customers.tabs.reading import read_tab
from balie.desk import Desk
from balie.finance.collection.mandates_of import mandate_table, mandates_of
from tests.support.applicants import IBAN, enrol_tester
from tests.support.collections import past_collection
from tests.support.debtors import charge_of

SIGNED = date(2024, 4, 9)
FIRST = "29428000077727"
LATER = date(2024, 6, 14)


@pytest.fixture
def payer(desk: Desk) -> int:
    """Somebody who signed at enrolment."""
    return enrol_tester(desk, direct_debit="ja", iban=IBAN).customer_id


def shown(desk: Desk, customer_id: int) -> list[tuple[str | None, str]]:
    return [(line.sequence, line.state) for line in mandates_of(desk, customer_id)]


def test_one_on_which_nothing_was_collected_is_followed_by_a_first(desk: Desk, payer: int) -> None:
    (line,) = mandates_of(desk, payer)
    assert (line.reference, line.account_end, line.signed_on) == (FIRST, "4300", SIGNED)
    assert (line.sequence, line.state) == ("FRST", "actief")


@pytest.mark.parametrize(
    ("reason", "sequence", "state"),
    [
        (None, "RCUR", "actief"),
        ("AM04", "FRST", "actief"),
        ("MD01", None, "geblokkeerd (MD01)"),
    ],
)
def test_what_became_of_the_first_collection_says_what_comes_next(
    desk: Desk, payer: int, reason: str | None, sequence: str | None, state: str
) -> None:
    with desk.transaction() as tx:
        back = None if reason is None else LATER
        past_collection(tx, charge_of(desk, payer), FIRST, LATER, returned_on=back, reason=reason)
    assert shown(desk, payer) == [(sequence, state)]


@pytest.mark.parametrize(
    ("today", "state"),
    [(date(2027, 4, 9), "actief"), (date(2027, 4, 10), "verlopen 09-04-2027")],
)
def test_one_that_is_not_used_for_36_months_is_dead(desk: Desk, payer: int, today: date, state: str) -> None:
    assert shown(replace(desk, working_date=today), payer)[0][1] == state


def test_another_account_ends_the_one_before_and_withdrawing_ends_it(desk: Desk, payer: int) -> None:
    later = replace(desk, working_date=LATER)
    with later.transaction() as tx:
        sign_anew(tx, payer, Account("NL20INGB0001234567", None, "E.B. Tester"))
    table = mandate_table(later, payer)
    assert table is not None
    assert table.rows == (
        (f"{FIRST}-2", "eindigt op 4567", "14-06-2024", "FRST", "actief"),
        (FIRST, "eindigt op 4300", "09-04-2024", "–", "ingetrokken 14-06-2024"),
    )
    with later.transaction() as tx:
        withdraw_mandate(tx, f"{FIRST}-2")
    assert [state for _, state in shown(later, payer)] == ["ingetrokken 14-06-2024"] * 2


def test_who_never_signed_has_no_such_table(desk: Desk) -> None:
    assert mandate_table(desk, enrol_tester(desk).customer_id) is None


@pytest.mark.parametrize("signings", [1, 2, 9, 10, 11])
def test_who_signs_again_on_one_day_has_one_mandate_that_holds_wherever_it_is_asked(
    desk: Desk, payer: int, signings: int
) -> None:
    for number in range(1, signings):
        with desk.transaction() as tx:
            sign_anew(tx, payer, Account("NL02ABNA0123456789", "ABNANL2A", f"Houder {number}"))
            tx.execute("UPDATE mandate SET withdrawn_on = NULL")  # an older store may have several that hold
    last = f"{FIRST}-{signings}" if signings > 1 else FIRST
    current = current_mandate(desk.store, payer)
    assert current is not None
    assert current.reference == last
    assert desk.store.read_one(f"SELECT {holding_reference('?')}", (payer,)) == (last,)
    assert mandates_of(desk, payer)[0].reference == last
    assert f"Machtiging        {last}\n" in preview(desk, payer, "inschrijfbewijs").text
    assert last in str(read_tab(desk, payer, "3"))
    assert read_form(desk, payer).fields["refund_holder"] == current.account.holder
