"""An amnesty at Innemen: nothing is charged, who allowed it and why is kept, and what was charged before stays."""

from __future__ import annotations

import json
from datetime import date

import pytest

from balie.customers.permission import Override
from balie.desk import Desk
from balie.lending.lend import lend
from balie.lending.running_fines import book_running_fines
from balie.lending.take_back import take_back
from balie.lending.undo import undo
from balie.refusal import Refusal
from tests.support.borrowers import ALLOWED, borrower, dump, money, new_item, on, sound

LATE = date(2024, 5, 11)
"""Four days late: € 0,80."""


def journalled(desk: Desk) -> dict[str, object]:
    row = desk.store.read_one("SELECT after FROM journal WHERE action = 'returned' ORDER BY id DESC LIMIT 1")
    assert row is not None
    found = json.loads(row[0])
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(("day", "forgiven"), [(LATE, 80), (date(2024, 5, 7), 0)])
def test_nothing_is_charged_and_it_is_written_down_where_it_would_have_been(
    at_poort: Desk, day: date, forgiven: int
) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lend(at_poort, customer_id, number)
    before = money(at_poort, customer_id)
    act = take_back(on(at_poort, day), number, amnesty=ALLOWED)
    assert (act.forgiven_cents, act.fine_cents) == (forgiven, 0)
    assert money(at_poort, customer_id) == before
    assert ("Boetevrij: € 0,80 niet geboekt." in act.notes) == bool(forgiven)
    kept = {"forgiven_cents": 80, "allowed_by": "adm", "allowed_because": "afgesproken met de klant"}
    assert {key: value for key, value in journalled(at_poort).items() if key in kept} == (kept if forgiven else {})
    sound(at_poort)


def test_what_was_charged_before_stays(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    loan = lend(at_poort, customer_id, number)
    book_running_fines(on(at_poort, LATE), customer_id, [loan.loan_id], 80)
    before = money(at_poort, customer_id)
    act = take_back(on(at_poort, date(2024, 5, 13)), number, amnesty=ALLOWED)
    assert act.forgiven_cents == 40
    assert money(at_poort, customer_id) == before
    sound(at_poort)


def test_undone_and_taken_in_again_it_costs_what_it_costs(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lend(at_poort, customer_id, number)
    later = on(at_poort, LATE)
    undo(later, take_back(later, number, amnesty=ALLOWED))
    assert take_back(later, number).fine_cents == 80
    sound(at_poort)


@pytest.mark.parametrize("override", [Override("", "regen"), Override("adm", ""), Override("a b", "regen")])
def test_without_who_and_why_nothing_comes_in(at_poort: Desk, override: Override) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    lend(at_poort, customer_id, number)
    before = dump(at_poort)
    with pytest.raises(Refusal):
        take_back(on(at_poort, LATE), number, amnesty=override)
    assert dump(at_poort) == before
