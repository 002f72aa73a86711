"""Who has an item, who gets it, who is next, and when it was lent before: by whom only where that is kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from balie.catalogue.items import item_of
from balie.desk import Desk
from balie.lending.holds.holds import place_hold
from balie.lending.holds.set_aside import set_aside
from balie.lending.lend import lend
from balie.lending.renew import renew
from balie.lending.take_back import take_back
from balie.lending.whereabouts import Whereabouts, whereabouts
from tests.support.borrowers import borrower, new_item, on

FIRST = date(2024, 4, 9)


def told(desk: Desk, number: str) -> Whereabouts:
    return whereabouts(desk, item_of(desk.store, number))


def test_of_what_was_never_lent_nothing_is_told(at_poort: Desk) -> None:
    assert told(at_poort, new_item(at_poort)) == Whereabouts(None, ())


def test_who_has_it_since_when_until_when_and_how_often_renewed(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    act = lend(on(at_poort, FIRST), customer_id, number)
    where = told(on(at_poort, FIRST), number)
    assert where.customer_id == customer_id
    assert where.lines == (
        ("Geleend door", "Dhr. E.B. Tester (24104000000010)"),
        ("", "sinds 09-04-2024, terug op 07-05-2024"),
    )
    renew(on(at_poort, FIRST + timedelta(days=7)), customer_id, [act.loan_id])
    ((_, _), (_, later)) = told(on(at_poort, date(2024, 6, 20)), number).lines
    assert "1 keer verlengd" in later
    assert "dagen te laat" in later


def test_who_is_next_and_how_many_wait(at_poort: Desk) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    title_id = item_of(at_poort.store, number).title_id
    lend(at_poort, customer_id, number)
    for surname in ("Een", "Twee", "Drie"):
        place_hold(at_poort, borrower(at_poort, surname=surname), title_id)
    label, line = told(at_poort, number).lines[-1]
    assert label == "Daarna"
    assert "Een (" in line
    assert line.endswith("afhalen in 4104 (Achterhoekse Poort); en nog 2 anderen")


def test_for_whom_it_stands_ready(at_poort: Desk) -> None:
    number = new_item(at_poort)
    other = borrower(at_poort, surname="Wachter")
    place_hold(at_poort, other, item_of(at_poort.store, number).title_id)
    assert told(at_poort, number).lines[0][0] == "Wacht erop"
    set_aside(at_poort, number)
    where = told(at_poort, number)
    assert where.customer_id == other
    assert [label for label, _ in where.lines] == ["Apart voor"]
    assert "afhalen in 4104 (Achterhoekse Poort) t/m" in where.lines[0][1]


@pytest.mark.parametrize(
    ("since", "named"), [("2024-04-01", (True, True, True)), ("2024-05-01", (True, True, False)), (None, (False,) * 3)]
)
def test_by_whom_it_was_lent_before_is_told_only_where_that_was_kept(
    at_poort: Desk, since: str | None, named: tuple[bool, bool, bool]
) -> None:
    customer_id, number = borrower(at_poort), new_item(at_poort)
    with at_poort.transaction() as tx:
        tx.execute("UPDATE customer SET keep_history_since = ? WHERE id = ?", (since, customer_id))
    for week in range(5):
        day = FIRST + timedelta(weeks=week)
        lend(on(at_poort, day), customer_id, number)
        take_back(on(at_poort, day + timedelta(days=2)), number)
    where = told(on(at_poort, FIRST + timedelta(weeks=6)), number)
    days = ("07-05-2024 t/m 09-05-2024", "30-04-2024 t/m 02-05-2024", "23-04-2024 t/m 25-04-2024")
    first, second, third = (
        f"{one} (Dhr. E.B. Tester (24104000000010))" if is_named else one
        for one, is_named in zip(days, named, strict=True)
    )
    assert where == Whereabouts(None, (("Eerder geleend", f"5 keer, laatst {first}"), ("", second), ("", third)))


def test_earlier_loans_are_found_by_their_index(at_poort: Desk) -> None:
    plan = at_poort.store.read(
        "EXPLAIN QUERY PLAN SELECT count(*) FROM loan WHERE item_number = ? AND returned_on IS NOT NULL", ("1",)
    )
    assert any("loan_item_ended" in row[3] for row in plan)
