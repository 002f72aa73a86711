"""Costs by hand: what may be charged, at which price and VAT, and of which item for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from balie.desk import Desk
from balie.finance.forget import forget_items_of_costs
from balie.ledger import Charge, Incoming, Method, book_costs, cost_offers, receive
from balie.library.load import load_library, read_library
from balie.library.terms import BY_HAND, ChargeKind
from balie.refusal import Refusal
from tests.library.test_load import SMALL
from tests.support.applicants import enrol_tester

_COPY = '[[costs]]\nname = "Kopie"\nkind = "kopieën"\nprice = [{ price = "0,20", valid_from = 2024-01-01 }]\n'


@pytest.fixture
def customer(desk: Desk) -> int:
    """A customer who owes nothing: a free subscription."""
    return enrol_tester(desk, subscription="0086").customer_id


def test_a_library_that_decided_nothing_has_every_kind_with_a_free_amount() -> None:
    offers = cost_offers(read_library(SMALL, "proef.toml"), date(2024, 4, 9))
    assert [(one.kind, one.cents, one.free) for one in offers] == [(kind, None, True) for kind in BY_HAND]


@pytest.mark.parametrize(
    ("tables", "day", "offered"),
    [
        (_COPY, date(2024, 1, 1), [("Kopie", 20, False)]),
        (_COPY, date(2023, 12, 31), []),
        (_COPY + "free_amount = true\n", date(2023, 12, 31), [("Kopie", None, True)]),
        (_COPY + "free_amount = true\n", date(2024, 1, 1), [("Kopie", 20, True)]),
    ],
)
def test_what_has_no_price_on_the_day_is_offered_only_with_a_free_amount(
    tables: str, day: date, offered: list[tuple[str, int | None, bool]]
) -> None:
    offers = cost_offers(read_library(SMALL + tables, "proef.toml"), day)
    assert [(one.name, one.cents, one.free) for one in offers] == offered


@pytest.mark.parametrize(
    ("table", "path", "reason"),
    [
        ('[[costs]]\nname = "Boete"\nkind = "te laat"\nfree_amount = true', "costs[0].kind", "met de hand"),
        ('[[costs]]\nname = "Schade"\nkind = "schade"', "costs[0].price", "free_amount = true"),
        (_COPY.replace("}]", '}, { price = "0,30", valid_from = 2025-01-01 }]'), "costs[0].price[1]", "zelfde dagen"),
        (_COPY.replace('"Kopie"', '""'), "costs[0].name", "1 tot en met 30 tekens"),
        (_COPY + _COPY, "costs[1].name", '"Kopie" staat er al'),
    ],
)
def test_a_kind_of_costs_that_cannot_be_is_refused_with_its_place(table: str, path: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_library(f"{SMALL}\n{table}", "proef.toml")
    texts = [one.text for one in refused.value.reasons]
    assert [text for text in texts if f": {path}: " in text and reason in text], texts


@pytest.mark.parametrize("name", ["biblionet-drenthe", "achterhoekse-poort"])
def test_what_makes_good_a_loss_has_no_vat_and_copies_have_the_high_rate(name: str) -> None:
    rates = {one.kind: one.vat_percent for one in cost_offers(load_library(name), date(2024, 4, 9))}
    assert rates == {
        ChargeKind.DAMAGE: 0,
        ChargeKind.LOST: 0,
        ChargeKind.LOST_PART: 0,
        ChargeKind.COPIES: 21,
        ChargeKind.EVENT: 9,
        ChargeKind.ADMINISTRATION: 21,
    }


@pytest.mark.parametrize("kind", sorted(set(ChargeKind) - set(BY_HAND)))
def test_what_follows_from_a_rule_is_not_charged_by_hand(desk: Desk, customer: int, kind: ChargeKind) -> None:
    with desk.transaction() as tx, pytest.raises(ValueError, match="by hand"):
        book_costs(tx, desk.library, customer, Charge(kind, 100))


@pytest.mark.parametrize(
    ("paid", "days", "history", "left"), [(0, 9, 0, 1), (500, 0, 0, 1), (500, 1, 0, 0), (500, 9, 1, 1)]
)
def test_which_item_it_was_goes_the_day_after_it_is_settled(
    desk: Desk, customer: int, paid: int, days: int, history: int, left: int
) -> None:
    today = desk.working_date
    with desk.transaction() as tx:
        book_costs(tx, desk.library, customer, Charge(ChargeKind.DAMAGE, 500), item_number="1001")
        if history:
            tx.execute("UPDATE customer SET keep_history_since = ? WHERE id = ?", (today.isoformat(), customer))
        if paid:
            receive(tx, Incoming(customer, paid, Method.CARD, today, "1"))
    later = replace(desk, working_date=today + timedelta(days=days))
    assert forget_items_of_costs(later) == 1 - left
    assert desk.store.read("SELECT count(*) FROM charge_item") == [(left,)]
    assert forget_items_of_costs(later) == 0
