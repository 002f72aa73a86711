"""What the bank returned: tried once more, as a first one again, or never."""

from __future__ import annotations

from datetime import date

import pytest

from balie.finance.collection.outcomes import return_collection
from balie.finance.collection.run import collect
from tests.support.debit_runs import MAY, NOW, At, look, only_reason, sound
from tests.support.debtors import charge_of, debtor

# Presented again.


def returned_in_may(poort_on: At, code: str, on: date = date(2025, 5, 19)) -> tuple[int, str]:
    desk = poort_on(NOW)
    customer_id = debtor(desk, date(2025, 4, 9))
    collect(desk, MAY)
    ((end_to_end_id,),) = desk.store.read("SELECT end_to_end_id FROM collection")
    with desk.transaction() as tx:
        return_collection(tx, end_to_end_id, code, on)
    return customer_id, end_to_end_id


def test_too_little_money_is_tried_once_more_in_the_next_month(poort_on: At) -> None:
    customer_id, _ = returned_in_may(poort_on, "AM04")
    june = poort_on(date(2025, 6, 2))
    found, _ = look(june, date(2025, 6, 1))
    assert (found.items, found.again, found.first) == (1, 1, 0)
    collect(june, date(2025, 6, 1))
    with june.transaction() as tx:
        back = return_collection(tx, f"B{charge_of(june, customer_id)}-2", "AM04", date(2025, 6, 17))
    assert "factuur" in back.text
    assert "maak er een factuur van" in only_reason(poort_on(date(2025, 7, 1)), date(2025, 7, 1))
    sound(june)


def test_what_came_back_this_month_waits_for_the_next(poort_on: At) -> None:
    returned_in_may(poort_on, "MS03", on=date(2025, 5, 5))
    assert only_reason(poort_on(date(2025, 5, 6))).endswith("Gaat op 13-06-2025 nog één keer mee.")


@pytest.mark.parametrize(("on", "sequence"), [(date(2025, 5, 13), "FRST"), (date(2025, 5, 19), "RCUR")])
def test_a_first_one_that_was_refused_is_a_first_one_again(poort_on: At, on: date, sequence: str) -> None:
    returned_in_may(poort_on, "AM04", on)
    june = poort_on(date(2025, 6, 2))
    collect(june, date(2025, 6, 1))
    assert june.store.read("SELECT sequence FROM collection WHERE attempt = 2") == [(sequence,)]


@pytest.mark.parametrize("code", ["AC01", "AC04", "AC06", "MD01", "MD07"])
def test_a_blocked_mandate_is_not_used_until_a_new_one_is_signed(poort_on: At, code: str) -> None:
    customer_id, _ = returned_in_may(poort_on, code)
    june = poort_on(date(2025, 6, 2))
    _, (one,) = look(june, date(2025, 6, 1))
    assert [reason.split(" ")[1] for reason in one.reasons] == ["machtiging", "op"]
    with june.transaction() as tx:
        from balie.customers.cards.numbers import current_number
        from balie.customers.mandates import add_mandate

        number = current_number(tx, customer_id)
        assert number is not None
        reference = add_mandate(tx, customer_id, number, "NL02ABNA0123456789", None, "E.B. Tester")
    assert reference.endswith("-2")
    assert look(june, date(2025, 6, 1))[0].first == 1


@pytest.mark.parametrize("code", ["MD06", "MS02", "XX99"])
def test_a_customer_who_took_it_back_gets_an_invoice(poort_on: At, code: str) -> None:
    returned_in_may(poort_on, code)
    assert "maak er een factuur van" in only_reason(poort_on(date(2025, 6, 2)), date(2025, 6, 1))
