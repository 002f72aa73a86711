"""Credit from another system: it came in there, so it can be used and paid out here, once and no more than that."""

from __future__ import annotations

from pathlib import Path

import pytest

from balie.commands.importing_tables import TABLES
from balie.desk import Desk
from balie.finance.correct import restore
from balie.finance.history import history
from balie.finance.overviews.days import DAY_OVERVIEWS
from balie.finance.overviews.shape import Scope
from balie.importing.input_file import InputFile
from balie.importing.mapping import AS_IT_IS
from balie.ledger import Incoming, Method, balance, came_in, receive, use_credit
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from tests.support.applicants import enrol_tester
from tests.support.members import pay_all


@pytest.fixture
def number(desk: Desk) -> str:
    found = enrol_tester(desk).number
    assert found is not None
    return found


@pytest.fixture
def customer_id(desk: Desk, number: str) -> int:
    ((found,),) = desk.store.read("SELECT customer_id FROM card WHERE number = ?", (number,))
    pay_all(desk, int(found))
    return int(found)


def bring(desk: Desk, path: Path, *lines: str) -> int:
    """Import lines of costs; how many were new. The store is sound afterwards."""
    path.write_text("\n".join(("Klantnummer;Bedrag;Soort;Datum;Omschrijving", *lines)), encoding="utf-8")
    with TABLES["kosten"].begin(desk, InputFile(path, path.name), AS_IT_IS) as work:
        work.check(lambda line: pytest.fail(str(line)), lambda done, total: None)
        done = work.carry_out(lambda done, total: None)
    assert check(desk.store, all_invariants(), thorough=True) == []
    return done.lines.new


@pytest.mark.parametrize("line", ["12,50;tegoed", "-12,50;Tegoed", "-12,50;boete", "-€ 12,50;contributie"])
def test_credit_is_credit_once(desk: Desk, tmp_path: Path, number: str, customer_id: int, line: str) -> None:
    path = tmp_path / "kosten.csv"
    before = came_in(desk.store, customer_id)
    assert bring(desk, path, f"{number};{line};01-03-2024;Restitutie") == 1
    assert balance(desk.store, customer_id).credit == 1250
    assert came_in(desk.store, customer_id) == before + 1250
    assert bring(desk, path, f"{number};{line};01-03-2024;Restitutie") == 0
    newest = history(desk, customer_id)[0]
    assert (newest.text, newest.paid, newest.remark) == (
        "Tegoed van voor de overgang",
        1250,
        "Restitutie, 01-03-2024",
    )


def test_it_settles_nothing_by_itself_and_what_is_open_when_asked(
    desk: Desk, tmp_path: Path, number: str, customer_id: int
) -> None:
    for lines in (("5;tegoed;;A", "3;boete;;A"), ("3;leengeld;;B", "-5;leengeld;;B")):
        bring(desk, tmp_path / "kosten.csv", *(f"{number};{line}" for line in lines))
        now = balance(desk.store, customer_id)
        assert (now.contribution + now.other, now.credit) == (300, 500)
        with desk.transaction() as tx:
            assert use_credit(tx, customer_id) == 300
            receive(tx, Incoming(customer_id, -200, Method.CASH, desk.working_date, desk.till, reason="Terug"))
    assert check(desk.store, all_invariants(), thorough=True) == []


def test_it_is_no_money_of_a_till_or_a_day_here(desk: Desk, tmp_path: Path, number: str, customer_id: int) -> None:
    scope = Scope(desk.working_date, desk.working_date)
    overview = DAY_OVERVIEWS[0]
    before = overview.page(desk.store, scope, None, 50)
    bring(desk, tmp_path / "kosten.csv", f"{number};5;tegoed;;")
    assert overview.page(desk.store, scope, None, 50) == before


def test_credit_that_was_wrong_is_taken_back_and_stays_so(
    desk: Desk, tmp_path: Path, number: str, customer_id: int
) -> None:
    path = tmp_path / "kosten.csv"
    bring(desk, path, f"{number};5;tegoed;;")
    payment_id = history(desk, customer_id)[0].payment_id
    assert payment_id is not None
    restore(desk, payment_id)
    assert balance(desk.store, customer_id).credit == 0
    assert bring(desk, path, f"{number};5;tegoed;;") == 0


def test_no_more_is_paid_out_than_came_in_here_and_there(
    desk: Desk, tmp_path: Path, number: str, customer_id: int
) -> None:
    bring(desk, tmp_path / "kosten.csv", f"{number};5;tegoed;;")
    with pytest.raises(Refusal), desk.transaction() as tx:
        receive(tx, Incoming(customer_id, -501, Method.CASH, desk.working_date, desk.till))


def test_money_that_went_out_as_if_brought_is_found(desk: Desk, customer_id: int) -> None:
    with desk.transaction() as tx:
        tx.execute(
            "INSERT INTO payment (customer_id, cents, way, received_on, branch, staff)"
            " VALUES (?, -100, 'overgang', ?, '9428', 'ebt')",
            (customer_id, desk.working_date.isoformat()),
        )
    assert any("overgang" in found.text for found in check(desk.store, all_invariants(), thorough=False))
