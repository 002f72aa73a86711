"""The one-time password: made, shown in two groups, kept as a scrypt hash only (rules.md#one-time-password).

Hashing takes tens of milliseconds on purpose: call `make_secret` before the transaction and off the event loop.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from balie.dutch.text import in_fours

if TYPE_CHECKING:
    from balie.library.structs import OneTimePassword
    from balie.store.transaction import Transaction

_REPLACE_CREDENTIAL = (
    "INSERT INTO credential (customer_id, salt, hash, cost, issued_on, expires_on, tries_left)"
    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (customer_id) DO UPDATE SET salt = excluded.salt,"
    " hash = excluded.hash, cost = excluded.cost, issued_on = excluded.issued_on,"
    " expires_on = excluded.expires_on, tries_left = excluded.tries_left, must_change = 1"
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one scrypt hash costs: n (a power of two), r and p."""

    n: int = 2**14
    r: int = 8
    p: int = 1

    def __str__(self) -> str:
        return f"scrypt:{self.n}:{self.r}:{self.p}"

    @staticmethod
    def parse(text: str) -> Cost:
        """The cost as it is stored beside a hash, `scrypt:16384:8:1`. Raises `ValueError` for anything else."""
        name, n, r, p = text.split(":")
        if name != "scrypt":
            raise ValueError("not a scrypt hash")
        return Cost(int(n), int(r), int(p))


DESK_COST = Cost()


@dataclass(frozen=True, slots=True)
class Secret:
    """A one-time password with what is stored of it. The password itself never shows in a repr or a log."""

    password: str = field(repr=False)
    salt: bytes = field(repr=False)
    hash: bytes = field(repr=False)
    cost: Cost


def _longest_run_of_letters(password: str) -> int:
    longest = run = 0
    for character in password:
        run = run + 1 if character.isalpha() else 0
        longest = max(longest, run)
    return longest


def new_password(rule: OneTimePassword) -> str:
    """A password by the library's rule: no look-alikes, few letters in a row, so that no word can appear.

    Every password that keeps the rule is equally likely.
    """
    while True:
        password = "".join(secrets.choice(rule.alphabet) for _ in range(rule.length))
        if _longest_run_of_letters(password) <= rule.max_letters_in_row:
            return password


def _hash(password: str, salt: bytes, cost: Cost) -> bytes:
    memory = 128 * cost.r * (cost.n + cost.p + 2) + 2**16  # what scrypt needs, and some room
    return hashlib.scrypt(password.encode(), salt=salt, n=cost.n, r=cost.r, p=cost.p, maxmem=memory, dklen=32)


def make_secret(password: str, cost: Cost = DESK_COST) -> Secret:
    """A password with its salted hash. Slow on purpose (about 50 ms at the desk's cost)."""
    salt = secrets.token_bytes(16)
    return Secret(password, salt, _hash(password, salt, cost), cost)


def normalise(typed: str) -> str:
    """A password as somebody reads it from the bon: blanks and small letters do not matter."""
    return "".join(typed.split()).upper()


def verify(typed: str, salt: bytes, stored: bytes, cost: Cost) -> bool:
    """Whether this is the password behind a stored hash, compared in constant time."""
    return hmac.compare_digest(_hash(normalise(typed), salt, cost), stored)


def in_groups(password: str) -> str:
    """The password as it is shown and printed, in groups of four: `E47C 5M6C`."""
    return in_fours(password)


def expires_on(issued: date, rule: OneTimePassword) -> date:
    """The last day on which a password issued that day can be used."""
    return issued + timedelta(days=rule.valid_days)


def give_credential(tx: Transaction, customer_id: int, secret: Secret, rule: OneTimePassword) -> None:
    """Store the hash of a one-time password in place of any earlier one."""

    day = tx.stamp.working_date
    tx.execute(
        _REPLACE_CREDENTIAL,
        (
            customer_id,
            secret.salt,
            secret.hash,
            str(secret.cost),
            day.isoformat(),
            expires_on(day, rule).isoformat(),
            rule.tries,
        ),
    )
