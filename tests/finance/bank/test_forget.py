"""Who an entry on the desk's list was from is forgotten seven years after its year; the books stay as they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from balie.finance.bank.desk_list import attach, open_entries, set_aside
from balie.finance.bank.forget import forget_bank_texts, kept_since
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from tests.support.camt import Detail, Entry


@pytest.mark.parametrize(
    ("today", "since"),
    [
        (date(2031, 12, 31), date(2024, 1, 1)),
        (date(2032, 1, 1), date(2025, 1, 1)),
        (date(2024, 2, 29), date(2017, 1, 1)),
    ],
)
def test_a_year_is_kept_until_seven_years_after_its_end(today: date, since: date) -> None:
    assert kept_since(today) == since


@pytest.fixture
def three(world, write):
    """Of 09-04-2024: one attached, one set aside with its name, one that still waits; all from people."""
    entries = [
        Entry(cents, [Detail(name=name, iban="NL91ABNA0417164300", text="lidmaatschap", end_to_end=f"van {name}")])
        for cents, name in ((5400, "Eerste"), (1000, "Tweede"), (2000, "Derde"))
    ]
    world.book(write(*entries))
    first, second, _ = open_entries(world.desk)
    attach(world.desk, first.entry_id, world.member())
    set_aside(world.desk, second.entry_id, "Donatie")
    return world


def told(world) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = world.desk.store.read(
        "SELECT cents, state, payment_id IS NOT NULL, name, iban, text, end_to_end, why FROM bank_entry ORDER BY id"
    )
    return rows


def test_until_then_nothing_is_forgotten(three) -> None:
    before = told(three)

    assert forget_bank_texts(replace(three.desk, working_date=date(2031, 12, 31))) == 0

    assert told(three) == before


def test_then_who_it_was_from_is_gone_and_amount_posting_and_reason_stay(three) -> None:
    later = replace(three.desk, working_date=date(2032, 1, 1))
    reasons = [row[-1] for row in told(three)]

    assert forget_bank_texts(later) == 2  # of what was attached only the posting tells
    assert told(three) == [
        (5400, "handled", 1, None, None, None, "van Eerste", None),
        (1000, "handled", 0, None, None, None, None, reasons[1]),
        (2000, "open", 0, None, None, None, None, reasons[2]),
    ]
    assert reasons[1] == "Donatie"
    assert check(three.desk.store, all_invariants()) == []
    assert forget_bank_texts(later) == 0


def test_what_waits_can_still_be_attached(three) -> None:
    forget_bank_texts(replace(three.desk, working_date=date(2032, 1, 1)))
    (left,) = open_entries(three.desk)

    assert left.line == "09-04-2024  € 20,00"
    assert attach(three.desk, left.entry_id, three.member("Ander")).unspent_cents == 2000
