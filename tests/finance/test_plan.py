"""What a payment comes down to before it is made."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.finance.pay import Sheet, SheetLine, Tender, plan
from balie.finance.sheet import COLLECTING
from balie.library.terms import ChargeKind
from balie.refusal import Refusal


def sheet_of(*amounts: int, credit: int = 0, collecting: tuple[int, ...] = ()) -> Sheet:
    """Lines numbered from 1, the oldest first."""
    lines = tuple(
        SheetLine(
            number,
            ChargeKind.FINE,
            f"Te laat {number}",
            date(2024, 4, number),
            cents,
            cents,
            COLLECTING if number in collecting else "",
        )
        for number, cents in enumerate(amounts, 1)
    )
    return Sheet(480874, "E.B. Tester", lines, credit, None)


SHEET = sheet_of(240, 5400, 250, credit=300)


@pytest.mark.parametrize(
    ("chosen", "tender", "received", "keep", "settled", "change", "credit", "left"),
    [
        (None, "contant", "60", False, {1: 240, 2: 5400, 3: 250}, 110, 0, 0),
        (None, "contant", "58,90", False, {1: 240, 2: 5400, 3: 250}, 0, 0, 0),
        (None, "contant", "60", True, {1: 240, 2: 5400, 3: 250}, 0, 110, 0),
        (None, "contant", "20", False, {1: 240, 2: 1760}, 0, 0, 3890),
        ({3}, "contant", "5,00", False, {3: 250}, 250, 0, 5640),
        ({2, 3}, "pin", "", False, {2: 5400, 3: 250}, 0, 0, 240),
        ({1, 3}, "pin", "10", False, {1: 240, 3: 250}, 0, 510, 5400),
        ({2}, "bank", "54", False, {2: 5400}, 0, 0, 490),
        (None, "tegoed", "", False, {1: 240, 2: 60}, 0, 0, 5590),
        ({3}, "tegoed", "", False, {3: 250}, 0, 0, 5640),
        ({2}, "tegoed", "1", False, {2: 100}, 0, 0, 5790),
        (set(), "pin", "10", True, {}, 0, 1000, 5890),
        (None, "pin", "2,50", False, {3: 250}, 0, 0, 5640),
        (None, "contant", "54", False, {2: 5400}, 0, 0, 490),
        (None, "tegoed", "2,50", False, {3: 250}, 0, 0, 5640),
        (None, "pin", "2,49", False, {1: 240, 2: 9}, 0, 0, 5641),
        ({1, 2}, "pin", "54", False, {1: 240, 2: 5160}, 0, 0, 490),
    ],
)
def test_what_is_settled_what_goes_back_and_what_stays_open(
    chosen: set[int] | None,
    tender: str,
    received: str,
    keep: bool,
    settled: dict[int, int],
    change: int,
    credit: int,
    left: int,
) -> None:
    done = plan(SHEET, chosen, tender, received, keep_change=keep)
    assert {line.charge_id: cents for line, cents in done.settle} == settled
    assert (done.change_cents, done.credit_cents, done.left_cents) == (change, credit, left)


@pytest.mark.parametrize(
    ("chosen", "tender", "received", "fields"),
    [
        (None, "", "60", {"tender"}),
        (None, "kas", "60", {"tender"}),
        (None, "contant", "", {"received"}),
        (None, "contant", "0", {"received"}),
        (None, "contant", "-5", {"received"}),
        (None, "contant", "1e5", {"received"}),
        (None, "tegoed", "3,01", {"received"}),
        ({1}, "tegoed", "2,50", {"received"}),
        (set(), "pin", "10", {"chosen"}),
        ({9}, "pin", "", {"chosen", "received"}),
        (None, "", "tien", {"tender", "received"}),
    ],
)
def test_what_cannot_be_paid_is_refused_at_its_field(
    chosen: set[int] | None, tender: str, received: str, fields: set[str]
) -> None:
    with pytest.raises(Refusal) as refused:
        plan(SHEET, chosen, tender, received)
    assert {reason.field for reason in refused.value.reasons} == fields


def test_credit_that_is_not_there_cannot_be_used() -> None:
    with pytest.raises(Refusal, match="geen tegoed"):
        plan(sheet_of(240), None, "tegoed", "")


def test_what_the_bank_collects_is_left_out_unless_it_is_chosen() -> None:
    collecting = sheet_of(5400, 240, collecting=(1,))
    assert plan(collecting, None, "pin", "").settled_cents == 240
    chosen = plan(collecting, {1}, "pin", "")
    assert chosen.settled_cents == 5400
    assert chosen.warnings == ("Te laat 1 wordt al geïncasseerd: als de klant ook hier betaalt, is dat dubbel.",)
    with pytest.raises(Refusal, match="al geïncasseerd: kies de regel zelf"):
        plan(sheet_of(5400, collecting=(1,)), None, "pin", "54")


def test_paying_while_nothing_is_open_is_only_done_on_purpose() -> None:
    with pytest.raises(Refusal, match=r"Er staat niets open\..*kies dan eerst Teveel als tegoed"):
        plan(sheet_of(), None, "contant", "10")
    assert plan(sheet_of(), None, "contant", "10", keep_change=True).credit_cents == 1000


def test_the_lines_that_are_shown_and_printed() -> None:
    assert plan(SHEET, {1}, "contant", "5").summary == (
        ("Betaald", "€ 2,40"),
        ("Ontvangen (contant)", "€ 5,00"),
        ("Terug", "€ 2,60"),
        ("Blijft open", "€ 56,50"),
    )
    assert plan(SHEET, {1}, "tegoed", "").summary == (("Betaald uit tegoed", "€ 2,40"), ("Blijft open", "€ 56,50"))


@given(
    amounts=st.lists(st.integers(1, 9_999), max_size=8),
    received=st.integers(1, 99_999),
    tender=st.sampled_from([Tender.CASH, Tender.CARD, Tender.BANK]),
    keep=st.booleans(),
)
def test_every_cent_that_is_received_goes_somewhere(
    amounts: list[int], received: int, tender: Tender, keep: bool
) -> None:
    if not amounts:
        return
    done = plan(sheet_of(*amounts), None, tender, f"{received // 100},{received % 100:02}", keep_change=keep)
    assert done.received_cents == received == done.settled_cents + done.change_cents + done.credit_cents
    assert done.left_cents == sum(amounts) - done.settled_cents >= 0
    assert not (done.left_cents and (done.change_cents or done.credit_cents))
    assert not done.change_cents or tender is Tender.CASH
