from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from balie.customers.cards.credentials import in_groups
from balie.desk import Desk
from balie.messages.printing import deliver, prepare, prepare_last, print_receipt, record
from balie.messages.unprinted import unprinted
from balie.refusal import Refusal
from tests.support.applicants import enrol_tester

PASSWORD = in_groups("E47C5M6C")


def state(desk: Desk) -> list[tuple[str, int, str | None]]:
    return [
        (row[0], row[1], row[2]) for row in desk.store.read("SELECT state, copies, reason FROM receipt ORDER BY id")
    ]


def waiting(desk: Desk) -> list[tuple[int, str]]:
    return [(bon.receipt_id, bon.reason) for bon in unprinted(desk)]


@pytest.fixture
def printer(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose library names a queue, with an `lp` of its own that keeps what it is given."""
    tools = tmp_path / "tools"
    tools.mkdir()
    _script(tools / "lp", f'echo "$@" > {tmp_path}/arguments; cat > {tmp_path}/paper')
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    printing = msgspec.structs.replace(desk.library.printing, queue="bonprinter")
    return replace(desk, library=msgspec.structs.replace(desk.library, printing=printing))


def _script(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def test_a_bon_becomes_a_file_that_only_the_desk_can_read(desk: Desk) -> None:
    outcome = print_receipt(desk, enrol_tester(desk).receipt_id, PASSWORD)
    path = Path(outcome.place)
    assert outcome.printed
    assert path == desk.spool / "bon-00000001.txt"
    assert "E47C 5M6C" in path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(desk.spool.stat().st_mode) == 0o700
    assert list(desk.spool.iterdir()) == [path]
    assert state(desk) == [("printed", 1, None)]


def test_printing_again_gives_a_duplicate_without_the_password(desk: Desk) -> None:
    receipt_id = enrol_tester(desk).receipt_id
    first = print_receipt(desk, receipt_id, PASSWORD)
    again = print_receipt(desk, receipt_id, PASSWORD)
    assert again.place != first.place
    text = Path(again.place).read_text(encoding="utf-8")
    assert "DUPLICAAT" in text
    assert "E47C" not in text
    assert state(desk) == [("printed", 2, None)]


def test_f5_prints_the_last_bon_of_this_member_of_staff(desk: Desk) -> None:
    for surname, staff in (("Eerste", "ebt"), ("Tweede", "ebt"), ("Derde", "hk")):
        theirs = replace(desk, staff=staff)
        print_receipt(theirs, enrol_tester(theirs, surname=surname).receipt_id, PASSWORD)
    text = prepare_last(desk).text
    assert "Tweede" in text
    assert "DUPLICAAT" in text


def test_without_a_bon_there_is_nothing_to_print_again(desk: Desk) -> None:
    with pytest.raises(Refusal, match="nog geen bon"):
        prepare_last(desk)
    with pytest.raises(Refusal, match="bestaat niet"):
        print_receipt(desk, 99)


def test_a_spool_folder_that_cannot_be_made_leaves_the_enrolment_and_keeps_the_bon(desk: Desk) -> None:
    desk.spool.write_text("in the way")
    enrolled = enrol_tester(desk)
    outcome = print_receipt(desk, enrolled.receipt_id, PASSWORD)
    assert not outcome.printed
    assert "kon niet worden geschreven" in outcome.failure
    assert state(desk) == [("failed", 0, outcome.failure)]
    assert waiting(desk) == [(enrolled.receipt_id, outcome.failure)]
    assert desk.store.read_one("SELECT count(*) FROM customer") == (1,)


def test_what_failed_is_printed_whole_the_next_time(desk: Desk) -> None:
    desk.spool.write_text("in the way")
    receipt_id = enrol_tester(desk).receipt_id
    print_receipt(desk, receipt_id, PASSWORD)
    desk.spool.unlink()
    text = Path(print_receipt(desk, receipt_id, PASSWORD).place).read_text(encoding="utf-8")
    assert "E47C 5M6C" in text
    assert "DUPLICAAT" not in text
    assert (state(desk), waiting(desk)) == ([("printed", 1, None)], [])


def test_a_duplicate_that_fails_leaves_the_bon_printed(desk: Desk) -> None:
    receipt_id = enrol_tester(desk).receipt_id
    job = prepare(desk, receipt_id)
    record(desk, job, deliver(job))
    failing = replace(job, spool=desk.spool / job.file_name)
    record(desk, failing, deliver(failing))
    assert state(desk)[0][:2] == ("printed", 1)
    assert waiting(desk) == []


def test_a_queue_gets_the_bon_by_lp(printer: Desk, tmp_path: Path) -> None:
    outcome = print_receipt(printer, enrol_tester(printer).receipt_id, PASSWORD)
    assert (outcome.printed, outcome.place) == (True, "bonprinter")
    assert (tmp_path / "arguments").read_text() == "-d bonprinter -t bon-00000001 -\n"
    assert "E47C 5M6C" in (tmp_path / "paper").read_text()
    assert not printer.spool.exists()


@pytest.mark.parametrize(
    ("body", "failure"),
    [("exit 1", "weigert de bon"), ("exec sleep 60", "reageert niet")],
)
def test_a_failing_printer_is_told_and_the_bon_waits(
    printer: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, failure: str
) -> None:
    monkeypatch.setattr("balie.messages.printing.PATIENCE", 0.2)
    _script(tmp_path / "tools" / "lp", body)
    outcome = print_receipt(printer, enrol_tester(printer).receipt_id, PASSWORD)
    assert failure in outcome.failure
    assert state(printer) == [("failed", 0, outcome.failure)]


def test_without_lp_the_desk_says_what_to_do(printer: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    outcome = print_receipt(printer, enrol_tester(printer).receipt_id, PASSWORD)
    assert "lp ontbreekt" in outcome.failure


def test_a_job_never_shows_its_password(desk: Desk) -> None:
    assert "E47C" not in repr(prepare(desk, enrol_tester(desk).receipt_id, PASSWORD))
