"""Verkoop and Kasuitgave by the keys of Financieel."""

from __future__ import annotations

from balie.desk import Desk
from tests.support.desk_driver import running


async def test_a_basket_is_sold_with_change_and_taken_back(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+f", "w", "down", "enter", "2", "enter")
        assert "Afrekenen: 2 stuks, € 3,00" in driver.text
        await driver.keys("down", "enter", *"x", "enter")
        assert "is geen aantal" in driver.text
        await driver.keys("escape", "enter", "enter", *"2", "enter")
        assert "Er is € 3,00 te betalen" in driver.text
        await driver.keys("ctrl+u", *"5", "enter")
        assert "€ 3,00 contant boeken? Terug: € 2,00." in " ".join(driver.text.replace("│", " ").split())
        await driver.keys("j")
        assert driver.message.startswith("Verkocht: € 3,00 (contant). Terug: € 2,00.")
        await driver.keys("x", "enter", *"vergissing", "enter", "j")
        assert driver.message == "Teruggenomen. Geef € 3,00 terug (contant)."
        await driver.keys("x")
        assert "vandaag niets verkocht" in driver.message
    assert desk.store.read("SELECT cents FROM till_sale ORDER BY id") == [(300,), (-300,)]


async def test_a_basket_is_lost_by_no_esc_and_what_is_wrong_in_it_is_taken_out(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+f", "w", "down", "enter", "2", "enter", "down", "enter", *"9789023441908", "enter")
        assert "is geen aantal" in " ".join(driver.text.replace("│", " ").split())
        await driver.keys("1", "enter", "escape")
        assert "Wijzigingen niet opslaan?" in driver.text
        await driver.keys("n")
        assert "Afrekenen: 3 stuks, € 3,20" in driver.text
        assert "Weghalen: 2 Koffie of thee  € 3,00" in driver.text
        await driver.keys("end", "enter", "enter", "enter", "escape", "escape")
        assert "Afrekenen: 2 stuks, € 3,00" in driver.text
        await driver.keys("enter", "down", "enter", "n", "escape", "escape", "j")
        assert "Afrekenen" not in driver.text
    assert desk.store.read("SELECT count(*) FROM till_sale") == [(0,)]


async def test_an_outgoing_is_booked_and_esc_books_nothing(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+f", "g", "enter", *"4", "enter", "escape", "escape")
        assert desk.store.read("SELECT count(*) FROM till_sale") == [(0,)]
        await driver.keys("g", "enter", *"4", "enter", *"brieven", "enter", "j")
        assert driver.message == "Geboekt: € 4,00 uit de kas, Postzegels."
    assert desk.store.read("SELECT kind, cents, note FROM till_sale") == [("kasuitgave", -400, "brieven")]


async def test_esc_at_the_note_goes_back_to_the_amount_with_what_was_typed(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("alt+f", "g", "enter", *"4,50", "enter", "escape")
        assert "Welk bedrag gaat er uit de kas?" in driver.text
        assert "4,50" in driver.text
        await driver.keys("enter", *"brieven", "enter", "j")
        assert driver.message == "Geboekt: € 4,50 uit de kas, Postzegels."
        await driver.keys("g", "enter", *"4,50", "enter", "escape", *"5", "enter", *"kaart", "enter", "j")
        assert driver.message == "Geboekt: € 5,00 uit de kas, Postzegels."
    assert desk.store.read("SELECT cents FROM till_sale ORDER BY id") == [(-450,), (-500,)]
