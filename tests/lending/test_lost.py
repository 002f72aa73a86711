"""Kwijt: a lost item is charged and leaves the stock, whatever is told is booked, and found again gives back once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from msgspec.structs import replace as changed

from balie.catalogue.items import item_of
from balie.catalogue.statuses import ItemStatus
from balie.catalogue.stock import LOST, undo_write_off
from balie.circulation.loans import open_loan
from balie.desk import Desk
from balie.finance.forget import forget_items_of_costs
from balie.ledger import Incoming, Method, balance, open_charges, receive
from balie.lending.at_home import in_bezit
from balie.lending.holds.holds import place_hold
from balie.lending.lend import lend
from balie.lending.report_lost import LostOffer, look_at_lost, read_price, report_lost
from balie.lending.session.acts import ReportedLost, Returned
from balie.lending.session.costs import session_costs
from balie.lending.session.session import Session
from balie.lending.take_back import take_back
from balie.lending.undo import undo
from balie.library.lending_tables import LostItems, LostPrice
from balie.library.money_tables import DatedPrice
from balie.library.values import Cents
from balie.refusal import Refusal
from tests.support.borrowers import borrower, dump, new_item, on, sound

FIRST = date(2024, 4, 9)
LATE = date(2024, 5, 11)
"""Four days late: € 0,80."""


@pytest.fixture
def at_poort(at_poort: Desk) -> Desk:
    """A desk whose library asks € 20,00 and € 2,50, and gives the price back for 90 days."""
    handling = (DatedPrice(price_cents=Cents(250), valid_from=date(2016, 12, 1)),)
    lost = LostItems(price_cents=Cents(2000), handling=handling, refund_days=90)
    return replace(at_poort, library=changed(at_poort.library, lost=lost))


def lent(desk: Desk, price_cents: int | None = None) -> tuple[int, str]:
    """Who borrowed what, that cost so much, on the first day."""
    customer_id, number = borrower(desk), new_item(desk, price_cents=price_cents)
    lend(on(desk, FIRST), customer_id, number)
    return customer_id, number


def offer_of(desk: Desk, customer_id: int) -> LostOffer:
    (row,) = in_bezit(desk, customer_id)
    return look_at_lost(desk, customer_id, row.loan_id)


def lose(desk: Desk, customer_id: int, cents: int | None = None) -> ReportedLost:
    offer = offer_of(desk, customer_id)
    return report_lost(desk, customer_id, offer, (offer.price_cents or 0) if cents is None else cents)


def owed(desk: Desk, customer_id: int) -> list[tuple[str, int]]:
    return [(charge.kind, charge.open_cents) for charge in open_charges(desk.store, customer_id)]


def status(desk: Desk, number: str) -> tuple[ItemStatus, str | None]:
    item = item_of(desk.store, number)
    return item.status, item.write_off_reason


@pytest.mark.parametrize(
    ("own", "typed", "price"), [(None, None, 2000), (1450, None, 1450), (1450, 500, 500), (None, 0, 0)]
)
@pytest.mark.parametrize(("day", "fine"), [(FIRST, 0), (LATE, 80)])
def test_what_was_told_is_what_is_booked(
    at_poort: Desk, own: int | None, typed: int | None, price: int, day: date, fine: int
) -> None:
    desk = on(at_poort, day)
    customer_id, number = lent(desk, own)
    before = owed(desk, customer_id)
    offer = offer_of(desk, customer_id)
    assert offer.price_cents == (own or 2000)
    act = report_lost(desk, customer_id, offer, read_price("0") if typed == 0 else typed or offer.price_cents or 0)
    assert (act.price_cents, act.handling_cents, act.fine_cents) == (price, 250, fine)
    booked = [("te laat", fine), ("verloren exemplaar", price), ("administratie", 250)]
    assert owed(desk, customer_id) == [*before, *((kind, cents) for kind, cents in booked if cents)]
    total = f"{(price + 250 + fine) / 100:.2f}".replace(".", ",")
    assert f"samen € {total}" in offer.asked(price) or not (price or fine)
    assert status(desk, number) == (ItemStatus.WRITTEN_OFF, LOST)
    assert open_loan(desk.store, number) is None
    assert in_bezit(desk, customer_id) == []
    sound(desk)


@pytest.mark.parametrize(
    ("material", "own", "price"),
    [("dvd", None, 1500), ("dvd", 990, 990), ("boek", None, 2000), ("tijdschrift", None, 0), ("tijdschrift", 350, 350)],
)
def test_the_price_of_the_item_goes_before_that_of_its_material_and_that_before_the_librarys(
    at_poort: Desk, material: str, own: int | None, price: int
) -> None:
    prices = (
        LostPrice(material="dvd", price_cents=Cents(1500)),
        LostPrice(material="tijdschrift", price_cents=Cents(0)),
    )
    lost = changed(at_poort.library.lost, prices=prices)
    desk = replace(at_poort, library=changed(at_poort.library, lost=lost))
    customer_id, number = borrower(desk), new_item(desk, price_cents=own, material=material)
    lend(on(desk, FIRST), customer_id, number)
    assert (offer_of(desk, customer_id).price_cents or 0) == price
    assert lose(desk, customer_id).price_cents == price
    sound(desk)


@pytest.mark.parametrize("day", [FIRST, LATE])
def test_undoing_a_report_leaves_everything_as_it_was(at_poort: Desk, day: date) -> None:
    desk = on(at_poort, day)
    customer_id, number = lent(desk)
    before = (balance(desk.store, customer_id), in_bezit(desk, customer_id), status(desk, number))
    act = lose(desk, customer_id)
    assert undo(desk, act) == ""
    assert (balance(desk.store, customer_id), in_bezit(desk, customer_id), status(desk, number)) == before
    sound(desk)
    with pytest.raises(Refusal, match="niet te annuleren"):
        undo(desk, act)
    lose(desk, customer_id)
    sound(desk)


def test_a_report_that_was_paid_and_undone_is_credit(at_poort: Desk) -> None:
    customer_id, _ = lent(at_poort)
    credit = balance(at_poort.store, customer_id).credit
    act = lose(at_poort, customer_id)
    with at_poort.transaction() as tx:
        parts = list(zip(act.charge_ids, (2000, 250), strict=True))
        receive(tx, Incoming(customer_id, 2250, Method.CASH, FIRST, till="1"), parts)
    undo(at_poort, act)
    assert balance(at_poort.store, customer_id).credit == credit + 2250
    sound(at_poort)


def test_what_costs_something_else_by_now_is_not_booked(at_poort: Desk) -> None:
    customer_id, number = lent(at_poort)
    offer = offer_of(on(at_poort, LATE), customer_id)
    before = dump(at_poort)
    with pytest.raises(Refusal, match="iets anders"):
        report_lost(on(at_poort, LATE + timedelta(days=1)), customer_id, offer, 2000)
    assert dump(at_poort) == before
    take_back(on(at_poort, LATE), number)
    with pytest.raises(Refusal, match="loopt niet meer"):
        report_lost(on(at_poort, LATE), customer_id, offer, 2000)


@pytest.mark.parametrize("text", ["", "x", "-1", "10001", "1,2,3"])
def test_what_is_no_price_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        read_price(text)


def found(desk: Desk, number: str) -> Returned:
    act = take_back(desk, number)
    assert status(desk, number)[0] is not ItemStatus.WRITTEN_OFF
    return act


@pytest.mark.parametrize("paid", [0, 1000, 2000])
def test_found_within_the_days_the_price_goes_back_once(at_poort: Desk, paid: int) -> None:
    customer_id, number = lent(at_poort)
    before = balance(at_poort.store, customer_id)
    act = lose(at_poort, customer_id)
    if paid:
        with at_poort.transaction() as tx:
            receive(tx, Incoming(customer_id, paid, Method.CASH, FIRST, till="1"), [(act.charge_ids[0], paid)])
    later = on(at_poort, FIRST + timedelta(days=90))
    told = found(later, number).notes
    assert any("Als kwijt gemeld door" in note and "€ 20,00 vergoeding gaat terug" in note for note in told)
    after = balance(later.store, customer_id)
    assert (after.credit - before.credit, after.other - before.other) == (paid, 250)
    sound(later)
    assert all("kwijt" not in note for note in found(later, number).notes)  # twice is once
    assert balance(later.store, customer_id) == after
    lend(later, customer_id, number)
    lose(later, customer_id)
    assert balance(later.store, customer_id).other - before.other == 250 + 2250 - 0
    sound(later)


@pytest.mark.parametrize(
    ("days", "refund_days", "said"),
    [(91, 90, "meer dan 90 dagen geleden"), (1, None, "geeft de vergoeding niet terug")],
)
def test_found_too_late_gives_nothing_back_and_says_why(
    at_poort: Desk, days: int, refund_days: int | None, said: str
) -> None:
    library = changed(at_poort.library, lost=changed(at_poort.library.lost, refund_days=refund_days))
    desk = replace(at_poort, library=library)
    customer_id, number = lent(desk)
    lose(desk, customer_id)
    before = balance(desk.store, customer_id)
    act = found(on(desk, FIRST + timedelta(days=days)), number)
    assert any(said in note for note in act.notes)
    assert balance(desk.store, customer_id) == before
    sound(desk)


def test_undoing_the_scan_of_what_was_found_asks_for_it_again(at_poort: Desk) -> None:
    customer_id, number = lent(at_poort)
    lose(at_poort, customer_id)
    before = balance(at_poort.store, customer_id), status(at_poort, number)
    for _ in range(2):
        undo(at_poort, found(at_poort, number))
        assert (balance(at_poort.store, customer_id), status(at_poort, number)) == before
        sound(at_poort)


def test_what_was_paid_is_remembered_as_long_as_it_may_go_back(at_poort: Desk) -> None:
    customer_id, number = lent(at_poort)
    act = lose(at_poort, customer_id)
    with at_poort.transaction() as tx:
        receive(tx, Incoming(customer_id, 2000, Method.CASH, FIRST, till="1"), [(act.charge_ids[0], 2000)])
    assert forget_items_of_costs(on(at_poort, FIRST + timedelta(days=90))) == 0
    assert forget_items_of_costs(on(at_poort, FIRST + timedelta(days=91))) == 1
    told = found(on(at_poort, FIRST + timedelta(days=91)), number).notes
    assert any("dat is al vergeten" in note for note in told)


def test_who_waits_for_it_is_told_and_gets_it_when_it_is_found(at_poort: Desk) -> None:
    customer_id, number = lent(at_poort)
    other = borrower(at_poort, surname="Wachter")
    title_id = item_of(at_poort.store, number).title_id
    place_hold(at_poort, other, title_id)
    assert "wacht 1 klant op" in offer_of(at_poort, customer_id).asked(2000)
    lose(at_poort, customer_id)
    sound(at_poort)
    act = found(at_poort, number)
    assert act.hold is not None
    assert act.hold.customer_id == other


def test_what_was_lost_comes_back_by_taking_it_in_only(at_poort: Desk) -> None:
    customer_id, number = lent(at_poort)
    lose(at_poort, customer_id)
    with pytest.raises(Refusal, match="neem het in bij Innemen"):
        undo_write_off(at_poort, number)
    assert status(at_poort, number) == (ItemStatus.WRITTEN_OFF, LOST)


def test_what_an_earlier_borrower_was_asked_is_not_given_back_for_a_later_one(at_poort: Desk) -> None:
    first, number = lent(at_poort)
    lose(at_poort, first)
    after_the_term = on(at_poort, FIRST + timedelta(days=100))
    found(after_the_term, number)
    second = borrower(after_the_term, surname="Ander")
    lend(after_the_term, second, number)
    later = on(at_poort, FIRST + timedelta(days=110))
    lose(later, second, 0)
    before = [balance(later.store, one) for one in (first, second)]
    told = " ".join(found(later, number).notes)
    assert "Er was niets voor gevraagd" in told
    assert "Als kwijt gemeld door" not in told
    assert [balance(later.store, one) for one in (first, second)] == before
    sound(later)


def test_it_is_not_reported_before_the_day_it_was_lent(at_poort: Desk) -> None:
    customer_id, _ = lent(at_poort)
    yesterday = on(at_poort, FIRST - timedelta(days=1))
    with pytest.raises(Refusal, match="na de werkdatum"):
        lose(yesterday, customer_id)
    sound(at_poort)


def test_a_session_asks_for_what_it_cost(at_poort: Desk) -> None:
    customer_id, _ = lent(at_poort)
    session = Session(customer_id)
    session.add(lose(at_poort, customer_id))
    (costs,) = session_costs(at_poort.store, session)
    assert (costs.cents, session.made_cents) == (2250, 2250)
