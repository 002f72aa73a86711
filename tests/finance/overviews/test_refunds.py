"""What is to be paid back after a cancellation: the first example of rules.md#refund."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from balie.cancellation.cancel import cancel
from balie.cancellation.wish import Wish
from balie.desk import Desk
from balie.finance.overviews.csv_file import cell_text
from balie.finance.overviews.paper import show
from balie.finance.overviews.reading import all_lines, read_scope
from balie.finance.overviews.registry import overview
from balie.library.structs import Library
from balie.library.terms import CancellationWay
from tests.support.applicants import IBAN
from tests.support.members import member_of_two_years

ITEM = overview("terugbetalen")


@pytest.fixture
def poort_desk(desk: Desk, poort: Library) -> Desk:
    """Achterhoekse Poort, on the day after the last one of `left`."""
    return replace(desk, library=poort, branch=poort.branch("4104"), working_date=date(2026, 9, 15))


@pytest.fixture
def left(poort_desk: Desk) -> int:
    """C1, who gave notice on 15-08-2026; the last day is 14-09-2026, and 139 of 365 days of € 52,00 are given back."""
    customer_id = member_of_two_years(poort_desk)
    wish = Wish(CancellationWay.TELEPHONE, date(2026, 8, 15), refund_iban=IBAN)
    cancel(replace(poort_desk, working_date=date(2026, 8, 15)), customer_id, wish)
    return customer_id


def test_who_left_gets_back_what_was_not_used(poort_desk: Desk, left: int) -> None:
    ((line),) = all_lines(poort_desk.store, ITEM, read_scope(poort_desk, ITEM))
    number, name, *rest = show(ITEM, line.cells)
    assert len(number) == 14
    assert name == "Tester, E.B."
    assert rest == ["14-09-2026", "19,80", "15-09-2026", "uit te betalen"]
    cells = dict(
        zip(
            (column.name for column in ITEM.columns),
            (cell_text(column.kind, cell) for column, cell in zip(ITEM.columns, line.cells, strict=True)),
            strict=True,
        )
    )
    assert cells["IBAN"] == "NL91 ABNA 0417 1643 00"
    assert (cells["Contributie terug"], cells["Tegoed"], cells["Af: open posten"]) == ("19,80", "0,00", "0,00")


def test_pages_go_on_where_the_last_one_ended(poort_desk: Desk, left: int) -> None:
    other = member_of_two_years(poort_desk, surname="Zee")
    wish = Wish(CancellationWay.TELEPHONE, date(2026, 8, 15))
    cancel(replace(poort_desk, working_date=date(2026, 8, 15)), other, wish)
    scope = read_scope(poort_desk, ITEM)
    (first,) = ITEM.page(poort_desk.store, scope, None, 1)
    (second,) = ITEM.page(poort_desk.store, scope, first.key, 1)
    assert [first.cells[1], second.cells[1]] == ["Tester, E.B.", "Zee, E.B."]
    assert list(ITEM.page(poort_desk.store, scope, second.key, 1)) == []
