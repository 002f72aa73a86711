"""A booked count: the difference, the Z-report, and that it can neither be changed nor made twice."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balie.desk import Desk
from balie.finance.correct import restore
from balie.finance.tills.cash_up import cash_up
from balie.finance.tills.counting import begin_count, judge
from balie.finance.tills.invariants import TILL_INVARIANTS
from balie.finance.tills.reports import print_job, read_report, z_reports
from balie.ledger import Method, counter_payment
from balie.ledger.totals import Taking, till_takings
from balie.library.structs import Branch
from balie.messages.printing import deliver
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.chain import read_head
from balie.store.check import check
from balie.store.errors import BrokenConstraint
from tests.finance.tills.conftest import Closes, Pay

EMPTY = {"opening": "0", "pieces_5": "0"}
ROLDE = Branch(number="9430", name="Rolde")


def test_a_difference_is_an_entry_of_its_own_with_initials_and_note(desk: Desk, pay: Pay, close: Closes) -> None:
    pay(5400)
    report = close({"opening": "0", "pieces_5000": "1"}, initials="eb", note="Briefje van vijf zoek")
    assert (report.difference_cents, report.expected_cents, report.counted_cents) == (-400, 5400, 5000)
    assert (report.initials, report.note) == ("eb", "Briefje van vijf zoek")
    assert desk.store.read("SELECT kind, cents FROM till_entry") == [("kasverschil", -400)]
    assert desk.store.read("SELECT count(*) FROM payment") == [(1,)]


def test_without_a_difference_no_initials_are_needed(desk: Desk, pay: Pay, close: Closes) -> None:
    pay(5000)
    assert close({"opening": "0", "pieces_5000": "1"}, initials="").difference_cents == 0
    assert desk.store.read("SELECT * FROM till_entry") == []


@pytest.mark.parametrize("typed", [{"opening": "1", "pieces_5": "0"}, {**EMPTY, "terminal": "0,01"}])
def test_a_difference_without_initials_is_refused(desk: Desk, close: Closes, typed: dict[str, str]) -> None:
    with pytest.raises(Refusal, match="paraaf") as refused:
        close(typed, initials="  ")
    assert [reason.field for reason in refused.value.reasons] == ["initials"]
    assert z_reports(desk) == []


def test_initials_and_note_are_refused_together(desk: Desk, close: Closes) -> None:
    with pytest.raises(Refusal) as refused:
        close({"opening": "1", "pieces_5": "0"}, initials="x" * 9, note="y" * 121)
    assert [reason.field for reason in refused.value.reasons] == ["initials", "note"]


def test_a_payment_made_after_it_belongs_to_the_next(desk: Desk, pay: Pay, close: Closes) -> None:
    pay(1000)
    first = close({"opening": "0", "pieces_1000": "1"})
    pay(500)  # the same day, the same second
    second = close({"pieces_1000": "1", "pieces_500": "1"})
    assert [(report.number, report.difference_cents) for report in (first, second)] == [(1, 0), (2, 0)]


def test_a_payment_during_the_count_belongs_to_the_next(desk: Desk, pay: Pay, close: Closes) -> None:
    pay(1000)
    count = judge(desk, begin_count(desk), {"opening": "0", "pieces_1000": "1"})
    pay(500)
    assert cash_up(desk, count).difference_cents == 0
    assert close({"pieces_1000": "1", "pieces_500": "1"}).difference_cents == 0


def test_a_till_that_was_counted_meanwhile_is_not_counted_twice(desk: Desk, pay: Pay, close: Closes) -> None:
    pay(1000)
    count = judge(desk, begin_count(desk), {"opening": "0", "pieces_1000": "1"})
    close({"opening": "0", "pieces_1000": "1"}, at=replace(desk, staff="jdv"))
    with pytest.raises(Refusal, match="intussen al geteld: kastelling 1 van 09-04-2024 door jdv"):
        cash_up(desk, count)
    assert [report.number for report in z_reports(desk)] == [1]


def test_a_payment_taken_back_is_taken_out_of_the_till(desk: Desk, pay: Pay, close: Closes) -> None:
    payment_id = pay(1000)
    with desk.transaction() as tx:
        counter_payment(tx, payment_id, reason="verkeerde kas", on=desk.working_date, method=Method.CARD, till="1")
    count = judge(desk, begin_count(desk), {"opening": "0", "pieces_1000": "1", "terminal": "-10"})
    assert (count.expected_cents, count.card.cents, count.terminal_difference_cents) == (1000, -1000, 0)


@pytest.mark.parametrize("method", [Method.CASH, Method.CARD])
def test_what_was_paid_elsewhere_is_taken_back_out_of_the_till_of_this_desk(
    desk: Desk, pay: Pay, close: Closes, method: Method
) -> None:
    elsewhere = replace(desk, branch=ROLDE, till="7")
    restore(desk, pay(1000, method, at=elsewhere))
    assert till_takings(desk.store, elsewhere.branch.number, "7", after=0) == {method: Taking(1000, 0, 1)}
    assert till_takings(desk.store, desk.branch.number, "1", after=0) == {method: Taking(0, 1000, 1)}
    assert till_takings(desk.store, desk.branch.number, "7", after=0) == {}
    close({"opening": "10", "pieces_5": "0", "terminal": "-10"})
    assert check(desk.store, all_invariants()) == []


@pytest.mark.parametrize("method", [Method.CASH, Method.CARD])
def test_no_money_goes_out_of_a_till_that_nobody_told(desk: Desk, pay: Pay, method: Method) -> None:
    payment_id = pay(1000, method, at=replace(desk, branch=ROLDE))
    with pytest.raises(Refusal, match="geen kas:"), desk.transaction() as tx:
        counter_payment(tx, payment_id, reason="fout", on=desk.working_date)
    with pytest.raises(Refusal, match="geen kas:"):
        restore(replace(desk, till=""), payment_id)
    assert desk.store.read("SELECT count(*) FROM payment") == [(1,)]


def test_what_came_by_bank_goes_back_by_bank_whatever_the_till(desk: Desk, pay: Pay) -> None:
    payment_id = pay(1000, Method.BANK, at=replace(desk, branch=ROLDE))
    with desk.transaction() as tx:
        back = counter_payment(tx, payment_id, reason="fout", on=desk.working_date, till="1")
    assert desk.store.read("SELECT way, till FROM payment WHERE id = ?", (back,)) == [("bank", None)]


def test_what_goes_to_the_bank_is_not_in_the_next_float(desk: Desk, close: Closes) -> None:
    report = close({"opening": "100", "pieces_5000": "2", "banked": "50"})
    assert (report.banked_cents, report.left_cents) == (5000, 5000)
    again = close({"added": "25", "pieces_5000": "1", "pieces_500": "5"}, initials="")
    assert (again.difference_cents, again.left_cents) == (0, 7500)


def test_reports_are_numbered_per_till(desk: Desk, other_till: Desk, close: Closes) -> None:
    close(EMPTY)
    close(EMPTY, at=other_till)
    close({"pieces_5": "0"})
    assert [report.number for report in z_reports(desk)] == [2, 1]
    assert [report.number for report in z_reports(desk, "2")] == [1]
    assert [report.number for report in z_reports(desk, before=2, limit=5)] == [1]
    assert len(z_reports(desk, limit=1)) == 1


def test_the_report(desk: Desk, pay: Pay, close: Closes) -> None:
    pay(5400)
    pay(1050, Method.CARD)
    typed = {"opening": "50", "pieces_5000": "2", "pieces_5": "3", "loose": "0,02", "banked": "50", "terminal": "10,50"}
    head = read_head(desk.store).text
    assert (
        close(typed, note="Te weinig teruggegeven?").text
        == f"""\
            Biblionet Drenthe
          Vestiging 9428 Gieten

         KASTELLING (Z-RAPPORT) 1
                  Kas 1

09-04-2024, gemaakt 09-04-2024 10:15
Medewerker: ebt
Periode: eerste kastelling van deze kas; 2
betalingen

Telling
    2 x  50,00                    € 100,00
    3 x   0,05                      € 0,15
Overig                              € 0,02
Geteld                            € 100,17

Kas
Beginsaldo                         € 50,00
Contant ontvangen                  € 54,00
Contant uitbetaald                  € 0,00
Verwacht                          € 104,00
Geteld                            € 100,17
Kasverschil                        -€ 3,83
Naar de bank                       € 50,00
Blijft in de kas                   € 50,17

Pin
Pin geboekt                        € 10,50
Pin automaat                       € 10,50
Pinverschil                         € 0,00

Toelichting: Te weinig teruggegeven?

Paraaf: eb

Logboek {head}


Handtekening: ____________________________
"""
    )


def test_a_report_says_from_where_the_journal_may_not_change(desk: Desk, pay: Pay, close: Closes) -> None:
    pay(5400)
    close(EMPTY)
    assert findings(desk) == []
    with desk.transaction() as tx:
        tx.journal("done")
    assert findings(desk) == []
    connection = desk.store.connection
    connection.execute("DROP TRIGGER journal_no_delete")
    connection.execute("DELETE FROM journal WHERE id >= (SELECT journal_row FROM z_report)")
    assert findings(desk) == ["till.journal"]


def test_a_practice_desk_prints_no_head_of_its_journal(desk: Desk, pay: Pay, close: Closes, monkeypatch) -> None:
    monkeypatch.setattr(Desk, "is_practice", True)
    assert "Logboek" not in close(EMPTY).text


def findings(desk: Desk) -> list[str]:
    return [finding.name for finding in check(desk.store, TILL_INVARIANTS) if finding.name != "journal"]


def test_the_report_is_printed_again_exactly_the_same(desk: Desk, pay: Pay, close: Closes) -> None:
    report = close(EMPTY)
    pay(5000)
    close({"pieces_5000": "1"})
    later = replace(desk, working_date=desk.working_date.replace(year=2025))
    (again,) = z_reports(later, before=2)
    assert again == report
    first, second = deliver(print_job(desk, report)), deliver(print_job(later, again))
    assert first == second
    assert first.printed
    assert (desk.spool / "kastelling-9428-1-00001.txt").read_text("utf-8") == report.text


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE z_report SET text = 'anders'",
        "DELETE FROM z_report",
        "UPDATE z_count SET pieces = 9",
        "DELETE FROM z_count",
        "UPDATE till_entry SET cents = 9",
        "DELETE FROM till_entry",
        "INSERT INTO z_count VALUES (1, 1000, 1)",
        "INSERT INTO till_entry VALUES (1, 'wisselgeld', 1)",
        "REPLACE INTO till_entry VALUES (1, 'kasverschil', 1)",
        "REPLACE INTO z_report SELECT * FROM z_report",
        "INSERT INTO z_report SELECT 2, branch, till, 1, 0, 0, 0, 0, '', '', made_on, made_at, staff, '', 0, 0, x''"
        " FROM z_report",
        "INSERT INTO z_report SELECT 2, branch, till, 2, 0, 1, 0, 0, '', '', made_on, made_at, staff, '', 0, 0, x''"
        " FROM z_report",
        "INSERT INTO z_report SELECT 2, branch, till, 2, 1, 9, 0, 0, '', '', made_on, made_at, staff, '', 0, 0, x''"
        " FROM z_report",
        "INSERT INTO z_report SELECT 2, branch, till, 3, 1, 1, 0, 0, '', '', made_on, made_at, staff, '', 0, 0, x''"
        " FROM z_report",
    ],
)
def test_a_report_is_locked(desk: Desk, pay: Pay, close: Closes, sql: str) -> None:
    pay(1100)
    close({"opening": "0", "pieces_500": "2"})
    with pytest.raises(BrokenConstraint), desk.transaction() as tx:
        tx.execute(sql)


def test_a_cash_up_is_in_the_journal(desk: Desk, close: Closes) -> None:
    close({"opening": "1", "pieces_5": "0"})
    ((staff, after),) = desk.store.read("SELECT staff, after FROM journal WHERE action = 'till counted'")
    assert staff == "ebt"
    assert json.loads(after) == {"till": "1", "number": 1, "counted": "€ 0,00", "difference": "-€ 1,00"}


def test_a_count_that_fails_halfway_leaves_nothing(desk: Desk, pay: Pay, monkeypatch: pytest.MonkeyPatch) -> None:
    pay(1100)
    count = judge(desk, begin_count(desk), {"opening": "0", "pieces_500": "2"})

    def breaks(*_: object, **__: object) -> str:
        raise OSError

    monkeypatch.setattr("balie.finance.tills.cash_up.z_text", breaks)
    with pytest.raises(OSError):
        cash_up(desk, count, initials="eb")
    for table in ("z_report", "z_count", "till_entry"):
        assert desk.store.read(f"SELECT * FROM {table}") == []


def test_a_report_that_is_not_there(desk: Desk) -> None:
    assert read_report(desk.store, 1) is None


@pytest.mark.parametrize(
    ("broken", "found"),
    [
        ("UPDATE z_report SET after_payment = 0 WHERE number = 2", "till.period"),
        ("UPDATE z_report SET number = 3 WHERE number = 2", "till.number"),
        ("UPDATE z_count SET pieces = 7", "till.balance"),
        ("DELETE FROM till_entry", "till.balance"),
    ],
)
def test_the_check_finds_a_till_that_was_tampered_with(
    desk: Desk, pay: Pay, close: Closes, broken: str, found: str
) -> None:
    pay(1100)
    close({"opening": "0", "pieces_500": "2"})
    pay(200)
    close({"pieces_500": "2", "pieces_200": "1"})
    assert check(desk.store, all_invariants()) == []
    connection = desk.store.connection
    for (name,) in desk.store.read("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name GLOB '[zt]*'"):
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(broken)
    assert found in {finding.name for finding in check(desk.store, all_invariants())}


ACT = st.tuples(st.sampled_from(["cash", "card", "back", "count"]), st.integers(1, 20_000), st.integers(0, 60))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACT, max_size=12))
def test_every_cent_is_in_exactly_one_period(
    desk: Desk, pay: Pay, close: Closes, acts: list[tuple[str, int, int]]
) -> None:
    last = z_reports(desk, limit=1)
    inside = begin_count(desk).float_cents + _cash_since(desk)
    differences, taken = [], []
    paid: list[tuple[int, int]] = []
    for act, cents, pieces in acts:
        if act == "cash":
            paid.append((pay(cents), cents))
            inside += cents
        elif act == "card":
            pay(cents, Method.CARD)
        elif act == "back" and paid:
            payment_id, amount = paid.pop()
            with desk.transaction() as tx:
                counter_payment(tx, payment_id, reason="fout", on=desk.working_date)
            inside -= amount
        elif act == "count":
            banked = pieces // 2 * 100
            close({"pieces_100": str(pieces), "opening": "0", "terminal": "0", "banked": f"{banked // 100}"})
            differences.append(pieces * 100 - inside)
            taken.append(banked)
            inside = pieces * 100 - banked
    reports = z_reports(desk, limit=len(differences))
    assert [report.difference_cents for report in reports] == differences[::-1]
    assert [report.banked_cents for report in reports] == taken[::-1]
    assert z_reports(desk, limit=1) == (reports[:1] or last)
    assert check(desk.store, all_invariants()) == []


def _cash_since(desk: Desk) -> int:
    """The cash in the till since its last report: the store goes on from one example to the next."""
    form = begin_count(desk)
    return till_takings(desk.store, form.branch, form.till, after=form.after_payment).get("contant", Taking()).cents
