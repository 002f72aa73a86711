"""Cancelling, taking that back, another subscription and renewing, from the keyboard; read back from the store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date

import pytest

from balie.customers.deceased import is_deceased, report_death
from balie.desk import Desk
from balie.ledger import Charge, Incoming, Method, invoice, receive
from balie.library.structs import Library
from balie.library.terms import ChargeKind
from tests.support.applicants import IBAN, end_membership, enrol_tester
from tests.support.debtors import that_collects
from tests.support.desk_driver import Driver, running
from tests.support.members import member_of_two_years

NOTICE = date(2026, 8, 15)
RENEWABLE = date(2025, 4, 20)


@pytest.fixture
def poort_desk(desk: Desk, poort: Library) -> Desk:
    """Achterhoekse Poort on 15-08-2026, with the member of the first example of rules.md#refund."""
    there = replace(desk, library=poort, branch=poort.branch("4104"), working_date=NOTICE)
    member_of_two_years(there)
    return there


@asynccontextmanager
async def customer(desk: Desk, *, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Driver]:
    """The desk with its only customer open."""
    async with running(desk, size=size) as driver:
        (number,) = desk.store.read_one("SELECT number FROM card") or ("",)
        await driver.burst(f"{number}\r")
        yield driver


def at(desk: Desk, day: date) -> Desk:
    return replace(desk, working_date=day)


def cancellations(desk: Desk) -> list[tuple[object, ...]]:
    return desk.store.read(
        "SELECT channel, received_on, wished_on, reason, last_day, refund_cents, refund_iban, refund_holder,"
        " withdrawn_on FROM cancellation ORDER BY id"
    )


def periods(desk: Desk) -> list[tuple[object, ...]]:
    return desk.store.read(
        "SELECT code, way, paid_from, paid_until, price_cents, ended_on FROM membership ORDER BY number"
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
        assert "niet opslaan en teruggaan?" in driver.text
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


# Ander abonnement.


async def test_another_subscription_shows_what_it_costs_and_gives_back_before_it_is_stored(desk: Desk) -> None:
    enrol_tester(desk)
    later = at(desk, date(2024, 8, 20))
    async with customer(later) as driver:
        await driver.keys("c", *"0053")
        assert "Periode            01-09-2024 t/m 31-08-2025" in driver.text
        assert "Terug              € 35,80  242/365 dagen van € 54,00" in driver.text
        assert "Te betalen         € 26,70" in driver.text
        await driver.keys("f2")
        assert "Compleet, 01-09-2024 t/m 31-08-2025. Te betalen € 26,70; met" in " ".join(driver.text.split())
        await driver.keys("enter", "n")
        assert "▸0053" in driver.text
        assert len(periods(desk)) == 1
        await driver.keys("f2", "j")
        assert "Gewijzigd: Compleet" in driver.message
        assert "Compleet" in driver.lines[4]
    assert periods(desk) == [
        ("0045", "factuur", "2024-05-01", "2025-04-30", 5400, "2024-08-31"),
        ("0053", "factuur", "2024-09-01", "2025-08-31", 6250, None),
    ]


async def test_what_is_given_back_of_what_was_never_paid_is_no_credit(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    async with customer(desk) as driver:
        await driver.keys("c", *"0141")
        assert "Af van wat open is € 12,00; blijft € 42,00" in driver.text
    with desk.transaction() as tx:
        receive(tx, Incoming(customer_id, 5400, Method.CARD, desk.working_date, till="1"))
    async with customer(desk) as driver:
        await driver.keys("c", *"0141")
        assert "Wordt tegoed       € 12,00" in driver.text


async def test_a_mandate_is_asked_for_where_there_is_none(desk: Desk, poort: Library) -> None:
    desk = that_collects(desk, poort)
    enrol_tester(desk)
    async with customer(desk) as driver:
        await driver.keys("c", *"0049", "f2")
        assert "vul het IBAN in" in driver.message
        assert "▸Machtiging IBAN" in driver.text
        await driver.type("nl91abna0417164301\r")
        assert "▸Machtiging IBAN nl91abna0417164301" in driver.text
        await driver.keys("ctrl+u")
        await driver.type("nl91abna0417164300\r[red]Jan[/red]")
        assert "Machtiging IBAN NL91 ABNA 0417 1643 00" in driver.text
        assert "[red]Jan[/red]" in driver.text
        await driver.keys("shift+tab", "shift+tab", "i", "f2", "j")
        assert "Gewijzigd" in driver.message
    assert desk.store.read("SELECT iban, holder FROM mandate") == [(IBAN, "[red]Jan[/red]")]
    assert [row[:2] for row in periods(desk)] == [("0045", "factuur"), ("0049", "incasso")]


async def test_from_the_end_of_the_period_only_when_that_is_near(desk: Desk) -> None:
    enrol_tester(desk)
    async with customer(desk) as driver:
        await driver.keys("c", "tab", "p")
        assert "loopt al door t/m 30-04-2025" in driver.text
        await driver.keys("f2")
        assert "loopt al door t/m 30-04-2025" in driver.message
    async with customer(at(desk, RENEWABLE)) as driver:
        await driver.keys("c", "tab", "p", "shift+tab", *"0141", "f2")
        assert "Digital only, 01-05-2025 t/m 30-04-2026. Te betalen € 42,00; met" in " ".join(driver.text.split())
        await driver.keys("j")
    assert [row[0] for row in periods(desk)] == ["0045", "0141"]


async def test_only_a_supervisor_gives_what_age_forbids_and_a_poor_reason_is_asked_again(desk: Desk) -> None:
    enrol_tester(desk, birth_date="09-04-2006", subscription="0141")
    async with customer(desk) as driver:
        await driver.keys("c", *"0045")
        assert "deze klant is 18 jaar" in driver.message
        await driver.keys("f2")
        assert "Welke leidinggevende" in driver.text
        await driver.type("chef\rx\r")
        assert "Vul in waarom dit wordt toegestaan, in minstens 5 tekens." in driver.text
        await driver.keys("escape")
        assert len(periods(desk)) == 1
        await driver.keys("f2")
        await driver.type("chef\r")
        await driver.type("wordt gauw 19\r")
        assert "wijzigen?" in driver.text
        await driver.keys("j")
    row = desk.store.read_one(
        "SELECT after ->> 'allowed_by', after ->> 'allowed_because' FROM journal WHERE action = 'subscription changed'"
    )
    assert row == ("chef", "wordt gauw 19")


async def test_a_temporary_subscription_needs_a_last_day(desk: Desk) -> None:
    enrol_tester(desk)
    async with customer(desk) as driver:
        await driver.keys("c", *"0090", "f2")
        assert "▸Laatste dag (Tijd.)" in driver.text
        await driver.keys(*"31022024", "f2")
        assert "▸Laatste dag (Tijd.) 31022024" in driver.text
        await driver.keys("ctrl+u", *"31052024", "f2", "j")
        assert "Gewijzigd: proefabonnement" in driver.message
    assert [row[0] for row in periods(desk)] == ["0045", "0090"]


async def test_esc_out_of_another_subscription_changes_nothing(desk: Desk) -> None:
    enrol_tester(desk)
    async with customer(desk) as driver:
        await driver.keys("c", "down", "escape")
        assert "Verwijder Wijzig" in driver.text
        await driver.keys("c", "tab", "tab", "tab", "N", "escape", "n")
        assert "▸Machtiging IBAN N" in driver.text
        await driver.keys("escape", "j")
        assert "Verwijder Wijzig" in driver.text
    assert len(periods(desk)) == 1


async def test_the_mark_begins_at_the_subscription_of_now_with_the_list_full(desk: Desk) -> None:
    enrol_tester(desk, subscription="0141")
    async with customer(desk) as driver:
        await driver.keys("c")
        assert "▸0141" in driver.text
        assert " 0053   Compleet" in driver.text


# Verlengen.


async def test_a_renewal_is_told_and_made_after_a_j(desk: Desk) -> None:
    enrol_tester(desk, surname="[red]Jan[/red]")
    async with customer(desk) as driver:
        await driver.keys("r")
        assert "verlengen kan vanaf" in driver.message or "loopt al door" in driver.message
    async with customer(at(desk, RENEWABLE)) as driver:
        await driver.keys("r")
        assert "Basis van 01-05-2025 t/m 30-04-2026: te betalen € 54,00." in " ".join(driver.text.split())
        await driver.keys("enter", "n")
        assert len(periods(desk)) == 1
        await driver.keys("r", "j")
        assert "Gefactureerd t/m April 2026" in driver.text
        for key in "zc":
            await driver.keys(key)
            assert "[red]Jan[/red]" in driver.text
            await driver.keys("escape")
    assert [row[2:4] for row in periods(desk)] == [("2024-05-01", "2025-04-30"), ("2025-05-01", "2026-04-30")]


# The 65+ right.


async def test_the_65_right_is_given_on_tab_3_by_a_supervisor_and_shown(desk: Desk, poort: Library) -> None:
    there = replace(desk, library=poort, branch=poort.branch("4104"))
    enrol_tester(there, subscription="0002", birth_date="04-01-1950")
    async with customer(there) as driver:
        await driver.keys("3", "w", "tab", "tab")
        await driver.keys("j", "f2")
        assert "deze klant is dat sinds 09-04-2024. (1 van 3)" in driver.message
        await driver.keys("ctrl+u")
        await driver.type("12-05-2010\rans\rstond in Wise op het oude tarief")
        await driver.keys("f2")
        assert driver.message == "Opgeslagen."
        assert "65+-tarief     Ja" in driver.text
    assert there.store.read("SELECT reduced_65 FROM membership") == [(1,)]
