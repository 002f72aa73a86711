"""Cancelling at the desk: what is stored, what is shown, what is refused, and taking it back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from balie.cancellation.cancel import cancel, plan_cancellation, withdraw
from balie.cancellation.confirmation import confirmation_text, last_confirmation
from balie.customers.cancelling.cancellations import cancellation_cells, read_settlement
from balie.customers.documents import preview
from balie.customers.finding.search import search
from balie.customers.header import read_header
from balie.customers.memberships import is_running
from balie.customers.subscriptions.change import change_subscription, renew
from balie.customers.subscriptions.change_plan import PlanChange
from balie.customers.tabs.journal_words import ACTIONS, LABELS
from balie.customers.tabs.reading import read_tab
from balie.desk import Desk
from balie.enrolment.enrol import enrol
from balie.ledger import Charge, invoice
from balie.library.terms import ChargeKind, PaymentWay
from balie.messages.printing import print_receipt
from balie.refusal import Refusal
from tests.cancellation.conftest import At
from tests.support.applicants import IBAN, SECRET, application, enrol_tester
from tests.support.borrowers import against_borrowing, new_item
from tests.support.leaving import LAST_DAY, NOTICE, row_of, wish
from tests.support.members import pay_all


def charge(desk: Desk, customer_id: int, *amounts: tuple[ChargeKind, int]) -> None:
    with desk.transaction() as tx:
        invoice(tx, desk.library, customer_id, [Charge(kind, cents) for kind, cents in amounts])


def lend(desk: Desk, customer_id: int) -> None:
    item = new_item(desk)
    with desk.transaction() as tx:
        tx.execute(
            "INSERT INTO loan (customer_id, item_number, lent_on, due_on) VALUES (?, ?, '2026-08-01', '2026-08-29')",
            (customer_id, item),
        )


def test_c1_a_paid_second_year_is_given_back_by_the_day(at: At, member: int) -> None:
    plan = plan_cancellation(at(NOTICE), member, wish())
    assert (plan.free_on, plan.last_day) == (date(2026, 9, 15), LAST_DAY)
    assert [refund.text for refund in plan.refunds] == ["139/365 dagen van € 52,00 (01-02-2026 t/m 31-01-2027)"]
    assert (plan.refund_cents, plan.payout_cents, plan.due_cents) == (1980, 1980, 0)
    assert plan.state == "wacht op rekeningnummer"
    assert plan.needs == ("Een rekeningnummer (IBAN) om € 19,80 op terug te betalen.",)


def test_c1_an_unpaid_second_year_leaves_the_used_part_due(at: At) -> None:
    first = at(date(2025, 1, 20))
    customer_id = enrol_tester(first, subscription="0002").customer_id
    pay_all(first, customer_id)
    renew(at(date(2026, 1, 20)), customer_id)
    plan = plan_cancellation(at(NOTICE), customer_id, wish())
    assert (plan.refund_cents, plan.open_cents, plan.payout_cents, plan.due_cents) == (1980, 5200, 0, 3220)
    assert plan.state == "wacht op betaling"
    assert plan.needs == ("Nog te betalen: € 32,20.",)


def test_c2_in_the_first_year_of_a_library_without_terms(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    pay_all(desk, customer_id)
    later = replace(desk, working_date=date(2024, 11, 10))
    received = wish(received_on=date(2024, 11, 10))
    plan = plan_cancellation(later, customer_id, received)
    assert (plan.last_day, plan.refund_cents) == (date(2025, 4, 8), 325)
    charge(later, customer_id, (ChargeKind.FINE, 240), (ChargeKind.LENDING, 150), (ChargeKind.REPLACEMENT_CARD, 250))
    plan = plan_cancellation(later, customer_id, received)
    assert (plan.due_cents, plan.state) == (315, "wacht op betaling")
    assert [(item.label, item.cents) for item in plan.offsets] == [
        ("te laat 10-11-2024", 240),
        ("leengeld 10-11-2024", 85),
        ("vervangende pas 10-11-2024", 0),
    ]
    at_expiry = plan_cancellation(later, customer_id, replace(received, wished_on=date(2025, 5, 1)))
    assert (at_expiry.last_day, at_expiry.refund_cents) == (date(2025, 4, 30), 0)


def test_c6_a_next_year_that_was_collected_already_is_given_back_whole(at: At) -> None:
    first = at(date(2024, 4, 9))
    customer_id = enrol_tester(first, subscription="0002", direct_debit="Ja", iban=IBAN).customer_id
    pay_all(first, customer_id, PaymentWay.DIRECT_DEBIT)
    second = at(date(2025, 3, 31))
    renew(second, customer_id)
    pay_all(second, customer_id, PaymentWay.DIRECT_DEBIT)
    plan = plan_cancellation(second, customer_id, wish(received_on=date(2025, 3, 31), refund_iban=IBAN))
    assert (plan.free_on, plan.refund_cents) == (date(2025, 5, 1), 4800)
    assert [refund.text for refund in plan.refunds] == ["365/365 dagen van € 48,00 (01-05-2025 t/m 30-04-2026)"]
    assert plan.state == "uit te betalen"
    # 56 days after the collection: until then it can be reversed and would be given back twice
    assert plan.payout_from == date(2025, 5, 26)


def test_c7_who_pays_by_the_month_gets_days_of_that_month_back(at: At) -> None:
    first = at(date(2025, 1, 20))
    details = application(first, subscription="0002", direct_debit="Ja", iban=IBAN)
    customer_id = enrol(first, replace(details, way=PaymentWay.MONTHLY), SECRET).customer_id
    for month in range(18):
        day = date(2025 + (1 + month) // 12, (1 + month) % 12 + 1, 1)
        renew(at(day), customer_id)
    pay_all(at(NOTICE), customer_id, PaymentWay.MONTHLY)
    plan = plan_cancellation(at(NOTICE), customer_id, wish())
    assert plan.refunds == ()
    assert plan.remarks == ("Van 01-09-2026 t/m 14-09-2026 is nog geen contributie gefactureerd; die komt er nog bij.",)
    cancel(at(NOTICE), customer_id, wish())
    september = at(date(2026, 9, 1))
    renew(september, customer_id)
    pay_all(at(date(2026, 9, 14)), customer_id, PaymentWay.MONTHLY)
    settlement = read_settlement(september.store, customer_id)
    assert settlement is not None
    assert [refund.text for refund in settlement.refunds] == ["16/30 dagen van € 4,00 (01-09-2026 t/m 30-09-2026)"]
    assert settlement.refund_cents == 213
    assert not is_running(september.store, customer_id, date(2026, 9, 15))
    with pytest.raises(Refusal, match="heeft opgezegd, lid t/m 14-09-2026"):
        renew(september, customer_id)


def test_what_is_open_is_set_off(at: At, member: int) -> None:
    charge(at(NOTICE), member, (ChargeKind.FINE, 240), (ChargeKind.LENDING, 150), (ChargeKind.REPLACEMENT_CARD, 250))
    plan = plan_cancellation(at(NOTICE), member, wish(refund_iban=IBAN))
    assert (plan.payout_cents, plan.state, plan.needs) == (1340, "uit te betalen", ())
    assert plan.lines() == (
        ("Laatste dag", "14-09-2026"),
        ("Terug 139/365 dagen van € 52,00 (01-02-2026 t/m 31-01-2027)", "€ 19,80"),
        ("Af: te laat 15-08-2026", "-€ 2,40"),
        ("Af: leengeld 15-08-2026", "-€ 1,50"),
        ("Af: vervangende pas 15-08-2026", "-€ 2,50"),
        ("Terug te betalen", "€ 13,40"),
        ("Afrekening", "uit te betalen"),
        ("Uitbetalen vanaf", "15-09-2026"),
    )


def test_what_was_paid_too_much_is_paid_out_as_well(at: At, member: int) -> None:
    with at(NOTICE).transaction() as tx:
        tx.execute(
            "INSERT INTO payment (customer_id, cents, way, received_on, branch, staff)"
            " VALUES (?, 500, 'kas', '2026-08-01', '4104', 'ebt')",
            (member,),
        )
    plan = plan_cancellation(at(NOTICE), member, wish())
    assert (plan.credit_cents, plan.payout_cents) == (500, 2480)


def test_books_and_debts_hold_up_the_settlement_never_the_date(at: At, member: int) -> None:
    lend(at(NOTICE), member)
    lend(at(NOTICE), member)
    charge(at(NOTICE), member, (ChargeKind.FINE, 3000))
    cancelled = cancel(at(NOTICE), member, wish())
    assert cancelled.settlement.last_day == LAST_DAY
    assert cancelled.settlement.state == "wacht op inlevering"
    assert cancelled.settlement.needs == (
        "Nog in te leveren: 2 exemplaren. Te-laat-geld loopt door tot alles terug is.",
        "Nog te betalen: € 10,20.",
    )
    assert not is_running(at(NOTICE).store, member, LAST_DAY + timedelta(days=1))


def test_the_membership_runs_until_its_last_day(at: At, member: int) -> None:
    cancel(at(NOTICE), member, wish())
    during, after = at(LAST_DAY), at(LAST_DAY + timedelta(days=1))
    assert against_borrowing(during, member) == []
    assert against_borrowing(after, member) == ["Het abonnement is afgelopen: schrijf de klant opnieuw in."]
    header = read_header(during, member)
    assert (header.billed, header.left[3], header.membership_valid) == ("Opgezegd t/m 14-09-2026", "Opgezegd", False)
    assert read_header(after, member).left[3] == "Uitgeschreven"
    (row,) = search(after.store, after.library, "tester", after.working_date).rows
    assert not row.running


def test_everything_is_told_on_tab_3(at: At, member: int) -> None:
    assert cancellation_cells(at(NOTICE).store, member) == ()
    cancel(at(NOTICE), member, wish(reason="verhuizing", refund_iban="nl91 abna 0417 1643 00"))
    assert cancellation_cells(at(NOTICE).store, member) == (
        ("Opgezegd op", "15-08-2026, telefonisch"),
        ("Reden opzegging", "Verhuizing"),
        ("Laatste dag", "14-09-2026"),
        ("Terug 139/365 dagen van € 52,00 (01-02-2026 t/m 31-01-2027)", "€ 19,80"),
        ("Terug te betalen", "€ 19,80"),
        ("Afrekening", "uit te betalen"),
        ("Uitbetalen vanaf", "15-09-2026"),
        ("Rekening voor terugbetaling", "NL91 ABNA 0417 1643 00"),
    )


def test_of_who_died_the_day_of_that_is_told_and_no_wish(at: At, member: int) -> None:
    died = wish(reason="overleden", died_on=NOTICE, wished_on=LAST_DAY)
    cancel(at(NOTICE), member, died)
    cells = dict(cancellation_cells(at(NOTICE).store, member))
    assert cells["Overleden op"] == "15-08-2026"
    assert "Gewenst per" not in cells
    assert row_of(at(NOTICE), "SELECT wished_on FROM cancellation") == (None,)


def test_the_journal_tells_the_wish_without_the_account(at: At, member: int) -> None:
    version = row_of(at(NOTICE), "SELECT version FROM customer")[0]
    cancel(at(NOTICE), member, wish(reason="kosten", refund_iban=IBAN))
    action, after = row_of(at(NOTICE), "SELECT action, after FROM journal ORDER BY id DESC LIMIT 1")
    assert action == "cancelled"
    assert json.loads(str(after)) == {
        "ended_on": "2026-09-14",
        "channel": "telefonisch",
        "received_on": "2026-08-15",
        "wished_on": None,
        "reason": "kosten",
        "deceased": False,
        "refund_cents": 1980,
        "balance_cents": 1980,
    }
    assert row_of(at(NOTICE), "SELECT version FROM customer") == (version + 1,)  # type: ignore[operator]


def test_the_confirmation_is_printed_and_tells_no_reason(at: At, member: int) -> None:
    today = at(NOTICE)
    cancelled = cancel(today, member, wish(reason="kosten", refund_iban=IBAN))
    assert last_confirmation(today, member) == cancelled.receipt_id
    text = confirmation_text(today, cancelled.receipt_id)
    assert text == EXPECTED
    assert print_receipt(today, cancelled.receipt_id).printed
    (letter,) = today.spool.glob("brief-*.txt")
    assert letter.read_text(encoding="utf-8") == EXPECTED


EXPECTED = """\
Bibliotheek Achterhoekse Poort
Vestiging 4104 Achterhoekse Poort

Dhr. E.B. Tester
Kruisakkers 41
9468 BG  ANNEN

15 augustus 2026

Bevestiging van uw opzegging

Geachte heer Tester,

Op 15 augustus 2026 hebben wij uw opzegging van het abonnement Jaarabonnement
ontvangen (telefonisch).

Klantnummer: 2 4104 0000 0001 0
Laatste dag: 14 september 2026
Opzegtermijn van 1 maand vanaf 15-08-2026: vrij vanaf 15-09-2026.

Teveel betaalde contributie: € 19,80
139/365 dagen van € 52,00 (01-02-2026 t/m 31-01-2027)
Wij betalen € 19,80 terug op NL91 ABNA 0417 1643 00, vanaf 15-09-2026.

Hebt u zich bedacht? U kunt de opzegging intrekken t/m 14 september 2026.
Vragen? info@achterhoeksepoort.nl

Met vriendelijke groet,
Bibliotheek Achterhoekse Poort
"""


def statuses(desk: Desk, customer_id: int) -> list[str]:
    table = read_tab(desk, customer_id, "3").table
    assert table is not None
    return [row[4] for row in table.rows]


def test_tab_3_tells_how_each_period_ends(at: At, member: int) -> None:
    assert statuses(at(NOTICE), member) == ["Normaal", "Normaal"]  # both are paid
    cancel(at(NOTICE), member, wish())
    assert statuses(at(NOTICE), member) == ["Opgezegd", "Normaal"]
    assert statuses(at(date(2026, 9, 15)), member) == ["Uitgeschreven", "Normaal"]


def test_every_word_of_the_journal_is_dutch_on_tab_4(at: At, member: int) -> None:
    cancel(at(NOTICE), member, wish(reason="overleden", died_on=NOTICE))
    withdraw(at(NOTICE), member)
    change_subscription(at(NOTICE), member, PlanChange("0003", PaymentWay.INVOICE))
    told = {key for row in at(NOTICE).store.read("SELECT key FROM journal, json_each(after)") for key in row}
    assert told <= set(LABELS)
    actions = {action for (action,) in at(NOTICE).store.read("SELECT DISTINCT action FROM journal")}
    assert actions <= set(ACTIONS)


def test_the_proof_of_leaving_tells_what_will_really_be_open(at: At, member: int) -> None:
    today = at(NOTICE)
    charge(today, member, (ChargeKind.FINE, 240))
    cancel(today, member, wish(refund_iban=IBAN))
    assert "Nog terug te krijgen  € 17,40" in preview(today, member, "uitschrijfbewijs").lines
    charge(today, member, (ChargeKind.FINE, 2000))
    lines = preview(today, member, "uitschrijfbewijs").lines
    assert "Nog te betalen   € 2,60" in lines
    assert not any("Open" in line for line in lines)
