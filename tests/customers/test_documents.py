from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from balie.customers.cards.cards import add_card, block
from balie.customers.document_kinds import DOCUMENTS
from balie.customers.documents import preview, print_job
from balie.customers.finding.entry import NumberLater
from balie.desk import Desk
from balie.library.structs import Library
from balie.messages.documents import WIDTH
from balie.messages.printing import deliver, record
from balie.refusal import Refusal
from tests.support.applicants import IBAN, enrol_tester

ENROLMENT = """\
Biblionet Drenthe
Vestiging 9428 Gieten

INSCHRIJFBEWIJS

Naam           Dhr. E.B. Tester
Adres          Kruisakkers 41, 9468 BG ANNEN
Klantnummer    2 9428 0000 7772 7
Geboortedatum  04-01-1991

Abonnement        Basis
Ingeschreven op   09-04-2024
Contributie over  01-05-2024 t/m 30-04-2025
Geldig t/m        30-04-2025
Contributie       € 54,00 (factuur)
Strippen          125

Wij bevestigen dat Dhr. E.B. Tester op 9 april 2024 bij ons staat ingeschreven.
"""

PASS = """\
Biblionet Drenthe
Vestiging 9428 Gieten

LEDENPAS

Naam op de pas  E.B. Tester

Type      Klantnummer         Streepjescode   Vestiging
--------  ------------------  --------------  ---------
Hoofdpas  2 9428 0000 7772 7  29428000077727  9428
Volgpas   2 9428 0000 7773 5  29428000077735  9428
"""


@pytest.fixture
def member(desk: Desk) -> int:
    return enrol_tester(desk).customer_id


def end(desk: Desk, customer_id: int, last_day: str) -> None:
    with desk.transaction() as tx:
        tx.execute("UPDATE membership SET ended_on = ? WHERE customer_id = ?", (last_day, customer_id))


def lend(desk: Desk, customer_id: int, item: str, returned: str | None = None) -> None:
    with desk.transaction() as tx:
        tx.execute(
            "INSERT INTO loan (customer_id, item_number, lent_on, due_on, returned_on)"
            " VALUES (?, ?, '2024-04-02', '2024-04-23', ?)",
            (customer_id, item, returned),
        )


def test_the_proof_of_enrolment(desk: Desk, member: int) -> None:
    document = preview(desk, member, "inschrijfbewijs")
    assert document.text == ENROLMENT
    assert document.title == "Inschrijfbewijs"
    assert document.lines == tuple(ENROLMENT.splitlines())


def test_the_proof_of_enrolment_tells_the_mandate(desk: Desk, poort: Library) -> None:
    there = replace(desk, library=poort, branch=poort.branches[0])
    enrolled = enrol_tester(there, subscription="0002", direct_debit="ja", iban=IBAN)
    text = preview(there, enrolled.customer_id, "inschrijfbewijs").text
    assert f"Machtiging        {enrolled.number}" in text
    assert IBAN not in text


def test_without_a_running_membership_there_is_no_proof_of_enrolment(desk: Desk, member: int) -> None:
    end(desk, member, "2024-04-08")
    with pytest.raises(Refusal, match="geen lopend abonnement"):
        preview(desk, member, "inschrijfbewijs")


@pytest.mark.parametrize("last_day", ["2024-04-08", "2024-05-08"])
def test_the_proof_of_leaving_tells_the_last_day_also_ahead(desk: Desk, member: int, last_day: str) -> None:
    end(desk, member, last_day)
    lines = preview(desk, member, "uitschrijfbewijs").lines
    assert f"Laatste dag       {date.fromisoformat(last_day):%d-%m-%Y}" in lines
    assert "Nog in bezit      0" in lines
    assert "Open contributie  € 54,00" in lines


def test_without_leaving_there_is_no_proof_of_it(desk: Desk, member: int) -> None:
    with pytest.raises(Refusal, match="zeg eerst het abonnement op"):
        preview(desk, member, "uitschrijfbewijs")


def test_the_overview_tells_address_membership_passes_and_what_is_open(desk: Desk, member: int) -> None:
    text = preview(desk, member, "overzicht-klant").text
    for told in (
        "Achternaam   Tester",
        "Hoofdadres  Kruisakkers  41          9468 BG   ANNEN",
        "01-05-2024  30-04-2025  Basis",
        "29428000077727  Hoofdpas  Actief  09-04-2024",
        "contributie     € 54,00",
    ):
        assert told in text


def test_the_list_of_loans_tells_what_is_at_home(desk: Desk, member: int) -> None:
    assert "Er is niets in bezit." in preview(desk, member, "leenoverzicht").text
    lend(desk, member, "34104000112233")
    assert "34104000112233  02-04-2024  23-04-2024" in preview(desk, member, "leenoverzicht").text


@pytest.mark.parametrize("kept", [True, False])
def test_the_loan_history_is_printed_only_where_it_is_kept(desk: Desk, kept: bool) -> None:
    customer_id = enrol_tester(desk, keep_history="ja" if kept else "nee").customer_id
    lend(desk, customer_id, "34104000112233", "2024-04-05")
    text = preview(desk, customer_id, "leenoverzicht").text
    assert ("34104000112233  02-04-2024  05-04-2024" in text) is kept
    assert ("De leenhistorie wordt niet bewaard." in text) is not kept


def test_what_is_printed_on_a_pass_the_own_number_first(desk: Desk, member: int) -> None:
    add_card(desk, member, None)
    assert preview(desk, member, "ledenpas").text == PASS


def test_a_blocked_pass_is_not_printed(desk: Desk, member: int) -> None:
    block(desk, member, "29428000077727", "vermist")
    with pytest.raises(Refusal, match="geen actieve pas"):
        preview(desk, member, "ledenpas")


@pytest.mark.parametrize("code", [choice.code for choice in DOCUMENTS])
def test_no_document_has_the_actor_id_or_a_line_too_wide(desk: Desk, code: str) -> None:
    customer_id = enrol_tester(
        desk, surname="Wilhelmina " * 5 + "x" * 5, street="Lange" * 12, email=f"{'a' * 60}@voorbeeld.nl"
    ).customer_id
    lend(desk, customer_id, "34104000112233")
    if code == "uitschrijfbewijs":
        end(desk, customer_id, "2024-05-08")
    document = preview(desk, customer_id, code)
    assert str(customer_id) not in document.text
    assert max(map(len, document.lines)) <= WIDTH
    assert document.text.endswith("\n")


def test_a_print_is_in_the_journal_and_a_preview_is_not(desk: Desk, member: int) -> None:
    before = desk.store.read("SELECT count(*) FROM journal")
    document = preview(desk, member, "inschrijfbewijs")
    assert desk.store.read("SELECT count(*) FROM journal") == before
    job = print_job(desk, member, document)
    outcome = deliver(job)
    record(desk, job, outcome)
    assert Path(outcome.place).name == "inschrijfbewijs-29428000077727-00000001.txt"
    assert Path(outcome.place).read_text(encoding="utf-8") == document.text
    row = desk.store.read_one("SELECT action, customer_id, after FROM journal ORDER BY id DESC LIMIT 1")
    assert row is not None
    assert (row[0], row[1], json.loads(row[2])) == (
        "document printed",
        member,
        {"document": "inschrijfbewijs", "serial": 1},
    )


def test_two_prints_are_two_files(desk: Desk, member: int) -> None:
    places = {deliver(print_job(desk, member, preview(desk, member, "leenoverzicht"))).place for _ in range(2)}
    assert len(places) == 2


def test_a_document_that_does_not_come_out_is_told(desk: Desk, member: int) -> None:
    desk.spool.write_text("a file where the folder should be")
    outcome = deliver(print_job(desk, member, preview(desk, member, "leenoverzicht")))
    assert "De afdruk kon niet worden geschreven" in outcome.failure


def test_who_has_no_number_yet_can_still_have_a_list_of_loans(desk: Desk) -> None:
    customer_id = enrol_tester(desk, number=NumberLater()).customer_id
    document = preview(desk, customer_id, "leenoverzicht")
    assert "Klantnummer  volgt" in document.text
    assert "zonder-nummer" in print_job(desk, customer_id, document).file_name


def test_of_nobody_there_is_no_document(desk: Desk) -> None:
    for choice in DOCUMENTS:
        with pytest.raises(Refusal, match="bestaat niet"):
            preview(desk, 99, choice.code)
