"""`balie controle` finds an item that was made of a known number with something around it."""

from __future__ import annotations

import pytest

from balie.catalogue.invariants import CATALOGUE_INVARIANTS
from balie.customers.cards.numbers import current_number
from balie.desk import Desk
from balie.store.check import check
from tests.support.applicants import enrol_tester
from tests.support.stock import new_item, new_title


@pytest.mark.parametrize(
    ("around", "found"), [("A{}B", True), ("0{}", True), ("{}.", True), ("C0{}7", True), ("{}", False)]
)
@pytest.mark.parametrize("of", ["item", "pass"])
def test_an_item_that_is_a_known_number_in_wrapping_is_found(desk: Desk, around: str, found: bool, of: str) -> None:
    number = new_item(desk, new_title(desk))
    if of == "pass":
        number = current_number(desk.store, enrol_tester(desk).customer_id) or ""
    other = new_item(desk, new_title(desk, title="Ander"))
    if around != "{}":
        with desk.transaction() as tx:
            tx.execute("UPDATE item SET number = ? WHERE number = ?", (around.format(number), other))
    names = [one.name for one in check(desk.store, CATALOGUE_INVARIANTS)]
    assert ("item.inside" in names) is found
