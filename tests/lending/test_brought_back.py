"""Innemen tells who brought an item back: name, age, what is open, what stands ready, and what there is to tell."""

from __future__ import annotations

from datetime import date

from balie.catalogue.items import item_of
from balie.customers.tabs.notes import add_note, add_to_remark
from balie.desk import Desk
from balie.lending.brought_back import brought_back
from balie.lending.holds.holds import place_hold
from balie.lending.holds.set_aside import set_aside
from balie.lending.lend import lend
from balie.lending.take_back import take_back
from tests.support.borrowers import borrower, new_item, on, owe
from tests.support.members import pay_all

LATE = date(2024, 5, 11)
"""Four days late: € 0,80."""


def returned(desk: Desk, customer_id: int, day: date | None = None) -> str:
    number = new_item(desk)
    lend(desk, customer_id, number)
    later = desk if day is None else on(desk, day)
    return brought_back(later, take_back(later, number))


def test_name_and_age(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    pay_all(at_poort, customer_id)
    assert returned(at_poort, customer_id) == "Was bij Dhr. E.B. Tester (33 jaar)."


def test_what_is_open_with_the_fine_of_this_return(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    pay_all(at_poort, customer_id)
    owe(at_poort, customer_id, 250)
    assert returned(at_poort, customer_id, LATE) == "Was bij Dhr. E.B. Tester (33 jaar). Open: € 3,30."


def test_what_stands_ready_and_the_notes(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    pay_all(at_poort, customer_id)
    place_hold(at_poort, customer_id, item_of(at_poort.store, number).title_id)
    set_aside(at_poort, number)
    with at_poort.transaction() as tx:
        add_note(tx, customer_id, "Belt nog", at_poort.working_date)
        add_to_remark(tx, customer_id, "Vriend [red]van het huis[/red]", at_poort.working_date)
    told = returned(at_poort, customer_id)
    assert "Staat klaar: 1 reservering." in told
    assert "Melding: Belt nog" in told
    assert "Opmerking (intern): Vriend [red]van het huis[/red]" in told


def test_an_institution_has_no_age(at_poort: Desk) -> None:
    customer_id = borrower(at_poort)
    with at_poort.transaction() as tx:
        tx.execute("UPDATE customer SET person = 'instelling' WHERE id = ?", (customer_id,))
    assert "jaar" not in returned(at_poort, customer_id)


def test_nobody_is_told_of_what_was_in_already(at_poort: Desk) -> None:
    number = new_item(at_poort)
    assert brought_back(at_poort, take_back(at_poort, number)) == ""
