"""Cancelling at the desk: typed, told, stored, confirmed, withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from balie.customers.deceased import is_deceased, report_death
from balie.desk import Desk
from balie.ledger import Charge, invoice
from balie.library.structs import Library
from balie.library.terms import ChargeKind
from tests.support.applicants import IBAN, end_membership, enrol_tester
from tests.support.customer_page import customer, periods
from tests.support.desk_driver import running
from tests.support.members import member_of_two_years

NOTICE = date(2026, 8, 15)


@pytest.fixture
def poort_desk(desk: Desk, poort: Library) -> Desk:
    """Achterhoekse Poort on 15-08-2026, with the member of the first example of rules.md#refund."""
    there = replace(desk, library=poort, branch=poort.branch("4104"), working_date=NOTICE)
    member_of_two_years(there)
    return there


def cancellations(desk: Desk) -> list[tuple[object, ...]]:
    return desk.store.read(
        "SELECT channel, received_on, wished_on, reason, last_day, refund_cents, refund_iban, refund_holder,"
        " withdrawn_on FROM cancellation ORDER BY id"
    )


# Opzeggen.


async def test_a_cancellation_is_typed_told_and_stored(poort_desk: Desk) -> None:
    async with customer(poort_desk) as driver:
        await driver.keys("z")
        await driver.keys("b", "enter", "enter", "z", "enter", "enter")  # a letter; as soon as possible
        assert "Laatste dag" in driver.text
        assert any("Terug te betalen ..." in line and line.endswith("€ 19,80") for line in driver.lines)
        await driver.keys("t", "enter", "enter")
        await driver.type(f"{IBAN}\rE.B. Tester")
        await driver.keys("f2")
        assert "Lid t/m 14-09-2026. Terug te betalen € 19,80. Opzegging opslaan?" in " ".join(driver.text.split())
        await driver.keys("enter")
        assert cancellations(poort_desk) == []
        await driver.keys("j")
        assert "Opgezegd: lid t/m 14-09-2026. F2 drukt de bevestiging af." in driver.message
        assert "Bevestiging van uw opzegging" in driver.text
        await driver.keys("f2")
        assert "Brief afgedrukt: brief-" in driver.message
        await driver.keys("escape")
        assert "! Opgezegd" in driver.text
    assert cancellations(poort_desk) == [
        ("brief", "2026-08-15", None, "kosten", "2026-09-14", 1980, IBAN, "E.B. Tester", None)
    ]
    (letter,) = poort_desk.spool.glob("*.txt")
    assert "14 september 2026" in letter.read_text(encoding="utf-8")


async def test_the_settlement_follows_the_keys(poort_desk: Desk) -> None:
    async with customer(poort_desk) as driver:
        await driver.keys("z", "tab", "tab")
        assert any("Laatste dag ..." in line and line.endswith("31-01-2027") for line in driver.lines)
        await driver.keys("z")
        assert any("Laatste dag ..." in line and line.endswith("14-09-2026") for line in driver.lines)
        await driver.keys("shift+tab", "ctrl+u", *"01082026")
        assert any("Laatste dag ..." in line and line.endswith("31-08-2026") for line in driver.lines)


async def test_moment_and_day_follow_each_other(poort_desk: Desk) -> None:
    async with customer(poort_desk) as driver:
        await driver.keys("z")
        form = driver.app.page.model  # type: ignore[attr-defined]
        assert (form["moment"].text, form["wished_on"].text) == ("01-02-2027", "01-02-2027")
        await driver.keys("tab", "tab", "z")
        assert form["wished_on"].text == ""
        await driver.keys("tab", *"01122026", "tab")
        assert (form["moment"].shown, form["wished_on"].text) == ("Eigen datum", "01-12-2026")
        assert "30-11-2026" in driver.text
        await driver.keys("shift+tab", "ctrl+u", "tab")
        assert form["moment"].shown == "Zo snel mogelijk"


async def test_a_day_of_ones_own_has_to_be_told(poort_desk: Desk) -> None:
    async with customer(poort_desk) as driver:
        await driver.keys("z", "tab", "tab", "z", "e", "f2")
        assert "Vul in vanaf welke dag" in driver.message
        assert "▸Vrij vanaf" in driver.text
    assert cancellations(poort_desk) == []


async def test_what_is_wrong_stays_as_it_was_typed_with_all_reasons(poort_desk: Desk) -> None:
    async with customer(poort_desk) as driver:
        await driver.keys("z", "tab", "ctrl+u", *"31022026", "down", "down", "down", "down", "down")
        await driver.type("NL00ABNA")
        await driver.keys("f2")
        assert "(1 van 2)" in driver.message
        assert "▸Ontvangen op * 31022026" in driver.text
        assert "NL00ABNA" in driver.text
        assert "Nog niet te zeggen." in driver.text
    assert cancellations(poort_desk) == []


async def test_esc_asks_first_and_leaves_everything_as_it_was(poort_desk: Desk) -> None:
    before = periods(poort_desk)
    async with customer(poort_desk) as driver:
        await driver.keys("z", "escape")
        assert "Verwijder Wijzig" in driver.text
        await driver.keys("z", "b", "escape")
        assert "Wijzigingen niet opslaan?" in driver.text
        await driver.keys("n")
        assert "Hoe opgezegd   Brief" in driver.text
        await driver.keys("f2", "n")
        assert "Hoe opgezegd   Brief" in driver.text
        await driver.keys("f2", "escape", "escape", "j")
        assert "Verwijder Wijzig" in driver.text
    assert (cancellations(poort_desk), periods(poort_desk)) == ([], before)


async def test_a_death_puts_a_star_before_the_name(poort_desk: Desk) -> None:
    async with customer(poort_desk) as driver:
        await driver.keys("z", "tab", "tab", "tab", "tab", "o", "tab", *"10082026", "f2", "j", "escape")
        assert "Overleden" in driver.text
        assert "Opgezegd: lid t/m 10-08-2026." in driver.message
    assert [row[3:5] for row in cancellations(poort_desk)] == [("overleden", "2026-08-10")]


async def test_the_confirmation_that_was_not_printed_waits_for_f5(poort_desk: Desk) -> None:
    async with customer(poort_desk) as driver:
        await driver.keys("z", "f2", "j", "escape")
        assert list(poort_desk.spool.glob("*.txt")) == []
        await driver.keys("f5")
        assert "Brief afgedrukt" in driver.message
    assert len(list(poort_desk.spool.glob("*.txt"))) == 1


async def test_the_confirmation_is_shown_again_among_the_documents(poort_desk: Desk) -> None:
    async with customer(poort_desk) as driver:
        await driver.keys("p")
        assert "Bevestiging van de opzegging" not in driver.text
        await driver.keys("escape", "z", "f2", "j", "escape", "p", "b", "enter")
        assert "Bevestiging van uw opzegging" in driver.text
        await driver.keys("f2")
        assert "Brief afgedrukt" in driver.message


async def test_a_printer_that_fails_does_not_undo_the_cancellation(poort_desk: Desk) -> None:
    poort_desk.spool.write_text("no folder", encoding="utf-8")
    async with customer(poort_desk) as driver:
        await driver.keys("z", "f2", "j", "f2")
        assert "Brief niet afgedrukt" in driver.message
    assert len(cancellations(poort_desk)) == 1


async def test_a_settlement_that_does_not_fit_is_scrolled(poort_desk: Desk) -> None:
    (customer_id,) = poort_desk.store.read_one("SELECT id FROM customer") or (0,)
    with poort_desk.transaction() as tx:
        for cents in range(100, 112):
            invoice(tx, poort_desk.library, customer_id, [Charge(ChargeKind.FINE, cents)])
    async with customer(poort_desk) as driver:
        await driver.keys("z")
        assert "Nog te betalen ..." not in driver.text
        first = driver.lines[12]
        await driver.keys("pagedown", "pagedown")
        assert "Nog te betalen ..." in driver.text
        assert "↑" in driver.lines[12]
        await driver.keys("pageup", "pageup", "pageup")
        assert driver.lines[12] == first


# Intrekken.


async def test_a_cancellation_is_withdrawn_after_a_j(poort_desk: Desk) -> None:
    before = periods(poort_desk)
    async with customer(poort_desk) as driver:
        await driver.keys("u")
        assert "niet opgezegd" in driver.message
        await driver.keys("z", "f2", "j", "escape", "u")
        assert "Opgezegd op 15-08-2026, lid t/m 31-01-2027." in driver.text
        await driver.keys("enter", "n")
        assert [row[-1] for row in cancellations(poort_desk)] == [None]
        await driver.keys("u", "j")
        assert "Opzegging ingetrokken" in driver.message
        assert "! Opgezegd" not in driver.text
    assert [row[-1] for row in cancellations(poort_desk)] == ["2026-08-15"]
    assert periods(poort_desk) == before


async def test_nobody_cancels_twice(poort_desk: Desk) -> None:
    async with customer(poort_desk) as driver:
        await driver.keys("z", "f2", "j", "escape", "z")
        assert "al opgezegd, lid t/m 31-01-2027" in driver.message
        await driver.keys("c")
        assert "trek de opzegging eerst in" in driver.message


@pytest.mark.parametrize(("key", "why"), [("u", "er is niets in te trekken"), ("c", "opnieuw in"), ("r", "opnieuw in")])
async def test_who_is_no_member_is_told_why_nothing_can_be_done(desk: Desk, key: str, why: str) -> None:
    end_membership(desk, enrol_tester(desk).customer_id)
    async with running(desk) as driver:
        await driver.keys("alt+z", *"tester", "enter", key)
        assert why in driver.message


async def test_who_is_no_member_can_be_reported_dead_and_that_can_be_taken_back(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    end_membership(desk, customer_id)
    async with running(desk) as driver:
        await driver.keys("alt+z", *"tester", "enter", "z", "n")
        assert not is_deceased(desk.store, customer_id)
        await driver.keys("z", "j")
        assert "Overlijden gemeld" in driver.message
        assert is_deceased(desk.store, customer_id)
        await driver.keys("u", "j")
        assert "ingetrokken" in driver.message
    assert not is_deceased(desk.store, customer_id)


async def test_the_number_of_who_died_opens_the_customer_and_enrolling_is_asked_first(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    end_membership(desk, customer_id)
    report_death(desk, customer_id)
    async with running(desk) as driver:
        await driver.burst("29428000077727\r")
        assert "Deze klant is overleden." in driver.text
        await driver.keys("enter", "i")
        assert "Toch opnieuw inschrijven?" in driver.text
        await driver.keys("n")
        assert "▸2.NAW-Gegevens" in driver.text
        await driver.keys("i", "j")
        assert "Klanttype" in driver.text
