"""Nothing leaves a practice desk: no paper, no mail; and neither file is opened as the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from balie.commands import run
from balie.correspondence.run import send_waiting
from balie.customers.documents import preview, print_job
from balie.lending.reminders import queue_due
from balie.messages.printing import deliver, job_of, print_receipt
from balie.opening import Opening
from balie.options import DeskOptions
from balie.practice.places import DAY
from balie.refusal import Refusal
from balie.rounds.topics import all_topics

TODAY = date(2026, 11, 30)


def _somebody(desk) -> int:
    ((customer_id,),) = desk.store.read("SELECT id FROM customer WHERE email LIKE '%wilgenhof%'")
    return int(customer_id)


def test_a_bon_of_a_practice_desk_says_that_it_is_not_valid_and_goes_to_no_printer(
    with_printer_and_mail, listening_printer
):
    desk = with_printer_and_mail
    ((receipt,),) = desk.store.read("SELECT max(id) FROM receipt WHERE template = 'receipt-payment'")
    outcome = print_receipt(desk, receipt)
    text = Path(outcome.place).read_text()
    assert text.startswith("OEFENBON - niet geldig\n")
    assert not (listening_printer / "called").exists()


def test_a_document_and_every_page_of_a_letter_say_so_too(with_printer_and_mail, listening_printer):
    desk = with_printer_and_mail
    customer_id = _somebody(desk)
    outcome = deliver(print_job(desk, customer_id, preview(desk, customer_id, "inschrijfbewijs")))
    assert Path(outcome.place).read_text().startswith("OEFENAFDRUK - niet geldig\n")
    pages = job_of(desk, "een\ftwee\f", "brieven-00000001.txt").text
    assert pages == "OEFENBRIEF - niet geldig\neen\fOEFENBRIEF - niet geldig\ntwee\f"
    assert not (listening_printer / "called").exists()


def test_a_mail_of_a_practice_desk_is_sent_nowhere(with_printer_and_mail, listening_mail_server):
    desk = with_printer_and_mail
    queue_due(desk)
    report = send_waiting(desk, all_topics(), {}, letters=False)
    assert report.mailed > 0
    assert report.stopped == []
    assert listening_mail_server.posts == []


def test_a_real_desk_refuses_a_practice_file(practice_options):
    real = replace(practice_options, practice=False)
    with pytest.raises(Refusal, match="van een oefenbalie"):
        Opening(real, today=TODAY)


def test_a_practice_desk_refuses_a_real_file(tmp_path):
    path = tmp_path / "echt.balie"
    Opening(DeskOptions(path), today=TODAY, make=True).store.close()
    with pytest.raises(Refusal, match="geen oefenbestand"):
        Opening(DeskOptions(path, working_date=DAY, practice=True), today=TODAY)


@pytest.mark.parametrize("command", [("berichten", "--ja"), ("opruimen",), ("incasso",)])
def test_no_command_works_in_a_practice_file(practice_options, capsys, command):
    status = run([*command, "--bestand", str(practice_options.store)], lambda options: 0, today=lambda: TODAY)
    assert status == 1
    assert "oefenbalie" in capsys.readouterr().err


@pytest.mark.parametrize("there", [True, False])
def test_a_copy_of_a_practice_file_is_not_restored_over_a_library(practice_options, tmp_path, capsys, there):
    path = tmp_path / "echt.balie"
    if there:
        Opening(DeskOptions(path), today=TODAY, make=True).store.close()
    arguments = ["herstel", str(practice_options.store), "--bestand", str(path), "--ja", "--andere-bibliotheek"]
    assert run(arguments, lambda options: 0, today=lambda: TODAY) == 1
    assert "van een oefenbalie" in capsys.readouterr().err
    assert path.exists() is there


def test_today_is_the_day_of_the_practice_desk(practice_desk):
    assert practice_desk.today == practice_desk.working_date == DAY
