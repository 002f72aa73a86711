from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from balie.customers.cards.numbers import (
    LAST_SERIAL,
    allocate,
    allocate_online,
    check_number,
    in_groups,
    is_online,
    make_number,
    make_online_number,
)
from balie.desk import Desk
from balie.refusal import Refusal

BRANCHES = st.from_regex(r"[0-9]{4}", fullmatch=True)


@pytest.mark.parametrize(
    ("serial", "number"),
    [
        (1, "29428000000018"),
        (7771, "29428000077719"),
        (7772, "29428000077727"),
        (7773, "29428000077735"),
        (7774, "29428000077743"),
        (7775, "29428000077750"),
        (7776, "29428000077768"),
        (7777, "29428000077776"),
        (7778, "29428000077784"),
        (7779, "29428000077792"),
        (7780, "29428000077800"),
        (7781, "29428000077818"),
        (7782, "29428000077826"),
        (99_999_999, "29428999999998"),
    ],
)
def test_a_serial_of_gieten_gives_the_number_of_the_domain_rules(serial: int, number: str) -> None:
    assert make_number("9428", serial) == number


@given(branch=BRANCHES, serial=st.integers(1, LAST_SERIAL))
def test_every_number_passes_luhn_and_belongs_to_its_branch(branch: str, serial: int) -> None:
    number = make_number(branch, serial)
    assert luhn.is_valid(number)
    assert (len(number), number[0], number[1:5], int(number[5:13])) == (14, "2", branch, serial)
    assert check_number(number) == number


@given(branch=BRANCHES, one=st.integers(1, LAST_SERIAL), other=st.integers(1, LAST_SERIAL))
def test_two_serials_never_give_the_same_number(branch: str, one: int, other: int) -> None:
    assert (make_number(branch, one) == make_number(branch, other)) == (one == other)


@given(serial=st.integers(1, LAST_SERIAL), place=st.integers(1, 13), shift=st.integers(1, 9))
def test_one_wrong_digit_is_always_found(serial: int, place: int, shift: int) -> None:
    number = make_number("9428", serial)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    with pytest.raises(Refusal, match="controlecijfer"):
        check_number(wrong)


@given(branch=BRANCHES, serial=st.integers(1, 9_999_999))
def test_an_online_number_is_2x_with_fourteen_characters_and_a_luhn_digit_over_its_digits(
    branch: str, serial: int
) -> None:
    number = make_online_number(branch, serial)
    assert number.startswith("2X" + branch)
    assert len(number) == 14
    assert luhn.is_valid(number.replace("X", ""))
    assert check_number(number.lower()) == number
    assert is_online(number)


@pytest.mark.parametrize("serial", [0, -1, LAST_SERIAL + 1])
def test_a_serial_that_does_not_fit_is_no_number(serial: int) -> None:
    with pytest.raises(ValueError, match="serial"):
        make_number("9428", serial)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("29428000077728", "controlecijfer"),
        ("2942800007772", "dit zijn er 13"),
        ("294280000777271", "dit zijn er 15"),
        ("39428000077725", "begint met een 2"),
        ("2942800007772a", "zonder letters"),
        ("２９４２８０００７７７２７", "14 cijfers"),
        ("2X94280000001", "14 tekens"),
        ("2X942800000010", "controlecijfer"),
    ],
)
def test_a_wrong_number_is_refused_in_words(typed: str, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        check_number(typed)


@pytest.mark.parametrize("typed", ["29428000077727", " 2 9428 0000 7772 7 ", "2-9428-00007772-7", "29428000077727\n"])
def test_blanks_and_hyphens_of_a_scanned_number_do_not_matter(typed: str) -> None:
    assert check_number(typed) == "29428000077727"


def test_a_number_is_read_out_in_groups() -> None:
    assert in_groups("29428000077727") == "2 9428 0000 7772 7"


def test_numbers_follow_each_other_from_the_serial_of_the_library_file(desk: Desk) -> None:
    with desk.transaction() as tx:
        given_out = [allocate(tx, desk.library, "9428") for _ in range(4)]
    assert given_out == ["29428000077727", "29428000077735", "29428000077743", "29428000077750"]


def test_a_number_given_out_in_a_transaction_that_fails_is_given_out_again(desk: Desk) -> None:
    with suppress(RuntimeError), desk.transaction() as tx:
        allocate(tx, desk.library, "9428")
        raise RuntimeError
    with desk.transaction() as tx:
        assert allocate(tx, desk.library, "9428") == "29428000077727"


def test_numbers_that_were_issued_as_cards_are_skipped(desk: Desk) -> None:
    with desk.transaction() as tx:
        _add_bare_customer(tx.execute)
        for serial in (7772, 7773, 7775):
            tx.execute(
                "INSERT INTO card (number, customer_id, plastic, branch, issued_on)"
                " VALUES (?, 1, 1, '9428', '2024-01-01')",
                (make_number("9428", serial),),
            )
        assert allocate(tx, desk.library, "9428") == make_number("9428", 7774)
        assert allocate(tx, desk.library, "9428") == make_number("9428", 7776)
        assert allocate(tx, desk.library, "9428") == make_number("9428", 7777)


def test_a_full_series_is_refused_and_leaves_the_counter_alone(desk: Desk) -> None:
    with desk.transaction() as tx:
        tx.execute("INSERT INTO counter (name, next) VALUES ('card:9428', ?)", (LAST_SERIAL,))
    with desk.transaction() as tx:
        assert allocate(tx, desk.library, "9428") == "29428999999998"
    for _ in range(2):
        with pytest.raises(Refusal, match="zijn op"), desk.transaction() as tx:
            allocate(tx, desk.library, "9428")
    assert desk.store.read_one("SELECT next FROM counter WHERE name = 'card:9428'") == (LAST_SERIAL + 1,)


def test_online_numbers_count_apart_from_the_others(desk: Desk) -> None:
    with desk.transaction() as tx:
        allocate(tx, desk.library, "9428")
        first, second = (allocate_online(tx, desk.library, "9428") for _ in range(2))
    assert (first[:13], second[:13]) == ("2X94280000001", "2X94280000002")


def _add_bare_customer(execute) -> None:
    execute(
        "INSERT INTO customer (id, kind, surname, name_key, person, home_branch, registered_on, last_active_on,"
        " changed_on, changed_by) VALUES (1, 'regulier', 'A', 'a', 'nvt', '9428', '', '', '', '')"
    )
