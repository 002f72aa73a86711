from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace as changed
from datetime import date, timedelta

import pytest

from balie.customers.cards.cards import (
    Card,
    add_card,
    block,
    give_plastic,
    make_primary,
    read_cards,
    replace,
    replacement_fee,
    unblock,
)
from balie.customers.cards.numbers import current_number, make_number, make_online_number
from balie.customers.cards.states import CardKind, CardState
from balie.customers.finding.entry import FreeCard, KnownCustomer, NumberLater, read_entry
from balie.customers.header import read_header
from balie.desk import Desk
from balie.dutch.dates import format_date
from balie.library.structs import Library
from balie.refusal import Refusal
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from tests.support.applicants import IBAN, enrol_tester

NEW = make_number("4104", 500)


@pytest.fixture
def there(desk: Desk, poort: Library) -> Desk:
    """A desk of Achterhoekse Poort, which asks € 2,50 for a replacing card."""
    return changed(desk, library=poort, branch=poort.branches[0])


@pytest.fixture
def member(there: Desk) -> tuple[int, str]:
    """A member with a mandate, and the klantnummer."""
    enrolled = enrol_tester(there, subscription="0002", direct_debit="ja", iban=IBAN)
    assert enrolled.number is not None
    return enrolled.customer_id, enrolled.number


def card(desk: Desk, customer_id: int, number: str) -> Card:
    return next(card for card in read_cards(desk.store, customer_id) if card.number == number)


def last_journal(desk: Desk) -> tuple[str, dict[str, object], dict[str, object]]:
    row = desk.store.read_one("SELECT action, before, after FROM journal ORDER BY id DESC LIMIT 1")
    assert row is not None
    return row[0], json.loads(row[1] or "{}"), json.loads(row[2] or "{}")


def version(desk: Desk) -> int:
    row = desk.store.read_one("SELECT version FROM customer")
    assert row is not None
    return int(row[0])


def test_a_card_is_blocked_and_unblocked(there: Desk, member: tuple[int, str]) -> None:
    customer_id, number = member
    block(there, customer_id, number, "Vermist")
    assert card(there, customer_id, number).state is CardState.BLOCKED
    assert card(there, customer_id, number).reason == "vermist"
    assert read_header(there, customer_id).middle[3].value == "0"
    assert last_journal(there)[0] == "card blocked"
    unblock(there, customer_id, number)
    assert card(there, customer_id, number).state is CardState.ACTIVE
    assert card(there, customer_id, number).reason is None
    assert version(there) == 3


def test_a_blocked_number_stays_the_klantnummer(there: Desk, member: tuple[int, str]) -> None:
    customer_id, number = member
    block(there, customer_id, number, "gestolen")
    assert current_number(there.store, customer_id) == number


def test_a_replaced_card_costs_what_the_library_says(there: Desk, member: tuple[int, str]) -> None:
    customer_id, number = member
    done = replace(there, customer_id, number, NEW, "vermist")
    assert (done.number, done.fee_cents) == (NEW, 250)
    assert read_header(there, customer_id).right[1].value == "€ 2,50"
    assert there.store.read("SELECT kind, cents, vat_percent FROM charge WHERE invoice_id = ?", (done.invoice,)) == [
        ("vervangende pas", 250, 9)
    ]


def test_a_replaced_card_costs_nothing_for_a_reason_that_is_kept(there: Desk, member: tuple[int, str]) -> None:
    customer_id, number = member
    done = replace(there, customer_id, number, NEW, "beschadigd", without_fee="Fout van de drukker")
    assert (done.fee_cents, done.invoice) == (0, None)
    assert last_journal(there)[2]["without_fee"] == "Fout van de drukker"


def test_where_the_library_file_says_nothing_a_card_costs_nothing(desk: Desk, s1_only: Library) -> None:
    desk = changed(desk, library=s1_only)
    enrolled = enrol_tester(desk)
    assert enrolled.number is not None
    assert replacement_fee(desk.library, desk.working_date) == 0
    done = replace(desk, enrolled.customer_id, enrolled.number, None, "vermist")
    assert (done.number, done.fee_cents, done.invoice) == ("29428000077735", 0, None)


@pytest.mark.parametrize(("on", "cents"), [(date(2016, 11, 30), 0), (date(2016, 12, 1), 250), (date(2024, 4, 9), 250)])
def test_the_fee_is_that_of_the_day(poort: Library, on: date, cents: int) -> None:
    assert replacement_fee(poort, on) == cents


def test_actor_id_mandate_and_password_stay_when_a_number_is_replaced(there: Desk, member: tuple[int, str]) -> None:
    customer_id, number = member
    kept = there.store.read("SELECT * FROM mandate"), there.store.read("SELECT * FROM credential")
    replace(there, customer_id, number, NEW, "vermist")
    assert current_number(there.store, customer_id) == NEW
    assert read_header(there, customer_id).number == f"{NEW} [{customer_id}]"
    assert (there.store.read("SELECT * FROM mandate"), there.store.read("SELECT * FROM credential")) == kept
    assert there.store.read("SELECT reference FROM mandate") == [(number,)]


def test_a_replaced_number_stays_visible_and_leads_to_its_owner(there: Desk, member: tuple[int, str]) -> None:
    customer_id, number = member
    replace(there, customer_id, number, NEW, "gestolen")
    old = card(there, customer_id, number)
    assert (old.state, old.reason, old.successor, old.acts) == (CardState.REPLACED, "gestolen", NEW, ())
    found = read_entry(there.store, number, there.working_date)
    assert isinstance(found, KnownCustomer)
    assert (found.customer_id, found.state) == (customer_id, "replaced")


def test_a_replaced_number_is_never_issued_again(there: Desk, member: tuple[int, str]) -> None:
    customer_id, number = member
    replace(there, customer_id, number, NEW, "vermist")
    for again in (number, NEW):
        with pytest.raises(Refusal, match="al eens uitgegeven"):
            replace(there, customer_id, NEW, again, "vermist")
        with pytest.raises(Refusal, match="al eens uitgegeven"):
            add_card(there, customer_id, again)
        assert not isinstance(read_entry(there.store, again, there.working_date), FreeCard)
    with there.transaction() as tx:
        tx.execute("UPDATE counter SET next = 1 WHERE name LIKE 'card:%'")
    made = replace(there, customer_id, NEW, None, "vermist").number
    assert made not in (number, NEW)


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        (lambda d, c, n: replace(d, c, n, "123", "kwijt", without_fee="x" * 61), {"new", "reason", "without_fee"}),
        (lambda d, c, n: replace(d, c, n, make_online_number("4104", 1), "vermist"), {"new"}),
        (lambda d, c, n: replace(d, c, NEW, None, "vermist"), {"number"}),
        (lambda d, c, n: block(d, c, n, ""), {"reason"}),
        (lambda d, c, n: unblock(d, c, n), {"number"}),
        (lambda d, c, n: make_primary(d, c, n), {"number"}),
        (lambda d, c, n: add_card(d, c, "28"), {"new"}),
        (lambda d, c, n: block(d, 99, n, "vermist"), {""}),
    ],
)
def test_a_refusal_names_every_field_and_changes_nothing(
    there: Desk, member: tuple[int, str], act: Callable[[Desk, int, str], object], fields: set[str]
) -> None:
    before = list(there.store.connection.iterdump())
    with pytest.raises(Refusal) as refused:
        act(there, *member)
    assert {reason.field for reason in refused.value.reasons} == fields
    assert list(there.store.connection.iterdump()) == before


def test_an_additional_card_is_on_the_same_account(there: Desk, member: tuple[int, str]) -> None:
    customer_id, number = member
    assert add_card(there, customer_id, NEW) == NEW
    assert card(there, customer_id, NEW).kind is CardKind.ADDITIONAL
    assert current_number(there.store, customer_id) == number
    assert read_header(there, customer_id).middle[3].value == "2"


@pytest.mark.parametrize("act", [lambda d, c, n: replace(d, c, n, NEW, "vermist"), lambda d, c, n: add_card(d, c, NEW)])
def test_handing_out_a_card_is_an_activity_of_that_day(
    there: Desk, member: tuple[int, str], act: Callable[[Desk, int, str], object]
) -> None:
    later = changed(there, working_date=there.working_date + timedelta(days=40))
    act(later, *member)
    assert read_header(later, member[0]).middle[1].value == format_date(later.working_date)
    add_card(there, member[0], None)  # with a working date that was put back
    assert read_header(later, member[0]).middle[1].value == format_date(later.working_date)


def test_an_additional_card_is_replaced_by_an_additional_card(there: Desk, member: tuple[int, str]) -> None:
    customer_id, number = member
    add_card(there, customer_id, NEW)
    other = replace(there, customer_id, NEW, None, "vermist").number
    assert card(there, customer_id, other).kind is CardKind.ADDITIONAL
    assert current_number(there.store, customer_id) == number


def test_an_additional_card_can_become_the_klantnummer(there: Desk, member: tuple[int, str]) -> None:
    customer_id, number = member
    add_card(there, customer_id, NEW)
    make_primary(there, customer_id, NEW)
    assert current_number(there.store, customer_id) == NEW
    assert card(there, customer_id, number).kind is CardKind.ADDITIONAL
    assert check(there.store, all_invariants()) == []


def test_a_blocked_additional_card_cannot(there: Desk, member: tuple[int, str]) -> None:
    customer_id, _ = member
    add_card(there, customer_id, NEW)
    block(there, customer_id, NEW, "vermist")
    with pytest.raises(Refusal, match="deblokkeer"):
        make_primary(there, customer_id, NEW)


def test_who_has_no_number_gets_no_additional_card(desk: Desk) -> None:
    enrolled = enrol_tester(desk, number=NumberLater())
    with pytest.raises(Refusal, match="nog geen klantnummer"):
        add_card(desk, enrolled.customer_id, None)


def test_a_pass_is_handed_out_for_a_number_the_system_made(there: Desk, member: tuple[int, str]) -> None:
    customer_id, number = member
    assert not card(there, customer_id, number).plastic
    give_plastic(there, customer_id, number)
    assert card(there, customer_id, number).plastic
    with pytest.raises(Refusal, match="al een pasje"):
        give_plastic(there, customer_id, number)


def test_after_all_of_this_the_store_is_sound(there: Desk, member: tuple[int, str]) -> None:
    customer_id, number = member
    add_card(there, customer_id, NEW)
    block(there, customer_id, number, "vermist")
    replace(there, customer_id, number, None, "vermist")
    assert check(there.store, all_invariants()) == []
