"""What was to be printed and did not come out is found again, until it is printed or not needed any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from balie.customers.cards.credentials import Secret
from balie.customers.cards.passwords import give_password
from balie.desk import Desk
from balie.library.data_files import data_path
from balie.messages.bon_kinds import BON_KINDS
from balie.messages.printing import deliver, print_receipt, record
from balie.messages.receipts import queue_receipt
from balie.messages.unprinted import Unprinted, count_unprinted, drop, prepare_unprinted, unprinted
from balie.refusal import Refusal
from tests.support.applicants import enrol_tester

SLIP = {"library": "L", "branch": "9428", "date": "", "to": "Assen", "number": "39428000000017", "title": "[b]Ik[/b]"}


@pytest.fixture
def later(desk: Desk) -> Desk:
    """The same desk two minutes later."""
    return replace(desk, now=lambda: desk.now() + timedelta(minutes=2))


def queue_slip(desk: Desk) -> int:
    with desk.transaction() as tx:
        return queue_receipt(tx, "receipt-transport", None, SLIP)


def told(bon: Unprinted) -> tuple[str, str]:
    return bon.kind.label, bon.about


def test_every_template_of_a_bon_has_a_name_and_tells_what_it_is_for() -> None:
    here = {path.stem for path in data_path("templates").glob("receipt-*.txt")} | {"letter-cancellation"}
    assert set(BON_KINDS) == here
    for template, kind in BON_KINDS.items():
        text = data_path("templates", f"{template}.txt").read_text(encoding="utf-8")
        assert kind.about
        assert all(name in text for name in kind.about), template


def test_what_was_queued_and_not_printed_is_listed_with_what_it_is_for(desk: Desk, later: Desk) -> None:
    enrolled, slip = enrol_tester(desk), queue_slip(desk)
    found = unprinted(later)
    assert [told(bon) for bon in found] == [
        ("Inschrijving", "E.B. Tester"),
        ("Transport", "Assen · [b]Ik[/b] · 39428000000017"),
    ]
    assert [(bon.customer_id, bon.made_at, bon.staff) for bon in found] == [
        (enrolled.customer_id, desk.now(), "ebt"),
        (None, desk.now(), "ebt"),
    ]
    assert all(bon.lines == prepare_unprinted(later, bon.receipt_id).text.count("\n") for bon in found)
    print_receipt(later, slip)
    assert count_unprinted(later) == 1
    assert count_unprinted(replace(later, branch=msgspec.structs.replace(desk.branch, number="9429"))) == 0
    assert [bon.receipt_id for bon in unprinted(later, after=enrolled.receipt_id)] == []


def test_a_bon_that_is_being_printed_is_not_forgotten_unless_the_printer_failed(desk: Desk) -> None:
    receipt_id = queue_slip(desk)
    assert (unprinted(desk), count_unprinted(desk)) == ([], 0)
    desk.spool.write_text("in the way")
    outcome = print_receipt(desk, receipt_id)
    assert [bon.reason for bon in unprinted(desk)] == [outcome.failure]


def test_a_bon_of_before_the_moment_was_kept_is_listed_too(desk: Desk) -> None:
    receipt_id = queue_slip(desk)
    with desk.transaction() as tx:
        tx.execute("UPDATE receipt SET made_at = NULL WHERE id = ?", (receipt_id,))
    assert [(bon.made_on, bon.made_at) for bon in unprinted(desk)] == [(desk.working_date, None)]


def test_a_password_never_comes_out_later(desk: Desk, later: Desk, secret: Secret) -> None:
    enrolled = enrol_tester(desk)
    given = give_password(desk, enrolled.customer_id, secret)
    assert "Eenmalig wachtwoord\n" not in prepare_unprinted(later, enrolled.receipt_id).text
    with pytest.raises(Refusal, match="een nieuw wachtwoord"):
        prepare_unprinted(later, given)


def test_what_is_not_needed_any_more_is_gone_from_the_list_and_in_the_journal(desk: Desk, later: Desk) -> None:
    enrolled, slip = enrol_tester(desk), queue_slip(desk)
    assert drop(later, [enrolled.receipt_id, slip]) == 2
    assert drop(later, [slip]) == 0
    assert (unprinted(later), count_unprinted(later)) == ([], 0)
    rows = desk.store.read("SELECT customer_id, after FROM journal WHERE action = 'bon dropped' ORDER BY id")
    assert rows == [(enrolled.customer_id, '{"bon":"Inschrijving"}'), (None, '{"bon":"Transport"}')]
    with pytest.raises(Refusal, match="intussen"):
        prepare_unprinted(later, slip)


def test_two_desks_do_not_print_the_same_bon_from_the_list(desk: Desk, later: Desk) -> None:
    slip = queue_slip(desk)
    job = prepare_unprinted(later, slip)
    record(later, job, deliver(job))
    with pytest.raises(Refusal, match="intussen"):
        prepare_unprinted(later, slip)
