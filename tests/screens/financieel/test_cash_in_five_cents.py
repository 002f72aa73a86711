"""Betalen in a library that rounds cash: the screen, the question and the books tell one amount."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from balie.desk import Desk
from balie.ledger import Charge, book_charge
from balie.library.terms import ChargeKind
from tests.support.applicants import enrol_tester
from tests.support.desk_driver import running


async def test_the_rounded_amount_is_shown_asked_and_booked(desk: Desk) -> None:
    library = desk.library
    there = replace(desk, library=msgspec.structs.replace(library, cash=type(library.cash)(round_to_five=True)))
    customer_id = enrol_tester(there, subscription="0086").customer_id
    with there.transaction() as tx:
        book_charge(tx, library, customer_id, Charge(ChargeKind.FINE, 503))
    async with running(there) as driver:
        driver.app.start(driver.app.open_customer(customer_id))
        await driver.settle()
        await driver.keys("f7", "c", "enter")
        assert "Contant te betalen: € 5,05." in driver.text
        await driver.keys(*"10")
        shown = " ".join(driver.text.split())
        assert all(part in shown for part in ("€ 5,05", "Afronding", "€ 0,02", "Terug", "€ 4,95"))
        await driver.keys("enter")
        assert "€ 5,05 contant boeken? Terug: € 4,95." in " ".join(driver.text.replace("│", " ").split())
        await driver.keys("j")
        assert driver.message.startswith("€ 5,05 geboekt. Terug: € 4,95.")
    assert there.store.read("SELECT cents FROM payment") == [(505,)]


async def test_an_outgoing_that_is_no_coins_is_told_where_it_is_typed(desk: Desk) -> None:
    library = desk.library
    there = replace(desk, library=msgspec.structs.replace(library, cash=type(library.cash)(round_to_five=True)))
    async with running(there) as driver:
        await driver.keys("alt+f", "g", "enter", *"4,02", "enter")
        assert "Welk bedrag gaat er uit de kas?" in driver.text
        assert "Contant gaat op vijf cent" in driver.text
        await driver.keys("ctrl+u", *"4", "enter", *"brieven", "enter", "j")
        assert driver.message == "Geboekt: € 4,00 uit de kas, Postzegels."
