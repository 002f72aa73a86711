from __future__ import annotations

import pytest

from balie.customers.cards.credentials import Cost, make_secret, verify
from balie.customers.cards.passwords import clear_pin, give_password, has_pin, pin_fits, read_pin, set_pin
from balie.customers.finding.entry import NumberLater
from balie.desk import Desk
from balie.messages.printing import prepare, print_receipt
from balie.refusal import Refusal
from tests.support.applicants import enrol_tester

CHEAP = Cost(n=2, r=1, p=1)


def fits(desk: Desk, typed: str) -> bool:
    row = desk.store.read_one("SELECT salt, hash, cost FROM credential")
    assert row is not None
    return verify(typed, row[0], row[1], Cost.parse(row[2]))


def test_a_new_password_takes_the_place_of_the_old_one(desk: Desk) -> None:
    enrolled = enrol_tester(desk)
    with desk.transaction() as tx:
        tx.execute("UPDATE credential SET must_change = 0, tries_left = 0, expires_on = '2024-04-01'")
    give_password(desk, enrolled.customer_id, make_secret("73CD5F6H", CHEAP))
    assert fits(desk, "73cd 5f6h")
    assert not fits(desk, "E47C5M6C")
    assert desk.store.read("SELECT must_change, tries_left, expires_on FROM credential") == [(1, 5, "2024-04-23")]


def test_the_password_is_on_its_bon_once_and_stored_nowhere(desk: Desk) -> None:
    enrolled = enrol_tester(desk)
    receipt_id = give_password(desk, enrolled.customer_id, make_secret("73CD5F6H", CHEAP))
    text = prepare(desk, receipt_id, "73CD 5F6H").text
    assert "73CD 5F6H" in text
    assert "2 9428 0000 7772 7" in text
    assert str(enrolled.customer_id) not in text
    print_receipt(desk, receipt_id, "73CD 5F6H")
    assert "73CD" not in prepare(desk, receipt_id, "73CD 5F6H").text
    assert "73CD" not in "".join(desk.store.connection.iterdump())


def test_without_a_number_there_is_nothing_to_log_in_with(desk: Desk) -> None:
    enrolled = enrol_tester(desk, number=NumberLater())
    secret = make_secret("73CD5F6H", CHEAP)
    for act in (give_password, set_pin):
        with pytest.raises(Refusal, match="nog geen klantnummer"):
            act(desk, enrolled.customer_id, secret)


@pytest.mark.parametrize("typed", ["4082", " 4082 ", "0000"])
def test_a_pin_is_four_digits(typed: str) -> None:
    assert read_pin(typed) == typed.strip()


@pytest.mark.parametrize("typed", ["", "408", "40821", "40 82", "4O82", "-408", "٤٠٨٢", "4²82"])
def test_anything_else_is_no_pin(typed: str) -> None:
    with pytest.raises(Refusal, match="vier cijfers") as refused:
        read_pin(typed)
    assert refused.value.reasons[0].field == "pin"


def test_a_pin_is_kept_as_a_hash_only(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    assert not has_pin(desk.store, customer_id)
    assert not pin_fits(desk.store, customer_id, "4082")
    set_pin(desk, customer_id, make_secret("4082", CHEAP))
    assert has_pin(desk.store, customer_id)
    assert pin_fits(desk.store, customer_id, "4082")
    assert not pin_fits(desk.store, customer_id, "4083")
    row = desk.store.read_one("SELECT hash FROM pin")
    assert row is not None
    assert b"4082" not in row[0]
    assert desk.store.read("SELECT action, before, after FROM journal ORDER BY id DESC LIMIT 1") == [
        ("pin set", None, None)
    ]


def test_a_pin_is_changed_and_taken_away(desk: Desk) -> None:
    customer_id = enrol_tester(desk).customer_id
    set_pin(desk, customer_id, make_secret("4082", CHEAP))
    set_pin(desk, customer_id, make_secret("5193", CHEAP))
    assert not pin_fits(desk.store, customer_id, "4082")
    assert pin_fits(desk.store, customer_id, "5193")
    clear_pin(desk, customer_id)
    assert not has_pin(desk.store, customer_id)
    with pytest.raises(Refusal, match="geen pincode"):
        clear_pin(desk, customer_id)
