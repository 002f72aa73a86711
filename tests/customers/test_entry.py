from __future__ import annotations

import pytest

from balie.customers.cards.numbers import make_online_number
from balie.customers.deceased import report_death
from balie.customers.finding.entry import (
    FreeCard,
    GenerateNumber,
    KnownCustomer,
    NumberLater,
    SearchFor,
    known_customer,
    read_customer,
    read_entry,
    scanned_pass,
)
from balie.desk import Desk
from balie.refusal import Refusal
from tests.support.applicants import end_membership, enrol_tester


@pytest.mark.parametrize(
    ("typed", "entry"),
    [
        ("v", GenerateNumber()),
        (" V ", GenerateNumber()),
        ("p", NumberLater()),
        ("P", NumberLater()),
        ("29428000077727", FreeCard("29428000077727")),
        ("2 9428 0000 7772 7", FreeCard("29428000077727")),
        ("Vries", SearchFor("Vries")),
        ("van den berg", SearchFor("van den berg")),
        ("9468bg 41", SearchFor("9468bg 41")),
        ("04-01-1991", SearchFor("04-01-1991")),
        ("22111926", SearchFor("22111926")),
        ("0592 24 36 12", SearchFor("0592 24 36 12")),
        ("+31 592 243612", SearchFor("+31 592 243612")),
        ("info@bibliotheekannen.nl", SearchFor("info@bibliotheekannen.nl")),
        ("480874", SearchFor("480874")),
        ("2 broers", SearchFor("2 broers")),
    ],
)
def test_what_was_typed_in_klantnummer(desk: Desk, typed: str, entry: object) -> None:
    assert read_entry(desk.store, typed, desk.working_date) == entry


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "Scan een pas"),
        ("   ", "Scan een pas"),
        ("29428000077728", "controlecijfer"),
        ("294280000777", "dit zijn er 12"),
        ("39428000077725", "begint met een 2"),
        (make_online_number("9428", 1), "niet bekend"),
    ],
)
def test_what_can_be_no_number_is_refused_at_the_field(desk: Desk, typed: str, reason: str) -> None:
    with pytest.raises(Refusal, match=reason) as refused:
        read_entry(desk.store, typed, desk.working_date)
    assert [item.field for item in refused.value.reasons] == ["number"]


def test_a_number_that_runs_opens_its_customer(desk: Desk) -> None:
    enrolled = enrol_tester(desk)
    assert read_entry(desk.store, "29428000077727", desk.working_date) == KnownCustomer(
        enrolled.customer_id, "29428000077727", running=True, state="active"
    )


def test_the_number_of_who_died_is_told_so(desk: Desk) -> None:
    enrolled = enrol_tester(desk)
    end_membership(desk, enrolled.customer_id)
    report_death(desk, enrolled.customer_id)
    entry = read_entry(desk.store, "29428000077727", desk.working_date)
    assert isinstance(entry, KnownCustomer)
    assert (entry.running, entry.deceased) == (False, True)


def test_a_number_whose_membership_ended_can_enrol_again(desk: Desk) -> None:
    enrolled = enrol_tester(desk)
    end_membership(desk, enrolled.customer_id)
    entry = read_entry(desk.store, "29428000077727", desk.working_date)
    assert isinstance(entry, KnownCustomer)
    assert not entry.running


@pytest.mark.parametrize(("day", "running"), [("2024-04-08", False), ("2024-04-09", True)])
def test_a_temporary_membership_ends_by_itself(desk: Desk, day: str, running: bool) -> None:
    enrolled = enrol_tester(desk, subscription="0091")
    with desk.transaction() as tx:
        tx.execute("UPDATE membership SET rights_until = ?", (day,))
    assert known_customer(desk.store, enrolled.customer_id, desk.working_date).running is running


def test_an_ordinary_membership_runs_on_after_its_period(desk: Desk) -> None:
    enrolled = enrol_tester(desk)
    with desk.transaction() as tx:
        tx.execute("UPDATE membership SET rights_until = '2024-01-31'")
    assert known_customer(desk.store, enrolled.customer_id, desk.working_date).running


@pytest.mark.parametrize("state", ["blocked", "replaced"])
def test_the_state_of_the_number_is_told(desk: Desk, state: str) -> None:
    enrol_tester(desk)
    with desk.transaction() as tx:
        tx.execute("UPDATE card SET state = ?", (state,))
    entry = read_entry(desk.store, "29428000077727", desk.working_date)
    assert isinstance(entry, KnownCustomer)
    assert entry.state == state


@pytest.mark.parametrize(("typed", "text"), [("Vries", "Vries"), ("v", "v"), (" p ", "p"), ("9468bg 41", "9468bg 41")])
def test_where_a_customer_is_wanted_everything_but_a_number_is_looked_for(desk: Desk, typed: str, text: str) -> None:
    assert read_customer(desk.store, typed, desk.working_date) == SearchFor(text)


def test_where_a_customer_is_wanted_a_free_number_is_refused(desk: Desk) -> None:
    with pytest.raises(Refusal, match="is van niemand"):
        read_customer(desk.store, "29428000077727", desk.working_date)
    customer_id = enrol_tester(desk).customer_id
    found = read_customer(desk.store, "29428000077727", desk.working_date)
    assert isinstance(found, KnownCustomer)
    assert found.customer_id == customer_id


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("jan29428000077727", "29428000077727"),
        (" De Vries 29428000077727 ", "29428000077727"),
        ("29428000077727", "29428000077727"),
        ("jan29428000077728", ""),
        ("jan2942800007772", ""),
        ("129428000077727", ""),
        ("jan", ""),
    ],
)
def test_a_pass_that_was_scanned_behind_letters_is_found_there(desk: Desk, text: str, number: str) -> None:
    assert scanned_pass(desk.store, text) == number
