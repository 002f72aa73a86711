from __future__ import annotations

from datetime import date

import pytest

from balie.customers.cards.credentials import Cost, expires_on, in_groups, make_secret, new_password, verify
from balie.library.structs import Library

CHEAP = Cost(n=2, r=1, p=1)


def test_a_password_has_eight_signs_without_look_alikes_and_no_three_letters_in_a_row(library: Library) -> None:
    rule = library.one_time_password
    passwords = {new_password(rule) for _ in range(300)}
    assert len(passwords) == 300
    for password in passwords:
        assert len(password) == 8
        assert set(password) <= set("34567CDEFHJKMNPRTVWXY")
        letters = "".join("a" if sign.isalpha() else " " for sign in password)
        assert max(map(len, letters.split()), default=0) <= 2


def test_every_sign_of_the_alphabet_appears(library: Library) -> None:
    rule = library.one_time_password
    assert set("".join(new_password(rule) for _ in range(400))) == set(rule.alphabet)


@pytest.mark.parametrize("typed", ["E47C5M6C", "E47C 5M6C", " e47c 5m6c "])
def test_a_password_is_known_again_however_it_is_typed(typed: str) -> None:
    secret = make_secret("E47C5M6C", CHEAP)
    assert verify(typed, secret.salt, secret.hash, Cost.parse(str(secret.cost)))


@pytest.mark.parametrize("typed", ["E47C5M6D", "", "E47C5M6", "E47C5M6CC"])
def test_another_password_is_not(typed: str) -> None:
    secret = make_secret("E47C5M6C", CHEAP)
    assert not verify(typed, secret.salt, secret.hash, secret.cost)


def test_the_same_password_is_hashed_differently_each_time() -> None:
    one, other = make_secret("E47C5M6C", CHEAP), make_secret("E47C5M6C", CHEAP)
    assert one.salt != other.salt
    assert one.hash != other.hash


def test_neither_password_nor_hash_shows_in_a_traceback() -> None:
    secret = make_secret("E47C5M6C", CHEAP)
    assert "E47C" not in repr(secret)
    assert secret.hash.hex() not in repr(secret)
    assert repr(secret.hash) not in repr(secret)


def test_a_cost_that_is_not_scrypt_is_no_cost() -> None:
    with pytest.raises(ValueError, match="scrypt"):
        Cost.parse("bcrypt:2:1:1")


def test_the_cost_of_the_desk_is_one_a_guesser_feels() -> None:
    cost = Cost()
    assert 128 * cost.n * cost.r >= 16 * 2**20


def test_a_password_is_shown_in_groups_of_four() -> None:
    assert in_groups("E47C5M6C") == "E47C 5M6C"


def test_a_password_lives_fourteen_days(library: Library) -> None:
    assert expires_on(date(2024, 4, 9), library.one_time_password) == date(2024, 4, 23)
