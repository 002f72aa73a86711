"""A desk of Achterhoekse Poort, where there are rules of lending; customers and items made in a line each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from balie.customers.cards.numbers import current_number
from balie.desk import Desk
from balie.lending.holds.holds import place_hold
from balie.lending.lend import lend
from balie.library.structs import Library
from tests.support.applicants import enrol_tester
from tests.support.stock import new_item, new_title

YOUTH, BASIC = "0001", "0002"

Member = Callable[..., str]
Copy = Callable[..., str]


@pytest.fixture
def desk(desk: Desk, poort: Library) -> Desk:
    """Branch 4104, staff `ebt`, working date 09-04-2024."""
    return replace(desk, library=poort, branch=poort.branches[0])


@pytest.fixture
def member(desk: Desk) -> Member:
    """Enrols a child, who owes nothing, or whoever the fields say; gives the klantnummer."""

    def enrol(subscription: str = YOUTH, **fields: str) -> str:
        young = {} if subscription == BASIC else {"birth_date": "04-01-2012", "guardian": "A. de Ouder"}
        customer_id = enrol_tester(desk, subscription=subscription, number=None, **{**young, **fields}).customer_id
        number = current_number(desk.store, customer_id)
        assert number is not None
        return number

    return enrol


@pytest.fixture
def copy(desk: Desk) -> Copy:
    """Adds an item of a title of its own; gives its number."""

    def add(title: str = "De avonden", **fields: str) -> str:
        return new_item(desk, new_title(desk, title=title), **fields)

    return add


@pytest.fixture
def asking(silent: Desk) -> Desk:
    """As `silent`, but the desk is asked about the slip of whatever is set aside or goes to another branch."""
    import msgspec

    from balie.library.terms import Procedure

    receipts = msgspec.structs.replace(silent.library.receipts, hold=Procedure.ASK, transport=Procedure.ASK)
    return replace(silent, library=msgspec.structs.replace(silent.library, receipts=receipts))


@pytest.fixture
def silent(desk: Desk, poort: Library) -> Desk:
    """The same desk of a library that prints no bons of a session, and so asks nothing at its end."""
    import msgspec

    from balie.library.terms import Procedure

    never = Procedure.NEVER
    receipts = msgspec.structs.replace(poort.receipts, lending=never, returning=never, renewing=never)
    return replace(desk, library=msgspec.structs.replace(poort, receipts=receipts))


@pytest.fixture
def waited_for(desk: Desk, member: Member, copy: Copy) -> str:
    """An item that customer 1 has and customer 2 waits for."""
    member()
    member(surname="Wachter")
    book = copy("Gereserveerd boek")
    lend(desk, 1, book)
    (row,) = desk.store.read("SELECT title_id FROM item")
    place_hold(desk, 2, int(str(row[0])))
    return book


def status(desk: Desk, number: str) -> object:
    """The status of an item, as it is stored."""
    row = desk.store.read_one("SELECT status FROM item WHERE number = ?", (number,))
    assert row is not None
    return row[0]
