"""A library with money in every corner: what tests of overviews begin with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from shutil import copy

import pytest

from balie.desk import Desk
from balie.finance.tills.cash_up import cash_up
from balie.finance.tills.counting import begin_count, judge
from balie.ledger import Charge, Incoming, Method, book_charge, open_charges, receive
from balie.library.structs import Library
from balie.library.terms import ChargeKind
from balie.store.connection import Store, create_store, open_store
from tests.support.applicants import enrol_tester


@dataclass(frozen=True)
class Town:
    """Two customers of Gieten, the day it is, and what is booked: see `town`."""

    desk: Desk
    anna: int
    ben: int


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, library: Library) -> tuple[Path, int, int]:
    """The store of `town`, made once: each test gets a copy."""
    path = tmp_path_factory.mktemp("town") / "balie.balie"
    with create_store(path) as store:
        anna, ben = _build(_desk(store, library))
    return path, anna, ben


@pytest.fixture
def town(built: tuple[Path, int, int], library: Library, tmp_path: Path) -> Iterator[Town]:
    """Anna (€ 54,00 since 09-04-2024) paid € 20,00 in cash on 10-04 and a fine by pin; Ben paid € 10,00 too much in
    till 2, and was let off a fine of € 1,00 on 12-04. On 12-04 till 1 was counted, a euro short. It is 30-04-2024.
    """
    path, anna, ben = built
    copy(path, tmp_path / "town.balie")
    with open_store(tmp_path / "town.balie") as store:
        yield Town(replace(_desk(store, library), working_date=date(2024, 4, 30)), anna, ben)


def _desk(store: Store, library: Library) -> Desk:
    return Desk(store, library, library.branch("9428"), "ebt", date(2024, 4, 9), store.path.with_name("spool"))


def _build(desk: Desk) -> tuple[int, int]:
    anna = enrol_tester(desk, surname="Zee").customer_id
    ben = enrol_tester(desk, surname="=Som", birth_date="04-01-1992", subscription="0086").customer_id
    later = replace(desk, working_date=date(2024, 4, 10))
    _pay(later, anna, 2000, Method.CASH)
    _charge(later, anna, 240)
    (fine,) = [one for one in open_charges(desk.store, anna) if one.kind is ChargeKind.FINE]
    with later.transaction() as tx:
        receive(tx, Incoming(anna, 240, Method.CARD, later.working_date, till="1"), [(fine.charge_id, 240)])
    _pay(replace(later, till="2"), ben, 1000, Method.CASH)
    last = replace(desk, working_date=date(2024, 4, 12))
    _charge(last, ben, 100)
    with last.transaction() as tx:
        receive(tx, Incoming(ben, 100, Method.WAIVER, last.working_date, reason="Boek was ingeleverd"))
    typed = {"opening": "0", "pieces_1000": "1", "pieces_100": "9", "terminal": "2,40"}
    cash_up(last, judge(last, begin_count(last), typed), initials="eb", note="Teruggave")
    return anna, ben


def _pay(desk: Desk, customer_id: int, cents: int, method: Method) -> None:
    with desk.transaction() as tx:
        receive(tx, Incoming(customer_id, cents, method, desk.working_date, till=desk.till))


def _charge(desk: Desk, customer_id: int, cents: int) -> None:
    with desk.transaction() as tx:
        book_charge(tx, desk.library, customer_id, Charge(ChargeKind.FINE, cents))
