"""Several customers in one session: nothing is lent on the wrong name, and the end is for all of them."""

from __future__ import annotations

import pytest

from balie.desk import Desk
from balie.lending.lend import lend
from tests.screens.balie.conftest import BASIC, Copy, Member
from tests.support.desk_driver import Driver, running

ADDED = ("f8", "f2")
"""The pass of somebody else, taken along; and what is told of them."""


def at_home(desk: Desk) -> list[tuple[object, ...]]:
    return desk.store.read("SELECT item_number, customer_id FROM loan WHERE returned_on IS NULL ORDER BY id")


def words(driver: Driver) -> list[str]:
    return [line.word for line in reversed(driver.app.page.work.log.lines)]  # type: ignore[attr-defined]


async def scan(driver: Driver, *scans: str) -> None:
    await driver.burst("".join(f"{one}\r" for one in scans))


def block(desk: Desk, customer_id: int) -> None:
    """Something to be told when this customer is opened."""
    with desk.transaction() as tx:
        tx.execute(
            "INSERT INTO block (customer_id, kind, reason, since, set_by) VALUES (?, 'general', 'Boek zoek', ?, 'ebt')",
            (customer_id, "2024-04-01"),
        )


async def test_a_child_from_the_same_house_is_chosen_from_a_list_and_each_has_a_log(
    desk: Desk, member: Member, copy: Copy
) -> None:
    mother, _, stranger = member(surname="Moeder"), member(surname="Kind"), member(surname="Ver", house_number="99")
    books = [copy(f"Titel {place}") for place in range(4)]
    async with running(desk) as driver:
        await driver.keys("alt+b")
        await scan(driver, mother, books[0])
        await driver.keys("alt+n")
        assert "Op het adres van" in driver.text
        assert "Kind, E.B." in driver.text
        assert "Ver, E.B." not in driver.text
        assert "Moeder, E.B." not in driver.text
        await driver.keys("enter")
        assert "2 van 2" in driver.text
        assert "▸Dhr. E.B. Kind" in driver.text
        await scan(driver, *books[1:3])
        assert words(driver) == ["Geleend", "Geleend"]
        await driver.keys("f8")
        assert "1 van 2" in driver.text
        assert words(driver) == ["Geleend"]
        # A pass of somebody of this session is no item: it says whose the next ones are.
        await scan(driver, books[3])
        await driver.keys("alt+n")
        await scan(driver, stranger)
        assert "3 van 3" in driver.text
    assert at_home(desk) == [(books[0], 1), (books[1], 2), (books[2], 2), (books[3], 1)]


async def test_passes_and_items_of_a_family_in_one_burst_are_lent_each_on_the_right_name(
    silent: Desk, member: Member, copy: Copy
) -> None:
    first, second = member(surname="Een"), member(surname="Twee")
    books = [copy(f"Titel {place}") for place in range(6)]
    async with running(silent) as driver:
        await driver.keys("alt+b")
        await scan(driver, first, books[0], second, books[1], books[2], first, books[3], second, books[4])
        assert "╭─ Andere klant" in driver.text
        assert "Erbij" in driver.text
        assert len(at_home(silent)) == 1
        await driver.keys("f8")
        assert "2 van 2" in driver.text
        await driver.keys("f4")
        await scan(driver, books[1])
        assert words(driver) == ["Geleend", "Geleend", "Geleend", "Geannuleerd"]
        # What the other one has was not lent here.
        await driver.keys("f4")
        await scan(driver, books[0])
        assert words(driver)[-1] == "! Geweigerd"
        assert "op naam van Dhr. E.B. Een: ga daarheen met F8" in driver.message
        await driver.keys("f12")
        assert "! Dhr. E.B. Twee: Titel 0 / Reve, Gerard" in driver.text
        await driver.keys("f12")
        assert "▸Klantnummer" in driver.text
    assert at_home(silent) == [(books[0], 1), (books[2], 2), (books[3], 1), (books[4], 2)]


@pytest.mark.parametrize(("answer", "lent"), [("f2", 2), ("escape", None)])
async def test_stop_at_who_came_along_goes_back_and_lends_none_of_the_scans_behind_the_pass(
    desk: Desk, member: Member, copy: Copy, answer: str, lent: int | None
) -> None:
    first, second = member(surname="Een"), member(surname="Twee")
    block(desk, 2)
    before, behind = copy("Voor"), copy("Achter")
    async with running(desk) as driver:
        await driver.keys("alt+b")
        await scan(driver, first, before)
        await driver.burst(f"\x1bn{second}\r{behind}\r")
        assert "Boek zoek" in driver.text
        assert "1 scan wacht" in driver.text
        await driver.keys(answer)
        if lent is None:
            assert driver.message.startswith("Gestopt: Dhr. E.B. Twee is niet geholpen. Verder met Dhr. E.B. Een")
            assert " van 2" not in driver.text
            assert words(driver) == ["Geleend", "! Geweigerd"]
        else:
            assert words(driver) == ["! Geweigerd"]
    assert at_home(desk) == [(before, 1)]


async def test_an_item_scanned_before_it_is_known_who_comes_along_waits_for_that(
    silent: Desk, member: Member, copy: Copy
) -> None:
    first, second = member(surname="Een"), member(surname="Twee", house_number="99")
    books = [copy(f"Titel {place}") for place in range(2)]
    async with running(silent) as driver:
        await driver.keys("alt+b")
        await scan(driver, first)
        await driver.keys("alt+n")
        assert "staat geen andere klant" in driver.text
        await scan(driver, "24104000999999", books[0])
        assert "1 scan wacht op de klant" in driver.text
        assert at_home(silent) == []
        await scan(driver, second)
        assert at_home(silent) == [(books[0], 2)]
        # Nobody after all: it is lent on no name.
        await driver.keys("alt+n")
        await scan(driver, books[1])
        await driver.keys("escape")
        assert words(driver) == ["Geleend", "! Geweigerd"]
        assert "gescand voor een klant die niet is geholpen" in driver.message
    assert at_home(silent) == [(books[0], 2)]


async def test_who_comes_along_is_found_by_name_and_nobody_is_there_twice(
    silent: Desk, member: Member, copy: Copy
) -> None:
    first, _ = member(surname="Een"), member(surname="Twee", house_number="99")
    async with running(silent) as driver:
        await driver.keys("alt+b", "alt+n")
        assert driver.message == "Scan eerst de pas van de klant."
        await scan(driver, first)
        await driver.keys("alt+n", *"twee", "enter")
        assert "Klant zoeken" in driver.text
        await driver.keys("enter")
        assert "2 van 2" in driver.text
        await driver.keys("alt+n")
        await scan(driver, first)
        assert "1 van 2" in driver.text
        await driver.keys("alt+n", "v", "enter")
        assert driver.message.startswith("Er is geen vorige klant om erbij te nemen")


async def test_the_end_is_for_all_with_a_bon_each_and_one_total_to_pay(desk: Desk, member: Member, copy: Copy) -> None:
    first, second = member(BASIC, surname="Een"), member(BASIC, surname="Twee")
    tops = [copy(f"Toptitel {place}", top_title="ja") for place in range(2)]
    async with running(desk) as driver:
        await driver.keys("alt+b")
        await scan(driver, first)
        await driver.keys("f2")
        await scan(driver, tops[0], second)
        await driver.keys(*ADDED)
        await scan(driver, tops[1])
        await driver.keys("f12")
        for told in (
            "2 geleend.",
            "Dhr. E.B. Een: 1 geleend. Te betalen: € 1,50.",
            "Dhr. E.B. Twee: 1 geleend. Te betalen: € 1,50.",
            "Kosten van deze sessie van 2 klanten, nog niet betaald: € 3,00.",
        ):
            assert f"│ {told} " in driver.text
        await driver.keys("escape")
        assert "2 van 2" in driver.text
        await driver.keys("f12", "f5", "f7")
        assert "Wie betaalt nu" in driver.text
        assert driver.message == "Samen nog € 3,00 van deze sessie."
        await driver.burst("34104000000018\r")
        assert "Wie betaalt nu" in driver.text
        assert driver.message.startswith("Hier wordt betaald: wat u scant wordt niet uitgeleend")
        await driver.keys("f7", "p", "enter", "enter", "j", "escape")
        assert driver.message == "Samen nog € 1,50 van deze sessie."
        await driver.keys("escape")
        assert "▸Klantnummer" in driver.text
    bons = "SELECT customer_id, state FROM receipt WHERE template = 'receipt-lending' ORDER BY id"
    assert desk.store.read(bons) == [(1, "printed"), (2, "printed")]
    assert desk.store.read("SELECT customer_id, cents FROM payment") == [(1, 150)]


async def test_stopping_the_program_tells_who_is_still_being_helped_and_what_was_taken_in(
    silent: Desk, member: Member, copy: Copy
) -> None:
    first, second, book, never_lent = member(surname="Een"), member(surname="Twee"), copy("De avonden"), copy("Nooit")
    lend(silent, 1, book)
    async with running(silent) as driver:
        await driver.keys("alt+b", "f11")
        await scan(driver, book, never_lent)
        await driver.keys("f11")
        await scan(driver, first, second)
        await driver.keys("f8", "ctrl+q")
        told = driver.app.screen.text  # type: ignore[attr-defined]
        assert "Dhr. E.B. Een en Dhr. E.B. Twee zijn op Uitlenen nog niet afgesloten." in told
        assert "Op Innemen is de sessie nog niet afgesloten (1 ingenomen)." in told
        assert "F12 sluit de sessie af" in told
        await driver.keys("n", "f12", "alt+k", "ctrl+q")
        told = driver.app.screen.text  # type: ignore[attr-defined]
        assert "Uitlenen nog niet" not in told
        assert "Op Innemen is" in told
        await driver.keys("n", "alt+b", "f11", "f12", "ctrl+q")
        assert driver.app.return_code == 0
