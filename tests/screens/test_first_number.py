"""The number of who enrols: made, scanned, typed, of a member, or none yet."""

from __future__ import annotations

from balie.customers.cards.numbers import make_number
from balie.desk import Desk
from tests.support.desk_driver import UP_TO_SAVING, running
from tests.support.enrolling import enrol, stored_customers


async def test_nee_makes_no_number_and_keeps_the_cursor(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("v", "enter", "n")
        assert "▸Klantnummer *  v" in driver.text
        await driver.keys("enter", "escape")
        assert "▸Klantnummer *  v" in driver.text


async def test_digits_of_a_scanner_do_not_answer_a_question(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("v", "enter")
        await driver.type("29428000077727")
        assert "System nummer laten genereren?" in driver.text


async def test_a_scanned_free_card_becomes_the_number_with_plastic(desk: Desk) -> None:
    card = make_number("9428", 12345678)
    async with running(desk) as driver:
        await driver.burst(f"{card}\r")
        assert f"Klantnummer *  {card}" in driver.text
        assert "▸Voorletters" in driver.text
        await driver.keys(*UP_TO_SAVING[3:], "f2", "f2")
    assert [row[6:8] for row in stored_customers(desk)] == [(card, 1)]


async def test_p_enrols_without_a_number(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("p", *UP_TO_SAVING[2:], "f2", "f2")
        assert "Het klantnummer volgt later" in driver.text
    assert [row[6] for row in stored_customers(desk)] == [None]


async def test_a_wrong_check_digit_is_refused_in_words_and_stays(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.burst("29428000077728\r")
        assert "ontrolecijfer" in driver.message
        assert "▸Klantnummer *  29428000077728" in driver.text


async def test_the_number_of_a_member_opens_the_customer(desk: Desk) -> None:
    async with running(desk) as driver:
        await enrol(driver)
        await driver.keys("enter", "f12")
        await driver.burst("29428000077727\r")
        assert "[480874]" in driver.text


async def test_a_member_whose_subscription_ended_is_enrolled_again_under_the_same_number(desk: Desk) -> None:
    async with running(desk) as driver:
        await enrol(driver)
        await driver.keys("enter", "f12")
        with desk.transaction() as tx:
            tx.execute("UPDATE membership SET status = 9")
        await driver.burst("29428000077727\r")
        assert "Herinschrijven" in driver.message
        assert "Achternaam *   Tester" in driver.text
        await driver.keys("f2", "f2", *"0045", "f2", "enter")
        assert "29428000077727 [480874] │ 9428 (Gieten) │ Basis" in driver.text
    assert desk.store.read("SELECT count(*) FROM customer") == [(1,)]


async def test_a_number_that_followed_later_comes_with_password_and_bon(desk: Desk) -> None:
    async with running(desk) as driver:
        await driver.keys("p", *UP_TO_SAVING[2:], "f2", "f2", "enter")
        assert "klantnummer volgt [480874]" in driver.text
        await driver.keys("g", "v", "enter")
        assert "Toegekend eenmalig wachtwoord" in driver.text
        await driver.keys("enter", "g")
        assert "heeft al een klantnummer" in driver.message
    assert desk.store.read("SELECT number, customer_id FROM card") == [("29428000077727", 480874)]
