"""Sales and outgoings: in the till, the cash-up, the day overviews and the VAT; taken back whole on their own day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from balie.desk import Desk
from balie.finance.overviews.registry import overview
from balie.finance.overviews.shape import Scope
from balie.finance.tills.cash_up import cash_up
from balie.finance.tills.counting import begin_count, judge
from balie.finance.tills.sales import articles, line_of, plan_sale, sell, take_out, take_sale_back
from balie.finance.tills.uncounted import uncounted_text
from balie.ledger import Method
from balie.ledger.till_sales import SaleLine
from balie.ledger.totals import charge_totals, payment_totals, rate_totals
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from balie.store.errors import BrokenConstraint


def basket(desk: Desk, **pieces: int) -> list[SaleLine]:
    """So many of the articles whose names begin with these words."""
    return [
        line_of(one, count, one.cents or 250)
        for word, count in pieces.items()
        for one in articles(desk)
        if one.name.startswith(word)
    ]


def sold(desk: Desk, way: Method = Method.CASH, received: str = "10", **pieces: int) -> int:
    return sell(desk, plan_sale(desk, basket(desk, **pieces), way, received)).sale_id


def test_a_sale_has_its_change_its_vat_and_its_bon(desk: Desk) -> None:
    planned = plan_sale(desk, basket(desk, Koffie=2, Kopie=3), Method.CASH, "5")
    assert (planned.due_cents, planned.change_cents) == (360, 140)
    done = sell(desk, planned)
    assert desk.store.read("SELECT what, pieces, cents, vat_percent FROM till_sale_line ORDER BY line") == [
        ("Koffie of thee", 2, 300, 9),
        ("Kopie of print", 3, 60, 21),
    ]
    ((data,),) = desk.store.read("SELECT data FROM receipt WHERE id = ? AND customer_id IS NULL", (done.receipt_id,))
    assert all(part in data for part in ("2 x Koffie of thee", "€ 3,60", "Terug", "€ 1,40"))
    today = desk.working_date
    assert {(one.kind, one.vat_percent): one.cents for one in charge_totals(desk.store, today, today)} == {
        ("verkoop", 9): 300,
        ("verkoop", 21): 60,
    }
    assert {one.vat_percent: one.cents for one in rate_totals(desk.store, today, today)} == {9: 300, 21: 60}
    ((total,),) = [payment_totals(desk.store, today, today)]
    assert (total.till, total.way, total.taking.cents) == (desk.till, "contant", 360)
    assert check(desk.store, all_invariants()) == []


@pytest.mark.parametrize(
    ("pieces", "received", "why", "field"),
    [
        ({}, "5", "kies eerst een artikel", "lines"),
        ({"Koffie": 1}, "", "bedrag", "received"),
        ({"Koffie": 1}, "1,49", "Er is € 1,50 te betalen", "received"),
        ({"Koffie": 1}, "-2", "meer dan niets", "received"),
    ],
)
def test_a_sale_that_cannot_be_says_why(
    desk: Desk, pieces: dict[str, int], received: str, why: str, field: str
) -> None:
    with pytest.raises(Refusal, match=why) as refused:
        plan_sale(desk, basket(desk, **pieces), Method.CASH, received)
    assert field in {reason.field for reason in refused.value.reasons}


def test_sales_and_outgoings_are_in_the_cash_up_and_once(desk: Desk) -> None:
    sold(desk, Koffie=2)
    sold(desk, Method.CARD, "", Tas=1)
    take_out(desk, "Postzegels", "1,00", "brieven")
    assert uncounted_text(desk.store, desk.branch.number, desk.till).endswith(
        "3 boekingen, € 2,00 contant; nog niet geteld."
    )
    form = begin_count(desk)
    sold(desk, Koffie=4)  # while somebody counts: of the next period
    count = judge(desk, form, {"opening": "0", "loose": "2", "terminal": "2"})
    assert (count.expected_cents, count.difference_cents, count.card.cents, count.later.cents) == (200, 0, 200, 600)
    cash_up(desk, count)
    second = judge(desk, begin_count(desk), {"loose": "8"})
    assert (second.cash.cents, second.difference_cents, second.card.cents) == (600, 0, 0)
    cash_up(desk, second)
    assert uncounted_text(desk.store, desk.branch.number, desk.till) == ""
    assert check(desk.store, all_invariants()) == []


@pytest.mark.parametrize("out", [False, True], ids=["sale", "outgoing"])
def test_what_is_taken_back_leaves_nothing_in_the_till(desk: Desk, out: bool) -> None:
    sale_id = take_out(desk, "Overig", "3", "bloemen") if out else sold(desk, Koffie=1, Tas=2)
    take_sale_back(desk, sale_id, "vergissing")
    today = desk.working_date
    assert [one.cents for one in charge_totals(desk.store, today, today)] == ([0] if out else [0, 0])
    assert [one.taking.cents for one in payment_totals(desk.store, today, today)] == [0]
    for again in (sale_id, sale_id + 1):
        with pytest.raises(Refusal, match=r"al teruggenomen|zelf al een terugboeking"):
            take_sale_back(desk, again, "nog eens")
    assert check(desk.store, all_invariants()) == []


def test_taking_back_is_for_the_day_itself_and_the_till_itself(desk: Desk) -> None:
    sale_id = sold(desk, Koffie=1)
    for there, why in (
        (replace(desk, working_date=desk.working_date + timedelta(days=1)), "dag zelf"),
        (replace(desk, till="7"), "ging door kas 1"),
        (desk, "Vul in waarvoor"),
    ):
        with pytest.raises(Refusal, match=why):
            take_sale_back(there, sale_id, "" if there is desk else "vergissing")


def test_a_desk_without_a_till_sells_nothing(desk: Desk) -> None:
    there = replace(desk, till="")
    with pytest.raises(Refusal, match="geen kas"):
        sold(there, Koffie=1)
    with pytest.raises(Refusal, match="geen kas"):
        take_out(there, "Overig", "1", "bloemen")


@pytest.mark.parametrize(("way", "due", "rounding"), [(Method.CASH, 505, 1), (Method.CARD, 504, 0)])
def test_a_sale_in_cash_is_rounded_where_the_library_does_so(desk: Desk, way: Method, due: int, rounding: int) -> None:
    library = desk.library
    there = replace(desk, library=msgspec.structs.replace(library, cash=type(library.cash)(round_to_five=True)))
    planned = plan_sale(there, [SaleLine("Boek", 2, 504, 9)], way, "10")
    assert (planned.due_cents, planned.rounding_cents) == (due, rounding)
    done = sell(there, planned)
    take_sale_back(there, done.sale_id, "vergissing")
    assert check(there.store, all_invariants()) == []


@pytest.mark.parametrize("change", ["UPDATE till_sale SET cents = 1", "DELETE FROM till_sale_line"])
def test_what_was_booked_is_never_changed(desk: Desk, change: str) -> None:
    sold(desk, Koffie=1)
    with pytest.raises(BrokenConstraint), desk.transaction() as tx:
        tx.execute(change)


def test_the_overview_tells_each_of_them_and_goes_on_where_it_was(desk: Desk) -> None:
    sold(desk, Koffie=1)
    take_out(desk, "Overig", "3", "bloemen")
    today = desk.working_date
    scope = Scope(today, today)
    first, second = overview("verkoop").page(desk.store, scope, None, 10)
    assert first.cells[3:7] == ("verkoop", "1 Koffie of thee", Method.CASH, 150)
    assert second.cells[3:] == ("kasuitgave", "1 Overig", Method.CASH, -300, "bloemen")
    assert overview("verkoop").page(desk.store, scope, first.key, 10) == [second]
