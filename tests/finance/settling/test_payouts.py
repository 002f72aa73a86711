"""Paying out: whom, when, in which file; the same file again; what the bank tells of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
import sepaxml
from lxml import etree

from balie.finance.settling.outcome import (
    find_payout,
    mark_executed,
    payout_executed,
    payout_file_executed,
    payout_returned,
)
from balie.finance.settling.payout_files import payout_files, payout_folder
from balie.finance.settling.payouts import pay_out, preview_payouts
from balie.finance.settling.refunds import (
    change_refund_account,
)
from balie.finance.settling.settle import settle, settlements
from balie.ledger import Balance, Method, balance
from balie.library.terms import ChargeKind, TransferMessage
from balie.refusal import Refusal
from tests.finance.settling.conftest import At
from tests.support.applicants import IBAN
from tests.support.payout_files import AFTER, paid_file, reasons_left_out, texts, with_payouts
from tests.support.refund_examples import C1, cancelled, charge, lend, member_of

SCHEMAS = Path(sepaxml.__file__).parent / "schemas"
OTHER = "NL20INGB0001234567"


@pytest.fixture
def three(at: At) -> list[int]:
    """Three who left, the second with costs, the third with something at home."""
    ids = [member_of(at, surname=name) for name in ("Jansen", "Müßig & Zn.", "Willemsen")]
    for customer_id in ids:
        cancelled(at, customer_id, refund_holder="" if customer_id != ids[0] else "J. Jansen e/o K. Jansen")
    charge(at(C1.notice), ids[1], (ChargeKind.FINE, 240))
    lend(at(C1.notice), ids[2])
    return ids


def test_the_preview_tells_what_paying_out_does_and_changes_nothing(at: At, three: list[int]) -> None:
    desk = at(AFTER)
    before = list(desk.store.connection.iterdump())
    preview = preview_payouts(desk)
    assert list(desk.store.connection.iterdump()) == before
    assert (preview.week, preview.made, preview.cents, preview.remarks) == ("2026-38", None, 1980 + 1740, ())
    assert [case.customer_id for case in preview.to_settle] == three[:2]
    assert [(one.name, one.cents) for one in preview.payments] == [("Jansen, E.B.", 1980), ("Müßig & Zn., E.B.", 1740)]
    done = pay_out(desk)
    assert (done.settled, done.again, done.left_out) == (2, False, ())
    assert [balance(desk.store, one) for one in three[:2]] == [Balance(0, 0, 0)] * 2
    assert [case.state for case in settlements(desk)] == ["wacht op inlevering"]


@pytest.mark.parametrize("message", TransferMessage)
def test_the_file_is_valid_and_tells_who_gets_what(at: At, three: list[int], message: TransferMessage) -> None:
    desk = with_payouts(at(AFTER), message=message)
    data = paid_file(desk)
    schema = etree.XMLSchema(etree.parse(SCHEMAS / f"{message}.xsd"))
    schema.assertValid(etree.fromstring(data))
    assert texts(data, "MsgId") == texts(data, "PmtInfId") == ["UITBETALING-2026-38"]
    assert texts(data, "EndToEndId") == ["TERUG-2026-38-0001", "TERUG-2026-38-0002"]
    assert texts(data, "InstdAmt") == ["19.80", "17.40"]
    assert texts(data, "CtrlSum") == ["37.20", "37.20"]
    assert texts(data, "NbOfTxs") == ["2", "2"]
    assert texts(data, "Nm") == [
        *("Basisbibliotheek Achterhoekse Poort", "Basisbibliotheek Achterhoekse Poort"),
        *("J. Jansen e/o K. Jansen", "E.B. Mussig + Zn."),
    ]
    bank = desk.library.bank
    assert bank is not None
    assert texts(data, "IBAN") == [bank.iban, IBAN, IBAN]
    assert texts(data, "Ustrd")[0].startswith("Teruggave contributie pas 24104")
    assert b"2026-09-16" in data  # 15-09 is a Tuesday: the bank pays on Wednesday
    assert texts(data, "CreDtTm") == ["2024-04-09T08:15:00"]


def test_the_same_week_gives_the_same_file_and_books_nothing(at: At, three: list[int]) -> None:
    desk = at(AFTER)
    first = pay_out(desk).file
    assert first is not None
    data = first.path.read_bytes()
    assert first.path == payout_folder(desk) / "uitbetaling-2026-38.xml"
    assert first.path.stat().st_mode & 0o777 == 0o600
    money = desk.store.read("SELECT * FROM payment")
    first.path.unlink()
    for day in (AFTER, AFTER + timedelta(days=40)):
        again = pay_out(at(day), "2026-38")
        assert (again.again, again.file) == (True, first)
        assert first.path.read_bytes() == data
    assert desk.store.read("SELECT * FROM payment") == money
    preview = preview_payouts(desk)
    assert (preview.made, preview.payments, preview.cents) == (first, (), 3720)
    assert [file.week for file in payout_files(desk)] == ["2026-38"]


def test_a_file_that_was_changed_by_hand_is_made_anew(at: At, three: list[int]) -> None:
    made = pay_out(at(AFTER)).file
    assert made is not None
    data = made.path.read_bytes()
    made.path.write_bytes(data.replace(b"19.80", b"99.80"))
    (made.path.parent / f".{made.path.name}.4711").write_bytes(b"half")
    pay_out(at(AFTER))
    assert made.path.read_bytes() == data
    assert [path.name for path in made.path.parent.iterdir()] == [made.path.name]


def test_who_comes_later_in_the_week_goes_along_the_next(at: At, three: list[int]) -> None:
    pay_out(at(AFTER))
    cancelled(at, member_of(at, surname="Later"))
    desk = at(AFTER + timedelta(days=5))
    assert pay_out(desk).again
    preview = preview_payouts(at(AFTER + timedelta(days=7)))
    assert (preview.week, [one.name for one in preview.payments]) == ("2026-39", ["Later, E.B."])
    assert "één betaling" in preview.remarks[0]
    done = pay_out(at(AFTER + timedelta(days=7)))
    assert "één betaling" in done.remarks[0]


@pytest.mark.parametrize(
    ("week", "reason"),
    [("2026-37", "die week is voorbij. Betaal uit in week 2026-38"), ("2026-39", "nog niet begonnen")],
)
def test_only_this_week_is_paid_out(at: At, three: list[int], week: str, reason: str) -> None:
    for act in (preview_payouts, pay_out):
        with pytest.raises(Refusal, match=reason):
            act(at(AFTER), week)
    assert payout_files(at(AFTER)) == []


def test_when_there_is_nothing_to_pay_no_file_is_made(at: At, member: int) -> None:
    done = pay_out(at(AFTER))
    assert (done.file, done.settled, done.remarks) == (None, 0, ())
    assert not payout_folder(at(AFTER)).exists()


def test_a_library_without_an_account_is_told_so(at: At) -> None:
    desk = at(AFTER)
    bare = replace(desk, library=msgspec.structs.replace(desk.library, bank=None))
    with pytest.raises(Refusal, match=r"ontbreekt de tabel \[bank\]"):
        preview_payouts(bare)


def test_what_was_collected_less_than_56_days_ago_waits_or_is_checked(at: At) -> None:
    example = replace(C1, paid_from=date(2026, 8, 1), paid_until=date(2027, 7, 31))
    customer_id = member_of(at, example, method=Method.DIRECT_DEBIT)
    settle(at(AFTER), cancelled(at, customer_id, example))
    for day in (AFTER, date(2026, 9, 25)):
        (left_out,) = preview_payouts(at(day)).left_out
        assert left_out.payable_from == date(2026, 9, 26)
        assert "uitbetalen vanaf 26-09-2026, of eerder na de controle niet gestorneerd" in left_out.line
        assert pay_out(at(day)).file is None
    assert len(preview_payouts(at(date(2026, 9, 26))).payments) == 1
    done = pay_out(at(AFTER), checked={customer_id})
    assert done.file is not None
    assert at(AFTER).store.read("SELECT checked_by FROM payout") == [("ebt",)]


@pytest.mark.parametrize(
    ("wish", "changed", "expected"),
    [
        ({"refund_iban": ""}, {}, "vraag een IBAN"),
        ({}, {"refund_iban": "NL92ABNA0417164300"}, "klopt niet"),
        ({}, {"refund_iban": "TN5910006035183598478831"}, "doet niet mee aan SEPA"),
        ({}, {"refund_iban": "NL18RABO0123459876"}, "van de bibliotheek zelf"),
        ({}, {"refund_holder": "♥"}, "geen letters"),
        ({"reason": "overleden", "died_on": C1.last_day, "received_on": C1.last_day, "refund_holder": ""}, {}, "naam"),
    ],
)
def test_who_cannot_be_paid_is_left_out_with_the_reason(
    at: At, wish: dict[str, object], changed: dict[str, str], expected: str
) -> None:
    bad, good = member_of(at, surname="Bad"), member_of(at, surname="Good")
    cancelled(at, good)
    late = replace(C1, notice=C1.last_day) if "reason" in wish else C1
    cancelled(at, bad, late, **wish)
    with at(AFTER).transaction() as tx:
        for column, value in changed.items():
            tx.execute(f"UPDATE cancellation SET {column} = ? WHERE customer_id = ?", (value, bad))
    (reason,) = reasons_left_out(at(AFTER))
    assert expected in reason
    done = pay_out(at(AFTER))
    assert done.file is not None
    assert (done.file.payments, [one.name for one in done.left_out]) == (1, ["Bad, E.B."])
    assert balance(at(AFTER).store, bad).credit > 0


def test_costs_since_the_settlement_are_set_off_before_anything_is_paid(at: At, member: int) -> None:
    settle(at(AFTER), cancelled(at, member))
    charge(at(AFTER), member, (ChargeKind.REPLACEMENT_CARD, 250))
    assert preview_payouts(at(AFTER)).cents == 1730
    pay_out(at(AFTER))
    assert balance(at(AFTER).store, member) == Balance(0, 0, 0)


def test_executed_and_returned_are_told_once(at: At, three: list[int]) -> None:
    desk = at(AFTER)
    pay_out(desk)
    first, second = "TERUG-2026-38-0001", "TERUG-2026-38-0002"
    later = at(AFTER + timedelta(days=2))
    with later.transaction() as tx:
        assert payout_executed(tx, first, later.working_date)
        assert not payout_executed(tx, first, later.working_date)
        assert payout_returned(tx, second, "AC04", later.working_date)
        assert not payout_returned(tx, second, "AC04", later.working_date)
        with pytest.raises(Refusal, match="niet bekend"):
            payout_executed(tx, "TERUG-2020-01-0001", later.working_date)
    sent = [find_payout(later.store, one) for one in (first, second)]
    assert [one and one.text for one in sent] == ["uitgevoerd op 17-09-2026", "teruggekomen op 17-09-2026"]
    assert find_payout(later.store, "x") is None
    assert balance(later.store, three[1]).credit == 1740


def test_a_whole_file_is_executed_at_once_by_the_bank_or_by_hand(at: At, three: list[int]) -> None:
    desk = at(AFTER)
    pay_out(desk)
    with pytest.raises(Refusal, match="ligt van 15-09-2026"):
        mark_executed(desk, "2026-38", AFTER - timedelta(days=1))
    assert mark_executed(desk, "2026-38", AFTER) == 2
    with desk.transaction() as tx:
        assert payout_file_executed(tx, "UITBETALING-2026-38", AFTER) == 0
        with pytest.raises(Refusal):
            payout_file_executed(tx, "UITBETALING-2026-01", AFTER)


def test_what_came_back_waits_for_another_account(at: At, member: int) -> None:
    number = cancelled(at, member)
    pay_out(at(AFTER))
    with at(AFTER).transaction() as tx:
        payout_returned(tx, "TERUG-2026-38-0001", "AC04", AFTER)
    next_week = at(AFTER + timedelta(days=7))
    (reason,) = reasons_left_out(next_week)
    assert reason == (
        "De uitbetaling kwam op 15-09-2026 terug (AC04): vraag een ander rekeningnummer of de juiste naam."
    )
    change_refund_account(next_week, number, OTHER, "E.B. Tester")
    data = paid_file(next_week)
    assert texts(data, "IBAN")[1:] == [OTHER]
    assert texts(data, "EndToEndId") == ["TERUG-2026-39-0001"]


def test_another_account_is_checked_at_its_fields(at: At, member: int) -> None:
    number = cancelled(at, member)
    with pytest.raises(Refusal) as refusal:
        change_refund_account(at(AFTER), number, "NL92ABNA0417164300", " ")
    assert [reason.field for reason in refusal.value.reasons] == ["refund_iban", "refund_holder"]
    journal = at(AFTER).store.read("SELECT after FROM journal WHERE action = 'refund account changed'")
    assert journal == []
