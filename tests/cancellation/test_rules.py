"""The worked examples of rules.md#refund, for both ways in which a library can give back: by the day, by the month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.cancellation.rules import CancellationTerms, free_after_death, free_date, terms_of
from balie.customers.cancelling.refund import refund_of, unused_part
from balie.customers.cancelling.settlement import offset
from balie.dutch.dates import format_date
from balie.ledger import OpenCharge
from balie.library.structs import Library
from balie.library.terms import CancellationWay, ChargeKind, RefundBasis

POORT = CancellationTerms(1, 12, RefundBasis.DAYS, tuple(CancellationWay))
DAYS, MONTHS = RefundBasis.DAYS, RefundBasis.MONTHS


def day(text: str) -> date:
    return date(int(text[6:]), int(text[3:5]), int(text[:2]))


@dataclass(frozen=True)
class Case:
    name: str
    cents: int
    enrolled: str
    period: tuple[str, str]
    notice: str
    wished: str | None
    free: str
    unused: tuple[int, int]
    per_day: int
    whole_months: int
    per_month: int


# name | cents | enrolled | paid period | notice | wished | free | unused days | refund | whole months | refund
TABLE = """
C1  5200 20-01-2025 01-02-2026 31-01-2027 15-08-2026 -          15-09-2026 139/365 1980  4 1733
C2  5400 09-04-2024 01-05-2024 30-04-2025 10-11-2024 -          09-04-2025  22/365  325  0    0
C2b 5400 09-04-2024 01-05-2024 30-04-2025 10-11-2024 01-05-2025 01-05-2025   0/365    0  0    0
C3  4800 09-04-2020 01-05-2025 30-04-2026 31-01-2026 -          01-03-2026  61/365  802  2  800
C4  5200 10-02-2023 01-03-2027 29-02-2028 01-10-2027 -          01-11-2027 121/366 1719  4 1733
C5  4300 01-05-2010 01-06-2024 31-05-2025 01-02-2025 -          01-03-2025  92/365 1084  3 1075
C6  4800 09-04-2020 01-05-2025 30-04-2026 31-03-2025 -          01-05-2025 365/365 4800 12 4800
C7   400 20-01-2025 01-09-2026 30-09-2026 15-08-2026 -          15-09-2026   16/30  213  0    0
"""


def read_case(line: str) -> Case:
    name, cents, enrolled, first, last, notice, wished, free, part, refund, months, by_month = line.split()
    unused, total = map(int, part.split("/"))
    return Case(
        name=name,
        cents=int(cents),
        enrolled=enrolled,
        period=(first, last),
        notice=notice,
        wished=None if wished == "-" else wished,
        free=free,
        unused=(unused, total),
        per_day=int(refund),
        whole_months=int(months),
        per_month=int(by_month),
    )


CASES = [read_case(line) for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_day_on_which_somebody_is_free(case: Case) -> None:
    wished = day(case.wished) if case.wished else None
    assert free_date(day(case.notice), day(case.enrolled), wished, POORT).free_on == day(case.free)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_refund_by_the_day(case: Case) -> None:
    part = unused_part(day(case.period[0]), day(case.period[1]), day(case.free), DAYS)
    assert (part.unused, part.total) == case.unused
    assert refund_of(case.cents, part) == case.per_day


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_refund_by_whole_months(case: Case) -> None:
    part = unused_part(day(case.period[0]), day(case.period[1]), day(case.free), MONTHS)
    assert part.unused == case.whole_months
    assert refund_of(case.cents, part) == case.per_month


def test_the_day_of_the_notice_counts() -> None:
    """C1'': were it not counted, the refund would be € 19,66."""
    later = unused_part(date(2026, 2, 1), date(2027, 1, 31), date(2026, 9, 16), DAYS)
    assert (later.unused, refund_of(5200, later)) == (138, 1966)
    assert free_date(date(2026, 8, 15), date(2025, 1, 20), None, POORT).free_on == date(2026, 9, 15)


@pytest.mark.parametrize(
    ("received", "free"),
    [
        ("15-08-2026", "15-09-2026"),
        ("28-01-2026", "28-02-2026"),
        ("29-01-2026", "01-03-2026"),
        ("30-01-2026", "01-03-2026"),
        ("31-01-2026", "01-03-2026"),
        ("29-01-2024", "29-02-2024"),
        ("31-03-2026", "01-05-2026"),
        ("31-12-2025", "31-01-2026"),
    ],
)
def test_a_month_of_notice(received: str, free: str) -> None:
    found = free_date(day(received), date(2010, 1, 1), None, POORT)
    assert format_date(found.free_on) == free


@pytest.mark.parametrize(
    ("received", "wished", "said"),
    [
        ("15-08-2026", None, "Opzegtermijn van 1 maand vanaf 15-08-2026: vrij vanaf 15-09-2026."),
        ("10-11-2025", None, "De eerste 12 maanden kan het abonnement niet eindigen: vrij vanaf 20-01-2026."),
        ("15-08-2026", "01-02-2027", "Gewenst per 01-02-2027."),
        (
            "15-08-2026",
            "20-08-2026",
            "Opzegtermijn van 1 maand vanaf 15-08-2026: vrij vanaf 15-09-2026."
            " Gewenst per 20-08-2026: dat kan niet eerder dan 15-09-2026.",
        ),
    ],
)
def test_it_is_said_what_made_it_that_day(received: str, wished: str | None, said: str) -> None:
    found = free_date(day(received), date(2025, 1, 20), day(wished) if wished else None, POORT)
    assert " ".join(found.why) == said


def test_who_joined_on_29_february_is_bound_until_1_march() -> None:
    assert free_date(date(2024, 6, 1), date(2024, 2, 29), None, POORT).free_on == date(2025, 3, 1)


@given(
    enrolled=st.dates(date(2010, 1, 1), date(2030, 1, 1)),
    later=st.integers(0, 4000),
    wish=st.none() | st.integers(-400, 800),
)
def test_nobody_leaves_before_notice_first_year_or_wish(enrolled: date, later: int, wish: int | None) -> None:
    received = enrolled + timedelta(days=later)
    wished = None if wish is None else received + timedelta(days=wish)
    free = free_date(received, enrolled, wished, POORT).free_on
    assert free >= received + timedelta(days=28)
    assert free >= enrolled + timedelta(days=365)
    assert wished is None or free >= wished
    assert free <= max(received + timedelta(days=32), enrolled + timedelta(days=367), wished or received)


@given(
    start=st.dates(date(2010, 1, 1), date(2030, 1, 1)),
    length=st.integers(1, 400),
    free=st.integers(-50, 450),
    cents=st.integers(0, 10_000),
    basis=st.sampled_from(RefundBasis),
)
def test_a_refund_is_never_more_than_was_charged_and_never_grows_by_staying(
    start: date, length: int, free: int, cents: int, basis: RefundBasis
) -> None:
    end = start + timedelta(days=length - 1)
    now = refund_of(cents, unused_part(start, end, start + timedelta(days=free), basis))
    next_day = refund_of(cents, unused_part(start, end, start + timedelta(days=free + 1), basis))
    assert cents >= now >= next_day >= 0
    if free <= 0:
        assert now == cents
    if free >= length:
        assert now == 0


@pytest.mark.parametrize(("kind", "cents"), [("dagen", 1980), ("maanden", 1733)])
def test_the_library_chooses_how_it_gives_back(kind: str, cents: int) -> None:
    part = unused_part(date(2026, 2, 1), date(2027, 1, 31), date(2026, 9, 15), RefundBasis(kind))
    assert refund_of(5200, part) == cents


def test_the_terms_of_s2(poort: Library) -> None:
    assert terms_of(poort, 12) == CancellationTerms(
        1,
        12,
        DAYS,
        (CancellationWay.TELEPHONE, CancellationWay.IN_PERSON, CancellationWay.MAIL, CancellationWay.LETTER),
    )


@pytest.mark.parametrize(("contract", "minimum"), [(12, 12), (1, 1), (24, 12), (None, 0)])
def test_without_terms_of_its_own_the_law_holds(s1_only: Library, contract: int | None, minimum: int) -> None:
    """Nothing is told of cancelling: the first term runs out, then a month of notice (art. 6:236 sub j BW)."""
    assert s1_only.cancellation is None
    assert terms_of(s1_only, contract) == CancellationTerms(1, minimum, DAYS, tuple(CancellationWay))


@pytest.mark.parametrize(("contract", "minimum"), [(12, 12), (1, 1), (3, 3), (24, 12), (None, 12)])
def test_the_first_year_binds_nobody_longer_than_the_contract(
    poort: Library, contract: int | None, minimum: int
) -> None:
    assert terms_of(poort, contract).minimum_months == minimum


@pytest.mark.parametrize(
    ("died", "free"), [("10-08-2026", "11-08-2026"), (None, "15-08-2026"), ("01-01-2020", "20-01-2025")]
)
def test_a_death_ends_the_membership_at_once(died: str | None, free: str) -> None:
    found = free_after_death(day(died) if died else None, date(2026, 8, 15), date(2025, 1, 20))
    assert format_date(found.free_on) == free


@pytest.mark.parametrize(
    ("died", "told"),
    [
        ("20-01-2025", "Overleden op 20-01-2025: het abonnement eindigt op die dag."),
        ("19-01-2025", "Overleden op 19-01-2025, voor de inschrijving op 20-01-2025: klopt die dag?"),
    ],
)
def test_a_death_before_the_enrolment_is_doubted(died: str, told: str) -> None:
    assert free_after_death(day(died), date(2026, 8, 15), date(2025, 1, 20)).why == (told,)


def owed(*amounts: int) -> list[OpenCharge]:
    return [
        OpenCharge(number, ChargeKind.FINE, date(2026, 8, number), cents, cents)
        for number, cents in enumerate(amounts, 1)
    ]


@pytest.mark.parametrize(
    ("credit", "amounts", "taken"),
    [
        (1980, (240, 150, 250), [240, 150, 250]),
        (325, (240, 150, 250), [240, 85, 0]),
        (1980, (5200,), [1980]),
        (0, (240,), [0]),
        (500, (), []),
    ],
)
def test_the_oldest_charge_is_set_off_first(credit: int, amounts: tuple[int, ...], taken: list[int]) -> None:
    assert [item.cents for item in offset(credit, owed(*amounts))] == taken
