"""Every tariff, age border, day and way of paying of both libraries, as a run prices periods (rules.md#tariffs)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from balie.finance.invoicing.due import DuePeriod
from balie.finance.invoicing.judging import Judge, LeftOutCustomer, PeriodObstacle
from balie.library.load import load_library
from balie.library.structs import Library

DRENTHE = load_library("biblionet-drenthe")
POORT = load_library("achterhoekse-poort")
COLLECTING = replace(DRENTHE, direct_debit=POORT.direct_debit)
"""Biblionet Drenthe, if it collected."""

INSTITUTION = "instelling"


def due(
    code: str,
    born: str | None,
    on: str,
    way: str = "factuur",
    *,
    reduced: bool = False,
    kind: str = "regulier",
    price: int = 1,
    mandate: bool = True,
    signed: str = "2024-04-09",
    collected: str | None = None,
    reachable: bool = True,
    started: str = "",
) -> DuePeriod:
    """A period that ends the day before `on` (dd-mm-jjjj, as `born`)."""
    first = day(on)
    began = first.replace(year=first.year - 1).isoformat()
    return DuePeriod(
        *(480874, 1, code, "9428", way, int(reduced), started or began, began),
        *((first - timedelta(days=1)).isoformat(), price, None, day(born).isoformat() if born else None, kind),
        *("E.B.", None, "Tester", "29428000077727", int(reachable)),
        *(("29428000077727", signed, "NL91ABNA0417164300", collected) if mandate else (None,) * 4),
    )


def day(text: str) -> date:
    return date(int(text[6:]), int(text[3:5]), int(text[:2]))


def judged(library: Library, found: DuePeriod) -> int | PeriodObstacle:
    """The price in cents, or why the desk has to look at it."""
    verdict = Judge(library).judge(found)
    return verdict.obstacle if isinstance(verdict, LeftOutCustomer) else verdict.offer.price_cents


@pytest.mark.parametrize(
    ("born", "on", "reduced", "incasso", "factuur", "maand"),
    [
        ("01-02-2007", "01-02-2025", False, 4800, 5200, 400),  # 18 today
        ("04-01-1991", "09-04-2024", False, 4800, 5200, 400),
        ("31-12-1951", "01-02-2025", True, 4300, 4700, 359),
        ("01-01-1952", "01-02-2025", False, 4800, 5200, 400),  # doorstromer
        ("01-06-1945", "01-02-2025", True, 4300, 4700, 359),
        ("01-06-1945", "01-02-2025", False, 4800, 5200, 400),  # enrolled too late, or interrupted
        ("01-06-1945", "31-12-2016", True, 4800, 5200, 400),  # the reduced prices begin on 01-01-2017
        ("01-06-1945", "01-01-2017", True, 4300, 4700, 359),
        ("04-01-1991", "01-12-2016", False, 4800, 5200, 400),  # the first day of these prices
    ],
)
def test_s2_by_age_right_and_way(born: str, on: str, reduced: bool, incasso: int, factuur: int, maand: int) -> None:
    found = [
        judged(POORT, due("0002", born, on, way, reduced=reduced)) for way in ("incasso", "factuur", "maandincasso")
    ]
    assert found == [incasso, factuur, maand]


def test_s2_before_its_prices_began_there_is_no_tariff() -> None:
    assert judged(POORT, due("0002", "04-01-1991", "30-11-2016")) is PeriodObstacle.NO_TARIFF


@pytest.mark.parametrize("way", ["incasso", "factuur", "maandincasso"])
def test_s2_youth_is_free_and_an_institution_costs_65_euro_whatever_the_way(way: str) -> None:
    assert judged(POORT, due("0001", "02-02-2007", "01-02-2025", way, price=0)) == 0
    assert judged(POORT, due("0004", None, "01-02-2025", way, kind=INSTITUTION)) == 6500


@pytest.mark.parametrize(
    ("code", "borders"),
    [
        ("0045", {"19": 5400, "99": 5400, "100": None, "18": None}),
        ("0049", {"19": 500, "99": 500, "100": None, "18": None}),
        ("0052", {"19": 550, "110": 550, "111": None, "18": None}),
        ("0053", {"19": 6250, "110": 6250, "111": None, "18": None}),
        ("0086", {"0": 0, "17": 0, "18": 0, "111": 0}),
        ("0140", {"0": 0, "17": 0, "18": 4200, "111": 4200}),
        ("0141", {"0": 0, "17": 0, "18": 4200, "111": 4200}),
    ],
)
@pytest.mark.parametrize("way", ["incasso", "factuur", "maandincasso"])
def test_s1_at_every_border(code: str, borders: dict[str, int | None], way: str) -> None:
    for age, price in borders.items():
        born = f"01-05-{2025 - int(age)}"  # so old on the very first day of the period
        assert judged(COLLECTING, due(code, born, "01-05-2025", way)) == (
            PeriodObstacle.NOT_ALLOWED if price is None else price
        ), age


def test_s1_the_day_of_a_birthday_decides() -> None:
    assert judged(DRENTHE, due("0045", "01-05-2006", "01-05-2025")) == 5400
    assert judged(DRENTHE, due("0045", "02-05-2006", "01-05-2025")) is PeriodObstacle.NOT_ALLOWED
    assert judged(DRENTHE, due("0045", "02-05-1925", "01-05-2025")) == 5400
    assert judged(DRENTHE, due("0045", "01-05-1925", "01-05-2025")) is PeriodObstacle.NOT_ALLOWED


def test_s1_before_april_2024_there_is_no_tariff() -> None:
    assert judged(DRENTHE, due("0045", "04-01-1991", "31-03-2024")) is PeriodObstacle.NO_TARIFF
    assert judged(DRENTHE, due("0045", "04-01-1991", "01-04-2024")) == 5400
    assert judged(DRENTHE, due("9999", "04-01-1991", "01-05-2025")) is PeriodObstacle.NO_TARIFF  # not sold any more


@pytest.mark.parametrize(
    ("library", "code", "born", "on", "found"),
    [
        # rules.md#coming-of-age: 18 on 01-02-2025, on 01-03-2026 (born 29 February), on 31-12-2025.
        (POORT, "0001", "01-02-2007", "01-02-2025", PeriodObstacle.COMES_OF_AGE),
        (POORT, "0001", "02-02-2007", "01-02-2025", 0),
        (POORT, "0001", "29-02-2008", "01-03-2026", PeriodObstacle.COMES_OF_AGE),
        (POORT, "0001", "29-02-2008", "28-02-2026", 0),
        (POORT, "0001", "31-12-2007", "31-12-2025", PeriodObstacle.COMES_OF_AGE),
        (POORT, "0001", "31-12-2007", "01-12-2025", 0),
        (DRENTHE, "0141", "01-02-2007", "01-02-2025", PeriodObstacle.COMES_OF_AGE),
        (DRENTHE, "0141", "02-02-2007", "01-02-2025", 0),
        (DRENTHE, "0086", "01-02-2007", "01-02-2025", 0),  # free at every age: nothing changes
    ],
)
def test_who_turns_18_is_never_charged_unasked(
    library: Library, code: str, born: str, on: str, found: int | PeriodObstacle
) -> None:
    assert judged(library, due(code, born, on, price=0)) == found


def test_who_paid_as_an_adult_before_is_simply_charged() -> None:
    assert judged(DRENTHE, due("0141", "01-01-2006", "01-02-2025", price=4200)) == 4200


def test_a_period_that_was_made_ahead_of_the_birthday_still_asks() -> None:
    # Enrolled at 17, the period began at 18: free then, and nobody was told what it would cost.
    assert judged(DRENTHE, due("0141", "15-04-2006", "01-05-2025", price=0, started="2024-04-09")) is (
        PeriodObstacle.COMES_OF_AGE
    )


@pytest.mark.parametrize(
    ("code", "way", "mandate", "found"),
    [
        ("0002", "incasso", False, PeriodObstacle.NO_MANDATE),
        ("0002", "maandincasso", False, PeriodObstacle.NO_MANDATE),
        ("0002", "factuur", False, 5200),
        ("0002", "incasso", True, 4800),
    ],
)
def test_collecting_needs_a_mandate(code: str, way: str, mandate: bool, found: int | PeriodObstacle) -> None:
    assert judged(POORT, due(code, "04-01-1991", "01-05-2025", way, mandate=mandate)) == found


def test_s1_by_the_month_needs_a_mandate_whatever_the_way() -> None:
    assert judged(COLLECTING, due("0049", "04-01-1991", "01-05-2025", mandate=False)) is PeriodObstacle.NO_MANDATE
    # Nor is anybody invoiced for what this library cannot collect, mandate or not.
    assert judged(DRENTHE, due("0049", "04-01-1991", "01-05-2025")) is PeriodObstacle.NO_MANDATE


@pytest.mark.parametrize(
    ("signed", "collected", "lives"),
    [
        ("2022-05-01", None, True),  # 36 months, the last day
        ("2022-04-30", None, False),
        ("2009-11-01", "2022-05-13", True),
        ("2009-11-01", "2022-04-14", False),
    ],
)
def test_a_mandate_dies_after_36_months(signed: str, collected: str | None, lives: bool) -> None:
    found = judged(POORT, due("0002", "04-01-1991", "01-05-2025", "incasso", signed=signed, collected=collected))
    assert found == (4800 if lives else PeriodObstacle.NO_MANDATE)


def test_nobody_is_billed_who_cannot_be_written_to() -> None:
    assert judged(POORT, due("0002", "04-01-1991", "01-05-2025", reachable=False)) is PeriodObstacle.NO_ADDRESS
    assert judged(POORT, due("0001", "04-01-2015", "01-05-2025", reachable=False, price=0)) == 0


def test_a_child_needs_no_mandate_for_nothing() -> None:
    assert judged(POORT, due("0001", "04-01-2015", "01-05-2025", "incasso", mandate=False, price=0)) == 0


def test_what_is_not_renewed_is_told() -> None:
    verdict = Judge(POORT).judge(due("0003", "04-01-1991", "01-05-2025"))
    assert isinstance(verdict, LeftOutCustomer)
    assert verdict.reason == ("Tijdelijk abonnement (0003) wordt niet verlengd. Kies een ander abonnement (tabblad 3).")


@pytest.mark.parametrize(
    ("code", "way", "on", "until"),
    [
        ("0002", "factuur", "01-05-2025", date(2026, 4, 30)),
        ("0002", "factuur", "01-03-2023", date(2024, 2, 29)),
        ("0002", "maandincasso", "01-05-2025", date(2025, 5, 31)),
        ("0002", "maandincasso", "01-02-2025", date(2025, 2, 28)),
    ],
)
def test_a_period_runs_as_long_as_its_price_covers(code: str, way: str, on: str, until: date) -> None:
    verdict = Judge(POORT).judge(due(code, "04-01-1991", on, way))
    assert not isinstance(verdict, LeftOutCustomer)
    assert (verdict.period.paid_from, verdict.period.paid_until, verdict.period.rights_until) == (day(on), until, until)
