"""Tab 5: four public notes of sixty characters and a private remark, and what pops up when a customer is opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from balie.customers.alerts import alerts
from balie.customers.deceased import mark
from balie.customers.header import read_header
from balie.customers.tabs.editing import read_edit, save_edit
from balie.customers.tabs.notes import LONGEST_NOTE, standard_notes
from balie.customers.tabs.reading import read_tab
from balie.desk import Desk
from balie.ledger import Charge, invoice
from balie.library.lending_tables import Alerts
from balie.library.terms import ChargeKind
from balie.library.values import Cents
from balie.refusal import Refusal
from tests.support.applicants import enrol_tester


@pytest.fixture
def customer_id(desk: Desk) -> int:
    return enrol_tester(desk).customer_id


def change(desk: Desk, customer_id: int, tab: str, **typed: str) -> None:
    save_edit(desk, customer_id, tab, typed, read_edit(desk, customer_id, tab))


def test_nothing_pops_up_for_most_customers(desk: Desk, customer_id: int) -> None:
    assert alerts(desk, customer_id) == []
    assert read_header(desk, customer_id).notice == ""


def test_blocks_pop_up_before_notes_and_the_remark_last(desk: Desk, customer_id: int) -> None:
    change(desk, customer_id, "5", note_3="Tas vergeten", remark="Belt liever", note_1="Adres navragen")
    change(desk, customer_id, "6", block_address="Post kwam retour", block_general="Agressie")
    assert alerts(desk, customer_id) == [
        "Geblokkeerd (algemeen) sinds 09-04-2024: Agressie",
        "Geblokkeerd (adres) sinds 09-04-2024: Post kwam retour",
        "Adres navragen",
        "Tas vergeten",
        "Belt liever",
    ]
    assert read_header(desk, customer_id).notice == "Geblokkeerd: algemeen, adres · 2 meldingen · opmerking"


def test_one_note_is_one(desk: Desk, customer_id: int) -> None:
    change(desk, customer_id, "5", note_1="Adres navragen")
    assert read_header(desk, customer_id).notice == "1 melding"


def test_a_public_note_has_sixty_characters_at_most(desk: Desk, customer_id: int) -> None:
    change(desk, customer_id, "5", note_1="x" * LONGEST_NOTE)
    with pytest.raises(Refusal, match="te lang: 61 tekens"):
        change(desk, customer_id, "5", note_1="x" * 61)


def test_the_standard_texts_fit_in_a_note(desk: Desk, customer_id: int) -> None:
    assert len(standard_notes()) >= 4
    for text in standard_notes():
        change(desk, customer_id, "5", note_1=text)
        assert read_edit(desk, customer_id, "5").fields["note_1"] == text


@pytest.mark.parametrize("name", ["note_1", "remark"])
@pytest.mark.parametrize("text", ["BSN 123456782", "123.45.67.82", "nr 1234 567 82", "123456782."])
def test_a_bsn_in_a_text_is_refused(desk: Desk, customer_id: int, name: str, text: str) -> None:
    with pytest.raises(Refusal, match=r"burgerservicenummer .* Haal het weg") as refused:
        change(desk, customer_id, "5", **{name: text})
    assert "123456782" not in str(refused.value)


@pytest.mark.parametrize("text", ["123456789", "29428000077727", "0592 24 36 12", "1234567", "9 items, 12 dagen"])
def test_other_numbers_are_no_bsn(desk: Desk, customer_id: int, text: str) -> None:
    change(desk, customer_id, "5", remark=text)


def test_tab_5_shows_each_note_with_its_day_and_wraps_the_remark(desk: Desk, customer_id: int) -> None:
    change(desk, customer_id, "5", note_2="Tas vergeten", remark=("woord " * 20).strip())
    table = read_tab(desk, customer_id, "5").table
    assert table is not None
    assert table.rows[:4] == (("1", "", ""), ("2", "Tas vergeten", "09-04-2024"), ("3", "", ""), ("4", "", ""))
    assert [row[0] for row in table.rows[4:]] == ["Int.", ""]
    assert all(len(row[1]) <= LONGEST_NOTE for row in table.rows)


def test_a_note_that_is_made_empty_is_gone(desk: Desk, customer_id: int) -> None:
    change(desk, customer_id, "5", note_1="Tas vergeten")
    change(desk, customer_id, "5", note_1="")
    assert desk.store.read("SELECT * FROM note") == []
    assert alerts(desk, customer_id) == []


# What follows from money and membership (rules.md#at-the-desk).


@pytest.mark.parametrize(
    ("status", "text"),
    [(2, None), (3, "herinnering"), (4, "betalingsachterstand"), (5, None), (7, "Online aangemeld"), (8, "ongeldig")],
)
def test_the_status_of_the_membership_pops_up(desk: Desk, customer_id: int, status: int, text: str | None) -> None:
    with desk.transaction() as tx:
        tx.execute("UPDATE membership SET status = ?", (status,))
    found = alerts(desk, customer_id)
    assert (len(found) == 1 and text in found[0]) if text else found == []


def test_somebody_who_died_is_told_first(desk: Desk, customer_id: int) -> None:
    change(desk, customer_id, "5", note_1="Tas vergeten")
    with desk.transaction() as tx:
        mark(tx, customer_id)
    assert alerts(desk, customer_id) == ["Deze klant is overleden.", "Tas vergeten"]


@pytest.mark.parametrize(
    ("limits", "day", "told"),
    [
        (Alerts(), 60, []),
        (Alerts(open_above_cents=Cents(500)), 0, []),
        (Alerts(open_above_cents=Cents(499)), 0, ["Open kosten: € 5,00, meer dan € 4,99."]),
        (Alerts(open_days=30), 30, []),
        (Alerts(open_days=30), 31, ["Open kosten sinds 09-04-2024: langer dan 30 dagen."]),
    ],
)
def test_open_costs_are_told_as_the_library_decided(
    desk: Desk, customer_id: int, limits: Alerts, day: int, told: list[str]
) -> None:
    with desk.transaction() as tx:
        invoice(tx, desk.library, customer_id, [Charge(ChargeKind.FINE, 500)])
    later = replace(
        desk,
        library=_with(desk, limits),
        working_date=date.fromordinal(desk.working_date.toordinal() + day),
    )
    assert [text.removesuffix(" Zelfbediening kan niet.") for text in alerts(later, customer_id)] == told


def _with(desk: Desk, limits: Alerts):
    from msgspec.structs import replace as replace_struct

    return replace_struct(desk.library, alerts=limits)
