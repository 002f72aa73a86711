"""What each overview tells of the same small town."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from balie.dutch.dates import format_date
from balie.finance.overviews.paper import WIDTH, show, text_lines
from balie.finance.overviews.reading import all_lines, read_page, read_scope
from balie.finance.overviews.registry import OVERVIEWS, overview
from balie.finance.overviews.shape import Key, Overview, OverviewLine, PeriodKind, Scope
from balie.ledger import Charge, Incoming, Method, book_charge, counter_payment, receive
from balie.library.structs import Branch
from balie.library.terms import ChargeKind
from balie.refusal import Refusal
from balie.store.transaction import Params, Row
from tests.finance.overviews.conftest import Town
from tests.support.applicants import end_membership, enrol_tester
from tests.support.overviews import totals_of

ANNA, BEN = "29428000077727", "29428000077735"
APRIL = Scope(date(2024, 4, 1), date(2024, 4, 30))


def table(town: Town, name: str, scope: Scope = APRIL) -> list[tuple[str, ...]]:
    """The lines of an overview as the screen shows them."""
    item = overview(name)
    return [show(item, line.cells) for line in all_lines(town.desk.store, item, scope)]


def totals(town: Town, name: str, scope: Scope = APRIL) -> tuple[str, ...]:
    item = overview(name)
    return show(item, totals_of(town.desk.store, item, scope))


def test_the_day_overview_is_per_day_till_and_method(town: Town) -> None:
    assert table(town, "dagoverzicht") == [
        ("10-04-2024", "9428", "1", "contant", "1", "20,00", "0,00", "20,00"),
        ("10-04-2024", "9428", "1", "pin", "1", "2,40", "0,00", "2,40"),
        ("10-04-2024", "9428", "2", "contant", "1", "10,00", "0,00", "10,00"),
    ]
    assert totals(town, "dagoverzicht") == ("", "", "", "", "3", "32,40", "0,00", "32,40")


def test_the_day_overview_of_one_till(town: Town) -> None:
    assert [row[-1] for row in table(town, "dagoverzicht", replace(APRIL, till="2"))] == ["10,00"]
    assert table(town, "dagoverzicht", replace(APRIL, branch="9999")) == []


def test_what_was_taken_back_stands_beside_what_came_in(town: Town) -> None:
    later = replace(town.desk, working_date=date(2024, 4, 10))
    with later.transaction() as tx:
        counter_payment(tx, 1, reason="verkeerde klant", on=later.working_date)
    assert table(town, "dagoverzicht")[0][4:] == ("2", "20,00", "20,00", "0,00")


def test_the_journal_holds_every_posting_in_order_with_its_group(town: Town) -> None:
    assert table(town, "journaal") == [
        ("09-04-2024", "K1", "1 contributie", "contributie", ANNA, "54,00", ""),
        ("10-04-2024", "K2", "2 registraties", "te laat", ANNA, "2,40", ""),
        ("10-04-2024", "B1", "K kas", "contant", ANNA, "", "20,00"),
        ("10-04-2024", "B2", "B bank", "pin", ANNA, "", "2,40"),
        ("10-04-2024", "B3", "K kas", "contant", BEN, "", "10,00"),
        ("12-04-2024", "K3", "2 registraties", "te laat", BEN, "1,00", ""),
        ("12-04-2024", "B4", "A afboeking", "kwijtschelding", BEN, "", "1,00"),
    ]
    assert totals(town, "journaal")[-2:] == ("57,40", "33,40")
    assert totals(town, "journaal-totalen")[-2:] == ("57,40", "33,40")


def test_the_journal_of_one_day(town: Town) -> None:
    day = Scope(date(2024, 4, 12), date(2024, 4, 12))
    assert [row[1] for row in table(town, "journaal", day)] == ["K3", "B4"]


def test_vat_is_computed_over_the_total_and_not_per_line(town: Town) -> None:
    # rules.md#vat: 15 × € 0,20 = € 3,00 holds € 0,25, while 15 × € 0,02 = € 0,30.
    may = replace(town.desk, working_date=date(2024, 5, 1))
    with may.transaction() as tx:
        for _ in range(15):
            book_charge(tx, may.library, town.ben, Charge(ChargeKind.FINE, 20))
    scope = Scope(may.working_date, may.working_date)
    assert table(town, "btw", scope) == [("9%", "15", "3,00", "0,25", "2,75")]


def test_open_posts_stand_in_the_bracket_of_their_age(town: Town) -> None:
    def on(day: date) -> tuple[str, ...]:
        ((_, _, *brackets, total),) = table(town, "open-posten", Scope(day, day))
        assert total == "34,00"
        return tuple(brackets)

    assert [on(date(2024, 4, 9)).index("34,00"), on(date(2024, 5, 9)).index("34,00")] == [0, 0]  # 0 and 30 days
    assert [on(date(2024, 5, 10)).index("34,00"), on(date(2024, 6, 8)).index("34,00")] == [1, 1]  # 31 and 60
    assert [on(date(2024, 6, 9)).index("34,00"), on(date(2024, 7, 8)).index("34,00")] == [2, 2]  # 61 and 90
    assert [on(date(2024, 7, 9)).index("34,00"), on(date(2024, 10, 6)).index("34,00")] == [3, 3]  # 91 and 180
    assert on(date(2024, 10, 7)).index("34,00") == 4
    assert totals(town, "open-posten")[2:] == ("34,00", "0,00", "0,00", "0,00", "0,00", "34,00")


def test_who_has_credit(town: Town) -> None:
    assert table(town, "tegoeden") == [(BEN, "=Som, E.B.", "10,00")]
    assert table(town, "tegoeden", replace(APRIL, branch="9999")) == []


def test_what_was_waived_with_the_reason(town: Town) -> None:
    assert table(town, "kwijtschelding") == [("12-04-2024", BEN, "=Som, E.B.", "1,00", "Boek was ingeleverd", "ebt")]


def test_cash_ups_and_their_differences(town: Town) -> None:
    assert table(town, "kastellingen") == [("12-04-2024", "9428", "1", "1", "20,00", "19,00", "-1,00", "0,00")]
    assert table(town, "kasverschillen") == [("12-04-2024", "9428", "1", "1", "-1,00", "0,00", "eb", "Teruggave")]
    assert table(town, "kasverschillen", replace(APRIL, till="2")) == []


def test_nobody_is_paid_back_without_a_cancellation(town: Town) -> None:
    end_membership(town.desk, town.anna)
    assert table(town, "terugbetalen") == []


@pytest.mark.parametrize("item", OVERVIEWS, ids=lambda item: item.id)
def test_an_overview_is_the_same_in_pages_of_any_size(town: Town, item: Overview) -> None:
    whole = list(all_lines(town.desk.store, item, APRIL))
    assert len({line.key for line in whole}) == len(whole)
    for limit in (1, 2, 3, 100):
        found: list[OverviewLine] = []
        place: Key | None = None
        while True:
            page = read_page(town.desk.store, item, APRIL, after=place, limit=limit)
            assert len(page.lines) <= limit
            found += page.lines
            place = page.after
            if place is None:
                break
        assert found == whole


@pytest.mark.parametrize("item", OVERVIEWS, ids=lambda item: item.id)
def test_the_totals_are_those_of_the_lines(town: Town, item: Overview) -> None:
    lines = list(all_lines(town.desk.store, item, APRIL))
    for place, total in enumerate(totals_of(town.desk.store, item, APRIL)):
        if item.columns[place].summed:
            cells = [line.cells[place] for line in lines]
            assert total == sum(cell for cell in cells if isinstance(cell, int))
        else:
            assert total is None


@pytest.mark.parametrize("item", OVERVIEWS, ids=lambda item: item.id)
def test_an_overview_fits_80_columns_and_says_what_it_is(town: Town, item: Overview) -> None:
    lines = list(text_lines(town.desk, item, APRIL))
    assert max(map(len, lines)) <= WIDTH
    assert lines[:2] == ["Biblionet Drenthe", item.title]
    assert item.help.endswith(".")
    assert all(len(line.cells) == len(item.columns) for line in all_lines(town.desk.store, item, APRIL))


def test_the_ids_differ_and_can_be_typed() -> None:
    names = [item.id for item in OVERVIEWS]
    assert len(set(names)) == len(names)
    assert all(name.isascii() and name == name.lower() and " " not in name for name in names)
    with pytest.raises(Refusal, match="Kies uit dagoverzicht, "):
        overview("dag")


class Watched:
    """A store that remembers the largest number of rows it was asked for at once."""

    def __init__(self, town: Town) -> None:
        self._store, self.most = town.desk.store, 0

    def read(self, sql: str, params: Params = ()) -> list[Row]:
        rows = self._store.read(sql, params)
        self.most = max(self.most, len(rows))
        return rows

    def read_one(self, sql: str, params: Params = ()) -> Row | None:
        return self._store.read_one(sql, params)


@pytest.mark.parametrize("name", ["open-posten", "journaal", "tegoeden"])
def test_however_many_there_are_only_a_page_is_read_at_a_time(
    town: Town, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("balie.finance.overviews.reading._STRIDE", 3)
    for year in range(1950, 1965):
        customer_id = enrol_tester(town.desk, birth_date=f"01-02-{year}").customer_id
        with town.desk.transaction() as tx:
            receive(tx, Incoming(customer_id, 500, Method.BANK, town.desk.working_date), ())
    watched = Watched(town)
    assert len(list(all_lines(watched, overview(name), APRIL))) > 15
    assert watched.most == 3


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("dagoverzicht", ("30-04-2024", "30-04-2024")),
        ("journaal", ("01-04-2024", "30-04-2024")),
        ("open-posten", ("30-04-2024", "30-04-2024")),
    ],
)
def test_what_is_asked_for_unless_told(town: Town, name: str, expected: tuple[str, str]) -> None:
    scope = read_scope(town.desk, overview(name))
    assert (format_date(scope.first), format_date(scope.last), scope.branch, scope.till) == (*expected, "", "")


def test_the_period_branch_and_till_typed(town: Town) -> None:
    item = overview("dagoverzicht")
    scope = read_scope(town.desk, item, first="1-4-24", last="15-4-24", branch="9428", till=" 2 ")
    assert scope == Scope(date(2024, 4, 1), date(2024, 4, 15), "9428", "2")
    assert read_scope(town.desk, item, first="1-4-24").last == town.desk.working_date
    assert read_scope(town.desk, item, last="15-4-24").first == date(2024, 4, 15)
    assert read_scope(town.desk, overview("journaal"), last="15-3-24").first == date(2024, 3, 1)


@pytest.mark.parametrize(
    ("name", "typed", "fields"),
    [
        ("journaal", {"first": "30-02-2024", "last": "x", "branch": "0000", "till": "1"}, "first last branch till"),
        ("journaal", {"first": "02-04-2024", "last": "01-04-2024"}, "first"),
        ("open-posten", {"first": "02-04-2024", "last": "03-04-2024"}, "first last"),
        ("terugbetalen", {"branch": "9428"}, "branch"),
        ("dagoverzicht", {"till": "x" * 9}, "till"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_with_all_reasons(
    town: Town, name: str, typed: dict[str, str], fields: str
) -> None:
    with pytest.raises(Refusal) as refused:
        read_scope(town.desk, overview(name), **typed)
    assert [reason.field for reason in refused.value.reasons] == fields.split()


def test_every_kind_of_period_is_there() -> None:
    assert {item.period for item in OVERVIEWS} == set(PeriodKind)


def test_a_branch_is_told_by_its_name(town: Town) -> None:
    assert isinstance(town.desk.branch, Branch)
    scope = read_scope(town.desk, overview("dagoverzicht"), branch="9428", till="1")
    assert "30-04-2024, vestiging 9428 Gieten, kas 1" in list(text_lines(town.desk, overview("dagoverzicht"), scope))
