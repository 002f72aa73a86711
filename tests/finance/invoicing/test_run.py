"""The contribution run: whom it takes, what it writes, and that it does so once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from balie.customers.subscriptions.change import renew
from balie.desk import Desk
from balie.finance.invoicing.judging import PeriodObstacle
from balie.finance.invoicing.months import usual_month
from balie.finance.invoicing.preview import preview
from balie.finance.invoicing.run import AT_WORK, run
from balie.finance.invoicing.runs import RunKind, past_runs
from balie.finance.invoicing.transitions import coming_up
from balie.ledger import Incoming, Method, balance, counter_payment, receive
from balie.library.structs import Library
from balie.messages.documents import render_document
from balie.messages.outbox import read_messages
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from balie.store.connection import Store
from balie.store.pace import Pace
from balie.store.runs import only_run
from tests.finance.invoicing.conftest import At, Join, change, rows, statuses
from tests.support.applicants import enrol_tester
from tests.support.members import pay_all

MAY = date(2025, 5, 1)
MARCH = date(2025, 3, 10)
"""A day on which May can be invoiced."""


def test_the_next_period_its_charge_invoice_letter_and_journal_are_made(at: At, join: Join, store: Store) -> None:
    tester = join()
    result = run(at(MARCH), MAY)
    assert (result.count, result.cents, result.obstacles) == (1, 5200, {})
    assert rows(store, tester) == [
        (1, "0002", 2, "2024-05-01", "2025-04-30", 5200),
        (2, "0002", 2, "2025-05-01", "2026-04-30", 5200),
    ]
    (charge,) = store.read(
        "SELECT invoice_id, kind, cents, vat_percent, vat_basis, booked_on, branch FROM charge"
        " WHERE membership_number = 2"
    )
    (invoice,) = store.read(
        "SELECT id, customer_id, made_on, due_on, reference, staff FROM invoice WHERE id = ?", (charge[0],)
    )
    assert charge[1:] == ("contributie", 5200, 9, "inbegrepen", "2025-03-10", "4104")
    # 30 days to pay, but never before the period begins.
    assert invoice == (charge[0], tester, "2025-03-10", "2025-05-01", "RF040000000194", "ebt")
    (message,) = read_messages(store, "customer_id = ?", (tester,))
    assert (message.kind, message.about, message.template) == ("factuur", f"invoice {charge[0]}", "invoice")
    (journal,) = store.read("SELECT customer_id, before, after FROM journal WHERE action = 'renewed'")
    assert journal == (
        tester,
        '{"subscription":"0002","way":"factuur","paid_until":"2025-04-30"}',
        '{"subscription":"0002","way":"factuur","paid_from":"2025-05-01","paid_until":"2026-04-30","price_cents":5200,'
        f'"invoice":{charge[0]},"run":1}}',
    )
    assert check(store, all_invariants()) == []


def test_it_writes_what_the_desk_writes_when_it_renews_one_customer(at: At, join: Join, store: Store) -> None:
    by_run, by_hand = join("Run"), join("Hand")
    renew(at(MARCH), by_hand)
    run(at(MARCH), MAY)
    same = (
        "SELECT m.number, m.code, m.branch, m.status, m.started_on, m.paid_from, m.paid_until, m.rights_until,"
        " m.temporary, m.price_cents, m.way, m.reduced_65, m.strips, m.ended_on, c.kind, c.cents, c.vat_percent,"
        " c.vat_basis, c.booked_on, c.branch FROM membership AS m JOIN charge AS c ON c.customer_id = m.customer_id"
        " AND c.membership_number = m.number WHERE m.customer_id = ? ORDER BY m.number"
    )
    assert store.read(same, (by_run,)) == store.read(same, (by_hand,))


def test_doing_it_twice_charges_once(at: At, join: Join, store: Store) -> None:
    tester = join()
    run(at(MARCH), MAY)
    before = store.read("SELECT (SELECT count(*) FROM journal), (SELECT count(*) FROM charge)")
    again = run(at(MARCH), MAY)
    assert (again.run, again.count) == (None, 0)
    assert store.read("SELECT (SELECT count(*) FROM journal), (SELECT count(*) FROM charge)") == before
    assert len(rows(store, tester)) == 2
    seen = preview(at(MARCH), MAY)
    assert (seen.count, seen.again) == (0, True)


def test_a_preview_tells_what_the_run_then_does_and_writes_nothing(at: At, join: Join, store: Store) -> None:
    join("Factuur")
    join("Incasso", mandate=True)
    join("Kind", subscription="0001", birth_date="01-02-2012", guardian="De ouder")
    join("Verlopen", way="incasso")
    before = store.read("SELECT count(*) FROM journal")
    told: list[tuple[int, int]] = []
    seen = preview(at(MARCH), MAY, lambda done, total: told.append((done, total)))
    assert told
    assert all(0 <= done < total for done, total in told)
    assert store.read("SELECT count(*) FROM journal") == before
    assert [(group.code, group.name, group.way, group.count, group.cents) for group in seen.groups] == [
        ("0001", "Jeugd", "factuur", 1, 0),
        ("0002", "Jaarabonnement", "factuur", 1, 5200),
        ("0002", "Jaarabonnement", "incasso", 1, 4800),
    ]
    assert (seen.count, seen.cents, seen.left_out_count) == (3, 10000, 1)
    (left_out,) = seen.left_out
    assert (left_out.name, left_out.obstacle) == ("Verlopen, E.B.", PeriodObstacle.NO_MANDATE)
    done = run(at(MARCH), MAY)
    assert (done.groups, done.left_out, done.obstacles) == (seen.groups, seen.left_out, seen.obstacles)


@pytest.mark.parametrize(
    ("period", "taken"),
    [
        ({}, True),
        ({"ended_on": "2025-04-30"}, False),  # cancelled before it
        ({"ended_on": "2025-05-01"}, True),  # cancelled in the new period: given back at the settlement
        ({"temporary": 1}, False),
        ({"status": 9}, False),
        ({"status": 8}, False),
        ({"paid_until": None}, False),
        ({"paid_until": "2025-05-30"}, True),  # the next one starts on 31 May
        ({"paid_until": "2025-05-31"}, False),
    ],
)
def test_whose_next_period_starts_in_the_month(
    at: At, join: Join, store: Store, period: dict[str, object], taken: bool
) -> None:
    tester = join(**period)
    assert run(at(MARCH), MAY).count == int(taken)
    assert len(rows(store, tester)) == 1 + taken


def test_the_dead_are_not_billed(at: At, join: Join, store: Store) -> None:
    tester = join()
    store.connection.execute("UPDATE customer SET name_key = '*' || name_key WHERE id = ?", (tester,))
    assert run(at(MARCH), MAY).count == 0


def test_what_is_in_credit_pays_the_new_period(at: At, join: Join, store: Store) -> None:
    tester = join()
    pay_all(at(MARCH), tester, "contant")
    with at(MARCH).transaction() as tx:
        receive(tx, Incoming(tester, 6000, Method.BANK, MARCH))
    run(at(MARCH), MAY)
    assert statuses(store, tester) == [5, 5]
    assert balance(store, tester).credit == 800


def test_a_paid_period_is_normal_and_one_that_was_taken_back_is_invoiced_again(
    at: At, join: Join, store: Store
) -> None:
    tester = join()
    assert statuses(store, tester) == [2]
    with at(MARCH).transaction() as tx:
        receive(tx, Incoming(tester, 2000, Method.BANK, MARCH))
    assert statuses(store, tester) == [2]
    with at(MARCH).transaction() as tx:
        paid = receive(tx, Incoming(tester, 3200, Method.BANK, MARCH)).payment_id
    assert statuses(store, tester) == [5]
    with at(MARCH).transaction() as tx:
        counter_payment(tx, paid, reason="storno", on=MARCH)
    assert statuses(store, tester) == [2]


def test_the_letter_to_who_transfers_and_to_who_is_collected_from(at: At, join: Join, store: Store) -> None:
    transfers, collected = join("Factuur"), join("Incasso", mandate=True)
    run(at(MARCH), MAY)
    texts = {}
    for message in read_messages(store, "TRUE", ()):
        assert message.data is not None
        given = {"library": "", "contact": None, "customer_number": None, "way": "brief"}
        texts[message.customer_id] = render_document("message-invoice", {**given, **message.data}, 70)
    assert texts[transfers].splitlines()[0] == "Onderwerp: Factuur 3, contributie vanaf 01-05-2025"
    for line in (
        "Abonnement:       Jaarabonnement",
        "Periode:          01-05-2025 t/m 30-04-2026",
        "Bedrag:           € 52,00",
        "Daarin begrepen:  € 4,29 btw (9 %)",
    ):
        assert line in texts[transfers].splitlines()
    flat = " ".join(texts[transfers].split())
    assert "Maak € 52,00 uiterlijk 01-05-2025 over" in flat
    assert "betalingskenmerk RF04 0000 0002 91" in flat
    flat = " ".join(texts[collected].split())
    # The announcement of the collection names amount, day, creditor id and mandate (rules.md#announcement).
    assert "€ 48,00" in flat
    assert "op of kort na 15-05-2025 af van uw rekening die eindigt op 4300" in flat
    assert "NL36ZZZ410462010000" in flat
    assert "Kenmerk van uw machtiging: 24104" in flat
    assert "NL91ABNA0417164300" not in flat.replace(" ", "")


# --- which month ----------------------------------------------------------------------------------------------------


def refused(desk: Desk, month: date) -> str:
    with pytest.raises(Refusal) as refusal:
        preview(desk, month)
    with pytest.raises(Refusal) as again:
        run(desk, month)
    assert str(again.value) == str(refusal.value)
    return str(refusal.value)


def test_a_month_that_is_too_far_ahead_is_refused_with_the_day_from_which_it_can(at: At, join: Join) -> None:
    join()
    assert refused(at(date(2025, 2, 28)), MAY) == (
        "Voor mei 2025 is het te vroeg: die maand kan vanaf 01-03-2025 worden gefactureerd."
    )
    assert preview(at(date(2025, 3, 1)), MAY).count == 1


def test_a_month_is_not_skipped(at: At, join: Join) -> None:
    join("Mei")
    join("Juni", paid_until="2025-05-31")
    desk = at(date(2025, 4, 10))
    assert refused(desk, date(2025, 6, 1)) == (
        "Eerst mei 2025 (05-2025): daarvan is de facturatie van 1 abonnement nog niet gedaan."
    )
    assert usual_month(desk) == MAY
    run(desk, MAY)
    assert usual_month(desk) == date(2025, 6, 1)
    assert run(desk, date(2025, 6, 1)).count == 1


def test_who_was_left_out_of_a_month_does_not_stand_in_the_way_of_the_next(at: At, join: Join) -> None:
    join("Mei", way="incasso")
    desk = at(date(2025, 4, 10))
    assert run(desk, MAY).obstacles == {PeriodObstacle.NO_MANDATE: 1}
    assert preview(desk, date(2025, 6, 1)).count == 0


def test_a_month_that_is_over_is_made_up_for_once_and_then_refused(at: At, join: Join, store: Store) -> None:
    tester = join()
    late = at(date(2025, 7, 1))
    assert refused(late, date(2025, 6, 1)) == (
        "Juni 2025 is voorbij, en er is niets van in te halen. Kies een latere maand."
    )
    assert run(late, MAY).count == 1
    assert "Mei 2025 is voorbij en al gefactureerd." in refused(late, MAY)
    assert len(rows(store, tester)) == 2


def test_without_terms_of_its_own_a_library_invoices_two_months_ahead_without_a_last_day(
    desk: Desk, store: Store
) -> None:
    tester = enrol_tester(desk).customer_id
    ahead = replace(desk, working_date=date(2025, 3, 1))
    assert run(ahead, MAY).cents == 5400
    assert store.read("SELECT due_on FROM invoice ORDER BY id DESC LIMIT 1") == [(None,)]
    assert rows(store, tester)[1][2:5] == (2, "2025-05-01", "2026-04-30")
    with pytest.raises(Refusal):
        preview(replace(desk, working_date=date(2025, 2, 28)), date(2025, 5, 1))


# --- doorstroom -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "lists"),
    [
        ("01-02-2007", ["2025-01", "2025-02", "2025-03"]),  # pays from 03-2025
        ("29-02-2008", ["2026-02", "2026-03", "2026-04"]),  # 18 on 01-03-2026, pays from 04-2026
        ("31-12-2007", ["2025-11", "2025-12", "2026-01"]),  # pays from 01-2026
    ],
)
def test_who_turns_18_is_on_the_list_from_two_months_ahead(at: At, join: Join, born: str, lists: list[str]) -> None:
    tester = join("Kind", subscription="0001", birth_date=born, guardian="De ouder")
    found = []
    for number in range(36):
        month = date(2024 + number // 12, number % 12 + 1, 1)
        if people := coming_up(at(month).store, month, month):
            assert [one.customer_id for one in people] == [tester]
            found.append(f"{month:%Y-%m}")
    assert found == lists


def test_who_already_pays_or_left_is_not_on_that_list(at: At, join: Join) -> None:
    join("Kind", subscription="0001", birth_date="01-02-2007", guardian="De ouder", price_cents=5200)
    join("Weg", subscription="0001", birth_date="01-02-2007", guardian="De ouder", ended_on="2025-01-31")
    assert preview(at(date(2025, 2, 10)), date(2025, 3, 1)).coming_up == ()


# --- two desks, and a run that was broken off -------------------------------------------------------------------------


def test_while_one_desk_is_at_work_another_is_told_so(at: At, join: Join, store: Store) -> None:
    tester = join()
    with only_run(store, told="bezig"), pytest.raises(Refusal, match="al een facturatie of aanmaning bezig"):
        run(at(MARCH), MAY)
    assert len(rows(store, tester)) == 1
    assert AT_WORK.endswith("nog te doen is.")
    assert run(at(MARCH), MAY).count == 1


class Interrupted(Pace):
    """Lets a desk do something between the moment a batch is chosen and the one it is written."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__(lambda: 0.0)
        self._act = act

    def __enter__(self) -> None:
        self._act()
        super().__enter__()


def test_whoever_a_desk_renews_meanwhile_is_charged_once(at: At, join: Join, store: Store) -> None:
    tester, other = join(), join("Ander")
    result = run(at(MARCH), MAY, pace=Interrupted(lambda: renew(at(MARCH), tester)))
    assert result.count == 1
    assert (len(rows(store, tester)), len(rows(store, other))) == (2, 2)
    assert store.read("SELECT customer_id, count(*) FROM charge WHERE membership_number = 2 GROUP BY 1 ORDER BY 1") == [
        (tester, 1),
        (other, 1),
    ]


def test_whoever_cancels_meanwhile_is_not_charged(at: At, join: Join, store: Store) -> None:
    tester = join()
    result = run(at(MARCH), MAY, pace=Interrupted(lambda: change(store, tester, ended_on="2025-04-30")))
    assert result.count == 0
    assert len(rows(store, tester)) == 1


def test_a_run_that_was_broken_off_goes_on_under_its_own_number(at: At, join: Join, store: Store) -> None:
    for number in range(5):
        join(f"Klant {'abcde'[number]}")

    class Stop(Exception):
        pass

    def progress(done: int, total: int) -> None:
        raise Stop

    pace = Pace(lambda: 0.0, fewest=1)
    pace.rows = 2
    with pytest.raises(Stop):
        run(at(MARCH), MAY, progress, pace=pace)
    assert [(one.finished_at, one.periods) for one in past_runs(store)] == [(None, 2)]
    before = preview(at(MARCH), MAY).broken_off
    assert before is not None
    assert (before.periods, before.cents) == (2, 10400)
    result = run(at(MARCH), MAY)
    assert result.count == 3
    (kept,) = past_runs(store)
    assert (kept.kind, kept.period, kept.periods, kept.invoices, kept.cents) == (
        *(RunKind.CONTRIBUTION, MAY),
        *(5, 5, 26000),
    )
    assert kept.finished_at is not None
    assert preview(at(MARCH), MAY).broken_off is None


def test_progress_ends_at_the_end(at: At, join: Join) -> None:
    join()
    join("Ander")
    seen: list[tuple[int, int]] = []
    run(at(MARCH), MAY, lambda done, total: seen.append((done, total)))
    assert all(0 < done <= total for done, total in seen)
    assert seen[-1] == (1, 1)


def test_what_is_left_out_for_one_reason_is_taken_once_that_is_put_right(
    at: At, join: Join, store: Store, poort: Library
) -> None:
    tester = join(way="incasso")
    run(at(MARCH), MAY)
    change(store, tester, way="factuur")
    assert run(at(MARCH), MAY).count == 1
    assert [one.periods for one in past_runs(store)] == [1, 0]
