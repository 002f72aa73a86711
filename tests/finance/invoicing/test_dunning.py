"""Reminder, arrears, end: by the library's terms (30 days to pay, then 14, 30 and 60), one step at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import msgspec
import pytest

from balie.cancellation.cancel import cancel, withdraw
from balie.cancellation.wish import Wish
from balie.correspondence.invoices import is_open, open_now
from balie.customers.memberships import is_running
from balie.desk import Desk
from balie.dutch.money import format_cents
from balie.finance.invoicing.dunning import dunning_preview, dunning_run
from balie.finance.invoicing.run import run
from balie.finance.invoicing.runs import RunKind, past_runs
from balie.finance.invoicing.unpaid import UnpaidStep
from balie.ledger import Incoming, Method, balance, receive
from balie.library.terms import CancellationWay
from balie.messages.documents import render_document
from balie.messages.outbox import read_messages
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from balie.store.connection import Store
from balie.store.pace import Pace
from balie.store.runs import only_run
from tests.finance.invoicing.conftest import At, Join, statuses
from tests.support.applicants import enrol_tester
from tests.support.members import pay_all

MAY = date(2025, 5, 1)
INVOICED = date(2025, 3, 10)
REMINDED = date(2025, 5, 15)
"""14 days after 01-05-2025, the last day to pay (30 days after the invoice would be before the period begins)."""
OVERDUE = date(2025, 6, 14)
ENDED = date(2025, 8, 13)


@pytest.fixture
def debtor(at: At, join: Join) -> int:
    """A member whose first year is paid and whose second, € 52,00 from 01-05-2025, is not."""
    tester = join()
    pay_all(at(date(2024, 4, 9)), tester, "bank")
    run(at(INVOICED), MAY)
    return tester


def test_each_step_comes_after_its_days_since_the_one_before(at: At, debtor: int, store: Store) -> None:
    for day, status in (
        (date(2025, 5, 14), 2),
        (REMINDED, 3),
        (REMINDED, 3),  # the same day again does nothing more
        (date(2025, 6, 13), 3),
        (OVERDUE, 4),
        (date(2025, 8, 12), 4),
        (ENDED, 9),
        (date(2026, 1, 1), 9),
    ):
        dunning_run(at(day))
        assert statuses(store, debtor) == [5, status], day
    assert check(store, all_invariants()) == []


def test_who_was_never_reminded_is_never_put_out(at: At, debtor: int, store: Store) -> None:
    dunning_run(at(date(2027, 1, 1)))
    assert statuses(store, debtor) == [5, 3]
    dunning_run(at(date(2027, 1, 2)))
    assert statuses(store, debtor) == [5, 3]


def test_who_pays_is_normal_whatever_came_before(at: At, debtor: int, store: Store) -> None:
    dunning_run(at(REMINDED))
    dunning_run(at(OVERDUE))
    with at(OVERDUE).transaction() as tx:
        receive(tx, Incoming(debtor, 5200, Method.BANK, OVERDUE))
    assert statuses(store, debtor) == [5, 5]
    assert dunning_run(at(ENDED)).counts == {}
    assert statuses(store, debtor) == [5, 5]


def test_a_part_that_was_paid_leaves_the_rest_to_be_reminded_of(at: At, debtor: int, store: Store) -> None:
    with at(INVOICED).transaction() as tx:
        receive(tx, Incoming(debtor, 2000, Method.BANK, INVOICED))
    seen = dunning_preview(at(REMINDED))
    (one,) = seen.customers
    assert (one.customer_id, one.name, one.step, one.open_cents, one.reason) == (
        *(debtor, "Tester, E.B.", UnpaidStep.REMINDER, 3200),
        "te betalen voor 01-05-2025",
    )
    assert (seen.counts, seen.cents, seen.count) == ({UnpaidStep.REMINDER: 1}, {UnpaidStep.REMINDER: 3200}, 1)
    assert statuses(store, debtor) == [5, 2]


def test_the_letters_tell_what_is_open_and_what_follows(at: At, debtor: int, store: Store) -> None:
    dunning_run(at(REMINDED))
    dunning_run(at(OVERDUE))
    messages = read_messages(store, "kind = 'herinnering' ORDER BY id", ())
    texts = []
    for message in messages:
        given = {"library": "", "contact": None, "customer_number": None, "way": "brief"}
        texts.append(
            " ".join(render_document(f"message-{message.template}", {**given, **(message.data or {})}, 70).split())
        )
    reminder, arrears = texts
    assert "Op 01-05-2025 had factuur 2 voor uw abonnement Jaarabonnement betaald moeten zijn." in reminder
    assert "Daarvan staat nog € 52,00 open." in reminder
    assert "vóór 14-06-2025" in reminder
    assert "RF04 0000 0001 94" in reminder
    assert "Is het op 13-08-2025 niet betaald, dan schrijven wij u uit als lid." in arrears
    assert [message.about for message in messages] == ["invoice 2", "invoice 2 arrears"]


def test_whoever_is_put_out_pays_for_the_days_until_then_only(at: At, debtor: int, store: Store) -> None:
    for day in (REMINDED, OVERDUE, ENDED):
        dunning_run(at(day))
    assert not is_running(store, debtor, date(2025, 8, 14))
    assert is_running(store, debtor, ENDED) is False  # status 9: at once
    # 260 of 365 days are left after 13-08-2025: € 37,04 of € 52,00 is taken off.
    assert balance(store, debtor).contribution == 5200 - 3704
    (row,) = store.read("SELECT before, after FROM journal WHERE action = 'ended unpaid'")
    assert row == (
        '{"status":"Betalingsachterstand"}',
        '{"status":"Uitgeschreven","open_cents":5200,"run":4,"ended_on":"2025-08-13","refund_cents":3704}',
    )
    kinds = [(one.kind, one.reminded, one.overdue, one.ended) for one in reversed(past_runs(store))]
    assert kinds == [
        (RunKind.CONTRIBUTION, 0, 0, 0),
        (RunKind.DUNNING, 1, 0, 0),
        (RunKind.DUNNING, 0, 1, 0),
        (RunKind.DUNNING, 0, 0, 1),
    ]


def test_who_was_put_out_gets_no_next_period(at: At, debtor: int, store: Store) -> None:
    for day in (REMINDED, OVERDUE, ENDED):
        dunning_run(at(day))
    assert run(at(date(2026, 3, 10)), date(2026, 5, 1)).count == 0


def test_an_invoice_without_a_last_day_counts_from_the_day_it_was_made(at: At, join: Join, store: Store) -> None:
    tester = join()  # invoiced by the enrolment on 09-04-2024
    dunning_run(at(date(2024, 5, 22)))
    assert statuses(store, tester) == [2]
    dunning_run(at(date(2024, 5, 23)))  # 30 and 14 days later
    assert statuses(store, tester) == [3]


@pytest.mark.parametrize(
    ("collection", "withdrawn", "since"),
    [
        (None, False, None),  # is still to be collected
        ((None, None), False, None),  # is at the bank
        (("2025-06-01", "AM04"), False, None),  # is presented once more
        (("2025-06-01", "MD06"), False, date(2025, 7, 15)),  # the customer is asked to pay: 30 + 14 days
        (("2025-06-01", "AC04"), False, date(2025, 7, 15)),
        (None, True, date(2025, 5, 29)),  # no mandate any more: 14 days after 15-05-2025, when it was to be collected
    ],
)
def test_who_pays_by_direct_debit_is_reminded_once_that_came_to_nothing(
    at: At,
    join: Join,
    store: Store,
    collection: tuple[str | None, str | None] | None,
    withdrawn: bool,
    since: date | None,
) -> None:
    tester = join(mandate=True)
    pay_all(at(date(2024, 4, 9)), tester, "bank")
    run(at(INVOICED), MAY)
    (charge,) = store.read_one("SELECT id FROM charge WHERE membership_number = 2") or ()
    if collection is not None:
        store.connection.execute(
            "INSERT INTO collection_run VALUES (1, '2025-05-01', '2025-05-15', '', '2025-05-01', '4104', 'ebt', NULL)"
        )
        store.connection.execute(
            "INSERT INTO collection_file VALUES (1, 1, 'm', 'n', '', 1, 4800, '', '2025-05-13', 'ebt', 1)"
        )
        store.connection.execute(
            "INSERT INTO collection VALUES (?, 1, 1, 'e', 'm', 'FRST', 4800, '', '2025-03-10', 'factuur', NULL, ?, ?)",
            (charge, *collection),
        )
    if withdrawn:
        store.connection.execute("UPDATE mandate SET withdrawn_on = '2025-04-01'")
    if since is None:
        assert dunning_preview(at(date(2027, 1, 1))).count == 0
        return
    assert dunning_preview(at(date.fromordinal(since.toordinal() - 1))).count == 0
    assert dunning_preview(at(since)).count == 1


def test_nobody_is_reminded_of_a_debt_of_the_dead(at: At, debtor: int, store: Store) -> None:
    store.connection.execute("UPDATE customer SET name_key = '*' || name_key WHERE id = ?", (debtor,))
    assert dunning_preview(at(REMINDED)).count == 0


def test_without_terms_no_status_moves(desk: Desk, store: Store) -> None:
    tester = enrol_tester(desk).customer_id
    late = replace(desk, working_date=date(2026, 1, 1))
    for act in (dunning_preview, dunning_run):
        with pytest.raises(Refusal, match="reminder_after_days"):
            act(late)
    assert statuses(store, tester) == [2]


def test_a_step_without_days_is_never_taken(at: At, debtor: int, store: Store) -> None:
    desk = at(REMINDED)
    assert desk.library.invoicing is not None
    rule = msgspec.structs.replace(desk.library.invoicing, arrears_after_days=None, end_after_days=None)
    library = msgspec.structs.replace(desk.library, invoicing=rule)
    dunning_run(replace(desk, library=library))
    dunning_run(replace(desk, library=library, working_date=date(2027, 1, 1)))
    assert statuses(store, debtor) == [5, 3]


def test_one_run_at_a_time(at: At, debtor: int, store: Store) -> None:
    with only_run(store, told="bezig"), pytest.raises(Refusal, match="al een facturatie of aanmaning bezig"):
        dunning_run(at(REMINDED))
    assert statuses(store, debtor) == [5, 2]


def test_many_debtors_in_many_batches_each_take_one_step(at: At, join: Join, store: Store) -> None:
    debtors = [join(f"Klant {letter}") for letter in "abcde"]
    pace = Pace(lambda: 0.0, fewest=1)
    pace.rows = 2
    seen: list[tuple[int, int]] = []
    result = dunning_run(at(date(2024, 6, 1)), lambda done, total: seen.append((done, total)), pace=pace)
    assert result.counts == {UnpaidStep.REMINDER: 5}
    assert [statuses(store, one) for one in debtors] == [[3]] * 5
    assert seen[-1] == (1, 1)
    assert dunning_run(at(date(2024, 6, 1))).run is None


LETTER = Wish(CancellationWay.LETTER, date(2025, 5, 10))


def test_who_cancelled_is_reminded_of_what_was_told(at: At, debtor: int, store: Store) -> None:
    told = cancel(at(LETTER.received_on), debtor, LETTER).settlement
    assert 0 < told.due_cents < 5200

    assert dunning_preview(at(REMINDED)).cents == {UnpaidStep.REMINDER: told.due_cents}
    dunning_run(at(REMINDED))

    (message,) = read_messages(store, "kind = 'herinnering'", ())
    assert message.data is not None
    assert message.data["open"] == format_cents(told.due_cents)
    assert open_now(store, message, REMINDED) == message.data
    withdraw(at(REMINDED), debtor)
    again = open_now(store, message, REMINDED)
    assert again is not None
    assert again["open"] == "€ 52,00"


def test_who_cancelled_before_the_period_is_not_reminded_of_it(at: At, debtor: int, store: Store) -> None:
    early = at(date(2025, 3, 15))
    told = cancel(early, debtor, Wish(CancellationWay.LETTER, early.working_date)).settlement
    assert told.due_cents == 0
    (invoice,) = read_messages(store, "kind = 'factuur' ORDER BY id DESC", (), limit=1)
    assert not is_open(store, invoice, REMINDED)
    assert dunning_preview(at(REMINDED)).count == 0
    dunning_run(at(REMINDED))
    assert statuses(store, debtor) == [5, 2]
